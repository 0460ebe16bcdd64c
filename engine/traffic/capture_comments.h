/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments that wait for the packet that shows what they tell: what a fault did for the next
 * packet of its association that way, what happened to an association or an IED for the next
 * one of it, a mark of the scenario for any.
 */
#pragma once

#include "sim/base/event.h"

typedef struct CaptureComments CaptureComments;

/* The kinds of events that become comments. */
#define CAPTURE_COMMENTS                                                                       \
    (EVENT_MASK(EVENT_MARK) | EVENT_MASK(EVENT_POWERED_OFF) | EVENT_MASK(EVENT_POWERED_ON) |   \
     EVENT_MASK(EVENT_REFUSED) | EVENT_MASK(EVENT_ABORTED) | EVENT_MASK(EVENT_FAULT_ARMED) |   \
     EVENT_MASK(EVENT_FAULT_ACTED) | EVENT_MASK(EVENT_FAULT_REMOVED))

CaptureComments *capture_comments_new(void);
void capture_comments_free(CaptureComments *comments);

/* `time` is that of the packets, ns since 1970. When its association is not `there` (any more),
 * the next packet of its IED will do. Very many that wait are dropped. */
void capture_comments_add(CaptureComments *comments, const Event *event, int64_t time,
                          bool there);

/* Those for a packet, or NULL; g_strfreev. */
char **capture_comments_take(CaptureComments *comments, const char *ied, uint64_t association,
                             bool outbound);

/* The last packets of an association come: they show what waits, whichever way they go. */
void capture_comments_end(CaptureComments *comments, uint64_t association);

/* What is left for the packets of an IED or, with NULL, at all; NULL: nothing. g_strfreev. */
char **capture_comments_take_rest(CaptureComments *comments, const char *ied);
