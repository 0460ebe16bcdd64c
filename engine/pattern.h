/* SPDX-License-Identifier: Apache-2.0
 *
 * Which events somebody waits for: a kind, of which IEDs, by which client, at which reference,
 * with which fields. What is not given matches anything.
 */
#pragma once

#include "engine/field.h"
#include "engine/places.h"
#include "engine/stage.h"

/* What a scenario's own function says of an event that fits so far. */
typedef bool (*PatternAsk)(void *user, const Event *event);

typedef struct EventPattern {
    EventKind kind;
    Device **devices;      /* lent devices; any of them */
    unsigned device_count; /* 0: any IED */
    char *who;        /* what people call the devices: "FEEDER1", "any IED of substation.scd" */
    char *reference;  /* "LD0/XCBR1.Pos", without FC; NULL: any */
    Places *places;   /* what a reference with stars stands for; NULL: it has none */
    bool instances;   /* the reference is of a control block of any index */
    Fc fc;            /* of the reference, FC_NONE: any */
    char *client;     /* its name or address, with or without port; NULL: any */
    GPtrArray *tests; /* FieldTest*: all of them must hold */
    PatternAsk ask;   /* NULL: nobody is asked */
    void *ask_user;   /* lent */
    int references;
} EventPattern;

EventPattern *pattern_new(EventKind kind, const char *who);
EventPattern *pattern_ref(EventPattern *pattern);
void pattern_unref(EventPattern *pattern);
void pattern_add_device(EventPattern *pattern, Device *device);
/* Taken over. */
void pattern_add_test(EventPattern *pattern, FieldTest *test);
/* One more field that must be this text. */
void pattern_add_field(EventPattern *pattern, const char *field, const char *text);
/* "LD0/XCBR1.Pos [ST]" or without FC, as reference_format writes it. */
void pattern_set_reference(EventPattern *pattern, const char *reference);
/* One place that a reference with stars stands for, likewise; its FC does not count. */
void pattern_add_place(EventPattern *pattern, const char *reference);
EventPattern *pattern_copy(const EventPattern *pattern);

/* A reference covers another when either is the other or contains it: who reads LD0/XCBR1 reads
 * LD0/XCBR1.Pos. */
bool pattern_matches(const EventPattern *pattern, const Event *event);
/* Whether one of two references of events covers the other, under the same FC where both have
 * one. Either may be NULL: then both must be. */
bool pattern_references_meet(const char *one, const char *other);
/* Whether an event of any kind is where and of whom the pattern is. */
bool pattern_covers(const EventPattern *pattern, const Event *event);
/* In how many ways an event of the same kind does not fit; UINT_MAX: it is of another kind. */
unsigned pattern_misses(const EventPattern *pattern, const Event *event);

/* Whether a client is the one that is meant: "127.0.0.1" is any port of that host. `client` may
 * be NULL. */
bool pattern_client_is(const char *wanted, const char *address);

/* "FEEDER1 read LD0/XCBR1.Pos by 127.0.0.1". Free with g_free. */
char *pattern_format(const EventPattern *pattern);
/* The same of an event that happened; without times. */
char *event_format(const Event *event);
