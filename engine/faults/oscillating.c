/* SPDX-License-Identifier: Apache-2.0
 *
 * Points that go to and fro between what is true and something else, as a loose contact does,
 * each time with a fresh stamp. Their quality stays what the process gives.
 */
#include "engine/faults/points.h"

enum { REFERENCE, PERIOD, OTHER };

static const FaultParameter parameters[] = {
    [REFERENCE] = FAULT_REFERENCE_ROW,
    [PERIOD] = { .name = "period",
                 .kind = FAULT_TIME,
                 .preset = "200ms",
                 .help = "there and back" },
    [OTHER] = { .name = "other",
                .kind = FAULT_NUMBER,
                .preset = "",
                .help = "of numbers: what they go to; none: 0, or 1 from 0" },
    { 0 },
};

typedef struct Oscillating {
    FaultPoints points; /* first */
    Timer swing;        /* of the stage's clock */
    Fault *fault;
    bool away;
} Oscillating;

static bool
swings(const Point *point)
{
    const Type *type = point->value.type;

    return type->kind == VALUE_BOOLEAN || type->kind == VALUE_INTEGER ||
           type->kind == VALUE_UNSIGNED || type->kind == VALUE_FLOAT ||
           (type->kind == VALUE_BIT_STRING && type->length == 2);
}

static char *
check(const FaultSpec *spec, const Device *device)
{
    if (spec->values[PERIOD].time < 2 * CLOCK_MILLISECOND) {
        return g_strdup("a period is 2 ms or longer");
    }
    return fault_points_check(spec, device, REFERENCE, swings,
                              "a state, a position or a number");
}

static void
arm(Oscillating *self)
{
    Clock *clock = self->fault->stage->clock;

    clock_arm(clock, &self->swing,
              clock_now(clock) + fault_value(self->fault, PERIOD)->time / 2, self->swing.fire);
}

static void
swing(Timer *timer)
{
    Oscillating *self = (Oscillating *)(void *)((char *)timer - offsetof(Oscillating, swing));

    self->away = !self->away;
    fault_points_show(self->fault, NULL);
    arm(self);
}

static void
begin(Fault *fault)
{
    Oscillating *self = fault->state;

    self->fault = fault;
    fault_points_begin(fault, REFERENCE, swings, FAULT_VALUE);
    self->swing.fire = swing;
    self->away = true;
    fault_points_show(fault, NULL);
    arm(self);
}

static void
end(Fault *fault)
{
    clock_disarm(fault->stage->clock, &((Oscillating *)fault->state)->swing);
    fault_points_end(fault);
}

static Value
opposite(const Fault *fault, const Value *truth)
{
    enum { ON = 0x80, OFF = 0x40 }; /* Dbpos */
    const FaultValue *given = fault_value(fault, OTHER);
    Value other = *truth;

    switch (truth->kind) {
    case VALUE_BOOLEAN:
        other.boolean = !truth->boolean;
        return other;
    case VALUE_BIT_STRING:
        other.bit_string.octets[0] = truth->bit_string.octets[0] == ON ? OFF : ON;
        return other;
    case VALUE_FLOAT:
        other.real = given->given ? given->number : truth->real == 0;
        return other;
    default: /* an unsigned one has its bits in the same place */
        other.integer = given->given ? (int64_t)given->number : truth->integer == 0;
        return other;
    }
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    const FaultPoint *point = fault_points_find(fault, pass);
    Value other;

    if (point == NULL || !((Oscillating *)fault->state)->away) {
        return GATE_PASS;
    }
    other = opposite(fault, ((const ShownLeaf *)pass->subject)->value);
    fault_points_change(fault, pass, point, &other);
    return GATE_PASS;
}

const FaultType fault_oscillating = {
    .name = "oscillating",
    .layer = "data",
    .help = "values go to and fro, with a fresh t each time",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = parameters,
    .state_size = sizeof(Oscillating),
    .check = check,
    .begin = begin,
    .end = end,
    .act = act,
};
