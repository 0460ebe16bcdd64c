/* SPDX-License-Identifier: Apache-2.0
 *
 * See yard.h.
 */
#include "tests/sim/acsi/yard.h"

#include "sim/acsi/tracking.h"
#include "sim/mms/data.h"
#include "sim/mms/object_name.h"
#include "sim/mms/read.h"
#include "sim/mms/write.h"
#include "sim/model/reference.h"
#include "sim/scl/scl.h"
#include "tests/hex.h"

static int64_t
now(void *user)
{
    return clock_now(((Yard *)user)->clock);
}

static void
note_event(const Event *event, void *user)
{
    Yard *yard = user;

    g_string_append_printf(yard->log, "%s %s=%s\n", event_kind_name(event->kind),
                           event->reference, event->value);
}

static void
note_changes(void *user, Values *values, const ChangeSet *set)
{
    Yard *yard = user;

    CU_ASSERT_EQUAL(set->origin, CHANGE_DEVICE);
    for (unsigned i = 0; i < set->count; i++) {
        g_autofree char *text = values_format(values, &set->leaves[i].ref);
        g_autoptr(GString) item = g_string_new(i > 0 ? ", " : "");

        model_append_item(yard->model, &set->leaves[i].ref, item);
        /* What follows from a position is asked for behind its reports. */
        CU_ASSERT_TRUE(yard->several || !yard->woken || strstr(item->str, "$stVal") == NULL);
        g_string_append_printf(yard->changes, "%s=%s", item->str, text);
    }
    g_string_append_c(yard->changes, '\n');
}

static void
wake(void *user)
{
    ((Yard *)user)->woken = true;
}

static YardClient *
client_of(Yard *yard, const VmdCaller *caller)
{
    return caller == mms_association_caller(yard->a.association) ? &yard->a : &yard->b;
}

static bool
send_unconfirmed(void *user, const VmdCaller *caller, Slice content)
{
    return mms_association_send_unconfirmed(client_of(user, caller)->association, content);
}

static void
append_notice(GString *text, Slice content)
{
    MmsInformationReport information;
    ControlNotice notice;

    if (!mms_information_report_get(content, &information) ||
        !control_notice_get(&information, &notice)) {
        g_string_append(text, "malformed");
        return;
    }
    g_string_append(text, !notice.is_termination ? "error"
                          : notice.has_error     ? "term-"
                                                 : "term+");
    if (notice.has_error) {
        g_string_append_printf(text, " %u/%u", notice.error.add_cause, notice.error.error);
    }
}

static void
append_response(GString *text, Slice content)
{
    BerReader reader = ber_reader(content);
    MmsAnswer answer = { .kind = MMS_ANSWER_RESPONSE };
    MmsWriteResults writes;
    MmsResults reads;
    MmsDataError result;
    Slice data;

    ber_get_unsigned32(&reader, BER_INTEGER);
    answer.tag = ber_peek(&reader);
    answer.body = ber_get(&reader, answer.tag);
    if (mms_write_get_response(&answer, &writes) && mms_write_results_next(&writes, &result)) {
        g_string_append_printf(text, result == MMS_DATA_SUCCESS ? "+" : "-%d", (int)result);
    } else if (mms_read_get_response(&answer, &reads) &&
               mms_results_next(&reads, &result, &data)) {
        g_string_append(text, data.size > 2    ? "selected"
                              : data.size == 2 ? "empty"
                                               : "failure");
    } else {
        g_string_append(text, "malformed");
    }
}

static void
take(void *user, OsiPrimitive primitive, Pdu *pdu, int diagnostic)
{
    YardClient *client = user;
    Slice content = primitive == OSI_DATA ? pdu_content(pdu) : SLICE_NONE;
    BerReader reader = ber_reader(content);
    BerTag tag;

    (void)diagnostic;
    if (content.size == 0) {
        return;
    }
    content = ber_get_any(&reader, &tag);
    if (client->sent->len > 0) {
        g_string_append(client->sent, ", ");
    }
    if (tag == 0xA3) {
        append_notice(client->sent, content);
    } else if (tag == 0xA1) {
        append_response(client->sent, content);
    } else {
        g_string_append_printf(client->sent, "pdu %02X", tag);
    }
}

static void
indicate(YardClient *client, OsiPrimitive primitive, Slice content)
{
    OsiIndication indication = { .primitive = primitive, .content = content };

    indication.reason = (OsiReason){ .layer = "test", .text = "test" };
    mms_association_indicate(client->association, &indication);
}

static void
associate(YardClient *client)
{
    static const MmsUser callbacks;
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");
    MmsParameters parameters = { .osi = { .role = OSI_SERVER },
                                 .vmd = vmd_ied_vmd(client->yard->vmd),
                                 .id = event_next_association(client->yard->events),
                                 .client = client->name };

    client->association =
        mms_association_new_bare(&parameters, &callbacks, client, take, client);
    indicate(client, OSI_CONNECT, hex_slice(request));
    CU_ASSERT_TRUE(mms_association_is_open(client->association));
    g_string_truncate(client->sent, 0);
}

static void
client_begin(Yard *yard, YardClient *client, const char *name)
{
    *client = (YardClient){ .yard = yard, .name = name, .sent = g_string_new(NULL) };
    associate(client);
}

static void
client_end(YardClient *client)
{
    mms_association_free(client->association);
    g_string_free(client->sent, TRUE);
}

Yard *
yard_new(const char *file)
{
    Yard *yard = g_new0(Yard, 1);
    g_autofree char *name = g_strdup_printf("testdata/scl/%s", file);
    g_autofree char *path = test_path(name);

    yard->file = scl_load(path, false, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(yard->file);
    yard->model = model_ref(yard->file->servers[0].model);
    yard->values = values_new(yard->model);
    yard->vmd = vmd_ied_new(&(VmdIedParameters){ .values = yard->values });
    yard->clock = clock_new(YARD_START);
    yard->events = event_bus_new(now, now, yard);
    yard->log = g_string_new(NULL);
    yard->changes = g_string_new(NULL);
    event_subscribe(yard->events, EVENT_MASK_ALL, note_event, yard);
    values_observe(yard->values, note_changes, yard);
    yard->server = (AcsiServer){ .vmd = yard->vmd,
                                 .values = yard->values,
                                 .model = yard->model,
                                 .clock = yard->clock,
                                 .events = yard->events,
                                 .ied = yard->model->name,
                                 .gates = yard->gates,
                                 .send = send_unconfirmed,
                                 .user = yard };
    yard->server.tracking = tracking_new(&yard->server);
    yard->controls = controls_new(
        &(ControlsParameters){ .server = &yard->server, .wake = wake, .user = yard });
    client_begin(yard, &yard->a, "10.0.0.1:1001");
    client_begin(yard, &yard->b, "10.0.0.2:1002");
    return yard;
}

void
yard_free(Yard *yard)
{
    client_end(&yard->a);
    client_end(&yard->b);
    controls_free(yard->controls);
    tracking_free(yard->server.tracking);
    values_unobserve(yard->values, note_changes, yard);
    vmd_ied_free(yard->vmd);
    values_free(yard->values);
    event_bus_free(yard->events);
    clock_free(yard->clock);
    g_string_free(yard->log, TRUE);
    g_string_free(yard->changes, TRUE);
    model_unref(yard->model);
    scl_file_free(yard->file);
    g_free(yard);
}

void
yard_lose(YardClient *client)
{
    mms_association_free(client->association);
    associate(client);
}

void
yard_withdraw(YardClient *client)
{
    uint8_t cancel[] = { 0x85, 0x02, (uint8_t)(client->invoke_id >> 8),
                         (uint8_t)client->invoke_id };

    indicate(client, OSI_DATA, SLICE_OF(cancel));
}

/* "LD0/GGIO1.SPCSO1" as domain and place below an FC; NULL domain when there is none. */
static const LogicalDevice *
device_of(Yard *yard, const char *reference, char **path)
{
    g_auto(GStrv) parts = g_strsplit(reference, "/", 2);

    for (unsigned i = 0; i < yard->model->device_count; i++) {
        if (strcmp(yard->model->devices[i].inst, parts[0]) == 0) {
            *path = g_strdup(parts[1]);
            return &yard->model->devices[i];
        }
    }
    CU_FAIL_FATAL("no such device");
    return NULL;
}

/* "GGIO1.SPCSO1" becomes "GGIO1$CO$SPCSO1". */
static char *
item_of(const char *path, const char *fc)
{
    char *item = NULL;
    g_auto(GStrv) parts = g_strsplit(path, ".", 2);

    item = g_strdup_printf("%s$%s$%s", parts[0], fc, parts[1]);
    return g_strdelimit(item, ".", '$');
}

static void
request_put(YardClient *client, MmsRequestPut put, const void *request)
{
    BerWriter writer;
    BerMark mark;
    Pdu pdu;

    client->invoke_id = client->invoke_id % 30000 + 256;
    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 60000);
    mark = ber_put_open(&writer, 0xA0);
    ber_put_unsigned(&writer, BER_INTEGER, client->invoke_id);
    put(&writer, request);
    ber_put_close(&writer, mark);
    indicate(client, OSI_DATA, pdu_content(&pdu));
    pdu_clear(&pdu);
}

static void
send_write(YardClient *client, const char *domain, const char *item, Slice data)
{
    const VmdMember member = { .name = mms_object_name_domain(domain, item) };
    const MmsWriteRequest write = { .variables = { .members = &member, .count = 1 },
                                    .data = &data,
                                    .data_count = 1 };

    request_put(client, mms_write_put_request, &write);
}

static void
send_read(YardClient *client, const char *domain, const char *item)
{
    const VmdMember member = { .name = mms_object_name_domain(domain, item) };
    const MmsReadRequest read = { .variables = { .members = &member, .count = 1 } };

    request_put(client, mms_read_put_request, &read);
}

static void
put_value(BerWriter *writer, const Type *type, const char *text)
{
    Value value;

    if (g_str_has_prefix(text, "hex:")) {
        g_autoptr(GByteArray) bytes = hex_parse(text + 4);

        ber_put_raw(writer, hex_slice(bytes));
        return;
    }
    if (type->kind == VALUE_STRUCTURE) {
        BerMark mark = ber_put_open(writer, MMS_DATA_STRUCTURE);

        put_value(writer, type->components[0].type, text);
        ber_put_close(writer, mark);
        return;
    }
    CU_ASSERT_EQUAL_FATAL(value_parse(type, text, &value), VALUE_OK);
    switch (type->kind) {
    case VALUE_BOOLEAN:
        ber_put_boolean(writer, MMS_DATA_BOOLEAN, value.boolean);
        break;
    case VALUE_BIT_STRING:
        ber_put_bit_string(writer, MMS_DATA_BIT_STRING, value.bit_string.octets,
                           (size_t)type->length);
        break;
    case VALUE_UNSIGNED:
        ber_put_unsigned(writer, MMS_DATA_UNSIGNED, value.unsigned_);
        break;
    case VALUE_FLOAT: {
        float single = (float)value.real;
        uint8_t octets[5] = { 8 };
        uint32_t word;

        memcpy(&word, &single, 4);
        for (unsigned i = 0; i < 4; i++) {
            octets[1 + i] = (uint8_t)(word >> (24 - 8 * i));
        }
        ber_put(writer, MMS_DATA_FLOATING_POINT, SLICE_OF(octets));
        break;
    }
    default:
        ber_put_integer(writer, MMS_DATA_INTEGER, value.integer);
        break;
    }
}

/* One word of a request behind the value. */
static void
read_word(const Yard *yard, const char *word, ControlParameters *parameters)
{
    const char *number = strchr(word, '=');
    int64_t value = number != NULL ? g_ascii_strtoll(number + 1, NULL, 10) : 0;

    if (g_str_equal(word, "test")) {
        parameters->test = true;
    } else if (g_str_has_prefix(word, "num=")) {
        parameters->ctl_num = (uint8_t)value;
    } else if (g_str_has_prefix(word, "cat=")) {
        parameters->origin.category = value;
    } else if (g_str_has_prefix(word, "id=")) {
        parameters->origin.ident = slice_from_string(word + 3);
    } else if (g_str_has_prefix(word, "check=")) {
        parameters->check = (unsigned)value;
    } else if (g_str_has_prefix(word, "at=")) {
        parameters->oper_tm = clock_now(yard->clock) + value * CLOCK_MILLISECOND;
    } else if (g_str_has_prefix(word, "t=")) {
        parameters->t = clock_now(yard->clock) + value * CLOCK_MILLISECOND;
    } else {
        CU_FAIL_FATAL("no such word");
    }
}

static void
send_service(YardClient *client, const char *domain, const char *item, char **words)
{
    ControlParameters parameters = { .origin = { 2, slice_from_string("SCADA") },
                                     .t = clock_now(client->yard->clock) };
    ControlLayout layout = { 0 };
    BerWriter writer, value;
    Pdu pdu, ctl_val;
    NodeRef place;

    CU_ASSERT_TRUE_FATAL(model_find_item(client->yard->model, slice_from_string(domain),
                                         slice_from_string(item), &place));
    for (uint32_t i = 0; i < place.type->component_count; i++) {
        const Component *component = &place.type->components[i];

        CU_ASSERT_TRUE_FATAL(control_layout_add(&layout, component->name,
                                                component->type->kind == VALUE_BINARY_TIME));
    }
    pdu_init(&pdu, 0);
    pdu_init(&ctl_val, 0);
    value = ber_writer(&ctl_val, 1000);
    put_value(&value, place.type->components[0].type, words[0]);
    parameters.ctl_val = pdu_content(&ctl_val);
    for (char **word = words + 1; *word != NULL; word++) {
        read_word(client->yard, *word, &parameters);
    }
    writer = ber_writer(&pdu, 1000);
    control_put(&writer, &layout, &parameters);
    send_write(client, domain, item, pdu_content(&pdu));
    pdu_clear(&pdu);
    pdu_clear(&ctl_val);
}

const char *
yard_got(YardClient *client)
{
    static char answer[1000];

    g_strlcpy(answer, client->sent->str, sizeof answer);
    g_string_truncate(client->sent, 0);
    return answer;
}

const char *
yard_do(YardClient *client, const char *request)
{
    static const struct {
        const char *word, *component;
    } services[] = {
        { "select", "SBO" }, { "sbow", "SBOw" }, { "oper", "Oper" }, { "cancel", "Cancel" }
    };
    g_auto(GStrv) words = g_strsplit(request, " ", 0);
    g_autofree char *path = NULL;
    const LogicalDevice *device = device_of(client->yard, words[1], &path);
    g_autofree char *object = item_of(path, "CO");

    for (unsigned i = 0; i < G_N_ELEMENTS(services); i++) {
        if (g_str_equal(words[0], services[i].word)) {
            g_autofree char *item = g_strdup_printf("%s$%s", object, services[i].component);

            if (i == 0) {
                send_read(client, device->domain, item);
            } else {
                send_service(client, device->domain, item, words + 2);
            }
        }
    }
    return yard_got(client);
}

static bool
is_same(const char *what, const char *found, const char *expected)
{
    if (strcmp(found, expected) != 0) {
        fprintf(stderr, "  %s: \"%s\", not \"%s\"\n", what, found, expected);
    }
    return strcmp(found, expected) == 0;
}

bool
yard_gets(YardClient *client, const char *request, const char *expected)
{
    return is_same(request, yard_do(client, request), expected);
}

bool
yard_hears(YardClient *client, const char *expected)
{
    yard_turn(client->yard);
    return is_same(client->name, yard_got(client), expected);
}

void
yard_turn(Yard *yard)
{
    while (yard->woken) {
        yard->woken = false;
        controls_turn(yard->controls);
    }
}

void
yard_advance(Yard *yard, int64_t milliseconds)
{
    yard_turn(yard);
    clock_advance(yard->clock, clock_now(yard->clock) + milliseconds * CLOCK_MILLISECOND, 0);
    yard_turn(yard);
}

const char *
yard_value(Yard *yard, const char *reference)
{
    static char answer[200];
    g_autofree char *text = NULL;
    NodeRef ref;
    Point point;

    if (!reference_resolve(yard->model, reference, &ref, NULL)) {
        CU_ASSERT_TRUE_FATAL(reference_resolve_point(yard->model, reference, &point, NULL));
        ref = point.value;
    }
    text = values_format(yard->values, &ref);
    g_strlcpy(answer, text, sizeof answer);
    return answer;
}

bool
yard_shows(Yard *yard, const char *reference, const char *expected)
{
    return is_same(reference, yard_value(yard, reference), expected);
}

void
yard_set(Yard *yard, const char *reference, const char *text)
{
    Point point;
    Value value;

    CU_ASSERT_TRUE_FATAL(reference_resolve_point(yard->model, reference, &point, NULL));
    CU_ASSERT_EQUAL_FATAL(value_parse(point.value.type, text, &value), VALUE_OK);
    values_poke(yard->values, &point.value, &value);
}

const char *
yard_write(YardClient *client, const char *reference, const char *text)
{
    g_autoptr(GString) item = g_string_new(NULL);
    Yard *yard = client->yard;
    BerWriter writer;
    Point point;
    Pdu pdu;

    CU_ASSERT_TRUE_FATAL(reference_resolve_point(yard->model, reference, &point, NULL));
    model_append_item(yard->model, &point.value, item);
    pdu_init(&pdu, 0);
    writer = ber_writer(&pdu, 100);
    put_value(&writer, point.value.type, text);
    values_unobserve(yard->values, note_changes, yard);
    send_write(client, yard->model->devices[point.value.device].domain, item->str,
               pdu_content(&pdu));
    values_observe(yard->values, note_changes, yard);
    pdu_clear(&pdu);
    return yard_got(client);
}

ControlObject *
yard_object(Yard *yard, const char *reference)
{
    g_autofree char *path = NULL;
    const LogicalDevice *device = device_of(yard, reference, &path);
    g_autofree char *item = item_of(path, "CO");
    NodeRef ref;

    CU_ASSERT_TRUE_FATAL(model_find_item(yard->model, slice_from_string(device->domain),
                                         slice_from_string(item), &ref));
    return controls_find(yard->controls, &ref);
}

bool
yard_logged(const Yard *yard, const char *line)
{
    bool found = strstr(yard->log->str, line) != NULL;

    if (!found) {
        fprintf(stderr, "  no \"%s\" in\n%s", line, yard->log->str);
    }
    return found;
}
