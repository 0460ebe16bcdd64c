/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder share while a Model is built; of no use outside sim/scl.
 */
#pragma once

#include "sim/scl/communication.h"
#include "sim/scl/templates.h"

/* One SCL file on its way. */
typedef struct SclLoader {
    SclNotes *notes;
    const SclElement *root;
    SclTemplates *templates;
    SclAddresses *addresses;
    TypePool *types;
    StringPool *strings;
    Edition edition;
    uint64_t arena_size; /* of the models so far */
} SclLoader;

/* A control block before its place is known. */
typedef struct SclControl {
    ControlBlockKind kind;
    Fc fc;
    const Type *type;
    const SclElement *element;
    const char *name;         /* interned */
    unsigned instance;        /* 1.. */
    const char *client;       /* interned, or NULL */
    const char *client_hosts; /* likewise */
    uint16_t device, node;    /* indexes */
} SclControl;

/* A logical node before the layout. */
typedef struct SclNodePlan {
    const SclElement *element;   /* LN0 or LN */
    const SclElement *node_type; /* LNodeType */
    SclTemplate parts[FC_COUNT]; /* type NULL where nothing has the FC */
    unsigned first_control, control_count;
} SclNodePlan;

/* One server on its way. */
typedef struct SclBuilder {
    SclLoader *loader;
    SclNotes *notes;
    const SclElement *ied, *access_point, *server;
    Edition edition;
    Model *model;
    GPtrArray *plans;           /* GArray of SclNodePlan, one a device */
    GArray *controls;           /* SclControl */
    GArray *data_sets;          /* DataSet */
    GArray *settings;           /* SettingValue */
    GArray *overrides;          /* AccessOverride */
    GHashTable *device_by_inst; /* char* -> index + 1 */
    GHashTable *control_names;  /* of the node whose control blocks are being planned */
    const Type *control_types[CB_SGCB + 1];
    unsigned data_object_count;
} SclBuilder;

/* build.c: a Model with one reference, or NULL with a note when nothing can be served. */
Model *scl_build(SclLoader *loader, const SclElement *ied, const SclElement *access_point,
                 const SclElement *server, unsigned *data_object_count);

/* scl.c: of the three version attributes of SCL or of an IED's origin; "" where absent. */
Edition scl_edition(const char *version, const char *revision, const char *release);

/* "LLN0", or prefix + class + inst. */
char *scl_node_name(const char *prefix, const char *ln_class, const char *inst);

/* instance.c: the values of DOI, SDI and DAI of one logical node. */
void scl_instance_apply(SclBuilder *builder, uint16_t device, uint16_t node,
                        const SclElement *element, unsigned active_group);
/* Sorts what scl_instance_apply gathered into the model. */
void scl_instance_finish(SclBuilder *builder);

/* datasets.c: all data sets of the server, into the model. */
void scl_data_sets_build(SclBuilder *builder);
const DataSet *scl_data_set_find(const SclBuilder *builder, uint16_t device, uint16_t node,
                                 const char *name);

/* control_types.c: the structure of a control block, and under which constraint it stands. */
const Type *scl_control_type(const SclBuilder *builder, ControlBlockKind kind);
Fc scl_control_fc(ControlBlockKind kind);

/* controls.c: which control blocks a logical node has. control_values.c: what is in them. */
void scl_controls_plan(SclBuilder *builder, uint16_t device, uint16_t node,
                       const SclElement *element);
void scl_controls_build(SclBuilder *builder);

/* journals.c */
void scl_journals_build(SclBuilder *builder);
/* The device whose log a LogControl writes to; left as it is, and false, when the file has
 * none of that name. */
bool scl_log_device(const SclBuilder *builder, const SclElement *control, uint16_t *device);
/* "LLN0$Events", the journal's item id; free with g_free. */
char *scl_log_item(const SclElement *control);

/* services.c */
void scl_services_read(SclBuilder *builder);
/* The element of Services, of the access point or else of the IED; NULL when there is none. */
const SclElement *scl_services_find(const SclBuilder *builder, SclTag tag);

/* lint.c: what the standard does not allow, though it can be served. */
void scl_lint_server(SclBuilder *builder);
/* lint_types.c: the DOTypes that were used. */
void scl_lint_types(const SclLoader *loader);
