/* SPDX-License-Identifier: Apache-2.0
 *
 * Segments put together (IEC 61850-8-1 17.3.2.7): the same report but for SubSqNum, Inclusion
 * and what is included. What a segment lends from its PDU is kept until the report is whole.
 */
#include "sim/client/report.h"

/* While the report grows its bytes move: where a slice of the member will begin. */
typedef struct Place {
    size_t reference, data;
} Place;

struct ClientReportAssembly {
    ClientReport report;
    size_t dat_set;        /* where the DatSet begins; the RptID is first */
    GByteArray *bytes;     /* what the slices of the report mean */
    GByteArray *inclusion; /* of all segments so far */
    GArray *members;       /* ClientReportMember */
    GArray *places;        /* Place, one a member */
    uint32_t next;         /* SubSqNum; 0: no report is begun */
};

ClientReportAssembly *
client_report_assembly_new(void)
{
    ClientReportAssembly *assembly = g_new0(ClientReportAssembly, 1);

    assembly->bytes = g_byte_array_new();
    assembly->inclusion = g_byte_array_new();
    assembly->members = g_array_new(FALSE, FALSE, sizeof(ClientReportMember));
    assembly->places = g_array_new(FALSE, FALSE, sizeof(Place));
    return assembly;
}

void
client_report_assembly_free(ClientReportAssembly *assembly)
{
    if (assembly == NULL) {
        return;
    }
    g_byte_array_unref(assembly->bytes);
    g_byte_array_unref(assembly->inclusion);
    g_array_unref(assembly->members);
    g_array_unref(assembly->places);
    g_free(assembly);
}

/* Copies and returns where the copy begins. */
static size_t
keep(ClientReportAssembly *assembly, Slice slice)
{
    size_t place = assembly->bytes->len;

    g_byte_array_append(assembly->bytes, slice.data, (guint)slice.size);
    return place;
}

static void
begin(ClientReportAssembly *assembly, const Report *segment)
{
    g_byte_array_set_size(assembly->bytes, 0);
    g_byte_array_set_size(assembly->inclusion, (segment->member_count + 7) / 8);
    g_array_set_size(assembly->members, 0);
    g_array_set_size(assembly->places, 0);
    if (assembly->inclusion->len > 0) {
        memset(assembly->inclusion->data, 0, assembly->inclusion->len);
    }
    assembly->report = (ClientReport){
        .options = segment->options & ~(unsigned)REPORT_SEGMENTATION,
        .rpt_id.size = segment->rpt_id.size,
        .sq_num = segment->sq_num,
        .time_of_entry = segment->time_of_entry,
        .dat_set.size = segment->dat_set.size,
        .buf_ovfl = segment->buf_ovfl,
        .conf_rev = segment->conf_rev,
        .member_count = segment->member_count,
    };
    memcpy(assembly->report.entry_id, segment->entry_id, REPORT_ENTRY_ID_SIZE);
    keep(assembly, segment->rpt_id);
    assembly->dat_set = keep(assembly, segment->dat_set);
}

static bool
is_of_same_report(const ClientReportAssembly *assembly, const Report *segment)
{
    const ClientReport *report = &assembly->report;
    Slice dat_set = { assembly->bytes->data + assembly->dat_set, report->dat_set.size };

    return (segment->options & ~(unsigned)REPORT_SEGMENTATION) == report->options &&
           segment->sq_num == report->sq_num &&
           segment->time_of_entry == report->time_of_entry &&
           memcmp(segment->entry_id, report->entry_id, REPORT_ENTRY_ID_SIZE) == 0 &&
           segment->conf_rev == report->conf_rev &&
           segment->member_count == report->member_count &&
           slice_equal(segment->dat_set, dat_set);
}

/* NULL, or what is wrong: members stand in the order of the data set, each once. */
static const char *
add_members(ClientReportAssembly *assembly, const Report *segment)
{
    Report walk = *segment;
    ReportedMember member;
    unsigned first = 0;

    if (assembly->members->len > 0) {
        first = g_array_index(assembly->members, ClientReportMember, assembly->members->len - 1)
                    .index +
                1;
    }
    while (report_next(&walk, &member)) {
        ClientReportMember kept = { .index = member.index,
                                    .reference.size = member.data_ref.size,
                                    .result = member.result,
                                    .data.size = member.data.size,
                                    .reason = member.reason };
        Place place;

        if (member.index < first) {
            return "a segment repeats members of the segments before";
        }
        if (assembly->bytes->len + member.data_ref.size + member.data.size >
            CLIENT_REPORT_SIZE_MAX) {
            return "a report without end";
        }
        place.reference = keep(assembly, member.data_ref);
        place.data = keep(assembly, member.data);
        g_array_append_val(assembly->members, kept);
        g_array_append_val(assembly->places, place);
        assembly->inclusion->data[member.index / 8] |= (uint8_t)(0x80 >> member.index % 8);
    }
    return NULL;
}

/* The bytes stay where they are now: slices can point to them. */
static const ClientReport *
finish(ClientReportAssembly *assembly)
{
    ClientReport *report = &assembly->report;
    const uint8_t *bytes = assembly->bytes->data;

    report->rpt_id.data = bytes;
    report->dat_set.data = bytes + assembly->dat_set;
    report->inclusion = assembly->inclusion->data;
    report->members = (ClientReportMember *)(void *)assembly->members->data;
    report->count = assembly->members->len;
    for (unsigned i = 0; i < report->count; i++) {
        const Place *place = &g_array_index(assembly->places, Place, i);

        report->members[i].reference.data = bytes + place->reference;
        report->members[i].data.data = bytes + place->data;
    }
    return report;
}

const ClientReport *
client_report_assembly_take(ClientReportAssembly *assembly, const Report *segment,
                            const char **problem)
{
    bool segmented = (segment->options & REPORT_SEGMENTATION) != 0;
    uint32_t number = segmented ? segment->sub_sq_num : 0;
    uint32_t expected = assembly->next;
    const char *wrong;

    *problem = NULL;
    assembly->next = 0;
    if (number != expected) {
        *problem = expected != 0 ? "the segments of a report do not follow one another"
                                 : "the first segments of a report are missing";
    } else if (expected != 0 && !is_of_same_report(assembly, segment)) {
        *problem = "a segment differs from the segments before";
    }
    if (number != 0 && *problem != NULL) {
        return NULL;
    }
    if (number == 0) {
        begin(assembly, segment);
    }
    assembly->report.segments = number + 1;
    wrong = add_members(assembly, segment);
    if (wrong != NULL) {
        *problem = wrong;
        return NULL;
    }
    if (segmented && segment->more_segments_follow) {
        assembly->next = number + 1;
        return NULL;
    }
    return finish(assembly);
}

static Slice
copy_slice(Slice slice)
{
    return (Slice){ g_memdup2(slice.data, slice.size), slice.size };
}

ClientReport *
client_report_copy(const ClientReport *report)
{
    ClientReport *copy = g_memdup2(report, sizeof *report);

    copy->rpt_id = copy_slice(report->rpt_id);
    copy->dat_set = copy_slice(report->dat_set);
    copy->inclusion = g_memdup2(report->inclusion, (report->member_count + 7) / 8);
    copy->members = g_memdup2(report->members, report->count * sizeof *report->members);
    for (unsigned i = 0; i < report->count; i++) {
        ClientReportMember *member = &copy->members[i];

        member->reference = copy_slice(member->reference);
        member->data = copy_slice(member->data);
        member->type = NULL;
    }
    return copy;
}

void
client_report_free(ClientReport *report)
{
    if (report == NULL) {
        return;
    }
    for (unsigned i = 0; i < report->count; i++) {
        g_free((void *)report->members[i].reference.data);
        g_free((void *)report->members[i].data.data);
    }
    g_free((void *)report->rpt_id.data);
    g_free((void *)report->dat_set.data);
    g_free((void *)report->inclusion);
    g_free(report->members);
    g_free(report);
}
