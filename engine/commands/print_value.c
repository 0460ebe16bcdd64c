/* SPDX-License-Identifier: Apache-2.0
 *
 * Values for people (see print_value.h).
 */
#include "engine/commands/print_value.h"

#include <stdio.h>

#include "engine/commands/table.h"

void
print_value(const char *label, int width, const ClientType *type, Slice data, int indent)
{
    g_autofree char *text = client_data_format_named(type, data);
    bool wide = indent + width + 2 + g_utf8_strlen(text, -1) > TABLE_WIDTH;
    BerReader reader = ber_reader(data);
    BerTag tag;
    BerReader inner = ber_reader(ber_get_any(&reader, &tag));
    int inner_width = 0;

    if (!wide || type == NULL || type->tag != 0xA2 || tag != type->tag) {
        printf("%*s%-*s  %s\n", indent, "", width, label, text);
        return;
    }
    printf("%*s%s\n", indent, "", label);
    for (unsigned i = 0; i < type->count; i++) {
        inner_width = MAX(inner_width, (int)strlen(type->components[i].name));
    }
    for (unsigned i = 0; i < type->count && !ber_at_end(&inner); i++) {
        print_value(type->components[i].name, inner_width, type->components[i].type,
                    ber_get_element(&inner), indent + 2);
    }
}
