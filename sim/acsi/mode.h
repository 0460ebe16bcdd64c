/* SPDX-License-Identifier: Apache-2.0
 *
 * Mod and Beh (IEC 61850-7-4 annex A): the behaviour of each logical node from the modes of its
 * logical device, of those around that (LLN0.GrRef) and its own. Whoever sets a Mod, the Beh
 * that follow are in the same change set, and so is the quality of the nodes' data. Also the
 * simulation that LPHD.Sim asks for, which LGOS and LSVS show as SimSt.
 */
#pragma once

#include "sim/acsi/process.h"

typedef struct Mode Mode;

/* Its rule comes before that of the process. */
Mode *mode_new(const AcsiServer *server, Process *process);
void mode_free(Mode *mode);

/* Stages the modes other than on in the open set, so that they take effect. */
void mode_stage_initial(Mode *mode);

/* What a mode and the one around it make. */
Behaviour mode_combine(Behaviour outer, Behaviour inner);
const char *behaviour_name(Behaviour behaviour);
