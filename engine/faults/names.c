/* SPDX-License-Identifier: Apache-2.0
 *
 * Lists of names (getNameList) that never end, or come one by one. Both are legal page by page;
 * a client must bound what it collects and follow moreFollows however short a page is.
 */
#include "engine/faults/filter.h"

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"

#define NAME_LIST "getNameList"

/* getNameList-Response [1] { [0] listOfIdentifier, [1] moreFollows DEFAULT TRUE } */
typedef struct Page {
    Slice names; /* elements */
    Slice first; /* the first of them, whole */
    bool more;
    unsigned count;
} Page;

static bool
read_page(Slice service, Page *page)
{
    BerReader reader = ber_reader(service);
    Slice names = ber_get(&reader, 0xA0);
    BerReader list = ber_reader(names);

    *page = (Page){ .names = names, .more = true };
    if (ber_peek(&reader) == 0x81) {
        page->more = ber_get_boolean(&reader, 0x81);
    }
    while (!ber_at_end(&list)) {
        Slice name = ber_get_element(&list);

        page->first = page->count++ == 0 ? name : page->first;
    }
    return reader.error == BER_OK && list.error == BER_OK;
}

static void
put_page(Fault *fault, GatePass *pass, uint32_t invoke_id, Slice names, bool more)
{
    Pdu bytes;
    BerWriter writer;
    BerMark response, service;

    pdu_init(&bytes, names.size + 32);
    writer = ber_writer(&bytes, SIZE_MAX);
    response = ber_put_open(&writer, 0xA1);
    ber_put_unsigned(&writer, BER_INTEGER, invoke_id);
    service = ber_put_open(&writer, 0xA1);
    ber_put(&writer, 0xA0, names);
    ber_put_boolean(&writer, 0x81, more);
    ber_put_close(&writer, service);
    ber_put_close(&writer, response);
    fault_replace(fault, pass, pdu_content(&bytes));
    pdu_clear(&bytes);
}

/* Endless: the last page of a list says that more follows, and what comes behind it is its last
 * names again. */

typedef struct Endless {
    GBytes *names;
} Endless;

static void
end_endless(Fault *fault)
{
    Endless *endless = fault->state;

    g_clear_pointer(&endless->names, g_bytes_unref);
}

static GateVerdict
endless_names(Fault *fault, GatePass *pass)
{
    Endless *endless = fault->state;
    FaultPdu pdu;
    Page page;
    Slice names;

    if (!fault_is_response(pass, NAME_LIST, &pdu) || !read_page(pdu.service, &page) ||
        page.more || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    if (page.count > 0) {
        end_endless(fault);
        endless->names = g_bytes_new(page.names.data, page.names.size);
    }
    names = page.names;
    if (page.count == 0 && endless->names != NULL) {
        names.data = g_bytes_get_data(endless->names, &names.size);
    }
    put_page(fault, pass, pdu.invoke_id, names, true);
    fault_tell(fault, pass, "invokeID %u: more names follow for ever", pdu.invoke_id);
    return GATE_PASS;
}

/* What the client asks behind the last name is answered, though nothing is there. */
static GateVerdict
act_endless(Fault *fault, GatePass *pass)
{
    const Endless *endless = fault->state;
    const uint8_t *data = pass->bytes.data;
    Slice names;

    if (pass->outbound && pass->bytes.size > 0 && data[0] == 0xA2 && endless->names != NULL) {
        BerReader reader = ber_reader(pass->bytes);
        BerReader error = ber_open(&reader, 0xA2);
        uint32_t invoke_id = ber_get_unsigned32(&error, 0x80);

        if (error.error == BER_OK && fault_hits(fault, pass)) {
            names.data = g_bytes_get_data(endless->names, &names.size);
            put_page(fault, pass, invoke_id, names, true);
            fault_tell(fault, pass, "invokeID %u: more names follow for ever", invoke_id);
        }
        return GATE_PASS;
    }
    return endless_names(fault, pass);
}

const FaultType fault_endless_names = {
    .name = "endless_names",
    .layer = "mms",
    .help = "a name list never ends",
    .gates = FAULT_GATE(GATE_SEND),
    .state_size = sizeof(Endless),
    .end = end_endless,
    .act = act_endless,
};

/* Short pages. */

static GateVerdict
short_pages(Fault *fault, GatePass *pass)
{
    FaultPdu pdu;
    Page page;

    if (!fault_is_response(pass, NAME_LIST, &pdu) || !read_page(pdu.service, &page) ||
        page.count < 2 || !fault_hits(fault, pass)) {
        return GATE_PASS;
    }
    put_page(fault, pass, pdu.invoke_id, page.first, true);
    fault_tell(fault, pass, "invokeID %u: one name of %u", pdu.invoke_id, page.count);
    return GATE_PASS;
}

const FaultType fault_short_pages = {
    .name = "short_pages",
    .layer = "mms",
    .help = "a name list comes one name a page",
    .gates = FAULT_GATE(GATE_SEND),
    .act = short_pages,
};
