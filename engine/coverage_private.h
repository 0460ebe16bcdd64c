/* SPDX-License-Identifier: Apache-2.0
 *
 * The marks of an IED's coverage, for coverage.c (who sets them) and coverage_items.c (what
 * they mean).
 */
#pragma once

#include "engine/coverage.h"

typedef struct Covered {
    char *name;
    Model *model;                       /* referenced */
    uint8_t *marks[VMD_TOUCHES];        /* a bit an octet of the arena */
    uint8_t *data_sets, *blocks, *logs; /* not 0: touched; as the model counts them */
} Covered;

struct Coverage {
    EventBus *bus;
    unsigned subscription;
    GPtrArray *ieds; /* Covered */
};

/* Whether any octet of a place has one of these touches (bits 1 << VmdTouch). */
bool covered_any(const Covered *covered, unsigned touches, uint32_t from, uint32_t size);

/* "LD0/LLN0.GeneralLog"; free with g_free. */
char *covered_log_name(const Model *model, unsigned journal);

/* See coverage_each; without `named` no name is made. */
void covered_each(const Covered *covered, CoverageKind kind, bool named, CoverageItem item,
                  void *user);
