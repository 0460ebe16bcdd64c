/* SPDX-License-Identifier: Apache-2.0
 *
 * DataTypeTemplates (IEC 61850-6 9.5): from LNodeType, DOType, DAType and EnumType to shared
 * types, one per (DOType, FC), each with the octets that its Val elements give.
 */
#pragma once

#include "sim/model/model.h"
#include "sim/scl/document.h"

typedef struct SclTemplate {
    const Type *type;
    const uint8_t *image; /* type->size octets */
    uint32_t implied;     /* leaves that the file does not spell out: SG beside fc="SE" */
} SclTemplate;

typedef struct SclTemplates SclTemplates;

/* Everything is lent and must outlive the templates; the types made stay in `types`. */
SclTemplates *scl_templates_new(const SclElement *root, SclNotes *notes, TypePool *types,
                                StringPool *strings);
void scl_templates_free(SclTemplates *templates);

/* The LNodeType with this id, its content resolved; NULL when there is none. */
SclElement *scl_templates_find(SclTemplates *templates, const char *id);

/* The structure of one functional constraint of an LNodeType; false when nothing has it.
 * `instance` is the LN of the file: its DAI may give the count of an array. */
bool scl_templates_structure(SclTemplates *templates, const SclElement *node_type, Fc fc,
                             const SclElement *instance, SclTemplate *structure);

/* What templates.c and structure.c share. */
typedef enum SclState { SCL_UNSEEN, SCL_BUSY, SCL_READY } SclState;

struct SclTemplates {
    SclNotes *notes;
    TypePool *types;
    StringPool *strings;
    GHashTable *node_types, *do_types, *da_types, *enum_types; /* id -> SclElement* */
    GHashTable *structures;                                    /* structure.c */
    GPtrArray *images;
    size_t image_size;  /* of all of them */
    bool lost_triggers; /* triggers.c */
};

GHashTable *scl_structures_new(void);

/* Whether the templates have lost all their trigger options, which is then noted. */
bool scl_triggers_are_lost(const SclElement *root, SclNotes *notes);

/* COMPONENT_DCHG, _QCHG and _DUPD of a DA or BDA under `fc`. */
unsigned scl_trigger_flags(const SclTemplates *templates, const SclElement *attribute, Fc fc);
