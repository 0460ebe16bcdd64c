/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports as JSON, and the words of OptFlds, TrgOps and reasons (IEC 61850-7-2 17.2.2,
 * IEC 61850-6 9.3.8).
 */
#include "sim/base/json.h"
#include "sim/client/leaf.h"
#include "sim/client/report.h"

/* A bit by its place: the standard's name, and SCL's. */
typedef struct BitWord {
    const char *name;
    const char *scl;
} BitWord;

static const BitWord options[REPORT_OPTION_BITS] = {
    [1] = { "sequence-number", "seqNum" },
    [2] = { "report-time-stamp", "timeStamp" },
    [3] = { "reason-for-inclusion", "reasonCode" },
    [4] = { "data-set-name", "dataSet" },
    [5] = { "data-reference", "dataRef" },
    [6] = { "buffer-overflow", "bufOvfl" },
    [7] = { "entryID", "entryID" },
    [8] = { "conf-revision", "configRef" },
    [9] = { "segmentation", "segmentation" },
};

static const BitWord reasons[REPORT_TRIGGER_BITS + 1] = {
    [1] = { "data-change", "dchg" },         [2] = { "quality-change", "qchg" },
    [3] = { "data-update", "dupd" },         [4] = { "integrity", "period" },
    [5] = { "general-interrogation", "gi" }, [6] = { "application-trigger", "application" },
};

const char *
client_report_option_name(unsigned bit)
{
    return bit < G_N_ELEMENTS(options) ? options[bit].name : NULL;
}

const char *
client_report_reason_name(unsigned bit)
{
    return bit < G_N_ELEMENTS(reasons) ? reasons[bit].name : NULL;
}

static bool
parse_bits(const char *text, unsigned count, unsigned *value)
{
    *value = 0;
    if (strlen(text) != count || strspn(text, "01") != count) {
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        *value |= (unsigned)(text[i] == '1') << i;
    }
    return true;
}

static bool
parse_words(const char *text, const BitWord *words, unsigned count, unsigned *value)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    *value = 0;
    for (unsigned i = 0; parts[i] != NULL; i++) {
        unsigned bit = 1;

        g_strstrip(parts[i]);
        while (bit < count && g_ascii_strcasecmp(parts[i], words[bit].name) != 0 &&
               g_ascii_strcasecmp(parts[i], words[bit].scl) != 0) {
            bit++;
        }
        if (bit == count) {
            return false;
        }
        *value |= 1u << bit;
    }
    return true;
}

bool
client_report_parse_triggers(const char *text, unsigned *triggers)
{
    return parse_bits(text, REPORT_TRIGGER_BITS, triggers) ||
           parse_words(text, reasons, REPORT_TRIGGER_BITS, triggers);
}

bool
client_report_parse_options(const char *text, unsigned *value)
{
    if (g_str_equal(text, "all")) {
        *value = (1u << REPORT_OPTION_BITS) - 2 - REPORT_SEGMENTATION;
        return true;
    }
    return parse_bits(text, REPORT_OPTION_BITS, value) ||
           parse_words(text, options, REPORT_OPTION_BITS, value);
}

static void
put_words(JsonWriter *json, const char *name, const BitWord *words, unsigned count,
          unsigned value)
{
    json_open_array(json, name);
    for (unsigned bit = 0; bit < count; bit++) {
        if (value & 1u << bit && words[bit].name != NULL) {
            json_put_string(json, NULL, words[bit].name);
        }
    }
    json_close(json);
}

static void
put_head(JsonWriter *json, const ClientReport *report)
{
    g_autoptr(GString) text = g_string_new(NULL);

    json_put_slice(json, "rpt_id", report->rpt_id);
    put_words(json, "opt_flds", options, G_N_ELEMENTS(options), report->options);
    if (report->options & REPORT_SEQUENCE_NUMBER) {
        json_put_unsigned(json, "sq_num", report->sq_num);
    }
    if (report->options & REPORT_TIME_STAMP) {
        leaf_append_time(text, report->time_of_entry, true);
        json_put_string(json, "time_of_entry", text->str);
    }
    if (report->options & REPORT_DATA_SET_NAME) {
        json_put_slice(json, "dat_set", report->dat_set);
    }
    if (report->options & REPORT_BUFFER_OVERFLOW) {
        json_put_boolean(json, "buf_ovfl", report->buf_ovfl);
    }
    if (report->options & REPORT_ENTRY_ID) {
        g_string_truncate(text, 0);
        leaf_append_hex(text, SLICE_OF(report->entry_id));
        json_put_string(json, "entry_id", text->str);
    }
    if (report->options & REPORT_CONF_REVISION) {
        json_put_unsigned(json, "conf_rev", report->conf_rev);
    }
}

static void
put_member(JsonWriter *json, const ClientReport *report, const ClientReportMember *member)
{
    json_open_object(json, NULL);
    json_put_unsigned(json, "index", member->index);
    if (member->reference.size > 0) {
        json_put_slice(json, "reference", member->reference);
    }
    if (member->result == MMS_DATA_SUCCESS) {
        g_autofree char *value = client_data_json_named(member->type, member->data);

        json_put_raw(json, "value", value);
    } else {
        json_put_string(json, "error", mms_data_error_name(member->result));
    }
    if (report->options & REPORT_REASON) {
        put_words(json, "reasons", reasons, G_N_ELEMENTS(reasons), member->reason);
    }
    json_close(json);
}

char *
client_report_json(const ClientReport *report)
{
    GString *text = g_string_new(NULL);
    g_autoptr(GString) inclusion = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_object(&json, NULL);
    put_head(&json, report);
    leaf_append_bits(inclusion, (Slice){ report->inclusion, (report->member_count + 7) / 8 },
                     report->member_count);
    json_put_string(&json, "inclusion", inclusion->str);
    if (report->segments > 1) {
        json_put_unsigned(&json, "segments", report->segments);
    }
    json_open_array(&json, "members");
    for (unsigned i = 0; i < report->count; i++) {
        put_member(&json, report, &report->members[i]);
    }
    json_close(&json);
    json_close(&json);
    return g_string_free(text, FALSE);
}
