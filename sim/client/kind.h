/* SPDX-License-Identifier: Apache-2.0
 *
 * The tags of Data (ISO 9506-2 14.4.2), which ClientType carries too.
 */
#pragma once

enum {
    DATA_ARRAY = 0xA1,
    DATA_STRUCTURE = 0xA2,
    DATA_BOOLEAN = 0x83,
    DATA_BIT_STRING = 0x84,
    DATA_INTEGER = 0x85,
    DATA_UNSIGNED = 0x86,
    DATA_FLOAT = 0x87,
    DATA_OCTET_STRING = 0x89,
    DATA_VISIBLE_STRING = 0x8A,
    DATA_GENERALIZED_TIME = 0x8B,
    DATA_BINARY_TIME = 0x8C,
    DATA_BCD = 0x8D,
    DATA_OBJECT_IDENTIFIER = 0x8F,
    DATA_MMS_STRING = 0x90,
    DATA_UTC_TIME = 0x91,
};
