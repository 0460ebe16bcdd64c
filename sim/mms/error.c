/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of the refusals (ISO 9506-2 7.4.5 ServiceError, 14.3.1 DataAccessError, 7.3 Reject), as
 * rows.
 */
#include "sim/mms/error.h"

#include <stddef.h>

typedef struct NameRow {
    int value;
    const char *name;
} NameRow;

static const NameRow error_rows[] = {
    { 0x0000, "vmd-state/other" },
    { 0x0001, "vmd-state/vmd-state-conflict" },
    { 0x0002, "vmd-state/vmd-operational-problem" },
    { 0x0003, "vmd-state/domain-transfer-problem" },
    { 0x0004, "vmd-state/state-machine-id-invalid" },
    { 0x0100, "application-reference/other" },
    { 0x0101, "application-reference/application-unreachable" },
    { 0x0102, "application-reference/connection-lost" },
    { 0x0103, "application-reference/application-reference-invalid" },
    { 0x0104, "application-reference/context-unsupported" },
    { 0x0200, "definition/other" },
    { 0x0201, "definition/object-undefined" },
    { 0x0202, "definition/invalid-address" },
    { 0x0203, "definition/type-unsupported" },
    { 0x0204, "definition/type-inconsistent" },
    { 0x0205, "definition/object-exists" },
    { 0x0206, "definition/object-attribute-inconsistent" },
    { 0x0300, "resource/other" },
    { 0x0301, "resource/memory-unavailable" },
    { 0x0302, "resource/processor-resource-unavailable" },
    { 0x0303, "resource/mass-storage-unavailable" },
    { 0x0304, "resource/capability-unavailable" },
    { 0x0305, "resource/capability-unknown" },
    { 0x0400, "service/other" },
    { 0x0401, "service/primitives-out-of-sequence" },
    { 0x0402, "service/object-state-conflict" },
    { 0x0403, "service/pdu-size" },
    { 0x0404, "service/continuation-invalid" },
    { 0x0405, "service/object-constraint-conflict" },
    { 0x0500, "service-preempt/other" },
    { 0x0501, "service-preempt/timeout" },
    { 0x0502, "service-preempt/deadlock" },
    { 0x0503, "service-preempt/cancel" },
    { 0x0600, "time-resolution/other" },
    { 0x0601, "time-resolution/unsupportable-time-resolution" },
    { 0x0700, "access/other" },
    { 0x0701, "access/object-access-unsupported" },
    { 0x0702, "access/object-non-existent" },
    { 0x0703, "access/object-access-denied" },
    { 0x0704, "access/object-invalidated" },
    { 0x0800, "initiate/other" },
    { 0x0801, "initiate/version-incompatible" },
    { 0x0802, "initiate/max-segment-insufficient" },
    { 0x0803, "initiate/max-services-outstanding-calling-insufficient" },
    { 0x0804, "initiate/max-services-outstanding-called-insufficient" },
    { 0x0805, "initiate/service-CBB-insufficient" },
    { 0x0806, "initiate/parameter-CBB-insufficient" },
    { 0x0807, "initiate/nesting-level-insufficient" },
    { 0x0900, "conclude/other" },
    { 0x0901, "conclude/further-communication-required" },
    { 0x0A00, "cancel/other" },
    { 0x0A01, "cancel/invoke-id-unknown" },
    { 0x0A02, "cancel/cancel-not-possible" },
    { 0x0B00, "file/other" },
    { 0x0B01, "file/filename-ambiguous" },
    { 0x0B02, "file/file-busy" },
    { 0x0B03, "file/filename-syntax-error" },
    { 0x0B04, "file/content-type-invalid" },
    { 0x0B05, "file/position-invalid" },
    { 0x0B06, "file/file-access-denied" },
    { 0x0B07, "file/file-non-existent" },
    { 0x0B08, "file/duplicate-filename" },
    { 0x0B09, "file/insufficient-space-in-filestore" },
};

static const char *const error_classes[] = {
    "vmd-state/unknown",       "application-reference/unknown",
    "definition/unknown",      "resource/unknown",
    "service/unknown",         "service-preempt/unknown",
    "time-resolution/unknown", "access/unknown",
    "initiate/unknown",        "conclude/unknown",
    "cancel/unknown",          "file/unknown",
    "others/unknown",
};

static const NameRow reject_rows[] = {
    { 0x8100, "confirmed-request/other" },
    { 0x8101, "confirmed-request/unrecognized-service" },
    { 0x8102, "confirmed-request/unrecognized-modifier" },
    { 0x8103, "confirmed-request/invalid-invokeID" },
    { 0x8104, "confirmed-request/invalid-argument" },
    { 0x8105, "confirmed-request/invalid-modifier" },
    { 0x8106, "confirmed-request/max-serv-outstanding-exceeded" },
    { 0x8108, "confirmed-request/max-recursion-exceeded" },
    { 0x8109, "confirmed-request/value-out-of-range" },
    { 0x8200, "confirmed-response/other" },
    { 0x8201, "confirmed-response/unrecognized-service" },
    { 0x8202, "confirmed-response/invalid-invokeID" },
    { 0x8203, "confirmed-response/invalid-result" },
    { 0x8205, "confirmed-response/max-recursion-exceeded" },
    { 0x8206, "confirmed-response/value-out-of-range" },
    { 0x8300, "confirmed-error/other" },
    { 0x8301, "confirmed-error/unrecognized-service" },
    { 0x8302, "confirmed-error/invalid-invokeID" },
    { 0x8303, "confirmed-error/invalid-serviceError" },
    { 0x8304, "confirmed-error/value-out-of-range" },
    { 0x8400, "unconfirmed/other" },
    { 0x8401, "unconfirmed/unrecognized-service" },
    { 0x8402, "unconfirmed/invalid-argument" },
    { 0x8403, "unconfirmed/max-recursion-exceeded" },
    { 0x8404, "unconfirmed/value-out-of-range" },
    { 0x8500, "pdu-error/unknown-pdu-type" },
    { 0x8501, "pdu-error/invalid-pdu" },
    { 0x8502, "pdu-error/illegal-acse-mapping" },
    { 0x8600, "cancel-request/other" },
    { 0x8601, "cancel-request/invalid-invokeID" },
    { 0x8700, "cancel-response/other" },
    { 0x8701, "cancel-response/invalid-invokeID" },
    { 0x8800, "cancel-error/other" },
    { 0x8801, "cancel-error/invalid-invokeID" },
    { 0x8802, "cancel-error/invalid-serviceError" },
    { 0x8803, "cancel-error/value-out-of-range" },
    { 0x8900, "conclude-request/other" },
    { 0x8901, "conclude-request/invalid-argument" },
    { 0x8A00, "conclude-response/other" },
    { 0x8A01, "conclude-response/invalid-result" },
    { 0x8B00, "conclude-error/other" },
    { 0x8B01, "conclude-error/invalid-serviceError" },
    { 0x8B02, "conclude-error/value-out-of-range" },
};

static const char *const reject_classes[] = {
    "confirmed-request/unknown", "confirmed-response/unknown", "confirmed-error/unknown",
    "unconfirmed/unknown",       "pdu-error/unknown",          "cancel-request/unknown",
    "cancel-response/unknown",   "cancel-error/unknown",       "conclude-request/unknown",
    "conclude-response/unknown", "conclude-error/unknown",
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static const char *
find_name(const NameRow *rows, size_t count, int value)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].value == value) {
            return rows[i].name;
        }
    }
    return NULL;
}

const char *
mms_error_name(MmsError error)
{
    const char *name = find_name(error_rows, COUNT_OF(error_rows), (int)error);
    unsigned class = (unsigned)error >> 8;

    return name != NULL                      ? name
           : class < COUNT_OF(error_classes) ? error_classes[class]
                                             : "unknown/unknown";
}

const char *
mms_reject_name(int reject)
{
    const char *name = find_name(reject_rows, COUNT_OF(reject_rows), reject);
    unsigned class = ((unsigned)reject >> 8) - 0x81;

    return name != NULL                       ? name
           : class < COUNT_OF(reject_classes) ? reject_classes[class]
                                              : "unknown/unknown";
}

const char *
mms_data_error_name(MmsDataError error)
{
    static const char *const names[] = {
        [MMS_DATA_OBJECT_INVALIDATED] = "object-invalidated",
        [MMS_DATA_HARDWARE_FAULT] = "hardware-fault",
        [MMS_DATA_TEMPORARILY_UNAVAILABLE] = "temporarily-unavailable",
        [MMS_DATA_OBJECT_ACCESS_DENIED] = "object-access-denied",
        [MMS_DATA_OBJECT_UNDEFINED] = "object-undefined",
        [MMS_DATA_INVALID_ADDRESS] = "invalid-address",
        [MMS_DATA_TYPE_UNSUPPORTED] = "type-unsupported",
        [MMS_DATA_TYPE_INCONSISTENT] = "type-inconsistent",
        [MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT] = "object-attribute-inconsistent",
        [MMS_DATA_OBJECT_ACCESS_UNSUPPORTED] = "object-access-unsupported",
        [MMS_DATA_OBJECT_NON_EXISTENT] = "object-non-existent",
        [MMS_DATA_OBJECT_VALUE_INVALID] = "object-value-invalid",
    };

    if (error == MMS_DATA_SUCCESS) {
        return "success";
    }
    return (unsigned)error < COUNT_OF(names) ? names[error] : "unknown";
}
