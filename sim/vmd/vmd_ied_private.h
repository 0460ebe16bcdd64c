/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of sim/vmd/ share of an IED's VMD.
 */
#pragma once

#include <glib.h>

#include "sim/vmd/vmd_ied.h"

/* One member of a list that a client defined. */
typedef struct ListMember {
    const char *domain; /* the model's */
    char *item;
    MmsAccess *access; /* NULL: the whole variable */
    VmdVariable variable;
} ListMember;

/* A data set of the SCL file, or a list that a client defined. */
struct VmdVariableList {
    const DataSet *data_set; /* NULL: defined */
    char *item;              /* of a defined one, as everything below */
    uint16_t device;
    unsigned count;
    ListMember *members;
};

/* What hangs on a VmdCaller. */
typedef struct CallerStore {
    GPtrArray *lists; /* VmdVariableList*, association-specific */
} CallerStore;

typedef struct HookPlace HookPlace;
struct HookPlace {
    const VmdHook *hook;
    void *user;
    HookPlace *next;
};

typedef struct WatchPlace WatchPlace;
struct WatchPlace {
    const VmdWatch *watch;
    void *user;
    WatchPlace *next;
};

struct VmdIed {
    Vmd vmd;
    Values *values;
    Model *model;
    char *vendor, *model_name, *revision;
    unsigned lists_max, members_max;
    bool gathering;             /* a write has opened the change set of the values */
    VmdVariableList *data_sets; /* one a data set of the model */
    GHashTable *member_access;  /* DataSetMember* -> MmsAccess*, of those with an element */
    GPtrArray *lists;           /* VmdVariableList*, of all domains, in order of definition */
    GString *scratch;           /* a name being listed */
    HookPlace *hooks[FC_COUNT]; /* in order of hooking; NULL: none */
    WatchPlace *watches;
    const VmdTouchWatch *touch_watch; /* NULL: nobody */
    void *touch_user;
    const VmdJournalKeeper *keeper; /* NULL: none */
    void *keeper_user;
    const VmdTracker *tracker; /* NULL: none */
    void *tracker_user;
    const VmdVariableList *written_list; /* whose members a write is about; NULL: none */
    MmsDataError written;                /* to it so far */
};

/* Tells every watch that an association ended. */
void vmd_hooks_forget(VmdIed *ied, VmdCaller *caller);
/* Tells every watch that the lists of the domains are others. */
void vmd_hooks_listed(const VmdIed *ied);
/* Somebody uses the list. */
bool vmd_list_is_used(const VmdIed *ied, const VmdVariableList *list);
/* Each hook of the constraint agrees that the place is read. */
MmsDataError vmd_hooks_read(const VmdIed *ied, VmdCaller *caller, const NodeRef *ref);
void vmd_hooks_refresh(const VmdIed *ied, const NodeRef *ref);
/* NOT_MINE when no hook decides. */
MmsDataError vmd_hooks_write(VmdIed *ied, VmdCaller *caller, const NodeRef *ref,
                             const MmsAccess *access, Slice data);

extern const VmdNames vmd_ied_names;
extern const VmdVariables vmd_ied_variables;
extern const VmdVariableLists vmd_ied_lists;
extern const VmdJournals vmd_ied_journals;

VmdVariable vmd_variable_of(const VmdIed *ied, const NodeRef *ref);
MmsDataError vmd_ied_find(const VmdIed *ied, const MmsObjectName *name, NodeRef *ref);

/* Life of the lists; store_free frees what hangs on a caller. */
void vmd_lists_init(VmdIed *ied);
void vmd_lists_clear(VmdIed *ied);
/* Hooks and watches that are left. */
void vmd_hooks_clear(VmdIed *ied);
void vmd_caller_clear(VmdCaller *caller);

/* The lists of one scope in their order: how many, and which. `device` counts for DOMAIN. */
unsigned vmd_lists_count(const VmdIed *ied, const VmdCaller *caller, MmsScope scope,
                         uint16_t device);
const VmdVariableList *vmd_lists_at(const VmdIed *ied, const VmdCaller *caller, MmsScope scope,
                                    uint16_t device, unsigned index);
Slice vmd_list_item(const VmdVariableList *list);
/* It is one of the association's own. */
bool vmd_list_is_of(const VmdCaller *caller, const VmdVariableList *list);
MmsObjectName vmd_list_name(const VmdIed *ied, const VmdVariableList *list, MmsScope scope);
const VmdVariableList *vmd_list_find(const VmdIed *ied, const VmdCaller *caller,
                                     const MmsObjectName *name);
/* The association-specific ones; NULL until there is one. */
GPtrArray *vmd_lists_of(const VmdCaller *caller);
void vmd_list_free(gpointer list);
MmsError vmd_list_define(void *object, VmdCaller *caller, const MmsObjectName *name,
                         const VmdMember *members, unsigned count);

/* Alternate access (ISO 9506-2 14.5.2) on a place; `access` is the first selection. */
MmsDataError vmd_access_check(const NodeRef *ref, const MmsAccess *access);
/* The place that selections one inside the other lead to; false for ranges and lists of them.
 */
bool vmd_access_place(const NodeRef *ref, const MmsAccess *access, NodeRef *place);
/* Only after a check. */
void vmd_access_encode(const Values *values, const NodeRef *ref, const MmsAccess *access,
                       BerWriter *writer);
/* Stages what one Data gives to the selected places, which must be writable; on another result
 * than SUCCESS some may be staged. Only after a check. */
MmsDataError vmd_access_decode(Values *values, const NodeRef *ref, const MmsAccess *access,
                               Slice data);
/* The same for a whole place. */
MmsDataError vmd_place_decode(Values *values, const NodeRef *ref, Slice data);

/* "cVal$mag" behind an element becomes selections; freed with vmd_access_free, as copies are.
 */
MmsAccess *vmd_access_of_element(uint32_t index, const char *components);
MmsAccess *vmd_access_copy(const MmsAccess *access);
void vmd_access_free(MmsAccess *access);
