/* SPDX-License-Identifier: Apache-2.0
 *
 * One entry as one report, or as segments when it does not fit the negotiated PDU (IEC
 * 61850-7-2 17.2.3.2.2.5): the head again each time, the inclusion at full length with the
 * segment's own members. GATE_REPORT sees every segment.
 */
#include "sim/acsi/report_set.h"

/* What the lengths around a report may take more than in an empty one, and SubSqNum in later
 * segments. */
#define SLACK 20

/* What every other field takes at most, RptID, DatSet and inclusion apart. */
#define HEAD_MAX 100

typedef struct Encoding {
    Rcb *rcb;
    const ReportBody *body;
    Report head;
    size_t room; /* for members in one PDU, segmented */
    uint32_t pdu_size;
} Encoding;

/* Octets that an item adds to a report. */
static size_t
item_size(const Encoding *encoding, uint32_t item)
{
    const Rcb *rcb = encoding->rcb;
    const ReportItem *row = &encoding->body->items[item];
    size_t size = row->size;

    if (encoding->head.options & REPORT_REASON) {
        size += 4;
    }
    if (encoding->head.options & REPORT_DATA_REFERENCE) {
        size_t length = strlen(report_set_reference(rcb->reporting, rcb->set, row->member));

        size += length + (length < 128 ? 2 : length < 256 ? 3 : 4);
    }
    return size;
}

static void
include(const Encoding *encoding, uint32_t first, uint32_t end)
{
    GByteArray *inclusion = encoding->rcb->reporting->inclusion;

    memset(inclusion->data, 0, inclusion->len);
    for (uint32_t i = first; i < end; i++) {
        unsigned member = encoding->body->items[i].member;

        inclusion->data[member / 8] |= (uint8_t)(0x80 >> member % 8);
    }
}

static void
put_items(const Encoding *encoding, BerWriter *writer, uint32_t first, uint32_t end)
{
    const Rcb *rcb = encoding->rcb;
    const ReportItem *items = encoding->body->items;

    for (uint32_t i = first; i < end && encoding->head.options & REPORT_DATA_REFERENCE; i++) {
        report_put_reference(writer, slice_from_string(report_set_reference(
                                         rcb->reporting, rcb->set, items[i].member)));
    }
    for (uint32_t i = first; i < end; i++) {
        ber_put_raw(writer, report_body_value(encoding->body, i));
    }
    for (uint32_t i = first; i < end && encoding->head.options & REPORT_REASON; i++) {
        report_put_reason(writer, items[i].reason);
    }
}

static void
put(const Encoding *encoding, uint32_t first, uint32_t end)
{
    Pdu *pdu = &encoding->rcb->reporting->outgoing;
    BerWriter writer = ber_writer(pdu, encoding->pdu_size);
    MmsInformationReportMarks marks;

    pdu_reset(pdu);
    include(encoding, first, end);
    marks = report_open(&writer, &encoding->head);
    put_items(encoding, &writer, first, end);
    report_close(&writer, marks);
}

static ReportFate
hand_over(const Encoding *encoding, uint32_t first, uint32_t end)
{
    const Rcb *rcb = encoding->rcb;
    const Reporting *reporting = rcb->reporting;
    GatePass pass = { .point = GATE_REPORT,
                      .outbound = true,
                      .association = rcb->owner->association,
                      .subject = rcb->block };
    GateVerdict verdict = GATE_PASS;

    put(encoding, first, end);
    pass.bytes = pdu_content(&reporting->outgoing);
    if (reporting->gates != NULL) {
        verdict = gate_pass(&reporting->gates[GATE_REPORT], &pass);
    }
    if (verdict == GATE_CLOSE) {
        reporting->callbacks->close(reporting->user, rcb->owner);
        return REPORT_REFUSED;
    }
    return verdict == GATE_DROP ||
                   reporting->callbacks->send(reporting->user, rcb->owner, pass.bytes)
               ? REPORT_SENT
               : REPORT_REFUSED;
}

/* How many items from `first` on go into one segment; 0 when not even one does. */
static uint32_t
fitting(const Encoding *encoding, uint32_t first)
{
    size_t size = 0;
    uint32_t item = first;

    while (item < encoding->body->count) {
        size += item_size(encoding, item);
        if (size > encoding->room) {
            break;
        }
        item++;
    }
    return item - first;
}

static bool
every_item_fits(const Encoding *encoding)
{
    for (uint32_t i = 0; i < encoding->body->count; i++) {
        if (item_size(encoding, i) > encoding->room) {
            return false;
        }
    }
    return true;
}

static ReportFate
hand_over_segments(Encoding *encoding)
{
    ReportFate fate = REPORT_SENT;
    uint32_t first = 0;

    if (!every_item_fits(encoding)) {
        return REPORT_TOO_LARGE;
    }
    encoding->head.options |= REPORT_SEGMENTATION;
    while (first < encoding->body->count && fate == REPORT_SENT) {
        uint32_t end = first + fitting(encoding, first);

        encoding->head.more_segments_follow = end < encoding->body->count;
        fate = hand_over(encoding, first, end);
        encoding->head.sub_sq_num++;
        first = end;
    }
    return fate;
}

/* "IED1LD0/LLN0$BR$brcb01" stands for an empty RptID. */
static Slice
rpt_id(const Rcb *rcb, char *text, size_t size)
{
    const Model *model = rcb->reporting->model;
    const LogicalDevice *device = &model->devices[rcb->block->device];
    Slice own = rcb_text(rcb, "RptID");

    if (own.size > 0) {
        return own;
    }
    g_snprintf(text, size, "%s/%s$%s$%s", device->domain, device->nodes[rcb->block->node].name,
               fc_name(rcb->block->ref.fc), rcb->block->name);
    return slice_from_string(text);
}

static void
fill_head(Encoding *encoding, const ReportEntry *entry, Slice id)
{
    const Rcb *rcb = encoding->rcb;
    Report *head = &encoding->head;

    head->options = rcb->opt_flds & ~(1u | REPORT_SEGMENTATION);
    if (!rcb->buffered) {
        head->options &= ~(unsigned)(REPORT_BUFFER_OVERFLOW | REPORT_ENTRY_ID);
    }
    head->rpt_id = id;
    head->sq_num = rcb->sq_num;
    head->time_of_entry = entry->time;
    head->dat_set = rcb_text(rcb, "DatSet");
    head->buf_ovfl = rcb->buffer.overflow;
    head->conf_rev = rcb->conf_rev;
    for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
        head->entry_id[i] = (uint8_t)(entry->id >> (8 * (REPORT_ENTRY_ID_SIZE - 1 - i)));
    }
}

ReportFate
report_encode(Rcb *rcb, const ReportEntry *entry)
{
    Reporting *reporting = rcb->reporting;
    ReportBody *body = report_body_ref(entry->body);
    Encoding encoding = { .rcb = rcb, .body = body };
    size_t head, all = 0;
    ReportFate fate;
    char text[256];

    encoding.pdu_size = reporting->callbacks->pdu_size(reporting->user, rcb->owner);
    fill_head(&encoding, entry, rpt_id(rcb, text, sizeof text));
    g_byte_array_set_size(reporting->inclusion, (rcb->set->count + 7) / 8);
    encoding.head.inclusion = reporting->inclusion->data;
    encoding.head.member_count = rcb->set->count;
    head = HEAD_MAX + encoding.head.rpt_id.size + encoding.head.dat_set.size +
           reporting->inclusion->len;
    for (uint32_t i = 0; i < body->count; i++) {
        all += item_size(&encoding, i);
    }
    if (head + all > encoding.pdu_size) {
        put(&encoding, 0, 0);
        head = pdu_content(&reporting->outgoing).size + SLACK;
        encoding.room = encoding.pdu_size > head ? encoding.pdu_size - head : 0;
    }
    fate = head + all <= encoding.pdu_size ? hand_over(&encoding, 0, body->count)
                                           : hand_over_segments(&encoding);
    report_body_unref(body);
    return fate;
}
