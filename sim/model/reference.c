/* SPDX-License-Identifier: Apache-2.0
 *
 * References become places, and places references (see reference.h). A reference without FC is
 * walked under each FC of its node; where it gets furthest tells what is wrong with it.
 */
#include "sim/model/reference.h"

#include "sim/model/reference_parts.h"

/* Under which FCs the parts were found, as bits, and how far one got. */
typedef struct Search {
    uint32_t found;
    unsigned deepest;
    NodeRef ref; /* the last one found */
} Search;

static Search
search(const ReferenceParts *parts)
{
    const Type *node = parts->node->type;
    Search result = { 0 };

    for (uint32_t i = 0; i < node->component_count; i++) {
        Fc fc = (Fc)node->components[i].fc;
        NodeRef ref;
        unsigned passed;

        if (parts->fc != FC_NONE && parts->fc != fc) {
            continue;
        }
        passed = reference_walk(parts, fc, &ref);
        result.deepest = MAX(result.deepest, passed);
        if (passed == parts->count) {
            result.found |= 1u << fc;
            result.ref = ref;
        }
    }
    return result;
}

static void
add_names(GPtrArray *names, const Type *type)
{
    for (uint32_t i = 0; i < type->component_count; i++) {
        if (!g_ptr_array_find_with_equal_func(names, type->components[i].name, g_str_equal,
                                              NULL)) {
            g_ptr_array_add(names, (gpointer)type->components[i].name);
        }
    }
}

/* An existing component that is an array or is none. */
static bool
explain_element(const ReferenceParts *parts, const NodeRef *at, unsigned failed, GError **error)
{
    const ReferencePart *part = &parts->parts[failed];
    const Component *component =
        at->type->kind == VALUE_STRUCTURE ? type_component(at->type, part->name) : NULL;

    if (at->type->kind == VALUE_ARRAY) {
        g_set_error(error, REFERENCE_ERROR, REFERENCE_UNKNOWN,
                    "%s: '%.*s' is an array: choose an element, (0) to (%u)", parts->text,
                    (int)parts->parts[failed - 1].name.size,
                    (const char *)parts->parts[failed - 1].name.data,
                    at->type->element_count - 1);
        return true;
    }
    if (component == NULL || part->index < 0) {
        return false;
    }
    if (component->type->kind == VALUE_ARRAY) {
        g_set_error(error, REFERENCE_ERROR, REFERENCE_UNKNOWN,
                    "%s: '%s' has the elements (0) to (%u)", parts->text, component->name,
                    component->type->element_count - 1);
    } else {
        g_set_error(error, REFERENCE_ERROR, REFERENCE_UNKNOWN, "%s: '%s' is no array",
                    parts->text, component->name);
    }
    return true;
}

/* All FCs that got as far as any tell what they have there. */
static void
explain_unknown(const ReferenceParts *parts, unsigned deepest, GError **error)
{
    const Type *node = parts->node->type;
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    NodeRef ref;

    for (uint32_t i = 0; i < node->component_count; i++) {
        Fc fc = (Fc)node->components[i].fc;

        if ((parts->fc == FC_NONE || parts->fc == fc) &&
            reference_walk(parts, fc, &ref) == deepest) {
            if (explain_element(parts, &ref, deepest, error)) {
                return;
            }
            add_names(names, ref.type);
        }
    }
    reference_set_unknown(error, parts->text, deepest == 0 ? "data object" : "attribute",
                          parts->parts[deepest].name, names);
}

static void
explain_ambiguous(const ReferenceParts *parts, uint32_t found, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    const char *first = NULL;

    for (unsigned fc = 0; fc < FC_COUNT; fc++) {
        if (found & 1u << fc) {
            g_string_append_printf(names, "%s%s", first != NULL ? ", " : "", fc_name((Fc)fc));
            first = first != NULL ? first : fc_name((Fc)fc);
        }
    }
    g_set_error(error, REFERENCE_ERROR, REFERENCE_AMBIGUOUS,
                "%s: stands under %s: say which, as in %s[%s]", parts->text, names->str,
                parts->text, first);
}

static bool
resolve_in_node(const ReferenceParts *parts, NodeRef *ref, GError **error)
{
    Search result = search(parts);
    bool only_settings = result.found == (1u << FC_SG | 1u << FC_SE);

    if (result.found == 0) {
        if (parts->fc != FC_NONE &&
            type_component(parts->node->type, slice_from_string(fc_name(parts->fc))) == NULL) {
            g_set_error(error, REFERENCE_ERROR, REFERENCE_UNKNOWN,
                        "%s: %s has no data of FC %s", parts->text, parts->node->name,
                        fc_name(parts->fc));
        } else {
            explain_unknown(parts, result.deepest, error);
        }
        return false;
    }
    if (only_settings) {
        reference_walk(parts, FC_SG, &result.ref);
    } else if ((result.found & (result.found - 1)) != 0) {
        explain_ambiguous(parts, result.found, error);
        return false;
    }
    *ref = result.ref;
    return true;
}

bool
reference_resolve(const Model *model, const char *text, NodeRef *ref, GError **error)
{
    ReferenceParts parts;

    if (!reference_parse(model, text, &parts, error)) {
        return false;
    }
    if (parts.count == 0 && parts.fc == FC_NONE) {
        *ref = model_node_ref(parts.device, parts.node);
        return true;
    }
    return resolve_in_node(&parts, ref, error);
}

char *
reference_format(const Model *model, const NodeRef *ref, bool with_fc)
{
    GString *text = g_string_new(model->devices[ref->device].inst);
    size_t start;

    g_string_append_c(text, '/');
    start = text->len;
    model_append_item(model, ref, text);
    if (ref->level > 0) {
        char *dollar = strchr(text->str + start, '$');

        g_string_erase(text, dollar - text->str, 1 + (gssize)strlen(fc_name((Fc)ref->fc)));
    }
    for (char *at = text->str + start; *at != '\0'; at++) {
        *at = *at == '$' ? '.' : *at;
    }
    if (with_fc && ref->fc < FC_COUNT) {
        g_string_append_printf(text, " [%s]", fc_name((Fc)ref->fc));
    }
    return g_string_free(text, FALSE);
}
