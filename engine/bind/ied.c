/* SPDX-License-Identifier: Apache-2.0
 *
 * ied { scl=, name= } and station { scl= }: the devices of a scenario, their references, and
 * bay[reference] in tasks.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/personality.h"
#include "engine/preassigned.h"
#include "engine/signal.h"

void
bind_push_device(lua_State *L, Device *device)
{
    bind_push_word(L, WORD_DEVICE, "ied", device);
}

Device *
bind_to_device(lua_State *L, int index)
{
    Word *word = bind_to_word(L, index, WORD_DEVICE);

    if (word == NULL && !bind_is_broken(L, index)) {
        bind_problem(L, "%s takes an IED, not %s", bind_row(L)->name, bind_describe(L, index));
    }
    return word == NULL ? NULL : word->thing;
}

bool
bind_resolve_point(lua_State *L, const Device *device, const char *reference, Point *point)
{
    GError *error = NULL;
    const char *text;

    if (reference_resolve_point(device->server->model, reference, point, &error)) {
        return true;
    }
    text = lua_pushfstring(L, "%s: %s", device->name, error->message);
    g_error_free(error);
    bind_problem(L, "%s", text);
    lua_pop(L, 1);
    return false;
}

/* The file of { scl = ... }; NULL: told. */
static SclFile *
take_file(lua_State *L)
{
    Script *script = bind_script(L);
    const char *name = NULL;
    GError *error = NULL;
    SclFile *file;

    bind_option_string(L, 1, "scl", &name);
    file = scenario_get_file(script->scenario, name, &error);
    if (file == NULL) {
        lua_pushstring(L, error->message);
        g_error_free(error);
        bind_problem(L, "%s", lua_tostring(L, -1));
    }
    return file;
}

/* Of a file without the one that was asked for. */
#define SERVERS_TOLD_MAX 8

/* Names of a file's servers, for suggestions; to be freed. */
static const char **
server_names(const SclFile *file)
{
    const char **names = g_new0(const char *, file->server_count + 1);

    for (unsigned i = 0; i < file->server_count; i++) {
        names[i] = file->servers[i].name;
    }
    return names;
}

static int
refuse_name(lua_State *L, const SclFile *file, const char *name)
{
    const char **names = server_names(file);
    const char *near = bind_suggestion(L, name, names);
    GString *text = g_string_new(near);

    for (unsigned i = 0; near[0] == '\0' && i < file->server_count; i++) {
        if (i == SERVERS_TOLD_MAX) {
            g_string_append(text, ", ...");
            break;
        }
        g_string_append_printf(text, "%s%s", i == 0 ? "; there is " : ", ", names[i]);
    }
    g_free(names);
    lua_pushstring(L, text->str);
    g_string_free(text, TRUE);
    return bind_refuse(L, "%s has no IED %s with a server%s", file->path, name,
                       lua_tostring(L, -1));
}

static int
push_named(lua_State *L, SclFile *file, const char *name)
{
    Scenario *scenario = bind_script(L)->scenario;

    for (unsigned i = 0; i < file->server_count; i++) {
        if (strcmp(file->servers[i].name, name) == 0) {
            bind_push_device(L, scenario_get_device(scenario, file, &file->servers[i]));
            return 1;
        }
    }
    return refuse_name(L, file, name);
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "NAME=ADDRESS" of every { NAME = "ADDRESS" } on top of the stack, sorted; NULL: told. */
static char **
take_clients(lua_State *L)
{
    g_autoptr(GPtrArray) clients = g_ptr_array_new_with_free_func(g_free);
    int table = lua_gettop(L);
    bool sound = true;

    for (lua_pushnil(L); sound && lua_next(L, table) != 0; lua_pop(L, 1)) {
        sound = lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING;
        if (sound) {
            g_ptr_array_add(clients,
                            g_strjoin("=", lua_tostring(L, -2), lua_tostring(L, -1), NULL));
        }
    }
    lua_settop(L, table);
    if (!sound) {
        bind_problem(L,
                     "ied: clients are names of client IEDs and their addresses, as in { HMI "
                     "= \"127.0.0.2\" }");
        return NULL;
    }
    g_ptr_array_sort(clients, compare_texts);
    g_ptr_array_add(clients, NULL);
    return (char **)g_ptr_array_steal(clients, NULL);
}

/* Whose the preassigned control blocks are. */
static void
take_preassigned(lua_State *L, Device *device)
{
    const char *mode = NULL;
    char **clients = NULL;
    GError *error = NULL;

    bind_option_string(L, 1, "preassigned", &mode);
    if (lua_getfield(L, 1, "clients") == LUA_TTABLE) {
        clients = take_clients(L);
    }
    lua_pop(L, 1);
    if (!preassigned_check(&(Preassigned){ mode, (const char *const *)clients }, &error)) {
        lua_pushstring(L, error->message);
        g_error_free(error);
        bind_problem(L, "ied: %s", lua_tostring(L, -1));
        lua_pop(L, 1);
        g_strfreev(clients);
        return;
    }
    g_free(device->preassigned);
    device->preassigned = g_strdup(mode);
    g_strfreev(device->clients);
    device->clients = clients;
}

static const BindOption ied_options[] = { { "scl", OPTION_STRING, true },
                                          { "name", OPTION_STRING, false },
                                          { "preassigned", OPTION_STRING, false },
                                          { "clients", OPTION_TABLE, false },
                                          { "personality", OPTION_STRING, false },
                                          { "differs", OPTION_TABLE, false },
                                          { NULL, OPTION_ANY, false } };

/* The personality of { personality = NAME }; each device has its own copy. */
static void
take_personality(lua_State *L, Device *device)
{
    const Scenario *scenario = bind_script(L)->scenario;
    const char *name = NULL;
    GError *error = NULL;
    Personality *personality;
    char *folder;

    if (!bind_option_string(L, 1, "personality", &name)) {
        return;
    }
    folder = g_path_get_dirname(scenario->path);
    personality = personality_load(name, folder, &error);
    g_free(folder);
    if (personality == NULL) {
        lua_pushstring(L, error->message);
        g_error_free(error);
        bind_problem(L, "%s", lua_tostring(L, -1));
        lua_pop(L, 1);
        return;
    }
    personality_free(device->personality);
    device->personality = personality;
}

static int
word_ied(lua_State *L)
{
    const char *name = NULL;
    char **differences = NULL;
    SclFile *file;
    Word *word;

    if (!bind_check_options(L, 1, ied_options, false) || (file = take_file(L)) == NULL) {
        bind_push_word(L, WORD_BROKEN, "ied", NULL);
        return 1;
    }
    if (!bind_option_string(L, 1, "name", &name) && file->server_count != 1) {
        return bind_refuse(L, "ied needs name: %s has %u IEDs with a server", file->path,
                           file->server_count);
    }
    if (name == NULL) {
        name = file->servers->name;
    }
    file = bind_take_differs(L, file, name, &differences);
    if (file == NULL) {
        bind_push_word(L, WORD_BROKEN, "ied", NULL);
        return 1;
    }
    push_named(L, file, name);
    word = bind_to_word(L, -1, WORD_DEVICE);
    if (word == NULL) {
        g_strfreev(differences);
    } else {
        ((Device *)word->thing)->differences = differences;
        take_preassigned(L, word->thing);
        take_personality(L, word->thing);
    }
    return 1;
}

static const BindOption station_options[] = { { "scl", OPTION_STRING, true },
                                              { "personality", OPTION_STRING, false },
                                              { NULL, OPTION_ANY, false } };

static int
word_station(lua_State *L)
{
    Scenario *scenario = bind_script(L)->scenario;
    Station *station;
    SclFile *file;

    if (!bind_check_options(L, 1, station_options, false) || (file = take_file(L)) == NULL) {
        bind_push_word(L, WORD_BROKEN, "station", NULL);
        return 1;
    }
    if (file->server_count == 0) {
        return bind_refuse(L, "%s has no IED with a server", file->path);
    }
    station = g_new0(Station, 1);
    station->file = file;
    station->name = g_path_get_basename(file->path);
    station->devices = g_ptr_array_new();
    for (unsigned i = 0; i < file->server_count; i++) {
        g_ptr_array_add(station->devices,
                        scenario_get_device(scenario, file, &file->servers[i]));
        take_personality(L, station->devices->pdata[i]);
    }
    bind_push_word(L, WORD_STATION, "station", station);
    return 1;
}

static Station *
to_station(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_STATION);

    if (word == NULL) {
        luaL_error(L, "write station:%s(...)", bind_row(L)->name);
    }
    return word->thing;
}

static int
station_ied(lua_State *L)
{
    Station *station = to_station(L);

    return push_named(L, station->file, luaL_checkstring(L, 2));
}

static int
station_ieds(lua_State *L)
{
    Station *station = to_station(L);
    GPatternSpec *pattern = lua_isstring(L, 2) ? g_pattern_spec_new(lua_tostring(L, 2)) : NULL;
    lua_Integer count = 0;

    lua_settop(L, 2);
    lua_newtable(L);
    for (unsigned i = 0; i < station->devices->len; i++) {
        Device *device = station->devices->pdata[i];

        if (pattern == NULL || g_pattern_spec_match_string(pattern, device->name)) {
            bind_push_device(L, device);
            lua_rawseti(L, 3, ++count);
        }
    }
    if (pattern != NULL) {
        g_pattern_spec_free(pattern);
    }
    return 1;
}

static int
station_each(lua_State *L)
{
    Station *station = to_station(L);

    bind_push_group(L, (Device *const *)station->devices->pdata, station->devices->len,
                    luaL_checkstring(L, 2));
    return 1;
}

static int
ied_each(lua_State *L)
{
    Device *device = bind_to_device(L, 1);

    if (device == NULL) {
        bind_push_word(L, WORD_BROKEN, "each", NULL);
    } else {
        bind_push_group(L, &device, 1, luaL_checkstring(L, 2));
    }
    return 1;
}

static int
ied_abort(lua_State *L)
{
    ied_abort_all(bind_to_device(L, 1)->ied);
    return 0;
}

const BindWord bind_ied_words[] = {
    { "ied", "ied { scl=, name=, preassigned=, clients=, personality=, differs= }",
      "one IED of an SCL file; the name may be left out when there is only one", word_ied,
      BIND_LOAD },
    { "station", "station { scl=, personality= }", "every IED of an SCL file", word_station,
      BIND_LOAD },
    { 0 },
};

const BindWord bind_ied_methods[] = {
    { "rcb", "bay:rcb(reference)",
      "a report control block, without an index any instance of it; with stars any that fits",
      bind_word_rcb, BIND_LOAD | BIND_TASK },
    { "log", "bay:log(reference)", "a log, as LD0/LLN0.EventLog", bind_word_log,
      BIND_LOAD | BIND_TASK },
    { "control", "bay:control(reference, { by=\"scenario\"|\"device\", asks=, travel= })",
      "a control, as LD0/CSWI1.Pos; with by = \"scenario\" tasks decide what clients ask of "
      "it; with stars any that fits",
      bind_word_control, BIND_LOAD | BIND_TASK },
    { "settings", "bay:settings \"LD0\"", "the setting groups of a logical device",
      bind_word_settings, BIND_LOAD | BIND_TASK },
    { "gocb", "bay:gocb(reference)", "a GOOSE control block", bind_word_publication,
      BIND_LOAD | BIND_TASK },
    { "svcb", "bay:svcb(reference)", "a sampled value control block", bind_word_publication,
      BIND_LOAD | BIND_TASK },
    { "metric", "bay:metric(\"NAME\", { by=, per=, wall= })",
      "what is measured of it, by a name of iedbench list metrics", bind_word_metric,
      BIND_LOAD },
    { "coverage", "bay:coverage \"KIND\"",
      "metric: how much of what is offered clients touched, in percent; without a kind of "
      "iedbench list coverage: in total",
      bind_word_coverage, BIND_LOAD },
    { "each", "bay:each \"LN*.DO*\"",
      "the points of an IED that fit, as a group; stars may stand in every name", ied_each,
      BIND_LOAD | BIND_TASK },
    { "abort", "bay:abort()", "ends every association of the IED", ied_abort, BIND_TASK },
    { 0 },
};

const BindWord bind_station_methods[] = {
    { "ied", "station:ied \"NAME\"", "one IED of the station", station_ied,
      BIND_LOAD | BIND_TASK },
    { "ieds", "station:ieds \"NAME*\"", "a list of its IEDs, or of those whose name fits",
      station_ieds, BIND_LOAD | BIND_TASK },
    { "rcb", "station:rcb \"LLN0.BR.*\"",
      "the report control blocks of its IEDs that fit, for events", bind_word_rcb,
      BIND_LOAD | BIND_TASK },
    { "control", "station:control(\"LN*.DO*\", { travel= })",
      "the controls of its IEDs that fit, for events", bind_word_control,
      BIND_LOAD | BIND_TASK },
    { "metric", "station:metric(\"NAME\", { by=, per=, wall= })",
      "what is measured of it, by a name of iedbench list metrics", bind_word_metric,
      BIND_LOAD },
    { "coverage", "station:coverage \"KIND\"",
      "metric: how much of what is offered clients touched, in percent; without a kind of "
      "iedbench list coverage: in total",
      bind_word_coverage, BIND_LOAD },
    { "each", "station:each \"LN*.DO*\"", "the points of all its IEDs that fit, as a group",
      station_each, BIND_LOAD | BIND_TASK },
    { 0 },
};

static int
push_property(lua_State *L, const Device *device, const char *key)
{
    if (strcmp(key, "name") == 0) {
        lua_pushstring(L, device->name);
    } else if (strcmp(key, "address") == 0 && device->ied != NULL) {
        lua_pushfstring(L, "%s:%d", ied_address(device->ied), ied_port(device->ied));
    } else {
        return 0;
    }
    return 1;
}

static int
refuse_key(lua_State *L, const char *what, const char *key)
{
    const char *names[128] = { "name", "address" };
    unsigned count = 2;

    lua_pushnil(L);
    while (lua_next(L, lua_upvalueindex(1)) != 0 && count < G_N_ELEMENTS(names) - 1) {
        names[count++] = lua_tostring(L, -2);
        lua_pop(L, 1);
    }
    return bind_refuse(L, "%s has no %s%s", what, key, bind_suggestion(L, key, names));
}

/* bay:word, bay.name, bay["LD0/XCBR1.Pos"]. Upvalue 1: the methods. */
static int
index_ied(lua_State *L)
{
    const Device *device = ((Word *)lua_touserdata(L, 1))->thing;
    const char *key = luaL_checkstring(L, 2);
    Point point;

    if (lua_getfield(L, lua_upvalueindex(1), key) != LUA_TNIL ||
        push_property(L, device, key) == 1) {
        return 1;
    }
    if (strpbrk(key, "/.$") == NULL) {
        return refuse_key(L, device->name, key);
    }
    if (bind_script(L)->host == NULL) {
        return bind_refuse(L, "%s[\"%s\"] is read in tasks", device->name, key);
    }
    bind_resolve_point(L, device, key, &point);
    bind_push_leaf(L, ied_values(device->ied), &point.value);
    return 1;
}

static int
assign_ied(lua_State *L)
{
    Device *device = ((Word *)lua_touserdata(L, 1))->thing;
    const char *key = luaL_checkstring(L, 2);
    SetAction *set;

    if (bind_script(L)->looking) {
        return luaL_error(L, "a where function looks at its event and does nothing");
    }
    if (bind_script(L)->host == NULL) {
        bind_problem(L, "%s[\"%s\"] = ... is for tasks: write set(%s, \"%s\", ...)",
                     device->name, key, device->name, key);
        return 0;
    }
    set = bind_to_set(L, 3, device, key);
    if (set != NULL) {
        bind_perform(L, &set->action);
        action_unref(&set->action);
    }
    return 0;
}

static int
index_station(lua_State *L)
{
    const char *key = luaL_checkstring(L, 2);

    return lua_getfield(L, lua_upvalueindex(1), key) != LUA_TNIL
               ? 1
               : refuse_key(L, "a station", key);
}

static void
add_methods(lua_State *L, const BindWord *rows)
{
    bind_push_methods(L, rows);
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_settable(L, -5);
    }
    lua_pop(L, 1);
}

/* Events are methods of IEDs and stations alike. */
static void
add_event_methods(lua_State *L)
{
    add_methods(L, bind_event_methods);
    add_methods(L, bind_fault_methods);
}

void
bind_open_ied(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.ied");
    bind_push_methods(L, bind_ied_methods);
    add_event_methods(L);
    lua_pushcclosure(L, index_ied, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, assign_ied);
    lua_setfield(L, -2, "__newindex");
    luaL_getmetatable(L, "iedbench.station");
    bind_push_methods(L, bind_station_methods);
    add_event_methods(L);
    lua_pushcclosure(L, index_station, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}

const BindWordOptions bind_ied_options[] = {
    { bind_ied_words, "ied", ied_options, NULL },
    { bind_ied_words, "station", station_options, NULL },
    { 0 },
};
