/* SPDX-License-Identifier: Apache-2.0
 *
 * client:control(reference) and what it gives: a controllable data object of the server, to be
 * selected, operated and cancelled step by step, right or wrong (client_command.c). A refusal
 * is raised with the AddCause as its kind, and so is a negative CommandTermination.
 */
#include <string.h>

#include "engine/bind/client.h"
#include "engine/bind/client_command.h"
#include "engine/bind/control.h"
#include "engine/bind/word_options.h"
#include "sim/client/control.h"

/* How a step was answered, or a command ended; texts are owned. */
typedef struct Answer {
    bool positive, activated, terminates;
    uint8_t ctl_num;
    char *selected;    /* what SBO had */
    char *kind, *text; /* of the failure */
    bool has_error;    /* the following, of LastApplError */
    unsigned add_cause, error;
    char *cntrl_obj;
} Answer;

typedef struct ScriptControl {
    ScriptClient *client;
    ClientControl *control;
    struct ClientCall *call; /* who waits: to be found, for an answer, for a termination */
    bool waits_for_end;
    unsigned awaited; /* terminations still to come */
    Answer answer;    /* of the step that is waited for */
    GQueue ends;      /* Answer*: terminations that nobody asked for yet */
    CallDeadline deadline;
    char *problem; /* the first */
    Pdu value;     /* ctlVal of the step */
} ScriptControl;

static void
clear_answer(Answer *answer)
{
    g_free(answer->selected);
    g_free(answer->kind);
    g_free(answer->text);
    g_free(answer->cntrl_obj);
    *answer = (Answer){ 0 };
}

static void
free_answer(void *data)
{
    clear_answer(data);
    g_free(data);
}

void
client_free_controls(ScriptClient *client)
{
    for (unsigned i = 0; client->controls != NULL && i < client->controls->len; i++) {
        ScriptControl *script = client->controls->pdata[i];

        call_deadline_disarm(&script->deadline);
        client_control_free(script->control);
        g_queue_clear_full(&script->ends, free_answer);
        clear_answer(&script->answer);
        pdu_clear(&script->value);
        g_free(script->problem);
        g_free(script);
    }
    g_clear_pointer(&client->controls, g_ptr_array_unref);
}

/* Whoever waits goes on. */
static void
wake(ScriptControl *script)
{
    struct ClientCall *call = script->call;

    script->call = NULL;
    script->waits_for_end = false;
    call_deadline_disarm(&script->deadline);
    if (call != NULL) {
        call_finish(call);
    }
}

static void
on_found(void *user, ClientControl *control, const ClientFailure *failure)
{
    ScriptControl *script = user;

    (void)control;
    if (script->call != NULL) {
        call_check(script->call, failure);
    }
    wake(script);
}

static void
on_problem(void *user, ClientControl *control, const char *text)
{
    ScriptControl *script = user;

    (void)control;
    if (script->problem == NULL) {
        script->problem = g_strdup(text);
    }
}

static void
take_error(Answer *answer, const ControlError *error)
{
    const char *cause = add_cause_name(error->add_cause);

    answer->has_error = true;
    answer->add_cause = error->add_cause;
    answer->error = error->error;
    answer->cntrl_obj = g_strndup((const char *)error->cntrl_obj.data, error->cntrl_obj.size);
    answer->kind = cause != NULL ? g_strdup(cause) : g_strdup_printf("%u", error->add_cause);
}

static void
on_answered(void *user, ClientControl *control, const ClientFailure *failure,
            const ClientControlAnswer *answer)
{
    static const char *const steps[CONTROL_SERVICES] = { "select", "select", "operate",
                                                         "cancel" };
    ScriptControl *script = user;
    Answer *own = &script->answer;

    if (failure != NULL) {
        if (script->call != NULL) {
            call_check(script->call, failure);
        }
        wake(script);
        return;
    }
    clear_answer(own);
    own->positive = answer->accepted;
    own->ctl_num = answer->ctl_num;
    own->terminates = answer->terminates;
    script->awaited += answer->terminates;
    if (answer->accepted) {
        own->selected = g_strndup((const char *)answer->selected.data, answer->selected.size);
    } else {
        const char *result = answer->result == MMS_DATA_SUCCESS
                                 ? "not-selected"
                                 : mms_data_error_name(answer->result);
        g_autofree char *cause =
            answer->has_error ? client_control_error_text(&answer->error) : NULL;

        if (answer->has_error) {
            take_error(own, &answer->error);
        }
        own->kind = own->kind != NULL ? own->kind : g_strdup(result);
        own->text = g_strdup_printf("%s: %s refused: %s%s%s", client_control_name(control),
                                    steps[answer->service], result, cause != NULL ? ", " : "",
                                    cause != NULL ? cause : "");
    }
    wake(script);
}

static void
on_terminated(void *user, ClientControl *control, const ClientTermination *termination)
{
    static const char *const texts[] = {
        [CLIENT_ACTIVATED] = "its time came",
        [CLIENT_TERMINATED] = "CommandTermination+",
        [CLIENT_TERMINATED_NEGATIVE] = "CommandTermination-",
        [CLIENT_TERMINATION_MISSING] = "no CommandTermination in time",
        [CLIENT_TERMINATION_LOST] = "the association ended before CommandTermination",
    };
    ScriptControl *script = user;
    Answer *end = g_new0(Answer, 1);
    g_autofree char *cause =
        termination->has_error ? client_control_error_text(&termination->error) : NULL;

    end->activated = termination->kind == CLIENT_ACTIVATED;
    end->positive = end->activated || termination->kind == CLIENT_TERMINATED;
    end->ctl_num = termination->ctl_num;
    if (termination->has_error) {
        take_error(end, &termination->error);
    } else if (!end->positive) {
        end->kind = g_strdup(termination->kind == CLIENT_TERMINATION_LOST ? "aborted"
                                                                          : "no-termination");
    }
    end->text =
        g_strdup_printf("%s: %s%s%s", client_control_name(control), texts[termination->kind],
                        cause != NULL ? ", " : "", cause != NULL ? cause : "");
    if (!end->activated || !control_model_is_enhanced(client_control_model(control))) {
        script->awaited -= script->awaited > 0;
    }
    g_queue_push_tail(&script->ends, end);
    if (script->waits_for_end) {
        wake(script);
    }
}

static ScriptControl *
to_control(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_CLIENT_CONTROL);
    ScriptControl *script;

    if (word == NULL) {
        luaL_error(L, "write object:%s(...) with what client:control gave", bind_row(L)->name);
    }
    script = word->thing;
    if (script->call != NULL) {
        luaL_error(L, "another task waits for this control");
    }
    return script;
}

/* The task at hand waits. */
static void
begin_call(lua_State *L, ScriptControl *script)
{
    script->call = call_new(script->client, bind_running_task(L));
}

/* What LastApplError said beside its cause. */
static void
set_error(lua_State *L, const Answer *answer)
{
    lua_pushinteger(L, answer->add_cause);
    lua_setfield(L, -2, "add_cause");
    lua_pushstring(L, control_error_name(answer->error));
    lua_setfield(L, -2, "error");
    lua_pushstring(L, answer->cntrl_obj);
    lua_setfield(L, -2, "cntrl_obj");
}

/* Pushes what went well, or raises what did not. The answer is the caller's to clear, which is
 * why it is copied to Lua first. */
static int
push_answer(lua_State *L, const ScriptControl *script, const Answer *answer)
{
    if (!answer->positive) {
        const char *text = lua_pushfstring(L, "%s: %s", script->client->peer, answer->text);

        bind_push_failure(L, answer->kind, text);
        if (answer->has_error) {
            set_error(L, answer);
        }
        lua_remove(L, -2);
    } else {
        lua_createtable(L, 0, 4);
    }
    lua_pushinteger(L, answer->ctl_num);
    lua_setfield(L, -2, "ctl_num");
    if (answer->positive) {
        lua_pushboolean(L, answer->terminates);
        lua_setfield(L, -2, "terminates");
        lua_pushboolean(L, answer->activated);
        lua_setfield(L, -2, "activated");
        lua_pushstring(L, answer->selected);
        lua_setfield(L, -2, "selected");
    }
    return 1;
}

static int
finish_step(lua_State *L, int status, lua_KContext context)
{
    ScriptControl *script = (ScriptControl *)context;
    bool positive;

    (void)status;
    call_free(bind_take_call(L));
    positive = script->answer.positive;
    push_answer(L, script, &script->answer);
    return positive ? 1 : lua_error(L);
}

static int
finish_find(lua_State *L, int status, lua_KContext context)
{
    (void)status;
    call_free(bind_take_call(L));
    bind_push_word(L, WORD_CLIENT_CONTROL, "control", (void *)context);
    return 1;
}

static const BindOption control_options[] = { { "model", OPTION_STRING, false },
                                              { NULL, OPTION_ANY, false } };

/* client:control(reference, { model= }) */
int
client_word_control(lua_State *L)
{
    static const ClientControlUser callbacks = { .found = on_found, .problem = on_problem };
    ScriptClient *client = bind_to_client(L);
    const char *reference = luaL_checkstring(L, 2), *name = NULL;
    ControlModel model = CONTROL_MODELS;
    ScriptControl *script;

    lua_settop(L, 3);
    bind_check_options(L, 3, control_options, false);
    if (bind_option_string(L, 3, "model", &name) && !control_model_parse(name, &model)) {
        return bind_refuse(L, "control: no such model: %s (as sbo-with-enhanced-security)",
                           name);
    }
    bind_running_task(L);
    script = g_new0(ScriptControl, 1);
    script->client = client;
    pdu_init(&script->value, 0);
    if (client->controls == NULL) {
        client->controls = g_ptr_array_new();
    }
    g_ptr_array_add(client->controls, script);
    begin_call(L, script);
    script->control = client_control_new(client->client, reference, model, &callbacks, script);
    return lua_yieldk(L, 0, (lua_KContext)script, finish_find);
}

typedef void (*Step)(ClientControl *control, const ClientCommand *command,
                     const ClientCommandUser *callbacks, void *user);

static int
perform(lua_State *L, Step step)
{
    static const ClientCommandUser callbacks = { .answered = on_answered,
                                                 .terminated = on_terminated };
    ScriptControl *script = to_control(L);
    const CommandPlace place = { script->control, script->client->device,
                                 script->client->script->host->stage->clock, &script->value };
    ClientCommand command;

    bind_to_command(L, &place, &command);
    begin_call(L, script);
    step(script->control, &command, &callbacks, script);
    return lua_yieldk(L, 0, (lua_KContext)script, finish_step);
}

static int
control_select(lua_State *L)
{
    return perform(L, client_control_select);
}

static int
control_operate(lua_State *L)
{
    luaL_checkany(L, 2);
    return perform(L, client_control_operate);
}

/* Without a value what the request before had: its options are at 2 then. */
static int
control_cancel(lua_State *L)
{
    if (lua_istable(L, 2)) {
        lua_pushnil(L);
        lua_insert(L, 2);
    }
    return perform(L, client_control_cancel);
}

static void
on_timeout(Timer *timer)
{
    ScriptControl *script =
        (ScriptControl *)(void *)((char *)timer - offsetof(ScriptControl, deadline.timer));

    if (script->call != NULL) {
        call_fail(script->call, "no-termination", "no CommandTermination in time");
    }
    wake(script);
}

static int
finish_end(lua_State *L, int status, lua_KContext context)
{
    ScriptControl *script = (ScriptControl *)context;
    Answer *end;
    bool positive;

    (void)status;
    if (context == 0) {
        return 0;
    }
    if (script->client->script->running->call != NULL) {
        call_free(bind_take_call(L));
    }
    end = g_queue_peek_head(&script->ends);
    positive = end->positive;
    push_answer(L, script, end);
    free_answer(g_queue_pop_head(&script->ends));
    return positive ? 1 : lua_error(L);
}

static const BindOption terminated_options[] = { { "within", OPTION_TIME, false },
                                                 { "wall", OPTION_BOOLEAN, false },
                                                 { NULL, OPTION_ANY, false } };

static int
control_terminated(lua_State *L)
{
    ScriptControl *script = to_control(L);

    lua_settop(L, 2);
    bind_check_options(L, 2, terminated_options, false);
    if (!g_queue_is_empty(&script->ends)) {
        return finish_end(L, LUA_OK, (lua_KContext)script);
    }
    begin_call(L, script);
    script->waits_for_end = true;
    call_deadline_arm(L, 2, &script->deadline, on_timeout);
    return lua_yieldk(L, 0, (lua_KContext)script, finish_end);
}

static int
control_model(lua_State *L)
{
    lua_pushstring(L, control_model_name(client_control_model(to_control(L)->control)));
    return 1;
}

static int
control_problem(lua_State *L)
{
    lua_pushstring(L, to_control(L)->problem);
    return 1;
}

#define OPTIONS "test=, check=, or_cat=, or_ident=, ctl_num=, t="

const BindWord bind_client_control_methods[] = {
    { "select", "control:select([value,] { " OPTIONS " })",
      "reads SBO, or writes SBOw with the value; { ctl_num=, selected= }", control_select,
      BIND_TASK },
    { "operate", "control:operate(value, { " OPTIONS ", at=, within=, wall= })",
      "writes Oper, as right or wrong as it is said; { ctl_num=, terminates= }",
      control_operate, BIND_TASK },
    { "cancel", "control:cancel([value,] { " OPTIONS " })",
      "writes Cancel; without a value with that of the request before", control_cancel,
      BIND_TASK },
    { "terminated", "control:terminated { within=, wall= }",
      "the next CommandTermination, a negative one raised; activated when operTm came",
      control_terminated, BIND_TASK },
    { "model", "control:model()", "its ctlModel, as \"sbo-with-enhanced-security\"",
      control_model, BIND_TASK },
    { "problem", "control:problem()",
      "nil, or what was wrong first with what came: an error of no request, ..",
      control_problem, BIND_TASK },
    { 0 },
};

static int
index_control(lua_State *L)
{
    const char *key = luaL_checkstring(L, 2);

    if (lua_getfield(L, lua_upvalueindex(1), key) == LUA_TNIL) {
        const char **names = bind_names(bind_client_control_methods);
        const char *near = bind_suggestion(L, key, names);

        g_free(names);
        return bind_refuse(L, "a client's control has no %s%s", key, near);
    }
    return 1;
}

void
bind_open_client_controls(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.client-control");
    bind_push_methods(L, bind_client_control_methods);
    lua_pushcclosure(L, index_control, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

const BindWordOptions bind_client_control_options[] = {
    { bind_client_methods, "control", control_options, NULL },
    { bind_client_control_methods, "select", bind_command_options, NULL },
    { bind_client_control_methods, "operate", bind_command_options, NULL },
    { bind_client_control_methods, "cancel", bind_command_options, NULL },
    { bind_client_control_methods, "terminated", terminated_options, NULL },
    { 0 },
};
