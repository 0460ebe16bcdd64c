/* SPDX-License-Identifier: Apache-2.0
 *
 * The VMD of an IEC 61850 server: the tables of sim/mms/vmd/vmd.h over one IED's Values
 * (IEC 61850-8-1 clause 7). One for all its associations; what belongs to one association hangs
 * on its VmdCaller.
 */
#pragma once

#include "sim/mms/vmd/vmd.h"
#include "sim/model/values.h"

typedef struct VmdIed VmdIed;

typedef struct VmdIedParameters {
    Values *values; /* lent for the life of the VMD */
    /* Identity; NULL: manufacturer, type and configVersion of the SCL file. Copied. */
    const char *vendor, *model, *revision;
    /* Variable lists that clients may define, in the domains together and an association; and
     * members of each. 0: what the SCL Services say, else 256 and 1024. */
    unsigned lists_max, members_max;
} VmdIedParameters;

VmdIed *vmd_ied_new(const VmdIedParameters *parameters);

/* Every association must have been forgotten (VmdDevice.forget). */
void vmd_ied_free(VmdIed *ied);

/* The interface for associations; lives as long as the VmdIed. */
const Vmd *vmd_ied_vmd(VmdIed *ied);

/* What writing below a functional constraint means where no value is simply stored, and what
 * has to be brought up to date in the arena before it is read. Parts named by alternate access
 * come as the place they select. The functions may be NULL. */
typedef struct VmdHook {
    /* Decides the write; NULL: as without a hook (stored, or object-access-denied). A hook that
     * only wants a say in some places answers NOT_MINE for the others. May
     * answer LATER (mms_pending_of). */
    MmsDataError (*write)(void *user, VmdCaller *caller, const NodeRef *ref, Slice data);
    /* Brings the arena up to date; a whole logical node comes too. */
    void (*refresh)(void *user, const NodeRef *ref);
    /* After refresh, for a place below the FC: another result than SUCCESS refuses the read.
     * May answer LATER. */
    MmsDataError (*read)(void *user, VmdCaller *caller, const NodeRef *ref);
    /* Somebody else has what the place belongs to: why a write is temporarily-unavailable. */
    bool (*is_locked)(void *user, const VmdCaller *caller, const NodeRef *ref);
} VmdHook;
/* Where several behaviours share an FC, in order of hooking: each
 * is refreshed, each must agree to a read, and the first that does not pass a write decides it.
 * The hook is lent until the VMD goes. */
void vmd_ied_hook(VmdIed *ied, Fc fc, const VmdHook *hook, void *user);
/* In front of those that are there. */
void vmd_ied_hook_first(VmdIed *ied, Fc fc, const VmdHook *hook, void *user);
void vmd_ied_unhook(VmdIed *ied, Fc fc, const VmdHook *hook, void *user);

/* Who uses variable lists and has things reserved for associations; the functions may be NULL.
 */
typedef struct VmdWatch {
    /* An association ended; its own lists still are there. */
    void (*forget)(void *user, VmdCaller *caller);
    /* Then it cannot be deleted: object-constraint-conflict. */
    bool (*is_used)(void *user, const VmdVariableList *list);
    /* A list of a domain was defined or deleted. */
    void (*listed)(void *user);
} VmdWatch;
void vmd_ied_watch(VmdIed *ied, const VmdWatch *watch, void *user);
void vmd_ied_unwatch(VmdIed *ied, const VmdWatch *watch, void *user);

/* Who counts what clients touch; the functions may be NULL. */
typedef enum VmdTouch {
    VMD_TOUCH_READ,   /* a value was given */
    VMD_TOUCH_WRITE,  /* one was taken, or will be decided about */
    VMD_TOUCH_REPORT, /* one was sent in a report */
    VMD_TOUCHES
} VmdTouch;
typedef struct VmdTouchWatch {
    void (*place)(void *user, VmdTouch touch, const NodeRef *ref);
    /* A data set of the model was read, written, asked for its members or reported. */
    void (*data_set)(void *user, const DataSet *data_set);
} VmdTouchWatch;
/* One; NULL: nobody, which costs a branch a touch. Lent. */
void vmd_ied_on_touch(VmdIed *ied, const VmdTouchWatch *watch, void *user);
bool vmd_ied_is_touch_watched(const VmdIed *ied);
/* For who gives values to clients in other ways than by reading. */
void vmd_ied_touch(const VmdIed *ied, VmdTouch touch, const NodeRef *ref);
void vmd_ied_touch_list(const VmdIed *ied, const VmdVariableList *list);

/* Who keeps the journals; one. `journal` is an index in Model.journals. Without one there are
 * names of journals only, and their services are not offered. */
typedef struct VmdJournalKeeper {
    MmsError (*read)(void *user, VmdCaller *caller, unsigned journal,
                     const VmdJournalQuery *query, VmdJournalSink sink, void *sink_user,
                     bool *more);
    MmsError (*initialize)(void *user, VmdCaller *caller, unsigned journal,
                           const VmdJournalLimit *limit, uint32_t *deleted);
    uint32_t (*count)(void *user, unsigned journal);
} VmdJournalKeeper;
void vmd_ied_keep_journals(VmdIed *ied, const VmdJournalKeeper *keeper, void *user);

/* Whether the hooks of the place say that somebody else has it. */
bool vmd_ied_is_locked(const VmdIed *ied, const VmdCaller *caller, const NodeRef *ref);
/* Brings a place of the arena up to date, as before a read. */
void vmd_ied_refresh(const VmdIed *ied, const NodeRef *ref);

/* Who keeps track of what clients ask for; one. None of the functions may be NULL. */
typedef struct VmdTracker {
    /* An item of a write was decided; LATER: who decides then tells. Data may be in a change
     * set that is still open; `data` is lent until `written`. */
    void (*wrote)(void *user, VmdCaller *caller, const NodeRef *ref, Slice data,
                  MmsDataError result);
    /* A write to a name that is none, or not written like this. */
    void (*missed)(void *user, VmdCaller *caller, const MmsObjectName *name,
                   MmsDataError result);
    /* A whole list was written, or could not be: the first result that is not SUCCESS. */
    void (*wrote_list)(void *user, VmdCaller *caller, const MmsObjectName *name,
                       MmsDataError result);
    /* The request is through; its change sets are closed. */
    void (*written)(void *user, VmdCaller *caller);
    /* A list was defined or deleted, or not. */
    void (*listed)(void *user, VmdCaller *caller, const MmsObjectName *name, bool deleted,
                   MmsError result);
    /* A journal was read; `after`: from an entry on. */
    void (*queried)(void *user, VmdCaller *caller, const MmsObjectName *name, bool after,
                    MmsError result);
} VmdTracker;
/* NULL: nobody does, which costs a branch a service. */
void vmd_ied_track(VmdIed *ied, const VmdTracker *tracker, void *user);

/* A list as data set references name it: "IED1LD0/LLN0$ds1", or "@ds1" of the caller. NULL when
 * there is none; lent until it is removed. */
const VmdVariableList *vmd_ied_find_list(const VmdIed *ied, const VmdCaller *caller,
                                         Slice reference);
unsigned vmd_ied_list_count(const VmdVariableList *list);
/* A member's place, and what is to be read of it: `access` NULL for the whole. */
NodeRef vmd_ied_list_place(const VmdIed *ied, const VmdVariableList *list, unsigned index,
                           const MmsAccess **access);
/* A member's reference in reports, "IED1LD0/MMXU1$MX$TotW$mag"; to be freed. */
char *vmd_ied_list_reference(const VmdIed *ied, const VmdVariableList *list, unsigned index);
/* Puts a member's value as Data. */
void vmd_ied_put_place(const VmdIed *ied, const NodeRef *ref, const MmsAccess *access,
                       BerWriter *writer);

/* The lists that clients defined in domains, as octets and back; taking defines them beside
 * those that are there, and returns how many could not be. */
void vmd_ied_put_lists(const VmdIed *ied, BerWriter *writer);
unsigned vmd_ied_take_lists(VmdIed *ied, Slice octets);
/* Deletes them, when nobody uses them any more. */
void vmd_ied_drop_lists(VmdIed *ied);

/* The place in the model behind a variable of this VMD, for events and gates. */
NodeRef vmd_ied_place(const VmdIed *ied, const VmdVariable *variable);
