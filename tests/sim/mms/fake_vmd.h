/* SPDX-License-Identifier: Apache-2.0
 *
 * A VMD for tests: variables with fixed bytes, one that answers later, lists, and a log of what
 * the services did to it.
 */
#pragma once

#include <glib.h>

#include "sim/mms/service.h"

typedef struct FakeVariable {
    MmsScope scope;
    const char *domain; /* NULL unless MMS_SCOPE_DOMAIN */
    const char *item;
    const char *type; /* hex */
    GByteArray *data;
    bool writable;
    bool later; /* read and write answer LATER */
} FakeVariable;

typedef struct FakeVmd {
    Vmd vmd;
    GPtrArray *variables; /* FakeVariable */
    GPtrArray *lists;
    GPtrArray *names;    /* char *, what getNameList gives for variables of IED1LD0 */
    GString *log;        /* "open;write Flag 83 01 FF;close;" */
    MmsPending *pending; /* of the last LATER */
    bool pending_died;
    bool later_without_handle;
    unsigned forgotten;
    unsigned journal_entries; /* of IED1LD0/LLN0$EventLog: ids 1.. */
    VmdJournalQuery query;    /* the last one asked */
    VmdJournalLimit limit;
    MmsError remove_error; /* what remove answers, if not MMS_OK */
} FakeVmd;

FakeVmd *fake_vmd_new(void);
void fake_vmd_free(FakeVmd *fake);

FakeVariable *fake_vmd_add(FakeVmd *fake, const char *item, const char *data);
FakeVariable *fake_vmd_find(FakeVmd *fake, const char *item);

/* From now on there is the journal IED1LD0/LLN0$EventLog with entries of the ids 1 to count. */
void fake_vmd_add_journal(FakeVmd *fake, unsigned count);
