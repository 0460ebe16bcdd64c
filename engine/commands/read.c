/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench read HOST:PORT REF...`: the values of variables and data sets, once or again and
 * again.
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_target.h"
#include "engine/commands/print_value.h"
#include "sim/base/json.h"

typedef struct Reading {
    ClientSession session;
    Target *targets;
    unsigned count;
    unsigned next; /* the target being read */
    bool json;
    bool stamped; /* the time in front of each line: polling */
    int width;    /* of the widest label */
    bool refused;
} Reading;

static const char *
now_text(char *text, size_t size)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autofree char *seconds = g_date_time_format(now, "%Y-%m-%dT%H:%M:%S");

    g_snprintf(text, size, "%s.%03dZ", seconds, g_date_time_get_microsecond(now) / 1000);
    return text;
}

static void
print_people(const Reading *reading, const TargetPart *part, const ClientItem *item)
{
    char now[40];

    if (reading->stamped) {
        printf("%s  ", now_text(now, sizeof now));
    }
    if (item->result == MMS_DATA_SUCCESS) {
        print_value(part->label, reading->width, part->type, item->data, 0);
    } else {
        printf("%-*s  %s\n", reading->width, part->label, mms_data_error_name(item->result));
    }
}

static void
print_json(const Reading *reading, const TargetPart *part, const ClientItem *item)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);
    char now[40];

    json_open_object(&json, NULL);
    if (reading->stamped) {
        json_put_string(&json, "time", now_text(now, sizeof now));
    }
    json_put_string(&json, "reference", part->label);
    json_put_string(&json, "domain", part->name.domain);
    json_put_string(&json, "item", part->name.item);
    if (item->result == MMS_DATA_SUCCESS) {
        g_autofree char *value = client_data_json_named(part->type, item->data);

        json_put_raw(&json, "value", value);
    } else {
        json_put_string(&json, "error", mms_data_error_name(item->result));
    }
    json_close(&json);
    puts(text->str);
}

static void
on_read(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    Reading *reading = user;
    const Target *target = &reading->targets[reading->next];

    if (failure != NULL) {
        client_session_tell(&reading->session, target->reference, failure);
        reading->refused = true;
    }
    for (unsigned i = 0; failure == NULL && i < MIN(count, target->parts->len); i++) {
        if (reading->json) {
            print_json(reading, target_part(target, i), &items[i]);
        } else {
            print_people(reading, target_part(target, i), &items[i]);
        }
        reading->refused |= items[i].result != MMS_DATA_SUCCESS;
    }
    client_session_wake(&reading->session);
}

/* Every target once. */
static void
read_round(Reading *reading)
{
    Client *client = reading->session.client;

    for (reading->next = 0; reading->next < reading->count; reading->next++) {
        const Target *target = &reading->targets[reading->next];

        if (target->is_list) {
            client_read_list(client, target->scope, target->domain, target->item, on_read,
                             reading);
        } else {
            client_read(client, &target_part(target, 0)->name, 1, on_read, reading);
        }
        client_session_wait(&reading->session);
    }
    fflush(stdout);
}

static bool
find_targets(Reading *reading, char **references)
{
    for (unsigned i = 0; references[i] != NULL; i++) {
        Target *target = &reading->targets[reading->count++];

        if (!target_find(target, &reading->session, references[i])) {
            return false;
        }
        for (unsigned j = 0; j < target->parts->len; j++) {
            reading->width = MAX(reading->width, (int)strlen(target_part(target, j)->label));
        }
    }
    return true;
}

/* `count` rounds (0: without end), `interval` apart. */
static int
read_values(Reading *reading, char **references, int count, double interval)
{
    if (!find_targets(reading, references)) {
        return EXIT_NOT_HELD;
    }
    for (int round = 1;; round++) {
        read_round(reading);
        if (round == count || !client_is_open(reading->session.client)) {
            break;
        }
        client_session_sleep(&reading->session, (int64_t)(interval * 1e9));
    }
    return reading->refused ? EXIT_NOT_HELD : EXIT_HELD;
}

static int
read_server(const ClientOptions *options, int count, double interval)
{
    char **arguments = options->arguments;
    Reading reading = { .json = options->json, .stamped = count != 1 };
    int status;

    reading.targets = g_new0(Target, g_strv_length(arguments));
    if (client_session_open(&reading.session, options, arguments[0], &status)) {
        status = read_values(&reading, arguments + 1, count, interval);
    }
    for (unsigned i = 0; i < reading.count; i++) {
        target_clear(&reading.targets[i]);
    }
    g_free(reading.targets);
    client_session_clear(&reading.session);
    return status;
}

static int
run_read(int argc, char **argv)
{
    ClientOptions options = { 0 };
    double interval = 0;
    int count = -1;
    int status;
    const GOptionEntry entries[] = {
        { "interval", 0, 0, G_OPTION_ARG_DOUBLE, &interval, "Read again after this time",
          "SECONDS" },
        { "count", 0, 0, G_OPTION_ARG_INT, &count,
          "How often to read (1; without end with --interval)", "N" },
        { 0 },
    };

    if (client_options_parse(&options,
                             "Reads variables and data sets: LD/LN.DO.DA[FC], LD/LN$FC$DO$DA, "
                             "LD/LN.dataset.",
                             "HOST:PORT REF...", entries, argc, argv, &status)) {
        if (options.arguments == NULL || options.arguments[1] == NULL || interval < 0 ||
            count < -1) {
            fputs("iedbench read: HOST:PORT and at least one REF are needed\n", stderr);
            status = EXIT_USAGE;
        } else {
            count = count >= 0 ? count : interval > 0 ? 0 : 1;
            status = read_server(&options, count, interval > 0 ? interval : 1);
        }
    }
    client_options_clear(&options);
    return status;
}

const Command command_read = {
    .name = "read",
    .arguments = "HOST:PORT REF...",
    .summary = "read variables and data sets of a server",
    .run = run_read,
};
