/* SPDX-License-Identifier: Apache-2.0
 *
 * The points that a fault of data means: one, those that fit a pattern, or every one of the IED
 * under ST and MX; and their leaves at GATE_CHANGE. What a fault shows of them lasts as long as
 * it does; with its end they show what is true (sim/acsi/shown.h).
 */
#pragma once

#include "engine/fault.h"

/* Stands in a fault's parameters. */
#define FAULT_REFERENCE_ROW                                                                    \
    {                                                                                          \
        .name = "reference", .kind = FAULT_POINT, .preset = "",                                \
        .help = "a point, or a pattern of them; none: every one of the IED that fits"          \
    }

typedef struct FaultPoint {
    Point point;
    NodeRef around; /* the structure that has its q; without one the value */
    char *reference;
    double number; /* the fault's own */
} FaultPoint;

/* Which leaves of a point a fault is about. */
enum { FAULT_VALUE = 1, FAULT_QUALITY = 2, FAULT_STAMP = 4, FAULT_ALL_AROUND = 8 };

/* First in the fault's state. */
typedef struct FaultPoints {
    GArray *points;     /* FaultPoint */
    GHashTable *leaves; /* offset of a leaf -> index of its point, each plus one */
    unsigned which;
    bool quiet;  /* it is told at once for all */
    bool stamps; /* what it shows is a change of its own */
} FaultPoints;

typedef bool (*FaultFits)(const Point *point);

/* For a fault's `check`: the problem of a reference that is none, or where nothing fits `what`
 * ("a float"); else NULL. */
char *fault_points_check(const FaultSpec *spec, const Device *device, unsigned reference,
                         FaultFits fits, const char *what);

/* For `begin` and `end`: begin finds the points, a share of them when the fault has no count.
 * End lets them show what is true. */
void fault_points_begin(Fault *fault, unsigned reference, FaultFits fits, unsigned which);
void fault_points_end(Fault *fault);

/* The leaves pass the gate anew, `t` is now. With one event for all: "LD0/XCBR1.Pos: WHAT" or
 * "12 points: WHAT"; NULL: each act tells for itself. */
void fault_points_show(Fault *fault, const char *what);

/* Whose leaf passes; NULL: of none of the points. */
FaultPoint *fault_points_find(const Fault *fault, const GatePass *pass);

/* Puts a value in the place of the one that passes, and tells so. */
void fault_points_change(Fault *fault, GatePass *pass, const FaultPoint *point,
                         const Value *value);
