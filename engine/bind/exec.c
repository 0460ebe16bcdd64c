/* SPDX-License-Identifier: Apache-2.0
 *
 * exec { command=, ... }: a program of the system under test. In the timeline its words are
 * actions; in a task they are done at once, and the task goes on when the program is ready, or
 * has ended.
 */
#include "engine/program.h"

#include <string.h>

#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"
#include "engine/text.h"

/* What a task waits for: a program that becomes ready, or that ends. */
typedef struct ProgramWait {
    ProgramWaiter waiter; /* first */
    Task *task;
    bool for_end;
    int64_t within; /* wall ns; 0: as long as the program takes */
} ProgramWait;

static Program *
to_program(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_PROGRAM);

    if (word == NULL) {
        luaL_error(L, "write scada:%s(...) with what exec gave", bind_row(L)->name);
    }
    return word->thing;
}

/* The declaration. */

static bool
is_name(const char *name)
{
    return name[0] != '\0' &&
           strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_") == strlen(name);
}

static bool
is_taken(const Scenario *scenario, const char *name)
{
    for (unsigned i = 0; i < scenario->programs->len; i++) {
        if (strcmp(((const Program *)scenario->programs->pdata[i])->name, name) == 0) {
            return true;
        }
    }
    return strcmp(name, PROGRAM_CLIENT) == 0;
}

/* "exec", "exec-2"; false: told. Pushes the name. */
static bool
push_name(lua_State *L)
{
    const Scenario *scenario = bind_script(L)->scenario;
    const char *name = NULL;

    if (bind_option_string(L, 1, "name", &name)) {
        lua_pushstring(L, name);
        if (!is_name(name) || is_taken(scenario, name)) {
            bind_problem(L,
                         is_name(name) ? "exec: there is a program %s already"
                                       : "exec: a name has letters, digits, - and _, not %s",
                         name);
            return false;
        }
        return true;
    }
    lua_pushliteral(L, "exec");
    for (int i = 2; is_taken(scenario, lua_tostring(L, -1)); i++) {
        lua_pop(L, 1);
        lua_pushfstring(L, "exec-%d", i);
    }
    return true;
}

/* ready = "regular expression", or a port. */
static bool
take_ready(lua_State *L, Program *program)
{
    int kind = lua_getfield(L, 1, "ready");
    GError *error = NULL;

    if (lua_isinteger(L, -1) && lua_tointeger(L, -1) > 0 && lua_tointeger(L, -1) < 65536) {
        program->ready_port = (int)lua_tointeger(L, -1);
    } else if (kind == LUA_TSTRING) {
        program->ready_output =
            g_regex_new(lua_tostring(L, -1), G_REGEX_RAW | G_REGEX_MULTILINE, 0, &error);
    } else if (kind != LUA_TNIL) {
        bind_problem(L, "exec: ready takes a text in its output, or a port, not %s",
                     bind_describe(L, -1));
        return false;
    }
    if (error != NULL) {
        lua_pushstring(L, error->message);
        g_error_free(error);
        bind_problem(L, "exec: ready: %s", lua_tostring(L, -1));
        return false;
    }
    return true;
}

static bool
take_environment(lua_State *L, Program *program)
{
    GPtrArray *pairs = g_ptr_array_new();
    bool sound = true;

    if (lua_getfield(L, 1, "env") == LUA_TTABLE) {
        for (lua_pushnil(L); sound && lua_next(L, -2) != 0;) {
            sound = lua_type(L, -2) == LUA_TSTRING &&
                    strchr(lua_tostring(L, -2), '=') == NULL &&
                    (lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER);
            if (sound) {
                g_ptr_array_add(
                    pairs, g_strdup_printf("%s=%s", lua_tostring(L, -2), lua_tostring(L, -1)));
                lua_pop(L, 1);
            }
        }
    }
    g_ptr_array_add(pairs, NULL);
    program->environment = (char **)g_ptr_array_free(pairs, FALSE);
    if (!sound) {
        bind_problem(L, "exec: env is { NAME = \"value\" }");
    }
    return sound;
}

/* expect_status = 0, or false: whichever. */
static bool
take_status(lua_State *L, Program *program)
{
    int kind = lua_getfield(L, 1, "expect_status");

    if (kind == LUA_TBOOLEAN && !lua_toboolean(L, -1)) {
        program->expect_status = PROGRAM_STATUS_ANY;
    } else if (lua_isinteger(L, -1) && lua_tointeger(L, -1) >= 0 &&
               lua_tointeger(L, -1) < 256) {
        program->expect_status = (int)lua_tointeger(L, -1);
        program->must_end = true;
    } else if (kind != LUA_TNIL) {
        bind_problem(L, "exec: expect_status takes a status such as 0, or false, not %s",
                     bind_describe(L, -1));
        return false;
    }
    return true;
}

/* The folder of the scenario is where a relative one begins. */
static void
take_dir(lua_State *L, Program *program)
{
    const char *dir = NULL;

    if (bind_option_string(L, 1, "dir", &dir)) {
        program->dir = g_canonicalize_filename(
            dir, g_path_is_absolute(dir) ? NULL : bind_script(L)->scenario->folder);
        if (!g_file_test(program->dir, G_FILE_TEST_IS_DIR)) {
            bind_problem(L, "exec: dir: %s: no such folder", dir);
        }
    }
}

static const BindOption exec_options[] = {
    { "command", OPTION_STRING, true },
    { "name", OPTION_STRING, false },
    { "env", OPTION_TABLE, false },
    { "dir", OPTION_STRING, false },
    { "expect_status", OPTION_ANY, false },
    { "ready", OPTION_ANY, false },
    { "ready_within", OPTION_TIME, false },
    { "start", OPTION_BOOLEAN, false },
    { NULL, OPTION_ANY, false },
};

static int
word_exec(lua_State *L)
{
    Script *script = bind_script(L);
    const char *command = NULL;
    Program *program;
    Place place = bind_place(L);

    lua_settop(L, 1);
    if (!bind_check_options(L, 1, exec_options, false) || !push_name(L)) {
        return bind_push_word(L, WORD_BROKEN, "exec", NULL), 1;
    }
    bind_option_string(L, 1, "command", &command);
    program = program_new(lua_tostring(L, -1), command);
    g_ptr_array_add(script->scenario->programs, program);
    program->file = place.file;
    program->line = place.line;
    bind_option_time(L, 1, "ready_within", &program->ready_within);
    bind_option_boolean(L, 1, "start", &program->starts);
    take_dir(L, program);
    if (!take_ready(L, program) || !take_environment(L, program) || !take_status(L, program)) {
        return bind_push_word(L, WORD_BROKEN, "exec", NULL), 1;
    }
    bind_push_word(L, WORD_PROGRAM, "exec", program);
    return 1;
}

const BindWord bind_exec_words[] = {
    { "exec",
      "exec { command=, name=, env=, dir=, expect_status=, ready=, ready_within=, start= }",
      "a program of the system under test; it finds IEDBENCH_NAME=host:port, and starts when "
      "all listeners are ready unless start is false; it is ready when its output has a text, "
      "or a port accepts",
      word_exec, BIND_LOAD },
    { 0 },
};

/* Waiting. */

static bool
is_over(const ProgramWait *wait)
{
    ProgramState state = program_state(wait->waiter.program);

    return state == PROGRAM_ENDED ||
           (!wait->for_end && state != PROGRAM_STARTED && state != PROGRAM_STOPPING);
}

static void
look(ProgramWaiter *waiter)
{
    ProgramWait *wait = (ProgramWait *)waiter;

    if (is_over(wait)) {
        bind_task_ready(wait->task);
    }
}

static void
forget(Task *task)
{
    ProgramWait *wait = task->awaited;

    program_remove_waiter(wait->waiter.program, &wait->waiter);
    g_free(wait);
}

static int
refuse_start(lua_State *L, const Program *program, const char *text)
{
    lua_pushfstring(L, "%s: %s is ready", bind_script(L)->running->name, program->name);
    bind_push_failure_of(L, "not-ready", lua_tostring(L, -1), text);
    return lua_error(L);
}

/* { status = 0 } or { signal = 9 }. */
static void
push_end(lua_State *L, const Program *program)
{
    const char *end = program_end(program), *sign;

    lua_newtable(L);
    if (end != NULL) {
        sign = strchr(end, '=');
        lua_pushlstring(L, end, (size_t)(sign - end));
        lua_pushinteger(L, atoi(sign + 1));
        lua_rawset(L, -3);
    }
}

static int
finish_wait(lua_State *L, int status, lua_KContext context)
{
    ProgramWait *wait = bind_take_awaited(L);
    const Program *program = wait->waiter.program;
    bool for_end = wait->for_end, in_time = is_over(wait);
    char *time = duration_format(wait->within);

    (void)status;
    (void)context;
    program_remove_waiter(wait->waiter.program, &wait->waiter);
    g_free(wait);
    lua_pushstring(L, time);
    g_free(time);
    if (!in_time) {
        lua_pushfstring(L, "%s: %s ends within %s (wall time)", bind_script(L)->running->name,
                        program->name, lua_tostring(L, -1));
        bind_push_failure_of(L, "timeout", lua_tostring(L, -1),
                             program_is_running(program) ? "it still runs"
                                                         : "it was not started");
        return lua_error(L);
    }
    if (for_end) {
        push_end(L, program);
        return 1;
    }
    if (program_state(program) == PROGRAM_UNREADY) {
        return refuse_start(L, program, "it was not ready in time");
    }
    if (program_state(program) != PROGRAM_READY) {
        return refuse_start(L, program,
                            lua_pushfstring(L, "it ended: %s", program_end(program)));
    }
    return 0;
}

static void
time_is_over(Timer *timer)
{
    bind_task_ready((Task *)timer);
}

static int
wait_for(lua_State *L, Program *program, bool for_end, int64_t within)
{
    Task *task = bind_running_task(L);
    Clock *wall = loop_wall(bind_script(L)->host->loop);
    ProgramWait *wait = g_new0(ProgramWait, 1);

    wait->waiter.changed = look;
    wait->task = task;
    wait->for_end = for_end;
    wait->within = within;
    program_add_waiter(program, &wait->waiter);
    task->awaited = wait;
    task->forget = forget;
    task->state = TASK_WAITING;
    if (within != 0) {
        task->timer_is_wall = true;
        clock_arm(wall, &task->timer, clock_now(wall) + within, time_is_over);
    }
    look(&wait->waiter);
    return lua_yieldk(L, 0, 0, finish_wait);
}

/* Words. */

static int
push_action(lua_State *L, Program *program, ProgramVerb verb, int64_t time)
{
    bind_push_word(L, WORD_ACTION, bind_row(L)->name, program_action_new(program, verb, time));
    return 1;
}

static bool
is_loading(lua_State *L)
{
    return bind_script(L)->host == NULL;
}

static int
word_start(lua_State *L)
{
    Program *program = to_program(L);
    GError *error = NULL;

    if (is_loading(L)) {
        return push_action(L, program, PROGRAM_DO_START, 0);
    }
    bind_running_task(L);
    if (!program_start(program, false, &error)) {
        lua_pushstring(L, error->message);
        g_error_free(error);
        return bind_refuse(L, "start: %s", lua_tostring(L, -1));
    }
    return wait_for(L, program, false, 0);
}

static const BindOption stop_options[] = { { "within", OPTION_TIME, false },
                                           { NULL, OPTION_ANY, false } };
static const BindOption restart_options[] = { { "after", OPTION_TIME, false },
                                              { NULL, OPTION_ANY, false } };

/* The time of the one option. */
static int64_t
take_time(lua_State *L, const BindOption *options, int64_t usual)
{
    int64_t time = usual;

    lua_settop(L, 2);
    if (bind_check_options(L, 2, options, false)) {
        bind_option_time(L, 2, options[0].name, &time);
    }
    return time;
}

static int
word_stop(lua_State *L)
{
    Program *program = to_program(L);
    int64_t within = take_time(L, stop_options, PROGRAM_STOP_WITHIN);

    if (is_loading(L)) {
        return push_action(L, program, PROGRAM_DO_STOP, within);
    }
    bind_running_task(L);
    program_stop(program, within);
    if (program_state(program) == PROGRAM_IDLE) {
        lua_newtable(L);
        return 1;
    }
    return wait_for(L, program, true, 0);
}

static int
word_kill(lua_State *L)
{
    Program *program = to_program(L);

    if (is_loading(L)) {
        return push_action(L, program, PROGRAM_DO_KILL, 0);
    }
    bind_running_task(L);
    program_kill(program);
    if (program_state(program) == PROGRAM_IDLE) {
        lua_newtable(L);
        return 1;
    }
    return wait_for(L, program, true, 0);
}

static int
word_restart(lua_State *L)
{
    Program *program = to_program(L);
    int64_t after = take_time(L, restart_options, 0);

    if (is_loading(L)) {
        return push_action(L, program, PROGRAM_DO_RESTART, after);
    }
    bind_running_task(L);
    program_restart(program, after, false);
    return wait_for(L, program, false, 0);
}

static const BindOption await_end_options[] = { { "within", OPTION_TIME, true },
                                                { NULL, OPTION_ANY, false } };

static int
word_await_end(lua_State *L)
{
    Program *program = to_program(L);
    int64_t within = 0;

    lua_settop(L, 2);
    bind_running_task(L);
    bind_check_options(L, 2, await_end_options, false);
    bind_option_time(L, 2, "within", &within);
    return wait_for(L, program, true, MAX(within, 1));
}

static int
word_running(lua_State *L)
{
    lua_pushboolean(L, program_is_running(to_program(L)));
    return 1;
}

static int
word_output(lua_State *L)
{
    const GString *output = program_output(to_program(L));

    lua_pushlstring(L, output->str, output->len);
    return 1;
}

static int
word_output_contains(lua_State *L)
{
    const GString *output = program_output(to_program(L));
    size_t size;
    const char *text = luaL_checklstring(L, 2, &size);

    lua_pushboolean(L, memmem(output->str, output->len, text, size) != NULL);
    return 1;
}

static EventPattern *
push_pattern(lua_State *L, EventKind kind)
{
    const Program *program = to_program(L);
    EventPattern *pattern = pattern_new(kind, "exec");

    pattern_set_reference(pattern, program->name);
    bind_push_word(L, WORD_PATTERN, bind_row(L)->name, pattern);
    return pattern;
}

static int
word_ready(lua_State *L)
{
    push_pattern(L, EVENT_PROGRAM_READY);
    return 1;
}

static const BindOption ended_options[] = { { "status", OPTION_COUNT, false },
                                            { "signal", OPTION_COUNT, false },
                                            { NULL, OPTION_ANY, false } };

static int
word_ended(lua_State *L)
{
    EventPattern *pattern;

    lua_settop(L, 2);
    pattern = push_pattern(L, EVENT_PROGRAM_ENDED);
    if (!bind_check_options(L, 2, ended_options, false)) {
        return bind_push_word(L, WORD_BROKEN, "ended", NULL), 1;
    }
    for (unsigned i = 0; ended_options[i].name != NULL; i++) {
        unsigned number;

        if (bind_option_count(L, 2, ended_options[i].name, &number)) {
            g_autofree char *text = g_strdup_printf("%u", number);

            pattern_add_field(pattern, ended_options[i].name, text);
        }
    }
    return 1;
}

const BindWord bind_program_methods[] = {
    { "start", "scada:start()",
      "starts a program; in a task, which goes on when it is ready, and in at and every",
      word_start, BIND_LOAD | BIND_TASK },
    { "stop", "scada:stop { within= }",
      "ends a program: SIGTERM, then SIGKILL; gives { status= } or { signal= } in a task, "
      "where "
      "it waits for the end",
      word_stop, BIND_LOAD | BIND_TASK },
    { "kill", "scada:kill()", "the same with SIGKILL at once", word_kill,
      BIND_LOAD | BIND_TASK },
    { "restart", "scada:restart { after= }",
      "kills a program and starts it again, in a task until it is ready: does it recover?",
      word_restart, BIND_LOAD | BIND_TASK },
    { "await_end", "scada:await_end { within= }",
      "in tasks: waits until a program has ended, in wall time, and gives { status= } or "
      "{ signal= }; in vain it is a failure",
      word_await_end, BIND_TASK },
    { "running", "scada:running()", "in tasks: whether a program runs", word_running,
      BIND_TASK },
    { "output", "scada:output()", "in tasks: the last 256 KiB that a program said", word_output,
      BIND_TASK },
    { "output_contains", "scada:output_contains(text)",
      "in tasks: whether a text is among them", word_output_contains, BIND_TASK },
    { "ready", "scada:ready()", "event: a program became ready", word_ready,
      BIND_LOAD | BIND_TASK },
    { "ended", "scada:ended { status=, signal= }", "event: a program ended", word_ended,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

/* Upvalue 1: the methods. */
static int
index_program(lua_State *L)
{
    const Program *program = ((Word *)lua_touserdata(L, 1))->thing;
    const char *key = luaL_tolstring(L, 2, NULL);
    const char **names;
    const char *near;

    if (lua_getfield(L, lua_upvalueindex(1), key) != LUA_TNIL) {
        return 1;
    }
    if (strcmp(key, "name") == 0) {
        lua_pushstring(L, program->name);
        return 1;
    }
    names = bind_names(bind_program_methods);
    near = bind_suggestion(L, key, names);
    g_free(names);
    return bind_refuse(L, "what exec gives has no %s%s", key, near);
}

void
bind_open_exec(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.program");
    bind_push_methods(L, bind_program_methods);
    lua_pushcclosure(L, index_program, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

const BindWordOptions bind_exec_options[] = {
    { bind_exec_words, "exec", exec_options, NULL },
    { bind_program_methods, "stop", stop_options, NULL },
    { bind_program_methods, "restart", restart_options, NULL },
    { bind_program_methods, "await_end", await_end_options, NULL },
    { bind_program_methods, "ended", ended_options, NULL },
    { 0 },
};
