/* SPDX-License-Identifier: Apache-2.0
 *
 * The classes of controllable data objects (IEC 61850-7-3 clause 7.5), as far as a process
 * behind them moves differently.
 */
#pragma once

#include "sim/acsi/control_private.h"

enum { CONTROL_LOWER = 1, CONTROL_HIGHER = 2 }; /* Tcmd; the others are stop */

/* Stages into the open change set. */
typedef void (*ControlStage)(ControlObject *object, double target);

typedef struct ControlClass {
    const char *status; /* that it is, under ST or MX; NULL: none that fits */
    ValueKind ctl_val;  /* of ctlVal */
    ValueKind status_kind;
    int64_t travel;      /* virtual ns */
    ControlStage start;  /* it begins to move; NULL: nothing shows that */
    ControlStage finish; /* it is where ctlVal said; NULL: nothing shows that either */
    ControlStage reach;  /* it is at a value */
    bool is_switch;
    bool has_pulses; /* pulseConfig may end the value again */
    bool by_steps;   /* ctlVal is a direction */
} ControlClass;

/* Never NULL: one without a status that fits is only told that all went well. */
const ControlClass *control_class_of(const ControlObject *object);

/* Of a Tcmd: 1, -1, or 0 to stop. */
int control_direction(double command);
/* A step that way would pass minVal or maxVal. */
bool control_is_at_end(const ControlObject *object, int way);
/* Of a switch. */
void control_stage_bad_state(ControlObject *object);
