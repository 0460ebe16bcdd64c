/* SPDX-License-Identifier: Apache-2.0
 *
 * AP-titles as people write them, and as the content octets of an OBJECT IDENTIFIER
 * (X.690 8.19): the first two arcs share one number, each number has seven bits an octet.
 */
#include "sim/osi/stack.h"

#include <glib.h>

static bool
append_arc(OsiAddress *address, uint64_t arc)
{
    uint8_t digits[10];
    unsigned count = 0;

    do {
        digits[count++] = (uint8_t)(arc & 0x7F);
        arc >>= 7;
    } while (arc > 0 && count < sizeof digits);
    if (address->ap_title_size + count > OSI_OID_MAX) {
        return false;
    }
    while (count-- > 0) {
        address->ap_title[address->ap_title_size++] =
            (uint8_t)(digits[count] | (count > 0 ? 0x80 : 0));
    }
    return true;
}

static bool
parse(const char *text, OsiAddress *address)
{
    g_auto(GStrv) arcs = g_strsplit_set(text, ",. ", 64);
    guint64 first = 0;
    unsigned count = 0;

    for (unsigned i = 0; arcs[i] != NULL; i++) {
        guint64 arc;

        if (*arcs[i] == '\0') {
            continue;
        }
        if (!g_ascii_string_to_unsigned(arcs[i], 10, 0, UINT32_MAX, &arc, NULL) ||
            (count == 0 && arc > 2) || (count == 1 && first < 2 && arc > 39)) {
            return false;
        }
        if (count == 0) {
            first = arc;
        } else if (!append_arc(address, count == 1 ? first * 40 + arc : arc)) {
            return false;
        }
        count++;
    }
    return count >= 2;
}

bool
osi_title_parse(const char *text, OsiAddress *address)
{
    address->ap_title_size = 0;
    if (parse(text, address)) {
        return true;
    }
    address->ap_title_size = 0;
    return false;
}

char *
osi_title_format(const OsiAddress *address)
{
    GString *text = g_string_new(NULL);
    uint64_t arc = 0;

    for (unsigned i = 0; i < address->ap_title_size; i++) {
        arc = arc << 7 | (address->ap_title[i] & 0x7F);
        if ((address->ap_title[i] & 0x80) != 0) {
            continue;
        }
        if (text->len == 0) {
            uint64_t first = MIN(arc / 40, 2);

            g_string_printf(text, "%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT, first,
                            arc - first * 40);
        } else {
            g_string_append_printf(text, ".%" G_GUINT64_FORMAT, arc);
        }
        arc = 0;
    }
    return g_string_free(text, text->len == 0);
}
