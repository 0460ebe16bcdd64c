/* SPDX-License-Identifier: Apache-2.0
 *
 * Data sets in use by control blocks of reports and logs (see reporting_private.h), their index
 * and who takes their events.
 */
#pragma once

#include "sim/acsi/reporting_private.h"

/* Counts one more user, one less; the last one frees. */
ReportSet *report_set_get(Reporting *reporting, const VmdVariableList *list);
void report_set_put(Reporting *reporting, ReportSet *set);

/* Begins and ends to give the events of a set to a taker; does nothing when it is so already.
 */
void report_set_attach(Reporting *reporting, ReportSet *set, EventTaker *taker);
void report_set_detach(Reporting *reporting, ReportSet *set, EventTaker *taker);

/* All members as they are now, each with the reason. */
ReportBody *report_set_body(Reporting *reporting, const ReportSet *set, ReportTrigger reason);

/* A member's name in reports; lent. */
const char *report_set_reference(const Reporting *reporting, ReportSet *set, unsigned member);

/* Notes a reason with every member that covers the octet, and the sets in reporting->touched.
 */
void report_set_touch(Reporting *reporting, uint32_t offset, unsigned reason);
