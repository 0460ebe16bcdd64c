/* SPDX-License-Identifier: Apache-2.0
 *
 * A device that is not as its SCL file says: the document is altered before anything is built
 * of it, so that names, types, values, data sets and reports of the device agree with each
 * other, and only not with the file.
 */
#pragma once

#include "sim/scl/document.h"
#include "sim/scl/scl.h"

/* Alters one IED of the document; types that it shares become its own. False with an error that
 * says what the file does not have. */
bool scl_alter(SclDocument *document, const char *ied, const SclAlteration *alterations,
               unsigned count, GError **error);
