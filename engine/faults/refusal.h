/* SPDX-License-Identifier: Apache-2.0
 *
 * The refusals of MMS by their names, as parameters of faults have them: "access/object-non-
 * existent", "pdu-error/invalid-pdu".
 */
#pragma once

#include "sim/mms/error.h"

/* The problem of an error that there is not, to be freed, or NULL. */
char *fault_error_check(const char *name);
/* Of a name that was checked. */
MmsError fault_error_of(const char *name);

/* The same of reasons of rejectPDU. Without a PDU in front it is one of confirmed requests:
 * "invalid-argument". */
char *fault_reject_check(const char *name);
int fault_reject_of(const char *name);
