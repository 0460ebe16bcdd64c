/* SPDX-License-Identifier: Apache-2.0
 *
 * eventually(function, { within=, every= }): an expectation about what only asking tells, such
 * as the alarm list behind the HTTP API of a SCADA system. The function is called in the task,
 * and may wait itself; a failure in it means "not yet", a mistake ends the run as anywhere.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/text.h"

#define EVERY (500 * CLOCK_MILLISECOND)

/* Places on the stack of the word. */
enum { AT_FUNCTION = 1, AT_OPTIONS, AT_STATE, AT_SEEN, AT_COUNT = AT_SEEN };

/* In a userdata: it lives as long as the word. */
typedef struct Eventually {
    int64_t within, every, deadline;
    bool wall, optional;
    unsigned tries;
} Eventually;

static Clock *
clock_of(const Script *script, const Eventually *state)
{
    return state->wall ? loop_wall(script->host->loop) : script->host->stage->clock;
}

static int call_again(lua_State *L);

static void
push_what(lua_State *L, const Eventually *state)
{
    const char *text = "what is asked for comes";
    char *time = duration_format(state->within);

    bind_option_string(L, AT_OPTIONS, "text", &text);
    lua_pushfstring(L, "%s: %s within %s%s", bind_script(L)->running->name, text, time,
                    state->wall ? " (wall time)" : "");
    g_free(time);
}

/* What the last try saw, kept at AT_SEEN: the text of a failure, or what the function said. */
static void
keep_seen(lua_State *L, int index)
{
    if (bind_is_failure(L, index)) {
        lua_getfield(L, index, "text");
    } else {
        luaL_tolstring(L, index, NULL);
    }
    lua_replace(L, AT_SEEN);
}

static int
give_up(lua_State *L, const Eventually *state)
{
    if (state->optional) {
        lua_pushnil(L);
        return 1;
    }
    push_what(L, state);
    lua_pushfstring(L, "%d tr%s, the last one: %s", (int)state->tries,
                    state->tries == 1 ? "y" : "ies", lua_tostring(L, AT_SEEN));
    bind_push_failure_of(L, "timeout", lua_tostring(L, -2), lua_tostring(L, -1));
    return lua_error(L);
}

static int
hold(lua_State *L, const Eventually *state)
{
    const Script *script = bind_script(L);
    const ScriptHost *host = script->host;
    Place place = bind_place(L);

    push_what(L, state);
    host->outcome(host->user, true, g_strdup(lua_tostring(L, -1)), NULL, place.file,
                  place.line);
    lua_pop(L, 1);
    return lua_gettop(L) - AT_COUNT;
}

static int
waited(lua_State *L, int status, lua_KContext context)
{
    (void)status;
    (void)context;
    return call_again(L);
}

static void
time_is_over(Timer *timer)
{
    bind_task_ready((Task *)timer);
}

/* The last try comes at the deadline itself. */
static int
wait_for_next(lua_State *L, const Eventually *state)
{
    const Script *script = bind_script(L);
    Task *task = bind_running_task(L);
    Clock *clock = clock_of(script, state);
    int64_t now = clock_now(clock);

    if (now >= state->deadline) {
        return give_up(L, state);
    }
    task->timer_is_wall = state->wall;
    task->state = TASK_WAITING;
    clock_arm(clock, &task->timer, MIN(now + state->every, state->deadline), time_is_over);
    return lua_yieldk(L, 0, 0, waited);
}

/* Behind one call of the function; its results, or its error, stand behind AT_COUNT. */
static int
called(lua_State *L, int status, lua_KContext context)
{
    Script *script = bind_script(L);
    Eventually *state = lua_touserdata(L, AT_STATE);

    (void)context;
    state->tries++;
    if (status != LUA_OK && status != LUA_YIELD) {
        if (!bind_is_failure(L, -1) || sandbox_exceeded(&script->sandbox) != NULL) {
            return lua_error(L);
        }
        keep_seen(L, lua_gettop(L));
    } else if (lua_toboolean(L, AT_COUNT + 1)) {
        if (clock_now(clock_of(script, state)) <= state->deadline) {
            return hold(L, state);
        }
        lua_pushliteral(L, "it came too late");
        lua_replace(L, AT_SEEN);
    } else {
        lua_settop(L, AT_COUNT + 2);
        keep_seen(L, lua_isnil(L, AT_COUNT + 2) ? AT_COUNT + 1 : AT_COUNT + 2);
    }
    lua_settop(L, AT_COUNT);
    return wait_for_next(L, state);
}

static int
call_again(lua_State *L)
{
    lua_settop(L, AT_COUNT);
    lua_pushvalue(L, AT_FUNCTION);
    return called(L, lua_pcallk(L, 0, LUA_MULTRET, 0, 0, called), 0);
}

static const BindOption eventually_options[] = {
    { "within", OPTION_TIME, true },   { "every", OPTION_TIME, false },
    { "wall", OPTION_BOOLEAN, false }, { "optional", OPTION_BOOLEAN, false },
    { "text", OPTION_STRING, false },  { NULL, OPTION_ANY, false }
};

static int
word_eventually(lua_State *L)
{
    Eventually *state;

    bind_running_task(L);
    lua_settop(L, AT_OPTIONS);
    if (lua_type(L, AT_FUNCTION) != LUA_TFUNCTION) {
        return bind_refuse(L, "eventually takes a function, not %s",
                           bind_describe(L, AT_FUNCTION));
    }
    bind_check_options(L, AT_OPTIONS, eventually_options, false);
    state = lua_newuserdatauv(L, sizeof *state, 0);
    *state = (Eventually){ .every = EVERY };
    bind_option_time(L, AT_OPTIONS, "within", &state->within);
    bind_option_time(L, AT_OPTIONS, "every", &state->every);
    bind_option_boolean(L, AT_OPTIONS, "wall", &state->wall);
    bind_option_boolean(L, AT_OPTIONS, "optional", &state->optional);
    if (state->every < CLOCK_MILLISECOND) {
        return bind_refuse(L, "eventually: every must be at least \"1ms\"");
    }
    state->deadline = clock_now(clock_of(bind_script(L), state)) + state->within;
    lua_pushliteral(L, "nothing");
    return call_again(L);
}

const BindWord bind_eventually_words[] = {
    { "eventually", "eventually(function, { within=, every=, wall=, optional=, text= })",
      "in tasks: asks again and again until the function gives something true, which it gives; "
      "a failure in it means not yet, what it gives behind false says why; in vain it is a "
      "failure, or nil if optional",
      word_eventually, BIND_TASK },
    { 0 },
};

const BindWordOptions bind_eventually_options[] = {
    { bind_eventually_words, "eventually", eventually_options, NULL },
    { 0 },
};
