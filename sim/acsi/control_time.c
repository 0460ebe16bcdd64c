/* SPDX-License-Identifier: Apache-2.0
 *
 * Time-activated operate (IEC 61850-7-2 20.5.4): an accepted operate with operTm ahead waits;
 * when its time comes the checks that depend on the process are made once more.
 */
#include "sim/acsi/control_private.h"

/* operTm in the past means at once. */
bool
control_is_timed(const ControlRequest *request)
{
    return request->parameters.oper_tm > acsi_now(request->object->controls->server);
}

static void
come(Timer *timer)
{
    ControlObject *object =
        (ControlObject *)(void *)((char *)timer - offsetof(ControlObject, due));
    ControlRefusal refusal = control_check_again(object->command);

    if (refusal.error == MMS_DATA_SUCCESS) {
        object->command->timed = true;
        control_go(object, CONTROL_DUE);
    } else {
        object->command->result = refusal.cause;
        control_terminate(object->command, refusal.cause);
        control_go(object, CONTROL_REFUSED);
    }
}

void
control_arm_due(ControlObject *object)
{
    const AcsiServer *server = object->controls->server;

    clock_arm(server->clock, &object->due,
              clock_now(server->clock) + object->command->parameters.oper_tm - acsi_now(server),
              come);
}
