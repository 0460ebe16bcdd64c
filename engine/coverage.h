/* SPDX-License-Identifier: Apache-2.0
 *
 * Client coverage: of what an IED offers, what clients touched and what they never did. Places
 * of the arena are marked when they are read, written or reported; everything else is counted
 * from the marks when somebody asks.
 */
#pragma once

#include "sim/ied.h"

typedef enum CoverageKind {
    COVERAGE_DEVICES, /* logical devices of which anything was touched */
    COVERAGE_NODES,   /* logical nodes, likewise */
    COVERAGE_POINTS,  /* data objects whose status or measured values were read or reported */
    COVERAGE_ATTRIBUTES, /* leaves of data that were read, reported or written */
    COVERAGE_DATA_SETS,  /* read, asked for, or reported */
    COVERAGE_RCBS,       /* report control blocks of which an instance was enabled */
    COVERAGE_CONTROLS,   /* controls that were written: selected, operated or cancelled */
    COVERAGE_SETTINGS,   /* setting groups (SGCBs) that were read or written */
    COVERAGE_LOGS,       /* logs that were queried */
    COVERAGE_KINDS
} CoverageKind;

/* "data_sets": in scenarios and JSON. */
const char *coverage_kind_name(CoverageKind kind);
/* "data sets": for people. */
const char *coverage_kind_title(CoverageKind kind);
/* COVERAGE_KINDS when there is no such kind. */
CoverageKind coverage_kind_find(const char *name);

typedef struct CoverageFigure {
    unsigned touched, total;
} CoverageFigure;

typedef struct Coverage Coverage;

Coverage *coverage_new(EventBus *bus);
/* Before the bus goes, but not while its IEDs may be touched. */
void coverage_free(Coverage *coverage);
void coverage_watch(Coverage *coverage, Ied *ied);

/* Of one IED by its name, or of all (NULL). Zero of zero for an IED that is not watched. With
 * COVERAGE_KINDS all kinds whose items are no parts of one another: points and what comes
 * behind attributes. */
CoverageFigure coverage_get(const Coverage *coverage, const char *ied, CoverageKind kind);
/* Whether items of the kind are counted in total. */
bool coverage_kind_in_total(CoverageKind kind);
/* The share in percent; 100 where nothing is offered. */
double coverage_percent(CoverageFigure figure);

/* Tells every item of an IED and a kind: its name for people ("LD0/MMXU1.TotW"), and whether it
 * was touched; of an RCB with instances those that were enabled stand behind it. */
typedef void (*CoverageItem)(void *user, const char *name, bool touched);
void coverage_each(const Coverage *coverage, unsigned ied, CoverageKind kind, CoverageItem item,
                   void *user);
unsigned coverage_ied_count(const Coverage *coverage);
const char *coverage_ied_name(const Coverage *coverage, unsigned ied);
