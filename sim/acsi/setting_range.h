/* SPDX-License-Identifier: Apache-2.0
 *
 * The range of a setting (IEC 61850-7-3: minVal, maxVal and stepSize under CF of ING and ASG):
 * what is outside is refused. A range whose maxVal is not above its minVal was never configured
 * and holds nobody; nor does a stepSize of 0.
 */
#pragma once

#include "sim/mms/error.h"
#include "sim/model/values.h"

/* Checks the numbers in a whole Data for a place under SP or SE. OBJECT_VALUE_INVALID, or
 * SUCCESS also where the Data does not fit the type: that is told by who decodes it. */
MmsDataError setting_range_check(const Values *values, const NodeRef *ref, Slice data);
