/* SPDX-License-Identifier: Apache-2.0
 *
 * What the journal services have in common (ISO 9506-2 clause 16): times of day with date, and
 * names of entries of 8 octets (IEC 61850-8-1 20.1).
 */
#pragma once

#include "sim/mms/vmd/vmd.h"

/* Read into `octets`; a wrong size is the reader's error. */
void mms_journal_get_time(BerReader *reader, BerTag tag, uint8_t octets[6]);
void mms_journal_get_id(BerReader *reader, BerTag tag, uint8_t octets[8]);

void mms_journal_put_time(BerWriter *writer, BerTag tag, const uint8_t octets[6]);
void mms_journal_put_id(BerWriter *writer, BerTag tag, const uint8_t octets[8]);

/* The journal's name, [0] EXPLICIT. */
MmsObjectName mms_journal_get_name(BerReader *reader);
void mms_journal_put_name(BerWriter *writer, const MmsObjectName *name);
