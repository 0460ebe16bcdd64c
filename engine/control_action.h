/* SPDX-License-Identifier: Apache-2.0
 *
 * The action control: from now on a control of a device answers by another rule (see
 * control_desk.h).
 */
#pragma once

#include "engine/control_desk.h"

/* `co` is the data object's place under CO, `reference` as events have it, `services` bits 1 <<
 * ControlService; `rule` is copied, NULL: the usual answers again. */
Action *control_action_new(Device *device, const NodeRef *co, const char *reference,
                           unsigned services, const ControlRule *rule);
