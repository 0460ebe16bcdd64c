/* SPDX-License-Identifier: Apache-2.0
 *
 * The VMD as the services see it: one table of functions a class of objects (ISO 9506-1).
 * sim/vmd/ fills them. A class whose table is NULL does not exist: its services answer
 * object-access-unsupported.
 */
#pragma once

#include "sim/ber/reader.h"
#include "sim/ber/writer.h"
#include "sim/mms/error.h"

typedef enum MmsScope { MMS_SCOPE_VMD, MMS_SCOPE_DOMAIN, MMS_SCOPE_ASSOCIATION } MmsScope;

/* Slices point into the request, or into memory that lives as long as the named object. */
typedef struct MmsObjectName {
    MmsScope scope;
    Slice domain; /* of MMS_SCOPE_DOMAIN */
    Slice item;
} MmsObjectName;

typedef enum MmsObjectClass {
    MMS_CLASS_NAMED_VARIABLE = 0,
    MMS_CLASS_SCATTERED_ACCESS = 1,
    MMS_CLASS_NAMED_VARIABLE_LIST = 2,
    MMS_CLASS_NAMED_TYPE = 3,
    MMS_CLASS_SEMAPHORE = 4,
    MMS_CLASS_EVENT_CONDITION = 5,
    MMS_CLASS_EVENT_ACTION = 6,
    MMS_CLASS_EVENT_ENROLLMENT = 7,
    MMS_CLASS_JOURNAL = 8,
    MMS_CLASS_DOMAIN = 9,
    MMS_CLASS_PROGRAM_INVOCATION = 10,
    MMS_CLASS_OPERATOR_STATION = 11,
} MmsObjectClass;

/* AlternateAccess, parsed (ISO 9506-2 14.5.2): a list of selections; each selects from the
 * value at hand and may go on inside what it selected. One selection yields the bare value,
 * several a structure; a range or all yields an array. */
typedef struct MmsAccess MmsAccess;
struct MmsAccess {
    enum { MMS_ACCESS_COMPONENT, MMS_ACCESS_INDEX, MMS_ACCESS_RANGE, MMS_ACCESS_ALL } kind;
    Slice component;        /* of COMPONENT */
    uint32_t low;           /* of INDEX and RANGE */
    uint32_t count;         /* of RANGE */
    Slice name;             /* of a named selection; empty when unnamed */
    const MmsAccess *inner; /* first selection inside; NULL: the whole */
    const MmsAccess *next;  /* beside this one */
};

/* Who asks. One a association; `store` belongs to the VMD, which gets it freed through
 * VmdDevice.forget. */
typedef struct VmdCaller {
    uint64_t association;
    const char *client; /* its name or address, for events */
    void *store;
} VmdCaller;

/* A resolved variable, by value; only the VMD that filled it knows what the fields mean. Valid
 * during the request, or as long as the VMD says. */
typedef struct VmdVariable {
    const void *type;
    void *place;
    uint32_t offset;
    uint32_t flags;
} VmdVariable;

typedef struct VmdDevice {
    /* identify (ISO 9506-2 7.5.3): strings lent. */
    void (*identify)(void *object, const char **vendor, const char **model,
                     const char **revision);
    /* status (7.5.2): logical 0..3, physical 0..3. */
    void (*status)(void *object, int *logical, int *physical);
    /* getCapabilityList: the index-th capability, NULL behind the last. */
    const char *(*capability)(void *object, unsigned index);
    /* The association ended: association-specific objects go, reservations are released. */
    void (*forget)(void *object, VmdCaller *caller);
} VmdDevice;

/* Takes one name; false when the page is full: that name was not taken. */
typedef bool (*VmdNameSink)(void *user, Slice name);

typedef struct VmdNames {
    /* Gives the names of a class in a scope, in the order that is always the same, from the one
     * behind `after` (empty: from the first) until the sink is full; `*more` tells whether
     * names are left. Errors: object-non-existent for an unknown domain or `after`,
     * object-access-unsupported for a class that this VMD does not have. */
    MmsError (*list)(void *object, VmdCaller *caller, MmsObjectClass object_class,
                     MmsScope scope, Slice domain, Slice after, VmdNameSink sink, void *user,
                     bool *more);
} VmdNames;

typedef struct VmdVariableList VmdVariableList;

typedef struct VmdVariables {
    /* MMS_DATA_SUCCESS or why not: object-non-existent, object-access-denied, ... */
    MmsDataError (*find)(void *object, VmdCaller *caller, const MmsObjectName *name,
                         VmdVariable *variable);
    /* Checks that `access` fits the variable's type; object-non-existent or
     * object-attribute-inconsistent when not. */
    MmsDataError (*check_access)(void *object, const VmdVariable *variable,
                                 const MmsAccess *access);
    /* Puts the TypeDescription, a CHOICE alternative with its own tag. */
    void (*describe)(void *object, const VmdVariable *variable, BerWriter *writer);
    /* Puts one Data. On another result than SUCCESS what was put is rewound by the service.
     * `access` may be NULL. LATER is allowed: the VMD keeps `pending` (mms_pending_* in
     * service.h). */
    MmsDataError (*read)(void *object, VmdCaller *caller, const VmdVariable *variable,
                         const MmsAccess *access, BerWriter *writer);
    /* Writes one Data, given as whole element (tag, length, content), lent until close. Between
     * open and close neighbouring data items gather in one change set; close commits it.
     * `list`: whose members are written, NULL when the request names variables. */
    void (*write_open)(void *object, VmdCaller *caller, const VmdVariableList *list);
    MmsDataError (*write)(void *object, VmdCaller *caller, const VmdVariable *variable,
                          const MmsAccess *access, Slice data);
    void (*write_close)(void *object, VmdCaller *caller);
    /* A write came to nothing before `write` was asked: of a variable, between open and close,
     * or of a whole list. May be NULL. */
    void (*write_missed)(void *object, VmdCaller *caller, const MmsObjectName *name,
                         bool is_list, MmsDataError result);
} VmdVariables;

/* One member of a variable list as the request names it; `access` NULL for the whole variable.
 */
typedef struct VmdMember {
    MmsObjectName name;
    const MmsAccess *access;
} VmdMember;

typedef struct VmdVariableLists {
    /* NULL with *error set when there is none. Lent until the next define or remove. */
    const VmdVariableList *(*find)(void *object, VmdCaller *caller, const MmsObjectName *name,
                                   MmsError *error);
    unsigned (*count)(void *object, const VmdVariableList *list);
    bool (*is_deletable)(void *object, const VmdVariableList *list);
    /* The index-th member's name and access, and the variable to read or write; the result is
     * not SUCCESS when the member does not resolve (it is still named). */
    MmsDataError (*member)(void *object, const VmdVariableList *list, unsigned index,
                           VmdMember *member, VmdVariable *variable);
    MmsError (*define)(void *object, VmdCaller *caller, const MmsObjectName *name,
                       const VmdMember *members, unsigned count);
    /* Deletes one list. *matched and *deleted count 0 or 1; an error refuses the whole service.
     */
    MmsError (*remove)(void *object, VmdCaller *caller, const MmsObjectName *name,
                       unsigned *matched, unsigned *deleted);
    /* Deletes every deletable list of a scope. */
    MmsError (*remove_scope)(void *object, VmdCaller *caller, MmsScope scope, Slice domain,
                             unsigned *matched, unsigned *deleted);
    /* False: write refuses the list as a whole. NULL: every list is written, item by item. */
    bool (*is_writable)(void *object, const VmdVariableList *list);
} VmdVariableLists;

/* Where an entry stands in a journal. */
typedef struct VmdJournalPlace {
    uint8_t time[6]; /* occurrenceTime, TimeOfDay with date */
    uint8_t id[8];
} VmdJournalPlace;

typedef struct VmdJournalEntry {
    VmdJournalPlace place;
    Slice variables; /* elements: JournalVariable { [0] variableTag, [1] { Data } } */
} VmdJournalEntry;

/* What of a journal is asked for (ISO 9506-2 16.2). */
typedef struct VmdJournalQuery {
    bool from_time, from_entry, after; /* `after` wins; none: from the oldest */
    bool to_time, to_count;
    VmdJournalPlace start, after_place; /* of start only the named part */
    uint8_t stop[6];
    uint32_t count; /* of to_count: entries at most */
} VmdJournalQuery;

/* What initializeJournal deletes. */
typedef struct VmdJournalLimit {
    bool by_time, by_entry; /* neither: everything; with by_entry the time's too */
    VmdJournalPlace before; /* entries before this one */
} VmdJournalLimit;

/* Takes one entry; false when the page is full: that entry was not taken. */
typedef bool (*VmdJournalSink)(void *user, const VmdJournalEntry *entry);

typedef struct VmdJournals {
    /* Gives entries in ascending order until the sink is full; `*more` tells whether entries of
     * the query are left. object-non-existent for an unknown journal and an unknown entry to
     * start from. */
    MmsError (*read)(void *object, VmdCaller *caller, const MmsObjectName *name,
                     const VmdJournalQuery *query, VmdJournalSink sink, void *user, bool *more);
    MmsError (*initialize)(void *object, VmdCaller *caller, const MmsObjectName *name,
                           const VmdJournalLimit *limit, uint32_t *deleted);
    MmsError (*status)(void *object, VmdCaller *caller, const MmsObjectName *name,
                       uint32_t *entries, bool *deletable);
} VmdJournals;

typedef struct Vmd {
    const VmdDevice *device;
    const VmdNames *names;
    const VmdVariables *variables;
    const VmdVariableLists *lists;
    const VmdJournals *journals;
    void *object; /* first argument of every function above */
} Vmd;
