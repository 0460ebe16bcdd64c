/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports through a link that breaks at every moment of their life: one session (associate,
 * reserve, set attributes, enable, interrogate, changes, a period, disable, enable again,
 * release) is cut behind every octet that the client gets and every octet that it sends, in
 * each way a link can break, and by a failure of the bay's power. The client comes back with
 * the last EntryID that it has whole. What it puts together must be what the bay did, no entry
 * lost, none twice, in order (IEC 61850-7-2 17.2.2); of the URCB nothing may stay behind.
 *
 * The moment that fails is printed; REPORT_MOMENT="reset server 1234" plays that one alone.
 */
#include "tests/sim/moments.h"

#include "tests/sim/net/turns.h"

#define BRCB "LLN0$BR$brcbMoments01$"
#define URCB "LLN0$RP$urcbMoments01$"

static const char *const kind_names[CUT_KINDS] = { "reset", "fin", "half-open", "power" };

/* SqNum, reason, BufOvfl, EntryID; SqNum and reason. */
static const uint8_t kept_fields[] = { 0x84, 3, 6, 0x53, 0x00 };
static const uint8_t live_fields[] = { 0x84, 3, 6, 0x50, 0x00 };
static const uint8_t same_triggers[] = { 0x84, 2, 2, 0x4C };

static const Heard *
heard_at(const Moments *moments, unsigned index)
{
    return &g_array_index(moments->heard, Heard, index);
}

/* Of the last entry that came whole; 0: none did. */
static uint64_t
last_entry(const Moments *moments)
{
    uint64_t id = 0;

    for (unsigned i = 0; i < moments->heard->len; i++) {
        id = heard_at(moments, i)->buffered ? heard_at(moments, i)->entry_id : id;
    }
    return id;
}

static bool
write_entry_id(Moments *moments, uint64_t id)
{
    uint8_t data[2 + REPORT_ENTRY_ID_SIZE] = { 0x89, REPORT_ENTRY_ID_SIZE };

    for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
        data[2 + i] = (uint8_t)(id >> (8 * (REPORT_ENTRY_ID_SIZE - 1 - i)));
    }
    return moments_write(moments, BRCB "EntryID", SLICE_OF(data), MMS_DATA_SUCCESS);
}

/* Over TCP the server may still be about to notice that the link before is gone. */
static bool
write_patiently(Moments *moments, const char *item, Slice data)
{
    int64_t end = g_get_monotonic_time() + TURNS_LIMIT;

    while (moments->tcp && g_get_monotonic_time() < end &&
           moments_write(moments, item, data, MMS_DATA_TEMPORARILY_UNAVAILABLE) &&
           moments->link->result == MMS_DATA_TEMPORARILY_UNAVAILABLE) {
    }
    return moments_write(moments, item, data, MMS_DATA_SUCCESS);
}

/* The BRCB goes on behind what the client has. Writing what is set already purges nothing. */
static bool
enable_kept(Moments *moments)
{
    uint64_t last = last_entry(moments);

    return write_patiently(moments, BRCB "OptFlds", SLICE_OF(kept_fields)) &&
           moments_write(moments, BRCB "TrgOps", SLICE_OF(same_triggers), MMS_DATA_SUCCESS) &&
           (last == 0 || write_entry_id(moments, last)) &&
           moments_write_flag(moments, BRCB "RptEna", true, MMS_DATA_SUCCESS);
}

static bool
enable_live(Moments *moments)
{
    static const uint8_t reserve[] = { 0x83, 1, 1 };

    return write_patiently(moments, URCB "Resv", SLICE_OF(reserve)) &&
           moments_write(moments, URCB "OptFlds", SLICE_OF(live_fields), MMS_DATA_SUCCESS) &&
           moments_write_flag(moments, URCB "RptEna", true, MMS_DATA_SUCCESS);
}

static bool
reads(Moments *moments, const char *item, const char *expected)
{
    return moments_read(moments, item) && strcmp(moments->link->text, expected) == 0;
}

/* Nothing of the one who is gone. Over TCP the server may still be about to notice. */
static void
check_nothing_stays(Moments *moments)
{
    int64_t end = g_get_monotonic_time() + TURNS_LIMIT;
    bool gone;

    do {
        gone = reads(moments, BRCB "RptEna", "false") &&
               reads(moments, URCB "RptEna", "false") && reads(moments, URCB "Resv", "false") &&
               reads(moments, URCB "Owner", "x''");
    } while (!gone && moments->tcp && moments_is_up(moments) && g_get_monotonic_time() < end);
    if (!gone && moments_is_up(moments)) {
        moments_fault(moments, "link %u: %s stays behind", moments->links - 1,
                      moments->link->text);
    }
}

/* As long as the server takes the old client for alive its control blocks are not to be had. */
static void
try_in_vain(Moments *moments)
{
    bool was_enabled = reads(moments, URCB "RptEna", "true");

    if (moments_write_flag(moments, URCB "GI", true, MMS_DATA_TEMPORARILY_UNAVAILABLE) &&
        moments->link->result != MMS_DATA_TEMPORARILY_UNAVAILABLE) {
        moments_fault(moments, "a URCB %s obeys who has not enabled it",
                      was_enabled ? "of another" : "of nobody");
    }
}

static bool
come_back(Moments *moments)
{
    if (!moments_associate(moments)) {
        return false;
    }
    if (moments->dead != NULL) {
        try_in_vain(moments);
        moments_notice(moments);
    }
    check_nothing_stays(moments);
    return enable_kept(moments) && enable_live(moments);
}

/* The steps of the session; what the client does is left out while its link is cut. */
static void
do_change(Moments *moments)
{
    moments_change(moments, false);
}

static void
do_change_with_texts(Moments *moments)
{
    moments_change(moments, true);
}

static void
do_period(Moments *moments)
{
    moments_pass(moments, 1000);
}

static void
do_interrogate_kept(Moments *moments)
{
    moments_write_flag(moments, BRCB "GI", true, MMS_DATA_SUCCESS);
}

static void
do_interrogate_live(Moments *moments)
{
    moments_write_flag(moments, URCB "GI", true, MMS_DATA_SUCCESS);
}

static void
do_disable_kept(Moments *moments)
{
    moments_write_flag(moments, BRCB "RptEna", false, MMS_DATA_SUCCESS);
}

/* Who came back meanwhile has it enabled. */
static void
do_enable_kept(Moments *moments)
{
    do_disable_kept(moments);
    moments_settle(moments);
    enable_kept(moments);
}

static void
do_disable_all(Moments *moments)
{
    do_disable_kept(moments);
    moments_write_flag(moments, URCB "RptEna", false, MMS_DATA_SUCCESS);
}

static void
do_release(Moments *moments)
{
    moments_release(moments);
}

static void (*const steps[])(Moments *) = {
    do_change,           do_change_with_texts,
    do_interrogate_kept, do_change,
    do_period,           do_change,
    do_interrogate_live, do_disable_kept,
    do_change,           do_enable_kept,
    do_change,           do_period,
    do_change,           do_disable_all,
    do_change,           do_release,
};

/* After a cut the bay goes on for a while without its client. */
enum { STEPS_AWAY = 2 };

static void
play_session(Moments *moments)
{
    unsigned away = 0;

    moments_change(moments, false);
    come_back(moments);
    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        bool is_last = i + 1 == G_N_ELEMENTS(steps);

        if (!moments_is_up(moments) && !is_last && away++ >= STEPS_AWAY) {
            moments_settle(moments);
            come_back(moments);
            away = 0;
        }
        steps[i](moments);
    }
    moments_leave(moments);
    moments_notice(moments);
}

/* What is left comes; then everything that the server still has, for comparison. Returns where
 * that begins in `heard`. */
static unsigned
collect(Moments *moments)
{
    unsigned truth;

    moments->cut_count = moments->struck;
    moments_change(moments, false);
    if (come_back(moments)) {
        moments_settle(moments);
        do_disable_all(moments);
        moments_settle(moments);
    }
    truth = moments->heard->len;
    if (write_entry_id(moments, 0) &&
        moments_write_flag(moments, BRCB "RptEna", true, MMS_DATA_SUCCESS)) {
        moments_settle(moments);
    }
    return truth;
}

/* Every entry as the server has it, once each, and every change in its place. */
static void
check_kept(Moments *moments, unsigned truth)
{
    unsigned at = truth;
    double number = 0;

    for (unsigned i = 0; i < truth; i++) {
        const Heard *heard = heard_at(moments, i);
        const Heard *true_one = heard_at(moments, MIN(at, moments->heard->len - 1));

        if (!heard->buffered) {
            continue;
        }
        if (at >= moments->heard->len || heard->entry_id != true_one->entry_id ||
            heard->digest != true_one->digest) {
            moments_fault(moments, "entry %u is not the server's", at - truth);
            return;
        }
        if (heard->reasons & REPORT_DATA_CHANGE) {
            number++;
        }
        if (heard->number != number) {
            moments_fault(moments, "entry %u has %g behind %g changes", at - truth,
                          heard->number, number);
        }
        if (heard->buf_ovfl && at > truth) {
            moments_fault(moments, "entry %u: the buffer overflowed", at - truth);
        }
        at++;
    }
    if (at != moments->heard->len || number != moments->changes) {
        moments_fault(moments, "%u entries and %g changes of %u and %u", at - truth, number,
                      moments->heard->len - truth, moments->changes);
    }
}

/* On one link the changes come one after the other, with SqNum from 0. */
static void
check_live(Moments *moments)
{
    const Heard *before = NULL;

    for (unsigned i = 0; i < moments->heard->len; i++) {
        const Heard *heard = heard_at(moments, i);
        bool is_first = before == NULL || heard->link != before->link;
        double step = heard->reasons & REPORT_DATA_CHANGE ? 1 : 0;

        if (heard->buffered) {
            continue;
        }
        if (heard->sq_num != (is_first ? 0 : before->sq_num + 1)) {
            moments_fault(moments, "link %u: SqNum %u", heard->link, heard->sq_num);
        }
        if (is_first ? before != NULL && heard->number <= before->number
                     : heard->number != before->number + step) {
            moments_fault(moments, "link %u: %g behind %g", heard->link, heard->number,
                          before->number);
        }
        before = heard;
    }
}

/* How far a session goes. */
typedef struct Extent {
    size_t octets[2]; /* of the server, of the client */
    unsigned runs, faults;
} Extent;

static void
tell(const Moments *moments, const Cut *cuts, unsigned count)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, "%s%s %s %zu", i > 0 ? " " : "", kind_names[cuts[i].kind],
                               cuts[i].of_client ? "client" : "server", cuts[i].after);
    }
    fprintf(stderr, "  REPORT_MOMENT=\"%s\"%s\n%s", text->str, moments->tcp ? " (TCP)" : "",
            moments->faults->str);
}

/* Without a cut: there must be something to lose. */
static void
check_whole(const Moments *moments, unsigned truth)
{
    unsigned segmented = 0, live = 0;

    for (unsigned i = 0; i < truth; i++) {
        segmented += heard_at(moments, i)->segments > 1;
        live += !heard_at(moments, i)->buffered;
    }
    CU_ASSERT_TRUE(segmented >= 4);
    CU_ASSERT_TRUE(live >= 8);
    CU_ASSERT_TRUE(truth - live >= 12);
}

static void
play(SclFile *file, bool tcp, const Cut *cuts, unsigned count, Extent *extent)
{
    Moments moments;
    unsigned truth;

    moments_begin(&moments, file, tcp, cuts, count);
    play_session(&moments);
    if (count == 0) {
        extent->octets[0] = moments.all_received;
        extent->octets[1] = moments.all_sent;
    } else if (moments.struck == 0) {
        moments_fault(&moments, "the moment never came");
    }
    truth = collect(&moments);
    check_kept(&moments, truth);
    check_live(&moments);
    if (count == 0) {
        check_whole(&moments, truth);
    }
    if (moments.faults->len > 0 && extent->faults++ < 5) {
        tell(&moments, cuts, count);
    }
    extent->runs++;
    moments_end(&moments);
}

static SclFile *
load(void)
{
    g_autofree char *path = test_path("testdata/scl/reporting.cid");
    SclFile *file = scl_load(path, false, 0, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    return file;
}

static void
finish(SclFile *file, const Extent *extent, const char *what)
{
    fprintf(stderr, "  %u %s\n", extent->runs, what);
    CU_ASSERT_EQUAL(extent->faults, 0);
    scl_file_free(file);
}

/* Each kind behind every octet; REPORT_MOMENTS is the distance between them. */
static unsigned
distance(unsigned usual)
{
    const char *given = g_getenv("REPORT_MOMENTS");

    return given != NULL ? (unsigned)MAX(atoi(given), 1) : usual;
}

static void
a_link_may_break_behind_every_octet(void)
{
    SclFile *file = load();
    Extent extent = { 0 };

    play(file, false, NULL, 0, &extent);
    for (unsigned of_client = 0; of_client < 2; of_client++) {
        for (size_t at = 0; at < extent.octets[of_client]; at += distance(1)) {
            for (unsigned kind = 0; kind < CUT_KINDS; kind++) {
                Cut cut = { .kind = kind, .of_client = of_client, .after = at };

                if (g_getenv("REPORT_MOMENTS") != NULL || at % CUT_KINDS == kind) {
                    play(file, false, &cut, 1, &extent);
                }
            }
        }
    }
    finish(file, &extent, "sessions through a pipe");
}

static void
a_link_may_break_again_while_its_client_comes_back(void)
{
    SclFile *file = load();
    Extent extent = { 0 };

    play(file, false, NULL, 0, &extent);
    for (size_t first = 0; first < extent.octets[0]; first += distance(211)) {
        for (size_t second = first % 53; second < extent.octets[0] / 2; second += 97) {
            Cut cuts[2] = { { .kind = first % CUT_KINDS, .after = first },
                            { .kind = second % CUT_KINDS, .after = second } };

            play(file, false, cuts, 2, &extent);
        }
    }
    finish(file, &extent, "sessions with two cuts");
}

static void
a_link_over_tcp_may_break(void)
{
    SclFile *file = load();
    Extent extent = { 0 };

    play(file, true, NULL, 0, &extent);
    for (unsigned of_client = 0; of_client < 2; of_client++) {
        for (size_t at = 0; at + 100 < extent.octets[of_client]; at += distance(43)) {
            Cut cut = { .kind = at % CUT_KINDS, .of_client = of_client, .after = at };

            play(file, true, &cut, 1, &extent);
        }
    }
    finish(file, &extent, "sessions over TCP");
}

/* REPORT_MOMENT="reset server 1234 fin server 7"; without it the very first moment. */
static void
one_moment_may_be_played_alone(void)
{
    const char *given = g_getenv("REPORT_MOMENT");
    g_auto(GStrv) words = g_strsplit(given != NULL ? given : "reset server 0", " ", 0);
    unsigned count = g_strv_length(words) / 3;
    SclFile *file = load();
    Extent extent = { 0 };
    Cut cuts[2] = { 0 };

    CU_ASSERT_TRUE_FATAL(count >= 1 && count <= 2);
    for (unsigned i = 0; i < count; i++) {
        cuts[i].of_client = g_str_equal(words[3 * i + 1], "client");
        cuts[i].after = (size_t)atol(words[3 * i + 2]);
        while (cuts[i].kind < CUT_KINDS - 1 &&
               !g_str_equal(words[3 * i], kind_names[cuts[i].kind])) {
            cuts[i].kind++;
        }
    }
    play(file, false, cuts, count, &extent);
    finish(file, &extent, "session alone");
}

TEST_SUITE(sim_report_moments, TEST_CASE(one_moment_may_be_played_alone),
           TEST_CASE(a_link_may_break_behind_every_octet),
           TEST_CASE(a_link_may_break_again_while_its_client_comes_back),
           TEST_CASE(a_link_over_tcp_may_break))
