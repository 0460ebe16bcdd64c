/* SPDX-License-Identifier: Apache-2.0
 *
 * Types: what a value looks like in an IED's arena and on the wire (IEC 61850-8-1 mapping to
 * ISO 9506-2 TypeDescription). Types are immutable and shared: one tree an SCL file, however
 * many IEDs use it. A logical node's type is already in MMS order (FC, DO, DA), so a reference
 * `LLN0$ST$Mod$stVal` is a walk down components that adds offsets.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "sim/base/slice.h"
#include "sim/ber/writer.h"

/* Functional constraints in the order in which they stand inside a logical node; the order of
 * deployed servers. */
typedef enum Fc {
    FC_ST,
    FC_MX,
    FC_CO,
    FC_CF,
    FC_DC,
    FC_SP,
    FC_SG,
    FC_RP,
    FC_LG,
    FC_BR,
    FC_GO,
    FC_SV,
    FC_SE,
    FC_MS,
    FC_US,
    FC_EX,
    FC_SR,
    FC_OR,
    FC_BL,
    FC_COUNT,
    FC_NONE = FC_COUNT,
} Fc;

const char *fc_name(Fc fc); /* "ST" */
Fc fc_parse(Slice text);    /* FC_NONE when unknown */

typedef enum ValueKind {
    VALUE_STRUCTURE,
    VALUE_ARRAY,
    VALUE_BOOLEAN,        /* arena: 1 octet */
    VALUE_INTEGER,        /* arena: 1, 2, 4 or 8 octets, host order */
    VALUE_UNSIGNED,       /* likewise */
    VALUE_FLOAT,          /* 4 or 8 octets, host order */
    VALUE_BIT_STRING,     /* ceil(bits / 8) octets, as on the wire */
    VALUE_OCTET_STRING,   /* 4: a string handle (strings.h) */
    VALUE_VISIBLE_STRING, /* 4: a string handle */
    VALUE_MMS_STRING,     /* 4: a string handle */
    VALUE_BINARY_TIME,    /* 6 octets as on the wire (TimeOfDay with date) */
    VALUE_UTC_TIME,       /* 8 octets as on the wire */
} ValueKind;

typedef struct Type Type;

/* An EnumType: names and ordinals, sorted by ordinal; either may be missing in real files. */
typedef struct EnumType {
    const char *id;
    unsigned count;
    const struct EnumValue {
        int32_t ordinal;
        const char *name;
    } * values;
} EnumType;

const char *enum_type_name(const EnumType *enumeration,
                           int64_t ordinal); /* NULL when there is none */
bool enum_type_ordinal(const EnumType *enumeration, Slice name, int32_t *ordinal);

typedef enum ComponentFlags {
    COMPONENT_DCHG = 1,
    COMPONENT_QCHG = 2,
    COMPONENT_DUPD = 4,
    COMPONENT_VALUE_KIND_SHIFT = 3, /* two bits: ValueAccess */
    COMPONENT_CONTROL_BLOCK =
        32,                     /* the component is a control block (RP BR LG GO MS US, SGCB) */
    COMPONENT_DATA_OBJECT = 64, /* a DO or SDO */
} ComponentFlags;

/* SCL valKind: who may change a value on line. */
typedef enum ValueAccess { ACCESS_SET, ACCESS_CONF, ACCESS_RO, ACCESS_SPEC } ValueAccess;

/* The builder fills name, type, flags and fc; type_new_structure the rest. */
typedef struct Component {
    const char *name; /* interned */
    const Type *type;
    uint32_t offset; /* within the structure's octets */
    uint16_t flags;
    uint8_t fc;          /* Fc of everything below; FC_NONE only above the FC level */
    uint8_t name_length; /* 255: that or longer */
} Component;

/* What a Type may be at most; nested deeper, a Data would pass BER_DEPTH_MAX. */
enum { TYPE_DEPTH_MAX = 20, TYPE_SIZE_MAX = 1 << 26, TYPE_COMPONENTS_MAX = 65000 };

struct Type {
    const char *name;            /* bType, or the SCL type's id; for people */
    const EnumType *enumeration; /* of an INTEGER that is an Enum, else NULL */
    const Type *element;         /* of ARRAY */
    const Component *components; /* of STRUCTURE */
    const uint16_t *index;  /* of STRUCTURE with many components: see name_index.h; NULL: search
                               in line */
    uint32_t size;          /* octets in the arena, everything inside included */
    uint32_t leaf_count;    /* basic values inside; elements of arrays counted */
    uint32_t element_count; /* of ARRAY */
    uint32_t component_count; /* of STRUCTURE */
    int32_t length; /* INTEGER UNSIGNED FLOAT: bits. BIT_STRING: bits. Strings: most octets */
    ValueKind kind : 8;
    uint8_t depth; /* constructed levels: 0 of a basic type */
    bool variable; /* bit string or string whose length is a maximum: negative in a
                      TypeDescription */
};

/* The basic type of an SCL bType, control block attributes included, and the structure
 * PhyComAddr. "Enum" is an INT8 without any names. NULL when unknown, or Struct. */
const Type *type_basic(const char *b_type);

static inline bool
type_is_leaf(const Type *type)
{
    return type->kind > VALUE_ARRAY;
}

/* NULL when there is none. */
const Component *type_component(const Type *type, Slice name);

/* Puts the TypeDescription (ISO 9506-2 14.2), a CHOICE alternative with its own tag. */
void type_describe(const Type *type, BerWriter *writer);

/* Where types, their names and other things live that last as long as the models of one file.
 */
typedef struct TypePool TypePool;
TypePool *type_pool_new(void);
TypePool *type_pool_ref(TypePool *pool);
void type_pool_unref(TypePool *pool);
const char *type_pool_intern(TypePool *pool, const char *text);
/* Zeroed, aligned for anything, freed with the pool. */
void *type_pool_allocate(TypePool *pool, size_t size);
/* Nothing more will be built: what only serves to find equal types and names is freed. Building
 * later is allowed, it only finds nothing equal from before. */
void type_pool_seal(TypePool *pool);

/* Make structure and array types; offsets, sizes and leaf counts are computed, components
 * copied. Equal ones are made once: the name is then that of the first. NULL when a limit above
 * would be passed, or for an array of no elements. */
const Type *type_new_structure(TypePool *pool, const char *name, const Component *components,
                               unsigned count);
const Type *type_new_array(TypePool *pool, const Type *element, uint32_t count);
/* An Enum: the basic INT8, or INT16/INT32 when an ordinal needs it. `values` copied, names
 * interned, in any order; of equal ordinals the first stays. */
const Type *type_new_enum(TypePool *pool, const char *id, const struct EnumValue *values,
                          unsigned count);
