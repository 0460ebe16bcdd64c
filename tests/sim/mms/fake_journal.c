/* SPDX-License-Identifier: Apache-2.0
 *
 * The journal of the VMD for tests: equal entries but for their identifier (see fake_vmd.h).
 */
#include "tests/hex.h"
#include "tests/sim/mms/fake_vmd.h"

#include <string.h>

static const char variables[] = "30 22 80 1B 49 45 44 31 4C 44 30 2F 47 47 49 4F 31 24 53 54 "
                                "24 49 6E 64 31 24 73 74 56 61 6C A1 03 83 01 01 "
                                "30 12 80 0A 52 65 61 73 6F 6E 43 6F 64 65 A1 04 84 02 02 40";

static bool
is_journal(const MmsObjectName *name)
{
    return name->scope == MMS_SCOPE_DOMAIN && slice_equals_string(name->domain, "IED1LD0") &&
           slice_equals_string(name->item, "LLN0$EventLog");
}

/* Identifiers below 256 are enough here. */
static unsigned
first_of(const VmdJournalQuery *query)
{
    return query->after ? query->after_place.id[7] + 1u
                        : (query->from_entry ? query->start.id[7] : 1u);
}

static MmsError
read_journal(void *object, VmdCaller *caller, const MmsObjectName *name,
             const VmdJournalQuery *query, VmdJournalSink sink, void *user, bool *more)
{
    FakeVmd *fake = object;
    g_autoptr(GByteArray) bytes = hex_parse(variables);
    VmdJournalEntry entry = { .place.time = { 0x02, 0x93, 0x2E, 0x00, 0x37, 0x8D },
                              .variables = hex_slice(bytes) };
    unsigned at = first_of(query);

    (void)caller;
    fake->query = *query;
    if (!is_journal(name)) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    do {
        entry.place.id[7] = (uint8_t)at;
    } while (at <= fake->journal_entries && sink(user, &entry) && at++ > 0);
    *more = at <= fake->journal_entries;
    return MMS_OK;
}

static MmsError
initialize(void *object, VmdCaller *caller, const MmsObjectName *name,
           const VmdJournalLimit *limit, uint32_t *deleted)
{
    FakeVmd *fake = object;

    (void)caller;
    fake->limit = *limit;
    if (!is_journal(name)) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    *deleted = limit->by_entry ? limit->before.id[7] - 1u : fake->journal_entries;
    return MMS_OK;
}

static MmsError
status(void *object, VmdCaller *caller, const MmsObjectName *name, uint32_t *entries,
       bool *deletable)
{
    FakeVmd *fake = object;

    (void)caller;
    if (!is_journal(name)) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    *entries = fake->journal_entries;
    *deletable = false;
    return MMS_OK;
}

void
fake_vmd_add_journal(FakeVmd *fake, unsigned count)
{
    static const VmdJournals journals = { .read = read_journal,
                                          .initialize = initialize,
                                          .status = status };

    fake->vmd.journals = &journals;
    fake->journal_entries = count;
}
