/* SPDX-License-Identifier: Apache-2.0
 *
 * What the data of an IED do by themselves (IEC 61850-7-3): measured values through dead bands,
 * counters that freeze, modes, substitution and blocking. Made in the order in which their
 * rules have to look at a change set.
 */
#pragma once

#include "sim/acsi/server.h"

typedef struct AcsiData AcsiData;

/* Initial values that already mean something (a Mod of test, a subEna) take effect. */
AcsiData *acsi_data_new(const AcsiServer *server);
void acsi_data_free(AcsiData *data);
