/* SPDX-License-Identifier: Apache-2.0
 *
 * The device restarts (engine/power.h): its power goes, it crashes in the middle of a PDU, or
 * it comes up with another revision of its configuration. When it is up again is its own
 * matter: a fault that is removed meanwhile does not change that.
 */
#include "engine/fault.h"

#include <string.h>

#include "engine/power.h"

#define HOW_ROW                                                                                \
    {                                                                                          \
        .name = "how", .kind = FAULT_CHOICE, .preset = "rst", .choices = "rst|silence",        \
        .help = "how the peers notice it"                                                      \
    }
#define BOOT_ROW                                                                               \
    {                                                                                          \
        .name = "boot", .kind = FAULT_TIME, .preset = "2s", .help = "until it listens again"   \
    }
#define KEEP_ROW                                                                               \
    {                                                                                          \
        .name = "keep", .kind = FAULT_FLAG, .preset = "false",                                 \
        .help = "what survives a power cycle in a device does"                                 \
    }

/* Power cycle. */

enum { CYCLE_HOW, CYCLE_BOOT, CYCLE_KEEP };

static void
cycle(Fault *fault)
{
    const IedPowerOff how = { .keep = fault_value(fault, CYCLE_KEEP)->flag,
                              .silent = fault_value(fault, CYCLE_HOW)->choice == 1 };
    int64_t boot = fault_value(fault, CYCLE_BOOT)->time;

    fault->acted++;
    fault_tell(fault, NULL, "lost its power, up again after %.3f s, state %s",
               (double)boot / 1e9, how.keep ? "kept" : "lost");
    power_lose(fault->stage, fault->device, &how, boot);
    fault_over(fault);
}

static const FaultParameter cycle_parameters[] = {
    [CYCLE_HOW] = HOW_ROW, [CYCLE_BOOT] = BOOT_ROW, [CYCLE_KEEP] = KEEP_ROW, { 0 }
};

const FaultType fault_power_cycle = {
    .name = "power_cycle",
    .layer = "device",
    .help = "the device, or a whole station, loses its power and comes up again, once",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT | FAULT_NO_LASTING,
    .parameters = cycle_parameters,
    .begin = cycle,
};

/* Crash. */

enum { CRASH_HOW, CRASH_BOOT, CRASH_KEEP, CRASH_PART };

typedef struct Crash {
    bool falling; /* until the end of this turn */
} Crash;

static void
fall(Fault *fault, uint64_t association)
{
    const IedPowerOff how = { .keep = fault_value(fault, CRASH_KEEP)->flag,
                              .silent = fault_value(fault, CRASH_HOW)->choice == 1 };

    (void)association;
    ((Crash *)fault->state)->falling = false;
    power_lose(fault->stage, fault->device, &how, fault_value(fault, CRASH_BOOT)->time);
}

/* Nothing leaves behind the part that does. */
static GateVerdict
crash(Fault *fault, GatePass *pass)
{
    Crash *state = fault->state;
    size_t size = pass->bytes.size;

    if (!pass->outbound || size == 0) {
        return GATE_PASS;
    }
    if (state->falling) {
        return GATE_DROP;
    }
    if (!fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    state->falling = true;
    pass->bytes.size = (size_t)((double)size * fault_value(fault, CRASH_PART)->number);
    fault_later(fault, pass, fall);
    fault_tell(fault, pass, "crashed behind %zu of %zu octets, %s", pass->bytes.size, size,
               fault_value(fault, CRASH_HOW)->text);
    return pass->bytes.size == 0 ? GATE_DROP : GATE_PASS;
}

static const FaultParameter crash_parameters[] = {
    [CRASH_HOW] = HOW_ROW,
    [CRASH_BOOT] = BOOT_ROW,
    [CRASH_KEEP] = KEEP_ROW,
    [CRASH_PART] = { .name = "part",
                     .kind = FAULT_NUMBER,
                     .preset = "0.5",
                     .unit = "of 1",
                     .help = "the share of the octets that still leaves",
                     .least = 0,
                     .most = 0.9999 },
    { 0 },
};

const FaultType fault_crash = {
    .name = "crash",
    .layer = "device",
    .help = "the device crashes in the middle of what it sends, and is away until it booted",
    .gates = FAULT_GATE(GATE_BYTES),
    .parameters = crash_parameters,
    .state_size = sizeof(Crash),
    .act = crash,
};

/* Another configuration. */

enum { REVISED_HOW, REVISED_BOOT, REVISED_OFFSET, REVISED_TEXT };

typedef struct Revised {
    unsigned subscription;
} Revised;

static void
revise(Fault *fault)
{
    uint32_t offset = fault_value(fault, REVISED_OFFSET)->count;
    const char *text = fault_value(fault, REVISED_TEXT)->text;

    fault->acted++;
    ied_revise(fault->device->ied, offset, text);
    fault_tell(fault, NULL, "comes up with every ConfRev higher by %u, configRev %s", offset,
               text);
}

/* At every restart while the fault is there. */
static void
on_power_off(const Event *event, void *user)
{
    Fault *fault = user;

    if (strcmp(event->ied, fault->device->name) == 0) {
        revise(fault);
    }
}

static void
begin_revised(Fault *fault)
{
    const IedPowerOff how = { .silent = fault_value(fault, REVISED_HOW)->choice == 1 };
    Revised *revised = fault->state;

    if (ied_is_off(fault->device->ied)) {
        revise(fault);
    }
    revised->subscription = event_subscribe(fault->stage->events, EVENT_MASK(EVENT_POWERED_OFF),
                                            on_power_off, fault);
    power_lose(fault->stage, fault->device, &how, fault_value(fault, REVISED_BOOT)->time);
}

static void
end_revised(Fault *fault)
{
    event_unsubscribe(fault->stage->events, ((Revised *)fault->state)->subscription);
}

static const FaultParameter revised_parameters[] = {
    [REVISED_HOW] = HOW_ROW,
    [REVISED_BOOT] = BOOT_ROW,
    [REVISED_OFFSET] = { .name = "offset",
                         .kind = FAULT_COUNT,
                         .preset = "1",
                         .help = "what is added to every ConfRev",
                         .least = 1,
                         .most = 1000000 },
    [REVISED_TEXT] = { .name = "config_rev",
                       .kind = FAULT_TEXT,
                       .preset = "another",
                       .help = "configRev of LLN0.NamPlt" },
    { 0 },
};

const FaultType fault_revision_changed = {
    .name = "revision_changed",
    .layer = "device",
    .help =
        "restarts with another revision of its configuration: ConfRev of the control blocks, "
        "configRev; until a restart without the fault",
    .no_settings = FAULT_NO_SHARE | FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = revised_parameters,
    .state_size = sizeof(Revised),
    .begin = begin_revised,
    .end = end_revised,
};
