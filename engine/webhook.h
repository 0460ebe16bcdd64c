/* SPDX-License-Identifier: Apache-2.0
 *
 * Results told to somebody else: a POST when all is over. It changes no verdict.
 */
#pragma once

#include "engine/suite.h"

#define WEBHOOK_TIMEOUT (10 * CLOCK_SECOND)
#define WEBHOOK_RETRIES 2

/* Posts the results as --json has them and waits for the answer, with a loop of its own: to be
 * called outside of any other. Anything but a status of 2xx is told on stderr; false then. */
bool webhook_post(const char *url, const Suite *suite);
/* The same of one run. */
bool webhook_post_run(const char *url, Results *results);
