/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys at the terminal of a run, for whoever watches it: pause, step, hurry, faster, slower.
 */
#pragma once

#include "engine/pace.h"

typedef struct Keys Keys;

/* NULL when stdin or stderr is no terminal, or we are in the background there. The terminal
 * gives keys without Return until keys_close; what it was is kept. */
Keys *keys_open(Pace *pace);
void keys_close(Keys *keys);

/* What a key does; false when it does nothing. */
bool keys_press(Pace *pace, char key);
/* "space pauses, ..."; one line. */
const char *keys_help(void);
