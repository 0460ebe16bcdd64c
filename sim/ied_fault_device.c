/* SPDX-License-Identifier: Apache-2.0
 *
 * What faults do to what an IED has and keeps (see ied.h): associations, logs, room in its file
 * system, the revision of its configuration.
 */
#include "sim/acsi/attribute.h"
#include "sim/ied_private.h"

void
ied_limit_associations(Ied *ied, unsigned limit)
{
    ied->associations_limit = limit;
}

unsigned
ied_wipe_logs(Ied *ied)
{
    return ied->logging == NULL ? 0 : logging_wipe(ied->logging);
}

void
ied_add_full(Ied *ied, StoreFull *full)
{
    full->owner = ied->name;
    store_add_full(ied->store, full);
}

void
ied_remove_full(Ied *ied, StoreFull *full)
{
    store_remove_full(ied->store, full);
}

void
ied_revise(Ied *ied, unsigned by, const char *config_rev)
{
    const Model *model = ied->model;
    const Value text = { .kind = VALUE_VISIBLE_STRING,
                         .string = slice_from_string(config_rev) };

    g_assert(ied->off);
    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        attribute_poke_number(ied->values, block, "ConfRev",
                              attribute_number(ied->values, block, "ConfRev") + by);
    }
    for (unsigned i = 0; i < model->device_count; i++) {
        const LogicalNode *node =
            model_find_node(&model->devices[i], slice_from_string("LLN0"));
        NodeRef leaf;

        if (node == NULL) {
            continue;
        }
        leaf = model_node_ref(&model->devices[i], node);
        if (node_path(&leaf, slice_from_string("DC$NamPlt$configRev"), &leaf)) {
            values_poke(ied->values, &leaf, &text);
        }
    }
}
