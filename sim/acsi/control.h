/* SPDX-License-Identifier: Apache-2.0
 *
 * The controls of one IED (IEC 61850-7-2 clause 20): every controllable data object with its
 * state machine, and the process behind it, which may be the default one or somebody's that
 * decides and executes.
 *
 *   write, read > control_service > control_state, control_check > ControlProcess.decide
 *     > controls_turn > ControlProcess.execute > control_succeed, control_fail
 *
 * What the default process does stands in doc/control.md.
 */
#pragma once

#include "sim/acsi/codec/control.h"
#include "sim/acsi/server.h"

typedef struct Controls Controls;
typedef struct ControlObject ControlObject;   /* a controllable data object */
typedef struct ControlRequest ControlRequest; /* a select, operate or cancel of a client */

/* `wake` asks for controls_turn at the end of this turn, behind the reports of what changed. */
typedef struct ControlsParameters {
    const AcsiServer *server; /* lent */
    void (*wake)(void *user);
    /* Ends the association at the end of the turn, because a gate said so; may be NULL. */
    void (*close)(void *user, const VmdCaller *caller);
    void *user;
} ControlsParameters;

Controls *controls_new(const ControlsParameters *parameters);
/* After every association was forgotten; processes are told that their requests are gone. */
void controls_free(Controls *controls);
/* Begins what was accepted and ends what is through. */
void controls_turn(Controls *controls);

/* In MMS order. */
unsigned controls_count(const Controls *controls);
ControlObject *controls_at(Controls *controls, unsigned index);
/* By any place of the data object, whatever the FC; NULL when it is not controllable. */
ControlObject *controls_find(Controls *controls, const NodeRef *ref);

/* "LD0/CSWI1.Pos"; lent. */
const char *control_object_reference(const ControlObject *object);
/* Its ctlModel at this moment. */
ControlModel control_object_model(const ControlObject *object);
/* The request that is being decided, waits for its time or is executed; NULL when there is
 * none. */
ControlRequest *control_object_request(const ControlObject *object);

/* How wide 1-of-n-control (14) reaches: a switch (DPC) is refused while another one within the
 * reach is selected or operated. */
typedef enum ControlReach {
    CONTROL_REACH_NODE, /* the default */
    CONTROL_REACH_DEVICE,
    CONTROL_REACH_NONE
} ControlReach;
void controls_set_reach(Controls *controls, ControlReach reach);

/* operTimeout in virtual ns; 30 s where the file has none. */
int64_t control_object_oper_timeout(const ControlObject *object);

/* Virtual ns from the begin of an execution by the default process to the new position. */
void control_object_set_travel(ControlObject *object, int64_t travel);

typedef enum ControlVerdict { CONTROL_ACCEPT, CONTROL_REFUSE, CONTROL_LATER } ControlVerdict;

/* Who decides and executes. All functions may be NULL. */
typedef struct ControlProcess {
    /* A request passed the server's own checks; control_request_service tells which. REFUSE
     * wants the cause. LATER: control_request_accept or control_request_refuse follow, from a
     * later call. NULL: accepted. */
    ControlVerdict (*decide)(void *user, ControlRequest *request, AddCause *cause);
    /* An accepted operate begins, its response sent: control_succeed or control_fail ends it,
     * at once or later; when neither comes operTimeout does. NULL: the default process moves
     * the position. Not called for commands that only test (Test with a blocked output). */
    void (*execute)(void *user, ControlRequest *request);
    /* A request that decide or execute was given ended by something else: the client withdrew
     * it or is gone, operTimeout, the end of the IED; or it only tested, and its acceptance was
     * all there is. The handle is not valid any more. */
    void (*gone)(void *user, ControlRequest *request);
} ControlProcess;

/* Of one data object, or of all that have none of their own; NULL: the default. Requests under
 * way stay with the process that has them. Lent. */
void control_object_set_process(ControlObject *object, const ControlProcess *process,
                                void *user);
void controls_set_process(Controls *controls, const ControlProcess *process, void *user);

/* The handle is valid until the request is refused, an accepted select or cancel, ended, or
 * gone. Not from inside decide. */
void control_request_accept(ControlRequest *request);
void control_request_refuse(ControlRequest *request, AddCause cause);
/* Of an operate that was accepted. */
void control_succeed(ControlRequest *request);
void control_fail(ControlRequest *request, AddCause cause);

/* How far the default process comes. */
typedef enum ControlStop {
    CONTROL_ARRIVES,
    CONTROL_STAYS,         /* nothing moves */
    CONTROL_STOPS_BETWEEN, /* intermediate, or transInd; where there is nothing between it stays
                            */
    CONTROL_STOPS_BAD,     /* bad-state of a switch; else it stays */
} ControlStop;

typedef struct ControlCourse {
    int64_t travel; /* virtual ns; -1: as the object has it */
    ControlStop stop;
    int cause; /* the AddCause with which it fails behind the travel; -1: it succeeds, or, when
                  it does not arrive, operTimeout ends it */
} ControlCourse;

/* From inside execute: the default process moves the position and ends it. NULL: as usual. */
void control_execute_default(ControlRequest *request, const ControlCourse *course);

/* The subject of GATE_CONTROL is the request; GatePass.layer says what passes:
 *
 *   "SBO", "SBOw", "Oper", "Cancel"     as it came, before the state machine: a drop leaves it
 *                                       without an answer
 *   "selected"                          a selection begins
 *   "execute"                           the default process begins with an operate
 *   "CommandTermination",               outbound: the content of an unconfirmed PDU, which a
 *   "LastApplError"                     drop keeps back; events and tracking are as without
 *
 * These are for guests of the gate. Of "selected": the selection is forgotten so long (virtual
 * ns) from now, without an event; nobody is told. */
void control_request_forget_selection(ControlRequest *request, int64_t after);
/* Of "execute": another course than the process would take. */
void control_request_set_course(ControlRequest *request, const ControlCourse *course);
/* Likewise: virtual ns that the process would travel. */
int64_t control_request_travel(const ControlRequest *request);
/* Likewise: the end of the command is not told to anybody. */
void control_request_end_unheard(ControlRequest *request);

/* Of "CommandTermination": an AddCause, -1 when it is positive. */
int control_request_result(const ControlRequest *request);
/* A CommandTermination (result as above), or a LastApplError with the cause `result`, of the
 * request, with any ctlNum: the content of an unconfirmed PDU. */
typedef struct ControlNoticeForm {
    bool is_termination;
    int result;
    uint8_t ctl_num;
} ControlNoticeForm;
void control_request_put_notice(const ControlRequest *request, const ControlNoticeForm *form,
                                BerWriter *writer);

/* The process moves without a command, with itself as origin: with `arrives` to the value, else
 * it begins to (intermediate, transInd). control_object_next_value is where it would go: the
 * other position of a switch, a step further. It cannot while a command does so, nor without a
 * position; nothing happens then. Not from inside a gate. */
bool control_object_can_move(const ControlObject *object);
double control_object_next_value(const ControlObject *object);
void control_object_move(ControlObject *object, double value, bool arrives);

/* What a client does that a good one would not: EVENT_CLIENT_WARNING begins with the name. */
typedef enum ControlLint {
    CONTROL_LINT_IDENT,        /* orIdent is too long */
    CONTROL_LINT_CATEGORY,     /* orCat is none */
    CONTROL_LINT_NUMBER,       /* ctlNum does not move */
    CONTROL_LINT_TIME,         /* T is not the time */
    CONTROL_LINT_TEST,         /* Test is missing in a test mode, or set outside of one */
    CONTROL_LINT_NOT_SELECTED, /* operated without a selection */
    CONTROL_LINT_DIFFERS,      /* the operate differs from its select */
    CONTROL_LINT_EXPIRED,      /* a selection was left alone */
    CONTROL_LINT_MODEL,        /* a service that the model does not have */
    CONTROL_LINTS
} ControlLint;
/* "ctl-num". */
const char *control_lint_name(ControlLint lint);

ControlObject *control_request_object(const ControlRequest *request);
ControlService control_request_service(const ControlRequest *request);
/* It is not decided yet. */
bool control_request_is_open(const ControlRequest *request);
/* A command with Test whose output is blocked: execute is not called. */
bool control_request_only_tests(const ControlRequest *request);
/* Zeroed but for the service when it is a read of SBO. Lent. */
const ControlParameters *control_request_parameters(const ControlRequest *request);
/* "on", "true", "higher", "12.5"; "" of a read of SBO. Free with g_free. */
char *control_request_value(const ControlRequest *request);
/* What events say of it: ctlVal=on orCat=remote-control orIdent="SCADA" ctlNum=3 T=...
 * test=false check=interlock. Free with g_free. */
char *control_request_text(const ControlRequest *request);
/* orIdent in it: "SCADA" in quotes, or 0x and hex when it is no text. Free with g_free. */
char *control_ident_text(Slice ident);
const char *control_request_client(const ControlRequest *request);
uint64_t control_request_association(const ControlRequest *request);
