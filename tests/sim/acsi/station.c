/* SPDX-License-Identifier: Apache-2.0
 *
 * See station.h.
 */
#include "tests/sim/acsi/station.h"

#include "tests/hex.h"

static int64_t
now(void *user)
{
    return clock_now(((Station *)user)->clock);
}

static void
note_event(const Event *event, void *user)
{
    Station *station = user;

    g_string_append_printf(station->log, "%s %s", event_kind_name(event->kind),
                           event->reference);
    if (event->value != NULL) {
        g_string_append_printf(station->log, "=%s", event->value);
    }
    g_string_append_c(station->log, '\n');
}

static void
wake(void *user)
{
    ((Station *)user)->woken = true;
}

static StationClient *
client_of(Station *station, const VmdCaller *caller)
{
    return caller == &station->a.caller ? &station->a : &station->b;
}

static bool
is_ready(void *user, const VmdCaller *caller)
{
    return client_of(user, caller)->ready;
}

static uint32_t
pdu_size(void *user, const VmdCaller *caller)
{
    return client_of(user, caller)->pdu_size;
}

static void
forget(StationClient *client)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);

    vmd->device->forget(vmd->object, &client->caller);
}

static bool
take(void *user, const VmdCaller *caller, Slice content)
{
    StationClient *client = client_of(user, caller);
    GByteArray *pdu = g_byte_array_new();

    CU_ASSERT_TRUE(content.size + (content.size < 128   ? 2
                                   : content.size < 256 ? 3
                                                        : 4) <=
                   client->pdu_size);
    g_byte_array_append(pdu, content.data, (guint)content.size);
    g_ptr_array_add(client->pdus, pdu);
    if (client->leaves) {
        client->leaves = false;
        forget(client);
    }
    return true;
}

static void
note_close(void *user, const VmdCaller *caller)
{
    client_of(user, caller)->closing = true;
}

static void
note_unsaved(void *user)
{
    ((Station *)user)->unsaved = true;
}

static void
note_told(void *user, const char *text)
{
    g_string_append_printf(((Station *)user)->log, "told %s\n", text);
}

static void
note_change(void *user, const ControlBlock *block)
{
    tracking_note_change(((Station *)user)->server.tracking, block);
}

static const ReportingUser reporting_user = { .wake = wake,
                                              .is_ready = is_ready,
                                              .pdu_size = pdu_size,
                                              .send = take,
                                              .close = note_close,
                                              .unsaved = note_unsaved,
                                              .changed = note_change,
                                              .tell = note_told };

static Reporting *
make_reporting(Station *station)
{
    return reporting_new(&(ReportingParameters){ .vmd = station->vmd,
                                                 .values = station->values,
                                                 .clock = station->clock,
                                                 .events = station->events,
                                                 .ied = station->ied,
                                                 .gates = station->gates,
                                                 .limits = station->limits,
                                                 .store = station->store,
                                                 .callbacks = &reporting_user,
                                                 .user = station });
}

static void
client_begin(Station *station, StationClient *client, const char *name)
{
    client->station = station;
    client->caller.association = event_next_association(station->events);
    client->caller.client = name;
    client->pdus = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
    client->ready = true;
    client->pdu_size = 65000;
}

Station *
station_new_from(const SclFile *file, const char *ied, const ReportLimits *limits)
{
    Station *station = g_new0(Station, 1);

    for (unsigned i = 0; i < file->server_count; i++) {
        if (strcmp(file->servers[i].name, ied) == 0) {
            station->model = model_ref(file->servers[i].model);
        }
    }
    station->values = values_new(station->model);
    station->vmd = vmd_ied_new(&(VmdIedParameters){ .values = station->values });
    station->clock = clock_new(STATION_START);
    station->events = event_bus_new(now, now, station);
    station->log = g_string_new(NULL);
    event_subscribe(station->events, EVENT_MASK_ALL, note_event, station);
    station->ied = ied;
    station->limits = *limits;
    station->reporting = make_reporting(station);
    station->server = (AcsiServer){ .vmd = station->vmd,
                                    .values = station->values,
                                    .model = station->model,
                                    .clock = station->clock,
                                    .events = station->events,
                                    .ied = ied,
                                    .gates = station->gates,
                                    .user = station };
    station->server.tracking = tracking_new(&station->server);
    station->setting_groups = setting_groups_new(&station->server);
    station->publications = publications_new(&station->server);
    client_begin(station, &station->a, "10.0.0.1:1001");
    client_begin(station, &station->b, "10.0.0.2:1002");
    return station;
}

Station *
station_new_of(const char *name, const char *ied, const ReportLimits *limits)
{
    SclFile *file = load_feature(name);
    Station *station = station_new_from(file, ied, limits);

    scl_file_free(file);
    return station;
}

Station *
station_new_limited(const char *ied, const ReportLimits *limits)
{
    return station_new_of("reports.cid", ied, limits);
}

Station *
station_new(const char *ied)
{
    return station_new_limited(ied, &(ReportLimits){ 0 });
}

void
station_lose(StationClient *client)
{
    forget(client);
    client->caller.association = event_next_association(client->station->events);
    client->ready = true;
}

void
station_restart(Station *station, Store *store, bool saves)
{
    station_lose(&station->a);
    station_lose(&station->b);
    if (saves) {
        reporting_save(station->reporting);
    }
    reporting_free(station->reporting);
    values_reset(station->values);
    station->woken = false;
    station->store = store;
    station->reporting = make_reporting(station);
}

void
station_free(Station *station)
{
    forget(&station->a);
    forget(&station->b);
    g_ptr_array_unref(station->a.pdus);
    g_ptr_array_unref(station->b.pdus);
    publications_free(station->publications);
    setting_groups_free(station->setting_groups);
    reporting_free(station->reporting);
    tracking_free(station->server.tracking);
    vmd_ied_free(station->vmd);
    values_free(station->values);
    event_bus_free(station->events);
    clock_free(station->clock);
    g_string_free(station->log, TRUE);
    model_unref(station->model);
    g_free(station);
}

static MmsObjectName
name_of(const Station *station, const char *item)
{
    const char *slash = strchr(item, '/');
    MmsObjectName name = { .scope = MMS_SCOPE_DOMAIN,
                           .domain = slice_from_string(station->model->devices[0].domain),
                           .item = slice_from_string(item) };

    if (slash != NULL) {
        name.domain = (Slice){ (const uint8_t *)item, (size_t)(slash - item) };
        name.item = slice_from_string(slash + 1);
    }
    return name;
}

static bool
find(StationClient *client, const char *item, VmdVariable *variable)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsObjectName name = name_of(client->station, item);

    return vmd->variables->find(vmd->object, &client->caller, &name, variable) ==
           MMS_DATA_SUCCESS;
}

static MmsDataError
write_slice(StationClient *client, const char *item, Slice data)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsDataError result;
    VmdVariable variable;

    if (!find(client, item, &variable)) {
        return MMS_DATA_OBJECT_NON_EXISTENT;
    }
    vmd->variables->write_open(vmd->object, &client->caller, NULL);
    result = vmd->variables->write(vmd->object, &client->caller, &variable, NULL, data);
    vmd->variables->write_close(vmd->object, &client->caller);
    return result;
}

MmsDataError
station_write(StationClient *client, const char *item, const char *data)
{
    g_autoptr(GByteArray) bytes = hex_parse(data);

    return write_slice(client, item, hex_slice(bytes));
}

MmsDataError
station_write_flag(StationClient *client, const char *item, bool value)
{
    return station_write(client, item, value ? "83 01 01" : "83 01 00");
}

MmsDataError
station_write_number(StationClient *client, const char *item, unsigned value)
{
    g_autofree char *text = g_strdup_printf("86 05 00 %02X %02X %02X %02X", value >> 24,
                                            value >> 16 & 255, value >> 8 & 255, value & 255);

    return station_write(client, item, text);
}

MmsDataError
station_write_text(StationClient *client, const char *item, const char *value)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    uint8_t head[2] = { 0x8A, (uint8_t)strlen(value) };

    g_byte_array_append(bytes, head, 2);
    g_byte_array_append(bytes, (const uint8_t *)value, (guint)strlen(value));
    return write_slice(client, item, hex_slice(bytes));
}

MmsDataError
station_write_bits(StationClient *client, const char *item, unsigned value, unsigned bits)
{
    MmsDataError result;
    BerWriter writer;
    Pdu pdu;

    pdu_init(&pdu, 16);
    writer = ber_writer(&pdu, 16);
    report_bits_put(&writer, value, bits);
    result = write_slice(client, item, pdu_content(&pdu));
    pdu_clear(&pdu);
    return result;
}

MmsDataError
station_read_result(StationClient *client, const char *item)
{
    const Vmd *vmd = vmd_ied_vmd(client->station->vmd);
    MmsDataError result;
    VmdVariable variable;
    BerWriter writer;
    Pdu pdu;

    if (!find(client, item, &variable)) {
        return MMS_DATA_OBJECT_NON_EXISTENT;
    }
    pdu_init(&pdu, 100);
    writer = ber_writer(&pdu, 1000);
    result = vmd->variables->read(vmd->object, &client->caller, &variable, NULL, &writer);
    pdu_clear(&pdu);
    return result;
}

const char *
station_read(StationClient *client, const char *item)
{
    static char text[300];
    g_autofree char *value = NULL;
    VmdVariable variable;
    NodeRef ref;

    if (!find(client, item, &variable)) {
        return "?";
    }
    CU_ASSERT_EQUAL(station_read_result(client, item), MMS_DATA_SUCCESS);
    ref = vmd_ied_place(client->station->vmd, &variable);
    value = values_format(client->station->values, &ref);
    g_strlcpy(text, value, sizeof text);
    return text;
}

static void
set_one(Station *station, const char *item, const char *text)
{
    MmsObjectName name = name_of(station, item);
    Value value;
    NodeRef ref;

    g_assert(model_find_item(station->model, name.domain, name.item, &ref));
    g_assert(value_parse(ref.type, text, &value) == VALUE_OK);
    g_assert(change_set(station->values, &ref, &value) == VALUE_OK);
}

void
station_set(Station *station, const char *assignments)
{
    g_auto(GStrv) parts = g_strsplit(assignments, " ", 0);

    change_open(station->values, CHANGE_SCENARIO, 0);
    for (char **part = parts; *part != NULL; part++) {
        char *equals = strchr(*part, '=');

        *equals = '\0';
        set_one(station, *part, equals + 1);
    }
    change_commit(station->values);
}

void
station_advance(Station *station, int64_t milliseconds)
{
    clock_advance(station->clock, clock_now(station->clock) + milliseconds * CLOCK_MILLISECOND,
                  0);
}

void
station_turn(Station *station)
{
    while (station->woken) {
        station->woken = false;
        reporting_turn(station->reporting);
    }
}

static void
append_report(const GByteArray *pdu, GString *text)
{
    static const char letters[] = "?dquig";
    MmsInformationReport information;
    ReportedMember member;
    Report report;

    if (!mms_information_report_get(hex_slice(pdu), &information) ||
        !report_get(&information, &report)) {
        g_string_append(text, "malformed");
        return;
    }
    g_string_append_printf(text, "%s%u%s:", text->len > 0 ? " | " : "", report.sq_num,
                           report.buf_ovfl ? "!" : "");
    for (unsigned i = 0; report_next(&report, &member); i++) {
        g_string_append_printf(text, "%s%u", i > 0 ? " " : "", member.index);
        for (unsigned bit = 1; bit < REPORT_TRIGGER_BITS; bit++) {
            if (member.reason & 1u << bit) {
                g_string_append_c(text, letters[bit]);
            }
        }
    }
    if (report.more_segments_follow) {
        g_string_append_c(text, '+');
    }
}

const char *
station_reports(StationClient *client)
{
    static char answer[4096];
    g_autoptr(GString) text = g_string_new(NULL);

    station_turn(client->station);
    for (unsigned i = 0; i < client->pdus->len; i++) {
        append_report(client->pdus->pdata[i], text);
    }
    g_ptr_array_set_size(client->pdus, 0);
    g_strlcpy(answer, text->str, sizeof answer);
    return answer;
}

bool
station_reads(StationClient *client, const char *item, const char *expected)
{
    const char *found = station_read(client, item);

    if (strcmp(found, expected) != 0) {
        fprintf(stderr, "  %s is %s, not %s\n", item, found, expected);
    }
    return strcmp(found, expected) == 0;
}

bool
station_enables(StationClient *client, const char *block)
{
    g_autofree char *item = g_strconcat(block, "$RptEna", NULL);

    return station_write_flag(client, item, true) == MMS_DATA_SUCCESS;
}
