/* SPDX-License-Identifier: Apache-2.0
 *
 * The points that a word is about, the same for every word: an IED, a station or a list of IEDs
 * with a reference, which may have stars and question marks; or what each(...) gave.
 */
#include "engine/bind/bind.h"

#include "engine/reference_pattern.h"
#include "engine/signal.h"

#define POINTS_MAX 2000000

typedef struct Search {
    Group *group;
    Device *device;
} Search;

static void
add_point(void *user, const char *reference, const Point *point)
{
    const Search *search = user;

    if (search->group->points->len < POINTS_MAX) {
        g_array_append_vals(search->group->points,
                            &(SignalPoint){ .device = search->device,
                                            .point = *point,
                                            .reference = g_strdup(reference) },
                            1);
    }
}

static Group *
push_group(lua_State *L, const char *text)
{
    Group *group = g_new0(Group, 1);

    group->points = g_array_new(FALSE, FALSE, sizeof(SignalPoint));
    group->text = g_strdup(text);
    bind_push_word(L, WORD_GROUP, bind_row(L)->name, group);
    return group;
}

Group *
bind_push_group(lua_State *L, Device *const *devices, unsigned count, const char *text)
{
    Group *group;

    if (!reference_pattern_is_sound(text)) {
        bind_refuse(L,
                    "%s takes \"LD*/LN*.DO*\", where stars may stand in every name, not \"%s\"",
                    bind_row(L)->name, text);
        return NULL;
    }
    group = push_group(L, text);
    for (unsigned i = 0; i < count; i++) {
        reference_pattern_each(devices[i]->server->model, text, add_point,
                               &(Search){ group, devices[i] });
    }
    if (group->points->len == 0) {
        bind_refuse(L, "nothing fits \"%s\"", text);
        return NULL;
    }
    if (group->points->len == POINTS_MAX) {
        bind_refuse(L, "\"%s\" is more than %d points", text, POINTS_MAX);
        return NULL;
    }
    return group;
}

/* The devices of an IED, a station or a list of IEDs; NULL: it is none of them. */
GPtrArray *
bind_to_devices(lua_State *L, int index)
{
    Word *word = bind_to_word(L, index, WORD_STATION);
    GPtrArray *devices = g_ptr_array_new();

    if (word != NULL) {
        const Station *station = word->thing;

        g_ptr_array_extend(devices, station->devices, NULL, NULL);
    } else if ((word = bind_to_word(L, index, WORD_DEVICE)) != NULL) {
        g_ptr_array_add(devices, word->thing);
    } else if (lua_istable(L, index)) {
        lua_Integer count = (lua_Integer)lua_rawlen(L, index);

        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, index, i);
            word = bind_to_word(L, -1, WORD_DEVICE);
            lua_pop(L, 1);
            if (word == NULL) {
                g_ptr_array_set_size(devices, 0);
                break;
            }
            g_ptr_array_add(devices, word->thing);
        }
    }
    if (devices->len == 0) {
        g_clear_pointer(&devices, g_ptr_array_unref);
    }
    return devices;
}

/* Each of them must have the reference. */
static Group *
push_plain(lua_State *L, const GPtrArray *devices, const char *reference)
{
    Group *group = push_group(L, reference);

    for (unsigned i = 0; i < devices->len; i++) {
        SignalPoint point = { .device = devices->pdata[i] };

        if (!bind_resolve_point(L, point.device, reference, &point.point)) {
            return NULL;
        }
        point.reference = g_strdup(reference);
        g_array_append_val(group->points, point);
    }
    group->plain = true;
    return group;
}

/* Devices are handed to Lua as an object, since what follows may raise. */
static GPtrArray *
push_devices(lua_State *L, int index)
{
    GPtrArray *devices = bind_to_devices(L, index);
    Station *station;

    if (devices != NULL) {
        station = g_new0(Station, 1);
        station->devices = devices;
        bind_push_word(L, WORD_STATION, bind_row(L)->name, station);
    }
    return devices;
}

Group *
bind_to_points(lua_State *L, int index, int *next)
{
    const char *name = bind_row(L)->name;
    Word *word = bind_to_word(L, index, WORD_GROUP);
    const GPtrArray *devices;
    const char *reference;

    if (word != NULL) {
        *next = index + 1;
        return word->thing;
    }
    *next = index + 2;
    if (bind_is_broken(L, index)) {
        return NULL;
    }
    devices = push_devices(L, index);
    if (devices == NULL) {
        bind_problem(L, "%s takes an IED, a station or what each gives, not %s", name,
                     bind_describe(L, index));
        return NULL;
    }
    if (lua_type(L, index + 1) != LUA_TSTRING) {
        bind_problem(L, "%s takes a reference, not %s", name, bind_describe(L, index + 1));
        return NULL;
    }
    reference = lua_tostring(L, index + 1);
    return reference_pattern_is(reference)
               ? bind_push_group(L, (Device *const *)devices->pdata, devices->len, reference)
               : push_plain(L, devices, reference);
}
