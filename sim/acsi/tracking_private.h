/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of service tracking share: the objects of the file, and a record, which is
 * what one service brings into one of them.
 */
#pragma once

#include <glib.h>

#include "sim/acsi/tracking.h"

/* The objects of LTRK (7-4 5.3.12). */
typedef enum TrackKind {
    TRACK_SPC,
    TRACK_DPC,
    TRACK_INC,
    TRACK_ENC,
    TRACK_APC_F,
    TRACK_APC_INT,
    TRACK_BSC,
    TRACK_ISC,
    TRACK_BAC,
    TRACK_URCB,
    TRACK_BRCB,
    TRACK_LOCB,
    TRACK_GOCB,
    TRACK_MSVCB,
    TRACK_USVCB,
    TRACK_SGCB,
    TRACK_GEN,
    TRACK_KINDS
} TrackKind;

typedef struct TrackObject {
    TrackKind kind;
    NodeRef place; /* the data object under SR */
} TrackObject;

/* A leaf and what it gets; strings are owned. */
typedef struct TrackLeaf {
    NodeRef leaf;
    Value value;
} TrackLeaf;

typedef struct TrackRecord {
    Tracking *tracking;
    const TrackObject *object;
    GArray *leaves; /* TrackLeaf; of equal ones the later counts */
} TrackRecord;

/* Attributes of one control block that one request writes. */
typedef struct TrackedBlock {
    const ControlBlock *block; /* NULL: none */
    ServiceStatus status;      /* the first that is an error */
    GArray *items;             /* TrackedItem */
} TrackedBlock;

typedef struct TrackedItem {
    NodeRef attribute;
    Slice data; /* of the request, lent */
} TrackedItem;

struct Tracking {
    AcsiServer server;
    GArray *objects; /* TrackObject */
    GQueue queue;    /* TrackRecord, while a change set is open */
    Timer later;     /* empties the queue */
    TrackedBlock written;
};

/* Who is behind a record: "10.0.0.7:40312"; NULL is the IED itself. */
typedef struct TrackedService {
    ServiceName service;
    ServiceStatus status;
    const char *reference; /* objRef */
    const char *client;
} TrackedService;

/* What there is to show a service in, of objects of a device; `alike` is the type of ctlVal
 * when several fit (EncTrk1, EncTrk2), else NULL. NULL when the file has nothing for it. */
const TrackObject *tracking_find(const Tracking *tracking, unsigned device, TrackKind kind,
                                 const Type *alike);

/* A record with what all classes have; NULL without an object. */
TrackRecord *track_record_new(Tracking *tracking, const TrackObject *object,
                              const TrackedService *service);
/* Puts an attribute by its path, "origin$orCat". What the type lacks, and what does not fit it,
 * is left out; what is longer than it has room for is cut. */
void track_put(TrackRecord *record, const char *path, const Value *value);
void track_put_leaf(TrackRecord *record, const NodeRef *leaf, const Value *value);
void track_put_number(TrackRecord *record, const char *path, double number);
void track_put_time(TrackRecord *record, const char *path, int64_t time, uint8_t quality);
/* Whether an attribute of a tracking object ("rptEna") is that of a control block ("RptEna").
 */
bool track_is_counterpart(const char *tracked, const char *attribute);
/* Puts the value of a leaf of the arena, or of the counterparts inside a structure. */
void track_copy(TrackRecord *record, const NodeRef *target, const NodeRef *source);
/* Stages it now, or once the open change set is closed; `later`: in a later turn. */
void track_record_finish(TrackRecord *record, bool later);
void track_record_free(gpointer record);
/* Stages what waits, unless a change set is open. */
void tracking_flush(Tracking *tracking);

/* tracking_block.c */
void track_block_write(Tracking *tracking, VmdCaller *caller, const NodeRef *ref, Slice data,
                       MmsDataError result);
/* The service on the block being written is through. */
void track_block_end(Tracking *tracking, const VmdCaller *caller);
/* A value under SE was written: shows beside the SGCB of the device. */
void track_edit(Tracking *tracking, const VmdCaller *caller, const NodeRef *ref,
                const char *reference, ServiceStatus status);
/* In which control block the place lies; NULL for none. */
const ControlBlock *track_block_of(const Tracking *tracking, const NodeRef *ref);

/* tracking_service.c */
extern const VmdTracker tracking_tracker;
/* As the result of a write: another client's is told from a wrong state. */
ServiceStatus track_status(const Tracking *tracking, const VmdCaller *caller,
                           const NodeRef *ref, MmsDataError result);
