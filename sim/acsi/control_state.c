/* SPDX-License-Identifier: Apache-2.0
 *
 * The state machine of a controllable data object (IEC 61850-7-2 20.2): one row a state and
 * event, and what entering a state brings with it.
 */
#include "sim/acsi/control_private.h"

#define UNAVAILABLE MMS_DATA_TEMPORARILY_UNAVAILABLE
#define DENIED MMS_DATA_OBJECT_ACCESS_DENIED
#define DENY(error, cause)                                                                     \
    {                                                                                          \
        CONTROL_DENY, CONTROL_IDLE, error, ADD_CAUSE_##cause                                   \
    }
#define BUSY DENY(UNAVAILABLE, COMMAND_ALREADY_IN_EXECUTION)
#define LOCKED DENY(UNAVAILABLE, LOCKED_BY_OTHER_CLIENT)
#define NOT_SELECTED DENY(DENIED, OBJECT_NOT_SELECTED)
#define SELECTED_BEFORE DENY(UNAVAILABLE, OBJECT_ALREADY_SELECTED)
#define GO(state)                                                                              \
    {                                                                                          \
        CONTROL_GO, CONTROL_##state, MMS_DATA_SUCCESS, ADD_CAUSE_UNKNOWN                       \
    }
#define STAY                                                                                   \
    {                                                                                          \
        CONTROL_STAY, CONTROL_IDLE, MMS_DATA_SUCCESS, ADD_CAUSE_UNKNOWN                        \
    }
#define NEVER                                                                                  \
    {                                                                                          \
        CONTROL_NEVER, CONTROL_IDLE, MMS_DATA_SUCCESS, ADD_CAUSE_UNKNOWN                       \
    }

static const ControlRow rows[CONTROL_STATES][CONTROL_EVENTS] = {
    [CONTROL_IDLE] = {
        [CONTROL_SELECT] = GO(SELECTING),
        [CONTROL_SELECT_OTHER] = NEVER,
        [CONTROL_OPERATE] = NOT_SELECTED,
        [CONTROL_OPERATE_OTHER] = NEVER,
        [CONTROL_OPERATE_DIRECT] = GO(DECIDING),
        [CONTROL_CANCEL_OWN] = STAY,
        [CONTROL_CANCEL_OTHER] = NEVER,
        [CONTROL_ACCEPTED] = NEVER,
        [CONTROL_TIMED] = NEVER,
        [CONTROL_REFUSED] = STAY, /* an operate of a direct model, by a check */
        [CONTROL_WITHDRAWN] = NEVER,
        [CONTROL_EXPIRED] = NEVER,
        [CONTROL_DUE] = NEVER,
        [CONTROL_ENDED] = NEVER,
        [CONTROL_LOST] = NEVER,
        [CONTROL_REMODELLED] = STAY,
    },
    [CONTROL_SELECTING] = {
        [CONTROL_SELECT] = BUSY,
        [CONTROL_SELECT_OTHER] = LOCKED,
        [CONTROL_OPERATE] = NOT_SELECTED,
        [CONTROL_OPERATE_OTHER] = LOCKED,
        [CONTROL_OPERATE_DIRECT] = NEVER,
        [CONTROL_CANCEL_OWN] = BUSY,
        [CONTROL_CANCEL_OTHER] = LOCKED,
        [CONTROL_ACCEPTED] = GO(SELECTED),
        [CONTROL_TIMED] = NEVER,
        [CONTROL_REFUSED] = GO(IDLE),
        [CONTROL_WITHDRAWN] = GO(IDLE),
        [CONTROL_EXPIRED] = NEVER,
        [CONTROL_DUE] = NEVER,
        [CONTROL_ENDED] = NEVER,
        [CONTROL_LOST] = GO(IDLE),
        [CONTROL_REMODELLED] = GO(IDLE),
    },
    [CONTROL_SELECTED] = {
        [CONTROL_SELECT] = SELECTED_BEFORE,
        [CONTROL_SELECT_OTHER] = LOCKED,
        [CONTROL_OPERATE] = GO(DECIDING),
        [CONTROL_OPERATE_OTHER] = LOCKED,
        [CONTROL_OPERATE_DIRECT] = NEVER,
        [CONTROL_CANCEL_OWN] = GO(CANCELLING),
        [CONTROL_CANCEL_OTHER] = LOCKED,
        [CONTROL_ACCEPTED] = NEVER,
        [CONTROL_TIMED] = NEVER,
        [CONTROL_REFUSED] = GO(REST), /* an operate, by a check */
        [CONTROL_WITHDRAWN] = NEVER,
        [CONTROL_EXPIRED] = GO(IDLE),
        [CONTROL_DUE] = NEVER,
        [CONTROL_ENDED] = NEVER,
        [CONTROL_LOST] = GO(IDLE),
        [CONTROL_REMODELLED] = GO(IDLE),
    },
    [CONTROL_DECIDING] = {
        [CONTROL_SELECT] = BUSY,
        [CONTROL_SELECT_OTHER] = BUSY,
        [CONTROL_OPERATE] = BUSY,
        [CONTROL_OPERATE_OTHER] = BUSY,
        [CONTROL_OPERATE_DIRECT] = BUSY,
        [CONTROL_CANCEL_OWN] = BUSY,
        [CONTROL_CANCEL_OTHER] = BUSY,
        [CONTROL_ACCEPTED] = GO(EXECUTING),
        [CONTROL_TIMED] = GO(WAITING),
        [CONTROL_REFUSED] = GO(REST),
        [CONTROL_WITHDRAWN] = GO(REST),
        [CONTROL_EXPIRED] = NEVER,
        [CONTROL_DUE] = NEVER,
        [CONTROL_ENDED] = NEVER,
        [CONTROL_LOST] = GO(IDLE),
        [CONTROL_REMODELLED] = STAY,
    },
    [CONTROL_WAITING] = {
        [CONTROL_SELECT] = BUSY,
        [CONTROL_SELECT_OTHER] = BUSY,
        [CONTROL_OPERATE] = BUSY,
        [CONTROL_OPERATE_OTHER] = BUSY,
        [CONTROL_OPERATE_DIRECT] = BUSY,
        [CONTROL_CANCEL_OWN] = GO(CANCELLING),
        [CONTROL_CANCEL_OTHER] = LOCKED,
        [CONTROL_ACCEPTED] = NEVER,
        [CONTROL_TIMED] = NEVER,
        [CONTROL_REFUSED] = GO(REST), /* by a check, when its time came */
        [CONTROL_WITHDRAWN] = NEVER,
        [CONTROL_EXPIRED] = NEVER,
        [CONTROL_DUE] = GO(EXECUTING),
        [CONTROL_ENDED] = NEVER,
        [CONTROL_LOST] = STAY,
        [CONTROL_REMODELLED] = STAY,
    },
    [CONTROL_EXECUTING] = {
        [CONTROL_SELECT] = BUSY,
        [CONTROL_SELECT_OTHER] = BUSY,
        [CONTROL_OPERATE] = BUSY,
        [CONTROL_OPERATE_OTHER] = BUSY,
        [CONTROL_OPERATE_DIRECT] = BUSY,
        [CONTROL_CANCEL_OWN] = BUSY,
        [CONTROL_CANCEL_OTHER] = BUSY,
        [CONTROL_ACCEPTED] = NEVER,
        [CONTROL_TIMED] = NEVER,
        [CONTROL_REFUSED] = NEVER,
        [CONTROL_WITHDRAWN] = NEVER,
        [CONTROL_EXPIRED] = NEVER,
        [CONTROL_DUE] = NEVER,
        [CONTROL_ENDED] = GO(REST),
        [CONTROL_LOST] = STAY,
        [CONTROL_REMODELLED] = STAY,
    },
    [CONTROL_CANCELLING] = {
        [CONTROL_SELECT] = BUSY,
        [CONTROL_SELECT_OTHER] = BUSY,
        [CONTROL_OPERATE] = BUSY,
        [CONTROL_OPERATE_OTHER] = BUSY,
        [CONTROL_OPERATE_DIRECT] = BUSY,
        [CONTROL_CANCEL_OWN] = BUSY,
        [CONTROL_CANCEL_OTHER] = BUSY,
        [CONTROL_ACCEPTED] = GO(IDLE),
        [CONTROL_TIMED] = NEVER,
        [CONTROL_REFUSED] = GO(BACK),
        [CONTROL_WITHDRAWN] = GO(BACK),
        [CONTROL_EXPIRED] = NEVER, /* the timer stands */
        [CONTROL_DUE] = NEVER,     /* likewise */
        [CONTROL_ENDED] = NEVER,
        [CONTROL_LOST] = GO(BACK),
        [CONTROL_REMODELLED] = STAY,
    },
};

static const char *const state_names[CONTROL_STATES] = { "idle",      "selecting", "selected",
                                                         "deciding",  "waiting",   "executing",
                                                         "cancelling" };

static const char *const event_names[CONTROL_EVENTS] = {
    "select",       "select-other", "operate", "operate-other", "operate-direct", "cancel",
    "cancel-other", "accepted",     "timed",   "refused",       "withdrawn",      "expired",
    "due",          "ended",        "lost",    "remodelled"
};

const ControlRow *
control_row(ControlState state, ControlEvent event)
{
    return &rows[state][event];
}

const char *
control_state_name(ControlState state)
{
    return state_names[state];
}

const char *
control_event_name(ControlEvent event)
{
    return event_names[event];
}

static void
drop(ControlRequest **request)
{
    ControlRequest *dropped = *request;

    *request = NULL;
    control_request_free(dropped);
}

/* Back in its first state nothing is left of what was. */
static void
clear(ControlObject *object)
{
    Clock *clock = object->controls->server->clock;

    clock_disarm(clock, &object->expiry);
    clock_disarm(clock, &object->due);
    clock_disarm(clock, &object->limit);
    object->owner = NULL;
    drop(&object->selection);
    drop(&object->command);
    drop(&object->cancel);
}

static void
expire(Timer *timer)
{
    ControlObject *object =
        (ControlObject *)(void *)((char *)timer - offsetof(ControlObject, expiry));

    if (!object->selection->forgets) {
        control_emit(object->selection, EVENT_SELECT_EXPIRED, NULL);
        control_warn(object->selection, CONTROL_LINT_EXPIRED,
                     "a selection was never operated nor cancelled");
    }
    control_go(object, CONTROL_EXPIRED);
}

/* 0 in a file that does not say is no wish for a selection without end. */
void
control_arm_expiry(ControlObject *object)
{
    enum { USUAL = 30000 };
    Clock *clock = object->controls->server->clock;
    int64_t timeout = control_setting(object, "sboTimeout", USUAL);
    int64_t lasts = (timeout > 0 ? timeout : USUAL) * CLOCK_MILLISECOND;

    if (object->selection->forgets) {
        lasts = MIN(lasts, object->selection->forgotten_after);
    }
    clock_arm(clock, &object->expiry, clock_now(clock) + lasts, expire);
}

static void
enter(ControlObject *object, ControlState state)
{
    Clock *clock = object->controls->server->clock;

    object->state = state;
    switch (state) {
    case CONTROL_IDLE:
        clear(object);
        break;
    case CONTROL_SELECTED:
        drop(&object->command);
        drop(&object->cancel);
        control_arm_expiry(object);
        break;
    case CONTROL_WAITING:
        drop(&object->cancel);
        control_arm_due(object);
        break;
    case CONTROL_EXECUTING:
        control_start(object);
        break;
    default: /* the process decides: no timer runs */
        clock_disarm(clock, &object->expiry);
        clock_disarm(clock, &object->due);
        break;
    }
}

static ControlState
resolve(const ControlObject *object, ControlState next, bool lost)
{
    if (next == CONTROL_BACK) {
        next = lost && object->before == CONTROL_SELECTED ? CONTROL_IDLE : object->before;
    } else if (next == CONTROL_REST) {
        next = object->selection != NULL && object->owner != NULL && control_is_sbo_many(object)
                   ? CONTROL_SELECTED
                   : CONTROL_IDLE;
    }
    return next;
}

void
control_go(ControlObject *object, ControlEvent event)
{
    const ControlRow *row = control_row(object->state, event);

    g_assert(row->kind == CONTROL_GO || row->kind == CONTROL_STAY);
    if (event == CONTROL_LOST) {
        object->owner = NULL;
    }
    if (row->kind == CONTROL_GO) {
        ControlState next = resolve(object, row->next, event == CONTROL_LOST);

        if (next == CONTROL_CANCELLING) {
            object->before = object->state;
        }
        enter(object, next);
        control_show(object);
    }
}

void
control_settle_model(ControlObject *object)
{
    if (object->selection == NULL || object->selection->model == control_object_model(object)) {
        return;
    }
    if (object->state == CONTROL_SELECTING) {
        control_overtake(object->selection);
    } else {
        control_go(object, CONTROL_REMODELLED);
    }
}

static void
stage_flag(const ControlObject *object, const char *path, bool flag)
{
    NodeRef leaf;

    if (control_status_leaf(object, path, &leaf) && leaf.type->kind == VALUE_BOOLEAN &&
        (control_number(object->controls, &leaf) != 0) != flag) {
        control_stage_number(object, &leaf, flag);
    }
}

void
control_stage_state(ControlObject *object)
{
    const ControlRequest *command = object->command;

    stage_flag(object, "stSeld",
               object->selection != NULL && object->state != CONTROL_SELECTING);
    stage_flag(object, "opRcvd", command != NULL);
    stage_flag(object, "opOk",
               command != NULL && command->started && !command->silent && !command->ended);
}

void
control_show(ControlObject *object)
{
    bool own = control_change_open(object->controls);

    control_stage_state(object);
    control_change_close(object->controls, own);
}
