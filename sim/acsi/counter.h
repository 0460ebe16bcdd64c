/* SPDX-License-Identifier: Apache-2.0
 *
 * Binary counters (IEC 61850-7-3 BCR): while frEna is TRUE, frVal takes actVal and frTm the
 * time at strTm and every frPd milliseconds behind it, of the IED's clock; with frRs actVal
 * begins at 0 again.
 */
#pragma once

#include "sim/acsi/server.h"

typedef struct Counters Counters;

Counters *counters_new(const AcsiServer *server);
void counters_free(Counters *counters);
