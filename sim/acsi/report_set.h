/* SPDX-License-Identifier: Apache-2.0
 *
 * Data sets in use by report control blocks (see reporting_private.h) and their index.
 */
#pragma once

#include "sim/acsi/reporting_private.h"

/* Counts one more user, one less; the last one frees. */
ReportSet *report_set_get(Reporting *reporting, const VmdVariableList *list);
void report_set_put(Reporting *reporting, ReportSet *set);

/* A member's name in reports; lent. */
const char *report_set_reference(const Reporting *reporting, ReportSet *set, unsigned member);

/* Notes a reason with every member that covers the octet, and the sets in reporting->touched.
 */
void report_set_touch(Reporting *reporting, uint32_t offset, unsigned reason);
