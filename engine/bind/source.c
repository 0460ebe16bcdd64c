/* SPDX-License-Identifier: Apache-2.0
 *
 * Objects of a device whose events have words (see source.h).
 */
#include "engine/bind/source.h"

#include <string.h>

#include "engine/bind/match.h"

/* A new class is a line here. */
static const SourceClass *const classes[] = { &bind_rcb_class,      &bind_log_class,
                                              &bind_settings_class, &bind_gocb_class,
                                              &bind_svcb_class,     &bind_control_class };

void
bind_source_free(void *thing)
{
    Source *source = thing;

    if (source->devices != NULL) {
        g_ptr_array_unref(source->devices);
    }
    places_unref(source->places);
    g_free(source->who);
    g_free(source->reference);
    g_free(source);
}

int
bind_push_source(lua_State *L, const SourceClass *source_class, Device *device, char *reference,
                 bool instances)
{
    Source *source = g_new(Source, 1);

    *source = (Source){ .source_class = source_class,
                        .device = device,
                        .reference = reference,
                        .instances = instances };
    bind_push_word(L, WORD_SOURCE, source_class->name, source);
    return 1;
}

int
bind_push_wild_source(lua_State *L, const SourceClass *source_class, GPtrArray *devices,
                      const char *reference, Places *places)
{
    Word *station = bind_to_word(L, 1, WORD_STATION);
    Source *source = g_new(Source, 1);

    *source = (Source){ .source_class = source_class,
                        .device = devices->len > 0 ? devices->pdata[0] : NULL,
                        .devices = devices,
                        .reference = g_strdup(reference),
                        .places = places };
    bind_push_word(L, WORD_SOURCE, source_class->name, source);
    if (source->device == NULL) {
        return bind_refuse(L, "%s: nothing fits \"%s\"", bind_row(L)->name, reference);
    }
    source->who = station == NULL ? g_strdup(source->device->name)
                                  : g_strdup_printf("any IED of %s",
                                                    ((const Station *)station->thing)->name);
    return 1;
}

EventPattern *
bind_source_pattern(const Source *source, EventKind kind)
{
    EventPattern *pattern =
        pattern_new(kind, source->who != NULL ? source->who : source->device->name);

    for (unsigned i = 0; source->devices != NULL && i < source->devices->len; i++) {
        pattern_add_device(pattern, source->devices->pdata[i]);
    }
    if (source->devices == NULL) {
        pattern_add_device(pattern, source->device);
    }
    pattern->reference = g_strdup(source->reference);
    pattern->places = source->places != NULL ? places_ref(source->places) : NULL;
    pattern->instances = source->instances;
    return pattern;
}

Source *
bind_to_source(lua_State *L, int index, const SourceClass *source_class)
{
    Word *word = bind_to_word(L, index, WORD_SOURCE);
    Source *source = word != NULL ? word->thing : NULL;

    return source != NULL && (source_class == NULL || source->source_class == source_class)
               ? source
               : NULL;
}

static const SourceEvent *
find_event(const SourceClass *source_class, const char *method)
{
    const SourceEvent *event = source_class->events;

    while (event->method != NULL && strcmp(event->method, method) != 0) {
        event++;
    }
    return event->method != NULL ? event : NULL;
}

int
bind_source_event(lua_State *L)
{
    const char *name = bind_row(L)->name;
    const Source *source = bind_to_source(L, 1, NULL);
    const SourceEvent *event = source != NULL ? find_event(source->source_class, name) : NULL;
    EventPattern *pattern;

    if (event == NULL) {
        bind_problem(L, "write object:%s() with what bay:%s gave", name,
                     source != NULL ? source->source_class->name : "rcb, bay:log or the like");
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    lua_settop(L, 2);
    pattern = bind_source_pattern(source, event->kind);
    bind_push_word(L, WORD_PATTERN, name, pattern);
    if (!bind_take_match(L, 2, source->source_class->fields, pattern)) {
        return bind_push_word(L, WORD_BROKEN, name, NULL), 1;
    }
    lua_settop(L, 3);
    return 1;
}

/* The methods of a class lie in the registry, under its address. */
static int
index_source(lua_State *L)
{
    const Source *source = ((Word *)lua_touserdata(L, 1))->thing;
    const SourceClass *source_class = source->source_class;
    const char *key = luaL_checkstring(L, 2);

    lua_rawgetp(L, LUA_REGISTRYINDEX, source_class);
    if (lua_getfield(L, -1, key) == LUA_TNIL) {
        const char **names = bind_names(source_class->methods);
        const char *near = bind_suggestion(L, key, names);

        g_free(names);
        return bind_refuse(L, "%s has no %s%s", source_class->what, key, near);
    }
    return 1;
}

void
bind_open_sources(lua_State *L)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
        bind_push_methods(L, classes[i]->methods);
        lua_rawsetp(L, LUA_REGISTRYINDEX, classes[i]);
    }
    luaL_getmetatable(L, "iedbench.source");
    lua_pushcfunction(L, index_source);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
