/* SPDX-License-Identifier: Apache-2.0
 *
 * AlternateAccess (ISO 9506-2 14.5.2) to and from MmsAccess. The numbers of component, index,
 * range and all differ between the plain selection and the one that goes on inside.
 */
#pragma once

#include "sim/mms/vmd/vmd.h"

/* Where parsed selections live: chunks that stay in place, reused from request to request. */
typedef struct MmsAccessStore MmsAccessStore;

/* `limit`: most selections between two resets. */
MmsAccessStore *mms_access_store_new(unsigned limit);
void mms_access_store_free(MmsAccessStore *store);
void mms_access_store_reset(MmsAccessStore *store);

/* Reads the content of an AlternateAccess and returns its first selection; NULL with the
 * reader's error for an empty list, nesting deeper than `nesting` (BER_TOO_DEEP), or more
 * selections than the store takes (BER_OUT_OF_RANGE). Component names point into the bytes. */
const MmsAccess *mms_alternate_access_get(BerReader *content, MmsAccessStore *store,
                                          unsigned nesting);

/* Puts the list of selections; the caller puts the tag around it (A5 in a variable list). */
void mms_alternate_access_put(BerWriter *writer, const MmsAccess *access);
