/* SPDX-License-Identifier: Apache-2.0
 *
 * Services (IEC 61850-6 9.3.2): what an access point offers, else what its IED does.
 */
#include "sim/scl/builder.h"

#include <string.h>

static const SclElement *
services_of(const SclElement *owner, SclTag tag)
{
    return scl_child(scl_child(owner, SCL_SERVICES), tag);
}

const SclElement *
scl_services_find(const SclBuilder *builder, SclTag tag)
{
    const SclElement *own = services_of(builder->access_point, tag);

    return own != NULL ? own : services_of(builder->ied, tag);
}

typedef struct FixedRow {
    const char *name;
    unsigned bit;
} FixedRow;

/* Bits of the attributes that are not Dyn; Fix is the schema's default. */
static unsigned
fixed_of(const SclElement *settings, const FixedRow *rows, unsigned count)
{
    unsigned fixed = 0;

    for (unsigned i = 0; i < count && settings != NULL; i++) {
        if (strcmp(scl_get(settings, rows[i].name), "Dyn") != 0) {
            fixed |= rows[i].bit;
        }
    }
    return fixed;
}

static void
read_report_settings(SclBuilder *builder, ModelServices *services)
{
    static const FixedRow rows[] = {
        { "datSet", REPORT_FIXED_DAT_SET },     { "rptID", REPORT_FIXED_RPT_ID },
        { "optFields", REPORT_FIXED_OPT_FLDS }, { "bufTime", REPORT_FIXED_BUF_TM },
        { "trgOps", REPORT_FIXED_TRG_OPS },     { "intgPd", REPORT_FIXED_INTG_PD }
    };
    const SclElement *settings = scl_services_find(builder, SCL_REPORT_SETTINGS);

    services->report_fixed = fixed_of(settings, rows, G_N_ELEMENTS(rows));
    if (builder->edition != EDITION_1) {
        services->resv_tms = scl_get_boolean(builder->notes, settings, "resvTms", false);
        services->owner = scl_get_boolean(builder->notes, settings, "owner", false);
    }
}

static void
read_log_settings(SclBuilder *builder, ModelServices *services)
{
    static const FixedRow rows[] = { { "logEna", LOG_FIXED_LOG_ENA },
                                     { "datSet", LOG_FIXED_DAT_SET },
                                     { "trgOps", LOG_FIXED_TRG_OPS },
                                     { "intgPd", LOG_FIXED_INTG_PD } };

    services->log_fixed =
        fixed_of(scl_services_find(builder, SCL_LOG_SETTINGS), rows, G_N_ELEMENTS(rows));
}

void
scl_services_read(SclBuilder *builder)
{
    ModelServices *services = &builder->model->services;
    const SclElement *groups = scl_services_find(builder, SCL_SETTING_GROUPS);
    const SclElement *dynamic = scl_services_find(builder, SCL_DYN_DATA_SET);
    const SclElement *configured = scl_services_find(builder, SCL_CONF_DATA_SET);
    const SclElement *sets = dynamic != NULL ? dynamic : configured;
    const SclElement *files = scl_services_find(builder, SCL_FILE_HANDLING);
    SclNotes *notes = builder->notes;

    services->known = scl_child(builder->access_point, SCL_SERVICES) != NULL ||
                      scl_child(builder->ied, SCL_SERVICES) != NULL;
    services->dyn_associations = scl_get_unsigned(
        notes, scl_services_find(builder, SCL_DYN_ASSOCIATION), "max", 0, UINT32_MAX);
    services->dyn_data_sets = dynamic != NULL;
    services->dyn_data_set_max = scl_get_unsigned(notes, dynamic, "max", 0, UINT32_MAX);
    services->data_set_attributes_max =
        scl_get_unsigned(notes, sets, "maxAttributes", 0, UINT32_MAX);
    services->set_data_set_value = scl_services_find(builder, SCL_SET_DATA_SET_VALUE) != NULL;
    services->setting_groups = groups != NULL;
    services->sg_edit = scl_child(groups, SCL_SG_EDIT) != NULL;
    services->file_handling = files != NULL && scl_get_boolean(notes, files, "mms", true);
    read_report_settings(builder, services);
    read_log_settings(builder, services);
}
