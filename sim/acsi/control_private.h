/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of controls share: the data object with its state, a client's request, and the
 * rows of the state machine.
 */
#pragma once

#include <glib.h>

#include "sim/acsi/control.h"
#include "sim/mms/service.h"

/* IEC 61850-7-2 20.2, with the states in which a decision of the process is awaited. Direct
 * models go round without SELECTING and SELECTED. */
typedef enum ControlState {
    CONTROL_IDLE,       /* unselected */
    CONTROL_SELECTING,  /* the process decides the select */
    CONTROL_SELECTED,   /* ready */
    CONTROL_DECIDING,   /* perform test: the process decides the operate */
    CONTROL_WAITING,    /* for the activation time */
    CONTROL_EXECUTING,  /* wait for execution, operate */
    CONTROL_CANCELLING, /* the process decides the cancel */
    CONTROL_STATES,
    /* Next states that depend. */
    CONTROL_REST = CONTROL_STATES, /* SELECTED of operate-many, else IDLE */
    CONTROL_BACK                   /* where the cancel came in */
} ControlState;

/* _OTHER: by another than the one who has it selected or operates it. */
typedef enum ControlEvent {
    CONTROL_SELECT,
    CONTROL_SELECT_OTHER,
    CONTROL_OPERATE, /* of an SBO model */
    CONTROL_OPERATE_OTHER,
    CONTROL_OPERATE_DIRECT,
    CONTROL_CANCEL_OWN,
    CONTROL_CANCEL_OTHER,
    CONTROL_ACCEPTED,   /* by the process */
    CONTROL_TIMED,      /* likewise, an operate with operTm ahead */
    CONTROL_REFUSED,    /* by the process, or an operate by a check */
    CONTROL_WITHDRAWN,  /* the MMS request was cancelled before it was decided */
    CONTROL_EXPIRED,    /* sboTimeout */
    CONTROL_DUE,        /* operTm */
    CONTROL_ENDED,      /* well or not */
    CONTROL_LOST,       /* the association ended */
    CONTROL_REMODELLED, /* ctlModel is another one */
    CONTROL_EVENTS
} ControlEvent;

typedef enum ControlAnswerKind {
    CONTROL_UNDEFINED, /* no row has it */
    CONTROL_DENY,      /* the request is refused, the state stays */
    CONTROL_STAY,      /* positive, nothing to do */
    CONTROL_GO,        /* to the next state */
    CONTROL_NEVER,     /* cannot come in this state */
} ControlAnswerKind;

typedef struct ControlRow {
    ControlAnswerKind kind;
    ControlState next;  /* of GO */
    MmsDataError error; /* of DENY, as is the cause */
    AddCause cause;
} ControlRow;

const ControlRow *control_row(ControlState state, ControlEvent event);
const char *control_state_name(ControlState state);
const char *control_event_name(ControlEvent event);

/* Why not; `error` SUCCESS: it may. */
typedef struct ControlRefusal {
    MmsDataError error;
    int cause; /* AddCause; NO_CAUSE: none is told */
} ControlRefusal;
enum { CONTROL_NO_CAUSE = -1 };

struct ControlRequest {
    ControlObject *object;
    ControlService service;
    ControlModel model; /* when it came */
    uint8_t *data;      /* owned: the structure as it came; NULL of SBO */
    size_t size;
    ControlParameters parameters; /* lends from data */
    NodeRef place;                /* of the structure */
    VmdCaller *caller;            /* NULL: the association ended */
    char *client;
    uint64_t association;
    MmsPending *pending; /* the answer comes later */
    const ControlProcess *process;
    void *user;
    bool lent;     /* the process has the handle */
    bool deciding; /* inside ControlProcess.decide */
    bool open;     /* not decided */
    bool silent;   /* no output to the process: tested only */
    bool started, executing, ended;
    bool timed;              /* its time came: to be told */
    int result;              /* of an ended one: AddCause, or NO_CAUSE for success */
    bool unheard;            /* a fault: its end is not told */
    bool forgets;            /* a fault: the selection ends unheard, */
    int64_t forgotten_after; /* virtual ns from when it began */
    bool overtaken;          /* stands in Controls.overtaken */
    ControlRequest *next_overtaken;
};

struct ControlObject {
    Controls *controls;
    NodeRef co;      /* the data object under FC CO */
    char *path;      /* "Pos", below an FC */
    char *reference; /* "LD0/CSWI1.Pos" */
    ControlState state;
    ControlState before; /* of CANCELLING */
    VmdCaller *owner; /* who has it selected or operates it; NULL: nobody that is associated */
    ControlRequest *selection, *command, *cancel;
    const ControlProcess *process; /* NULL: that of the controls */
    void *user;
    Timer expiry;         /* sboTimeout */
    Timer limit;          /* operTimeout */
    Timer due;            /* operTm */
    Timer travel;         /* the default process moves */
    int64_t travel_time;  /* -1: as its class has it */
    ControlCourse course; /* of the execution by the default process */
    int moving;           /* persistent steps of the default process: +1, -1 */
    unsigned pulses;      /* still to come, two a pulse */
    int last_ctl_num;     /* of the last operate, -1 before */
    uint64_t last_association;
    bool queued;
    ControlObject *next_queued;
};

typedef struct ControlSlot {
    NodeRef co;
    ControlObject *object; /* NULL: untouched */
} ControlSlot;

struct Controls {
    const AcsiServer *server;
    ControlsParameters parameters;
    ControlSlot *slots; /* sorted by place */
    unsigned slot_count;
    const ControlProcess *process;
    void *user;
    ControlReach reach;
    ControlObject *first_queued, *last_queued;
    ControlRequest *overtaken; /* selects to be refused in a later turn; owned */
    MmsDataError answer;       /* of the request being served */
    Pdu outgoing;
};

/* control_object.c: what the data object and its neighbours have. */
void control_objects_collect(Controls *controls);
ControlSlot *control_slot_find(Controls *controls, const NodeRef *ref);
ControlObject *control_object_get(Controls *controls, ControlSlot *slot);
void control_object_free(ControlObject *object);
/* "origin$orCat" below the data object's FC. */
bool control_leaf(const ControlObject *object, Fc fc, const char *path, NodeRef *leaf);
/* The same under ST, MX or OR, wherever it stands. */
bool control_status_leaf(const ControlObject *object, const char *path, NodeRef *leaf);
/* A number of CF ("sboTimeout"); `absent` when there is none. */
int64_t control_setting(const ControlObject *object, const char *path, int64_t absent);
double control_real(const Controls *controls, const NodeRef *leaf);
int64_t control_number(const Controls *controls, const NodeRef *leaf);
/* "Oper" of the data object. */
bool control_component(const ControlObject *object, ControlService service, NodeRef *place);
bool control_is_switch(const ControlObject *object); /* a DPC */
bool control_is_sbo_many(const ControlObject *object);

/* control_near.c: other nodes and data objects that a control heeds. */
/* A number of a data object ("Loc$stVal") under ST of the control's own node, else of LLN0. */
bool control_near_number(const ControlObject *object, const char *path, int64_t *number);
bool control_own_number(const ControlObject *object, const char *path, int64_t *number);
/* The node of that class with the control's prefix and instance, else the only one of the
 * class in the device; NULL when there is none. */
const LogicalNode *control_partner(const ControlObject *object, const char *ln_class);
bool control_node_number(const ControlObject *object, const LogicalNode *node, const char *path,
                         int64_t *number);
/* The XCBR or XSWI that a CSWI moves; NULL when there is none or the file leaves it open. */
const LogicalNode *control_moved_switch(const ControlObject *object);
bool control_node_leaf(const ControlObject *object, const LogicalNode *node, const char *path,
                       NodeRef *leaf);

/* control_check.c */
/* The structure against its type. */
MmsDataError control_check_structure(const NodeRef *place, Slice data);
ControlRefusal control_check(ControlRequest *request);
/* ctlVal as a number, f or i of APC; false when there is none that fits. */
bool control_target(const ControlRequest *request, double *number);
/* minVal and maxVal; false when the file sets none. */
bool control_limits(const ControlObject *object, double *low, double *high);
/* Once more, when the activation time came. */
ControlRefusal control_check_again(ControlRequest *request);

/* control_mode.c: Beh against Test (7-4 annex A). False: refused; `silent` gets whether the
 * output stays as it is. */
bool control_mode_allows(const ControlRequest *request, bool *silent);
/* control_authority.c: Loc, LocKey, LocSta, MltLev against orCat. */
bool control_has_authority(const ControlRequest *request);

/* control_gate.c: what passes GATE_CONTROL. */
/* True: a fault took the request as it came, it stays without an answer. */
bool control_gate_takes(const ControlRequest *request);
void control_gate_selected(ControlRequest *request);
void control_gate_executes(ControlRequest *request);
/* A notice on its way out; false: a fault has it. */
bool control_gate_lets_out(const ControlRequest *request, bool is_termination, Slice *content);

/* control_service.c */
extern const VmdHook control_hook, control_setting_hook;
void control_request_free(ControlRequest *request);
/* Of its structure; false when that has members that are none of a control. */
bool control_request_layout(const ControlRequest *request, ControlLayout *layout);
void control_answer(ControlRequest *request, MmsDataError result);
void control_refuse(ControlRequest *request, ControlRefusal refusal);
/* Something else ends it: a process that has the handle is told. */
void control_take_back(ControlRequest *request);
/* Another model ends a select that is being decided. It is refused in a later turn: its
 * association may be the one that is being served. */
void control_overtake(ControlRequest *request);
void control_refuse_overtaken(Controls *controls);
void control_forget(Controls *controls, const VmdCaller *caller);

/* control_state.c */
/* Moves to what the row says and shows it. */
void control_go(ControlObject *object, ControlEvent event);
void control_accepted(ControlRequest *request);
void control_refused(ControlRequest *request, AddCause cause);
/* ctlModel may have been changed by a scenario. */
void control_settle_model(ControlObject *object);
/* sboTimeout begins, or what a fault made of it. */
void control_arm_expiry(ControlObject *object);
/* Stages stSeld, opRcvd and opOk as far as they differ. */
void control_stage_state(ControlObject *object);
void control_show(ControlObject *object);

/* control_execute.c */
void control_queue(ControlObject *object);
void control_begin(ControlObject *object);
/* It ended; the rest comes with controls_turn. */
void control_end(ControlRequest *request, int result);
/* CommandTermination. */
void control_terminate(const ControlRequest *request, int result);
/* LastApplError in front of a negative response, where the edition has one. */
void control_tell_error(const ControlRequest *request, AddCause cause);
/* EXECUTING was entered. */
void control_start(ControlObject *object);

/* control_time.c */
bool control_is_timed(const ControlRequest *request);
void control_arm_due(ControlObject *object);

/* control_default.c: the default process. */
/* `course` NULL: as usual. */
void control_default_begin(ControlRequest *request, const ControlCourse *course);
void control_default_stop(ControlObject *object);
/* Virtual ns that it would travel. */
int64_t control_default_travel(const ControlObject *object);
/* The step that a command asks for would pass minVal or maxVal. */
bool control_default_is_at_limit(const ControlRequest *request);

/* control_stage.c: into the open change set, what the model has. */
bool control_change_open(Controls *controls); /* false: somebody else's set is open */
void control_change_close(Controls *controls, bool own);
void control_stage(const ControlObject *object, const NodeRef *leaf, const Value *value);
void control_stage_number(const ControlObject *object, const NodeRef *leaf, int64_t number);
void control_stage_real(const ControlObject *object, const NodeRef *leaf, double number);
void control_stage_time(const ControlObject *object, const NodeRef *leaf);

/* control_track.c: the service tracking of an answer and of a CommandTermination; `refusal` and
 * `result` as for control_refuse and control_end. */
void control_track_answer(const ControlRequest *request, ControlRefusal refusal);
void control_track_termination(const ControlRequest *request, int result);

/* control_event.c */
/* What the request was, behind `what` ("cause=blocked-by-mode"), which may be NULL. */
void control_emit(const ControlRequest *request, EventKind kind, const char *what);

/* control_lint.c: what no good client does. */
void control_warn(const ControlRequest *request, ControlLint lint, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* Of a request as it came. */
void control_lint(const ControlRequest *request);
/* Of what the server's own checks refused, not the process. */
void control_lint_refusal(const ControlRequest *request, const ControlRefusal *refusal);
