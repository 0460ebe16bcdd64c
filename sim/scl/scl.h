/* SPDX-License-Identifier: Apache-2.0
 *
 * An SCL file (IEC 61850-6) becomes models. Lenient: what can be served is served, and every
 * liberty taken is a note "file:line: what"; strict loading turns the first note into an error.
 */
#pragma once

#include "sim/model/model.h"
#include "sim/osi/stack.h"

#define SCL_ERROR (scl_error_quark())
GQuark scl_error_quark(void);

typedef struct SclNote {
    int line;
    char *text; /* without file and line */
} SclNote;

/* One access point with a Server, or ServerAt (its model is then the other's). */
typedef struct SclServer {
    char *name; /* "IED1"; "IED1@AP2" for a further access point of the same IED */
    char *ied_name, *access_point;
    Model *model;
    char *ip;                   /* of Communication; NULL when the file gives none */
    int port;                   /* MMS-Port; 102 when not given */
    OsiAddress osi;             /* selectors and titles as far as given */
    unsigned data_object_count; /* for `check` */
} SclServer;

typedef struct SclFile {
    char *path;
    Edition edition;
    unsigned ied_count;         /* IED elements, servers or not */
    unsigned client_only_count; /* of them without any Server */
    SclServer *servers;
    unsigned server_count;
    SclNote *notes;
    unsigned note_count;
} SclFile;

typedef enum SclAlterationKind {
    SCL_ALTER_MISSING,  /* a logical device, a node, a data object or an attribute is not there
                         */
    SCL_ALTER_TYPE,     /* an attribute has the basic type `value` */
    SCL_ALTER_CONF_REV, /* a ReportControl ("LD0/LLN0.brcbStatus"; NULL: all) has it */
    SCL_ALTER_NAME,     /* the MMS domains begin with `value` instead of the IED's name */
} SclAlterationKind;

typedef struct SclAlteration {
    SclAlterationKind kind;
    const char *reference; /* "LD0", "LD0/XCBR1", "LD0/MMXU1.TotW.mag.f" */
    const char *value;
} SclAlteration;

/* NULL with an error "path:line: what" for a file that is no well-formed SCL, is larger than
 * `size_max` octets (0: 256 MiB), or, when strict, needs any liberty. Entities are never
 * expanded, nothing is fetched. */
SclFile *scl_load(const char *path, bool strict, size_t size_max, GError **error);
/* The same of a file's octets; `path` only stands in messages. */
SclFile *scl_load_bytes(const char *path, Slice bytes, bool strict, GError **error);
/* With one IED that is not as the file says. The error says what the file does not have. */
SclFile *scl_load_altered(const char *path, const char *ied, const SclAlteration *alterations,
                          unsigned count, GError **error);
void scl_file_free(SclFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SclFile, scl_file_free)
