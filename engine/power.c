/* SPDX-License-Identifier: Apache-2.0
 *
 * Power cycles of devices (see power.h): off at once, and one timer a device until it is up. A
 * cycle of a device that is off begins its time anew.
 */
#include "engine/power.h"

#include "engine/personality.h"

/* A device that is off. */
typedef struct Outage {
    Timer timer; /* first; of the stage's clock */
    Stage *stage;
    Device *device;
} Outage;

static void
up_again(Timer *timer)
{
    Outage *outage = (Outage *)timer;
    Stage *stage = outage->stage;
    g_autoptr(GError) error = NULL;

    if (!ied_power_on(outage->device->ied, &error)) {
        event_emit(stage->events, &(Event){ .kind = EVENT_MARK, .value = error->message });
    }
    g_ptr_array_remove_fast(stage->outages, outage);
    g_free(outage);
    stage->finite--;
    if (stage->idle != NULL) {
        stage->idle(stage->user);
    }
}

static Outage *
get_outage(Stage *stage, Device *device)
{
    Outage *outage;

    for (unsigned i = 0; i < stage->outages->len; i++) {
        outage = stage->outages->pdata[i];
        if (outage->device == device) {
            return outage;
        }
    }
    outage = g_new0(Outage, 1);
    outage->stage = stage;
    outage->device = device;
    g_ptr_array_add(stage->outages, outage);
    stage->finite++;
    return outage;
}

void
power_lose(Stage *stage, Device *device, const IedPowerOff *how, int64_t until_up)
{
    ied_power_off(device->ied, how);
    clock_arm(stage->clock, &get_outage(stage, device)->timer,
              clock_now(stage->clock) + until_up, up_again);
}

/* What was set before in the same entry was set while the device had power. */
static void
perform(Action *action, Stage *stage)
{
    const PowerCycle *cycle = (const PowerCycle *)action;

    stage_commit(stage);
    power_lose(stage, cycle->device, &cycle->how, cycle->lasting + cycle->boot);
}

static void
free_cycle(Action *action)
{
    g_free(action);
}

static const ActionType power_cycle_type = { "power_cycle", perform, free_cycle };

PowerCycle *
power_cycle_new(Device *device)
{
    PowerCycle *cycle = g_new0(PowerCycle, 1);

    cycle->action = (Action){ &power_cycle_type, 1 };
    cycle->device = device;
    cycle->lasting = CLOCK_SECOND;
    cycle->boot = device->personality != NULL && device->personality->boot > 0
                      ? device->personality->boot
                      : CLOCK_SECOND;
    return cycle;
}

void
power_stop_all(Stage *stage)
{
    for (unsigned i = 0; i < stage->outages->len; i++) {
        Outage *outage = stage->outages->pdata[i];

        clock_disarm(stage->clock, &outage->timer);
        g_free(outage);
    }
    g_ptr_array_set_size(stage->outages, 0);
}
