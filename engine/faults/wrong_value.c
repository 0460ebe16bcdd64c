/* SPDX-License-Identifier: Apache-2.0
 *
 * Values that cannot be: floats that are no numbers (ISO 9506-2 FloatingPoint is IEEE 754, NaN
 * and infinities included), and numbers beyond what the model allows them. Their quality stays
 * what the process gives.
 */
#include <float.h>
#include <math.h>

#include "engine/faults/points.h"

enum { REFERENCE, WHICH, VALUE };

/* Shown of each point: its own number. */
static GateVerdict
act(Fault *fault, GatePass *pass)
{
    const ShownLeaf *leaf = pass->subject;
    const FaultPoint *point = fault_points_find(fault, pass);
    Value value = { .kind = VALUE_FLOAT };

    if (point == NULL) {
        return GATE_PASS;
    }
    value.real = point->number;
    if (leaf->value->kind == VALUE_INTEGER) {
        value = (Value){ .kind = VALUE_INTEGER, .integer = (int64_t)point->number };
    } else if (leaf->value->kind == VALUE_UNSIGNED) {
        value = (Value){ .kind = VALUE_UNSIGNED, .unsigned_ = (uint64_t)point->number };
    }
    fault_points_change(fault, pass, point, &value);
    return GATE_PASS;
}

/* No numbers. */

static const FaultParameter nan_parameters[] = {
    [REFERENCE] = FAULT_REFERENCE_ROW,
    [WHICH] = { .name = "value",
                .kind = FAULT_CHOICE,
                .preset = "nan",
                .choices = "nan|inf|-inf",
                .help = "what it is instead" },
    { 0 },
};

static bool
is_float(const Point *point)
{
    return point->value.type->kind == VALUE_FLOAT;
}

static char *
check_nan(const FaultSpec *spec, const Device *device)
{
    return fault_points_check(spec, device, REFERENCE, is_float, "a float");
}

static void
begin_nan(Fault *fault)
{
    static const double numbers[] = { NAN, INFINITY, -INFINITY };
    const FaultPoints *self = fault->state;

    fault_points_begin(fault, REFERENCE, is_float, FAULT_VALUE);
    for (unsigned i = 0; i < self->points->len; i++) {
        g_array_index(self->points, FaultPoint, i).number =
            numbers[fault_value(fault, WHICH)->choice];
    }
    fault_points_show(fault, fault_value(fault, WHICH)->text);
}

const FaultType fault_not_a_number = {
    .name = "not_a_number",
    .layer = "data",
    .help = "floats are NaN or infinite",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = nan_parameters,
    .state_size = sizeof(FaultPoints),
    .check = check_nan,
    .begin = begin_nan,
    .end = fault_points_end,
    .act = act,
};

/* Out of range. */

static const FaultParameter range_parameters[] = {
    [REFERENCE] = FAULT_REFERENCE_ROW,
    [WHICH] = { .name = "side",
                .kind = FAULT_CHOICE,
                .preset = "above",
                .choices = "above|below",
                .help = "of rangeC, else of minVal and maxVal, else of the enumeration, else "
                        "the end of the type" },
    [VALUE] = { .name = "value",
                .kind = FAULT_NUMBER,
                .preset = "",
                .help = "this number instead" },
    { 0 },
};

static bool
is_number(const Point *point)
{
    ValueKind kind = point->value.type->kind;

    return kind == VALUE_FLOAT || kind == VALUE_INTEGER || kind == VALUE_UNSIGNED;
}

/* What a leaf of this type can hold at most, or at least. */
static double
end_of(const Type *type, bool above)
{
    if (type->kind == VALUE_FLOAT) {
        return above ? (double)FLT_MAX : -(double)FLT_MAX;
    }
    if (type->kind == VALUE_UNSIGNED) {
        return above ? ldexp(1, MIN(type->length, 53)) - 1 : 0;
    }
    return above ? ldexp(1, MIN(type->length, 53) - 1) - 1 : -ldexp(1, type->length - 1);
}

static char *
check_range(const FaultSpec *spec, const Device *device)
{
    const FaultValue *value = &spec->values[VALUE];
    const char *reference = spec->values[REFERENCE].text;
    Point point;

    if (value->given &&
        reference_resolve_point(device->server->model, reference == NULL ? "" : reference,
                                &point, NULL)) {
        const Type *type = point.value.type;

        if (value->number < end_of(type, false) || value->number > end_of(type, true) ||
            (type->kind != VALUE_FLOAT && value->number != floor(value->number))) {
            return g_strdup_printf("%s cannot be %s at all", reference, value->text);
        }
    }
    return fault_points_check(spec, device, REFERENCE, is_number, "a number");
}

/* The number at a path under CF of the same object. */
static bool
configured(const Fault *fault, const NodeRef *object, const char *path, double *number)
{
    const Model *model = fault->device->server->model;
    NodeRef leaf;
    Value value;

    if (!node_under(model, object, FC_CF, &leaf) ||
        !node_path(&leaf, slice_from_string(path), &leaf) || !type_is_leaf(leaf.type)) {
        return false;
    }
    values_get(ied_values(fault->device->ied), &leaf, &value);
    *number = value.kind == VALUE_FLOAT      ? value.real
              : value.kind == VALUE_UNSIGNED ? (double)value.unsigned_
                                             : (double)value.integer;
    return value.kind == VALUE_FLOAT || value.kind == VALUE_UNSIGNED ||
           value.kind == VALUE_INTEGER;
}

static double
beyond(const Fault *fault, const FaultPoint *point, bool above)
{
    static const char *const limits[][2] = { { "rangeC$min$f", "rangeC$max$f" },
                                             { "rangeC$min$i", "rangeC$max$i" },
                                             { "minVal$f", "maxVal$f" },
                                             { "minVal", "maxVal" } };
    const Type *type = point->point.value.type;
    const EnumType *names = type->enumeration;
    double low, high, step;

    for (unsigned i = 0; i < G_N_ELEMENTS(limits); i++) {
        if (configured(fault, &point->around, limits[i][0], &low) &&
            configured(fault, &point->around, limits[i][1], &high) && low < high) {
            step = type->kind == VALUE_FLOAT ? (high - low) / 10 : ceil((high - low) / 10);
            return CLAMP(above ? high + step : low - step, end_of(type, false),
                         end_of(type, true));
        }
    }
    if (names != NULL && names->count > 0) {
        return above ? MIN(names->values[names->count - 1].ordinal + 1, end_of(type, true))
                     : MAX(names->values[0].ordinal - 1, end_of(type, false));
    }
    return end_of(type, above);
}

static void
begin_range(Fault *fault)
{
    const FaultPoints *self = fault->state;
    const FaultValue *given = fault_value(fault, VALUE);
    bool above = fault_value(fault, WHICH)->choice == 0;

    fault_points_begin(fault, REFERENCE, is_number, FAULT_VALUE);
    for (unsigned i = 0; i < self->points->len; i++) {
        FaultPoint *point = &g_array_index(self->points, FaultPoint, i);

        point->number = given->given ? given->number : beyond(fault, point, above);
    }
    fault_points_show(fault, given->given ? given->text
                             : above      ? "above its range"
                                          : "below its range");
}

const FaultType fault_out_of_range = {
    .name = "out_of_range",
    .layer = "data",
    .help = "numbers and enumerations are beyond what the model allows them",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = range_parameters,
    .state_size = sizeof(FaultPoints),
    .check = check_range,
    .begin = begin_range,
    .end = fault_points_end,
    .act = act,
};
