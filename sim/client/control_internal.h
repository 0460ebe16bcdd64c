/* SPDX-License-Identifier: Apache-2.0
 *
 * A client's control for the files control*.c of sim/client/: control_find.c learns what the
 * server has, control_request.c asks, control.c takes what comes back unasked. Every answer of
 * the client goes through control_resume first: the control may have been freed meanwhile.
 */
#pragma once

#include "sim/client/control.h"
#include "sim/client/internal.h"

typedef struct ControlCall ControlCall;

/* A request that waits: for its answer, then perhaps for its CommandTermination. */
struct ControlCall {
    ClientControl *control;
    const ClientCommandUser *callbacks;
    void *user;
    ControlService service;
    uint8_t ctl_num;
    Pdu data;      /* the structure as sent */
    Slice ctl_val; /* in it */
    bool answered; /* and accepted: CommandTermination is waited for */
    bool timed;    /* operTm is ahead, so far; cleared once it came */
    int64_t ahead;
    bool enhanced;
    bool has_error; /* came in front of the answer or the termination */
    ControlError error;
    Pdu error_octets; /* what its slices lend from */
    bool has_early;   /* a termination came in front of the answer */
    ClientTerminationKind early;
    int64_t within;
    Clock *clock; /* of the timer */
    Timer timer;
    ControlCall *next;
};

struct ClientControl {
    Client *client; /* NULL: gone */
    const ClientControlUser *callbacks;
    void *user;
    ClientControl *next;

    char *domain, *item; /* "IED1LD0", "CSWI1$CO$Pos" */
    char *name;
    ControlModel model; /* CONTROL_MODELS: not known */
    ClientType *type;
    unsigned has; /* bit of each ControlService */
    ControlLayout layouts[CONTROL_SERVICES];
    const ClientType *ctl_val;

    ControlCall *pending; /* oldest first */
    bool has_last;
    ControlParameters last; /* of the request before */
    Pdu last_octets;        /* what its slices lend from */
    bool selected;          /* by a SBOw whose number the Oper repeats */

    unsigned calls; /* outstanding ones */
    unsigned busy;  /* callbacks being run */
    bool freed;
};

/* Pair them around callbacks of the user. */
void control_enter(ClientControl *control);
void control_leave(ClientControl *control);
/* False when it was freed, which is then done. */
bool control_resume(ClientControl *control);
void control_tell_found(ClientControl *control, const ClientFailure *failure);
void control_tell_problem(ClientControl *control, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* control_find.c */
void control_find(ClientControl *control, const char *reference);

/* control_request.c */
/* Takes it off its control. */
void control_call_free(ControlCall *call);
/* A call that waits for its CommandTermination ends, or goes on behind its activation. Inside
 * control_enter. */
void control_call_terminate(ControlCall *call, ClientTerminationKind kind);
void control_call_set_error(ControlCall *call, const ControlError *error);
