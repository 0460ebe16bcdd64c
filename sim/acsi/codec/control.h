/* SPDX-License-Identifier: Apache-2.0
 *
 * Controls on the wire (IEC 61850-8-1 clause 20): what Oper, SBOw and Cancel carry, and the
 * information reports that LastApplError and CommandTermination are. Both directions: the
 * client puts what the server gets, and the other way round.
 *
 *   Oper, SBOw  { ctlVal, [operTm], origin { orCat, orIdent }, ctlNum, T, Test, Check }
 *   Cancel      the same without Check
 */
#pragma once

#include "sim/acsi/codec/control_names.h"
#include "sim/mms/information_report.h"

/* The members of the structures. */
typedef enum ControlField {
    CONTROL_CTL_VAL,
    CONTROL_OPER_TM,
    CONTROL_ORIGIN,
    CONTROL_CTL_NUM,
    CONTROL_T,
    CONTROL_TEST,
    CONTROL_CHECK,
    CONTROL_FIELDS
} ControlField;

/* Which members a structure has, in its order: that of the SCL file, which need not be the
 * standard's. */
typedef struct ControlLayout {
    uint8_t fields[CONTROL_FIELDS];
    uint8_t count;
    uint8_t entry_times; /* bit (1 << field): a time of 6 octets, as old devices have it */
} ControlLayout;

/* Adds the member "ctlVal"; false for a name that is none of them, or twice. */
bool control_layout_add(ControlLayout *layout, const char *name, bool entry_time);
bool control_layout_has(const ControlLayout *layout, ControlField field);

/* Check. */
enum { CONTROL_SYNCHRO_CHECK = 1, CONTROL_INTERLOCK_CHECK = 2 };

/* orIdent and the octets that it may have. */
enum { CONTROL_IDENT_MAX = 64 };

typedef struct ControlOrigin {
    int64_t category; /* ControlCategory, or what the peer sent */
    Slice ident;
} ControlOrigin;

/* What a layout lacks is 0. Slices are lent. Times are ns since 1970; 0 is sent as zeros. */
typedef struct ControlParameters {
    Slice ctl_val; /* the whole Data element */
    int64_t oper_tm;
    ControlOrigin origin;
    uint8_t ctl_num;
    int64_t t;
    uint8_t t_quality; /* TIMESTAMP_..., of T and operTm */
    bool test;
    unsigned check; /* CONTROL_SYNCHRO_CHECK, CONTROL_INTERLOCK_CHECK */
} ControlParameters;

/* Reads one whole Data element; false when it is no such structure. */
bool control_get(Slice data, const ControlLayout *layout, ControlParameters *parameters);
void control_put(BerWriter *writer, const ControlLayout *layout,
                 const ControlParameters *parameters);

/* LastApplError. */
typedef struct ControlError {
    Slice cntrl_obj; /* "IED1LD0/CSWI1$CO$Pos$Oper" */
    unsigned error;  /* ControlErrorKind */
    ControlOrigin origin;
    uint8_t ctl_num;
    unsigned add_cause; /* AddCause, or what the peer sent */
} ControlError;

/* Both put the content of an unconfirmed PDU. `oper` is the whole Data of the Oper that ends,
 * `error` NULL when it ends well. */
void control_error_put(BerWriter *writer, const ControlError *error);
void control_termination_put(BerWriter *writer, const MmsObjectName *object, Slice oper,
                             const ControlError *error);

/* What an information report says about a control. */
typedef struct ControlNotice {
    bool is_termination, has_error;
    ControlError error;   /* with has_error */
    MmsObjectName object; /* of a termination: "IED1LD0" "CSWI1$CO$Pos$Oper" */
    Slice oper;           /* likewise, the whole Data */
} ControlNotice;

/* False for an information report that is something else, or malformed. Lends from the PDU. */
bool control_notice_get(const MmsInformationReport *information, ControlNotice *notice);
