/* SPDX-License-Identifier: Apache-2.0
 *
 * fault.NAME(ied or station or { ieds }, { ... }) arms a fault; the words are made of the rows
 * of fault_types[]. fault.clear removes; bay:fault_acted(NAME) and its like are events.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/fault.h"

#define OPTIONS_MAX (FAULT_PARAMETERS_MAX + 6)

/* Devices. */

static bool
add_device(lua_State *L, int index, GPtrArray *devices)
{
    Word *station = bind_to_word(L, index, WORD_STATION);

    if (station != NULL) {
        g_ptr_array_extend(devices, ((const Station *)station->thing)->devices, NULL, NULL);
        return true;
    }
    if (bind_to_word(L, index, WORD_DEVICE) != NULL) {
        g_ptr_array_add(devices, bind_to_device(L, index));
        return true;
    }
    return false;
}

/* The IED, station or list of IEDs at 1, gathered in an array that Lua collects; NULL: told. */
static GPtrArray *
to_devices(lua_State *L)
{
    GPtrArray **box = lua_newuserdatauv(L, sizeof *box, 0);
    bool sound = true;

    *box = g_ptr_array_new();
    luaL_setmetatable(L, "iedbench.fault_devices");
    if (lua_istable(L, 1)) {
        for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, 1); i++) {
            lua_rawgeti(L, 1, i);
            sound = add_device(L, lua_gettop(L), *box) && sound;
            lua_pop(L, 1);
        }
    } else {
        sound = add_device(L, 1, *box);
    }
    if (!sound || (*box)->len == 0) {
        if (!bind_is_broken(L, 1)) {
            bind_problem(L, "%s takes an IED, a station or a list of IEDs, not %s",
                         bind_row(L)->name, bind_describe(L, 1));
        }
        return NULL;
    }
    return *box;
}

static int
free_devices(lua_State *L)
{
    GPtrArray **box = lua_touserdata(L, 1);

    g_clear_pointer(box, g_ptr_array_unref);
    return 0;
}

/* Options. */

static OptionKind
option_kind(FaultKind kind)
{
    switch (kind) {
    case FAULT_TIME:
        return OPTION_TIME;
    case FAULT_NUMBER:
        return OPTION_NUMBER;
    case FAULT_COUNT:
        return OPTION_COUNT;
    case FAULT_FLAG:
        return OPTION_BOOLEAN;
    default:
        return OPTION_STRING;
    }
}

static void
fill_options(const FaultType *type, BindOption *options)
{
    unsigned count = 0;

    for (const FaultParameter *row = type->parameters; row != NULL && row->name != NULL;
         row++) {
        options[count++] =
            (BindOption){ row->name, option_kind(row->kind), row->preset == NULL };
    }
    if ((type->no_settings & FAULT_NO_LASTING) == 0) {
        options[count++] = (BindOption){ "lasting", OPTION_TIME, false };
    }
    if ((type->no_settings & FAULT_NO_TIMES) == 0) {
        options[count++] = (BindOption){ "times", OPTION_COUNT, false };
    }
    if ((type->no_settings & FAULT_NO_SHARE) == 0) {
        options[count++] = (BindOption){ "share", OPTION_NUMBER, false };
    }
    if ((type->no_settings & FAULT_NO_CLIENT) == 0) {
        options[count++] = (BindOption){ "by", OPTION_BY, false };
        options[count++] = (BindOption){ "association", OPTION_COUNT, false };
    }
    options[count] = (BindOption){ NULL, OPTION_ANY, false };
}

/* Times as numbers are seconds, as everywhere. */
static const char *
option_text(lua_State *L)
{
    return lua_isboolean(L, -1) ? (lua_toboolean(L, -1) ? "true" : "false")
                                : lua_tostring(L, -1);
}

static bool
take_parameters(lua_State *L, FaultSpec *spec)
{
    const FaultParameter *rows = spec->type->parameters;

    for (unsigned i = 0; rows != NULL && rows[i].name != NULL && lua_istable(L, 2); i++) {
        char *problem = NULL;

        if (lua_getfield(L, 2, rows[i].name) != LUA_TNIL) {
            problem = fault_spec_set(spec, i, option_text(L));
        }
        lua_pop(L, 1);
        if (problem != NULL) {
            const char *text = lua_pushstring(L, problem);

            g_free(problem);
            bind_problem(L, "%s: %s", bind_row(L)->name, text);
            return false;
        }
    }
    return true;
}

static bool
take_settings(lua_State *L, FaultSpec *spec)
{
    const char *client = NULL;
    unsigned times = 0, association = 0;

    bind_option_time(L, 2, "lasting", &spec->lasting);
    if (bind_option_count(L, 2, "times", &times)) {
        spec->times = times;
        if (times == 0) {
            bind_problem(L, "%s: times = 0 would never do anything", bind_row(L)->name);
            return false;
        }
    }
    if (bind_option_number(L, 2, "share", &spec->share) &&
        (spec->share <= 0 || spec->share > 1)) {
        bind_problem(L, "%s: share is more than 0 and at most 1", bind_row(L)->name);
        return false;
    }
    if (bind_option_count(L, 2, "association", &association)) {
        spec->association = association;
        if (association == 0) {
            bind_problem(L, "%s: associations are counted from 1", bind_row(L)->name);
            return false;
        }
    }
    if (bind_option_client(L, 2, "by", &client)) {
        spec->client = g_strdup(client);
    }
    return true;
}

static bool
check_devices(lua_State *L, const FaultSpec *spec, const GPtrArray *devices)
{
    for (unsigned i = 0; i < devices->len && spec->type->check != NULL; i++) {
        const Device *device = devices->pdata[i];
        char *problem = spec->type->check(spec, device);

        if (problem != NULL) {
            const char *text = lua_pushstring(L, problem);

            g_free(problem);
            bind_problem(L, "%s: %s: %s", bind_row(L)->name, device->name, text);
            return false;
        }
    }
    return true;
}

/* Upvalue 2 of these words: the type. */
static const FaultType *
type_of_word(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(2));
}

static int
free_spec(lua_State *L)
{
    FaultSpec **box = lua_touserdata(L, 1);

    g_clear_pointer(box, fault_spec_unref);
    return 0;
}

static int
word_fault(lua_State *L)
{
    const FaultType *type = type_of_word(L);
    BindOption options[OPTIONS_MAX];
    GPtrArray *devices;
    FaultSpec **spec;

    lua_settop(L, 2);
    devices = to_devices(L);
    fill_options(type, options);
    if (devices == NULL || !bind_check_options(L, 2, options, false)) {
        return bind_push_word(L, WORD_BROKEN, type->name, NULL), 1;
    }
    spec = lua_newuserdatauv(L, sizeof *spec, 0);
    *spec = fault_spec_new(type);
    luaL_setmetatable(L, "iedbench.fault_spec");
    (*spec)->line = bind_place(L).line;
    if (!take_parameters(L, *spec) || !take_settings(L, *spec) ||
        !check_devices(L, *spec, devices)) {
        return bind_push_word(L, WORD_BROKEN, type->name, NULL), 1;
    }
    bind_push_word(L, WORD_ACTION, bind_row(L)->name,
                   fault_action_new(*spec, (Device *const *)devices->pdata, devices->len));
    return 1;
}

/* Names. */

static const char **
type_names(void)
{
    unsigned count = 0;
    const char **names;

    while (fault_types[count] != NULL) {
        count++;
    }
    names = g_new0(const char *, count + 1);
    for (unsigned i = 0; i < count; i++) {
        names[i] = fault_types[i]->name;
    }
    return names;
}

/* The type that is named at `index`; NULL with *sound when none is given. */
static const FaultType *
to_type(lua_State *L, int index, bool *sound)
{
    const char *name = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : NULL;
    const FaultType *type = name == NULL ? NULL : fault_type_find(name);

    *sound = type != NULL || lua_isnoneornil(L, index);
    if (!*sound && name == NULL) {
        bind_problem(L, "%s takes a fault's name, not %s", bind_row(L)->name,
                     bind_describe(L, index));
    } else if (!*sound) {
        const char **names = type_names();
        const char *near = bind_suggestion(L, name, names);

        g_free(names);
        bind_problem(L, "no such fault: %s%s", name, near);
    }
    return type;
}

static int
word_clear(lua_State *L)
{
    const FaultType *type;
    GPtrArray *devices;
    bool sound;

    lua_settop(L, 2);
    type = to_type(L, 2, &sound);
    devices = to_devices(L);
    if (devices == NULL || !sound) {
        return bind_push_word(L, WORD_BROKEN, "fault.clear", NULL), 1;
    }
    bind_push_word(L, WORD_ACTION, "fault.clear",
                   fault_clear_action_new(type == NULL ? NULL : type->name,
                                          (Device *const *)devices->pdata, devices->len));
    return 1;
}

const BindWord bind_fault_words[] = {
    { "fault.clear", "fault.clear(ied or station or { ieds }, [\"NAME\"])",
      "removes the faults of a name, or all", word_clear, BIND_LOAD | BIND_TASK },
    { 0 },
};

/* Events. */

static EventKind
event_of(const char *name)
{
    static const EventKind kinds[] = { EVENT_FAULT_ARMED, EVENT_FAULT_ACTED,
                                       EVENT_FAULT_REMOVED };

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(event_kind_name(kinds[i]), name) == 0) {
            return kinds[i];
        }
    }
    g_assert_not_reached();
}

static void
add_devices(lua_State *L, EventPattern *pattern)
{
    Word *station = bind_to_word(L, 1, WORD_STATION);
    const Station *all = station == NULL ? NULL : station->thing;

    if (all == NULL) {
        pattern_add_device(pattern, bind_to_device(L, 1));
        return;
    }
    for (unsigned i = 0; i < all->devices->len; i++) {
        pattern_add_device(pattern, all->devices->pdata[i]);
    }
}

static const BindOption event_options[] = { { "by", OPTION_BY, false },
                                            { NULL, OPTION_ANY, false } };

static int
word_event(lua_State *L)
{
    Word *station = bind_to_word(L, 1, WORD_STATION);
    const char *name = bind_row(L)->name;
    const char *client = NULL;
    EventPattern *pattern;
    const FaultType *type;
    int at;
    bool sound;

    if (station == NULL && bind_to_word(L, 1, WORD_DEVICE) == NULL) {
        return bind_refuse(L, "write bay:%s(...) with an IED or a station", name);
    }
    lua_settop(L, 3);
    at = lua_istable(L, 2) ? 2 : 3;
    lua_pushvalue(L, at == 2 ? 4 : 2);
    type = to_type(L, 4, &sound);
    if (!sound || !bind_check_options(L, at, event_options, false)) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    pattern = pattern_new(event_of(name), station == NULL ? bind_to_device(L, 1)->name
                                                          : ((Station *)station->thing)->name);
    bind_push_word(L, WORD_PATTERN, name, pattern);
    add_devices(L, pattern);
    if (type != NULL) {
        pattern_set_reference(pattern, type->name);
    }
    if (bind_option_client(L, at, "by", &client)) {
        pattern->client = g_strdup(client);
    }
    return 1;
}

const BindWord bind_fault_methods[] = {
    { "fault_armed", "bay:fault_armed([\"NAME\"])",
      "event: the device begins to misbehave, so or in any way", word_event,
      BIND_LOAD | BIND_TASK },
    { "fault_acted", "bay:fault_acted([\"NAME\",] { by= })",
      "event: a fault did something; value says what", word_event, BIND_LOAD | BIND_TASK },
    { "fault_removed", "bay:fault_removed([\"NAME\"])",
      "event: the device misbehaves so no longer", word_event, BIND_LOAD | BIND_TASK },
    { 0 },
};

/* The words of the rows. */

static void
append_parameter(GString *usage, const char *name, bool first)
{
    g_string_append_printf(usage, "%s%s=", first ? "{ " : ", ", name);
}

char *
bind_fault_usage(const FaultType *type)
{
    GString *usage = g_string_new(NULL);
    BindOption options[OPTIONS_MAX];

    fill_options(type, options);
    g_string_printf(usage, "fault.%s(ied", type->name);
    for (unsigned i = 0; options[i].name != NULL; i++) {
        if (i == 0) {
            g_string_append(usage, ", ");
        }
        append_parameter(usage, options[i].name, i == 0);
    }
    g_string_append(usage, options[0].name == NULL ? ")" : " })");
    return g_string_free(usage, FALSE);
}

static void
open_metatable(lua_State *L, const char *name, lua_CFunction collect)
{
    luaL_newmetatable(L, name);
    lua_pushcfunction(L, collect);
    lua_setfield(L, -2, "__gc");
    lua_pop(L, 1);
}

/* The rows of Lua words live as long as the state: it owns them. */
void
bind_open_faults(lua_State *L)
{
    open_metatable(L, "iedbench.fault_devices", free_devices);
    open_metatable(L, "iedbench.fault_spec", free_spec);
    lua_getglobal(L, "fault");
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        const FaultType *type = fault_types[i];
        BindWord *row = lua_newuserdatauv(L, sizeof *row, 0);

        lua_rawsetp(L, LUA_REGISTRYINDEX, row);
        *row = (BindWord){ .name = lua_pushfstring(L, "fault.%s", type->name),
                           .function = word_fault,
                           .where = BIND_LOAD | BIND_TASK };
        lua_rawsetp(L, LUA_REGISTRYINDEX, row->name);
        lua_pushlightuserdata(L, row);
        lua_pushlightuserdata(L, (void *)type);
        lua_pushcclosure(L, bind_call_word, 2);
        lua_setfield(L, -2, type->name);
    }
    lua_pop(L, 1);
}

const BindWordOptions bind_fault_options[] = {
    { bind_fault_methods, NULL, event_options, NULL },
    { 0 },
};
