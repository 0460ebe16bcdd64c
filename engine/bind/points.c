/* SPDX-License-Identifier: Apache-2.0
 *
 * The points that a word is about, the same for every word: an IED, a station or a list of IEDs
 * with a reference, which may have stars and question marks; or what each(...) gave.
 */
#include "engine/bind/bind.h"

#include <string.h>

#include "engine/signal.h"

#define POINTS_MAX 2000000

/* One logical node whose names fit, on the way down. */
typedef struct Search {
    Group *group;
    Device *device;
} Search;

static bool
has_star(const char *text)
{
    return strpbrk(text, "*?") != NULL;
}

static void
add_point(const Search *search, const char *reference)
{
    SignalPoint point = { .device = search->device };

    if (search->group->points->len < POINTS_MAX &&
        reference_resolve_point(search->device->server->model, reference, &point.point, NULL)) {
        point.reference = g_strdup(reference);
        g_array_append_val(search->group->points, point);
    }
}

/* The places one step down that have this name. */
static GArray *
step_down(const GArray *places, const char *name)
{
    GArray *inner = g_array_new(FALSE, FALSE, sizeof(NodeRef));

    for (unsigned i = 0; i < places->len; i++) {
        NodeRef place;

        if (node_component(&g_array_index(places, NodeRef, i), slice_from_string(name),
                           &place)) {
            g_array_append_val(inner, place);
        }
    }
    return inner;
}

/* Distinct names one step down that fit; the places are of one path under several FCs. */
static GPtrArray *
names_below(const GArray *places, const char *pattern)
{
    GPtrArray *names = g_ptr_array_new();

    for (unsigned i = 0; i < places->len; i++) {
        const Type *type = g_array_index(places, NodeRef, i).type;

        for (uint32_t k = 0; type->kind == VALUE_STRUCTURE && k < type->component_count; k++) {
            const char *name = type->components[k].name;

            if (g_pattern_match_simple(pattern, name) &&
                !g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL)) {
                g_ptr_array_add(names, (gpointer)name);
            }
        }
    }
    return names;
}

/* Goes down by the pattern's components; `so_far` ends where `rest` begins. Depth is that of
 * the type tree. */
static void
expand(const Search *search, const GArray *places, const char *so_far, const char *rest)
{
    size_t length = strcspn(rest, ".");
    g_autofree char *component = g_strndup(rest, length);
    const char *behind = rest + length + (rest[length] == '.');
    g_autoptr(GPtrArray) names = NULL;

    if (!has_star(rest)) {
        g_autofree char *reference = g_strconcat(so_far, rest, NULL);

        add_point(search, reference);
        return;
    }
    names = has_star(component) ? names_below(places, component) : g_ptr_array_new();
    if (!has_star(component)) {
        g_ptr_array_add(names, component);
    }
    for (unsigned i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        g_autofree char *whole = g_strconcat(so_far, name, *behind != '\0' ? "." : NULL, NULL);
        g_autoptr(GArray) inner = step_down(places, name);

        if (*behind == '\0') {
            add_point(search, whole);
        } else if (inner->len > 0) {
            expand(search, inner, whole, behind);
        }
    }
}

static void
expand_node(const Search *search, const LogicalDevice *logical, const LogicalNode *node,
            const char *rest)
{
    g_autofree char *so_far = g_strdup_printf("%s/%s.", logical->inst, node->name);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(NodeRef));
    NodeRef whole = model_node_ref(logical, node);

    for (uint32_t i = 0; i < whole.type->component_count; i++) {
        NodeRef place = node_inside(&whole, &whole.type->components[i]);

        g_array_append_val(places, place);
    }
    expand(search, places, so_far, rest);
}

static void
expand_device(const Search *search, const char *ld, const char *ln, const char *rest)
{
    const Model *model = search->device->server->model;

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *logical = &model->devices[i];

        if (!g_pattern_match_simple(ld, logical->inst) &&
            !g_pattern_match_simple(ld, logical->domain)) {
            continue;
        }
        for (unsigned k = 0; k < logical->node_count; k++) {
            if (g_pattern_match_simple(ln, logical->nodes[k].name)) {
                expand_node(search, logical, &logical->nodes[k], rest);
            }
        }
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
    const char *slash = strchr(text, '/');
    const char *node = slash == NULL ? text : slash + 1;
    const char *dot = strchr(node, '.');
    Group *group;

    if (dot == NULL || dot[1] == '\0' || strpbrk(node, "$[") != NULL) {
        bind_refuse(L,
                    "%s takes \"LD*/LN*.DO*\", where stars may stand in every name, not \"%s\"",
                    bind_row(L)->name, text);
        return NULL;
    }
    group = push_group(L, text);
    {
        g_autofree char *ld =
            slash == NULL ? g_strdup("*") : g_strndup(text, (size_t)(slash - text));
        g_autofree char *ln = g_strndup(node, (size_t)(dot - node));

        for (unsigned i = 0; i < count; i++) {
            expand_device(&(Search){ group, devices[i] }, ld, ln, dot + 1);
        }
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
    return has_star(reference)
               ? bind_push_group(L, (Device *const *)devices->pdata, devices->len, reference)
               : push_plain(L, devices, reference);
}
