/* SPDX-License-Identifier: Apache-2.0
 *
 * How a service gets into its tracking object: a record is filled when the service is decided,
 * and becomes a change set of its own, at once or when the open one is closed.
 */
#include "sim/acsi/peer.h"
#include "sim/acsi/tracking_private.h"
#include "sim/model/timestamp.h"

/* What an integer of 64 bits surely holds. */
#define WHOLE_MAX 9e18

static bool
is_string(ValueKind kind)
{
    return kind == VALUE_OCTET_STRING || kind == VALUE_VISIBLE_STRING ||
           kind == VALUE_MMS_STRING;
}

void
track_record_free(gpointer data)
{
    TrackRecord *record = data;

    for (unsigned i = 0; i < record->leaves->len; i++) {
        const TrackLeaf *leaf = &g_array_index(record->leaves, TrackLeaf, i);

        if (is_string(leaf->leaf.type->kind)) {
            g_free((uint8_t *)leaf->value.string.data);
        }
    }
    g_array_unref(record->leaves);
    g_free(record);
}

/* An object reference (datSet, logRef) is ACSI's, as objRef is: with dots, where control blocks
 * have the dollars of MMS. A string of a fixed size is filled up with zeros. */
static void
put_text(const Type *type, Slice text, Slice *put)
{
    size_t size = MIN(text.size, (size_t)type->length);
    uint8_t *octets = g_malloc0((size_t)type->length + 1);
    bool is_reference = strcmp(type->name, "ObjRef") == 0;

    for (size_t i = 0; i < size; i++) {
        octets[i] = is_reference && text.data[i] == '$' ? '.' : text.data[i];
    }
    *put = (Slice){ octets, type->variable ? size : (size_t)type->length };
}

void
track_put_leaf(TrackRecord *record, const NodeRef *leaf, const Value *value)
{
    TrackLeaf put = { .leaf = *leaf, .value = *value };

    if (is_string(leaf->type->kind)) {
        put_text(leaf->type, value_string(value), &put.value.string);
    }
    g_array_append_val(record->leaves, put);
}

void
track_put(TrackRecord *record, const char *path, const Value *value)
{
    NodeRef leaf;

    if (node_path(&record->object->place, slice_from_string(path), &leaf) &&
        type_is_leaf(leaf.type) && is_string(leaf.type->kind) == is_string(value->kind)) {
        track_put_leaf(record, &leaf, value);
    }
}

void
track_put_number(TrackRecord *record, const char *path, double number)
{
    bool is_whole = number > -WHOLE_MAX && number < WHOLE_MAX; /* not of a NaN */
    Value value = { .kind = VALUE_INTEGER };
    NodeRef leaf;

    if (!node_path(&record->object->place, slice_from_string(path), &leaf)) {
        return;
    }
    if (leaf.type->kind == VALUE_BOOLEAN) {
        value = (Value){ .kind = VALUE_BOOLEAN, .boolean = number != 0 };
    } else if (leaf.type->kind == VALUE_FLOAT) {
        value = (Value){ .kind = VALUE_FLOAT, .real = number };
    } else if (!is_whole) {
        return;
    } else if (leaf.type->kind == VALUE_BIT_STRING) { /* Tcmd, Check: two bits */
        value = (Value){ .kind = VALUE_BIT_STRING,
                         .bit_string = { { (uint8_t)((unsigned)(int64_t)number << 6) },
                                         (size_t)leaf.type->length } };
    } else {
        value.integer = (int64_t)number;
    }
    track_put(record, path, &value);
}

void
track_put_time(TrackRecord *record, const char *path, int64_t time, uint8_t quality)
{
    Value value = { .kind = VALUE_UTC_TIME };
    NodeRef leaf;

    if (!node_path(&record->object->place, slice_from_string(path), &leaf)) {
        return;
    }
    if (leaf.type->kind == VALUE_BINARY_TIME) {
        value.kind = VALUE_BINARY_TIME;
        if (time != 0) {
            binary_time_encode(time, value.time);
        }
    } else if (time != 0) {
        timestamp_encode(time, quality, value.time);
    }
    track_put(record, path, &value);
}

/* Attributes of a control block and of its tracking object differ in their first letter, or in
 * the case of all of them (GI); two names 7-3 spells shorter. */
bool
track_is_counterpart(const char *tracked, const char *attribute)
{
    static const char *const shorter[][2] = { { "oldEnt", "OldEntr" },
                                              { "newEnt", "NewEntr" } };

    for (unsigned i = 0; i < G_N_ELEMENTS(shorter); i++) {
        tracked = strcmp(tracked, shorter[i][0]) == 0 ? shorter[i][1] : tracked;
    }
    return g_ascii_strcasecmp(tracked, attribute) == 0;
}

static bool
find_counterpart(const NodeRef *source, const char *name, NodeRef *part)
{
    for (uint32_t i = 0; i < source->type->component_count; i++) {
        if (track_is_counterpart(name, source->type->components[i].name)) {
            *part = node_inside(source, &source->type->components[i]);
            return true;
        }
    }
    return false;
}

void
track_copy(TrackRecord *record, const NodeRef *target, const NodeRef *source)
{
    NodeRef inner, part;
    Value value;

    if (type_is_leaf(target->type) && type_is_leaf(source->type)) {
        values_get(record->tracking->server.values, source, &value);
        if (is_string(target->type->kind) == is_string(source->type->kind)) {
            track_put_leaf(record, target, &value);
        }
    }
    if (target->type->kind != VALUE_STRUCTURE || source->type->kind != VALUE_STRUCTURE) {
        return;
    }
    for (uint32_t i = 0; i < target->type->component_count; i++) {
        const Component *component = &target->type->components[i];

        if (find_counterpart(source, component->name, &part)) {
            inner = node_inside(target, component);
            track_copy(record, &inner, &part);
        }
    }
}

TrackRecord *
track_record_new(Tracking *tracking, const TrackObject *object, const TrackedService *service)
{
    TrackRecord *record;
    Value value;

    if (object == NULL) {
        return NULL;
    }
    record = g_new0(TrackRecord, 1);
    record->tracking = tracking;
    record->object = object;
    record->leaves = g_array_new(FALSE, FALSE, sizeof(TrackLeaf));
    track_put(record, "objRef",
              &(Value){ .kind = VALUE_VISIBLE_STRING,
                        .string = slice_from_string(service->reference) });
    track_put_number(record, "serviceType", service->service);
    track_put_number(record, "errorCode", service->status);
    peer_identity(service->client, &value);
    track_put(record, "originatorID", &value);
    acsi_stamp(&tracking->server, &value);
    track_put(record, "t", &value);
    return record;
}

/* A service that the file's enumeration does not know is an unknown one. */
static void
stage(const TrackRecord *record)
{
    Values *values = record->tracking->server.values;

    for (unsigned i = 0; i < record->leaves->len; i++) {
        const TrackLeaf *leaf = &g_array_index(record->leaves, TrackLeaf, i);

        if (change_set(values, &leaf->leaf, &leaf->value) != VALUE_OK &&
            leaf->leaf.type->enumeration != NULL) {
            change_set(values, &leaf->leaf, &(Value){ .kind = VALUE_INTEGER });
        }
    }
}

void
tracking_flush(Tracking *tracking)
{
    TrackRecord *record;

    while (!change_is_open(tracking->server.values) &&
           (record = g_queue_pop_head(&tracking->queue)) != NULL) {
        change_open(tracking->server.values, CHANGE_DEVICE, 0);
        stage(record);
        change_commit(tracking->server.values);
        track_record_free(record);
    }
}

static void
come(Timer *timer)
{
    Tracking *tracking = (Tracking *)(void *)((char *)timer - offsetof(Tracking, later));

    tracking_flush(tracking);
}

void
track_record_finish(TrackRecord *record, bool later)
{
    Tracking *tracking = record->tracking;
    Clock *clock = tracking->server.clock;

    g_queue_push_tail(&tracking->queue, record);
    if (!later) {
        tracking_flush(tracking);
    }
    if (!g_queue_is_empty(&tracking->queue) && !clock_is_armed(&tracking->later)) {
        clock_arm(clock, &tracking->later, clock_now(clock), come);
    }
}
