/* SPDX-License-Identifier: Apache-2.0
 *
 * The model of one server (an IED's access point): its logical devices and nodes in MMS order,
 * the initial octets of every value, its data sets and control blocks (IEC 61850-7-2, named as
 * in 8-1). Immutable once built and shared by every IED made from it. scl/ builds it; tests may
 * build it by hand.
 *
 * Who owns what: const char * are interned in `types` and SettingValue.octets lie there too
 * (type_pool_allocate); char * and the arrays are g_malloc'ed and freed by model_unref.
 */
#pragma once

#include <glib.h>

#include "sim/model/strings.h"
#include "sim/model/type.h"

typedef enum Edition { EDITION_1, EDITION_2, EDITION_2_1 } Edition;

typedef struct LogicalNode {
    const char *name;                     /* "Q0CSWI1" */
    const char *prefix, *ln_class, *inst; /* as in SCL; "" where absent */
    const Type *type;                     /* structure of FCs */
    uint32_t offset;                      /* of its octets in the arena */
    uint16_t device;                      /* index in Model.devices */
} LogicalNode;

typedef struct LogicalDevice {
    const char *inst;   /* "LD0" */
    const char *domain; /* MMS name: ldName, else IED name + inst */
    LogicalNode *nodes;
    unsigned node_count;
    uint16_t *index; /* of node names: see name_index.h */
} LogicalDevice;

/* A place in the model: a type and where its octets lie. By value. */
typedef struct NodeRef {
    const Type *type;
    uint32_t offset;
    uint16_t device; /* index in Model.devices */
    uint16_t node;   /* index in its nodes; NODE_NONE never in a resolved reference */
    uint8_t fc;      /* FC_NONE for a whole logical node */
    uint8_t level;   /* components below the node: 0 the node, 1 the FC, 2 a DO ... */
    uint16_t flags;  /* ComponentFlags of the last component; the DA's triggers are inherited by
                        what is inside it */
} NodeRef;

typedef struct DataSetMember {
    NodeRef ref;      /* with the array element applied */
    const char *item; /* MMS item id of the variable: "MMXU1$MX$TotW$mag" */
    uint16_t device;
    int32_t index;         /* array element of an alternate access, else -1 */
    const char *component; /* behind the element: "cVal$mag", or NULL */
    const char *data_ref;  /* "IED1LD0/MMXU1$MX$TotW$mag", for reports */
} DataSetMember;

typedef struct DataSet {
    const char *name; /* "ds1" */
    const char *item; /* "LLN0$ds1" */
    uint16_t device, node;
    DataSetMember *members;
    unsigned member_count;
} DataSet;

typedef enum ControlBlockKind {
    CB_URCB,
    CB_BRCB,
    CB_LCB,
    CB_GOCB,
    CB_MSVCB,
    CB_USVCB,
    CB_SGCB
} ControlBlockKind;

/* Where a control block's attributes lie; its behaviour is acsi/'s. */
typedef struct ControlBlock {
    ControlBlockKind kind;
    const char *name;      /* instance name "brcbMeas01" */
    const char *base_name; /* "brcbMeas" */
    unsigned instance;     /* 1.. of indexed ones, else 1 */
    uint16_t device, node;
    NodeRef ref;              /* its structure */
    const DataSet *data_set;  /* configured one, or NULL */
    bool reason_code;         /* of an LCB: its entries say why */
    const char *client;       /* preassigned: "IED/AP/LD/LN" text of ClientLN, or NULL */
    const char *client_hosts; /* its IP addresses in the file, apart by blanks; NULL: none */
} ControlBlock;

/* Values of one setting group that differ from the initial octets (SCL Val sGroup), sorted by
 * group then offset. */
typedef struct SettingValue {
    uint16_t device;
    uint8_t group;   /* 1.. */
    uint32_t offset; /* of the leaf under SG */
    const Type *type;
    const uint8_t *octets; /* type->size of them, arena form */
} SettingValue;

/* A leaf whose valKind an instance (DAI) changed; sorted by offset. */
typedef struct AccessOverride {
    uint32_t offset;
    uint8_t access; /* ValueAccess */
} AccessOverride;

/* What ReportSettings keeps clients from writing: everything but Dyn. */
typedef enum ReportFixed {
    REPORT_FIXED_DAT_SET = 1,
    REPORT_FIXED_RPT_ID = 2,
    REPORT_FIXED_OPT_FLDS = 4,
    REPORT_FIXED_BUF_TM = 8,
    REPORT_FIXED_TRG_OPS = 16,
    REPORT_FIXED_INTG_PD = 32,
} ReportFixed;

/* What LogSettings keeps clients from writing. */
typedef enum LogFixed {
    LOG_FIXED_LOG_ENA = 1,
    LOG_FIXED_DAT_SET = 2,
    LOG_FIXED_TRG_OPS = 4,
    LOG_FIXED_INTG_PD = 8,
} LogFixed;

/* What Services allows; "absent" is 0 or false. */
typedef struct ModelServices {
    bool known; /* there is a Services element; without one a server is lenient */
    unsigned dyn_associations; /* DynAssociation max; 0: not said */
    bool dyn_data_sets;        /* DynDataSet present */
    unsigned dyn_data_set_max; /* 0: not said */
    unsigned
        data_set_attributes_max; /* DynDataSet, else ConfDataSet maxAttributes; 0: not said */
    bool set_data_set_value;
    bool setting_groups; /* SettingGroups present */
    bool sg_edit;        /* and SGEdit in it */
    bool file_handling;
    bool resv_tms, owner;  /* ReportSettings */
    unsigned report_fixed; /* ReportFixed bits */
    unsigned log_fixed;    /* LogFixed bits */
} ModelServices;

typedef struct Model {
    char *name;                                        /* IED name in the SCL file */
    char *access_point;                                /* "AP1" */
    char *manufacturer, *type, *config_version, *desc; /* of IED; "" where absent */
    Edition edition;
    LogicalDevice *devices;
    unsigned device_count;
    uint16_t *index;  /* of domain names */
    uint8_t *initial; /* `size` octets */
    uint32_t size;
    uint32_t leaf_count; /* of data (by SOURCES' rule: without control block attributes) */
    DataSet *data_sets;
    unsigned data_set_count;
    ControlBlock *control_blocks;
    unsigned control_block_count;
    SettingValue *settings;
    unsigned setting_count;
    AccessOverride *access_overrides;
    unsigned access_override_count;
    const char **journals; /* "LLN0$GeneralLog" with their device */
    uint16_t *journal_devices;
    unsigned journal_count;
    ModelServices services;
    TypePool *types;     /* shared with the other models of the file */
    StringPool *strings; /* likewise */
    int references;
} Model;

/* An empty model with one reference; both pools are referenced. */
Model *model_new(TypePool *types, StringPool *strings);
Model *model_ref(Model *model);
void model_unref(Model *model); /* frees everything it points to, pools unreferenced */

/* Computes node offsets, size, leaf count and the indexes from devices, and allocates
 * `initial`, zeroed; to be called once by the builder, before it fills `initial` and resolves
 * data set members. False when the limits are passed: TYPE_SIZE_MAX octets, 65,000 devices or
 * nodes. */
bool model_finish_layout(Model *model);

/* By the MMS domain name. */
const LogicalDevice *model_find_device(const Model *model, Slice domain);
const LogicalNode *model_find_node(const LogicalDevice *device, Slice name);

/* The place of a whole logical node. */
NodeRef model_node_ref(const LogicalDevice *device, const LogicalNode *node);

/* MMS names: domain "IED1LD0", item "MMXU1$MX$TotW$mag$f" of any level from the node down. */
bool model_find_item(const Model *model, Slice domain, Slice item, NodeRef *ref);

/* The name in front of the first $ of a path; `rest` is what is behind it, its data NULL when
 * there is none. */
Slice model_first_name(Slice path, Slice *rest);

/* Path down from a place, as in an item: "TotW$mag$f". */
bool node_path(const NodeRef *ref, Slice path, NodeRef *inner);

/* One step down from a place: component by name, or element by index. */
NodeRef node_inside(const NodeRef *ref, const Component *component);
bool node_component(const NodeRef *ref, Slice name, NodeRef *inner);
bool node_element(const NodeRef *ref, uint32_t index, NodeRef *inner);
/* One step from a constructed place towards the arena offset, which lies inside it. */
NodeRef node_towards(const NodeRef *ref, uint32_t offset);

/* The name of the component that leads to the place at a level: 1 the FC, 2 the DO. NULL for an
 * element of an array. */
const char *node_name(const Model *model, const NodeRef *ref, unsigned level);

/* The same names and elements under another FC of the logical node: from GGIO1$SV$Ind1 to
 * GGIO1$ST$Ind1. */
bool node_under(const Model *model, const NodeRef *ref, Fc fc, NodeRef *other);

/* The innermost structure on the way to a place, below the FC, that has one of the components;
 * names end with NULL. */
bool node_around(const Model *model, const NodeRef *ref, const char *const *names,
                 NodeRef *around);

/* The MMS item id of a place ("MMXU1$MX$TotW$mag$f"; elements as "(3)"), appended. */
void model_append_item(const Model *model, const NodeRef *ref, GString *text);

/* Who may write the place on line, from FC, valKind and override. */
bool model_is_writable(const Model *model, const NodeRef *ref);
