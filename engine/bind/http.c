/* SPDX-License-Identifier: Apache-2.0
 *
 * http.get, post, put, delete and request: a task asks the system under test, and goes on when
 * the answer is there. What is no answer, or not the expected one, is a failure.
 */
#include "engine/http.h"

#include <string.h>

#include "engine/bind/json.h"
#include "engine/bind/word_options.h"

#define RESPONSE_METATABLE "iedbench.response"
#define STATUSES_MAX 16
#define RETRY_EVERY (500 * CLOCK_MILLISECOND)

/* What a task waits for. */
typedef struct HttpCall {
    Task *task;
    HttpRequest *request; /* NULL: it is over */
    char *what;           /* "operator: GET http://127.0.0.1:8080/ is answered with 200" */
    unsigned expected[STATUSES_MAX];
    unsigned expected_count;
    char *kind, *failure; /* NULL: it is answered */
    unsigned status;
    char **headers;
    char *body;
    size_t body_size;
} HttpCall;

/* What a request is made of while it is put together; Lua errors may come in between, so that
 * all of it is Lua's: strings that are on the stack, and one buffer. */
typedef struct Draft {
    HttpParameters parameters;
    const char **headers; /* in a userdata */
    unsigned header_count;
} Draft;

static void
free_call(HttpCall *call)
{
    http_cancel(call->request);
    g_free(call->what);
    g_free(call->kind);
    g_free(call->failure);
    g_strfreev(call->headers);
    g_free(call->body);
    g_free(call);
}

static void
forget_call(Task *task)
{
    free_call(task->awaited);
}

static void
answered(void *user, const HttpFailure *failure, const HttpResponse *response)
{
    HttpCall *call = user;

    call->request = NULL;
    if (failure != NULL) {
        call->kind = g_strdup(failure->kind);
        call->failure = g_strdup(failure->text);
    } else {
        call->status = response->status;
        call->headers = g_strdupv((char **)response->headers);
        call->body = g_memdup2(response->body, response->body_size + 1);
        call->body_size = response->body_size;
    }
    bind_task_ready(call->task);
}

/* Answers as Lua values. */

/* { name = value }, equal names joined as RFC 9110 5.3 has it. */
static void
push_headers(lua_State *L, char **headers)
{
    lua_newtable(L);
    for (; *headers != NULL; headers++) {
        const char *colon = strchr(*headers, ':');

        lua_pushlstring(L, *headers, (size_t)(colon - *headers));
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -3) == LUA_TSTRING) {
            lua_pushfstring(L, "%s, %s", lua_tostring(L, -1), colon + 2);
            lua_remove(L, -2);
        } else {
            lua_pop(L, 1);
            lua_pushstring(L, colon + 2);
        }
        lua_rawset(L, -3);
    }
}

static bool
is_expected(const HttpCall *call)
{
    for (unsigned i = 0; i < call->expected_count; i++) {
        if (call->expected[i] == call->status) {
            return true;
        }
    }
    return call->expected_count == 0;
}

/* The first line of a text, for people. */
static void
push_excerpt(lua_State *L, const char *text)
{
    size_t length = strcspn(text, "\r\n");

    length = MIN(length, 120);
    lua_pushlstring(L, text, (size_t)(g_utf8_find_prev_char(text, text + length + 1) - text));
    if (!g_utf8_validate(lua_tostring(L, -1), -1, NULL)) {
        lua_pop(L, 1);
        lua_pushliteral(L, "what is no text");
    }
}

static int
finish_request(lua_State *L, int status, lua_KContext context)
{
    HttpCall *call = bind_take_awaited(L);
    bool failed = call->failure != NULL;

    (void)status;
    (void)context;
    lua_settop(L, 0);
    if (failed) {
        bind_push_failure_of(L, call->kind, call->what, call->failure);
    } else if (!is_expected(call)) {
        failed = true;
        push_excerpt(L, call->body);
        lua_pushfstring(L, "status %d%s%s", (int)call->status, call->body_size > 0 ? ": " : "",
                        lua_tostring(L, -1));
        bind_push_failure_of(L, "status", call->what, lua_tostring(L, -1));
    } else {
        lua_createtable(L, 0, 5);
        lua_pushinteger(L, call->status);
        lua_setfield(L, -2, "status");
        push_headers(L, call->headers);
        lua_setfield(L, -2, "headers");
        lua_pushlstring(L, call->body, call->body_size);
        lua_setfield(L, -2, "body");
        lua_pushstring(L, call->what);
        lua_setfield(L, -2, "what");
        luaL_setmetatable(L, RESPONSE_METATABLE);
    }
    free_call(call);
    return failed ? lua_error(L) : 1;
}

/* Requests from Lua values. */

static bool
is_token(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (!g_ascii_isalnum(*at) && strchr("!#$%&'*+-.^_`|~", *at) == NULL) {
            return false;
        }
    }
    return text[0] != '\0';
}

static void
add_header(lua_State *L, Draft *draft, const char *name, const char *value)
{
    if (!is_token(name) || strpbrk(value, "\r\n") != NULL) {
        bind_problem(L, "%s: the header %s cannot be sent", bind_row(L)->name, name);
    }
    /* Curl drops what ends with a colon; a semicolon stands for an empty value. */
    draft->headers[draft->header_count++] = value[0] != '\0'
                                                ? lua_pushfstring(L, "%s: %s", name, value)
                                                : lua_pushfstring(L, "%s;", name);
    luaL_checkstack(L, LUA_MINSTACK, "headers");
}

static unsigned
count_members(lua_State *L, int index)
{
    unsigned count = 0;

    for (lua_pushnil(L); lua_next(L, index) != 0; lua_pop(L, 1)) {
        count++;
    }
    return count;
}

/* Pushes what the draft lends. */
static void
take_headers(lua_State *L, int options, Draft *draft)
{
    bool given = lua_istable(L, options) && lua_getfield(L, options, "headers") == LUA_TTABLE;
    int table = lua_gettop(L);
    unsigned count = given ? count_members(L, table) : 0;

    draft->headers = lua_newuserdatauv(L, (count + 2) * sizeof *draft->headers, 0);
    memset(draft->headers, 0, (count + 2) * sizeof *draft->headers);
    lua_pushnil(L);
    for (unsigned i = 0; i < count && lua_next(L, table) != 0; i++) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
        int value = lua_gettop(L);

        if (name == NULL || (!lua_isstring(L, value))) {
            bind_problem(L, "%s: headers are { [\"Name\"] = \"value\" }", bind_row(L)->name);
        }
        add_header(L, draft, name, luaL_tolstring(L, value, NULL));
        lua_pushvalue(L, value - 1); /* the key, above what is lent */
    }
}

static bool
has_header(const Draft *draft, const char *name)
{
    for (unsigned i = 0; i < draft->header_count; i++) {
        if (g_ascii_strncasecmp(draft->headers[i], name, strlen(name)) == 0) {
            return true;
        }
    }
    return false;
}

static void
push_json(lua_State *L, int index)
{
    GString *text = g_string_new(NULL);
    bool sound = bind_json_format(L, index, text);

    if (sound) {
        lua_pushlstring(L, text->str, text->len);
    }
    g_string_free(text, TRUE);
    if (!sound) {
        bind_problem(L, "%s: json: %s", bind_row(L)->name, lua_tostring(L, -1));
    }
}

static void
take_body(lua_State *L, int options, Draft *draft)
{
    bool has_body = false;

    if (!lua_istable(L, options)) {
        return;
    }
    if (lua_getfield(L, options, "body") == LUA_TSTRING) {
        draft->parameters.body = lua_tolstring(L, -1, &draft->parameters.body_size);
        has_body = true;
    }
    if (lua_getfield(L, options, "json") != LUA_TNIL) {
        if (has_body) {
            bind_problem(L, "%s takes json or body, not both", bind_row(L)->name);
        }
        push_json(L, lua_gettop(L));
        draft->parameters.body = lua_tolstring(L, -1, &draft->parameters.body_size);
        if (!has_header(draft, "content-type:")) {
            add_header(L, draft, "Content-Type", "application/json");
        }
    }
}

/* A file beside the scenario; NULL: not given. */
static const char *
take_file(lua_State *L, int table, const char *name)
{
    const char *given = NULL;
    char *path;

    if (!bind_option_string(L, table, name, &given)) {
        return NULL;
    }
    path = scenario_find_file(bind_script(L)->scenario, given);
    if (path == NULL) {
        bind_problem(L, "%s: tls: %s: no such file", bind_row(L)->name, given);
    }
    lua_pushstring(L, path);
    g_free(path);
    return lua_tostring(L, -1);
}

static const BindOption tls_options[] = { { "ca", OPTION_STRING, false },
                                          { "cert", OPTION_STRING, false },
                                          { "key", OPTION_STRING, false },
                                          { "verify", OPTION_BOOLEAN, false },
                                          { NULL, OPTION_ANY, false } };

static void
take_tls(lua_State *L, int options, HttpParameters *parameters)
{
    bool verify = true;
    int table;

    if (!lua_istable(L, options) || lua_getfield(L, options, "tls") != LUA_TTABLE) {
        return;
    }
    table = lua_gettop(L);
    bind_check_options(L, table, tls_options, false);
    bind_option_boolean(L, table, "verify", &verify);
    parameters->trusts_anybody = !verify;
    parameters->ca = take_file(L, table, "ca");
    parameters->cert = take_file(L, table, "cert");
    parameters->key = take_file(L, table, "key");
}

static void
add_expected(lua_State *L, HttpCall *call, int index)
{
    lua_Integer status = lua_isinteger(L, index) ? lua_tointeger(L, index) : 0;

    if (status < 100 || status > 599 || call->expected_count == STATUSES_MAX) {
        bind_problem(L, "%s: expect takes a status such as 200, or a list of them",
                     bind_row(L)->name);
    }
    call->expected[call->expected_count++] = (unsigned)status;
}

/* `call` only lends its place: nothing in it is owned yet. */
static void
take_expected(lua_State *L, int options, HttpCall *call)
{
    int kind = lua_istable(L, options) ? lua_getfield(L, options, "expect") : LUA_TNIL;
    int value = lua_gettop(L);

    if (kind == LUA_TTABLE) {
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, value); i++) {
            lua_rawgeti(L, value, i);
            add_expected(L, call, -1);
            lua_pop(L, 1);
        }
    } else if (kind != LUA_TNIL) {
        add_expected(L, call, value);
    }
}

static char *
call_in_words(const Task *task, const HttpCall *call, const HttpParameters *parameters)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "%s: %s %s is answered", task->name, parameters->method,
                           parameters->url);
    for (unsigned i = 0; i < call->expected_count; i++) {
        g_string_append_printf(text, "%s %u", i == 0 ? " with" : " or", call->expected[i]);
    }
    return g_string_free(text, FALSE);
}

static const BindOption request_options[] = {
    { "headers", OPTION_TABLE, false },  { "json", OPTION_ANY, false },
    { "body", OPTION_STRING, false },    { "timeout", OPTION_TIME, false },
    { "retries", OPTION_COUNT, false },  { "retry_every", OPTION_TIME, false },
    { "tls", OPTION_TABLE, false },      { "expect", OPTION_ANY, false },
    { "size_max", OPTION_COUNT, false }, { "method", OPTION_STRING, false },
    { NULL, OPTION_ANY, false },
};

static void
check_url(lua_State *L)
{
    char *problem;

    if (bind_script(L)->host->stepped) {
        bind_problem(L,
                     "%s asks somebody outside, for whom a stepped run has no time: play this "
                     "scenario without --stepped",
                     bind_row(L)->name);
    }
    if (lua_type(L, 1) != LUA_TSTRING) {
        bind_problem(L, "%s takes a URL, not %s", bind_row(L)->name, bind_describe(L, 1));
    }
    problem = http_check_url(lua_tostring(L, 1));
    if (problem != NULL) {
        lua_pushstring(L, problem);
        g_free(problem);
        bind_problem(L, "%s: %s", bind_row(L)->name, lua_tostring(L, -1));
    }
}

static int
ask(lua_State *L, const char *method)
{
    Task *task = bind_running_task(L);
    Script *script = bind_script(L);
    Draft draft = { .parameters = { .method = method, .retry_every = RETRY_EVERY } };
    HttpParameters *parameters = &draft.parameters;
    HttpCall taken = { 0 }, *call;
    unsigned size_max = 0;

    lua_settop(L, 2);
    check_url(L);
    bind_check_options(L, 2, request_options, false);
    parameters->url = lua_tostring(L, 1);
    bind_option_time(L, 2, "timeout", &parameters->timeout);
    bind_option_time(L, 2, "retry_every", &parameters->retry_every);
    bind_option_count(L, 2, "retries", &parameters->retries);
    bind_option_count(L, 2, "size_max", &size_max);
    if (bind_option_string(L, 2, "method", &parameters->method) &&
        (method != NULL || !is_token(parameters->method))) {
        return bind_refuse(L, "%s: method is for http.request, as in { method = \"PATCH\" }",
                           bind_row(L)->name);
    }
    if (parameters->method == NULL) {
        return bind_refuse(L, "http.request needs method, as in { method = \"PATCH\" }");
    }
    parameters->body_max = size_max;
    take_headers(L, 2, &draft);
    take_body(L, 2, &draft);
    take_tls(L, 2, parameters);
    take_expected(L, 2, &taken);
    parameters->headers = draft.headers;

    if (script->http == NULL) {
        script->http = http_new(script->host->loop);
    }
    call = g_memdup2(&taken, sizeof taken);
    call->task = task;
    call->what = call_in_words(task, call, parameters);
    call->request = http_begin(script->http, parameters, answered, call);
    task->awaited = call;
    task->forget = forget_call;
    task->state = TASK_WAITING;
    return lua_yieldk(L, 0, 0, finish_request);
}

void
bind_http_free(Script *script)
{
    http_free(script->http);
    script->http = NULL;
}

static int
word_get(lua_State *L)
{
    return ask(L, "GET");
}

static int
word_post(lua_State *L)
{
    return ask(L, "POST");
}

static int
word_put(lua_State *L)
{
    return ask(L, "PUT");
}

static int
word_delete(lua_State *L)
{
    return ask(L, "DELETE");
}

static int
word_request(lua_State *L)
{
    return ask(L, NULL);
}

#define REQUEST_OPTIONS                                                                        \
    "{ headers=, json=, body=, timeout=, retries=, retry_every=, expect=, size_max=, "         \
    "tls={ ca=, cert=, key=, verify= } }"

const BindWord bind_http_words[] = {
    { "http.get", "http.get(url, " REQUEST_OPTIONS ")",
      "in tasks: asks the system under test and gives { status, headers, body, json }; no "
      "answer, or another status than `expect`, is a failure",
      word_get, BIND_TASK },
    { "http.post", "http.post(url, " REQUEST_OPTIONS ")", "the same with POST", word_post,
      BIND_TASK },
    { "http.put", "http.put(url, " REQUEST_OPTIONS ")", "the same with PUT", word_put,
      BIND_TASK },
    { "http.delete", "http.delete(url, " REQUEST_OPTIONS ")", "the same with DELETE",
      word_delete, BIND_TASK },
    { "http.request", "http.request(url, { method=\"PATCH\", ... })",
      "the same with any method", word_request, BIND_TASK },
    { 0 },
};

/* response.json: the body is read when somebody asks for it. */
static int
push_response_json(lua_State *L)
{
    size_t size;
    const char *body, *problem;

    lua_getfield(L, 1, "body");
    body = luaL_checklstring(L, -1, &size);
    if (!bind_json_parse(L, body, size)) {
        problem = lua_pushfstring(L, "no JSON: %s", lua_tostring(L, -1));
        lua_getfield(L, 1, "what");
        lua_pushfstring(L, "%s with JSON", lua_tostring(L, -1));
        bind_push_failure_of(L, "bad-json", lua_tostring(L, -1), problem);
        return lua_error(L);
    }
    lua_pushvalue(L, -1);
    lua_setfield(L, 1, "json");
    return 1;
}

/* Upvalue 1: the methods. */
static int
index_response(lua_State *L)
{
    const char *names[] = { "status", "headers", "body", "json", "at", NULL };
    const char *key = luaL_tolstring(L, 2, NULL);

    if (strcmp(key, "json") == 0) {
        return push_response_json(L);
    }
    if (lua_getfield(L, lua_upvalueindex(1), key) != LUA_TNIL) {
        return 1;
    }
    return bind_refuse(L, "a response has no %s%s", key, bind_suggestion(L, key, names));
}

/* One step down: a member, or "3", the third of an array. */
static void
step_down(lua_State *L, const char *step, size_t length)
{
    if (!lua_istable(L, -1)) {
        lua_pushnil(L);
    } else if (bind_json_is_array(L, lua_gettop(L))) {
        lua_rawgeti(L, -1, (lua_Integer)g_ascii_strtoll(step, NULL, 10));
    } else {
        lua_pushlstring(L, step, length);
        lua_rawget(L, -2);
    }
    lua_remove(L, -2);
}

/* response:at "alarms.1.active": nil where there is no such thing. */
static int
response_at(lua_State *L)
{
    const char *path = luaL_checkstring(L, 2);

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_getfield(L, 1, "json");
    while (*path != '\0') {
        size_t length = strcspn(path, ".");

        step_down(L, path, length);
        path += length + (path[length] == '.');
    }
    return 1;
}

const BindWord bind_response_methods[] = {
    { "at", "response:at \"alarms.1.active\"",
      "in tasks: what stands there in an answer's JSON, nil where nothing does", response_at,
      BIND_TASK },
    { 0 },
};

void
bind_open_http(lua_State *L)
{
    luaL_newmetatable(L, RESPONSE_METATABLE);
    bind_push_methods(L, bind_response_methods);
    lua_pushcclosure(L, index_response, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

const BindWordOptions bind_http_options[] = {
    { bind_http_words, NULL, request_options, NULL },
    { bind_http_words, NULL, tls_options, "tls" },
    { 0 },
};
