/* SPDX-License-Identifier: Apache-2.0
 *
 * ObjectName (ISO 9506-2 7.5.1; see object_name.h). Lengths and characters are not judged here:
 * a name that no object has is answered as non-existent by whoever looks it up.
 */
#include "sim/mms/object_name.h"

#include <glib.h>

enum { TAG_VMD = 0x80, TAG_DOMAIN = 0xA1, TAG_ASSOCIATION = 0x82 };

MmsObjectName
mms_object_name_get(BerReader *reader)
{
    MmsObjectName name = { .scope = MMS_SCOPE_VMD };
    BerTag tag = ber_peek(reader);

    if (tag == TAG_DOMAIN) {
        BerReader domain = ber_open(reader, TAG_DOMAIN);

        name.scope = MMS_SCOPE_DOMAIN;
        name.domain = ber_get(&domain, BER_VISIBLE_STRING);
        name.item = ber_get(&domain, BER_VISIBLE_STRING);
        ber_close(reader, &domain);
    } else if (tag == TAG_ASSOCIATION) {
        name.scope = MMS_SCOPE_ASSOCIATION;
        name.item = ber_get(reader, TAG_ASSOCIATION);
    } else {
        name.item = ber_get(reader, TAG_VMD);
    }
    return name;
}

void
mms_object_name_put(BerWriter *writer, const MmsObjectName *name)
{
    BerMark mark;

    if (name->scope != MMS_SCOPE_DOMAIN) {
        ber_put(writer, name->scope == MMS_SCOPE_VMD ? TAG_VMD : TAG_ASSOCIATION, name->item);
        return;
    }
    mark = ber_put_open(writer, TAG_DOMAIN);
    ber_put(writer, BER_VISIBLE_STRING, name->domain);
    ber_put(writer, BER_VISIBLE_STRING, name->item);
    ber_put_close(writer, mark);
}

static void
append_text(GString *text, Slice bytes)
{
    for (size_t i = 0; i < bytes.size; i++) {
        uint8_t octet = bytes.data[i];

        if (octet > 0x20 && octet < 0x7F && octet != '\\') {
            g_string_append_c(text, (char)octet);
        } else {
            g_string_append_printf(text, "\\x%02X", octet);
        }
    }
}

char *
mms_object_name_format(const MmsObjectName *name)
{
    GString *text = g_string_new(NULL);

    if (name->scope == MMS_SCOPE_DOMAIN) {
        append_text(text, name->domain);
        g_string_append_c(text, '/');
    } else if (name->scope == MMS_SCOPE_ASSOCIATION) {
        g_string_append_c(text, '@');
    }
    append_text(text, name->item);
    return g_string_free(text, FALSE);
}
