/* SPDX-License-Identifier: Apache-2.0
 *
 * A controllable data object as a client sees it (IEC 61850-7-2 20, 8-1 20): its structures are
 * found on the server, its model read, then it is selected, operated and cancelled step by
 * step, right or wrong as the caller wants it.
 *
 *   client_control_new > found
 *   select, operate, cancel > answered > [terminated]
 */
#pragma once

#include "sim/acsi/codec/control.h"
#include "sim/client/client.h"

typedef struct ClientControl ClientControl;

/* One select, operate or cancel. Texts and values are copied. */
typedef struct ClientCommand {
    /* ctl_val is a whole Data element; of a cancel empty: everything as in the request before.
     * oper_tm 0: at once. */
    ControlParameters parameters;
    bool has_ctl_num; /* else a SBOw begins a new number, the Oper after it has the same */
    bool has_t;       /* else T is now */
    int64_t within;   /* ns that CommandTermination may take, counted from operTm; 0: 30 s */
    Clock *clock;     /* of `within`, lent as long as the client is there; NULL: wall time */
} ClientCommand;

/* How a request was answered. */
typedef struct ClientControlAnswer {
    ControlService service;
    bool accepted;
    MmsDataError result; /* SUCCESS with `accepted` false: the server gave an empty SBO */
    Slice selected;      /* what SBO had, lent */
    uint8_t ctl_num;     /* as sent; 0 of SBO */
    bool has_error;      /* a LastApplError belongs to it */
    ControlError error;
    bool terminates; /* `terminated` follows */
} ClientControlAnswer;

typedef enum ClientTerminationKind {
    CLIENT_ACTIVATED,           /* operTm came: CommandTermination+, more follows if enhanced */
    CLIENT_TERMINATED,          /* CommandTermination+ */
    CLIENT_TERMINATED_NEGATIVE, /* CommandTermination-, or a LastApplError alone */
    CLIENT_TERMINATION_MISSING, /* none came in time */
    CLIENT_TERMINATION_LOST,    /* the association ended before */
} ClientTerminationKind;

typedef struct ClientTermination {
    ClientTerminationKind kind;
    uint8_t ctl_num;
    bool has_error;
    ControlError error;
} ClientTermination;

/* Of one request. `failure`: there is no answer; then nothing follows. */
typedef struct ClientCommandUser {
    void (*answered)(void *user, ClientControl *control, const ClientFailure *failure,
                     const ClientControlAnswer *answer);
    /* Only where `terminates` said so: CLIENT_ACTIVATED at most once, then one of the others,
     * unless activation is the end of it. May be NULL. */
    void (*terminated)(void *user, ClientControl *control,
                       const ClientTermination *termination);
} ClientCommandUser;

typedef struct ClientControlUser {
    /* Once: known, or why not. */
    void (*found)(void *user, ClientControl *control, const ClientFailure *failure);
    /* Something that came is wrong: a CommandTermination that nobody waits for, a LastApplError
     * with another ctlNum. May be NULL. */
    void (*problem)(void *user, ClientControl *control, const char *text);
} ClientControlUser;

/* `reference` is "LD0/CSWI1.Pos" or the MMS form; `client` is open. `model` forces one instead
 * of ctlModel, CONTROL_MODELS: as the server has it. The control is the caller's; it may be
 * freed in every callback, and outlive the client, being silent then. */
ClientControl *client_control_new(Client *client, const char *reference, ControlModel model,
                                  const ClientControlUser *callbacks, void *user);
void client_control_free(ClientControl *control);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientControl, client_control_free)

/* Once found. "IED1LD0/CSWI1.Pos"; the model; whether the server has the component; the type of
 * ctlVal, lent. */
const char *client_control_name(const ClientControl *control);
ControlModel client_control_model(const ClientControl *control);
bool client_control_has(const ClientControl *control, ControlService service);
bool client_control_has_oper_tm(const ClientControl *control);
const ClientType *client_control_type(const ClientControl *control);
/* "IED1LD0", "CSWI1$CO$Pos". */
ClientName client_control_place(const ClientControl *control);

/* Text to ctlVal: as client_data_parse, a number for an AnalogueValue {f} or {i}, and
 * stop/lower/higher/reserved for a step. */
bool client_control_parse(const ClientControl *control, const char *text, Pdu *pdu,
                          GError **error);

/* What fails at once is answered from a later turn too. A select reads SBO or writes SBOw, as
 * the model has it; a direct one writes SBOw, which no server has to take. */
void client_control_select(ClientControl *control, const ClientCommand *command,
                           const ClientCommandUser *callbacks, void *user);
void client_control_operate(ClientControl *control, const ClientCommand *command,
                            const ClientCommandUser *callbacks, void *user);
void client_control_cancel(ClientControl *control, const ClientCommand *command,
                           const ClientCommandUser *callbacks, void *user);

/* "AddCause blocked-by-interlocking (10), Error no-error"; free with g_free. */
char *client_control_error_text(const ControlError *error);
