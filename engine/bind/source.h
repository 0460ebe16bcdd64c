/* SPDX-License-Identifier: Apache-2.0
 *
 * Objects of a device whose events have words: bay:rcb(...):enabled(), bay:log(...):queried().
 * A kind of them is a class: its methods, and which event each of those means.
 */
#pragma once

#include "engine/bind/bind.h"

/* A method and the event it means. */
typedef struct SourceEvent {
    const char *method;
    EventKind kind;
} SourceEvent;

typedef struct SourceClass {
    const char *name;          /* "rcb": of the word that gives one */
    const char *what;          /* "a report control block", for messages */
    const BindWord *methods;   /* end without name */
    const SourceEvent *events; /* end without method */
    /* Keys of the key=value pairs in the events' values, which may be asked for; NULL: none. */
    const char *const *fields;
} SourceClass;

typedef struct Source {
    const SourceClass *source_class;
    Device *device;     /* the first of them */
    GPtrArray *devices; /* Device*, lent; of a reference with stars, else NULL */
    char *who;          /* these, in words */
    char *reference;    /* as events have it, or with stars */
    Places *places;     /* that it stands for then */
    bool instances;     /* of any index behind it */
} Source;

/* Pushes one; takes over `reference`. */
int bind_push_source(lua_State *L, const SourceClass *source_class, Device *device,
                     char *reference, bool instances);
/* One with stars, of the IED or station at 1; takes over `devices`, which have something that
 * fits, and `places`. Without any: told, and a broken word pushed. */
int bind_push_wild_source(lua_State *L, const SourceClass *source_class, GPtrArray *devices,
                          const char *reference, Places *places);
/* Of its events of a kind; owned by the caller. */
EventPattern *bind_source_pattern(const Source *source, EventKind kind);
/* Whether the word at 1 and the text at 2 mean many: a station, or stars. Then source_wild.c
 * has bay:control and bay:rcb. */
bool bind_is_wild(lua_State *L);
int bind_push_wild_control(lua_State *L);
int bind_push_wild_rcb(lua_State *L);
/* NULL: it is none of the class; not told. */
Source *bind_to_source(lua_State *L, int index, const SourceClass *source_class);

/* The function of every method that stands in SourceClass.events: gives a pattern. Takes { by=,
 * value=, reference=, where= } and the fields. */
int bind_source_event(lua_State *L);

void bind_source_free(void *thing);
void bind_open_sources(lua_State *L);

/* Each class stands at the end of its own file; sources.c lists them. */
extern const SourceClass bind_rcb_class, bind_log_class, bind_settings_class, bind_gocb_class,
    bind_svcb_class, bind_control_class;
