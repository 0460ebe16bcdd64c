/* SPDX-License-Identifier: Apache-2.0
 *
 * The VMD of an IEC 61850 server: the tables of sim/mms/vmd/vmd.h over one IED's Values
 * (IEC 61850-8-1 clause 7). One for all its associations; what belongs to one association hangs
 * on its VmdCaller.
 */
#pragma once

#include "sim/mms/vmd/vmd.h"
#include "sim/model/values.h"

typedef struct VmdIed VmdIed;

typedef struct VmdIedParameters {
    Values *values; /* lent for the life of the VMD */
    /* Identity; NULL: manufacturer, type and configVersion of the SCL file. Copied. */
    const char *vendor, *model, *revision;
    /* Variable lists that clients may define, in the domains together and an association; and
     * members of each. 0: what the SCL Services say, else 256 and 1024. */
    unsigned lists_max, members_max;
} VmdIedParameters;

VmdIed *vmd_ied_new(const VmdIedParameters *parameters);

/* Every association must have been forgotten (VmdDevice.forget). */
void vmd_ied_free(VmdIed *ied);

/* The interface for associations; lives as long as the VmdIed. */
const Vmd *vmd_ied_vmd(VmdIed *ied);

/* The place in the model behind a variable of this VMD, for events and gates. */
NodeRef vmd_ied_place(const VmdIed *ied, const VmdVariable *variable);
