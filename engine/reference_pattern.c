/* SPDX-License-Identifier: Apache-2.0
 *
 * References with stars (see reference_pattern.h): down the model, a component of the text a
 * step.
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

/* On the way down. */
typedef struct Search {
    const char *suffix; /* "[ST]", or "" */
    ReferenceNameFound found;
    void *user;
} Search;

/* The FC that `rest` begins with, as in "BR.brcb*"; FC_NONE: it begins with a name. */
static Fc
leading_fc(const char *rest)
{
    return strcspn(rest, ".") == 2 && rest[2] == '.'
               ? fc_parse((Slice){ (const uint8_t *)rest, 2 })
               : FC_NONE;
}

Fc
reference_pattern_fc(const char *text)
{
    const char *bracket = strchr(text, '['), *dot = strchr(node_of(text), '.');

    if (bracket != NULL) {
        return strlen(bracket) == 4 ? fc_parse((Slice){ (const uint8_t *)bracket + 1, 2 })
                                    : FC_NONE;
    }
    return dot != NULL ? leading_fc(dot + 1) : FC_NONE;
}

static void
tell(const Search *search, const char *reference)
{
    g_autofree char *whole = g_strconcat(reference, search->suffix, NULL);

    search->found(search->user, whole);
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

/* Goes down by the text's components; `so_far` ends where `rest` begins. Depth is that of the
 * type tree. */
static void
expand(const Search *search, const GArray *places, const char *so_far, const char *rest)
{
    size_t length = strcspn(rest, ".");
    g_autofree char *component = g_strndup(rest, length);
    const char *behind = rest + length + (rest[length] == '.');
    g_autoptr(GPtrArray) names = NULL;

    if (!reference_pattern_is(rest)) {
        g_autofree char *reference = g_strconcat(so_far, rest, NULL);

        tell(search, reference);
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
            tell(search, whole);
        } else if (inner->len > 0) {
            expand(search, inner, whole, behind);
        }
    }
}

static void
expand_node(const Search *search, const LogicalDevice *logical, const LogicalNode *node,
            const char *rest)
{
    Fc fc = leading_fc(rest);
    g_autofree char *so_far =
        g_strdup_printf("%s/%s.%s%s", logical->inst, node->name,
                        fc == FC_NONE ? "" : fc_name(fc), fc == FC_NONE ? "" : ".");
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(NodeRef));
    NodeRef whole = model_node_ref(logical, node);

    for (uint32_t i = 0; i < whole.type->component_count; i++) {
        NodeRef place = node_inside(&whole, &whole.type->components[i]);

        if (fc == FC_NONE || place.fc == fc) {
            g_array_append_val(places, place);
        }
    }
    expand(search, places, so_far, rest + (fc == FC_NONE ? 0 : 3));
}

static void
expand_device(const Search *search, const LogicalDevice *logical, const char *text)
{
    size_t length = strcspn(text, ".");
    g_autofree char *ln = g_strndup(text, length);

    for (unsigned k = 0; k < logical->node_count; k++) {
        const LogicalNode *node = &logical->nodes[k];

        if (!g_pattern_match_simple(ln, node->name)) {
            continue;
        }
        if (text[length] == '\0') {
            g_autofree char *whole = g_strdup_printf("%s/%s", logical->inst, node->name);

            tell(search, whole);
        } else {
            expand_node(search, logical, node, text + length + 1);
        }
    }
}

void
reference_pattern_expand(const Model *model, const char *text, ReferenceNameFound found,
                         void *user)
{
    const char *slash = strchr(text, '/'), *bracket = strchr(text, '[');
    const char *node = node_of(text);
    size_t length = bracket == NULL ? strlen(node) : (size_t)(bracket - node);
    g_autofree char *ld =
        slash == NULL ? g_strdup("*") : g_strndup(text, (size_t)(slash - text));
    g_autofree char *names = NULL;
    Search search = { bracket == NULL ? "" : bracket, found, user };

    if (bracket != NULL && bracket < node) {
        return;
    }
    names = g_strchomp(g_strndup(node, length));
    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *logical = &model->devices[i];

        if (g_pattern_match_simple(ld, logical->inst) ||
            g_pattern_match_simple(ld, logical->domain)) {
            expand_device(&search, logical, names);
        }
    }
}

/* Of names that are told, those that are points. */
typedef struct PointSearch {
    const Model *model;
    ReferencePatternFound found;
    void *user;
} PointSearch;

static void
tell_point(void *user, const char *reference)
{
    const PointSearch *search = user;
    Point point;

    if (reference_resolve_point(search->model, reference, &point, NULL)) {
        search->found(search->user, reference, &point);
    }
}

void
reference_pattern_each(const Model *model, const char *pattern, ReferencePatternFound found,
                       void *user)
{
    PointSearch search = { model, found, user };

    reference_pattern_expand(model, pattern, tell_point, &search);
}
