/* SPDX-License-Identifier: Apache-2.0
 *
 * The scenario's desk behind one control of a device (sim/acsi/control.h). A rule of the
 * timeline answers first; then requests that the scenario is asked for wait here until a task
 * takes them, and the task decides and ends them; the device's own process does the rest.
 * A desk outlives power cycles of its device; requests do not.
 *
 *   Controls > decide > ControlRule, DeskRequest > DeskWaiter.given > desk_request_accept, .. >
 * Controls
 */
#pragma once

#include "engine/pattern.h"

typedef struct ControlDesk ControlDesk;

typedef enum DeskState {
    DESK_RULED,    /* a rule answers it when its timer says so */
    DESK_ASKED,    /* nobody took it */
    DESK_TAKEN,    /* a task has it */
    DESK_ACCEPTED, /* an operate that is executed, or waits for its time */
    DESK_ENDED,    /* by the task */
    DESK_GONE      /* by something else; `why` tells */
} DeskState;

/* One select, operate or cancel. Counted: by the desk while it lives, and by who took it. */
typedef struct DeskRequest {
    Timer timer; /* nobody takes it, or a rule answers it */
    ControlDesk *desk;
    ControlRequest *handle; /* NULL when it ended or is gone */
    ControlService service;
    DeskState state;
    bool only_tests; /* ends by itself when it is accepted, without an output */
    bool executing;  /* the output is released: its time came */
    bool ends_early; /* its end is decided before its time came: */
    int result;      /* an AddCause, -1: success */
    const char *why; /* of GONE */
    int line;        /* of the scenario, where the task decided last; 0: nowhere yet */
    bool by_device;  /* its own process executes it, on this course */
    ControlCourse course;
    int cause;   /* of RULED: refused with that AddCause; -1: accepted */
    Event event; /* as on the bus; owned strings */
    int references;
} DeskRequest;

/* Who waits for a request. Embedded; `given` gets the request in the waiter. */
typedef struct DeskWaiter DeskWaiter;
struct DeskWaiter {
    ControlDesk *desk; /* NULL: does not wait */
    const EventPattern *pattern;
    DeskRequest *request; /* a reference of the waiter's owner */
    void (*given)(DeskWaiter *waiter);
};

/* The desk of a control, by its place under FC CO, made when there is none. `reference` as
 * events have it. */
ControlDesk *control_desk_get(Device *device, const NodeRef *co, const char *reference);
/* NULL: the control has none. */
ControlDesk *control_desk_find(const Device *device, const char *reference);
void control_desks_free(Device *device);

/* How a device answers by itself, told by the timeline. */
typedef struct ControlRule {
    bool never;           /* no answer */
    int64_t delay;        /* virtual ns before the answer */
    int refuse;           /* the AddCause; -1: accepted */
    ControlCourse course; /* of an accepted operate */
    unsigned times;       /* so many requests; 0: until there is another rule */
} ControlRule;

/* For each of the services, bits 1 << ControlService, instead of what it had; NULL: none. */
void control_desk_set_rule(ControlDesk *desk, unsigned services, const ControlRule *rule);

/* The devices run: their desks are opened, now and whenever power comes back. */
void control_desks_open(GPtrArray *devices, Stage *stage);

/* Which services the scenario decides, bits 1 << ControlService; 0: the device alone. What is
 * asked already stays. */
void control_desk_ask(ControlDesk *desk, unsigned services);
bool control_desk_is_asked(const ControlDesk *desk, EventKind kind);
/* How long the default process travels, virtual ns. */
void control_desk_set_travel(ControlDesk *desk, int64_t travel);

/* The waiter gets the first request that fits and that nobody has, perhaps at once. */
void control_desk_wait(ControlDesk *desk, DeskWaiter *waiter);
/* A request that it was given stays its own. */
void control_desk_stop_waiting(DeskWaiter *waiter);

/* In a state that allows it: accept and refuse of a TAKEN one, succeed and fail of an operate
 * that is ACCEPTED. */
void desk_request_accept(DeskRequest *request);
void desk_request_refuse(DeskRequest *request, AddCause cause);
/* Accepts an operate, which the device's own process executes. */
void desk_request_proceed(DeskRequest *request, const ControlCourse *course);
void desk_request_succeed(DeskRequest *request);
void desk_request_fail(DeskRequest *request, AddCause cause);

DeskRequest *desk_request_ref(DeskRequest *request);
void desk_request_unref(DeskRequest *request);
