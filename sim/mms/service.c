/* SPDX-License-Identifier: Apache-2.0
 *
 * The services by their number (ISO 9506-2 7.2, 8.2.1: servicesSupported). Confirmed services
 * have their row at the end of their own file; what is no confirmed service has it here.
 */
#include "sim/mms/service.h"

#include <string.h>

#include "sim/mms/define_named_variable_list.h"
#include "sim/mms/delete_named_variable_list.h"
#include "sim/mms/get_capability_list.h"
#include "sim/mms/get_name_list.h"
#include "sim/mms/get_named_variable_list_attributes.h"
#include "sim/mms/get_variable_access_attributes.h"
#include "sim/mms/identify.h"
#include "sim/mms/initialize_journal.h"
#include "sim/mms/read.h"
#include "sim/mms/read_journal.h"
#include "sim/mms/report_journal_status.h"
#include "sim/mms/status.h"
#include "sim/mms/write.h"

static const ServiceRow information_report_row = {
    .number = 79,
    .name = "informationReport",
    .request_tag = 0xA0,
    .clause = "ISO 9506-2 14.9",
};

static const ServiceRow conclude_row = {
    .number = 83,
    .name = "conclude",
    .request_tag = 0x8B,
    .response_tag = 0x8C,
    .clause = "ISO 9506-2 8.3",
};

static const ServiceRow cancel_row = {
    .number = 84,
    .name = "cancel",
    .request_tag = 0x85,
    .response_tag = 0x86,
    .clause = "ISO 9506-2 8.5",
};

static const ServiceRow *const rows[MMS_SERVICE_NUMBERS] = {
    [0] = &mms_status_row,
    [1] = &mms_get_name_list_row,
    [2] = &mms_identify_row,
    [4] = &mms_read_row,
    [5] = &mms_write_row,
    [6] = &mms_get_variable_access_attributes_row,
    [11] = &mms_define_named_variable_list_row,
    [12] = &mms_get_named_variable_list_attributes_row,
    [13] = &mms_delete_named_variable_list_row,
    [65] = &mms_read_journal_row,
    [67] = &mms_initialize_journal_row,
    [68] = &mms_report_journal_status_row,
    [71] = &mms_get_capability_list_row,
    [79] = &information_report_row,
    [83] = &conclude_row,
    [84] = &cancel_row,
};

const ServiceRow *
mms_service_row(unsigned number)
{
    return number < MMS_SERVICE_NUMBERS ? rows[number] : NULL;
}

const ServiceRow *
mms_service_find(BerTag request_tag)
{
    const ServiceRow *row = mms_service_row(ber_tag_number(request_tag));

    return row != NULL && row->serve != NULL && row->request_tag == request_tag ? row : NULL;
}

int
mms_service_number(const char *name)
{
    for (unsigned number = 0; number < MMS_SERVICE_NUMBERS; number++) {
        if (rows[number] != NULL && rows[number]->serve != NULL &&
            strcmp(rows[number]->name, name) == 0) {
            return (int)number;
        }
    }
    return -1;
}

bool
mms_service_is_offered(const ServiceRow *row, const Vmd *vmd)
{
    if (row->serve == NULL) {
        return true;
    }
    if (vmd == NULL) {
        return false;
    }
    switch (row->needs) {
    case SERVICE_NEEDS_DEVICE:
        return vmd->device != NULL;
    case SERVICE_NEEDS_NAMES:
        return vmd->names != NULL;
    case SERVICE_NEEDS_VARIABLES:
        return vmd->variables != NULL;
    case SERVICE_NEEDS_LISTS:
        return vmd->lists != NULL;
    case SERVICE_NEEDS_JOURNALS:
        return vmd->journals != NULL;
    case SERVICE_NEEDS_NOTHING:
        break;
    }
    return true;
}
