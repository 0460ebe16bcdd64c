/* SPDX-License-Identifier: Apache-2.0
 *
 * Logging of one IED (IEC 61850-7-2 clause 17.3, 8-1 clause 20): its log control blocks, the
 * entries that data sets give them, and the logs as journals that clients query.
 *
 *   change set > events of a data set (report_trigger.c) > log_trigger > Store > log_query
 */
#pragma once

#include "sim/acsi/reporting.h"
#include "sim/acsi/server.h"

typedef struct Logging Logging;

/* 0: the default in brackets. */
typedef struct LogLimits {
    size_t octets; /* kept of one log; then the oldest entries go [1 MiB] */
} LogLimits;

/* All are lent; logs go on with the entries that the server's store has. Log control blocks
 * that the SCL file enables log from now on. */
Logging *logging_new(const AcsiServer *server, Reporting *reporting, const LogLimits *limits);
/* Every entry of every log goes, for no client's sake: how many. Ids go on. */
unsigned logging_wipe(Logging *logging);
/* Before the reporting goes. */
void logging_free(Logging *logging);
