/* SPDX-License-Identifier: Apache-2.0
 *
 * Tasks: coroutines for what data cannot say. sleep and wait give the turn back; whatever ends
 * a wait only marks its task, and the task goes on at the end of the turn.
 */
#include "engine/bind/control.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/text.h"

static const BindOption task_options[] = { { "background", OPTION_BOOLEAN, false },
                                           { NULL, OPTION_ANY, false } };

/* Each task has a stream of its own, so that none depends on when others draw. */
static Prng
draw_of(const Script *script, const char *name)
{
    uint64_t namesakes = 0;

    for (unsigned i = 0; i < script->tasks->len; i++) {
        const Task *task = script->tasks->pdata[i];

        namesakes += task->name != NULL && strcmp(task->name, name) == 0;
    }
    return prng_keyed(script->scenario->options->seed, name, "task", namesakes);
}

Task *
bind_push_task(lua_State *L, const char *word, int index)
{
    Script *script = bind_script(L);
    Place place = bind_place(L);
    Task *task = g_new0(Task, 1);

    g_ptr_array_add(script->tasks, task);
    task->draw = draw_of(script, lua_tostring(L, 1));
    task->script = script;
    task->name = g_strdup(lua_tostring(L, 1));
    task->file = place.file;
    task->line = place.line;
    task->state = TASK_DONE; /* until it stands in the scenario */
    task->thread = LUA_NOREF;
    lua_pushvalue(L, index);
    task->function = luaL_ref(L, LUA_REGISTRYINDEX);
    bind_push_word(L, WORD_TASK, word, task);
    return task;
}

/* task(name, [options,] function) */
static int
word_task(lua_State *L)
{
    int at = lua_istable(L, 2) ? 3 : 2;
    bool background = false;

    if (lua_type(L, 1) != LUA_TSTRING || lua_type(L, at) != LUA_TFUNCTION) {
        return bind_refuse(L, "task takes a name and a function, not %s and %s",
                           bind_describe(L, 1), bind_describe(L, at));
    }
    if (at == 3 && !bind_check_options(L, 2, task_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "task", NULL), 1;
    }
    if (at == 3) {
        bind_option_boolean(L, 2, "background", &background);
    }
    bind_push_task(L, "task", at)->background = background;
    return 1;
}

Task *
bind_running_task(lua_State *L)
{
    Task *task = bind_script(L)->running;

    if (task == NULL || task->lua != L) {
        luaL_error(L, "%s can only wait inside a task", bind_row(L)->name);
    }
    return task;
}

static Clock *
clock_of(const Task *task)
{
    return task->timer_is_wall ? loop_wall(task->script->host->loop)
                               : task->script->host->stage->clock;
}

static void
clear_event(Task *task)
{
    g_clear_pointer((char **)&task->event.ied, g_free);
    g_clear_pointer((char **)&task->event.client, g_free);
    g_clear_pointer((char **)&task->event.address, g_free);
    g_clear_pointer((char **)&task->event.reference, g_free);
    g_clear_pointer((char **)&task->event.value, g_free);
}

void
bind_task_stop_waiting(Task *task)
{
    if (task->script->host == NULL) {
        return;
    }
    clock_disarm(clock_of(task), &task->timer);
    event_unsubscribe(task->script->host->stage->events, task->subscription);
    task->subscription = 0;
    control_desk_stop_waiting(&task->desk);
    g_clear_pointer(&task->desk.request, desk_request_unref);
    g_clear_pointer(&task->pattern, pattern_unref);
    if (task->call != NULL) {
        bind_call_forget(task->call);
        task->call = NULL;
    }
    if (task->awaited != NULL) {
        task->forget(task);
        task->awaited = NULL;
    }
}

void *
bind_take_awaited(lua_State *L)
{
    Task *task = bind_script(L)->running;
    void *awaited = task->awaited;

    task->awaited = NULL;
    return awaited;
}

void
bind_task_ready(Task *task)
{
    if (task->state == TASK_WAITING) {
        task->state = TASK_READY;
        task->script->host->wake(task->script->host->user);
    }
}

void
bind_task_free(Task *task)
{
    bind_task_stop_waiting(task);
    clear_event(task);
    g_free(task->what);
    g_free(task->name);
    g_free(task);
}

static void
time_is_over(Timer *timer)
{
    Task *task = (Task *)timer;

    task->timed_out = true;
    bind_task_ready(task);
}

static int
word_sleep(lua_State *L)
{
    Task *task = bind_running_task(L);
    int64_t ns;

    if (!bind_to_time(L, 1, &ns)) {
        return bind_refuse(L, "sleep takes a time such as \"1.5s\", not %s",
                           bind_describe(L, 1));
    }
    task->timer_is_wall = false;
    task->state = TASK_WAITING;
    clock_arm(clock_of(task), &task->timer, clock_now(clock_of(task)) + ns, time_is_over);
    return lua_yield(L, 0);
}

static void
see_event(const Event *event, void *user)
{
    Task *task = user;

    if (task->seen || !pattern_matches(task->pattern, event)) {
        return;
    }
    task->seen = true;
    task->event = *event;
    task->event.ied = g_strdup(event->ied);
    task->event.client = g_strdup(event->client);
    task->event.address = g_strdup(event->address);
    task->event.reference = g_strdup(event->reference);
    task->event.value = g_strdup(event->value);
    bind_task_ready(task);
}

static void
take_request(DeskWaiter *waiter)
{
    Task *task = (Task *)(void *)((char *)waiter - offsetof(Task, desk));

    task->seen = true;
    bind_task_ready(task);
}

/* The desk that is asked for what the pattern waits for; NULL: an event is all. */
static ControlDesk *
desk_of(const EventPattern *pattern)
{
    ControlDesk *desk = pattern->device_count == 1 && pattern->reference != NULL
                            ? control_desk_find(pattern->devices[0], pattern->reference)
                            : NULL;

    return desk != NULL && control_desk_is_asked(desk, pattern->kind) ? desk : NULL;
}

static void
begin_watching(Task *task)
{
    const Stage *stage = task->script->host->stage;
    ControlDesk *desk = desk_of(task->pattern);

    if (desk != NULL) {
        task->desk.pattern = task->pattern;
        task->desk.given = take_request;
        control_desk_wait(desk, &task->desk);
    } else {
        task->subscription =
            event_subscribe(stage->events, EVENT_MASK(task->pattern->kind), see_event, task);
    }
}

static const BindOption wait_options[] = {
    { "within", OPTION_TIME, false },      { "wall", OPTION_BOOLEAN, false },
    { "optional", OPTION_BOOLEAN, false }, { "by", OPTION_BY, false },
    { "quiet", OPTION_BOOLEAN, false },    { NULL, OPTION_ANY, false },
};

/* Of a wait, over its yield. */
enum { WAIT_OPTIONAL = 1, WAIT_QUIET = 2 };

/* A wait that was in vain is a failure; one that was not counts as held. */
static int
finish_wait(lua_State *L, int status, lua_KContext context)
{
    Task *task = bind_script(L)->running;
    const ScriptHost *host = task->script->host;
    Place place = bind_place(L);

    (void)status;
    if (task->seen) {
        if ((context & WAIT_QUIET) == 0) {
            host->outcome(host->user, true, g_strdup(task->what), NULL, place.file, place.line);
        }
        if (task->desk.request != NULL) {
            bind_push_control_request(L, g_steal_pointer(&task->desk.request));
        } else {
            bind_push_event(L, &task->event);
        }
        task->seen = false;
        clear_event(task);
        return 1;
    }
    if ((context & WAIT_OPTIONAL) != 0) {
        lua_pushnil(L);
        return 1;
    }
    bind_push_failure(L, "timeout", task->what);
    return lua_error(L);
}

static char *
wait_in_words(const Task *task, int64_t within, bool wall)
{
    g_autofree char *pattern = pattern_format(task->pattern);
    g_autofree char *time = duration_format(within);

    return within == 0 ? g_strdup_printf("%s: %s", task->name, pattern)
                       : g_strdup_printf("%s: %s within %s%s", task->name, pattern, time,
                                         wall ? " (wall time)" : "");
}

static int
word_wait(lua_State *L)
{
    Task *task = bind_running_task(L);
    Word *word = bind_to_word(L, 1, WORD_PATTERN);
    const char *client = NULL;
    bool optional = false, wall = false, quiet = false;
    int64_t within = 0;

    lua_settop(L, 2);
    if (word == NULL) {
        return bind_refuse(L, "wait takes an event such as bay:associated(), not %s",
                           bind_describe(L, 1));
    }
    bind_check_options(L, 2, wait_options, false);
    bind_option_boolean(L, 2, "optional", &optional);
    bind_option_boolean(L, 2, "wall", &wall);
    bind_option_boolean(L, 2, "quiet", &quiet);
    if (!bind_option_time(L, 2, "within", &within) && !task->background &&
        task->script->scenario->duration == 0) {
        return bind_refuse(L,
                           "wait needs within, or the scenario a duration: it could wait for "
                           "ever");
    }
    task->pattern = pattern_copy(word->thing);
    if (bind_option_client(L, 2, "by", &client)) {
        g_free(task->pattern->client);
        task->pattern->client = g_strdup(client);
    }
    g_free(task->what);
    task->what = wait_in_words(task, within, wall);
    task->timer_is_wall = wall;
    task->timed_out = task->seen = false;
    task->state = TASK_WAITING;
    if (within != 0) {
        clock_arm(clock_of(task), &task->timer, clock_now(clock_of(task)) + within,
                  time_is_over);
    }
    begin_watching(task);
    return lua_yieldk(L, 0, (optional ? WAIT_OPTIONAL : 0) | (quiet ? WAIT_QUIET : 0),
                      finish_wait);
}

static void
perform_words(lua_State *L, int index)
{
    Word *word = bind_to_word(L, index, WORD_ACTION);
    Action *action;

    if (word != NULL) {
        bind_use(L, word);
        action = word->thing;
        action->type->perform(action, bind_script(L)->host->stage);
    } else if (lua_istable(L, index)) {
        bind_check_depth(L);
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
            lua_rawgeti(L, index, i);
            perform_words(L, lua_gettop(L));
            lua_pop(L, 1);
        }
    }
}

/* Looks at all of them before anything is done. */
static void
check_actions(lua_State *L, int index)
{
    if (lua_istable(L, index)) {
        bind_check_depth(L);
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, index); i++) {
            lua_rawgeti(L, index, i);
            check_actions(L, lua_gettop(L));
            lua_pop(L, 1);
        }
    } else if (bind_to_word(L, index, WORD_ACTION) == NULL) {
        bind_problem(L, "%s performs actions such as set or ramp; %s is none",
                     bind_row(L)->name, bind_describe(L, index));
    }
}

static int
word_act(lua_State *L)
{
    int count = lua_gettop(L);

    for (int i = 1; i <= count; i++) {
        check_actions(L, i);
    }
    for (int i = 1; i <= count; i++) {
        perform_words(L, i);
    }
    stage_commit(bind_script(L)->host->stage);
    return 0;
}

/* check(condition, "what must be so"): an outcome; the task goes on. */
static int
word_check(lua_State *L)
{
    Script *script = bind_script(L);
    const ScriptHost *host = script->host;
    Place place = bind_place(L);
    bool held = lua_toboolean(L, 1) != 0;
    const char *text = luaL_optstring(L, 2, "a check");

    luaL_checkany(L, 1);
    host->outcome(host->user, held,
                  script->running != NULL
                      ? g_strdup_printf("%s: %s", script->running->name, text)
                      : g_strdup(text),
                  held ? NULL : g_strdup("it is not so"), place.file, place.line);
    lua_settop(L, 1);
    return 1;
}

/* Seconds from time 0. */
static int
word_now(lua_State *L)
{
    const Stage *stage = bind_script(L)->host->stage;

    lua_pushnumber(L, (lua_Number)(clock_now(stage->clock) - stage->zero) / 1e9);
    return 1;
}

const BindWord bind_task_words[] = {
    { "task", "task(name, [{ background= },] function)",
      "does what data cannot say; the run waits for its end, unless in the background",
      word_task, BIND_LOAD },
    { "sleep", "sleep \"TIME\"", "in tasks: goes on later, in virtual time", word_sleep,
      BIND_TASK },
    { "wait", "wait(event, { within=, wall=, optional=, by=, quiet= })",
      "in tasks: gives the event when it happens, which is a held expectation unless quiet; in "
      "vain it is a failure, or nil if optional",
      word_wait, BIND_TASK },
    { "act", "act(action, ...)", "in tasks: performs actions now, as one commit an IED",
      word_act, BIND_TASK },
    { "commit", "commit { action, ... }", "in tasks: the same as act", word_act, BIND_TASK },
    { "check", "check(condition, text)", "in tasks: one more expectation, decided here",
      word_check, BIND_TASK },
    { "now", "now()", "in tasks: seconds from time 0", word_now, BIND_TASK | BIND_LOOK },
    { 0 },
};

static void
end_in_failure(Task *task, lua_State *L)
{
    const ScriptHost *host = task->script->host;
    Place place = bind_place(task->lua);
    const char *kind, *text, *what;

    lua_getfield(L, -1, "kind");
    lua_getfield(L, -2, "text");
    lua_getfield(L, -3, "what");
    kind = lua_tostring(L, -3);
    text = lua_tostring(L, -2);
    what = lua_tostring(L, -1);
    if (what != NULL) {
        host->outcome(host->user, false, g_strdup(what), g_strdup(text), place.file,
                      place.line);
    } else if (strcmp(kind, "timeout") == 0) {
        host->outcome(host->user, false, g_strdup(text), NULL, place.file, place.line);
    } else {
        host->outcome(host->user, false,
                      g_strdup_printf("%s: its client is served", task->name), g_strdup(text),
                      place.file, place.line);
    }
    lua_pop(L, 4);
}

static void
end_task(Task *task)
{
    lua_State *L = task->script->sandbox.lua;

    task->state = TASK_DONE;
    bind_task_stop_waiting(task);
    luaL_unref(L, LUA_REGISTRYINDEX, task->thread);
    task->thread = LUA_NOREF;
    task->lua = NULL;
}

static int
check_unused(lua_State *L)
{
    bind_check_unused(L);
    return 0;
}

static void
resume(Task *task)
{
    Script *script = task->script;
    const ScriptHost *host = script->host;
    lua_State *L = script->sandbox.lua;
    int results = 0, status;

    task->state = TASK_WAITING;
    script->running = task;
    script->sandbox.draw = &task->draw;
    status = bind_call(script, task->lua, 0, &results);
    script->running = NULL;
    script->sandbox.draw = NULL;
    if (status == LUA_YIELD) {
        lua_pop(task->lua, results);
        return;
    }
    if (status == LUA_OK) {
        lua_pushcfunction(L, check_unused);
        status = lua_pcall(L, 0, 0, 0);
    }
    if (status != LUA_OK && bind_is_failure(L, -1)) {
        end_in_failure(task, L);
    } else if (status != LUA_OK) {
        script->broken = true;
        host->broken(host->user, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    end_task(task);
    host->wake(host->user);
}

void
script_run_ready(Script *script)
{
    for (unsigned i = 0; i < script->tasks->len && !script->broken && !script->ended; i++) {
        Task *task = script->tasks->pdata[i];

        if (task->state == TASK_READY) {
            clock_disarm(clock_of(task), &task->timer);
            event_unsubscribe(script->host->stage->events, task->subscription);
            task->subscription = 0;
            control_desk_stop_waiting(&task->desk);
            g_clear_pointer(&task->pattern, pattern_unref);
            resume(task);
        }
    }
}

void
script_start(Script *script, const ScriptHost *host)
{
    lua_State *L = script->sandbox.lua;

    script->host = host;
    for (unsigned i = 0; i < script->tasks->len; i++) {
        Task *task = script->tasks->pdata[i];

        if (task->state == TASK_NEW) {
            task->lua = lua_newthread(L);
            task->thread = luaL_ref(L, LUA_REGISTRYINDEX);
            lua_rawgeti(task->lua, LUA_REGISTRYINDEX, task->function);
            task->state = TASK_READY;
        }
    }
    host->wake(host->user);
}

unsigned
script_task_count(const Script *script)
{
    return script->tasks->len;
}

unsigned
script_open_tasks(const Script *script)
{
    unsigned open = 0;

    for (unsigned i = 0; i < script->tasks->len; i++) {
        const Task *task = script->tasks->pdata[i];

        open += task->state != TASK_DONE && !task->background;
    }
    return open;
}

void
script_end(Script *script, bool complete)
{
    const ScriptHost *host = script->host;

    if (host == NULL || script->ended) {
        return;
    }
    script->ended = true;
    for (unsigned i = 0; i < script->tasks->len; i++) {
        Task *task = script->tasks->pdata[i];

        if (task->state == TASK_DONE) {
            continue;
        }
        if (complete && !task->background && task->stand_in == NULL) {
            Place place =
                task->lua == NULL ? (Place){ task->file, task->line } : bind_place(task->lua);

            host->outcome(host->user, false,
                          g_strdup_printf("%s: comes to its end", task->name),
                          g_strdup("it was still at this line when the run ended"), place.file,
                          place.line > 0 ? place.line : task->line);
        }
        end_task(task);
    }
    bind_clients_free(script);
    bind_http_free(script);
}

const BindWordOptions bind_task_options[] = {
    { bind_task_words, "task", task_options, NULL },
    { bind_task_words, "wait", wait_options, NULL },
    { 0 },
};
