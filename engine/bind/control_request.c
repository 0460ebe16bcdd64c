/* SPDX-License-Identifier: Apache-2.0
 *
 * What a task has of a control's request: op.value, op.origin.category, op.ctl_num, op.test,
 * op.check.interlock, and op:accept(), refuse, succeed and fail, as far as it was asked.
 */
#include <string.h>

#include "engine/bind/control.h"

#define REQUEST_METATABLE "iedbench.request"
#define HANDLE_METATABLE "iedbench.request-handle"

/* "key=value" of the text, at its begin or behind a blank; false: it is not there. A value in
 * quotes has no quote inside. */
static bool
find_field(const char *text, const char *key, Slice *value)
{
    size_t length = strlen(key);

    while (*text != '\0') {
        bool is_it = strncmp(text, key, length) == 0 && text[length] == '=';
        const char *start = text + strcspn(text, "="), *end;

        start += *start != '\0';
        end = *start == '"' ? start + 1 + strcspn(start + 1, "\"") + 1
                            : start + strcspn(start, " ");
        if (is_it) {
            *value = (Slice){ (const uint8_t *)start, (size_t)(end - start) };
            return true;
        }
        text = end + strspn(end, " ");
    }
    return false;
}

/* A number or a boolean where it reads as one. */
static void
push_plain(lua_State *L, Slice text)
{
    char *copy = g_strndup((const char *)text.data, text.size);

    if (strcmp(copy, "true") == 0 || strcmp(copy, "false") == 0) {
        lua_pushboolean(L, strcmp(copy, "true") == 0);
    } else if (lua_stringtonumber(L, copy) == 0) {
        lua_pushstring(L, copy);
    }
    g_free(copy);
}

static void
set_plain(lua_State *L, const char *text, const char *key, const char *name)
{
    Slice value;

    if (find_field(text, key, &value)) {
        push_plain(L, value);
        lua_setfield(L, -2, name);
    }
}

static void
push_ident(lua_State *L, Slice text)
{
    luaL_Buffer buffer;

    if (text.size >= 2 && text.data[0] == '"') {
        lua_pushlstring(L, (const char *)text.data + 1, text.size - 2);
        return;
    }
    luaL_buffinit(L, &buffer);
    for (size_t i = 2; i + 1 < text.size; i += 2) {
        luaL_addchar(&buffer, (char)(g_ascii_xdigit_value((char)text.data[i]) << 4 |
                                     g_ascii_xdigit_value((char)text.data[i + 1])));
    }
    luaL_pushresult(&buffer);
}

static void
set_origin(lua_State *L, const char *text)
{
    Slice value;

    if (!find_field(text, "orCat", &value)) {
        return;
    }
    lua_createtable(L, 0, 2);
    push_plain(L, value);
    lua_setfield(L, -2, "category");
    if (find_field(text, "orIdent", &value)) {
        push_ident(L, value);
        lua_setfield(L, -2, "ident");
    }
    lua_setfield(L, -2, "origin");
}

/* Seconds since 1970, as os.time gives them. */
static void
set_time(lua_State *L, const char *text, const char *key, const char *name)
{
    GDateTime *date;
    Slice value;
    char *copy;

    if (!find_field(text, key, &value)) {
        return;
    }
    copy = g_strndup((const char *)value.data, value.size);
    date = g_date_time_new_from_iso8601(copy, NULL);
    if (date != NULL) {
        lua_pushnumber(L, (lua_Number)g_date_time_to_unix(date) +
                              (lua_Number)g_date_time_get_microsecond(date) / 1e6);
        lua_setfield(L, -2, name);
        g_date_time_unref(date);
    }
    g_free(copy);
}

/* op:check(condition, "what must be so") is an expectation of the task. The table itself is the
 * first argument, op the second. */
static int
call_check(lua_State *L)
{
    Script *script = bind_script(L);
    const ScriptHost *host = script->host;
    Place place = bind_place(L);
    bool held = lua_toboolean(L, 3) != 0;
    const char *text = luaL_optstring(L, 4, "a check");
    const char *seen;

    luaL_checktype(L, 2, LUA_TTABLE);
    luaL_checkany(L, 3);
    lua_getfield(L, 2, "text");
    seen = luaL_optstring(L, -1, "");
    host->outcome(host->user, held, g_strdup_printf("%s: %s", script->running->name, text),
                  held ? NULL : g_strdup(seen), place.file, place.line);
    lua_pushboolean(L, held);
    return 1;
}

/* Both a field and a method: op.check.interlock, op:check(..). */
static void
set_check(lua_State *L, const char *text)
{
    Slice value = SLICE_NONE;
    const char *bits;

    lua_createtable(L, 0, 2);
    if (find_field(text, "check", &value)) {
        bits = (const char *)value.data;
        lua_pushboolean(L, g_strstr_len(bits, (gssize)value.size, "interlock") != NULL);
        lua_setfield(L, -2, "interlock");
        lua_pushboolean(L, g_strstr_len(bits, (gssize)value.size, "synchrocheck") != NULL);
        lua_setfield(L, -2, "synchrocheck");
    }
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, call_check);
    lua_setfield(L, -2, "__call");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "check");
}

void
bind_set_control_fields(lua_State *L, const Event *event)
{
    if (event->kind < EVENT_SELECTED || event->kind > EVENT_SELECT_EXPIRED ||
        event->value == NULL) {
        return;
    }
    lua_pushstring(L, event->value);
    lua_setfield(L, -2, "text");
    lua_pushnil(L);
    lua_setfield(L, -2, "value");
    set_plain(L, event->value, "ctlVal", "value");
    set_plain(L, event->value, "service", "service");
    set_plain(L, event->value, "ctlNum", "ctl_num");
    set_plain(L, event->value, "test", "test");
    set_plain(L, event->value, "cause", "cause");
    set_plain(L, event->value, "error", "error");
    set_plain(L, event->value, "result", "result");
    set_origin(L, event->value);
    set_time(L, event->value, "T", "t");
    set_time(L, event->value, "operTm", "oper_tm");
    set_check(L, event->value);
    luaL_setmetatable(L, REQUEST_METATABLE);
}

void
bind_push_control_request(lua_State *L, DeskRequest *request)
{
    DeskRequest **handle = lua_newuserdatauv(L, sizeof *handle, 0);

    *handle = request;
    luaL_setmetatable(L, HANDLE_METATABLE);
    bind_push_event(L, &request->event);
    lua_insert(L, -2);
    lua_setfield(L, -2, "request");
}

static int
forget_handle(lua_State *L)
{
    DeskRequest **handle = lua_touserdata(L, 1);

    g_clear_pointer(handle, desk_request_unref);
    return 0;
}

/* The request of the op at 1; raises when it is none, or not the task's to decide. */
static DeskRequest *
to_request(lua_State *L)
{
    const char *name = bind_row(L)->name;
    DeskRequest **handle;

    if (!lua_istable(L, 1) || lua_getfield(L, 1, "request") == LUA_TNIL) {
        bind_problem(L,
                     "%s: the scenario is not asked for it: bay:control(reference, { by = "
                     "\"scenario\", asks = { \"select\", \"operate\", \"cancel\" } })",
                     name);
    }
    handle = luaL_checkudata(L, -1, HANDLE_METATABLE);
    lua_pop(L, 1);
    return *handle;
}

/* Something else ended it: what a task may catch. */
static void
check_not_gone(lua_State *L, const DeskRequest *request)
{
    if (request->state == DESK_GONE) {
        const char *text =
            lua_pushfstring(L, "%s: the %s is gone: %s", request->event.reference,
                            control_service_name(request->service), request->why);

        bind_push_failure(L, "gone", text);
        lua_error(L);
    }
}

static int
refuse_step(lua_State *L, const DeskRequest *request, const char *why)
{
    if (request->line != 0) {
        return bind_refuse(L, "%s: %s, at line %d", bind_row(L)->name, why, request->line);
    }
    return bind_refuse(L, "%s: %s", bind_row(L)->name, why);
}

static void
note_place(lua_State *L, DeskRequest *request)
{
    request->line = bind_place(L).line;
}

/* Raises unless it is the task's to accept or refuse. */
static DeskRequest *
to_open_request(lua_State *L)
{
    DeskRequest *request = to_request(L);

    check_not_gone(L, request);
    if (request->state != DESK_TAKEN) {
        refuse_step(L, request, "it was decided already");
    }
    return request;
}

static int
request_accept(lua_State *L)
{
    DeskRequest *request = to_open_request(L);

    note_place(L, request);
    desk_request_accept(request);
    return 0;
}

static int
request_refuse(lua_State *L)
{
    DeskRequest *request = to_open_request(L);
    AddCause cause = ADD_CAUSE_UNKNOWN;

    if (bind_to_add_cause(L, 2, &cause)) {
        note_place(L, request);
        desk_request_refuse(request, cause);
    }
    return 0;
}

static int
request_proceed(lua_State *L)
{
    DeskRequest *request = to_open_request(L);
    ControlCourse course;

    lua_settop(L, 2);
    if (request->service != CONTROL_OPER) {
        bind_problem(L, "proceed: only an operate is executed");
    }
    if (bind_to_course(L, 2, &course)) {
        note_place(L, request);
        desk_request_proceed(request, &course);
    }
    return 0;
}

/* Raises unless it is an operate that was accepted and has no end yet. */
static DeskRequest *
to_running_request(lua_State *L)
{
    DeskRequest *request = to_request(L);

    if (request->service != CONTROL_OPER) {
        bind_problem(L, "%s: only an operate is executed", bind_row(L)->name);
    }
    check_not_gone(L, request);
    if (request->state == DESK_TAKEN) {
        bind_problem(L, "%s: accept() it first, or refuse(cause) it", bind_row(L)->name);
    }
    if (request->by_device) {
        refuse_step(L, request, "the device itself executes it");
    }
    if (request->state != DESK_ACCEPTED || request->ends_early) {
        refuse_step(L, request, "it has ended already");
    }
    return request;
}

/* What only tested ended well when it was accepted. */
static int
request_succeed(lua_State *L)
{
    DeskRequest *request = to_request(L);

    if (request->state == DESK_GONE && request->only_tests && request->line != 0) {
        return 0;
    }
    request = to_running_request(L);
    note_place(L, request);
    desk_request_succeed(request);
    return 0;
}

static int
request_fail(lua_State *L)
{
    DeskRequest *request = to_running_request(L);
    AddCause cause = ADD_CAUSE_UNKNOWN;

    if (bind_to_add_cause(L, 2, &cause)) {
        note_place(L, request);
        desk_request_fail(request, cause);
    }
    return 0;
}

const BindWord bind_control_request_methods[] = {
    { "accept", "op:accept()", "the request is answered positively; an operate begins",
      request_accept, BIND_TASK },
    { "refuse", "op:refuse(cause)", "it is refused with an AddCause, by name or number",
      request_refuse, BIND_TASK },
    { "proceed", "op:proceed { travel=, stuck=, fail= }",
      "an operate is accepted, and the device's own process executes it", request_proceed,
      BIND_TASK },
    { "succeed", "op:succeed()", "an accepted operate ends well: CommandTermination+",
      request_succeed, BIND_TASK },
    { "fail", "op:fail(cause)", "an accepted operate ends badly: CommandTermination-",
      request_fail, BIND_TASK },
    { 0 },
};

/* What the request did not carry is nil; a wrong name is an error. */
static int
index_request(lua_State *L)
{
    static const char *const optional[] = { "value",   "origin",  "ctl_num", "test",
                                            "t",       "cause",   "error",   "result",
                                            "oper_tm", "request", NULL };
    const char *key = luaL_checkstring(L, 2);

    if (g_strv_contains(optional, key)) {
        return 0;
    }
    if (lua_getfield(L, lua_upvalueindex(1), key) == LUA_TNIL) {
        const char **names = bind_names(bind_control_request_methods);
        const char *near = bind_suggestion(L, key, names);

        g_free(names);
        return bind_refuse(L, "a control's request has no %s%s", key, near);
    }
    return 1;
}

void
bind_open_control_requests(lua_State *L)
{
    luaL_newmetatable(L, HANDLE_METATABLE);
    lua_pushcfunction(L, forget_handle);
    lua_setfield(L, -2, "__gc");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    luaL_newmetatable(L, REQUEST_METATABLE);
    bind_push_methods(L, bind_control_request_methods);
    lua_pushcclosure(L, index_request, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}
