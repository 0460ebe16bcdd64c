/* SPDX-License-Identifier: Apache-2.0
 *
 * The protocol machine on its own (see machine.h).
 */
#include "tests/sim/mms/machine.h"

#include "sim/mms/object_name.h"
#include "tests/hex.h"
#include "tests/test.h"

static void
free_sent(void *pointer)
{
    MachineSent *sent = pointer;

    g_byte_array_unref(sent->pdu);
    g_free(sent);
}

static void
wire(void *wire_user, OsiPrimitive primitive, Pdu *pdu, int diagnostic)
{
    Machine *machine = wire_user;
    MachineSent *sent = g_new0(MachineSent, 1);

    sent->primitive = primitive;
    sent->diagnostic = diagnostic;
    sent->pdu = g_byte_array_new();
    if (pdu != NULL) {
        Slice content = pdu_content(pdu);

        g_byte_array_append(sent->pdu, content.data, (guint)content.size);
        memset(pdu->bytes + pdu->head, 0xEE, content.size);
    }
    g_ptr_array_add(machine->sent, sent);
}

static const char *
admit(void *user)
{
    return ((Machine *)user)->refusal;
}

static int
refuse(void *user)
{
    return ((Machine *)user)->refuses;
}

static void
associated(void *user)
{
    ((Machine *)user)->associated++;
}

static void
ended(void *user, MmsEnd how, const OsiReason *reason)
{
    Machine *machine = user;

    machine->ended++;
    machine->end = how;
    g_free(machine->end_text);
    machine->end_text = g_strdup(reason->text);
}

static void
unconfirmed(void *user, Slice content)
{
    (void)content;
    ((Machine *)user)->unconfirmed++;
}

static void
conclude_refused(void *user, MmsError error)
{
    CU_ASSERT_EQUAL(error, MMS_FURTHER_COMMUNICATION_REQUIRED);
    ((Machine *)user)->conclude_refused++;
}

static void
served(void *user, const MmsServed *what)
{
    static const char *const kinds[] = { "read", "wrote", "browsed" };
    Machine *machine = user;
    g_autofree char *name =
        what->name == NULL ? g_strdup("VMD") : mms_object_name_format(what->name);

    g_string_append_printf(machine->served, "%s %s %s;", kinds[what->kind], name,
                           mms_data_error_name(what->result));
}

Machine *
machine_new(OsiRole role, const MmsLimits *limits)
{
    const MmsUser callbacks = { .admit = admit,
                                .refuse = refuse,
                                .associated = associated,
                                .ended = ended,
                                .unconfirmed = unconfirmed,
                                .conclude_refused = conclude_refused,
                                .served = served };
    MmsParameters parameters = { .osi = { .role = role }, .id = 7, .client = "tester" };
    Machine *machine = g_new0(Machine, 1);

    if (limits != NULL) {
        parameters.limits = *limits;
    }
    machine->sent = g_ptr_array_new_with_free_func(free_sent);
    machine->served = g_string_new(NULL);
    machine->answer_body = g_byte_array_new();
    if (role == OSI_SERVER) {
        machine->fake = fake_vmd_new();
        parameters.vmd = &machine->fake->vmd;
    }
    machine->association =
        mms_association_new_bare(&parameters, &callbacks, machine, wire, machine);
    return machine;
}

void
machine_free(Machine *machine)
{
    mms_association_free(machine->association);
    if (machine->fake != NULL) {
        CU_ASSERT_EQUAL(machine->fake->forgotten, 1);
        fake_vmd_free(machine->fake);
    }
    g_ptr_array_unref(machine->sent);
    g_string_free(machine->served, TRUE);
    g_byte_array_unref(machine->answer_body);
    g_free(machine->end_text);
    g_free(machine);
}

Machine *
machine_open_limited(OsiRole role, const MmsLimits *limits)
{
    Machine *machine = machine_new(role, limits);
    g_autoptr(GByteArray) request = hex_load("mms/initiate_request.hex");
    g_autoptr(GByteArray) response = hex_load("mms/initiate_response.hex");

    if (role == OSI_SERVER) {
        machine_indicate(machine, OSI_CONNECT, hex_slice(request));
    } else {
        mms_association_connect(machine->association);
        machine_indicate(machine, OSI_ACCEPT, hex_slice(response));
    }
    CU_ASSERT_EQUAL(machine->associated, 1);
    g_ptr_array_set_size(machine->sent, 0);
    return machine;
}

Machine *
machine_open(OsiRole role)
{
    return machine_open_limited(role, NULL);
}

void
machine_indicate(Machine *machine, OsiPrimitive primitive, Slice pdu)
{
    OsiIndication indication = { .primitive = primitive };
    uint8_t *copy = g_malloc(MAX(pdu.size, 1));

    if (pdu.size > 0) {
        memcpy(copy, pdu.data, pdu.size);
    }
    indication.content = (Slice){ copy, pdu.size };
    indication.reason = (OsiReason){ .layer = "test", .text = "test" };
    mms_association_indicate(machine->association, &indication);
    g_free(copy);
}

void
machine_take(Machine *machine, Slice pdu)
{
    machine_indicate(machine, OSI_DATA, pdu);
}

void
machine_take_text(Machine *machine, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);

    machine_take(machine, hex_slice(bytes));
}

static GByteArray *
load(const char *name)
{
    g_autofree char *path = g_strdup_printf("mms/%s.hex", name);

    return hex_load(path);
}

void
machine_take_file(Machine *machine, const char *name)
{
    g_autoptr(GByteArray) bytes = load(name);

    machine_take(machine, hex_slice(bytes));
}

static bool
sent_is(Machine *machine, OsiPrimitive primitive, Slice expected)
{
    const MachineSent *sent;
    bool same;

    if (machine->sent->len == 0) {
        return false;
    }
    sent = machine->sent->pdata[0];
    same = sent->primitive == primitive && hex_equal(hex_slice(sent->pdu), expected);
    g_ptr_array_remove_index(machine->sent, 0);
    return same;
}

bool
machine_sent(Machine *machine, OsiPrimitive primitive, const char *hex)
{
    g_autoptr(GByteArray) bytes = hex_parse(hex);

    return sent_is(machine, primitive, hex_slice(bytes));
}

bool
machine_sent_file(Machine *machine, OsiPrimitive primitive, const char *name)
{
    g_autoptr(GByteArray) bytes = load(name);

    return sent_is(machine, primitive, hex_slice(bytes));
}

bool
machine_sent_nothing(const Machine *machine)
{
    return machine->sent->len == 0;
}

bool
machine_answers(Machine *machine, const char *request, const char *response)
{
    machine_take_file(machine, request);
    return machine_sent_file(machine, OSI_DATA, response) && machine_sent_nothing(machine);
}

bool
machine_answers_text(Machine *machine, const char *request, const char *response)
{
    machine_take_text(machine, request);
    return machine_sent(machine, OSI_DATA, response) && machine_sent_nothing(machine);
}

void
machine_answered(void *user, const MmsAnswer *answer)
{
    Machine *machine = user;

    g_byte_array_set_size(machine->answer_body, 0);
    if (answer->body.size > 0) {
        g_byte_array_append(machine->answer_body, answer->body.data, (guint)answer->body.size);
    }
    machine->answer = *answer;
    machine->answer.body = hex_slice(machine->answer_body);
    machine->answers++;
}

typedef struct Torture {
    OsiRole role;
    Machine *machine;
} Torture;

#define TORTURE_PDU_SIZE 1000

static void
check_sent(const Machine *machine)
{
    for (unsigned i = 0; i < machine->sent->len; i++) {
        const MachineSent *sent = machine->sent->pdata[i];
        BerReader reader = ber_reader(hex_slice(sent->pdu));

        ber_skip(&reader);
        if (sent->primitive == OSI_DATA && (reader.error != BER_OK || reader.at != reader.end ||
                                            sent->pdu->len > TORTURE_PDU_SIZE)) {
            CU_FAIL("a malformed PDU was sent");
        }
    }
}

static void
torture_one(Slice bytes, void *user)
{
    const MmsLimits limits = { .pdu_size = TORTURE_PDU_SIZE };
    Torture *torture = user;

    if (torture->machine != NULL && torture->machine->association->state != MMS_STATE_OPEN) {
        g_clear_pointer(&torture->machine, machine_free);
    }
    if (torture->machine == NULL) {
        torture->machine = machine_open_limited(torture->role, &limits);
    }
    g_ptr_array_set_size(torture->machine->sent, 0);
    machine_take(torture->machine, bytes);
    check_sent(torture->machine);
}

void
machine_torture(OsiRole role, const char *name)
{
    g_autoptr(GByteArray) bytes = load(name);
    Torture torture = { .role = role };

    hex_torture(hex_slice(bytes), torture_one, &torture);
    machine_free(torture.machine);
}
