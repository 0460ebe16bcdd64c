/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench check FILE.cfg`: what a COMTRADE record holds and what is wrong with it.
 */
#include <math.h>
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/check.h"
#include "engine/comtrade.h"

/* What there is to tell about the samples of one channel. */
typedef struct Range {
    double least, most;
    unsigned missing;
} Range;

static Range
range_of(const Comtrade *record, unsigned channel)
{
    Range range = { HUGE_VAL, -HUGE_VAL, 0 };

    for (unsigned sample = 0; sample < record->sample_count; sample++) {
        double value = comtrade_analog(record, channel, sample);

        if (isnan(value)) {
            range.missing++;
        } else {
            range.least = fmin(range.least, value);
            range.most = fmax(range.most, value);
        }
    }
    return range;
}

static unsigned
changes_of(const Comtrade *record, unsigned channel)
{
    unsigned changes = 0;

    for (unsigned sample = 1; sample < record->sample_count; sample++) {
        changes += comtrade_digital(record, channel, sample) !=
                   comtrade_digital(record, channel, sample - 1);
    }
    return changes;
}

static char *
start_of(const Comtrade *record)
{
    g_autoptr(GDateTime) date = NULL;

    if (record->start != INT64_MIN) {
        date = g_date_time_new_from_unix_utc(record->start / 1000000000);
    }
    return date == NULL ? g_strdup("at an unknown time")
                        : g_date_time_format(date, "%Y-%m-%d %H:%M:%S");
}

static void
print_channels(const Comtrade *record)
{
    for (unsigned i = 0; i < record->analog_count; i++) {
        const ComtradeAnalog *channel = &record->analogs[i];
        Range range = range_of(record, i);

        printf("  A%u %s [%s] %s, ratio %g/%g, ", channel->number, channel->name, channel->unit,
               channel->is_primary ? "primary" : "secondary", channel->primary,
               channel->secondary);
        if (range.missing == record->sample_count) {
            puts("no values");
        } else {
            printf("%g to %g%s\n", range.least, range.most,
                   range.missing > 0 ? ", some missing" : "");
        }
    }
    for (unsigned i = 0; i < record->digital_count; i++) {
        printf("  D%u %s, begins %s, changes %u times\n", record->digitals[i].number,
               record->digitals[i].name, comtrade_digital(record, i, 0) ? "on" : "off",
               changes_of(record, i));
    }
}

static void
print_record(const Comtrade *record)
{
    g_autofree char *start = start_of(record);

    printf("%s: COMTRADE %u %s (%s), %uA %uD, %u samples over %g s, %g Hz, begins %s\n",
           record->path, record->revision, comtrade_format_name(record->format),
           record->encoding, record->analog_count, record->digital_count, record->sample_count,
           (double)record->times[record->sample_count - 1] / 1e9, record->frequency, start);
    printf("  station %s, device %s\n", record->station, record->device);
    print_channels(record);
}

static void
write_record(const Comtrade *record, JsonWriter *json)
{
    json_open_object(json, NULL);
    json_put_string(json, "file", record->path);
    json_put_string(json, "format", comtrade_format_name(record->format));
    json_put_string(json, "encoding", record->encoding);
    json_put_string(json, "station", record->station);
    json_put_integer(json, "revision", record->revision);
    json_put_integer(json, "samples", record->sample_count);
    json_open_array(json, "analog");
    for (unsigned i = 0; i < record->analog_count; i++) {
        Range range = range_of(record, i);

        json_open_object(json, NULL);
        json_put_string(json, "name", record->analogs[i].name);
        json_put_string(json, "unit", record->analogs[i].unit);
        if (range.missing < record->sample_count) {
            json_put_real(json, "least", range.least);
            json_put_real(json, "most", range.most);
        }
        json_close(json);
    }
    json_close(json);
    json_open_array(json, "digital");
    for (unsigned i = 0; i < record->digital_count; i++) {
        json_open_object(json, NULL);
        json_put_string(json, "name", record->digitals[i].name);
        json_put_integer(json, "changes", changes_of(record, i));
        json_close(json);
    }
    json_close(json);
    json_close(json);
}

int
check_comtrade(const char *path, const CheckOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Comtrade) record = comtrade_load(path, NULL, &error);

    if (record == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return EXIT_USAGE;
    }
    for (unsigned i = 0; i < record->notes->len; i++) {
        fprintf(stderr, "%s\n", (const char *)record->notes->pdata[i]);
    }
    if (options->json != NULL) {
        write_record(record, options->json);
    } else {
        print_record(record);
    }
    return options->strict && record->notes->len > 0 ? EXIT_USAGE : EXIT_HELD;
}
