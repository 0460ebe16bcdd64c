/* SPDX-License-Identifier: Apache-2.0
 *
 * References are taken apart here (see reference.h for the forms): both separators, the FC in
 * front of the DO or in brackets behind, elements in parentheses.
 */
#include "sim/model/reference_parts.h"

enum { NEAREST_LENGTH_MAX = 64, KNOWN_MAX = 8 };

G_DEFINE_QUARK(iedbench - reference, reference_error)

/* Edits between two names (insert, drop, change), letters of either case alike. */
static unsigned
edit_distance(Slice a, Slice b)
{
    unsigned row[NEAREST_LENGTH_MAX + 1];

    a = slice_first(a, NEAREST_LENGTH_MAX);
    b = slice_first(b, NEAREST_LENGTH_MAX);
    for (unsigned k = 0; k <= b.size; k++) {
        row[k] = k;
    }
    for (unsigned i = 1; i <= a.size; i++) {
        unsigned diagonal = row[0];

        row[0] = i;
        for (unsigned k = 1; k <= b.size; k++) {
            bool same =
                g_ascii_tolower((char)a.data[i - 1]) == g_ascii_tolower((char)b.data[k - 1]);
            unsigned change = diagonal + (same ? 0 : 1);

            diagonal = row[k];
            row[k] = MIN(change, MIN(row[k], row[k - 1]) + 1);
        }
    }
    return row[b.size];
}

static const char *
find_nearest(Slice unknown, const GPtrArray *names)
{
    unsigned best = (unsigned)MAX(1, unknown.size / 3) + 1;
    const char *nearest = NULL;

    for (unsigned i = 0; i < names->len; i++) {
        unsigned distance = edit_distance(unknown, slice_from_string(names->pdata[i]));

        if (distance < best) {
            best = distance;
            nearest = names->pdata[i];
        }
    }
    return nearest;
}

void
reference_set_unknown(GError **error, const char *text, const char *what, Slice unknown,
                      GPtrArray *names)
{
    const char *nearest = find_nearest(unknown, names);
    g_autoptr(GString) known = g_string_new(NULL);

    if (nearest != NULL) {
        g_string_append_printf(known, "; did you mean '%s'?", nearest);
    }
    for (unsigned i = 0; nearest == NULL && i < names->len; i++) {
        if (i == KNOWN_MAX) {
            g_string_append(known, ", ...");
            break;
        }
        g_string_append_printf(known, "%s%s", i == 0 ? "; there is " : ", ",
                               (const char *)names->pdata[i]);
    }
    g_set_error(error, REFERENCE_ERROR, REFERENCE_UNKNOWN, "%s: no %s '%.*s'%s", text, what,
                (int)unknown.size, (const char *)unknown.data, known->str);
}

static bool
syntax_error(GError **error, const char *text, const char *what)
{
    g_set_error(error, REFERENCE_ERROR, REFERENCE_SYNTAX, "%s: %s", text, what);
    return false;
}

static bool
find_device(const Model *model, Slice name, ReferenceParts *parts, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (unsigned i = 0; i < model->device_count; i++) {
        if (slice_equals_string(name, model->devices[i].inst)) {
            parts->device = &model->devices[i];
            return true;
        }
        g_ptr_array_add(names, (gpointer)model->devices[i].inst);
    }
    parts->device = model_find_device(model, name);
    if (parts->device == NULL) {
        reference_set_unknown(error, parts->text, "logical device", name, names);
    }
    return parts->device != NULL;
}

/* Whether a name is of this class, as XCBR1 and Q0XCBR are of XCBR. */
static bool
is_of_class(Slice name, const char *ln_class)
{
    size_t size = strlen(ln_class);

    while (name.size > 0 && g_ascii_isdigit((char)name.data[name.size - 1])) {
        name.size--;
    }
    return size > 0 && name.size >= size &&
           memcmp(name.data + name.size - size, ln_class, size) == 0;
}

/* Nodes of the same class anywhere in the IED, as "CTRL/CBXCBR1". */
static void
find_kin(const Model *model, Slice name, GPtrArray *kin)
{
    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];

        for (unsigned k = 0; k < device->node_count && kin->len <= KNOWN_MAX; k++) {
            if (is_of_class(name, device->nodes[k].ln_class)) {
                g_ptr_array_add(kin,
                                g_strdup_printf("%s/%s", device->inst, device->nodes[k].name));
            }
        }
    }
}

static bool
find_node(const Model *model, Slice name, ReferenceParts *parts, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GPtrArray) kin = g_ptr_array_new_with_free_func(g_free);

    parts->node = model_find_node(parts->device, name);
    if (parts->node != NULL) {
        return true;
    }
    for (unsigned i = 0; i < parts->device->node_count; i++) {
        g_ptr_array_add(names, (gpointer)parts->device->nodes[i].name);
    }
    if (find_nearest(name, names) == NULL) {
        find_kin(model, name, kin);
    }
    reference_set_unknown(error, parts->text, "logical node", name, kin->len > 0 ? kin : names);
    return false;
}

/* Takes "[MX]" off the end. */
static bool
take_bracket(Slice *rest, ReferenceParts *parts, GError **error)
{
    const uint8_t *open = rest->size > 0 ? memchr(rest->data, '[', rest->size) : NULL;
    Slice inside;

    if (open == NULL) {
        return true;
    }
    inside = (Slice){ open + 1, (size_t)(rest->data + rest->size - open - 1) };
    if (inside.size == 0 || inside.data[inside.size - 1] != ']') {
        return syntax_error(error, parts->text, "the bracket is not closed at the end");
    }
    inside.size--;
    parts->fc = fc_parse(inside);
    if (parts->fc == FC_NONE) {
        return syntax_error(error, parts->text, "no functional constraint in the brackets");
    }
    rest->size = (size_t)(open - rest->data);
    while (rest->size > 0 && rest->data[rest->size - 1] == ' ') {
        rest->size--;
    }
    return true;
}

/* Takes the name up to the next separator off the front. */
static Slice
take_name(Slice *rest)
{
    size_t size = 0;
    Slice name;

    while (size < rest->size && rest->data[size] != '.' && rest->data[size] != '$') {
        size++;
    }
    name = slice_first(*rest, size);
    *rest = size < rest->size ? (Slice){ rest->data + size + 1, rest->size - size - 1 }
                              : SLICE_NONE;
    return name;
}

/* "har(3)". */
static bool
split_index(ReferencePart *part)
{
    const uint8_t *open = memchr(part->name.data, '(', part->name.size);
    const uint8_t *end = part->name.data + part->name.size - 1;

    part->index = -1;
    if (open == NULL) {
        return true;
    }
    if (*end != ')' || end == open + 1 || end - open > 8) {
        return false;
    }
    part->index = 0;
    for (const uint8_t *at = open + 1; at < end; at++) {
        if (*at < '0' || *at > '9') {
            return false;
        }
        part->index = part->index * 10 + *at - '0';
    }
    part->name.size = (size_t)(open - part->name.data);
    return part->name.size > 0;
}

static bool
has_fc(const LogicalNode *node, Slice name)
{
    return fc_parse(name) != FC_NONE && type_component(node->type, name) != NULL;
}

static bool
parse_parts(Slice rest, ReferenceParts *parts, GError **error)
{
    while (rest.data != NULL) {
        ReferencePart *part = &parts->parts[parts->count];
        bool first = parts->count == 0;

        if (parts->count == G_N_ELEMENTS(parts->parts)) {
            return syntax_error(error, parts->text, "too many parts");
        }
        part->name = take_name(&rest);
        if (part->name.size == 0) {
            return syntax_error(error, parts->text, "a name is missing between separators");
        }
        if (first && parts->fc == FC_NONE && has_fc(parts->node, part->name)) {
            parts->fc = fc_parse(part->name);
            continue;
        }
        if (!split_index(part)) {
            return syntax_error(error, parts->text, "an element is written name(number)");
        }
        parts->count++;
    }
    return true;
}

bool
reference_parse(const Model *model, const char *text, ReferenceParts *parts, GError **error)
{
    const char *slash = strchr(text, '/');
    Slice rest, device;

    *parts = (ReferenceParts){ .text = text, .fc = FC_NONE };
    if (slash == NULL) {
        return syntax_error(error, text,
                            "no '/': a reference is LD/LN.DO, as in LD0/MMXU1.TotW");
    }
    device = (Slice){ (const uint8_t *)text, (size_t)(slash - text) };
    rest = slice_from_string(slash + 1);
    return find_device(model, device, parts, error) && take_bracket(&rest, parts, error) &&
           find_node(model, take_name(&rest), parts, error) && parse_parts(rest, parts, error);
}

unsigned
reference_walk(const ReferenceParts *parts, Fc fc, NodeRef *ref)
{
    *ref = model_node_ref(parts->device, parts->node);
    if (!node_component(ref, slice_from_string(fc_name(fc)), ref)) {
        return 0;
    }
    for (unsigned i = 0; i < parts->count; i++) {
        NodeRef before = *ref;

        if (!node_component(ref, parts->parts[i].name, ref)) {
            return i;
        }
        if (parts->parts[i].index >= 0 &&
            !node_element(ref, (uint32_t)parts->parts[i].index, ref)) {
            *ref = before;
            return i;
        }
    }
    return parts->count;
}
