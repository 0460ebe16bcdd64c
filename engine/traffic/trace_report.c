/* SPDX-License-Identifier: Apache-2.0
 *
 * informationReport as text: reports of IEC 61850 as they are meant (IEC 61850-8-1 17.3),
 * LastApplError and CommandTermination, and any other variables with their values.
 */
#include "engine/traffic/trace_mms.h"

#include "sim/acsi/codec/control.h"
#include "sim/acsi/codec/report.h"
#include "sim/client/report.h"

/* "data-change,integrity" */
static void
put_reason(TraceText *out, unsigned reason)
{
    GString *text = g_string_new(NULL);

    for (unsigned bit = 1; bit <= REPORT_TRIGGER_BITS; bit++) {
        if (reason & 1u << bit) {
            g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "",
                                   client_report_reason_name(bit));
        }
    }
    trace_fact(out, "reason", "(%s)", text->str);
    g_string_free(text, TRUE);
}

static void
put_head(TraceText *out, const Report *report)
{
    g_autofree char *rpt_id = trace_quote(report->rpt_id);

    trace_fact(out, "RptID", "%s", rpt_id);
    if (report->options & REPORT_SEQUENCE_NUMBER) {
        trace_named(out, "SqNum", "%u", report->sq_num);
    }
    if (report->options & REPORT_DATA_SET_NAME) {
        g_autofree char *dat_set = trace_quote(report->dat_set);

        trace_named(out, "DatSet", "%s", dat_set);
    }
    if (report->options & REPORT_BUFFER_OVERFLOW) {
        trace_named(out, "BufOvfl", "%s", report->buf_ovfl ? "true" : "false");
    }
    if (report->options & REPORT_ENTRY_ID) {
        g_autofree char *id = trace_hex(SLICE_OF(report->entry_id));

        trace_named(out, "EntryID", "%s", id);
    }
    if (report->options & REPORT_CONF_REVISION) {
        trace_named(out, "ConfRev", "%u", report->conf_rev);
    }
    if (report->options & REPORT_SEGMENTATION) {
        trace_named(out, "SubSqNum", "%u%s", report->sub_sq_num,
                    report->more_segments_follow ? ", more follow" : ", the last");
    }
    trace_fact(out, "included", "%u of %u members:", report->included_count,
               report->member_count);
}

static void
put_members(TraceText *out, Report *report)
{
    ReportedMember member;

    while (!out->full && report_next(report, &member)) {
        g_autofree char *reference = member.data_ref.size > 0
                                         ? trace_quote(member.data_ref)
                                         : g_strdup_printf("#%u", member.index);

        trace_fact(out, "member", "%s", reference);
        if (member.result == MMS_DATA_SUCCESS) {
            trace_data(out, "value", member.data);
        } else {
            trace_fact(out, "failure", "%s", mms_data_error_name(member.result));
        }
        if (member.reason != 0) {
            put_reason(out, member.reason);
        }
    }
}

static void
put_error(TraceText *out, const ControlError *error)
{
    g_autofree char *object = trace_quote(error->cntrl_obj);
    const char *cause = add_cause_name(error->add_cause);
    const char *kind = control_error_name(error->error);
    const char *category = control_category_name(error->origin.category);

    trace_fact(out, "CntrlObj", "%s", object);
    trace_named(out, "Error", "%s", kind != NULL ? kind : "?");
    trace_named(out, "AddCause", "%u %s", error->add_cause, cause != NULL ? cause : "?");
    trace_named(out, "orCat", "%s", category != NULL ? category : "?");
    trace_named(out, "ctlNum", "%u", error->ctl_num);
}

static void
put_notice(TraceText *out, const ControlNotice *notice)
{
    trace_fact(out, "kind", "%s",
               !notice->is_termination ? "LastApplError"
               : notice->has_error     ? "CommandTermination-"
                                       : "CommandTermination+");
    if (notice->is_termination) {
        trace_object_name(out, "object", &notice->object);
        trace_data(out, "Oper", notice->oper);
    }
    if (notice->has_error) {
        put_error(out, &notice->error);
    }
}

static void
put_plain(TraceMms *mms, TraceText *out, MmsInformationReport *report)
{
    MmsVariables variables = { 0 };
    MmsDataError result;
    Slice data;

    if (report->is_list) {
        trace_object_name(out, "variableListName", &report->list);
    } else {
        variables = mms_members_get(&report->members, &mms->scratch, TRACE_NESTING);
    }
    for (unsigned i = 0; !out->full && mms_results_next(&report->results, &result, &data);
         i++) {
        if (report->members.error == BER_OK && i < variables.count) {
            g_autofree char *name = trace_format_variable(&variables.members[i]);

            trace_fact(out, "variable", "%s", name);
        }
        if (result == MMS_DATA_SUCCESS) {
            trace_data(out, "value", data);
        } else {
            trace_fact(out, "failure", "%s", mms_data_error_name(result));
        }
    }
}

bool
trace_unconfirmed(TraceMms *mms, TraceText *out, Slice content)
{
    MmsInformationReport information;
    ControlNotice notice;
    Report report;

    if (!mms_information_report_get(content, &information)) {
        trace_elements(out, content);
        return false;
    }
    if (report_is(&information)) {
        trace_fact(out, "kind", "report");
        if (!report_get(&information, &report)) {
            put_plain(mms, out, &information);
            return false;
        }
        put_head(out, &report);
        put_members(out, &report);
        return true;
    }
    if (control_notice_get(&information, &notice)) {
        put_notice(out, &notice);
        return true;
    }
    trace_fact(out, "kind", "informationReport");
    put_plain(mms, out, &information);
    return true;
}
