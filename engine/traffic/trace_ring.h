/* SPDX-License-Identifier: Apache-2.0
 *
 * The last PDUs of each association, kept as octets and decoded only when somebody asks: what a
 * failed expectation shows of what the client did instead.
 */
#pragma once

#include <glib.h>

#include "sim/base/gate.h"

typedef struct TraceRing TraceRing;

TraceRing *trace_ring_new(void);
/* After whatever was watched is gone. */
void trace_ring_free(TraceRing *ring);
void trace_ring_watch(TraceRing *ring, Gate *gates, const char *ied);

/* The last few MMS PDUs of an association, or, with 0, of whoever spoke last to the IED (NULL:
 * to any): lines "<- confirmed-request 17 read ..." as --trace has them, but shorter, the
 * oldest first, without an end of line behind the last. Also of one that ended, unless many
 * came since. NULL when nothing passed. Free with g_free. */
char *trace_last(TraceRing *ring, const char *ied, uint64_t association);
