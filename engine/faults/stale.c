/* SPDX-License-Identifier: Apache-2.0
 *
 * Values and time stamps that do not belong together (IEC 61850-7-3 `t`: when value or quality
 * changed last), and values that do not move any more at all.
 */
#include "engine/faults/points.h"

#include "sim/model/timestamp.h"

enum { REFERENCE, OTHER };

static bool
has_time(const Point *point)
{
    return point->has_t;
}

/* A stale value with a fresh stamp. */

static const FaultParameter value_parameters[] = {
    [REFERENCE] = FAULT_REFERENCE_ROW,
    [OTHER] = { .name = "every",
                .kind = FAULT_TIME,
                .preset = "",
                .help = "stamps it anew so often though nothing happens" },
    { 0 },
};

typedef struct Stale {
    FaultPoints points; /* first */
    Timer again;        /* of the stage's clock */
    Fault *fault;
} Stale;

static char *
check_value(const FaultSpec *spec, const Device *device)
{
    if (spec->values[OTHER].given && spec->values[OTHER].time <= 0) {
        return g_strdup("every takes more than no time");
    }
    return fault_points_check(spec, device, REFERENCE, has_time, "a value with a time");
}

static void
stamp_all(Fault *fault)
{
    const FaultPoints *self = fault->state;
    Ied *ied = fault->device->ied;

    ied_change_open(ied);
    for (unsigned i = 0; i < self->points->len; i++) {
        ied_set(ied, &g_array_index(self->points, FaultPoint, i).point, &(IedSet){ 0 });
    }
    ied_change_commit(ied);
    fault->acted++;
    fault_tell(fault, NULL, "%u points have a fresh stamp", self->points->len);
}

static void
arm(Stale *stale)
{
    Clock *clock = stale->fault->stage->clock;

    clock_arm(clock, &stale->again, clock_now(clock) + fault_value(stale->fault, OTHER)->time,
              stale->again.fire);
}

static void
stamp_again(Timer *timer)
{
    Stale *stale = (Stale *)(void *)((char *)timer - offsetof(Stale, again));

    if (!ied_is_off(stale->fault->device->ied)) {
        stamp_all(stale->fault);
    }
    arm(stale);
}

static void
begin_value(Fault *fault)
{
    Stale *stale = fault->state;

    stale->fault = fault;
    fault_points_begin(fault, REFERENCE, has_time, FAULT_VALUE);
    if (fault_value(fault, OTHER)->given) {
        stale->again.fire = stamp_again;
        arm(stale);
    }
}

static void
end_value(Fault *fault)
{
    clock_disarm(fault->stage->clock, &((Stale *)fault->state)->again);
    fault_points_end(fault);
}

/* The leaf stays as it is; what is true of it comes with the fault's end. */
static GateVerdict
hold_back(Fault *fault, GatePass *pass, const char *what)
{
    const ShownLeaf *leaf = pass->subject;
    const FaultPoint *point = fault_points_find(fault, pass);
    g_autoptr(GString) text = g_string_new(NULL);

    if (point == NULL || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    value_append_text(leaf->ref.type, leaf->value, text);
    fault_tell(fault, pass, "%s: %s %s is not shown", point->reference, what, text->str);
    return GATE_DROP;
}

static GateVerdict
act_value(Fault *fault, GatePass *pass)
{
    return hold_back(fault, pass, "the value");
}

const FaultType fault_stale_value = {
    .name = "stale_value",
    .layer = "data",
    .help = "a value does not follow the process, though its t says that it did",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_CLIENT,
    .parameters = value_parameters,
    .state_size = sizeof(Stale),
    .check = check_value,
    .begin = begin_value,
    .end = end_value,
    .act = act_value,
};

/* A fresh value with a stale stamp. */

static const FaultParameter time_parameters[] = {
    [REFERENCE] = FAULT_REFERENCE_ROW,
    [OTHER] = { .name = "behind",
                .kind = FAULT_TIME,
                .preset = "",
                .help = "the stamp is so much behind; none: it stays as it is" },
    { 0 },
};

static char *
check_time(const FaultSpec *spec, const Device *device)
{
    return fault_points_check(spec, device, REFERENCE, has_time, "a value with a time");
}

static void
begin_time(Fault *fault)
{
    fault_points_begin(fault, REFERENCE, has_time, FAULT_STAMP);
}

static GateVerdict
act_time(Fault *fault, GatePass *pass)
{
    const FaultValue *behind = fault_value(fault, OTHER);
    const ShownLeaf *leaf = pass->subject;
    const FaultPoint *point = fault_points_find(fault, pass);
    Value stamp;

    if (!behind->given) {
        return hold_back(fault, pass, "the time");
    }
    if (point == NULL || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    stamp = *leaf->value;
    timestamp_encode(timestamp_decode(stamp.time) - behind->time, stamp.time[7], stamp.time);
    fault_points_change(fault, pass, point, &stamp);
    return GATE_PASS;
}

const FaultType fault_stale_time = {
    .name = "stale_time",
    .layer = "data",
    .help = "a value follows the process, and its t does not",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_CLIENT,
    .parameters = time_parameters,
    .state_size = sizeof(FaultPoints),
    .check = check_time,
    .begin = begin_time,
    .end = fault_points_end,
    .act = act_time,
};

/* Frozen. */

static const FaultParameter frozen_parameters[] = { [REFERENCE] = FAULT_REFERENCE_ROW, { 0 } };

static bool
is_any(const Point *point)
{
    (void)point;
    return true;
}

static char *
check_frozen(const FaultSpec *spec, const Device *device)
{
    return fault_points_check(spec, device, REFERENCE, is_any, "a value");
}

static void
begin_frozen(Fault *fault)
{
    fault_points_begin(fault, REFERENCE, is_any, FAULT_ALL_AROUND);
}

static GateVerdict
act_frozen(Fault *fault, GatePass *pass)
{
    const ShownLeaf *leaf = pass->subject;
    const FaultPoint *point = fault_points_find(fault, pass);

    if (point == NULL) {
        return GATE_PASS;
    }
    if (leaf->ref.offset == point->point.value.offset) {
        g_autoptr(GString) text = g_string_new(NULL);

        value_append_text(leaf->ref.type, leaf->value, text);
        fault->acted++;
        fault_tell(fault, pass, "%s: %s is not shown", point->reference, text->str);
    }
    return GATE_DROP;
}

const FaultType fault_frozen = {
    .name = "frozen",
    .layer = "data",
    .help = "values, qualities and times stay as they are, whatever the process does",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = frozen_parameters,
    .state_size = sizeof(FaultPoints),
    .check = check_frozen,
    .begin = begin_frozen,
    .end = fault_points_end,
    .act = act_frozen,
};
