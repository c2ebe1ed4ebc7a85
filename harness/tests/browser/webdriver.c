/* SPDX-License-Identifier: Apache-2.0 */
#include "webdriver.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/help/suite.h"
#include "base/util.h"

#define START_MS 30000
#define WAIT_MS 5000

static struct {
	pid_t pid;
	int port;
	char *session;
	CURL *curl;
} wd;

/* --- one command ----------------------------------------------------------*/

static size_t receive(char *bytes, size_t size, size_t n, void *ctx)
{
	buf_add(ctx, bytes, size * n);
	return size * n;
}

/* The answer's "value", or NULL when nobody answered. body is taken over. */
static json_t *ask(const char *method, const char *path, json_t *body)
{
	char *url = xasprintf("http://127.0.0.1:%d%s", wd.port, path);
	char *text = body ? json_dumps(body, 0) : NULL;
	struct buf answer = {0};
	json_t *o = NULL;

	curl_easy_reset(wd.curl);
	curl_easy_setopt(wd.curl, CURLOPT_URL, url);
	curl_easy_setopt(wd.curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(wd.curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(wd.curl, CURLOPT_TIMEOUT, 60L);
	curl_easy_setopt(wd.curl, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(wd.curl, CURLOPT_WRITEDATA, &answer);
	if (text)
		curl_easy_setopt(wd.curl, CURLOPT_POSTFIELDS, text);
	if (curl_easy_perform(wd.curl) == CURLE_OK)
		o = json_loads(answer.s ? answer.s : "", 0, NULL);
	json_incref(json_object_get(o, "value"));
	body = json_object_get(o, "value");
	json_decref(o);
	free(text);
	free(url);
	buf_free(&answer);
	return body;
}

/* A command of the session, which must succeed. */
static json_t *command(const char *method, const char *what, json_t *body)
{
	char *path = xasprintf("/session/%s%s", wd.session, what);
	json_t *value = ask(method, path, body);
	const char *error = json_string_value(json_object_get(value, "error"));

	ck_assert_msg(value != NULL, "the driver does not answer %s", what);
	ck_assert_msg(error == NULL, "%s: %s: %.400s", what, error,
		      json_string_value(json_object_get(value, "message")));
	free(path);
	return value;
}

static void post(const char *what, json_t *body)
{
	json_decref(command("POST", what, body));
}

/* --- the browser ----------------------------------------------------------*/

static int free_port(void)
{
	struct sockaddr_in in = {.sin_family = AF_INET,
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&in, len), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&in, &len), 0);
	close(fd);
	return ntohs(in.sin_port);
}

static void start(void)
{
	char *port = xasprintf("--port=%d", wd.port);

	wd.pid = fork();
	if (wd.pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		execlp("chromedriver", "chromedriver", port, "--silent",
		       (char *)NULL);
		_exit(127);
	}
	free(port);
}

static void wait_ready(void)
{
	long long end = now_ms() + START_MS;
	bool ready = false;

	while (!ready && now_ms() < end) {
		json_t *status = ask("GET", "/status", NULL);

		ready = json_is_true(json_object_get(status, "ready"));
		json_decref(status);
		ck_assert_msg(waitpid(wd.pid, NULL, WNOHANG) == 0,
			      "chromedriver does not start: "
			      "scripts/setup --report installs it");
		if (!ready)
			usleep(50000);
	}
	ck_assert_msg(ready, "chromedriver is not ready");
}

/* root has no sandbox of Chromium's; the page comes from us anyway. */
static json_t *wishes(void)
{
	return json_pack("{s:{s:{s:s, s:{s:[s,s,s,s,s]}, s:{s:s}}}}",
			 "capabilities", "alwaysMatch", "browserName", "chrome",
			 "goog:chromeOptions", "args", "--headless=new",
			 "--no-sandbox", "--disable-gpu",
			 "--disable-dev-shm-usage", "--hide-scrollbars",
			 "goog:loggingPrefs", "browser", "ALL");
}

void wd_open(void)
{
	json_t *value;

	wd.curl = curl_easy_init();
	wd.port = free_port();
	start();
	wait_ready();
	value = ask("POST", "/session", wishes());
	ck_assert_msg(json_object_get(value, "sessionId") != NULL,
		      "no browser: %.400s",
		      json_string_value(json_object_get(value, "message")));
	wd.session =
		xstrdup(json_string_value(json_object_get(value, "sessionId")));
	json_decref(value);
}

void wd_close(void)
{
	char *path = xasprintf("/session/%s", wd.session);

	json_decref(ask("DELETE", path, NULL));
	kill(wd.pid, SIGTERM);
	waitpid(wd.pid, NULL, 0);
	curl_easy_cleanup(wd.curl);
	free(wd.session);
	free(path);
	memset(&wd, 0, sizeof(wd));
}

/* --- what is done with it -------------------------------------------------*/

void wd_get(const char *url)
{
	post("/url", json_pack("{s:s}", "url", url));
}

/*
 * The page draws in an event of its own after its address has changed, so
 * what is asked at once may be asked of the page before: let it come to rest.
 */
static void settle(void)
{
	post("/execute/async",
	     json_pack("{s:s, s:[]}", "script",
		       "const done = arguments[0]; setTimeout(() => "
		       "requestAnimationFrame(() => setTimeout(done, 0)), 0)",
		       "args"));
}

json_t *wd_run(const char *script)
{
	settle();
	return command("POST", "/execute/sync",
		       json_pack("{s:s, s:[]}", "script", script, "args"));
}

int wd_true(const char *script)
{
	json_t *value = wd_run(script);
	int is = json_is_true(value);

	json_decref(value);
	return is;
}

long wd_number(const char *script)
{
	json_t *value = wd_run(script);
	double n = json_number_value(value);

	ck_assert_msg(json_is_number(value), "no number: %s", script);
	json_decref(value);
	return (long)n;
}

char *wd_string(const char *script)
{
	json_t *value = wd_run(script);
	char *s;

	ck_assert_msg(json_is_string(value), "no string: %s", script);
	s = xstrdup(json_string_value(value));
	json_decref(value);
	return s;
}

void wd_until(const char *script)
{
	long long end = now_ms() + WAIT_MS;

	while (!wd_true(script)) {
		ck_assert_msg(now_ms() < end, "it never came: %s", script);
		usleep(20000);
	}
}

void wd_click(const char *css)
{
	json_t *found = command(
		"POST", "/element",
		json_pack("{s:s, s:s}", "using", "css selector", "value", css));
	void *first = json_object_iter(found);
	char *what =
		xasprintf("/element/%s/click",
			  json_string_value(json_object_iter_value(first)));

	post(what, json_object());
	free(what);
	json_decref(found);
}

/* Keys without a letter have code points of their own (WebDriver 17.4.2). */
static const struct {
	const char *name, *key;
} named[] = {
	{"{Tab}", "\xee\x80\x84"},
	{"{Enter}", "\xee\x80\x87"},
	{"{Escape}", "\xee\x80\x8c"},
	{"{Space}", " "},
};

/* The key that text begins with; how long it is there. */
static size_t key_of(const char *text, char key[8])
{
	for (size_t i = 0; i < COUNT(named); i++) {
		size_t n = strlen(named[i].name);

		if (strncmp(text, named[i].name, n) == 0) {
			strcpy(key, named[i].key);
			return n;
		}
	}
	key[0] = text[0];
	key[1] = '\0';
	return 1;
}

void wd_type(const char *keys)
{
	json_t *list = json_array();
	char key[8];

	while (*keys) {
		keys += key_of(keys, key);
		json_array_append_new(list, json_pack("{s:s, s:s}", "type",
						      "keyDown", "value", key));
		json_array_append_new(list, json_pack("{s:s, s:s}", "type",
						      "keyUp", "value", key));
	}
	post("/actions", json_pack("{s:[{s:s, s:s, s:o}]}", "actions", "type",
				   "key", "id", "keys", "actions", list));
}

static void devtools(const char *cmd, json_t *params)
{
	post("/goog/cdp/execute",
	     json_pack("{s:s, s:o}", "cmd", cmd, "params", params));
}

void wd_screen(int width, int height, const char *scheme)
{
	devtools("Emulation.setDeviceMetricsOverride",
		 json_pack("{s:i, s:i, s:i, s:b}", "width", width, "height",
			   height, "deviceScaleFactor", 1, "mobile",
			   width < 500));
	devtools("Emulation.setEmulatedMedia",
		 json_pack("{s:[{s:s, s:s}]}", "features", "name",
			   "prefers-color-scheme", "value", scheme));
}

long wd_busy(void)
{
	json_t *value, *metric;
	double seconds = 0;
	size_t i;

	devtools("Performance.enable",
		 json_pack("{s:s}", "timeDomain", "threadTicks"));
	value = command("POST", "/goog/cdp/execute",
			json_pack("{s:s, s:{}}", "cmd",
				  "Performance.getMetrics", "params"));
	json_array_foreach (json_object_get(value, "metrics"), i, metric) {
		const char *name =
			json_string_value(json_object_get(metric, "name"));

		if (strcmp(name, "TaskDuration") == 0)
			seconds = json_number_value(
				json_object_get(metric, "value"));
	}
	json_decref(value);
	return (long)(seconds * 1000);
}

static int base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

void wd_shot(const char *file)
{
	json_t *value = command("GET", "/screenshot", NULL);
	FILE *f = fopen(file, "w");
	unsigned bits = 0;
	int n = 0;

	ck_assert_ptr_nonnull(f);
	for (const char *p = json_string_value(value); base64_digit(*p) >= 0;
	     p++) {
		bits = bits << 6 | (unsigned)base64_digit(*p);
		n += 6;
		if (n >= 8)
			fputc((int)(bits >> (n -= 8) & 0xff), f);
	}
	ck_assert_int_eq(fclose(f), 0);
	json_decref(value);
}

char *wd_console(void)
{
	json_t *list = command("POST", "/se/log",
			       json_pack("{s:s}", "type", "browser"));
	struct buf b = {0};
	json_t *entry;
	size_t i;

	json_array_foreach (list, i, entry)
		buf_printf(
			&b, "%s\n",
			json_string_value(json_object_get(entry, "message")));
	json_decref(list);
	return buf_take(&b);
}
