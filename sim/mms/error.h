/* SPDX-License-Identifier: Apache-2.0
 *
 * The refusals of MMS as enums (ISO 9506-2): ServiceError, DataAccessError and the Reject
 * reasons. They become bytes in one place, reject.c for the first and third, the read and write
 * services for the second.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* ServiceError: class in the high octet, code in the low one; 0 is success, so class 0 code 0
 * (vmd-state other) is not sendable. */
typedef enum MmsError {
    MMS_OK = 0,
    MMS_VMD_STATE_CONFLICT = 0x0001,
    MMS_STATE_MACHINE_ID_INVALID = 0x0004,
    MMS_APPLICATION_OTHER = 0x0100,
    MMS_DEFINITION_OTHER = 0x0200,
    MMS_OBJECT_UNDEFINED = 0x0201,
    MMS_INVALID_ADDRESS = 0x0202,
    MMS_TYPE_UNSUPPORTED = 0x0203,
    MMS_TYPE_INCONSISTENT = 0x0204,
    MMS_OBJECT_EXISTS = 0x0205,
    MMS_OBJECT_ATTRIBUTE_INCONSISTENT = 0x0206,
    MMS_RESOURCE_OTHER = 0x0300,
    MMS_MEMORY_UNAVAILABLE = 0x0301,
    MMS_CAPABILITY_UNAVAILABLE = 0x0304,
    MMS_SERVICE_OTHER = 0x0400,
    MMS_PRIMITIVES_OUT_OF_SEQUENCE = 0x0401,
    MMS_OBJECT_STATE_CONFLICT = 0x0402,
    MMS_CONTINUATION_INVALID = 0x0404,
    MMS_OBJECT_CONSTRAINT_CONFLICT = 0x0405,
    MMS_PREEMPT_OTHER = 0x0500,
    MMS_PREEMPT_TIMEOUT = 0x0501,
    MMS_PREEMPT_CANCEL = 0x0503,
    MMS_ACCESS_OTHER = 0x0700,
    MMS_OBJECT_ACCESS_UNSUPPORTED = 0x0701,
    MMS_OBJECT_NON_EXISTENT = 0x0702,
    MMS_OBJECT_ACCESS_DENIED = 0x0703,
    MMS_OBJECT_INVALIDATED = 0x0704,
    MMS_INITIATE_OTHER = 0x0800,
    MMS_INITIATE_VERSION_INCOMPATIBLE = 0x0801,
    MMS_INITIATE_MAX_SEGMENT = 0x0802,
    MMS_INITIATE_MAX_OUTSTANDING_CALLING = 0x0803,
    MMS_INITIATE_MAX_OUTSTANDING_CALLED = 0x0804,
    MMS_INITIATE_SERVICE_CBB = 0x0805,
    MMS_INITIATE_PARAMETER_CBB = 0x0806,
    MMS_INITIATE_NESTING_LEVEL = 0x0807,
    MMS_FURTHER_COMMUNICATION_REQUIRED = 0x0901,
    MMS_CANCEL_INVOKE_ID_UNKNOWN = 0x0A01,
    MMS_CANCEL_NOT_POSSIBLE = 0x0A02,
    MMS_FILE_OTHER = 0x0B00,
} MmsError;

/* DataAccessError of Read and Write items (ISO 9506-2 14.3.1), and three values that never
 * are sent. */
typedef enum MmsDataError {
    MMS_DATA_OBJECT_INVALIDATED = 0,
    MMS_DATA_HARDWARE_FAULT = 1,
    MMS_DATA_TEMPORARILY_UNAVAILABLE = 2,
    MMS_DATA_OBJECT_ACCESS_DENIED = 3,
    MMS_DATA_OBJECT_UNDEFINED = 4,
    MMS_DATA_INVALID_ADDRESS = 5,
    MMS_DATA_TYPE_UNSUPPORTED = 6,
    MMS_DATA_TYPE_INCONSISTENT = 7,
    MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT = 8,
    MMS_DATA_OBJECT_ACCESS_UNSUPPORTED = 9,
    MMS_DATA_OBJECT_NON_EXISTENT = 10,
    MMS_DATA_OBJECT_VALUE_INVALID = 11,
    MMS_DATA_SUCCESS = 100,
    MMS_DATA_LATER = 101,    /* the answer will come through mms_pending_complete */
    MMS_DATA_NOT_MINE = 102, /* of a hook's write only: another decides (sim/vmd/vmd_ied.h) */
} MmsDataError;

/* Reject: the tag 0x81..0x8B in the high octet, the reason in the low one. */
typedef enum MmsReject {
    MMS_REJECT_UNRECOGNIZED_SERVICE = 0x8101,
    MMS_REJECT_UNRECOGNIZED_MODIFIER = 0x8102,
    MMS_REJECT_INVALID_INVOKE_ID = 0x8103,
    MMS_REJECT_INVALID_ARGUMENT = 0x8104,
    MMS_REJECT_MAX_OUTSTANDING_EXCEEDED = 0x8106,
    MMS_REJECT_MAX_RECURSION_EXCEEDED = 0x8108,
    MMS_REJECT_VALUE_OUT_OF_RANGE = 0x8109,
    MMS_REJECT_UNKNOWN_PDU_TYPE = 0x8500,
    MMS_REJECT_INVALID_PDU = 0x8501,
    MMS_REJECT_CANCEL_REQUEST_OTHER = 0x8600,
    MMS_REJECT_CANCEL_REQUEST_INVOKE_ID = 0x8601,
    MMS_REJECT_CONCLUDE_REQUEST_ARGUMENT = 0x8901,
} MmsReject;

/* The standard's names: "object-non-existent", "access/object-non-existent",
 * "confirmed-request/invalid-argument". Values without a name give the name of their class and
 * "unknown". */
const char *mms_data_error_name(MmsDataError error);
const char *mms_error_name(MmsError error);
const char *mms_reject_name(int reject);
