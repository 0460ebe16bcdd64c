/* SPDX-License-Identifier: Apache-2.0
 *
 * Anything as an SCL file. What loads must hold together: every node encodes, every data set
 * member and control block is found again by its name, settings and overrides lie inside the
 * arena and are sorted.
 */
#include "sim/model/values.h"
#include "sim/scl/scl.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_seeds[] = { "../scl/features", NULL };

#define ENCODED_MAX 65000

static void
check_nodes(Model *model)
{
    Values *values = values_new(model);

    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalDevice *device = &model->devices[i];

        g_assert(model_find_device(model, slice_from_string(device->domain)) == device);
        for (unsigned k = 0; k < device->node_count; k++) {
            NodeRef ref = model_node_ref(device, &device->nodes[k]);
            BerWriter writer;
            Pdu pdu;

            g_assert(model_find_node(device, slice_from_string(device->nodes[k].name)) ==
                     &device->nodes[k]);
            pdu_init(&pdu, ENCODED_MAX);
            writer = ber_writer(&pdu, ENCODED_MAX);
            values_encode(values, &ref, &writer);
            type_describe(ref.type, &writer);
            pdu_clear(&pdu);
        }
    }
    values_free(values);
}

static void
check_data_sets(const Model *model)
{
    for (unsigned i = 0; i < model->data_set_count; i++) {
        const DataSet *set = &model->data_sets[i];

        g_assert(set->member_count > 0);
        for (unsigned k = 0; k < set->member_count; k++) {
            const DataSetMember *member = &set->members[k];
            Slice domain = slice_from_string(model->devices[member->device].domain);
            NodeRef ref;

            g_assert(model_find_item(model, domain, slice_from_string(member->item), &ref));
            g_assert(member->index >= 0 || ref.offset == member->ref.offset);
            g_assert(member->ref.offset + member->ref.type->size <= model->size);
        }
    }
}

static void
check_control_blocks(const Model *model)
{
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        g_assert(block->ref.flags & COMPONENT_CONTROL_BLOCK);
        g_assert(block->ref.offset + block->ref.type->size <= model->size);
        g_assert(block->data_set == NULL || block->data_set->device == block->device);
    }
}

static void
check_settings(const Model *model)
{
    for (unsigned i = 0; i < model->setting_count; i++) {
        const SettingValue *setting = &model->settings[i];

        g_assert(setting->group > 0);
        g_assert(setting->offset + setting->type->size <= model->size);
        g_assert(i == 0 || setting[-1].group <= setting->group);
    }
    for (unsigned i = 0; i < model->access_override_count; i++) {
        g_assert(model->access_overrides[i].offset < model->size);
        g_assert(i == 0 ||
                 model->access_overrides[i - 1].offset <= model->access_overrides[i].offset);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(SclFile) file = scl_load_bytes("input", (Slice){ data, size }, false, &error);

    g_assert((file == NULL) == (error != NULL));
    for (unsigned i = 0; file != NULL && i < file->server_count; i++) {
        check_nodes(file->servers[i].model);
        check_data_sets(file->servers[i].model);
        check_control_blocks(file->servers[i].model);
        check_settings(file->servers[i].model);
    }
    return 0;
}
