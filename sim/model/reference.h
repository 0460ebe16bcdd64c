/* SPDX-License-Identifier: Apache-2.0
 *
 * References as people write them: "LD0/MMXU1.TotW.mag.f", "LD0/MMXU1.TotW",
 * "LD0/MMXU1.MX.TotW.mag.f", "LD0/MMXU1.TotW.mag.f[MX]", or the MMS form
 * "IED1LD0/MMXU1$MX$TotW$mag$f". LD is the LDevice inst; ldName and the MMS domain are
 * accepted. The FC is optional where unique. Array elements: "MHAI1.HA.phsAHar(3).cVal.mag.f".
 */
#pragma once

#include "sim/model/model.h"

#define REFERENCE_ERROR (reference_error_quark())
GQuark reference_error_quark(void);

typedef enum ReferenceError {
    REFERENCE_SYNTAX,    /* no LD/LN, an unclosed bracket, ... */
    REFERENCE_UNKNOWN,   /* a part does not exist */
    REFERENCE_AMBIGUOUS, /* stands under several functional constraints */
    REFERENCE_NO_VALUE,  /* a point that is no leaf and has no main value */
} ReferenceError;

/* Resolves a reference to any level: logical node, DO (with FC where it stands under several)
 * or attribute. What stands under SG and SE only is that of SG. False with an error that says
 * which part is unknown and what stands there instead (nearest name). */
bool reference_resolve(const Model *model, const char *text, NodeRef *ref, GError **error);

/* A settable point: the main value of a data object (stVal, mag.f, ...) or an attribute, with
 * the q and t that go with it. */
typedef struct Point {
    NodeRef value; /* a leaf */
    bool has_q, has_t;
    bool instantaneous; /* instMag and its kin: t is of the value behind the dead band */
    NodeRef q, t;       /* siblings under the same DO and FC */
} Point;

bool reference_resolve_point(const Model *model, const char *text, Point *point,
                             GError **error);

/* "LD0/MMXU1.TotW.mag.f" of a place: inst, dots, without FC; and with " [MX]" behind when
 * `with_fc`. Free with g_free. */
char *reference_format(const Model *model, const NodeRef *ref, bool with_fc);
