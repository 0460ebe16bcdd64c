/* SPDX-License-Identifier: Apache-2.0
 *
 * The process image (IEC 61850-7-3 substitution and blocking, 7-4 annex A): where data objects
 * do not show what the process says, that is kept aside and comes back later. A data object
 * shows its substitute while subEna is TRUE, its last value while blkEna is TRUE, and the
 * quality that the behaviour of its logical node asks for. All of it is a change rule: what a
 * write of subEna changes is in the same change set.
 */
#pragma once

#include "sim/acsi/server.h"

typedef enum Behaviour {
    BEHAVIOUR_ON = 1,
    BEHAVIOUR_ON_BLOCKED,
    BEHAVIOUR_TEST,
    BEHAVIOUR_TEST_BLOCKED,
    BEHAVIOUR_OFF
} Behaviour;

typedef struct Process Process;

Process *process_new(const AcsiServer *server);
/* Adds its rule: after those that make values of the process or call process_set_behaviour. */
void process_begin(Process *process);
void process_free(Process *process);

/* A value of the process: what is kept aside, else as the open set or the arena has it. For
 * rules. True when the open set has one. */
bool process_get(const Process *process, const NodeRef *leaf, Value *value);

/* Within a rule, before that of the process: the quality of the node's data follows. */
void process_set_behaviour(Process *process, uint16_t device, uint16_t node,
                           Behaviour behaviour);
Behaviour process_behaviour(const Process *process, uint16_t device, uint16_t node);

/* Stages the subEna and blkEna that are TRUE in the open set, so that they take effect. */
void process_stage_initial(Process *process);
