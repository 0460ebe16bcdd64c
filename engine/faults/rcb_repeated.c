/* SPDX-License-Identifier: Apache-2.0
 *
 * Report control blocks that do what nobody asked for, once or again and again (IEC 61850-7-2
 * 17.2): a storm of reports, a buffer that is forgotten, RptEna that falls.
 */
#include "engine/faults/rcb.h"

enum { EVERY = FAULT_RCB + 1 };

static bool
is_enabled(const ReportingRcb *rcb)
{
    return rcb->enabled;
}

/* Again and again. */

typedef struct Repeated {
    Timer timer;
    Fault *fault;
    const FaultRcbDeed *deed;
} Repeated;

static void
repeat(Timer *timer)
{
    Repeated *repeated = (Repeated *)(void *)timer;
    Fault *fault = repeated->fault;

    clock_arm(fault->stage->clock, timer,
              clock_now(fault->stage->clock) + fault_value(fault, EVERY)->time, repeat);
    fault_rcb_each(fault, repeated->deed);
}

/* At once, and then as often as `every` says, if it does. */
static void
begin_repeating(Fault *fault, const FaultRcbDeed *deed)
{
    Repeated *repeated = fault->state;

    repeated->fault = fault;
    repeated->deed = deed;
    if (fault_value(fault, EVERY)->given) {
        clock_arm(fault->stage->clock, &repeated->timer,
                  clock_now(fault->stage->clock) + fault_value(fault, EVERY)->time, repeat);
    }
    fault_rcb_each(fault, deed);
}

static void
end_repeating(Fault *fault)
{
    clock_disarm(fault->stage->clock, &((Repeated *)fault->state)->timer);
}

static char *
check_repeated(const FaultSpec *spec, const Device *device)
{
    if (spec->values[EVERY].given && spec->values[EVERY].time < CLOCK_MILLISECOND) {
        return g_strdup("every is a millisecond at least");
    }
    return fault_rcb_check(spec, device);
}

#define EVERY_ROW(preset_, help_)                                                              \
    {                                                                                          \
        .name = "every", .kind = FAULT_TIME, .preset = preset_, .help = help_                  \
    }

/* report_storm */

static void
storm(Fault *fault, Reporting *reporting, const ReportingRcb *rcb, const GatePass *pass,
      const char *name)
{
    reporting_repeat(reporting, rcb->number);
    fault_tell(fault, pass, "%s reports all it has, without a cause", name);
}

static void
begin_storm(Fault *fault)
{
    static const FaultRcbDeed deed = { is_enabled, storm };

    begin_repeating(fault, &deed);
}

static const FaultParameter storm_parameters[] = {
    [FAULT_RCB] = FAULT_RCB_ROW,
    [EVERY] = EVERY_ROW("10ms", "between two reports of a control block"),
    { 0 },
};

const FaultType fault_report_storm = {
    .name = "report_storm",
    .layer = "report",
    .help = "integrity reports with nothing new, many a second",
    .parameters = storm_parameters,
    .state_size = sizeof(Repeated),
    .check = check_repeated,
    .begin = begin_storm,
    .end = end_repeating,
};

/* buffer_forgotten */

static bool
has_entries(const ReportingRcb *rcb)
{
    return rcb->block->kind == CB_BRCB && rcb->entries > 0;
}

static void
forget(Fault *fault, Reporting *reporting, const ReportingRcb *rcb, const GatePass *pass,
       const char *name)
{
    reporting_forget_entries(reporting, rcb->number);
    fault_tell(fault, pass, "%s forgot %u entries", name, rcb->entries);
}

static void
begin_forgetting(Fault *fault)
{
    static const FaultRcbDeed deed = { has_entries, forget };

    begin_repeating(fault, &deed);
}

static const FaultParameter forgetting_parameters[] = {
    [FAULT_RCB] = FAULT_RCB_ROW,
    [EVERY] = EVERY_ROW("", "once more so often; not given: once"),
    { 0 },
};

const FaultType fault_buffer_forgotten = {
    .name = "buffer_forgotten",
    .layer = "report",
    .help = "buffered entries are gone, sent or not; an EntryID that a client kept is unknown",
    .parameters = forgetting_parameters,
    .state_size = sizeof(Repeated),
    .check = check_repeated,
    .begin = begin_forgetting,
    .end = end_repeating,
};

/* enabled_lost */

static void
disable(Fault *fault, Reporting *reporting, const ReportingRcb *rcb, const GatePass *pass,
        const char *name)
{
    reporting_disable(reporting, rcb->number, "the device lost it");
    fault_tell(fault, pass, "RptEna of %s fell", name);
}

static void
begin_losing(Fault *fault)
{
    static const FaultRcbDeed deed = { is_enabled, disable };

    begin_repeating(fault, &deed);
}

const FaultType fault_enabled_lost = {
    .name = "enabled_lost",
    .layer = "report",
    .help = "RptEna falls without the client's doing; its reservation stays",
    .parameters = forgetting_parameters,
    .state_size = sizeof(Repeated),
    .check = check_repeated,
    .begin = begin_losing,
    .end = end_repeating,
};
