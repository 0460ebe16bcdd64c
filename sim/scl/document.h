/* SPDX-License-Identifier: Apache-2.0
 *
 * An SCL file as a tree of the elements that a server needs (IEC 61850-6 clause 9), and the
 * notes about it. Elements of other namespaces, Private, Substation and whatever else nobody
 * asks for never enter the tree, so a tree costs a fraction of the file.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "sim/base/slice.h"

typedef enum SclTag {
    SCL_OTHER, /* never in the tree */
    SCL_ACCESS_POINT,
    SCL_ADDRESS,
    SCL_BDA,
    SCL_CLIENT_LN,
    SCL_COMMUNICATION,
    SCL_CONF_DATA_SET,
    SCL_CONF_SG,
    SCL_CONNECTED_AP,
    SCL_DA,
    SCL_DAI,
    SCL_DA_TYPE,
    SCL_DO,
    SCL_DOI,
    SCL_DO_TYPE,
    SCL_DATA_SET,
    SCL_DATA_TYPE_TEMPLATES,
    SCL_DYN_ASSOCIATION,
    SCL_DYN_DATA_SET,
    SCL_ENUM_TYPE,
    SCL_ENUM_VAL,
    SCL_FCDA,
    SCL_FILE_HANDLING,
    SCL_GSE,
    SCL_GSE_CONTROL,
    SCL_IED,
    SCL_LDEVICE,
    SCL_LN,
    SCL_LN0,
    SCL_LNODE_TYPE,
    SCL_LOG,
    SCL_LOG_CONTROL,
    SCL_LOG_SETTINGS,
    SCL_MAX_TIME,
    SCL_MIN_TIME,
    SCL_OPT_FIELDS,
    SCL_P,
    SCL_REPORT_CONTROL,
    SCL_REPORT_SETTINGS,
    SCL_RPT_ENABLED,
    SCL_SCL,
    SCL_SDI,
    SCL_SDO,
    SCL_SG_EDIT,
    SCL_SMV,
    SCL_SAMPLED_VALUE_CONTROL,
    SCL_SERVER,
    SCL_SERVER_AT,
    SCL_SERVICES,
    SCL_SET_DATA_SET_VALUE,
    SCL_SETTING_CONTROL,
    SCL_SETTING_GROUPS,
    SCL_SMV_OPTS,
    SCL_SUB_NETWORK,
    SCL_TRG_OPS,
    SCL_VAL,
} SclTag;

typedef struct SclAttribute {
    const char *name, *value;
} SclAttribute;

typedef struct SclElement SclElement;
struct SclElement {
    SclTag tag;
    int line;                       /* of its "<" */
    const char *text;               /* without surrounding white space; "" where absent */
    const SclAttribute *attributes; /* of no namespace */
    unsigned attribute_count;
    SclElement *parent, *first, *next;
    /* What templates.c found out about it: */
    SclElement *target;      /* the DOType or DAType that `type` names */
    const struct Type *type; /* of a basic DA or BDA: element of an array */
    uint32_t fc_mask;        /* of DO, SDO, DA and types: bit Fc where there is anything */
    uint8_t state;           /* SclState */
    bool left_out;           /* noted and not served */
    bool named_count;        /* holds an array whose count is a sibling's name */
};

/* What was remarked, in the order of remarking. */
typedef struct SclNotes SclNotes;
SclNotes *scl_notes_new(void);
void scl_notes_free(SclNotes *notes);
void scl_note(SclNotes *notes, int line, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* Hands the notes over as an array of SclNote sorted by line, for SclFile. */
void *scl_notes_take(SclNotes *notes, unsigned *count);

typedef struct SclDocument SclDocument;

/* NULL with an error "path:line: what" for what is not well-formed, has no SCL root, declares
 * entities, or is nested too deep. `path` is only for messages; nothing of `bytes` is kept. */
SclDocument *scl_document_parse(const char *path, Slice bytes, SclNotes *notes, GError **error);
void scl_document_free(SclDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SclDocument, scl_document_free)
/* Zeroed; goes with the document. */
void *scl_document_allocate(SclDocument *document, size_t size);
SclElement *scl_document_root(const SclDocument *document);

SclElement *scl_child(const SclElement *parent, SclTag tag); /* parent NULL: NULL */
SclElement *scl_sibling(const SclElement *element, SclTag tag);
#define SCL_EACH(child, parent, tag)                                                           \
    for (SclElement *child = scl_child((parent), (tag)); child != NULL;                        \
         child = scl_sibling(child, (tag)))

const char *scl_find(const SclElement *element, const char *name); /* NULL when absent */
const char *scl_get(const SclElement *element, const char *name);  /* "" when absent */

/* Values that cannot be read are noted and count as absent; `element` may be NULL. */
bool scl_get_boolean(SclNotes *notes, const SclElement *element, const char *name,
                     bool fallback);
uint32_t scl_get_unsigned(SclNotes *notes, const SclElement *element, const char *name,
                          uint32_t fallback, uint32_t max);
