/* SPDX-License-Identifier: Apache-2.0
 *
 * What a device shows of its values where a fault has it show something else. The last of the
 * change rules: each leaf of a set passes GATE_CHANGE, where it is changed or dropped, and what
 * is true meanwhile is kept and comes back once no fault changes it any more. Nothing is kept
 * for leaves that show what is true. One an IED, for all its lives: what was changed before a
 * power cycle passes the gate anew behind it.
 */
#pragma once

#include "sim/base/gate.h"
#include "sim/model/values.h"

typedef struct Shown Shown;

/* The subject of GATE_CHANGE: a leaf as the open set has it. Who drops the pass leaves the leaf
 * as it is; who writes `value` sets `changed`. A value beyond the leaf's enumeration is taken,
 * one of another kind is not. */
typedef struct ShownLeaf {
    NodeRef ref;
    Value *value;
    bool changed;
} ShownLeaf;

Shown *shown_new(Values *values, Gate *gate);
void shown_free(Shown *shown);

/* Adds its rule, behind those that are there, and stages what it knew before: within an open
 * change set. End takes the rule away; what is true is then as the values are. */
void shown_begin(Shown *shown);
void shown_end(Shown *shown);

/* What is true of a leaf that shows something else; false, and *value as it was, for one that
 * does not. NULL shown: for all. */
bool shown_true(const Shown *shown, const NodeRef *leaf, Value *value);

/* Stage true values, which then pass the gate again: of a leaf in any case; of a place, or
 * NULL: of everything, where something else is shown, and whether there was any. Nothing
 * between end and begin. */
void shown_stage_leaf(Shown *shown, const NodeRef *leaf);
bool shown_stage(Shown *shown, const NodeRef *place);
