/* SPDX-License-Identifier: Apache-2.0
 *
 * See moments.h.
 */
#include "tests/sim/moments.h"

#include "sim/mms/object_name.h"
#include "sim/mms/read.h"
#include "sim/mms/write.h"
#include "tests/sim/net/turns.h"

#define DOMAIN "BAYLD0"
#define PDU_SIZE 256

static int64_t
now(void *user)
{
    return clock_now(((Moments *)user)->clock);
}

void
moments_fault(Moments *moments, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_string_append_vprintf(moments->faults, format, arguments);
    va_end(arguments);
    g_string_append_c(moments->faults, '\n');
}

void
moments_begin(Moments *moments, SclFile *file, bool tcp, const Cut *cuts, unsigned cut_count)
{
    *moments = (Moments){ .tcp = tcp, .file = file, .cut_count = cut_count };
    for (unsigned i = 0; i < cut_count; i++) {
        moments->cuts[i] = cuts[i];
    }
    moments->loop = turns_new(&moments->context);
    moments->clock = clock_new(MOMENTS_START);
    moments->bus = event_bus_new(now, now, moments);
    moments->heard = g_array_new(false, false, sizeof(Heard));
    moments->faults = g_string_new(NULL);
    moments->ied = ied_new(&(IedParameters){ .name = "BAY",
                                             .model = file->servers[0].model,
                                             .loop = moments->loop,
                                             .clock = moments->clock,
                                             .events = moments->bus });
    if (tcp) {
        CU_ASSERT_TRUE_FATAL(ied_listen(moments->ied, "127.0.0.1", 0, NULL));
    }
}

/* The octets on the way are those of the connection; the association hears nothing more. */
static void
drop(Link *link)
{
    if (link->mms != NULL) {
        mms_association_lost(link->mms, "gone");
        mms_association_free(link->mms);
        link->mms = NULL;
    }
    g_clear_pointer(&link->kept, client_report_assembly_free);
    g_clear_pointer(&link->live, client_report_assembly_free);
}

static void
free_link(Link **place)
{
    Link *link = *place;

    *place = NULL;
    if (link == NULL) {
        return;
    }
    drop(link);
    if (link->connection != NULL) {
        connection_close(link->connection, true);
    }
    g_free(link);
}

void
moments_end(Moments *moments)
{
    free_link(&moments->link);
    free_link(&moments->dead);
    ied_free(moments->ied);
    event_bus_free(moments->bus);
    clock_free(moments->clock);
    g_array_unref(moments->heard);
    g_string_free(moments->faults, TRUE);
    turns_free(moments->loop, moments->context);
}

/* How many of so many octets still pass, and whether the link breaks behind them. */
static size_t
until_cut(Moments *moments, bool of_client, size_t size, bool *strikes)
{
    const Cut *cut = &moments->cuts[moments->struck];
    size_t *count = of_client ? &moments->sent : &moments->received;
    size_t left = moments->struck < moments->cut_count && cut->of_client == of_client
                      ? cut->after - *count
                      : SIZE_MAX;

    *strikes = size >= left;
    size = MIN(size, left);
    *count += size;
    *(of_client ? &moments->all_sent : &moments->all_received) += size;
    return size;
}

/* The link breaks; the association is freed later, as we may be inside it. */
static void
strike(Link *link)
{
    Moments *moments = link->moments;

    switch (moments->cuts[moments->struck].kind) {
    case CUT_RESET:
        connection_close(link->connection, true);
        link->connection = NULL;
        break;
    case CUT_FIN:
        connection_finish(link->connection);
        break;
    case CUT_POWER:
        moments->fails_power = true;
        break;
    default:
        break;
    }
    link->deaf = true;
    moments->struck++;
    moments->sent = moments->received = 0;
}

static void
on_transmit(void *user, Slice bytes)
{
    Link *link = user;
    bool strikes;

    if (link->deaf || link->connection == NULL) {
        return;
    }
    bytes.size = until_cut(link->moments, true, bytes.size, &strikes);
    connection_send(link->connection, bytes);
    if (strikes) {
        strike(link);
    }
}

static void
on_received(void *user, Slice bytes)
{
    Link *link = user;
    bool strikes;

    if (link->deaf || link->mms == NULL) {
        return;
    }
    bytes.size = until_cut(link->moments, false, bytes.size, &strikes);
    mms_association_receive(link->mms, bytes);
    if (strikes && !link->deaf) {
        strike(link);
    }
}

static void
on_connected(void *user)
{
    ((Link *)user)->connected = true;
}

static void
on_closed(void *user, const char *why)
{
    Link *link = user;

    (void)why;
    link->connection = NULL;
}

static const ConnectionUser connection_user = { .connected = on_connected,
                                                .received = on_received,
                                                .closed = on_closed };

static void
on_associated(void *user)
{
    ((Link *)user)->associated = true;
}

static void
on_ended(void *user, MmsEnd how, const OsiReason *reason)
{
    Link *link = user;

    (void)how;
    (void)reason;
    link->associated = false;
}

static void
on_finish(void *user)
{
    Link *link = user;

    if (link->connection != NULL && !link->deaf) {
        connection_finish(link->connection);
    }
}

static void
note_report(Link *link, const ClientReport *report)
{
    Heard heard = { .link = link->moments->links - 1,
                    .buffered = report->options & REPORT_ENTRY_ID,
                    .buf_ovfl = report->buf_ovfl,
                    .sq_num = report->sq_num,
                    .segments = report->segments,
                    .number = -1,
                    .digest = 5381 };

    for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
        heard.entry_id = heard.entry_id << 8 | report->entry_id[i];
    }
    for (unsigned i = 0; i < report->count; i++) {
        const ClientReportMember *member = &report->members[i];
        g_autofree char *text = client_data_format(member->data);

        heard.reasons |= member->reason;
        heard.digest = heard.digest * 33 ^ member->index;
        heard.digest = heard.digest * 33 ^ member->reason;
        heard.digest = heard.digest * 33 ^ g_str_hash(text);
        if (member->index == 0) {
            heard.number = g_ascii_strtod(text, NULL);
        }
    }
    g_array_append_val(link->moments->heard, heard);
}

static void
on_unconfirmed(void *user, Slice content)
{
    Link *link = user;
    MmsInformationReport information;
    const char *problem = NULL;
    const ClientReport *whole;
    Report report;

    if (!mms_information_report_get(content, &information) ||
        !report_get(&information, &report)) {
        moments_fault(link->moments, "a malformed report");
        return;
    }
    whole = client_report_assembly_take(
        report.options & REPORT_ENTRY_ID ? link->kept : link->live, &report, &problem);
    if (problem != NULL) {
        moments_fault(link->moments, "a report: %s", problem);
    }
    if (whole != NULL) {
        note_report(link, whole);
    }
}

static const MmsUser mms_user = { .transmit = on_transmit,
                                  .associated = on_associated,
                                  .ended = on_ended,
                                  .finish = on_finish,
                                  .unconfirmed = on_unconfirmed };

bool
moments_is_up(const Moments *moments)
{
    const Link *link = moments->link;

    return link != NULL && link->associated && !link->deaf && link->connection != NULL;
}

void
moments_leave(Moments *moments)
{
    Link *link = moments->link;

    moments->link = NULL;
    if (link != NULL && link->connection != NULL && link->deaf &&
        moments->cuts[moments->struck - 1].kind == CUT_HALF_OPEN && moments->dead == NULL) {
        drop(link);
        moments->dead = link;
    } else {
        free_link(&link);
    }
}

static void set(const Moments *moments, const char *item, const Value *value);

static void
set_number(const Moments *moments)
{
    set(moments, "GGIO1$MX$AnIn1$mag$f",
        &(Value){ .kind = VALUE_FLOAT, .real = moments->changes });
}

/* One turn, and the power of the bay fails and comes back where it has to: its values are as at
 * delivery then, but the process is where it was. */
static void
turn(Moments *moments)
{
    g_main_context_iteration(moments->context, FALSE);
    if (moments->fails_power) {
        moments->fails_power = false;
        ied_power_off(moments->ied, &(IedPowerOff){ .keep = true });
        ied_change_open(moments->ied);
        set_number(moments);
        ied_change_commit(moments->ied);
        CU_ASSERT_TRUE_FATAL(ied_power_on(moments->ied, NULL));
    }
}

/* Turns until it is true, or nothing more can happen: over TCP that is when the link is gone.
 */
static void
turn_until(Moments *moments, const bool *done)
{
    const Link *link = moments->link;
    int64_t end = g_get_monotonic_time() + TURNS_LIMIT;

    do {
        turn(moments);
    } while (!*done && !link->deaf && link->connection != NULL &&
             (moments->tcp ? g_get_monotonic_time() < end : !loop_is_quiet(moments->loop)));
}

/* Lets what is under way inside this process happen. */
static void
turn_quiet(Moments *moments)
{
    do {
        turn(moments);
    } while (!loop_is_quiet(moments->loop));
}

bool
moments_associate(Moments *moments)
{
    MmsParameters parameters = { .osi = { .role = OSI_CLIENT,
                                          .local = client_usual_address(false),
                                          .remote = client_usual_address(true) },
                                 .limits = { .pdu_size = PDU_SIZE } };
    Link *link;

    moments_leave(moments);
    link = moments->link = g_new0(Link, 1);
    link->moments = moments;
    link->kept = client_report_assembly_new();
    link->live = client_report_assembly_new();
    moments->links++;
    if (moments->tcp) {
        link->connection =
            connection_open(moments->loop, NULL, "127.0.0.1", ied_port(moments->ied),
                            &connection_user, link, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL(link->connection);
        turn_until(moments, &link->connected);
    } else {
        g_autofree char *name = g_strdup_printf("127.0.0.1:%u", 1000 + moments->links);

        link->connection = ied_connect(moments->ied, name, &connection_user, link);
    }
    link->mms = mms_association_new(&parameters, &mms_user, link);
    mms_association_connect(link->mms);
    turn_until(moments, &link->associated);
    if (!moments_is_up(moments) && !link->deaf) {
        moments_fault(moments, "link %u: no association", moments->links - 1);
    }
    return moments_is_up(moments);
}

static void
on_written(void *user, const MmsAnswer *answer)
{
    Link *link = user;
    MmsWriteResults results;

    link->answered = answer->kind != MMS_ANSWER_LOST;
    link->refused = !mms_write_get_response(answer, &results) ||
                    !mms_write_results_next(&results, &link->result);
}

static void
on_read(void *user, const MmsAnswer *answer)
{
    Link *link = user;
    MmsResults results;
    MmsDataError result;
    Slice data;

    link->answered = answer->kind != MMS_ANSWER_LOST;
    link->refused = !mms_read_get_response(answer, &results) ||
                    !mms_results_next(&results, &result, &data) || result != MMS_DATA_SUCCESS;
    if (!link->refused) {
        g_autofree char *text = client_data_format(data);

        g_strlcpy(link->text, text, sizeof link->text);
    }
}

static bool
ask(Moments *moments, const char *item, MmsRequestPut put, const void *request,
    MmsAnswered answered)
{
    Link *link = moments->link;

    if (!moments_is_up(moments)) {
        return false;
    }
    link->answered = link->refused = false;
    mms_association_request(link->mms, put, request, answered, link);
    turn_until(moments, &link->answered);
    if (!link->answered && moments_is_up(moments)) {
        moments_fault(moments, "%s: no answer", item);
    }
    if (link->answered && link->refused) {
        moments_fault(moments, "%s: a wrong answer", item);
    }
    return link->answered && !link->refused;
}

bool
moments_write(Moments *moments, const char *item, Slice data, MmsDataError also)
{
    VmdMember member = { .name = mms_object_name_domain(DOMAIN, item) };
    MmsWriteRequest request = { .variables = { .members = &member, .count = 1 },
                                .data = &data,
                                .data_count = 1 };
    Link *link = moments->link;

    if (!ask(moments, item, mms_write_put_request, &request, on_written)) {
        return false;
    }
    if (link->result != MMS_DATA_SUCCESS && link->result != also) {
        moments_fault(moments, "link %u: %s: %s", moments->links - 1, item,
                      mms_data_error_name(link->result));
    }
    return true;
}

bool
moments_write_flag(Moments *moments, const char *item, bool value, MmsDataError also)
{
    const uint8_t data[] = { 0x83, 1, value };

    return moments_write(moments, item, SLICE_OF(data), also);
}

bool
moments_read(Moments *moments, const char *item)
{
    VmdMember member = { .name = mms_object_name_domain(DOMAIN, item) };
    MmsReadRequest request = { .variables = { .members = &member, .count = 1 } };

    return ask(moments, item, mms_read_put_request, &request, on_read);
}

void
moments_settle(Moments *moments)
{
    turn_quiet(moments);
    if (moments->tcp) {
        moments_read(moments, "LLN0$BR$brcbMoments01$RptEna");
    }
}

bool
moments_release(Moments *moments)
{
    const bool never = false;

    if (!moments_is_up(moments)) {
        return false;
    }
    mms_association_conclude(moments->link->mms);
    turn_until(moments, &never);
    return true;
}

void
moments_notice(Moments *moments)
{
    free_link(&moments->dead);
    turn_quiet(moments);
}

static void
set(const Moments *moments, const char *item, const Value *value)
{
    NodeRef ref;

    g_assert(model_find_item(ied_model(moments->ied), slice_from_string(DOMAIN),
                             slice_from_string(item), &ref));
    g_assert(change_set(ied_values(moments->ied), &ref, value) == VALUE_OK);
}

void
moments_change(Moments *moments, bool with_texts)
{
    moments->changes++;
    ied_change_open(moments->ied);
    set_number(moments);
    for (unsigned i = 1; with_texts && i <= 2; i++) {
        g_autofree char *item = g_strdup_printf("GGIO2$ST$Txt%u$stVal", i);
        g_autofree char *text = g_strnfill(140, (char)('a' + moments->changes));

        set(moments, item,
            &(Value){ .kind = VALUE_VISIBLE_STRING, .string = slice_from_string(text) });
    }
    ied_change_commit(moments->ied);
    turn_quiet(moments);
}

void
moments_pass(Moments *moments, int64_t milliseconds)
{
    clock_advance(moments->clock, clock_now(moments->clock) + milliseconds * CLOCK_MILLISECOND,
                  0);
    turn_quiet(moments);
}
