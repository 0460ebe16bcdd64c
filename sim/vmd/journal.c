/* SPDX-License-Identifier: Apache-2.0
 *
 * Journals of an IED: the logs that its SCL file names (IEC 61850-8-1 7.3), in whoever's
 * keeping (see vmd_ied.h). None of them can be deleted.
 */
#include "sim/vmd/vmd_ied_private.h"

static bool
find(const VmdIed *ied, const MmsObjectName *name, unsigned *journal)
{
    const Model *model = ied->model;
    const LogicalDevice *device =
        name->scope == MMS_SCOPE_DOMAIN ? model_find_device(model, name->domain) : NULL;
    unsigned at = 0;

    while (device != NULL && at < model->journal_count &&
           (&model->devices[model->journal_devices[at]] != device ||
            !slice_equals_string(name->item, model->journals[at]))) {
        at++;
    }
    *journal = at;
    return device != NULL && at < model->journal_count;
}

static MmsError
read_journal(void *object, VmdCaller *caller, const MmsObjectName *name,
             const VmdJournalQuery *query, VmdJournalSink sink, void *user, bool *more)
{
    const VmdIed *ied = object;
    MmsError result = MMS_OBJECT_NON_EXISTENT;
    unsigned journal;

    *more = false;
    if (find(ied, name, &journal)) {
        result = ied->keeper->read(ied->keeper_user, caller, journal, query, sink, user, more);
    }
    if (ied->tracker != NULL) {
        ied->tracker->queried(ied->tracker_user, caller, name,
                              query->after || query->from_entry, result);
    }
    return result;
}

static MmsError
initialize(void *object, VmdCaller *caller, const MmsObjectName *name,
           const VmdJournalLimit *limit, uint32_t *deleted)
{
    const VmdIed *ied = object;
    unsigned journal;

    *deleted = 0;
    return find(ied, name, &journal)
               ? ied->keeper->initialize(ied->keeper_user, caller, journal, limit, deleted)
               : MMS_OBJECT_NON_EXISTENT;
}

static MmsError
status(void *object, VmdCaller *caller, const MmsObjectName *name, uint32_t *entries,
       bool *deletable)
{
    const VmdIed *ied = object;
    unsigned journal;

    (void)caller;
    *deletable = false;
    if (!find(ied, name, &journal)) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    *entries = ied->keeper->count(ied->keeper_user, journal);
    return MMS_OK;
}

void
vmd_ied_keep_journals(VmdIed *ied, const VmdJournalKeeper *keeper, void *user)
{
    ied->keeper = keeper;
    ied->keeper_user = user;
    ied->vmd.journals =
        keeper != NULL && ied->model->journal_count > 0 ? &vmd_ied_journals : NULL;
}

const VmdJournals vmd_ied_journals = { .read = read_journal,
                                       .initialize = initialize,
                                       .status = status };
