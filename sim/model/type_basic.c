/* SPDX-License-Identifier: Apache-2.0
 *
 * The basic types of SCL (IEC 61850-6 tBasicTypeEnum, every edition) with their form on the
 * wire (IEC 61850-8-1 clause 8.1): one row a bType.
 */
#include "sim/model/type.h"

#include <glib.h>
#include <stdlib.h>

#define LEAF(type_name, type_kind, type_size, type_length, is_variable)                        \
    {                                                                                          \
        .name = type_name, .kind = type_kind, .size = type_size, .length = type_length,        \
        .variable = is_variable, .leaf_count = 1                                               \
    }

static const Type addr = LEAF("Octet6", VALUE_OCTET_STRING, 4, 6, false);
static const Type priority = LEAF("INT8U", VALUE_UNSIGNED, 1, 8, false);
static const Type vid = LEAF("INT16U", VALUE_UNSIGNED, 2, 16, false);

/* Address on layer 2 of GOOSE and SV. */
static const Component phy_com_addr[] = {
    { .name = "Addr", .name_length = 4, .type = &addr, .offset = 0 },
    { .name = "PRIORITY", .name_length = 8, .type = &priority, .offset = 4 },
    { .name = "VID", .name_length = 3, .type = &vid, .offset = 5 },
    { .name = "APPID", .name_length = 5, .type = &vid, .offset = 7 },
};

/* Sorted by name. Integers take the octets that hold them; INT24 is three octets wide on the
 * wire only, INT128 (2003 edition) is held and described as 64 bits. */
static const Type rows[] = {
    LEAF("BOOLEAN", VALUE_BOOLEAN, 1, 1, false),
    LEAF("Check", VALUE_BIT_STRING, 1, 2, true),
    LEAF("Currency", VALUE_VISIBLE_STRING, 4, 3, true),
    LEAF("Dbpos", VALUE_BIT_STRING, 1, 2, false),
    LEAF("EntryID", VALUE_OCTET_STRING, 4, 8, false),
    LEAF("EntryTime", VALUE_BINARY_TIME, 6, 6, false),
    LEAF("Enum", VALUE_INTEGER, 1, 8, false),
    LEAF("FLOAT32", VALUE_FLOAT, 4, 32, false),
    LEAF("FLOAT64", VALUE_FLOAT, 8, 64, false),
    LEAF("INT128", VALUE_INTEGER, 8, 64, false),
    LEAF("INT16", VALUE_INTEGER, 2, 16, false),
    LEAF("INT16U", VALUE_UNSIGNED, 2, 16, false),
    LEAF("INT24", VALUE_INTEGER, 4, 24, false),
    LEAF("INT24U", VALUE_UNSIGNED, 4, 24, false),
    LEAF("INT32", VALUE_INTEGER, 4, 32, false),
    LEAF("INT32U", VALUE_UNSIGNED, 4, 32, false),
    LEAF("INT64", VALUE_INTEGER, 8, 64, false),
    LEAF("INT64U", VALUE_UNSIGNED, 8, 64, false),
    LEAF("INT8", VALUE_INTEGER, 1, 8, false),
    LEAF("INT8U", VALUE_UNSIGNED, 1, 8, false),
    LEAF("LogOptFlds", VALUE_BIT_STRING, 1, 2, true),
    LEAF("ObjRef", VALUE_VISIBLE_STRING, 4, 129, true),
    LEAF("Octet16", VALUE_OCTET_STRING, 4, 16, false),
    LEAF("Octet6", VALUE_OCTET_STRING, 4, 6, false),
    LEAF("Octet64", VALUE_OCTET_STRING, 4, 64, true),
    LEAF("Octet8", VALUE_OCTET_STRING, 4, 8, false),
    LEAF("OptFlds", VALUE_BIT_STRING, 2, 10, true),
    { .name = "PhyComAddr",
      .kind = VALUE_STRUCTURE,
      .size = 9,
      .depth = 1,
      .leaf_count = G_N_ELEMENTS(phy_com_addr),
      .components = phy_com_addr,
      .component_count = G_N_ELEMENTS(phy_com_addr) },
    LEAF("Quality", VALUE_BIT_STRING, 2, 13, true),
    LEAF("SvOptFlds", VALUE_BIT_STRING, 1, 5, true),
    LEAF("Tcmd", VALUE_BIT_STRING, 1, 2, false),
    LEAF("Timestamp", VALUE_UTC_TIME, 8, 8, false),
    LEAF("TrgOps", VALUE_BIT_STRING, 1, 6, true),
    LEAF("Unicode255", VALUE_MMS_STRING, 4, 255, true),
    LEAF("VisString129", VALUE_VISIBLE_STRING, 4, 129, true),
    LEAF("VisString255", VALUE_VISIBLE_STRING, 4, 255, true),
    LEAF("VisString32", VALUE_VISIBLE_STRING, 4, 32, true),
    LEAF("VisString64", VALUE_VISIBLE_STRING, 4, 64, true),
    LEAF("VisString65", VALUE_VISIBLE_STRING, 4, 65, true),
};

static int
compare_names(const void *name, const void *row)
{
    return strcmp(name, ((const Type *)row)->name);
}

const Type *
type_basic(const char *b_type)
{
    return bsearch(b_type, rows, G_N_ELEMENTS(rows), sizeof rows[0], compare_names);
}
