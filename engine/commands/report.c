/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench report HOST:PORT RCB`: subscribes to a report control block and prints what comes,
 * until the count, the time or a signal; then the block is disabled and given back.
 */
#include <glib-unix.h>
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/client_options.h"
#include "engine/commands/print_value.h"
#include "engine/text.h"
#include "sim/client/subscription.h"

/* As given on the command line. */
typedef struct ReportOptions {
    gboolean gi, purge;
    char *entry_id, *duration, *opt_flds, *trg_ops, *dat_set, *rpt_id;
    int count, integrity, buffer_time, reserve;
} ReportOptions;

typedef struct Reporting {
    ClientSession session;
    ClientSubscribe wish;
    ClientSubscription *subscription;
    Timer timer;
    int64_t duration; /* ns; 0: without end */
    int count;        /* 0: without end */
    int seen;
    bool json;
    bool over;  /* nothing more is waited for */
    bool ended; /* reports that come now are no longer shown */
    bool late;  /* the time passed */
    bool refused;
    bool wrong; /* a problem was told */
    int signal;
} Reporting;

static void
end_wait(Reporting *reporting)
{
    reporting->over = true;
    client_session_wake(&reporting->session);
}

static void
append_bits(GString *text, const char *before, unsigned value, const char *(*name)(unsigned))
{
    const char *between = before;

    for (unsigned bit = 0; bit < 32; bit++) {
        if (value & 1u << bit && name(bit) != NULL) {
            g_string_append_printf(text, "%s%s", between, name(bit));
            between = ", ";
        }
    }
}

/* What follows the RptID in a report's first line. */
static char *
describe(const ClientReport *report)
{
    GString *text = g_string_new(NULL);

    if (report->options & REPORT_SEQUENCE_NUMBER) {
        g_string_append_printf(text, "  SqNum %u", report->sq_num);
    }
    if (report->options & REPORT_TIME_STAMP) {
        g_autofree char *time = time_format(report->time_of_entry);

        g_string_append_printf(text, "  %.23sZ", time);
    }
    if (report->options & REPORT_ENTRY_ID) {
        g_string_append(text, "  EntryID ");
        for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
            g_string_append_printf(text, "%02X", report->entry_id[i]);
        }
    }
    if (report->options & REPORT_CONF_REVISION) {
        g_string_append_printf(text, "  ConfRev %u", report->conf_rev);
    }
    if (report->segments > 1) {
        g_string_append_printf(text, "  %u segments", report->segments);
    }
    if (report->options & REPORT_BUFFER_OVERFLOW && report->buf_ovfl) {
        g_string_append(text, "  BufOvfl");
    }
    return g_string_free(text, FALSE);
}

static char *
label_of(const ClientReportMember *member)
{
    GString *label = g_string_new(NULL);

    if (member->reference.size > 0) {
        g_string_append_len(label, (const char *)member->reference.data,
                            (gssize)member->reference.size);
    } else {
        g_string_append_printf(label, "member %u", member->index + 1);
    }
    append_bits(label, " (", member->reason, client_report_reason_name);
    if (member->reason != 0) {
        g_string_append_c(label, ')');
    }
    return g_string_free(label, FALSE);
}

static void
print_people(const ClientReport *report)
{
    g_autofree char *rest = describe(report);
    g_auto(GStrv) labels = g_new0(char *, report->count + 1);
    int width = 0;

    for (unsigned i = 0; i < report->count; i++) {
        labels[i] = label_of(&report->members[i]);
        width = MAX(width, (int)strlen(labels[i]));
    }
    printf("%.*s%s\n", (int)report->rpt_id.size, (const char *)report->rpt_id.data, rest);
    for (unsigned i = 0; i < report->count; i++) {
        const ClientReportMember *member = &report->members[i];

        if (member->result == MMS_DATA_SUCCESS) {
            print_value(labels[i], width, member->type, member->data, 2);
        } else {
            printf("  %-*s  %s\n", width, labels[i], mms_data_error_name(member->result));
        }
    }
}

static void
on_reported(void *user, ClientSubscription *subscription, const ClientReport *report)
{
    Reporting *reporting = user;

    (void)subscription;
    if (reporting->ended) {
        return;
    }
    if (reporting->json) {
        g_autofree char *text = client_report_json(report);

        puts(text);
    } else {
        print_people(report);
    }
    fflush(stdout);
    reporting->seen++;
    if (reporting->seen == reporting->count || ferror(stdout)) {
        reporting->ended = true;
        end_wait(reporting);
    }
}

static void
on_problem(void *user, ClientSubscription *subscription, const char *text)
{
    Reporting *reporting = user;

    reporting->wrong = true;
    fprintf(stderr, "iedbench report: %s: %s\n", client_subscription_name(subscription), text);
}

static void
on_time_over(Timer *timer)
{
    Reporting *reporting = (Reporting *)(void *)((char *)timer - offsetof(Reporting, timer));

    reporting->late = true;
    end_wait(reporting);
}

static void
on_subscribed(void *user, ClientSubscription *subscription, const ClientFailure *failure)
{
    Reporting *reporting = user;
    const char *name = client_subscription_name(subscription);

    if (failure != NULL) {
        client_session_tell(&reporting->session,
                            name != NULL ? name : reporting->wish.reference, failure);
        reporting->refused = true;
        end_wait(reporting);
        return;
    }
    fprintf(stderr, "%s enabled: %s, %u members\n", name,
            client_subscription_rcb(subscription)->dat_set,
            client_subscription_member_count(subscription));
    if (reporting->duration > 0) {
        Clock *wall = loop_wall(reporting->session.loop);

        clock_arm(wall, &reporting->timer, clock_now(wall) + reporting->duration, on_time_over);
    }
}

static void
on_ended(void *user, Client *client, const char *why)
{
    Reporting *reporting = user;

    (void)client;
    client_session_tell(&reporting->session, NULL, &(ClientFailure){ .text = why });
    reporting->refused = true;
    end_wait(reporting);
}

static gboolean
on_interrupt(void *user)
{
    Reporting *reporting = user;

    reporting->signal = SIGINT;
    end_wait(reporting);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_terminate(void *user)
{
    Reporting *reporting = user;

    reporting->signal = SIGTERM;
    end_wait(reporting);
    return G_SOURCE_CONTINUE;
}

static void
on_disabled(void *user, const ClientFailure *failure)
{
    Reporting *reporting = user;

    if (failure != NULL) {
        client_session_tell(&reporting->session, "disabling", failure);
        reporting->refused = true;
    }
    end_wait(reporting);
}

static void
wait_until_over(Reporting *reporting)
{
    while (!reporting->over) {
        client_session_wait(&reporting->session);
    }
    reporting->over = false;
}

static int
status_of(const Reporting *reporting)
{
    if (reporting->refused || reporting->wrong) {
        return EXIT_NOT_HELD;
    }
    if (reporting->late && reporting->count > 0) {
        return reporting->seen == 0 ? EXIT_NOTHING : EXIT_MAX_TIME;
    }
    return reporting->signal != 0 && reporting->count > 0 ? 128 + reporting->signal : EXIT_HELD;
}

/* On an open association: until the end, which gives everything back. */
static int
report_on(Reporting *reporting)
{
    static const ClientSubscriptionUser callbacks = { .subscribed = on_subscribed,
                                                      .reported = on_reported,
                                                      .problem = on_problem };
    Client *client = reporting->session.client;
    Clock *wall = loop_wall(reporting->session.loop);
    unsigned signals[] = { g_unix_signal_add(SIGINT, on_interrupt, reporting),
                           g_unix_signal_add(SIGTERM, on_terminate, reporting) };

    client_on_ended(client, on_ended, reporting);
    reporting->subscription = client_subscribe(client, &reporting->wish, &callbacks, reporting);
    wait_until_over(reporting);
    reporting->ended = true;
    clock_disarm(wall, &reporting->timer);
    if (!reporting->refused && client_is_open(client)) {
        client_subscription_end(reporting->subscription, on_disabled, reporting);
        wait_until_over(reporting);
    }
    client_subscription_free(reporting->subscription);
    g_source_remove(signals[0]);
    g_source_remove(signals[1]);
    return status_of(reporting);
}

static bool
complain(const char *what)
{
    fprintf(stderr, "iedbench report: %s\n", what);
    return false;
}

static bool
take_entry_id(ClientSubscribe *wish, const char *text)
{
    if (text == NULL) {
        return true;
    }
    if (strlen(text) != 2 * REPORT_ENTRY_ID_SIZE ||
        strspn(text, "0123456789abcdefABCDEF") != strlen(text)) {
        return complain("--entry-id: 8 octets in hex, as 000000000000012C");
    }
    for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
        wish->entry_id[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 |
                                      g_ascii_xdigit_value(text[2 * i + 1]));
    }
    wish->set |= 1u << RCB_ENTRY_ID;
    return true;
}

/* Numbers are -1 when they were not given. */
static void
take_numbers(ClientSubscribe *wish, const ReportOptions *given)
{
    wish->intg_pd = (uint32_t)given->integrity;
    wish->set |= given->integrity >= 0 ? 1u << RCB_INTG_PD : 0;
    wish->buf_tm = (uint32_t)given->buffer_time;
    wish->set |= given->buffer_time >= 0 ? 1u << RCB_BUF_TM : 0;
    wish->resv_tms = given->reserve;
    wish->set |= given->reserve >= 0 ? 1u << RCB_RESV_TMS : 0;
}

static bool
take_options(Reporting *reporting, const ReportOptions *given)
{
    ClientSubscribe *wish = &reporting->wish;

    wish->names = true;
    wish->gi = given->gi;
    wish->purge = given->purge;
    wish->dat_set = given->dat_set;
    wish->set |= given->dat_set != NULL ? 1u << RCB_DAT_SET : 0;
    wish->rpt_id = given->rpt_id;
    wish->set |= given->rpt_id != NULL ? 1u << RCB_RPT_ID : 0;
    take_numbers(wish, given);
    if (given->opt_flds != NULL) {
        wish->set |= 1u << RCB_OPT_FLDS;
        if (!client_report_parse_options(given->opt_flds, &wish->opt_flds)) {
            return complain("--opt-flds: seqNum,timeStamp,reasonCode,dataSet,dataRef,"
                            "bufOvfl,entryID,\n  configRef; 10 bits; or all");
        }
    }
    if (given->trg_ops != NULL) {
        wish->set |= 1u << RCB_TRG_OPS;
        if (!client_report_parse_triggers(given->trg_ops, &wish->trg_ops)) {
            return complain("--trg-ops: of dchg,qchg,dupd,period,gi; or 6 bits");
        }
    }
    if (given->duration != NULL && !duration_parse(given->duration, &reporting->duration)) {
        return complain("--duration: a time, as 10s or 500ms");
    }
    if (given->count < 0) {
        return complain("--count: a positive number");
    }
    reporting->count = given->count;
    return take_entry_id(wish, given->entry_id);
}

static int
report_server(const ClientOptions *options, const ReportOptions *given)
{
    Reporting reporting = { .json = options->json };
    int status = EXIT_USAGE;

    if (options->arguments == NULL || g_strv_length(options->arguments) != 2) {
        complain("HOST:PORT and one RCB are needed");
    } else if (take_options(&reporting, given)) {
        reporting.wish.reference = options->arguments[1];
        if (client_session_open(&reporting.session, options, options->arguments[0], &status)) {
            status = report_on(&reporting);
        }
        client_session_clear(&reporting.session);
    }
    return status;
}

static int
run_report(int argc, char **argv)
{
    ClientOptions options = { 0 };
    ReportOptions given = { .integrity = -1, .buffer_time = -1, .reserve = -1 };
    int status;
    const GOptionEntry entries[] = {
        { "gi", 0, 0, G_OPTION_ARG_NONE, &given.gi, "Ask for a general interrogation", NULL },
        { "purge", 0, 0, G_OPTION_ARG_NONE, &given.purge, "Empty the buffer first", NULL },
        { "entry-id", 0, 0, G_OPTION_ARG_STRING, &given.entry_id,
          "Begin behind this entry of the buffer", "HEX" },
        { "duration", 0, 0, G_OPTION_ARG_STRING, &given.duration,
          "End this time after it is enabled", "TIME" },
        { "count", 0, 0, G_OPTION_ARG_INT, &given.count, "End after so many reports", "N" },
        { "integrity", 0, 0, G_OPTION_ARG_INT, &given.integrity,
          "IntgPd, with its trigger when not 0", "MS" },
        { "buffer-time", 0, 0, G_OPTION_ARG_INT, &given.buffer_time, "BufTm", "MS" },
        { "opt-flds", 0, 0, G_OPTION_ARG_STRING, &given.opt_flds,
          "Fields of the reports: seqNum,timeStamp,... or all", "LIST" },
        { "trg-ops", 0, 0, G_OPTION_ARG_STRING, &given.trg_ops,
          "Triggers: dchg,qchg,dupd,period,gi", "LIST" },
        { "data-set", 0, 0, G_OPTION_ARG_STRING, &given.dat_set,
          "Another data set, as LD/LN$name", "REF" },
        { "rpt-id", 0, 0, G_OPTION_ARG_STRING, &given.rpt_id, "Another RptID", "TEXT" },
        { "reserve", 0, 0, G_OPTION_ARG_INT, &given.reserve,
          "ResvTms: how long a buffered one stays ours (60)", "SECONDS" },
        { 0 },
    };

    if (client_options_parse(&options,
                             "Subscribes to a report control block and prints its reports: "
                             "LD/LN.BR.name or LD/LN.RP.name, without the index any free one.",
                             "HOST:PORT RCB", entries, argc, argv, &status)) {
        status = report_server(&options, &given);
    }
    client_options_clear(&options);
    g_free(given.entry_id);
    g_free(given.duration);
    g_free(given.opt_flds);
    g_free(given.trg_ops);
    g_free(given.dat_set);
    g_free(given.rpt_id);
    return status;
}

const Command command_report = {
    .name = "report",
    .arguments = "HOST:PORT RCB",
    .summary = "subscribe to a report control block and print its reports",
    .run = run_report,
};
