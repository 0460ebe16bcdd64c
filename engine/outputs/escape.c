/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts of others in XML, HTML and TAP.
 */
#include "engine/outputs/escape.h"

#include <stdbool.h>

static bool
is_known_to_xml(gunichar character)
{
    return character == '\t' || character == '\n' || character == '\r' ||
           (character >= 0x20 && character != 0x7F &&
            !(character >= 0x80 && character < 0xA0) && character != 0xFFFE &&
            character != 0xFFFF);
}

static void
append_xml_character(GString *text, gunichar character)
{
    switch (character) {
    case '&':
        g_string_append(text, "&amp;");
        break;
    case '<':
        g_string_append(text, "&lt;");
        break;
    case '>':
        g_string_append(text, "&gt;");
        break;
    case '"':
        g_string_append(text, "&quot;");
        break;
    case '\'':
        g_string_append(text, "&#39;");
        break;
    case '\t':
    case '\n':
    case '\r':
        g_string_append_printf(text, "&#%u;", character);
        break;
    default:
        g_string_append_unichar(text, is_known_to_xml(character) ? character : 0xFFFD);
    }
}

void
escape_append_xml(GString *text, const char *content)
{
    g_autofree char *valid = content == NULL ? NULL : g_utf8_make_valid(content, -1);

    for (const char *at = valid; at != NULL && *at != '\0'; at = g_utf8_next_char(at)) {
        append_xml_character(text, g_utf8_get_char(at));
    }
}

void
escape_append_tap(GString *text, const char *content)
{
    g_autofree char *valid = content == NULL ? NULL : g_utf8_make_valid(content, -1);

    for (const char *at = valid; at != NULL && *at != '\0'; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);

        if (character == '\n' || character == '\r' || character == '\t') {
            g_string_append_c(text, ' ');
            continue;
        }
        if (character == '#' || character == '\\') {
            g_string_append_c(text, '\\');
        }
        g_string_append_unichar(text, is_known_to_xml(character) ? character : 0xFFFD);
    }
}
