/* SPDX-License-Identifier: Apache-2.0
 *
 * informationReport (ISO 9506-2 14.9).
 *   unconfirmed [0] { VariableAccessSpecification, [0] SEQUENCE OF AccessResult }
 */
#include "sim/mms/information_report.h"

#include "sim/mms/object_name.h"

bool
mms_information_report_get(Slice content, MmsInformationReport *report)
{
    BerReader reader = ber_reader(content);
    BerReader body = ber_open(&reader, 0xA0);

    *report = (MmsInformationReport){ .is_list = ber_peek(&body) == 0xA1 };
    report->members = ber_reader(SLICE_NONE);
    if (report->is_list) {
        BerReader list = ber_open(&body, 0xA1);

        report->list = mms_object_name_get(&list);
        ber_close(&body, &list);
    } else {
        report->members = ber_open(&body, 0xA0);
    }
    report->results.reader = ber_open(&body, 0xA0);
    ber_close(&reader, &body);
    return reader.error == BER_OK && reader.at == reader.end;
}

MmsInformationReportMarks
mms_information_report_open(BerWriter *writer, const MmsVariables *variables)
{
    MmsInformationReportMarks marks = { .report = ber_put_open(writer, 0xA0) };

    mms_variables_put(writer, variables);
    marks.results = ber_put_open(writer, 0xA0);
    return marks;
}

void
mms_information_report_close(BerWriter *writer, MmsInformationReportMarks marks)
{
    ber_put_close(writer, marks.results);
    ber_put_close(writer, marks.report);
}
