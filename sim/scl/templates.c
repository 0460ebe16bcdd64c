/* SPDX-License-Identifier: Apache-2.0
 *
 * Finds and checks DataTypeTemplates: ids, names, functional constraints, cycles. Every type is
 * resolved once, when first asked for; what is wrong in it is noted then and left out.
 * structure.c makes types of what remains.
 */
#include "sim/scl/templates.h"

#include <string.h>

#define NESTING_MAX 32

/* What is under these comes from control blocks only. */
#define CONTROL_BLOCK_FCS                                                                      \
    (1u << FC_RP | 1u << FC_LG | 1u << FC_BR | 1u << FC_GO | 1u << FC_MS | 1u << FC_US)

static GHashTable *
index_of(SclNotes *notes, const SclElement *root, SclTag tag)
{
    GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);

    SCL_EACH(group, root, SCL_DATA_TYPE_TEMPLATES)
    {
        SCL_EACH(type, group, tag)
        {
            const char *id = scl_get(type, "id");
            const SclElement *other = g_hash_table_lookup(index, id);

            if (other != NULL) {
                scl_note(notes, type->line,
                         "type id \"%s\" is already taken in line %d; that one is used", id,
                         other->line);
            } else {
                g_hash_table_insert(index, (void *)id, type);
            }
        }
    }
    return index;
}

static bool
parse_ordinal(const char *text, int32_t *ordinal)
{
    gint64 number;

    if (!g_ascii_string_to_signed(text, 10, INT32_MIN, INT32_MAX, &number, NULL)) {
        return false;
    }
    *ordinal = (int32_t)number;
    return true;
}

static const Type *
make_enum(SclTemplates *templates, const SclElement *element)
{
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(struct EnumValue));
    const Type *type;

    SCL_EACH(item, element, SCL_ENUM_VAL)
    {
        struct EnumValue value = { .name = item->text };

        if (parse_ordinal(scl_get(item, "ord"), &value.ordinal)) {
            g_array_append_val(values, value);
        } else {
            scl_note(templates->notes, item->line, "ord=\"%s\" is no ordinal",
                     scl_get(item, "ord"));
        }
    }
    if (values->len == 0) {
        scl_note(templates->notes, element->line, "EnumType \"%s\" has no values",
                 scl_get(element, "id"));
        return type_basic("Enum");
    }
    type = type_new_enum(templates->types, scl_get(element, "id"),
                         (const struct EnumValue *)(void *)values->data, values->len);
    if (type->enumeration->count < values->len) {
        scl_note(templates->notes, element->line,
                 "EnumType \"%s\" has an ordinal twice; the first name is used",
                 scl_get(element, "id"));
    }
    return type;
}

static const Type *
find_enum(SclTemplates *templates, const SclElement *user)
{
    const char *id = scl_get(user, "type");
    SclElement *element = g_hash_table_lookup(templates->enum_types, id);

    if (element == NULL) {
        scl_note(templates->notes, user->line,
                 "EnumType \"%s\" of \"%s\" does not exist; served as INT8", id,
                 scl_get(user, "name"));
        return type_basic("Enum");
    }
    if (element->type == NULL) {
        element->type = make_enum(templates, element);
    }
    return element->type;
}

static bool resolve_da_type(SclTemplates *templates, SclElement *element, unsigned depth);

static bool
leave_out(SclTemplates *templates, SclElement *element, const char *why, const char *what)
{
    scl_note(templates->notes, element->line, "\"%s\" is left out: %s \"%s\"",
             scl_get(element, "name"), why, what);
    element->left_out = true;
    return false;
}

static bool
resolve_struct(SclTemplates *templates, SclElement *element, unsigned depth)
{
    const char *id = scl_get(element, "type");
    SclElement *target = g_hash_table_lookup(templates->da_types, id);

    if (target == NULL) {
        return leave_out(templates, element, "there is no DAType", id);
    }
    if (target->state == SCL_BUSY) {
        return leave_out(templates, element, "it closes a cycle of DAType", id);
    }
    if (!resolve_da_type(templates, target, depth + 1)) {
        return leave_out(templates, element, "nothing can be served of DAType", id);
    }
    element->target = target;
    element->named_count |= target->named_count;
    return true;
}

static bool
has_named_count(const SclElement *element)
{
    const char *count = scl_get(element, "count");

    return *count != '\0' && !g_ascii_isdigit(*count);
}

/* A DA or BDA: finds its type. */
static bool
resolve_attribute(SclTemplates *templates, SclElement *element, unsigned depth)
{
    const char *basic = scl_get(element, "bType");

    element->named_count = has_named_count(element);
    if (strcmp(basic, "Struct") == 0) {
        return resolve_struct(templates, element, depth);
    }
    if (strcmp(basic, "Enum") == 0) {
        element->type = find_enum(templates, element);
    } else {
        element->type = type_basic(basic);
    }
    if (element->type == NULL) {
        return leave_out(templates, element, "there is no bType", basic);
    }
    return true;
}

/* False when the name is missing or taken; `names` holds what is taken, as "fc name". */
static bool
claim_name(SclTemplates *templates, GHashTable *names, SclElement *element)
{
    const char *name = scl_get(element, "name");
    char *key = g_strconcat(scl_get(element, "fc"), " ", name, NULL);

    if (*name != '\0' && strlen(name) <= 60 && strchr(name, '$') == NULL &&
        g_hash_table_add(names, key)) {
        return true;
    }
    if (*name == '\0' || strlen(name) > 60 || strchr(name, '$') != NULL) {
        g_free(key);
    }
    return leave_out(templates, element, "its name cannot be used or stands here twice:", name);
}

static bool
resolve_da_type(SclTemplates *templates, SclElement *element, unsigned depth)
{
    g_autoptr(GHashTable) names = NULL;
    bool any = false;

    if (element->state == SCL_READY) {
        return !element->left_out;
    }
    if (depth > NESTING_MAX) {
        return false;
    }
    element->state = SCL_BUSY;
    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    SCL_EACH(inner, element, SCL_BDA)
    {
        if (claim_name(templates, names, inner) && resolve_attribute(templates, inner, depth)) {
            element->named_count |= inner->named_count;
            any = true;
        }
    }
    element->left_out = !any;
    element->state = SCL_READY;
    return any;
}

static bool resolve_do_type(SclTemplates *templates, SclElement *element, unsigned depth);

/* A DO or SDO: finds its DOType. */
static bool
resolve_object(SclTemplates *templates, SclElement *element, unsigned depth)
{
    const char *id = scl_get(element, "type");
    SclElement *target = g_hash_table_lookup(templates->do_types, id);

    if (target == NULL) {
        return leave_out(templates, element, "there is no DOType", id);
    }
    if (target->state == SCL_BUSY) {
        return leave_out(templates, element, "it closes a cycle of DOType", id);
    }
    if (!resolve_do_type(templates, target, depth + 1)) {
        return leave_out(templates, element, "nothing can be served of DOType", id);
    }
    element->target = target;
    element->fc_mask = target->fc_mask;
    element->named_count = has_named_count(element) || target->named_count;
    return true;
}

static bool
resolve_data_attribute(SclTemplates *templates, SclElement *element, unsigned depth)
{
    const char *text = scl_get(element, "fc");
    Fc fc = fc_parse(slice_from_string(text));

    if (fc == FC_NONE || CONTROL_BLOCK_FCS & 1u << fc) {
        return leave_out(templates, element, "there is no functional constraint", text);
    }
    element->fc_mask = 1u << fc;
    return resolve_attribute(templates, element, depth);
}

/* fc="SE" implies fc="SG" (IEC 61850-6 9.5.4), unless the file spells that out. */
static void
imply_settings(SclElement *element, GHashTable *names)
{
    SCL_EACH(attribute, element, SCL_DA)
    {
        if (attribute->fc_mask == 1u << FC_SE) {
            g_autofree char *twin = g_strconcat("SG ", scl_get(attribute, "name"), NULL);

            attribute->fc_mask |= g_hash_table_contains(names, twin) ? 0 : 1u << FC_SG;
        }
    }
}

static bool
resolve_do_type(SclTemplates *templates, SclElement *element, unsigned depth)
{
    g_autoptr(GHashTable) names = NULL;

    if (element->state == SCL_READY) {
        return element->fc_mask != 0;
    }
    if (depth > NESTING_MAX) {
        return false;
    }
    element->state = SCL_BUSY;
    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (SclElement *inner = element->first; inner != NULL; inner = inner->next) {
        if (inner->tag != SCL_DA && inner->tag != SCL_SDO) {
            continue;
        }
        inner->left_out =
            !claim_name(templates, names, inner) ||
            !(inner->tag == SCL_DA ? resolve_data_attribute(templates, inner, depth)
                                   : resolve_object(templates, inner, depth));
    }
    imply_settings(element, names);
    for (SclElement *inner = element->first; inner != NULL; inner = inner->next) {
        if (!inner->left_out) {
            element->fc_mask |= inner->fc_mask;
            element->named_count |= inner->named_count;
        }
    }
    element->state = SCL_READY;
    return element->fc_mask != 0;
}

SclElement *
scl_templates_find(SclTemplates *templates, const char *id)
{
    SclElement *element = g_hash_table_lookup(templates->node_types, id);
    g_autoptr(GHashTable) names = NULL;

    if (element == NULL || element->state == SCL_READY) {
        return element;
    }
    element->state = SCL_READY;
    names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    SCL_EACH(object, element, SCL_DO)
    {
        object->left_out =
            !claim_name(templates, names, object) || !resolve_object(templates, object, 0);
        if (!object->left_out) {
            element->fc_mask |= object->fc_mask;
            element->named_count |= object->named_count;
        }
    }
    return element;
}

SclTemplates *
scl_templates_new(const SclElement *root, SclNotes *notes, TypePool *types, StringPool *strings)
{
    SclTemplates *templates = g_new0(SclTemplates, 1);

    templates->notes = notes;
    templates->types = types;
    templates->strings = strings;
    templates->node_types = index_of(notes, root, SCL_LNODE_TYPE);
    templates->do_types = index_of(notes, root, SCL_DO_TYPE);
    templates->da_types = index_of(notes, root, SCL_DA_TYPE);
    templates->enum_types = index_of(notes, root, SCL_ENUM_TYPE);
    templates->structures = scl_structures_new();
    templates->images = g_ptr_array_new_with_free_func(g_free);
    templates->lost_triggers = scl_triggers_are_lost(root, notes);
    return templates;
}

void
scl_templates_free(SclTemplates *templates)
{
    g_hash_table_unref(templates->node_types);
    g_hash_table_unref(templates->do_types);
    g_hash_table_unref(templates->da_types);
    g_hash_table_unref(templates->enum_types);
    g_hash_table_unref(templates->structures);
    g_ptr_array_free(templates->images, TRUE);
    g_free(templates);
}
