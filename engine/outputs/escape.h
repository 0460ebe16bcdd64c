/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of clients and files as parts of XML, HTML and TAP. Whatever they hold, the document
 * stays well-formed: what is no UTF-8, and the control characters that XML 1.0 (2.2) does not
 * know, become U+FFFD.
 */
#pragma once

#include <glib.h>

/* For content and for attributes in double quotes; line ends and tabs survive in both. */
void escape_append_xml(GString *text, const char *content);
/* One line: line ends become spaces, control characters U+FFFD; '#' and '\' stand behind '\'.
 */
void escape_append_tap(GString *text, const char *content);
