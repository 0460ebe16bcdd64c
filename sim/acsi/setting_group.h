/* SPDX-License-Identifier: Apache-2.0
 *
 * Setting groups of one IED (IEC 61850-7-2 clause 16, 8-1 clause 16): each logical device with
 * an SGCB has NumOfSG sets of the values under SG; one is active, and one client at a time
 * edits a copy of one under SE until it confirms, gives up, takes longer than ResvTms or is
 * gone. A logical device without an SGCB has its SG and SE values as they stand.
 */
#pragma once

#include "sim/acsi/server.h"

typedef struct SettingGroups SettingGroups;

SettingGroups *setting_groups_new(const AcsiServer *server);
/* After every association was forgotten. */
void setting_groups_free(SettingGroups *groups);

/* The device itself changes the active group, as by its own logic or its front panel. False:
 * the logical device has no such group. No change set may be open. */
bool setting_groups_activate(SettingGroups *groups, uint16_t device, unsigned group);
