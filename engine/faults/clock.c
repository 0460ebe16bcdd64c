/* SPDX-License-Identifier: Apache-2.0
 *
 * Clocks that are wrong (IEC 61850-7-2 6.1.2.9): they drift, jump, repeat or skip a second,
 * stand before 1984, where TimeOfDay of MMS begins, or after 2038, where 32 bits with a sign
 * end. With the fault's end the clock is as before.
 */
#include "engine/faults/clock.h"

#include "engine/text.h"
#include "sim/model/timestamp.h"

/* 1984-01-01, 2038-01-19T03:14:08, and where UtcTime ends. */
#define YEAR_1984 (INT64_C(441763200) * CLOCK_SECOND)
#define YEAR_2038 ((INT64_C(1) << 31) * CLOCK_SECOND)
#define YEAR_2106 ((INT64_C(1) << 32) * CLOCK_SECOND)

void
fault_clock_begin(Fault *fault, ClockFault wrong, const char *what)
{
    ClockFault *state = fault->state;

    *state = wrong;
    state->since = clock_now(fault->stage->clock);
    fault->acted++;
    ied_add_clock_fault(fault->device->ied, state);
    fault_tell(fault, NULL, "%s", what);
}

void
fault_clock_end(Fault *fault)
{
    ied_remove_clock_fault(fault->device->ied, fault->state);
}

/* Drift. */

enum { PPM };

static const FaultParameter drift_parameters[] = {
    [PPM] = { .name = "ppm",
              .kind = FAULT_NUMBER,
              .preset = "1000",
              .unit = "millionths",
              .help = "what it gains; negative: loses",
              .least = -1e6,
              .most = 1e6 },
    { 0 },
};

static void
begin_drift(Fault *fault)
{
    double ppm = fault_value(fault, PPM)->number;
    g_autofree char *what = g_strdup_printf("gains %g millionths", ppm);

    fault_clock_begin(fault, (ClockFault){ .ppm = ppm }, what);
}

const FaultType fault_clock_drift = {
    .name = "clock_drift",
    .layer = "data",
    .help = "the clock runs too fast or too slow, and says nothing of it",
    .no_settings = FAULT_CLOCK_SETTINGS,
    .parameters = drift_parameters,
    .state_size = sizeof(ClockFault),
    .begin = begin_drift,
    .end = fault_clock_end,
};

/* Jumps: to a time, or by one. */

enum { TO };

static const FaultParameter jump_parameters[] = {
    [TO] = { .name = "to",
             .kind = FAULT_TEXT,
             .help = "\"1h\" ahead, \"-2s\" behind, or \"2026-01-01T00:00:00Z\"" },
    { 0 },
};
static const FaultParameter past_parameters[] = {
    [TO] = { .name = "to",
             .kind = FAULT_TEXT,
             .preset = "1980-01-06T00:00:00Z",
             .help = "from 1970 on, where UtcTime begins" },
    { 0 },
};
static const FaultParameter future_parameters[] = {
    [TO] = { .name = "to",
             .kind = FAULT_TEXT,
             .preset = "2038-01-19T03:14:08Z",
             .help = "up to 2106, where UtcTime ends" },
    { 0 },
};

/* Of a date, whenever that is; of a distance, from 2026 on. */
static char *
check_moment(const FaultSpec *spec, int64_t from, int64_t below, const char *what)
{
    const char *text = spec->values[TO].text;
    int64_t moment;

    if (!moment_parse(text, INT64_C(1767225600) * CLOCK_SECOND, &moment)) {
        return g_strdup_printf("to takes a time such as \"1h\", \"-2s\" or "
                               "\"2026-01-01T00:00:00Z\", not %s",
                               text);
    }
    return moment >= from && moment < below ? NULL
                                            : g_strdup_printf("%s is not %s", text, what);
}

static char *
check_jump(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return check_moment(spec, 0, YEAR_2106, "between 1970 and 2106");
}

static char *
check_past(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return check_moment(spec, 0, YEAR_1984, "between 1970 and 1984");
}

static char *
check_future(const FaultSpec *spec, const Device *device)
{
    (void)device;
    return check_moment(spec, YEAR_2038, YEAR_2106, "between 2038-01-19T03:14:08Z and 2106");
}

static void
begin_jump(Fault *fault)
{
    int64_t now = ied_clock_now(fault->device->ied);
    int64_t to = now;
    g_autofree char *shown = NULL;
    g_autofree char *what = NULL;

    moment_parse(fault_value(fault, TO)->text, now, &to);
    shown = time_format(MAX(to, 0));
    what = g_strdup_printf("it is %s", shown);
    fault_clock_begin(fault, (ClockFault){ .offset = to - now }, what);
}

const FaultType fault_clock_jump = {
    .name = "clock_jump",
    .layer = "data",
    .help = "the clock jumps and goes on from there",
    .no_settings = FAULT_CLOCK_SETTINGS,
    .parameters = jump_parameters,
    .state_size = sizeof(ClockFault),
    .check = check_jump,
    .begin = begin_jump,
    .end = fault_clock_end,
};

const FaultType fault_time_before_1984 = {
    .name = "time_before_1984",
    .layer = "data",
    .help = "the clock stands before 1984; a TimeOfEntry, which cannot, at 1984-01-01",
    .no_settings = FAULT_CLOCK_SETTINGS,
    .parameters = past_parameters,
    .state_size = sizeof(ClockFault),
    .check = check_past,
    .begin = begin_jump,
    .end = fault_clock_end,
};

const FaultType fault_time_after_2038 = {
    .name = "time_after_2038",
    .layer = "data",
    .help = "the clock stands where 32 bits with a sign have ended",
    .no_settings = FAULT_CLOCK_SETTINGS,
    .parameters = future_parameters,
    .state_size = sizeof(ClockFault),
    .check = check_future,
    .begin = begin_jump,
    .end = fault_clock_end,
};

/* Leap seconds: UtcTime has no 23:59:60. */

enum { HOW, KNOWN };

static const FaultParameter leap_parameters[] = {
    [HOW] = { .name = "how",
              .kind = FAULT_CHOICE,
              .preset = "insert",
              .choices = "insert|delete",
              .help = "a second comes twice, or never" },
    [KNOWN] = { .name = "known",
                .kind = FAULT_FLAG,
                .preset = "true",
                .help = "stamps say LeapSecondsKnown" },
    { 0 },
};

static void
begin_leap(Fault *fault)
{
    bool twice = fault_value(fault, HOW)->choice == 0;
    bool known = fault_value(fault, KNOWN)->flag;

    fault_clock_begin(fault,
                      (ClockFault){ .offset = twice ? -CLOCK_SECOND : CLOCK_SECOND,
                                    .known = known ? TIMESTAMP_LEAP_SECONDS_KNOWN : 0 },
                      twice ? "a second comes twice" : "a second is skipped");
}

const FaultType fault_leap_second = {
    .name = "leap_second",
    .layer = "data",
    .help = "the clock repeats or skips a second, until it is set right",
    .no_settings = FAULT_CLOCK_SETTINGS,
    .parameters = leap_parameters,
    .state_size = sizeof(ClockFault),
    .begin = begin_leap,
    .end = fault_clock_end,
};
