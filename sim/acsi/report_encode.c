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
        size += REPORT_REASON_SIZE;
    }
    if (encoding->head.options & REPORT_DATA_REFERENCE) {
        size_t length = strlen(report_set_reference(rcb->reporting, rcb->set, row->member));

        size += length + (length < 128 ? 2 : length < 256 ? 3 : 4);
    }
    return size;
}

/* Octets that all items add. */
static size_t
whole_size(const Encoding *encoding)
{
    const ReportBody *body = encoding->body;
    size_t size = report_body_values(body, 0, body->count).size;

    if (encoding->head.options & REPORT_DATA_REFERENCE) {
        size = 0;
        for (uint32_t i = 0; i < body->count; i++) {
            size += item_size(encoding, i);
        }
    } else if (encoding->head.options & REPORT_REASON) {
        size += (size_t)body->count * REPORT_REASON_SIZE;
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
    ber_put_raw(writer, report_body_values(encoding->body, first, end));
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

/* For who counts what clients were told. */
static void
touch_items(const Encoding *encoding, uint32_t first, uint32_t end)
{
    const Rcb *rcb = encoding->rcb;
    const VmdIed *vmd = rcb->reporting->vmd;

    vmd_ied_touch_list(vmd, rcb->set->list);
    for (uint32_t i = first; i < end; i++) {
        const MmsAccess *access;
        NodeRef ref =
            vmd_ied_list_place(vmd, rcb->set->list, encoding->body->items[i].member, &access);

        vmd_ied_touch(vmd, VMD_TOUCH_REPORT, &ref);
    }
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
    if (verdict == GATE_DROP) {
        return REPORT_SENT;
    }
    if (vmd_ied_is_touch_watched(reporting->vmd)) {
        touch_items(encoding, first, end);
    }
    return reporting->callbacks->send(reporting->user, rcb->owner, pass.bytes) ? REPORT_SENT
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
    while (first < encoding->body->count && fate == REPORT_SENT && encoding->rcb->enabled) {
        uint32_t end = first + fitting(encoding, first);

        encoding->head.more_segments_follow = end < encoding->body->count;
        fate = hand_over(encoding, first, end);
        encoding->head.sub_sq_num++;
        first = end;
    }
    return fate;
}

/* "IED1LD0/LLN0$BR$brcb01" stands for an empty RptID. */
static char *
rpt_id(const Rcb *rcb)
{
    const Model *model = rcb->reporting->model;
    const LogicalDevice *device = &model->devices[rcb->block->device];
    Slice own = rcb_text(rcb, "RptID");

    return own.size > 0 ? g_strndup((const char *)own.data, own.size)
                        : g_strdup_printf("%s/%s$%s$%s", device->domain,
                                          device->nodes[rcb->block->node].name,
                                          fc_name(rcb->block->ref.fc), rcb->block->name);
}

void
report_encode_begin(Rcb *rcb)
{
    Slice dat_set = rcb_text(rcb, "DatSet");

    report_encode_end(rcb);
    rcb->rpt_id = rpt_id(rcb);
    rcb->dat_set =
        dat_set.size > 0 ? g_strndup((const char *)dat_set.data, dat_set.size) : g_strdup("");
}

void
report_encode_end(Rcb *rcb)
{
    g_clear_pointer(&rcb->rpt_id, g_free);
    g_clear_pointer(&rcb->dat_set, g_free);
}

static void
fill_head(Encoding *encoding, const ReportEntry *entry)
{
    const Rcb *rcb = encoding->rcb;
    Report *head = &encoding->head;

    head->options = rcb->opt_flds & ~(1u | REPORT_SEGMENTATION);
    if (!rcb->buffered) {
        head->options &= ~(unsigned)(REPORT_BUFFER_OVERFLOW | REPORT_ENTRY_ID);
    }
    head->rpt_id = slice_from_string(rcb->rpt_id);
    head->sq_num = rcb->sq_num;
    head->time_of_entry = entry->time;
    head->dat_set = slice_from_string(rcb->dat_set);
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
    size_t head, all;
    ReportFate fate;

    encoding.pdu_size = reporting->callbacks->pdu_size(reporting->user, rcb->owner);
    fill_head(&encoding, entry);
    g_byte_array_set_size(reporting->inclusion, (rcb->set->count + 7) / 8);
    encoding.head.inclusion = reporting->inclusion->data;
    encoding.head.member_count = rcb->set->count;
    head = HEAD_MAX + encoding.head.rpt_id.size + encoding.head.dat_set.size +
           reporting->inclusion->len;
    all = whole_size(&encoding);
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
