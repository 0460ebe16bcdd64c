/* SPDX-License-Identifier: Apache-2.0
 *
 * Banks of setting values (see setting_bank.h). A value is the octets of its arena form, or of
 * a string the text itself, because its handle belongs to the arena.
 */
#include "sim/acsi/setting_bank.h"

#include "sim/model/packed.h"

struct SettingBanks {
    Values *values;
    const Model *model;
    uint16_t device;
    unsigned count;
    GByteArray *put;      /* while setting_banks_put */
    GHashTable *taken;    /* while setting_banks_take: name -> GBytes */
    GHashTable **changed; /* by group - 1; offset under SG -> GBytes; NULL: as in the file */
};

/* The same attribute under SG and SE. */
typedef void (*LeafVisit)(SettingBanks *banks, unsigned group, const NodeRef *active,
                          const NodeRef *edited);

static void
visit_place(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited,
            LeafVisit visit)
{
    NodeRef inner, twin;

    if (type_is_leaf(active->type) && active->type == edited->type) {
        visit(banks, group, active, edited);
        return;
    }
    for (uint32_t i = 0; i < active->type->component_count; i++) {
        const Component *component = &active->type->components[i];

        if (node_component(edited, slice_from_string(component->name), &twin)) {
            inner = node_inside(active, component);
            visit_place(banks, group, &inner, &twin, visit);
        }
    }
    for (uint32_t i = 0; i < active->type->element_count; i++) {
        if (node_element(edited, i, &twin) && node_element(active, i, &inner)) {
            visit_place(banks, group, &inner, &twin, visit);
        }
    }
}

static void
visit_all(SettingBanks *banks, unsigned group, LeafVisit visit)
{
    const LogicalDevice *device = &banks->model->devices[banks->device];

    for (unsigned i = 0; i < device->node_count; i++) {
        NodeRef node = model_node_ref(device, &device->nodes[i]);
        NodeRef active, edited;

        if (node_component(&node, slice_from_string("SG"), &active) &&
            node_component(&node, slice_from_string("SE"), &edited)) {
            visit_place(banks, group, &active, &edited, visit);
        }
    }
}

/* What octets of arena form mean, whosever they are. */
static GBytes *
bytes_of(const SettingBanks *banks, const Type *type, const uint8_t *octets)
{
    Slice text;
    Value value;

    if (!type_is_string(type)) {
        return g_bytes_new(octets, type->size);
    }
    values_unpack(banks->values, type, octets, &value);
    text = value_string(&value);
    return g_bytes_new(text.data, text.size);
}

static GBytes *
bytes_in_arena(const SettingBanks *banks, const NodeRef *leaf)
{
    return bytes_of(banks, leaf->type, values_octets(banks->values, leaf));
}

/* What the SCL file says. */
static GBytes *
bytes_in_file(const SettingBanks *banks, unsigned group, const NodeRef *leaf)
{
    const Model *model = banks->model;
    unsigned low = 0, high = model->setting_count;

    while (low < high) {
        unsigned middle = (low + high) / 2;
        const SettingValue *at = &model->settings[middle];

        if (at->group < group || (at->group == group && at->offset < leaf->offset)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < model->setting_count && model->settings[low].group == group &&
        model->settings[low].offset == leaf->offset) {
        return bytes_of(banks, leaf->type, model->settings[low].octets);
    }
    return bytes_of(banks, leaf->type, model->initial + leaf->offset);
}

static GBytes *
bytes_of_group(const SettingBanks *banks, unsigned group, const NodeRef *leaf)
{
    GHashTable *changed = banks->changed[group - 1];
    GBytes *bytes =
        changed != NULL ? g_hash_table_lookup(changed, GUINT_TO_POINTER(leaf->offset)) : NULL;

    return bytes != NULL ? g_bytes_ref(bytes) : bytes_in_file(banks, group, leaf);
}

static GHashTable *
new_changes(void)
{
    return g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
}

/* `leaf` under SG names the value, `from` is where it stands. */
static void
save(SettingBanks *banks, unsigned group, const NodeRef *leaf, const NodeRef *from)
{
    GHashTable **changed = &banks->changed[group - 1];
    g_autoptr(GBytes) file = bytes_in_file(banks, group, leaf);
    GBytes *bytes = bytes_in_arena(banks, from);

    if (g_bytes_equal(bytes, file)) {
        if (*changed != NULL) {
            g_hash_table_remove(*changed, GUINT_TO_POINTER(leaf->offset));
        }
        g_bytes_unref(bytes);
        return;
    }
    if (*changed == NULL) {
        *changed = new_changes();
    }
    g_hash_table_insert(*changed, GUINT_TO_POINTER(leaf->offset), bytes);
}

static void
save_active(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited)
{
    (void)edited;
    save(banks, group, active, active);
}

static void
save_edited(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited)
{
    save(banks, group, active, edited);
}

static Value
text_of(const Type *type, GBytes *bytes)
{
    Value value = { .kind = type->kind };

    value.string.data = g_bytes_get_data(bytes, &value.string.size);
    return value;
}

static void
stage_active(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited)
{
    g_autoptr(GBytes) bytes = bytes_of_group(banks, group, active);

    (void)edited;
    if (type_is_string(active->type)) {
        Value value = text_of(active->type, bytes);

        change_set(banks->values, active, &value);
    } else {
        change_set_octets(banks->values, active, g_bytes_get_data(bytes, NULL));
    }
}

static void
poke(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *place)
{
    g_autoptr(GBytes) bytes = bytes_of_group(banks, group, active);

    if (type_is_string(place->type)) {
        Value value = text_of(place->type, bytes);

        values_poke(banks->values, place, &value);
    } else {
        values_poke_octets(banks->values, place, g_bytes_get_data(bytes, NULL));
    }
}

static void
begin_edit(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited)
{
    poke(banks, group, active, edited);
}

static void
restore_active(SettingBanks *banks, unsigned group, const NodeRef *active,
               const NodeRef *edited)
{
    (void)edited;
    poke(banks, group, active, active);
}

/* Two octets of length, then the octets themselves. */
static void
put_octets(GByteArray *octets, Slice content)
{
    uint8_t length[2] = { (uint8_t)(content.size >> 8), (uint8_t)content.size };

    g_byte_array_append(octets, length, 2);
    g_byte_array_append(octets, content.data, (guint)content.size);
}

/* False at the end, or where it is cut off. */
static bool
take_octets(Slice *octets, Slice *content)
{
    size_t size = octets->size >= 2 ? (size_t)octets->data[0] << 8 | octets->data[1] : 0;

    if (octets->size < 2 + size || octets->size == 0) {
        return false;
    }
    *content = (Slice){ octets->data + 2, size };
    *octets = slice_from(*octets, 2 + size);
    return true;
}

static void
put(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited)
{
    GBytes *bytes =
        g_hash_table_lookup(banks->changed[group - 1], GUINT_TO_POINTER(active->offset));
    g_autoptr(GString) name = NULL;
    Slice value;

    (void)edited;
    if (bytes != NULL) {
        name = g_string_new(NULL);
        model_append_item(banks->model, active, name);
        value.data = g_bytes_get_data(bytes, &value.size);
        put_octets(banks->put, (Slice){ (const uint8_t *)name->str, name->len });
        put_octets(banks->put, value);
    }
}

static bool
fits(const Type *type, GBytes *bytes)
{
    Value value;

    if (!type_is_string(type)) {
        return g_bytes_get_size(bytes) == type->size;
    }
    value = text_of(type, bytes);
    return value_pack(type, &value, NULL) == VALUE_OK;
}

static void
take(SettingBanks *banks, unsigned group, const NodeRef *active, const NodeRef *edited)
{
    g_autoptr(GString) name = g_string_new(NULL);
    GBytes *bytes;

    (void)edited;
    model_append_item(banks->model, active, name);
    bytes = g_hash_table_lookup(banks->taken, name->str);
    if (bytes != NULL && fits(active->type, bytes)) {
        g_hash_table_insert(banks->changed[group - 1], GUINT_TO_POINTER(active->offset),
                            g_bytes_ref(bytes));
    }
}

SettingBanks *
setting_banks_new(Values *values, uint16_t device, unsigned count)
{
    SettingBanks *banks = g_new0(SettingBanks, 1);

    banks->values = values;
    banks->model = values_model(values);
    banks->device = device;
    banks->count = count;
    banks->changed = g_new0(GHashTable *, count + 1);
    return banks;
}

void
setting_banks_free(SettingBanks *banks)
{
    for (unsigned i = 0; i < banks->count; i++) {
        g_clear_pointer(&banks->changed[i], g_hash_table_unref);
    }
    g_free(banks->changed);
    g_free(banks);
}

/* A file may make a group active that does not exist: nothing is known of it. */
static bool
has_group(const SettingBanks *banks, unsigned group)
{
    return group > 0 && group <= banks->count;
}

void
setting_banks_save_active(SettingBanks *banks, unsigned group)
{
    if (has_group(banks, group)) {
        visit_all(banks, group, save_active);
    }
}

void
setting_banks_save_edited(SettingBanks *banks, unsigned group)
{
    g_assert(has_group(banks, group));
    visit_all(banks, group, save_edited);
}

void
setting_banks_stage_active(SettingBanks *banks, unsigned group)
{
    g_assert(has_group(banks, group));
    visit_all(banks, group, stage_active);
}

void
setting_banks_begin_edit(SettingBanks *banks, unsigned group)
{
    g_assert(has_group(banks, group));
    visit_all(banks, group, begin_edit);
}

void
setting_banks_restore_active(SettingBanks *banks, unsigned group)
{
    if (has_group(banks, group)) {
        visit_all(banks, group, restore_active);
    }
}

void
setting_banks_put(SettingBanks *banks, unsigned group, GByteArray *octets)
{
    if (banks->changed[group - 1] != NULL) {
        banks->put = octets;
        visit_all(banks, group, put);
        banks->put = NULL;
    }
}

void
setting_banks_take(SettingBanks *banks, unsigned group, Slice octets)
{
    Slice name, value;

    banks->taken =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    while (take_octets(&octets, &name) && take_octets(&octets, &value)) {
        g_hash_table_insert(banks->taken, g_strndup((const char *)name.data, name.size),
                            g_bytes_new(value.data, value.size));
    }
    if (banks->changed[group - 1] == NULL) {
        banks->changed[group - 1] = new_changes();
    }
    visit_all(banks, group, take);
    g_clear_pointer(&banks->taken, g_hash_table_unref);
}
