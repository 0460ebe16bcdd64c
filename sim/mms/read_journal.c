/* SPDX-License-Identifier: Apache-2.0
 *
 * readJournal (ISO 9506-2 service 65).
 *   request  [65] { [0] journalName, [1] { [0] startingTime | [1] startingEntry }?,
 *                   [2] { [0] endingTime | [1] numberOfEntries }?,
 *                   [4] SEQUENCE OF VisibleString?,
 *                   [5] { [0] timeSpecification, [1] entrySpecification? }? }
 *   response [65] { [0] SEQUENCE OF JournalEntry, [1] moreFollows DEFAULT FALSE }
 *   JournalEntry ::= { [0] entryID, [1] { originatingApplication }, [2] EntryContent }
 *   EntryContent ::= { [0] occurrenceTime, [2] { [1] SEQUENCE OF JournalVariable } | [3] text }
 *   JournalVariable ::= { [0] variableTag, [1] { Data } }
 * The variable has the tags of the 1990 edition, which are what is deployed.
 */
#include "sim/mms/read_journal.h"

#include <string.h>

#include "sim/mms/association_private.h"
#include "sim/mms/journal.h"
#include "sim/mms/object_name.h"
#include "sim/mms/page.h"

typedef struct Reading {
    MmsPage page;
    Slice tags; /* elements: the variables wanted; none: all */
} Reading;

static void
get_start(BerReader *reader, VmdJournalQuery *query)
{
    BerReader choice;

    if (ber_peek(reader) != 0xA1) {
        return;
    }
    choice = ber_open(reader, 0xA1);
    query->from_entry = ber_peek(&choice) == 0x81;
    query->from_time = !query->from_entry;
    if (query->from_entry) {
        mms_journal_get_id(&choice, 0x81, query->start.id);
    } else {
        mms_journal_get_time(&choice, 0x80, query->start.time);
    }
    ber_close(reader, &choice);
}

static void
get_stop(BerReader *reader, VmdJournalQuery *query)
{
    BerReader choice;

    if (ber_peek(reader) != 0xA2) {
        return;
    }
    choice = ber_open(reader, 0xA2);
    query->to_count = ber_peek(&choice) == 0x81;
    query->to_time = !query->to_count;
    if (query->to_count) {
        query->count = (uint32_t)ber_get_integer(&choice, 0x81, 0, INT32_MAX);
    } else {
        mms_journal_get_time(&choice, 0x80, query->stop);
    }
    ber_close(reader, &choice);
}

/* An entry is named by both; the time alone names all of that moment. */
static void
get_after(BerReader *reader, VmdJournalQuery *query)
{
    BerReader after;

    if (ber_peek(reader) != 0xA5) {
        return;
    }
    after = ber_open(reader, 0xA5);
    query->after = true;
    mms_journal_get_time(&after, 0x80, query->after_place.time);
    memset(query->after_place.id, 0xFF, sizeof query->after_place.id);
    if (ber_peek(&after) == 0x81) {
        mms_journal_get_id(&after, 0x81, query->after_place.id);
    }
    ber_close(reader, &after);
}

static bool
is_wanted(Slice tags, Slice tag)
{
    BerReader reader = ber_reader(tags);

    if (tags.size == 0) {
        return true;
    }
    while (!ber_at_end(&reader)) {
        if (slice_equal(ber_get(&reader, BER_VISIBLE_STRING), tag)) {
            return true;
        }
    }
    return false;
}

static void
put_variables(BerWriter *writer, Slice variables, Slice tags)
{
    BerReader reader = ber_reader(variables);

    while (!ber_at_end(&reader)) {
        Slice element = ber_get_element(&reader);
        Slice rest = element;
        Slice tag, data;

        if (mms_journal_variable_next(&rest, &tag, &data) && is_wanted(tags, tag)) {
            ber_put_raw(writer, element);
        }
    }
}

/* Nobody is known as the originating application: an ApplicationReference without parts. */
static bool
take_entry(void *user, const VmdJournalEntry *entry)
{
    Reading *reading = user;
    BerWriter *writer = reading->page.writer;
    BerMark mark = ber_writer_mark(writer);
    BerMark sequence, content, form, list;

    if (reading->page.full) {
        return false;
    }
    sequence = ber_put_open(writer, BER_SEQUENCE);
    mms_journal_put_id(writer, 0x80, entry->place.id);
    ber_put(writer, 0xA1, SLICE_OF(((const uint8_t[]){ 0x30, 0x00 })));
    content = ber_put_open(writer, 0xA2);
    mms_journal_put_time(writer, 0x80, entry->place.time);
    form = ber_put_open(writer, 0xA2);
    list = ber_put_open(writer, 0xA1);
    put_variables(writer, entry->variables, reading->tags);
    ber_put_close(writer, list);
    ber_put_close(writer, form);
    ber_put_close(writer, content);
    ber_put_close(writer, sequence);
    return mms_page_keep(&reading->page, mark);
}

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerReader reader = ber_reader(request->body);
    MmsObjectName name = mms_journal_get_name(&reader);
    VmdJournalQuery query = { 0 };
    Reading reading = { .tags = SLICE_NONE };
    bool more = false;
    MmsError error;

    get_start(&reader, &query);
    get_stop(&reader, &query);
    if (ber_peek(&reader) == 0xA4) {
        reading.tags = ber_get(&reader, 0xA4);
    }
    get_after(&reader, &query);
    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    mms_page_open(&reading.page, request->writer, 0xBF41);
    error = vmd->journals->read(vmd->object, request->caller, &name, &query, take_entry,
                                &reading, &more);
    if (error != MMS_OK) {
        return mms_request_refuse(request, error);
    }
    return mms_page_close(&reading.page, more)
               ? SERVICE_ANSWERED
               : mms_request_refuse(request, MMS_RESOURCE_OTHER);
}

static void
put_start(BerWriter *writer, const VmdJournalQuery *query)
{
    BerMark choice;

    if (query->from_time || query->from_entry) {
        choice = ber_put_open(writer, 0xA1);
        if (query->from_time) {
            mms_journal_put_time(writer, 0x80, query->start.time);
        } else {
            mms_journal_put_id(writer, 0x81, query->start.id);
        }
        ber_put_close(writer, choice);
    }
}

static void
put_stop(BerWriter *writer, const VmdJournalQuery *query)
{
    BerMark choice;

    if (query->to_time || query->to_count) {
        choice = ber_put_open(writer, 0xA2);
        if (query->to_time) {
            mms_journal_put_time(writer, 0x80, query->stop);
        } else {
            ber_put_unsigned(writer, 0x81, query->count);
        }
        ber_put_close(writer, choice);
    }
}

void
mms_read_journal_put_request(BerWriter *writer, const void *request)
{
    const MmsReadJournalRequest *read = request;
    BerMark service = ber_put_open(writer, 0xBF41);
    BerMark part;

    mms_journal_put_name(writer, &read->journal);
    put_start(writer, &read->query);
    put_stop(writer, &read->query);
    if (read->tag_count > 0) {
        part = ber_put_open(writer, 0xA4);
        for (unsigned i = 0; i < read->tag_count; i++) {
            ber_put(writer, BER_VISIBLE_STRING, read->tags[i]);
        }
        ber_put_close(writer, part);
    }
    if (read->query.after) {
        part = ber_put_open(writer, 0xA5);
        mms_journal_put_time(writer, 0x80, read->query.after_place.time);
        mms_journal_put_id(writer, 0x81, read->query.after_place.id);
        ber_put_close(writer, part);
    }
    ber_put_close(writer, service);
}

bool
mms_read_journal_get_response(const MmsAnswer *answer, MmsJournalEntries *entries)
{
    BerReader reader;

    *entries = (MmsJournalEntries){ 0 };
    if (answer->kind != MMS_ANSWER_RESPONSE ||
        answer->tag != mms_read_journal_row.response_tag) {
        return false;
    }
    reader = ber_reader(answer->body);
    entries->reader = ber_open(&reader, 0xA0);
    if (ber_peek(&reader) == 0x81) {
        entries->more_follows = ber_get_boolean(&reader, 0x81);
    }
    return ber_at_end(&reader) && reader.error == BER_OK;
}

static Slice
get_content(BerReader *reader, uint8_t time[6])
{
    BerReader content = ber_open(reader, 0xA2);
    Slice variables = SLICE_NONE;
    BerReader form;

    mms_journal_get_time(&content, 0x80, time);
    if (ber_peek(&content) == 0xA2) {
        form = ber_open(&content, 0xA2);
        if (ber_peek(&form) == 0xA0) {
            ber_skip(&form); /* the event that made the entry */
        }
        if (ber_peek(&form) == 0xA1) {
            variables = ber_get(&form, 0xA1);
        }
        ber_close(&content, &form);
    }
    ber_close_rest(reader, &content);
    return variables;
}

bool
mms_journal_entries_next(MmsJournalEntries *entries, VmdJournalEntry *entry)
{
    BerReader inner;

    *entry = (VmdJournalEntry){ .variables = SLICE_NONE };
    if (ber_at_end(&entries->reader)) {
        return false;
    }
    inner = ber_open(&entries->reader, BER_SEQUENCE);
    mms_journal_get_id(&inner, 0x80, entry->place.id);
    ber_get(&inner, 0xA1);
    entry->variables = get_content(&inner, entry->place.time);
    ber_close(&entries->reader, &inner);
    return entries->reader.error == BER_OK;
}

bool
mms_journal_variable_next(Slice *variables, Slice *tag, Slice *data)
{
    BerReader reader = ber_reader(*variables);
    BerReader variable, value;

    *tag = *data = SLICE_NONE;
    if (ber_at_end(&reader)) {
        return false;
    }
    variable = ber_open(&reader, BER_SEQUENCE);
    *tag = ber_get(&variable, 0x80);
    value = ber_open(&variable, 0xA1);
    *data = ber_get_element(&value);
    ber_close(&variable, &value);
    ber_close(&reader, &variable);
    *variables = (Slice){ reader.at, (size_t)(reader.end - reader.at) };
    return reader.error == BER_OK;
}

void
mms_journal_variable_put(BerWriter *writer, Slice tag, Slice data)
{
    BerMark variable = ber_put_open(writer, BER_SEQUENCE);

    ber_put(writer, 0x80, tag);
    ber_put(writer, 0xA1, data);
    ber_put_close(writer, variable);
}

const ServiceRow mms_read_journal_row = {
    .number = 65,
    .name = "readJournal",
    .request_tag = 0xBF41,
    .response_tag = 0xBF41,
    .serve = serve,
    .needs = SERVICE_NEEDS_JOURNALS,
    .clause = "ISO 9506-2 16.2",
};
