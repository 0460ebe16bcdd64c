/* SPDX-License-Identifier: Apache-2.0
 *
 * informationReport (ISO 9506-2 unconfirmed service 0): values nobody asked for. IEC 61850
 * reports, LastApplError and CommandTermination travel in it.
 */
#pragma once

#include "sim/mms/access_result.h"
#include "sim/mms/variable_access.h"

/* A report as it came. With is_list, `list` names the variable list and `members` is empty. */
typedef struct MmsInformationReport {
    bool is_list;
    MmsObjectName list;
    BerReader members; /* walk it with mms_member_next */
    MmsResults results;
} MmsInformationReport;

/* Reads the content of an unconfirmed PDU; false when it is no informationReport or malformed.
 */
bool mms_information_report_get(Slice content, MmsInformationReport *report);

/* Begins and ends a report: put the AccessResults between. What was put is the content of an
 * unconfirmed PDU, for mms_association_send_unconfirmed. */
typedef struct MmsInformationReportMarks {
    BerMark report;
    BerMark results;
} MmsInformationReportMarks;

MmsInformationReportMarks mms_information_report_open(BerWriter *writer,
                                                      const MmsVariables *variables);
void mms_information_report_close(BerWriter *writer, MmsInformationReportMarks marks);
