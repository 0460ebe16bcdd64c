/* SPDX-License-Identifier: Apache-2.0
 *
 * The life of an IED's controls: hooks into the VMD, the list of data objects, and what a later
 * turn of the loop has to do (see control.h).
 */
#include "sim/acsi/control_private.h"

static void
forget(void *user, VmdCaller *caller)
{
    control_forget(user, caller);
}

static const VmdWatch control_watch = { .forget = forget };

Controls *
controls_new(const ControlsParameters *parameters)
{
    Controls *controls = g_new0(Controls, 1);

    controls->server = parameters->server;
    controls->parameters = *parameters;
    pdu_init(&controls->outgoing, 0);
    control_objects_collect(controls);
    vmd_ied_hook(controls->server->vmd, FC_CO, &control_hook, controls);
    vmd_ied_hook(controls->server->vmd, FC_CF, &control_setting_hook, controls);
    vmd_ied_watch(controls->server->vmd, &control_watch, controls);
    return controls;
}

void
controls_free(Controls *controls)
{
    if (controls == NULL) {
        return;
    }
    vmd_ied_unhook(controls->server->vmd, FC_CO, &control_hook, controls);
    vmd_ied_unhook(controls->server->vmd, FC_CF, &control_setting_hook, controls);
    vmd_ied_unwatch(controls->server->vmd, &control_watch, controls);
    while (controls->overtaken != NULL) {
        ControlRequest *request = controls->overtaken;

        controls->overtaken = request->next_overtaken;
        control_request_free(request);
    }
    for (unsigned i = 0; i < controls->slot_count; i++) {
        control_object_free(controls->slots[i].object);
    }
    pdu_clear(&controls->outgoing);
    g_free(controls->slots);
    g_free(controls);
}

unsigned
controls_count(const Controls *controls)
{
    return controls->slot_count;
}

ControlObject *
controls_at(Controls *controls, unsigned index)
{
    return control_object_get(controls, &controls->slots[index]);
}

void
controls_set_reach(Controls *controls, ControlReach reach)
{
    controls->reach = reach;
}

void
controls_set_process(Controls *controls, const ControlProcess *process, void *user)
{
    controls->process = process;
    controls->user = user;
}

void
control_queue(ControlObject *object)
{
    Controls *controls = object->controls;

    if (object->queued) {
        return;
    }
    object->queued = true;
    object->next_queued = NULL;
    if (controls->first_queued == NULL) {
        controls->first_queued = object;
        controls->parameters.wake(controls->parameters.user);
    } else {
        controls->last_queued->next_queued = object;
    }
    controls->last_queued = object;
}

/* What is queued meanwhile waits for the next turn, behind the reports of this one. */
void
controls_turn(Controls *controls)
{
    ControlObject *object = controls->first_queued;

    controls->first_queued = NULL;
    controls->last_queued = NULL;
    control_refuse_overtaken(controls);
    while (object != NULL) {
        ControlObject *next = object->next_queued;

        object->queued = false;
        control_begin(object);
        object = next;
    }
}
