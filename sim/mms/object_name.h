/* SPDX-License-Identifier: Apache-2.0
 *
 * ObjectName (ISO 9506-2 7.5.1): vmd-specific [0], domain-specific [1] or aa-specific [2], and
 * its text form.
 */
#pragma once

#include "sim/mms/vmd/vmd.h"

/* Reads the CHOICE at the reader; anything else is the reader's error. */
MmsObjectName mms_object_name_get(BerReader *reader);
void mms_object_name_put(BerWriter *writer, const MmsObjectName *name);

/* "domain/item", "item" of the VMD, "@item" of the association. Bytes that do not print are
 * escaped. */
char *mms_object_name_format(const MmsObjectName *name);

static inline MmsObjectName
mms_object_name_domain(const char *domain, const char *item)
{
    return (MmsObjectName){ MMS_SCOPE_DOMAIN, slice_from_string(domain),
                            slice_from_string(item) };
}
