/* SPDX-License-Identifier: Apache-2.0 */
/*
 * browse.h: what tests of the page do and look at, in few words.
 */
#ifndef BROWSE_H
#define BROWSE_H

#include "webdriver.h"

/* A fixture: a desk's screen; in the end the console must be empty. */
void browse_open(void);
void browse_close(void);

/* Open a page of pages.h as if for the first time. */
void open_at(const char *page, const char *hash);
/* Open the first case that differs on host-2. */
void open_a_gap(void);
/* Choose of a select as a person does, by its change. */
void choose(const char *id, const char *value);

/* Bodies of functions for webdriver.h. */
#define COUNT_OF(css) "return document.querySelectorAll(\"" css "\").length"
#define HASH "return decodeURIComponent(location.hash)"
#define TEXT_OF(css) "return document.querySelector(\"" css "\").textContent"

/* What a script returns is this text, or has it in it. */
void check_text(const char *script, const char *want);
void check_has(const char *script, const char *part);

#endif
