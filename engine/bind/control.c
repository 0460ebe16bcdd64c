/* SPDX-License-Identifier: Apache-2.0
 *
 * bay:control("LD0/CSWI1.Pos", { by = "scenario" }) and its events: control:operated { value=,
 * or_cat= }. With by = "scenario" a task that waits for one has it to decide (see
 * control_request.c and doc/control.md).
 */
#include "engine/bind/control.h"
#include "engine/bind/match.h"
#include "engine/bind/word_options.h"
#include "engine/control_place.h"

#include <math.h>
#include <string.h>

bool
bind_find_control(lua_State *L, const Device *device, const char *text, NodeRef *co)
{
    if (control_place_find(device->server->model, text, co)) {
        return true;
    }
    if (bind_resolve_point(L, device, text, &(Point){ 0 })) {
        bind_problem(L, "%s: %s is not controllable", device->name, text);
    }
    return false;
}

static const char *const service_words[] = { "select", "operate", "cancel", NULL };
static const unsigned service_bits[] = { 1 << CONTROL_SBO | 1 << CONTROL_SBOW,
                                         1 << CONTROL_OPER, 1 << CONTROL_CANCEL };

bool
bind_to_services(lua_State *L, int index, unsigned *services)
{
    lua_Integer count = lua_istable(L, index) ? (lua_Integer)lua_rawlen(L, index) : 1;

    *services = 0;
    for (lua_Integer i = 1; i <= count; i++) {
        const char *text;
        unsigned row = 0;

        if (lua_istable(L, index)) {
            lua_rawgeti(L, index, i);
        } else {
            lua_pushvalue(L, index);
        }
        text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
        while (service_words[row] != NULL && strcmp(service_words[row], text) != 0) {
            row++;
        }
        if (service_words[row] == NULL) {
            bind_problem(L, "%s: a service is \"select\", \"operate\" or \"cancel\", not %s",
                         bind_row(L)->name, bind_describe(L, -1));
            return false;
        }
        *services |= service_bits[row];
        lua_pop(L, 1);
    }
    return true;
}

/* by= and asks= of bay:control; false: told. */
static bool
take_asked(lua_State *L, ControlDesk *desk)
{
    unsigned services = 1 << CONTROL_OPER;
    const char *by = NULL;
    bool is_asked;

    if (lua_getfield(L, 3, "asks") != LUA_TNIL &&
        !bind_to_services(L, lua_gettop(L), &services)) {
        return false;
    }
    is_asked = !lua_isnil(L, -1);
    lua_settop(L, 3);
    bind_option_string(L, 3, "by", &by);
    if (by != NULL && strcmp(by, "scenario") != 0 && strcmp(by, "device") != 0) {
        bind_problem(L, "control: by is \"scenario\" or \"device\", not \"%s\"", by);
        return false;
    }
    if (is_asked && (by == NULL || strcmp(by, "scenario") != 0)) {
        bind_problem(L, "control: asks goes with by = \"scenario\"");
        return false;
    }
    if (by != NULL) {
        control_desk_ask(desk, strcmp(by, "scenario") == 0 ? services : 0);
    }
    return true;
}

static const BindOption control_options[] = { { "by", OPTION_STRING, false },
                                              { "asks", OPTION_ANY, false },
                                              { "travel", OPTION_TIME, false },
                                              { NULL, OPTION_ANY, false } };

/* bay:control(reference, { by=, asks=, travel= }) */
int
bind_word_control(lua_State *L)
{
    const char *text = luaL_checkstring(L, 2);
    int64_t travel = 0;
    ControlDesk *desk;
    Device *device;
    NodeRef co;

    lua_settop(L, 3);
    if (bind_is_wild(L)) {
        return bind_push_wild_control(L);
    }
    device = bind_to_device(L, 1);
    if (device == NULL || !bind_check_options(L, 3, control_options, false) ||
        !bind_find_control(L, device, text, &co)) {
        return bind_push_word(L, WORD_BROKEN, "control", NULL), 1;
    }
    bind_push_source(L, &bind_control_class, device,
                     reference_format(device->server->model, &co, false), false);
    lua_insert(L, 1);
    if (lua_istable(L, 4)) {
        lua_remove(L, 3);
        desk = control_desk_get(device, &co, bind_to_source(L, 1, NULL)->reference);
        if (!take_asked(L, desk)) {
            return bind_push_word(L, WORD_BROKEN, "control", NULL), 1;
        }
        if (bind_option_time(L, 3, "travel", &travel)) {
            control_desk_set_travel(desk, travel);
        }
    }
    lua_settop(L, 1);
    return 1;
}

/* Events. */

bool
bind_to_add_cause(lua_State *L, int index, AddCause *cause)
{
    const char *names[ADD_CAUSES + 1] = { NULL };
    const char *text;

    lua_pushvalue(L, index);
    text = lua_isinteger(L, -1) || lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    if (add_cause_parse(text, cause)) {
        lua_pop(L, 1);
        return true;
    }
    for (unsigned i = 0; i < ADD_CAUSES; i++) {
        names[i] = add_cause_name(i);
    }
    bind_problem(L, "%s: no such AddCause: %s%s", bind_row(L)->name, bind_describe(L, index),
                 bind_suggestion(L, text, names));
    return false;
}

/* What may be asked of an event, and how its text has it. `put` gives the text of the value on
 * top; NULL: told. */
typedef struct ControlKey {
    const char *option, *key;
    char *(*put)(lua_State *L, const Source *source);
} ControlKey;

static char *
refuse_value(lua_State *L, const char *what)
{
    bind_problem(L, "%s: %s", bind_row(L)->name, what);
    return NULL;
}

/* What ctlVal is, and whether the data object is a switch; with stars, of the first one. */
static const Type *
value_type(const Source *source, bool *is_switch)
{
    const Model *model = source->device->server->model;
    const char *one = source->places != NULL ? places_first(source->places) : source->reference;
    g_autofree char *value = g_strdup_printf("%s.Oper.ctlVal[CO]", one);
    g_autofree char *status = g_strdup_printf("%s.stVal[ST]", one);
    NodeRef leaf;

    *is_switch =
        reference_resolve(model, status, &leaf, NULL) && leaf.type->kind == VALUE_BIT_STRING;
    return reference_resolve(model, value, &leaf, NULL) ? leaf.type : NULL;
}

static char *
put_value(lua_State *L, const Source *source)
{
    bool is_switch = false, on;
    const Type *type = value_type(source, &is_switch);
    const char *text = lua_type(L, -1) == LUA_TBOOLEAN ? (lua_toboolean(L, -1) ? "on" : "off")
                                                       : luaL_tolstring(L, -1, NULL);

    if (lua_type(L, -1) == LUA_TNUMBER && floor(lua_tonumber(L, -1)) == lua_tonumber(L, -1)) {
        return g_strdup_printf("%.0f", lua_tonumber(L, -1));
    }
    if (type == NULL || type->kind != VALUE_BOOLEAN) {
        return g_strdup(text);
    }
    on = strcmp(text, "on") == 0 || strcmp(text, "true") == 0;
    if (!on && strcmp(text, "off") != 0 && strcmp(text, "false") != 0) {
        return refuse_value(L, "value is \"on\" or \"off\"");
    }
    return g_strdup(is_switch ? (on ? "on" : "off") : on ? "true" : "false");
}

static char *
put_category(lua_State *L, const Source *source)
{
    ControlCategory category;

    (void)source;
    return lua_isstring(L, -1) && control_category_parse(lua_tostring(L, -1), &category)
               ? g_strdup(control_category_name(category))
               : refuse_value(L, "or_cat is a category such as \"remote-control\", or its "
                                 "number");
}

/* The quotes of events are no part of it. */
static char *
put_ident(lua_State *L, const Source *source)
{
    size_t size = 0;
    const char *text = lua_tolstring(L, -1, &size);
    g_autofree char *shown = NULL;

    (void)source;
    if (text == NULL) {
        return refuse_value(L, "or_ident is a text");
    }
    shown = control_ident_text((Slice){ (const uint8_t *)text, size });
    return shown[0] == '"' ? g_strndup(shown + 1, strlen(shown) - 2) : g_steal_pointer(&shown);
}

static char *
put_number(lua_State *L, const Source *source)
{
    (void)source;
    return lua_isinteger(L, -1) ? g_strdup_printf("%d", (int)lua_tointeger(L, -1))
                                : refuse_value(L, "ctl_num is a number");
}

static char *
put_test(lua_State *L, const Source *source)
{
    (void)source;
    return lua_isboolean(L, -1) ? g_strdup(lua_toboolean(L, -1) ? "true" : "false")
                                : refuse_value(L, "test is true or false");
}

/* The bits in their order. */
static char *
put_check(lua_State *L, const Source *source)
{
    unsigned check;

    (void)source;
    return lua_type(L, -1) == LUA_TSTRING && control_check_parse(lua_tostring(L, -1), &check)
               ? g_strdup(control_check_name(check))
               : refuse_value(L, "check is \"none\", \"synchrocheck\", \"interlock\" or "
                                 "\"synchrocheck,interlock\"");
}

static char *
put_cause(lua_State *L, const Source *source)
{
    AddCause cause;

    (void)source;
    return bind_to_add_cause(L, lua_gettop(L), &cause) ? g_strdup(add_cause_name(cause)) : NULL;
}

static char *
put_result(lua_State *L, const Source *source)
{
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";

    (void)source;
    return strcmp(text, "positive") == 0 || strcmp(text, "negative") == 0
               ? g_strdup(text)
               : refuse_value(L, "result is \"positive\" or \"negative\"");
}

static char *
put_service(lua_State *L, const Source *source)
{
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";

    (void)source;
    for (unsigned i = 0; i < CONTROL_SERVICES; i++) {
        if (strcmp(control_service_name(i), text) == 0) {
            return g_strdup(text);
        }
    }
    return refuse_value(L, "service is \"SBO\", \"SBOw\", \"Oper\" or \"Cancel\"");
}

/* The keys, by and where. */
static const BindOption event_options[] = {
    { "by", OPTION_BY, false },        { "where", OPTION_FUNCTION, false },
    { "value", OPTION_ANY, false },    { "or_cat", OPTION_ANY, false },
    { "or_ident", OPTION_ANY, false }, { "ctl_num", OPTION_ANY, false },
    { "test", OPTION_ANY, false },     { "check", OPTION_ANY, false },
    { "service", OPTION_ANY, false },  { "cause", OPTION_ANY, false },
    { "result", OPTION_ANY, false },   { NULL, OPTION_ANY, false },
};

static const ControlKey keys[] = {
    { "value", "ctlVal", put_value },      { "or_cat", "orCat", put_category },
    { "or_ident", "orIdent", put_ident },  { "ctl_num", "ctlNum", put_number },
    { "test", "test", put_test },          { "check", "check", put_check },
    { "service", "service", put_service }, { "cause", "cause", put_cause },
    { "result", "result", put_result },
};

/* One option of the table at 2 into that at 4, by the event's own name; tests stay as they are.
 * False: told. */
static bool
take_key(lua_State *L, const Source *source, const ControlKey *key)
{
    lua_settop(L, 4);
    if (lua_getfield(L, 2, key->option) == LUA_TNIL) {
        return true;
    }
    if (!lua_istable(L, -1)) {
        char *text = key->put(L, source);

        if (text == NULL) {
            return false;
        }
        lua_pushstring(L, text);
        g_free(text);
    }
    lua_setfield(L, 4, key->key);
    return true;
}

/* False: told. */
static bool
take_keys(lua_State *L, const Source *source, EventPattern *pattern)
{
    static const char *const kept[] = { "by", "where" };
    const char *fields[G_N_ELEMENTS(keys) + 1] = { NULL };

    lua_newtable(L);
    for (unsigned i = 0; lua_istable(L, 2) && i < G_N_ELEMENTS(kept); i++) {
        lua_getfield(L, 2, kept[i]);
        lua_setfield(L, 4, kept[i]);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(keys); i++) {
        fields[i] = keys[i].key;
        if (lua_istable(L, 2) && !take_key(L, source, &keys[i])) {
            return false;
        }
    }
    lua_settop(L, 4);
    return bind_take_match(L, 4, fields, pattern);
}

static EventKind
kind_of(const char *method)
{
    const SourceEvent *event = bind_control_class.events;

    while (strcmp(event->method, method) != 0) {
        event++;
    }
    return event->kind;
}

/* control:operated { by=, value=, or_cat=, .. } */
static int
control_event(lua_State *L)
{
    const char *name = bind_row(L)->name;
    const Source *source = bind_to_source(L, 1, &bind_control_class);
    EventPattern *pattern;

    if (source == NULL) {
        return bind_refuse(L, "write object:%s() with what bay:control gave", name);
    }
    lua_settop(L, 2);
    pattern = bind_source_pattern(source, kind_of(name));
    bind_push_word(L, WORD_PATTERN, name, pattern);
    if (!bind_check_options(L, 2, event_options, false) || !take_keys(L, source, pattern)) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    lua_settop(L, 3);
    return 1;
}

static const SourceEvent events[] = {
    { "selected", EVENT_SELECTED },
    { "operated", EVENT_OPERATED },
    { "cancelled", EVENT_CANCELLED },
    { "refused", EVENT_COMMAND_REFUSED },
    { "terminated", EVENT_COMMAND_TERMINATED },
    { "select_expired", EVENT_SELECT_EXPIRED },
    { NULL, 0 },
};

#define WHAT "by=, value=, or_cat=, or_ident=, ctl_num=, test=, check="

const BindWord bind_control_methods[] = {
    { "selected", "control:selected { " WHAT " }",
      "event: a client selects it; in a task that is asked, a request to decide", control_event,
      BIND_LOAD | BIND_TASK },
    { "operated", "control:operated { " WHAT " }",
      "event: a client operates it; in a task that is asked, a request to decide and to end",
      control_event, BIND_LOAD | BIND_TASK },
    { "cancelled", "control:cancelled { " WHAT " }",
      "event: a client cancels it; in a task that is asked, a request to decide", control_event,
      BIND_LOAD | BIND_TASK },
    { "refused", "control:refused { cause=, service=, " WHAT " }",
      "event: a select, operate or cancel was refused", control_event, BIND_LOAD | BIND_TASK },
    { "terminated", "control:terminated { result=, cause=, " WHAT " }",
      "event: a CommandTermination was sent; result \"positive\" or \"negative\"",
      control_event, BIND_LOAD | BIND_TASK },
    { "select_expired", "control:select_expired { " WHAT " }",
      "event: sboTimeout ended a selection", control_event, BIND_LOAD | BIND_TASK },
    { 0 },
};

const SourceClass bind_control_class = {
    .name = "control", .what = "a control", .methods = bind_control_methods, .events = events
};

const BindWordOptions bind_control_options[] = {
    { bind_ied_methods, "control", control_options, NULL },
    { bind_control_methods, NULL, event_options, NULL },
    { 0 },
};
