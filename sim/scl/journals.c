/* SPDX-License-Identifier: Apache-2.0
 *
 * Journals: the logs that Log elements name and those that LogControls write to, whether the
 * file has a Log for them or not.
 */
#include "sim/scl/builder.h"

typedef struct Journals {
    SclBuilder *builder;
    GHashTable *known; /* "domain/item" */
    GPtrArray *items;
    GArray *devices;
} Journals;

bool
scl_log_device(const SclBuilder *builder, const SclElement *control, uint16_t *device)
{
    const char *inst = scl_get(control, "ldInst");
    uintptr_t found = (uintptr_t)g_hash_table_lookup(builder->device_by_inst, inst);

    if (found != 0) {
        *device = (uint16_t)(found - 1);
    }
    return found != 0 || *inst == '\0';
}

char *
scl_log_item(const SclElement *control)
{
    const char *ln_class = scl_find(control, "lnClass");
    const char *name = scl_get(control, "logName");
    g_autofree char *node =
        scl_node_name(scl_get(control, "prefix"), ln_class != NULL ? ln_class : "LLN0",
                      scl_get(control, "lnInst"));

    return g_strjoin("$", node, *name != '\0' ? name : "GeneralLog", NULL);
}

static void
add_journal(Journals *journals, uint16_t device, const char *item)
{
    const LogicalDevice *owner = &journals->builder->model->devices[device];

    if (g_hash_table_add(journals->known, g_strjoin("/", owner->domain, item, NULL))) {
        g_ptr_array_add(journals->items,
                        (void *)type_pool_intern(journals->builder->loader->types, item));
        g_array_append_val(journals->devices, device);
    }
}

static void
add_logs(Journals *journals, uint16_t device, uint16_t node, const SclElement *element)
{
    const LogicalDevice *owner = &journals->builder->model->devices[device];

    SCL_EACH(log, element, SCL_LOG)
    {
        const char *name = scl_find(log, "name");
        g_autofree char *item =
            g_strjoin("$", owner->nodes[node].name, name != NULL ? name : "GeneralLog", NULL);

        add_journal(journals, device, item);
    }
    SCL_EACH(control, element, SCL_LOG_CONTROL)
    {
        uint16_t at = device;
        g_autofree char *item = scl_log_item(control);

        scl_log_device(journals->builder, control, &at);
        add_journal(journals, at, item);
    }
}

void
scl_journals_build(SclBuilder *builder)
{
    Model *model = builder->model;
    Journals journals = { builder, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                          g_ptr_array_new(), g_array_new(FALSE, FALSE, sizeof(uint16_t)) };

    for (unsigned device = 0; device < model->device_count; device++) {
        GArray *plans = g_ptr_array_index(builder->plans, device);

        for (unsigned node = 0; node < plans->len; node++) {
            add_logs(&journals, (uint16_t)device, (uint16_t)node,
                     g_array_index(plans, SclNodePlan, node).element);
        }
    }
    model->journal_count = journals.items->len;
    model->journals = (const char **)g_ptr_array_free(journals.items, FALSE);
    model->journal_devices = (uint16_t *)(void *)g_array_free(journals.devices, FALSE);
    g_hash_table_unref(journals.known);
}
