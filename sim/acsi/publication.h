/* SPDX-License-Identifier: Apache-2.0
 *
 * GoCB, MSVCB and USVCB of one IED as clients see them (IEC 61850-7-2 18.2, 19.2 and 19.3; 8-1
 * clauses 18 and 19): they are enabled, disabled and configured under the rules for that.
 * Nothing is published.
 */
#pragma once

#include "sim/acsi/server.h"

typedef struct Publications Publications;

Publications *publications_new(const AcsiServer *server);
/* After every association was forgotten. */
void publications_free(Publications *publications);
