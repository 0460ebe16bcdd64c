/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes the types of the structures that templates.c resolved, one a (DOType or DAType, FC),
 * together with the octets that their Val elements and the defaults give. An array whose count
 * is a sibling's name takes it from the instance where that has a value, so such a structure
 * is made anew for each instance that speaks of it.
 */
#include "sim/scl/templates.h"

#include <string.h>

#include "sim/scl/value.h"

/* All images of one file: types that repeat types could otherwise ask for any amount. */
#define IMAGES_MAX ((size_t)64 << 20)
#define COUNT_MAX 65535u

typedef struct Key {
    const SclElement *element;
    Fc fc;
} Key;

typedef struct Entry {
    Key key;
    bool exists;
    SclTemplate made;
} Entry;

/* A structure in the making. */
typedef struct Parts {
    GArray *components; /* Component */
    GArray *templates;  /* SclTemplate, alongside */
} Parts;

static bool make_structure(SclTemplates *templates, const SclElement *element, Fc fc,
                           const SclElement *instance, SclTemplate *made);

static unsigned
hash_key(const void *key)
{
    const Key *k = key;

    return g_direct_hash(k->element) * 31 + k->fc;
}

static int
equal_keys(const void *a, const void *b)
{
    const Key *left = a, *right = b;

    return left->element == right->element && left->fc == right->fc;
}

GHashTable *
scl_structures_new(void)
{
    return g_hash_table_new_full(hash_key, equal_keys, NULL, g_free);
}

static uint8_t *
new_image(SclTemplates *templates, size_t size)
{
    uint8_t *image;

    if (size > IMAGES_MAX - templates->image_size) {
        return NULL;
    }
    image = g_malloc0(MAX(size, 1));
    templates->image_size += size;
    g_ptr_array_add(templates->images, image);
    return image;
}

static uint16_t
flags_of(const SclTemplates *templates, const SclElement *attribute, Fc fc)
{
    static const char *const names[] = { "Set", "Conf", "RO", "Spec" };
    const char *kind = scl_find(attribute, "valKind");
    unsigned flags = scl_trigger_flags(templates, attribute, fc);

    for (unsigned i = 0; kind != NULL && i < G_N_ELEMENTS(names); i++) {
        flags |= strcmp(kind, names[i]) == 0 ? i << COMPONENT_VALUE_KIND_SHIFT : 0;
    }
    return (uint16_t)flags;
}

/* The child of an instance (DOI or SDI) that speaks of `name`; without ix, as an array's own
 * elements have one. */
static const SclElement *
instance_of(const SclElement *instance, SclTag tag, const char *name)
{
    SCL_EACH(child, instance, tag)
    {
        if (strcmp(scl_get(child, "name"), name) == 0 && scl_find(child, "ix") == NULL) {
            return child;
        }
    }
    return NULL;
}

/* The Val text of a DA, BDA or DAI that holds for no setting group in particular, or for the
 * first. */
static const char *
value_text(const SclElement *element, int *line)
{
    const SclElement *value = scl_child(element, SCL_VAL);

    if (value == NULL) {
        return NULL;
    }
    *line = value->line;
    return value->text;
}

/* The number that the sibling `name` of an array has, in the instance or in the type. */
static uint32_t
count_by_name(SclTemplates *templates, const SclElement *array, const SclElement *instance)
{
    const char *name = scl_get(array, "count");
    int line;
    const char *text = value_text(instance_of(instance, SCL_DAI, name), &line);
    guint64 count;

    for (const SclElement *sibling = array->parent->first; text == NULL && sibling != NULL;
         sibling = sibling->next) {
        if (strcmp(scl_get(sibling, "name"), name) == 0) {
            text = value_text(sibling, &line);
        }
    }
    if (text != NULL && g_ascii_string_to_unsigned(text, 10, 1, COUNT_MAX, &count, NULL)) {
        return (uint32_t)count;
    }
    scl_note(templates->notes, array->line,
             "count=\"%s\" of \"%s\" names nothing with a number; one element is served", name,
             scl_get(array, "name"));
    return 1;
}

/* 0: no array. */
static uint32_t
count_of(SclTemplates *templates, const SclElement *element, const SclElement *instance)
{
    const char *count = scl_get(element, "count");

    if (*count == '\0' || g_ascii_isdigit(*count)) {
        return *count == '\0'
                   ? 0
                   : scl_get_unsigned(templates->notes, element, "count", 0, COUNT_MAX);
    }
    return count_by_name(templates, element, instance);
}

static bool
make_array(SclTemplates *templates, uint32_t count, SclTemplate *made)
{
    const Type *element = made->type;
    uint8_t *image;

    made->type = type_new_array(templates->types, element, count);
    image = made->type != NULL ? new_image(templates, made->type->size) : NULL;
    if (image == NULL) {
        *made = (SclTemplate){ 0 };
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        memcpy(image + (size_t)i * element->size, made->image, element->size);
    }
    made->image = image;
    made->implied *= count;
    return true;
}

static bool
make_leaf(SclTemplates *templates, const SclElement *element, SclTemplate *made)
{
    uint8_t *image = new_image(templates, element->type->size);
    int line = 0;
    const char *text = value_text(element, &line);

    if (image == NULL) {
        return false;
    }
    made->type = element->type;
    made->image = image;
    made->implied = 0;
    if (!type_is_leaf(made->type)) {
        return true;
    }
    scl_value_default(made->type, image);
    if (text != NULL) {
        scl_value_store(templates->notes, line, made->type, text, image, templates->strings);
    }
    return true;
}

/* The type of one DA, BDA, DO or SDO with its array around. */
static bool
make_inner(SclTemplates *templates, const SclElement *element, Fc fc,
           const SclElement *instance, SclTemplate *made)
{
    uint32_t count = element->tag == SCL_DO ? 0 : count_of(templates, element, instance);
    const SclElement *inner =
        element->named_count ? instance_of(instance, element->tag == SCL_DO ? SCL_DOI : SCL_SDI,
                                           scl_get(element, "name"))
                             : NULL;

    if (element->target == NULL
            ? !make_leaf(templates, element, made)
            : !make_structure(templates, element->target, fc, inner, made)) {
        return false;
    }
    return count == 0 || make_array(templates, count, made);
}

static void
add_part(SclTemplates *templates, Parts *parts, const SclElement *element, Fc fc,
         const SclElement *instance)
{
    SclTemplate made = { 0 };
    Component component = { .name = scl_get(element, "name"), .fc = (uint8_t)fc };

    if (!make_inner(templates, element, fc, instance, &made)) {
        scl_note(templates->notes, element->line, "\"%s\" is left out: it is too large",
                 component.name);
        return;
    }
    component.name = type_pool_intern(templates->types, component.name);
    component.type = made.type;
    component.flags = element->tag == SCL_DO || element->tag == SCL_SDO
                          ? COMPONENT_DATA_OBJECT
                          : flags_of(templates, element, fc);
    if (element->tag == SCL_DA && fc == FC_SG && element->fc_mask & 1u << FC_SE) {
        made.implied = made.type->leaf_count;
    }
    g_array_append_val(parts->components, component);
    g_array_append_val(parts->templates, made);
}

/* Lays the parts side by side. */
static bool
join_parts(SclTemplates *templates, const char *name, const Parts *parts, SclTemplate *made)
{
    const Component *components = (const Component *)(void *)parts->components->data;
    uint8_t *image;

    made->type =
        parts->components->len == 0
            ? NULL
            : type_new_structure(templates->types, name, components, parts->components->len);
    image = made->type != NULL ? new_image(templates, made->type->size) : NULL;
    if (image == NULL) {
        *made = (SclTemplate){ 0 }; /* a type without an image is none */
        return false;
    }
    made->implied = 0;
    for (unsigned i = 0; i < parts->templates->len; i++) {
        const SclTemplate *part = &g_array_index(parts->templates, SclTemplate, i);

        memcpy(image + made->type->components[i].offset, part->image, part->type->size);
        made->implied += part->implied;
    }
    made->image = image;
    return true;
}

static bool
build(SclTemplates *templates, const SclElement *element, Fc fc, const SclElement *instance,
      SclTemplate *made)
{
    Parts parts = { g_array_new(FALSE, FALSE, sizeof(Component)),
                    g_array_new(FALSE, FALSE, sizeof(SclTemplate)) };
    bool joined;

    for (const SclElement *inner = element->first; inner != NULL; inner = inner->next) {
        bool has_fc = element->tag == SCL_DA_TYPE ? inner->tag == SCL_BDA
                                                  : (inner->fc_mask & 1u << fc) != 0;

        if (!inner->left_out && has_fc) {
            add_part(templates, &parts, inner, fc, instance);
        }
    }
    joined = join_parts(templates, scl_get(element, "id"), &parts, made);
    if (!joined && parts.components->len > 0 && element->tag == SCL_LNODE_TYPE) {
        scl_note(templates->notes, element->line,
                 "\"%s\" is served without %s: it is too large", scl_get(element, "id"),
                 fc_name(fc));
    }
    g_array_free(parts.components, TRUE);
    g_array_free(parts.templates, TRUE);
    return joined;
}

static bool
make_structure(SclTemplates *templates, const SclElement *element, Fc fc,
               const SclElement *instance, SclTemplate *made)
{
    Key key = { element, fc };
    Entry *entry;

    if (element->named_count && instance != NULL) {
        return build(templates, element, fc, instance, made);
    }
    entry = g_hash_table_lookup(templates->structures, &key);
    if (entry == NULL) {
        entry = g_new0(Entry, 1);
        entry->key = key;
        entry->exists = build(templates, element, fc, NULL, &entry->made);
        g_hash_table_insert(templates->structures, &entry->key, entry);
    }
    *made = entry->made;
    return entry->exists;
}

bool
scl_templates_structure(SclTemplates *templates, const SclElement *node_type, Fc fc,
                        const SclElement *instance, SclTemplate *structure)
{
    if ((node_type->fc_mask & 1u << fc) == 0) {
        return false;
    }
    return make_structure(templates, node_type, fc, node_type->named_count ? instance : NULL,
                          structure);
}
