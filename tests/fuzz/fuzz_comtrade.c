/* SPDX-License-Identifier: Apache-2.0
 *
 * Anything as a COMTRADE record in one file: what is read holds together, every sample of every
 * channel can be asked for, times do not go back.
 */
#include <math.h>

#include "engine/comtrade.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_seeds[] = { "../comtrade", NULL };

static void
check_record(const Comtrade *record)
{
    g_assert(record->sample_count > 0);
    for (unsigned sample = 0; sample < record->sample_count; sample++) {
        g_assert(sample == 0 || record->times[sample] >= record->times[sample - 1]);
        for (unsigned i = 0; i < record->analog_count; i++) {
            double value = comtrade_analog(record, i, sample);

            g_assert(isnan(value) || value == value);
        }
        for (unsigned i = 0; i < record->digital_count; i++) {
            comtrade_digital(record, i, sample);
        }
    }
    for (unsigned i = 0; i < record->analog_count; i++) {
        g_assert(g_utf8_validate(record->analogs[i].name, -1, NULL));
    }
}

static void
check(Comtrade *record, GError *error)
{
    g_assert((record == NULL) == (error != NULL));
    if (record != NULL) {
        check_record(record);
    }
    comtrade_free(record);
    g_clear_error(&error);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Slice input = { data, size };
    GError *error = NULL;
    Comtrade *record = comtrade_parse_cff("input", input, NULL, &error);

    check(record, error);
    /* A configuration that is its own data. */
    error = NULL;
    record = comtrade_parse("input", input, input, NULL, &error);
    check(record, error);
    return 0;
}
