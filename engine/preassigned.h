/* SPDX-License-Identifier: Apache-2.0
 *
 * Whether instances of report control blocks that an SCL file preassigns (ClientLN) are for its
 * clients only, and where those clients are on this bench. The addresses of the file count when
 * the IEDs have those of the file too (--addresses scl) or when asked for; a client whose
 * address nobody told keeps nobody away.
 */
#pragma once

#include "engine/addresses.h"
#include "sim/ied.h"

/* What one IED has, or the command line; both may be NULL. */
typedef struct Preassigned {
    const char *mode;           /* "address", "open" */
    const char *const *clients; /* "HMI=127.0.0.2" */
} Preassigned;

/* False with an error of the wrong option's name and what it takes. */
bool preassigned_check(const Preassigned *given, GError **error);

/* An IED's own words go before those of the command line. Lends. */
void preassigned_apply(const AddressOptions *options, const Preassigned *own,
                       ReportLimits *limits);
