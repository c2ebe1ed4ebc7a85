/* SPDX-License-Identifier: Apache-2.0 */
/*
 * webdriver.h: a browser that a test drives (W3C WebDriver over HTTP).
 *
 * It is Chromium without a window, behind its chromedriver. Whatever goes
 * wrong with the browser itself fails the test, with the driver's words.
 */
#ifndef WEBDRIVER_H
#define WEBDRIVER_H

#include <jansson.h>

/* One browser for all tests. */
void wd_open(void);
void wd_close(void);

void wd_get(const char *url);
/* Run the body of a function; what it returns. The caller owns it. */
json_t *wd_run(const char *script);
/* The same as a truth, a number and a string (freed by the caller). */
int wd_true(const char *script);
long wd_number(const char *script);
char *wd_string(const char *script);
/* Wait until a script's body returns true; at most five seconds. */
void wd_until(const char *script);

/* Click the first element that a CSS selector finds, as a person does. */
void wd_click(const char *css);
/*
 * Press keys, one after the other, where the focus is: letters, and the names
 * of wd_named: "{Tab}", "{Enter}", "{Escape}".
 */
void wd_type(const char *keys);

/* Screen: columns and rows of CSS pixels; "light" or "dark". */
void wd_screen(int width, int height, const char *scheme);
/*
 * Milliseconds of CPU that the page's own thread was busy so far, whatever
 * else the machine has to do; ask once before the page is opened.
 */
long wd_busy(void);
/* Save what is seen as a PNG. */
void wd_shot(const char *file);
/* Messages of the console since the last call, one a line. Free it. */
char *wd_console(void);

#endif
