/* SPDX-License-Identifier: Apache-2.0
 *
 * The values of a logical device's setting groups (IEC 61850-7-2 16.2). Those of the active one
 * stand in the arena under SG, those being edited under SE; of the others only what differs
 * from the SCL file is kept here. Attributes with fc="SG" without a twin under SE (or the other
 * way round) are left alone.
 */
#pragma once

#include <glib.h>

#include "sim/model/values.h"

typedef struct SettingBanks SettingBanks;

/* Groups are numbered from 1 to `count`; the values are lent. */
SettingBanks *setting_banks_new(Values *values, uint16_t device, unsigned count);
void setting_banks_free(SettingBanks *banks);

/* What stands under SG, or under SE, becomes the values of a group. */
void setting_banks_save_active(SettingBanks *banks, unsigned group);
void setting_banks_save_edited(SettingBanks *banks, unsigned group);

/* Stages a group's values under SG, into the open change set. */
void setting_banks_stage_active(SettingBanks *banks, unsigned group);
/* Writes a group's values under SE; observers are told nothing. */
void setting_banks_begin_edit(SettingBanks *banks, unsigned group);

/* Writes a group's values under SG; observers are told nothing. */
void setting_banks_restore_active(SettingBanks *banks, unsigned group);

/* What differs from the SCL file in a group as saved, appended; names and values, so that
 * another version of the file takes what it still has. */
void setting_banks_put(SettingBanks *banks, unsigned group, GByteArray *octets);
/* What does not fit is left out. */
void setting_banks_take(SettingBanks *banks, unsigned group, Slice octets);
