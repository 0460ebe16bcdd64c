/* SPDX-License-Identifier: Apache-2.0
 *
 * Qualities that the process did not give (IEC 61850-7-3 6.2): validity, detail, source, test
 * and operatorBlocked of points, while the fault lasts.
 */
#include "engine/faults/points.h"

enum { REFERENCE, QUALITY, HOW };

enum { VALIDITY = 0xC0 };

static const FaultParameter parameters[] = {
    [REFERENCE] = FAULT_REFERENCE_ROW,
    [QUALITY] = { .name = "quality",
                  .kind = FAULT_TEXT,
                  .preset = "invalid",
                  .help = "names of bits: \"questionable,oldData\", \"test,substituted\", "
                          "\"operatorBlocked\", or 13 of 0 and 1" },
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "add",
              .choices = "add|replace",
              .help = "to the bits that the process gives, or in their place" },
    { 0 },
};

static bool
has_quality(const Point *point)
{
    return point->has_q;
}

static char *
check(const FaultSpec *spec, const Device *device)
{
    const char *text = spec->values[QUALITY].text;
    Value value;

    if (value_parse(type_basic("Quality"), text, &value) != VALUE_OK) {
        return g_strdup_printf("\"%s\" are no bits of a quality; there are good, invalid, "
                               "questionable, overflow, outOfRange, badReference, oscillatory, "
                               "failure, oldData, inconsistent, inaccurate, substituted, test "
                               "and operatorBlocked",
                               text);
    }
    return fault_points_check(spec, device, REFERENCE, has_quality, "a value with a quality");
}

static void
begin(Fault *fault)
{
    fault_points_begin(fault, REFERENCE, has_quality, FAULT_QUALITY);
    fault_points_show(fault, fault_value(fault, QUALITY)->text);
}

static GateVerdict
act(Fault *fault, GatePass *pass)
{
    const ShownLeaf *leaf = pass->subject;
    const FaultPoint *point = fault_points_find(fault, pass);
    Value given;

    if (point == NULL) {
        return GATE_PASS;
    }
    value_parse(leaf->ref.type, fault_value(fault, QUALITY)->text, &given);
    if (fault_value(fault, HOW)->choice == 0) {
        uint8_t *octets = given.bit_string.octets;
        const uint8_t *own = leaf->value->bit_string.octets;

        octets[0] |= (uint8_t)(own[0] & ((octets[0] & VALIDITY) == 0 ? 0xFF : ~VALIDITY));
        octets[1] |= own[1];
    }
    fault_points_change(fault, pass, point, &given);
    return GATE_PASS;
}

const FaultType fault_quality = {
    .name = "quality",
    .layer = "data",
    .help = "values have another quality than the process gives",
    .gates = FAULT_GATE(GATE_CHANGE),
    .no_settings = FAULT_NO_TIMES | FAULT_NO_CLIENT,
    .parameters = parameters,
    .state_size = sizeof(FaultPoints),
    .check = check,
    .begin = begin,
    .end = fault_points_end,
    .act = act,
};
