/* SPDX-License-Identifier: Apache-2.0
 *
 * What of a log control block survives a power cycle: the attributes that clients may write,
 * once one of them was written. Kept as lines of text: LogEna TrgOps IntgPd, LogRef, DatSet.
 */
#include <stdio.h>

#include "sim/acsi/attribute.h"
#include "sim/acsi/logging_private.h"

static char *
key_of(const Lcb *lcb)
{
    const LogicalDevice *device = &lcb->logging->server.model->devices[lcb->block->device];

    return g_strdup_printf("lcb/%s/%s.%s", device->inst, device->nodes[lcb->block->node].name,
                           lcb->block->name);
}

void
lcb_keep(const Lcb *lcb)
{
    const AcsiServer *server = &lcb->logging->server;
    Slice log = attribute_text(server->values, lcb->block, "LogRef");
    Slice set = attribute_text(server->values, lcb->block, "DatSet");
    g_autofree char *key = key_of(lcb);
    g_autofree char *text = g_strdup_printf("%d %u %u\n%.*s\n%.*s", lcb->enabled, lcb->trg_ops,
                                            lcb->intg_pd, (int)log.size, (const char *)log.data,
                                            (int)set.size, (const char *)set.data);

    if (server->store != NULL) {
        store_put(server->store, server->ied, key, slice_from_string(text));
    }
}

/* A text that the file's type does not take is left as the file has it. */
static void
restore_text(const Lcb *lcb, const char *name, const char *text)
{
    Values *values = lcb->logging->server.values;
    NodeRef leaf;

    if (node_component(&lcb->block->ref, slice_from_string(name), &leaf) &&
        strlen(text) <= (size_t)leaf.type->length && g_str_is_ascii(text)) {
        values_poke(
            values, &leaf,
            &(Value){ .kind = VALUE_VISIBLE_STRING, .string = slice_from_string(text) });
    }
}

static void
restore_numbers(const Lcb *lcb, bool log_ena, unsigned trg_ops, unsigned intg_pd)
{
    Values *values = lcb->logging->server.values;
    Value triggers = { .kind = VALUE_BIT_STRING, .bit_string = { { 0 }, REPORT_TRIGGER_BITS } };

    for (unsigned bit = 0; bit < REPORT_TRIGGER_BITS; bit++) {
        triggers.bit_string.octets[0] |= trg_ops >> bit & 1 ? (uint8_t)(0x80 >> bit) : 0;
    }
    attribute_poke(values, lcb->block, "TrgOps", &triggers);
    attribute_poke_number(values, lcb->block, "IntgPd", intg_pd);
    attribute_poke_number(values, lcb->block, "LogEna", log_ena);
}

void
lcb_restore(const Lcb *lcb)
{
    const AcsiServer *server = &lcb->logging->server;
    g_autoptr(GByteArray) octets = g_byte_array_new();
    g_autofree char *key = key_of(lcb);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    unsigned log_ena, trg_ops, intg_pd;

    if (server->store == NULL || !store_get(server->store, server->ied, key, octets)) {
        return;
    }
    g_byte_array_append(octets, (const uint8_t *)"", 1);
    text = g_strdup((const char *)octets->data);
    lines = g_strsplit(text, "\n", 0);
    if (g_strv_length(lines) == 3 &&
        sscanf(lines[0], "%u %u %u", &log_ena, &trg_ops, &intg_pd) == 3) {
        restore_numbers(lcb, log_ena != 0, trg_ops, intg_pd);
        restore_text(lcb, "LogRef", lines[1]);
        restore_text(lcb, "DatSet", lines[2]);
    }
}
