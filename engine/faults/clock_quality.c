/* SPDX-License-Identifier: Apache-2.0
 *
 * What a clock says of itself and is not so: the quality of its time stamps (IEC 61850-7-2
 * 6.1.2.9), with LTMS or without.
 */
#include "engine/faults/clock.h"

#include "sim/model/timestamp.h"

enum { QUALITY, ACCURACY, LTMS };

static const FaultParameter quality_parameters[] = {
    [QUALITY] = { .name = "quality",
                  .kind = FAULT_TEXT,
                  .preset = "ClockNotSynchronized",
                  .help = "of LeapSecondsKnown, ClockFailure, ClockNotSynchronized; or none" },
    [ACCURACY] = { .name = "accuracy",
                   .kind = FAULT_COUNT,
                   .preset = "31",
                   .unit = "bits",
                   .help = "of the fraction that count; 31: unspecified",
                   .least = 0,
                   .most = 31 },
    [LTMS] = { .name = "ltms",
               .kind = FAULT_FLAG,
               .preset = "true",
               .help = "LTMS says so, too; else it sees nothing wrong" },
    { 0 },
};

static bool
parse_quality(const char *text, uint8_t *quality)
{
    static const struct {
        const char *name;
        uint8_t bit;
    } names[] = { { "LeapSecondsKnown", TIMESTAMP_LEAP_SECONDS_KNOWN },
                  { "ClockFailure", TIMESTAMP_CLOCK_FAILURE },
                  { "ClockNotSynchronized", TIMESTAMP_CLOCK_NOT_SYNCHRONIZED },
                  { "none", 0 } };
    g_auto(GStrv) words = g_strsplit_set(text, " ,", 8);
    unsigned found = 0, given = 0;

    *quality = 0;
    for (char **word = words; *word != NULL; word++) {
        given += **word != '\0';
        for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
            if (g_ascii_strcasecmp(*word, names[i].name) == 0) {
                *quality |= names[i].bit;
                found++;
            }
        }
    }
    return given > 0 && found == given;
}

static char *
check_quality(const FaultSpec *spec, const Device *device)
{
    uint8_t quality;

    (void)device;
    return parse_quality(spec->values[QUALITY].text, &quality)
               ? NULL
               : g_strdup_printf("quality takes LeapSecondsKnown, ClockFailure and "
                                 "ClockNotSynchronized, or none, not %s",
                                 spec->values[QUALITY].text);
}

static void
begin_quality(Fault *fault)
{
    ClockFault wrong = { .has_quality = true };

    parse_quality(fault_value(fault, QUALITY)->text, &wrong.quality);
    if (fault_value(fault, LTMS)->flag) {
        wrong.state = (wrong.quality & TIMESTAMP_CLOCK_FAILURE) != 0            ? CLOCK_FAILED
                      : (wrong.quality & TIMESTAMP_CLOCK_NOT_SYNCHRONIZED) != 0 ? CLOCK_LOST
                                                                                : 0;
    }
    wrong.quality |= (uint8_t)fault_value(fault, ACCURACY)->count;
    fault_clock_begin(fault, wrong, fault_value(fault, QUALITY)->text);
}

const FaultType fault_clock_not_synchronized = {
    .name = "clock_not_synchronized",
    .layer = "data",
    .help = "time stamps have this quality",
    .no_settings = FAULT_CLOCK_SETTINGS,
    .parameters = quality_parameters,
    .state_size = sizeof(ClockFault),
    .check = check_quality,
    .begin = begin_quality,
    .end = fault_clock_end,
};
