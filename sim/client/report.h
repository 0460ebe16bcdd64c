/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports as a client sees them (IEC 61850-7-2 17, 8-1 17.3): whole, put together from their
 * segments.
 */
#pragma once

#include "sim/acsi/codec/report.h"
#include "sim/client/client.h"

/* One included member of the data set. */
typedef struct ClientReportMember {
    unsigned index;         /* in the data set, from 0 */
    Slice reference;        /* of the report, or of the directory; empty when neither has it */
    MmsDataError result;    /* MMS_DATA_SUCCESS, or why there is no value */
    Slice data;             /* the whole Data element */
    unsigned reason;        /* REPORT_DATA_CHANGE...; 0 without REPORT_REASON */
    const ClientType *type; /* NULL: not known */
} ClientReportMember;

/* `options` tells which fields are there; REPORT_SEGMENTATION is taken away. */
typedef struct ClientReport {
    unsigned options;
    Slice rpt_id;
    uint32_t sq_num;
    int64_t time_of_entry; /* ns since 1970 */
    Slice dat_set;         /* "IED1LD0/LLN0$ds1" */
    bool buf_ovfl;
    uint8_t entry_id[REPORT_ENTRY_ID_SIZE];
    uint32_t conf_rev;
    unsigned segments;        /* 1: it came in one piece */
    const uint8_t *inclusion; /* bit 0 is the first member, most significant bit first */
    unsigned member_count;    /* bits of `inclusion` */
    ClientReportMember *members;
    unsigned count; /* of `members`, in the order of the data set */
} ClientReport;

/* An owned copy, without the members' types; free it with client_report_free. */
ClientReport *client_report_copy(const ClientReport *report);
void client_report_free(ClientReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientReport, client_report_free)

/* A report in the making: the segments of one RCB. Segments up to this many octets are kept. */
#define CLIENT_REPORT_SIZE_MAX (64u << 20)
typedef struct ClientReportAssembly ClientReportAssembly;
ClientReportAssembly *client_report_assembly_new(void);
void client_report_assembly_free(ClientReportAssembly *assembly);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ClientReportAssembly, client_report_assembly_free)
/* Takes a report or a segment; gives the report once it is whole, valid until the next call, or
 * NULL. `problem` is set when something does not fit the segments before: then those are
 * forgotten, and a segment that does not begin a report is dropped. */
const ClientReport *client_report_assembly_take(ClientReportAssembly *assembly,
                                                const Report *segment, const char **problem);

/* One JSON object: "rpt_id", "opt_flds" (the standard's names), the fields that are there,
 * "inclusion" as "0110", "segments" when there are several, and "members": "index",
 * "reference", "value" or "error", "reasons". Free with g_free. */
char *client_report_json(const ClientReport *report);

/* "sequence-number" of bit 1; NULL for a bit without a name. */
const char *client_report_option_name(unsigned bit);
const char *client_report_reason_name(unsigned bit);
/* "dchg,qchg", as SCL names triggers ("period" is integrity), or the standard's long names, or
 * bits "011001"; false for anything else. `text` "" is none. */
bool client_report_parse_triggers(const char *text, unsigned *triggers);
/* "seqNum,timeStamp", as SCL names the fields, or long names, or bits; "all" but the
 * segmentation. */
bool client_report_parse_options(const char *text, unsigned *options);
