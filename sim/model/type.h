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

typedef struct Component {
    const char *name; /* interned */
    const Type *type;
    uint32_t offset; /* within the structure's octets */
    uint16_t flags;
    uint8_t fc; /* Fc of everything below; FC_NONE only above the FC level */
} Component;

struct Type {
    ValueKind kind;
    uint32_t size;       /* octets in the arena, everything inside included */
    uint32_t leaf_count; /* basic values inside; elements of arrays counted */
    int32_t length;   /* INTEGER UNSIGNED FLOAT: bits. BIT_STRING: bits. Strings: most octets */
    bool variable;    /* bit string or string whose length is a maximum: negative in a
                         TypeDescription */
    const char *name; /* bType, or the SCL type's id; for people */
    const EnumType *enumeration; /* of an INTEGER that is an Enum, else NULL */
    const Type *element;         /* of ARRAY */
    uint32_t element_count;
    const Component *components; /* of STRUCTURE */
    uint32_t component_count;
    const uint16_t *index; /* of STRUCTURE with many components: hash index, built by
                              type_index; NULL: search in line */
};

/* One row a basic type of SCL (bType), enumerations and control block attributes included;
 * size, length, name as in Type. */
const Type *type_basic(const char *b_type); /* NULL when unknown or constructed */

/* NULL when there is none. */
const Component *type_component(const Type *type, Slice name);

/* Puts the TypeDescription (ISO 9506-2 14.2), a CHOICE alternative with its own tag. */
void type_describe(const Type *type, BerWriter *writer);

/* Makes structure and array types; offsets, sizes and leaf counts are computed, components
 * copied. Allocated in the arena of `types`. */
typedef struct TypePool TypePool;
TypePool *type_pool_new(void);
TypePool *type_pool_ref(TypePool *pool);
void type_pool_unref(TypePool *pool);
const char *type_pool_intern(TypePool *pool, const char *text);
const Type *type_new_structure(TypePool *pool, const char *name, const Component *components,
                               unsigned count);
const Type *type_new_array(TypePool *pool, const Type *element, uint32_t count);
/* An Enum: the basic INT8, or INT16/INT32 when an ordinal needs it. `values` copied. */
const Type *type_new_enum(TypePool *pool, const char *id, const struct EnumValue *values,
                          unsigned count);
