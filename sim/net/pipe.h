/* SPDX-License-Identifier: Apache-2.0
 *
 * A connection inside the process, for stepped runs and tests: two ends that behave as
 * connections do, without sockets. What one end sends, the other receives at the end of the
 * turn; loop_is_quiet tells when every pipe is empty.
 */
#pragma once

#include "sim/net/connection.h"

typedef struct PipeEnd {
    const char *name; /* connection_peer of the other end; copied */
    const ConnectionUser *callbacks;
    void *user;
} PipeEnd;

/* Makes both ends, open. `connected` is called for neither. */
void pipe_new(Loop *loop, const PipeEnd *a, const PipeEnd *b, Connection **end_a,
              Connection **end_b);
