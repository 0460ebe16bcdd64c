/* SPDX-License-Identifier: Apache-2.0
 *
 * A report on the wire (IEC 61850-8-1 17.3): an informationReport of the vmd-specific variable
 * list "RPT" whose AccessResults are, in this order,
 *   RptID, OptFlds, [SqNum], [TimeOfEntry], [DatSet], [BufOvfl], [EntryID], [ConfRev],
 *   [SubSqNum, MoreSegmentsFollow], Inclusion, [DataReference...], Value..., [Reason...]
 * Both directions: the server puts, the client gets.
 */
#pragma once

#include "sim/mms/information_report.h"

/* OptFlds: bit n of the standard is bit n here. */
typedef enum ReportOption {
    REPORT_SEQUENCE_NUMBER = 1 << 1,
    REPORT_TIME_STAMP = 1 << 2,
    REPORT_REASON = 1 << 3,
    REPORT_DATA_SET_NAME = 1 << 4,
    REPORT_DATA_REFERENCE = 1 << 5,
    REPORT_BUFFER_OVERFLOW = 1 << 6,
    REPORT_ENTRY_ID = 1 << 7,
    REPORT_CONF_REVISION = 1 << 8,
    REPORT_SEGMENTATION = 1 << 9,
    REPORT_OPTION_BITS = 10,
} ReportOption;

/* TrgOps and reasons for inclusion, numbered likewise. */
typedef enum ReportTrigger {
    REPORT_DATA_CHANGE = 1 << 1,
    REPORT_QUALITY_CHANGE = 1 << 2,
    REPORT_DATA_UPDATE = 1 << 3,
    REPORT_INTEGRITY = 1 << 4,
    REPORT_GENERAL_INTERROGATION = 1 << 5,
    REPORT_APPLICATION_TRIGGER = 1 << 6, /* only in reasons of 7 bits */
    REPORT_TRIGGER_BITS = 6,
} ReportTrigger;

enum { REPORT_ENTRY_ID_SIZE = 8, REPORT_REASON_SIZE = 4 /* as a Data of 6 bits */ };

/* One report, or one segment of it. `options` tells which of the other fields are there. Slices
 * are lent: from the PDU when got, from the caller when put. */
typedef struct Report {
    unsigned options;
    Slice rpt_id;
    uint32_t sq_num;
    int64_t time_of_entry; /* ns since 1970; whole milliseconds on the wire */
    Slice dat_set;         /* "IED1LD0/LLN0$ds1" */
    bool buf_ovfl;
    uint8_t entry_id[REPORT_ENTRY_ID_SIZE];
    uint32_t conf_rev;
    uint32_t sub_sq_num; /* from 0; 0 in a report that is not segmented */
    bool more_segments_follow;
    const uint8_t *inclusion; /* bit 0 is the first member, most significant bit first */
    unsigned member_count;    /* bits of `inclusion`: members of the data set */
    unsigned included_count;  /* of them set; filled by report_get */
    /* Where report_next stands; filled by report_get. */
    BerReader references, reasons;
    MmsResults values;
    unsigned next;
} Report;

/* One included member. */
typedef struct ReportedMember {
    unsigned index;      /* in the data set, from 0 */
    Slice data_ref;      /* "IED1LD0/GGIO1$ST$Ind2"; empty without REPORT_DATA_REFERENCE */
    MmsDataError result; /* MMS_DATA_SUCCESS, or why there is no value */
    Slice data;          /* the whole Data element */
    unsigned reason;     /* REPORT_DATA_CHANGE...; 0 without REPORT_REASON */
} ReportedMember;

/* Whether an informationReport is a report, and no LastApplError or CommandTermination. */
bool report_is(const MmsInformationReport *information);

/* Reads everything up to the inclusion and counts the rest; false when the fields do not fit
 * the OptFlds or one another, or elements are missing or left over. Lends from the PDU. */
bool report_get(const MmsInformationReport *information, Report *report);

/* The next included member; false behind the last one. After report_get gave true every member
 * that it counted comes. */
bool report_next(Report *report, ReportedMember *member);

/* Puts one report: open with the head (`options` with REPORT_SEGMENTATION only for segments),
 * then the references of all included members when the options have them, their values (one
 * AccessResult each), their reasons when the options have them, close. */
MmsInformationReportMarks report_open(BerWriter *writer, const Report *report);
void report_put_reference(BerWriter *writer, Slice data_ref);
/* REPORT_REASON_SIZE octets; every member has one, so they are put without a way round. */
void report_put_reason(BerWriter *writer, unsigned reason);
void report_close(BerWriter *writer, MmsInformationReportMarks marks);

/* Bits of OptFlds, TrgOps or a reason as they stand in a BIT STRING, and back. */
unsigned report_bits_get(const uint8_t *octets, size_t bits);
void report_bits_put(BerWriter *writer, unsigned value, size_t bits);
