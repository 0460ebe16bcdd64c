/* SPDX-License-Identifier: Apache-2.0
 *
 * What the bindings share. A word is a row; a Lua object that a word gives back is a Word, made
 * of plain data that the engine understands. While a scenario is loaded, mistakes are gathered
 * as problems and the word gives a broken Word back, so that all of them are told at once; in a
 * task a mistake is a Lua error.
 */
#pragma once

#include <lauxlib.h>
#include <lua.h>

#include "engine/bind/sandbox.h"
#include "engine/control_desk.h"
#include "engine/scenario.h"

/* Where a word may stand: in declarations, in tasks, in functions that only look (where). */
enum { BIND_LOAD = 1, BIND_TASK = 2, BIND_LOOK = 4 };

typedef struct BindWord {
    const char *name;  /* "set", "client.connect" */
    const char *usage; /* "set(ied, reference, value)" */
    const char *help;
    lua_CFunction function; /* upvalue 1 is this row: bind_row */
    unsigned where;         /* BIND_ bits: where it may be used */
} BindWord;

/* Arrays end with a row without name. */
extern const BindWord bind_ied_words[], bind_ied_methods[], bind_station_methods[],
    bind_timeline_words[], bind_signal_words[], bind_expect_words[], bind_event_methods[],
    bind_task_words[], bind_client_words[], bind_client_methods[], bind_scenario_words[],
    bind_rcb_methods[], bind_log_methods[], bind_subscription_methods[], bind_clock_words[],
    bind_power_words[], bind_block_words[], bind_settings_methods[], bind_publication_methods[],
    bind_fault_words[], bind_fault_methods[];
extern const BindWord bind_playback_words[], bind_pace_words[];
extern const BindWord bind_expect_group_words[], bind_expect_client_words[],
    bind_expect_each_words[], bind_named_client_words[], bind_metric_words[],
    bind_counter_words[];
extern const BindWord bind_json_words[], bind_http_words[], bind_response_methods[],
    bind_eventually_words[], bind_exec_words[], bind_program_methods[];
extern const BindWord bind_control_methods[], bind_control_request_methods[];
extern const BindWord bind_stand_in_words[];
extern const BindWord bind_control_words[], bind_client_control_methods[];

typedef enum WordKind {
    WORD_BROKEN, /* something was wrong with it, and that was told */
    WORD_DEVICE,
    WORD_STATION,
    WORD_GROUP,
    WORD_METRIC,
    WORD_PATTERN,
    WORD_ACTION,
    WORD_ENTRY,
    WORD_EXPECTATION,
    WORD_TASK,
    WORD_CLIENT,
    WORD_NAMED_CLIENT,
    WORD_SOURCE,
    WORD_SUBSCRIPTION,
    WORD_PROGRAM,
    WORD_CLIENT_CONTROL,
    WORD_SCENARIO,
    WORD_KINDS
} WordKind;

typedef struct Word {
    WordKind kind;
    const char *name; /* of the word that made it */
    const char *file;
    int line;
    bool used;   /* stands in the scenario, or was performed */
    void *thing; /* Device*, Station*, ...; what it owns goes with the Word */
    struct Word *next_unused;
} Word;

/* IEDs of a file. */
typedef struct Station {
    SclFile *file;
    char *name;
    GPtrArray *devices; /* Device*, lent */
} Station;

/* Points of many IEDs. */
typedef struct Group {
    GArray *points; /* SignalPoint */
    char *text;
    bool plain; /* of a reference without stars: each point is meant by name */
} Group;

typedef enum TaskState { TASK_NEW, TASK_READY, TASK_WAITING, TASK_DONE } TaskState;

typedef struct Task {
    Timer timer; /* sleep, and the `within` of a wait */
    Script *script;
    char *name;
    bool background;
    StandIn *stand_in; /* that it is a part of; NULL: it plays in any case */
    Prng draw;         /* of math.random in it */
    const char *file;
    int line;
    int function; /* references in the registry */
    int thread;
    lua_State *lua;
    TaskState state;
    bool timer_is_wall;
    bool timed_out;
    EventPattern *pattern; /* of a wait */
    char *what;            /* a wait in words */
    unsigned subscription;
    bool seen;
    Event event; /* owned strings */
    struct ClientCall *call;
    void *awaited;                     /* what else it waits for; NULL: nothing */
    void (*forget)(struct Task *task); /* then: nobody waits for it any more */
    DeskWaiter desk;                   /* a wait for a control's request */
} Task;

struct Script {
    Sandbox sandbox; /* first */
    Scenario *scenario;
    const ScriptHost *host; /* NULL while loading */
    GPtrArray *tasks;       /* Task* */
    GPtrArray *names;       /* interned file names of places */
    GPtrArray *clients;     /* ScriptClient* */
    GPtrArray *wheres;      /* Where* */
    struct Http *http;      /* NULL: nothing was asked yet */
    Word *unused;           /* words that nobody took yet */
    Task *running;
    char short_source[LUA_IDSIZE]; /* what Lua calls the scenario's file */
    bool looking;                  /* a where function runs */
    bool broken;
    bool ended;
};

Script *bind_script(lua_State *L);
const BindWord *bind_row(lua_State *L);

/* Where in the scenario we are: the innermost line of the scenario's own file, else of any. */
typedef struct Place {
    const char *file; /* lives as long as the script */
    int line;
} Place;
Place bind_place(lua_State *L);

/* While loading: notes a problem at bind_place. In a task: raises it. */
void bind_problem(lua_State *L, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The file of { differs = {...} } in the table at 1: an altered copy that the scenario owns,
 * with what differs for people (g_strfreev), or `file` itself. NULL: told. */
SclFile *bind_take_differs(lua_State *L, SclFile *file, const char *ied, char ***texts);
/* The same, and pushes a broken word: `return bind_refuse(...)`. */
int bind_refuse(lua_State *L, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* " (did you mean X?)" or "", from names that end with NULL; pushed on the stack and lent. */
const char *bind_suggestion(lua_State *L, const char *wrong, const char *const *names);

/* Pushes a Word that owns `thing`. */
Word *bind_push_word(lua_State *L, WordKind kind, const char *name, void *thing);
/* NULL when the value is no word of that kind (a broken one is neither). */
Word *bind_to_word(lua_State *L, int index, WordKind kind);
bool bind_is_broken(lua_State *L, int index);
void bind_use(lua_State *L, Word *word);
/* "a string", "the word set", for messages. Lent, pushed on the stack. */
const char *bind_describe(lua_State *L, int index);
/* Raises when a list is nested absurdly deep, as one inside itself; each level is one value on
 * the stack. */
void bind_check_depth(lua_State *L);
/* Complains about words that nobody took, and forgets them. */
void bind_check_unused(lua_State *L);

/* Options are rows too. */
typedef enum OptionKind {
    OPTION_TIME,
    OPTION_NUMBER,
    OPTION_COUNT,
    OPTION_BOOLEAN,
    OPTION_STRING,
    OPTION_CLIENT, /* "10.0.0.5", any port of it, or "10.0.0.5:40000" */
    OPTION_BY,     /* the same, or a declared client */
    OPTION_FUNCTION,
    OPTION_EVENT,
    OPTION_MOMENT, /* an event, or a time */
    OPTION_TABLE,
    OPTION_ANY,
} OptionKind;
typedef struct BindOption {
    const char *name;
    OptionKind kind;
    bool required;
} BindOption;
/* Checks an options table (nil or absent counts as empty) against rows that end without name;
 * `list`: positional items are allowed too. False when something was wrong, and told. */
bool bind_check_options(lua_State *L, int index, const BindOption *rows, bool list);
/* Fetch checked options: true when given. Strings are lent while the table lives. */
bool bind_option_time(lua_State *L, int index, const char *name, int64_t *ns);
bool bind_option_number(lua_State *L, int index, const char *name, double *number);
bool bind_option_count(lua_State *L, int index, const char *name, unsigned *count);
bool bind_option_boolean(lua_State *L, int index, const char *name, bool *flag);
bool bind_option_string(lua_State *L, int index, const char *name, const char **text);
/* Of OPTION_BY: what events call the client. */
bool bind_option_client(lua_State *L, int index, const char *name, const char **client);
/* The declared client itself; NULL: not given, or an address. */
NamedClient *bind_option_named_client(lua_State *L, int index, const char *name);
/* Whether a text is an address as OPTION_CLIENT takes it. */
bool bind_is_client(const char *text);
EventPattern *bind_option_event(lua_State *L, int index, const char *name); /* lent */
/* A time argument: text with unit, or a number of seconds. */
bool bind_to_time(lua_State *L, int index, int64_t *ns);

/* Devices and references. */
Device *bind_to_device(lua_State *L, int index); /* NULL: told or broken */
bool bind_resolve_point(lua_State *L, const Device *device, const char *reference,
                        Point *point);
void bind_push_device(lua_State *L, Device *device);
/* The devices of an IED, a station or a list of IEDs; NULL when it is none of them. */
GPtrArray *bind_to_devices(lua_State *L, int index);
/* Points that a word is about: (group), or (ied, station or list of IEDs, reference), where the
 * reference may have stars. `next`: the argument behind them. Lent by what is pushed on the
 * stack. NULL: told or broken. */
Group *bind_to_points(lua_State *L, int index, int *next);
/* The points of devices that fit a pattern as a group, pushed; NULL: told, a broken word
 * pushed.
 */
Group *bind_push_group(lua_State *L, Device *const *devices, unsigned count, const char *text);

/* Values. `text` gets owned octets of strings. False: told. */
bool bind_to_value(lua_State *L, int index, const Type *type, const char *reference,
                   Value *value, char **text);
/* A FLOAT32 of 6.8 is 6.8 in Lua, not 6.8000001907349: the shortest decimal that means it. */
double bind_widen_float(float number);
void bind_push_leaf(lua_State *L, const Values *values, const NodeRef *leaf);
/* A set from Lua: the value at `index`, or a table { value=, q=, t= }. NULL: told. */
SetAction *bind_to_set(lua_State *L, int index, Device *device, const char *reference);
/* Performs at once, as one commit an IED. */
void bind_perform(lua_State *L, Action *action);

/* Pushes a failure: what a task's client or wait met; not caught it is a failed outcome. */
void bind_push_failure(lua_State *L, const char *kind, const char *text);
/* The same, with what was expected in words: "operator: GET http://... is answered". */
void bind_push_failure_of(lua_State *L, const char *kind, const char *what, const char *text);
bool bind_is_failure(lua_State *L, int index);
void bind_push_event(lua_State *L, const Event *event);

/* The one door from C to Lua: resumes, and on an error leaves the message (a string with file,
 * line and traceback, or a failure) on `from`. LUA_OK, LUA_YIELD, or an error status. */
int bind_call(Script *script, lua_State *thread, int arguments, int *results);

/* Registers metatables and words. */
void bind_open(lua_State *L);
void bind_open_objects(lua_State *L);
void bind_open_ied(lua_State *L);
void bind_open_client(lua_State *L);
void bind_open_subscription(lua_State *L);
void bind_open_named_clients(lua_State *L);
/* Whether every declared client can be told from the others. */
void bind_check_named_clients(Scenario *scenario);
/* The words of fault_types[]. */
void bind_open_faults(lua_State *L);
/* "fault.latency(ied, { delay=, ... })"; to be freed. */
struct FaultType;
char *bind_fault_usage(const struct FaultType *type);
void bind_open_json(lua_State *L);
void bind_open_http(lua_State *L);
void bind_open_exec(lua_State *L);
void bind_open_control_requests(lua_State *L);
void bind_open_client_controls(lua_State *L);
/* bay:rcb(reference), bay:log(reference). */
int bind_word_rcb(lua_State *L);
int bind_word_log(lua_State *L);
/* bay:control(reference). */
int bind_word_control(lua_State *L);
/* bay:settings(ld), bay:gocb(reference) and bay:svcb(reference). */
int bind_word_settings(lua_State *L);
int bind_word_publication(lua_State *L);
/* bay:metric "NAME", station:metric "NAME". */
int bind_word_metric(lua_State *L);
/* bay:coverage "KIND", station:coverage "KIND". */
int bind_word_coverage(lua_State *L);
/* A table of methods from rows, pushed. */
void bind_push_methods(lua_State *L, const BindWord *rows);
/* Calls the word of upvalue 1 where it may be used. */
int bind_call_word(lua_State *L);
/* Names of rows, and of all words; NULL-terminated, to be freed with g_free. */
const char **bind_names(const BindWord *rows);

/* Tasks. */
Task *bind_running_task(lua_State *L); /* raises outside of tasks */
void bind_task_free(Task *task);
/* The task of word(name, ..., function), the function at `index`; its Word is pushed. */
Task *bind_push_task(lua_State *L, const char *word, int index);
/* Only the tasks of the stand-in that is asked for will begin. */
void bind_choose_stand_in(Script *script);
/* The task's wait is over; it goes on at the end of this turn. */
void bind_task_ready(Task *task);
void bind_task_stop_waiting(Task *task);

/* The task of a finished wait for `awaited`, which is taken off it. */
void *bind_take_awaited(lua_State *L);
/* Requests of tasks that are still open. */
void bind_http_free(Script *script);

/* Clients of tasks. */
void bind_clients_free(Script *script);
void bind_call_forget(struct ClientCall *call);

/* scenario { ... }: fills the scenario from the word that the file returned, at -1. */
void bind_take_scenario(lua_State *L);
