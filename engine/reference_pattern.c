/* SPDX-License-Identifier: Apache-2.0
 *
 * See reference_pattern.h.
 */
#include "engine/reference_pattern.h"

#include <string.h>

bool
reference_pattern_is(const char *text)
{
    return strpbrk(text, "*?") != NULL;
}

/* The name of the logical node and what is behind it. */
static const char *
node_of(const char *text)
{
    const char *slash = strchr(text, '/');

    return slash == NULL ? text : slash + 1;
}

bool
reference_pattern_is_sound(const char *text)
{
    const char *node = node_of(text);
    const char *dot = strchr(node, '.');

    return dot != NULL && dot[1] != '\0' && strpbrk(node, "$[") == NULL;
}

typedef struct Search {
    const Model *model;
    ReferencePatternFound found;
    void *user;
} Search;

static void
add_point(const Search *search, const char *reference)
{
    Point point;

    if (reference_resolve_point(search->model, reference, &point, NULL)) {
        search->found(search->user, reference, &point);
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

    if (!reference_pattern_is(rest)) {
        g_autofree char *reference = g_strconcat(so_far, rest, NULL);

        add_point(search, reference);
        return;
    }
    names =
        reference_pattern_is(component) ? names_below(places, component) : g_ptr_array_new();
    if (!reference_pattern_is(component)) {
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
    const Model *model = search->model;

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

void
reference_pattern_each(const Model *model, const char *pattern, ReferencePatternFound found,
                       void *user)
{
    const char *node = node_of(pattern);
    const char *dot = strchr(node, '.');
    g_autofree char *ld =
        node == pattern ? g_strdup("*") : g_strndup(pattern, (size_t)(node - pattern - 1));
    g_autofree char *ln = g_strndup(node, (size_t)(dot - node));

    expand_device(&(Search){ model, found, user }, ld, ln, dot + 1);
}
