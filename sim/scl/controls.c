/* SPDX-License-Identifier: Apache-2.0
 *
 * Which control blocks a logical node has (IEC 61850-6 9.3.8 to 9.3.12), instance by instance.
 */
#include "sim/scl/builder.h"

#include <string.h>

#define INSTANCES_MAX 99u /* names have two digits */

static void
add_control(SclBuilder *builder, SclControl control, const char *name)
{
    if (*scl_get(control.element, "name") == '\0' && control.kind != CB_SGCB) {
        scl_note(builder->notes, control.element->line, "a control block without a name");
        return;
    }
    control.fc = scl_control_fc(control.kind);
    if (builder->control_types[control.kind] == NULL) {
        builder->control_types[control.kind] = scl_control_type(builder, control.kind);
    }
    control.type = builder->control_types[control.kind];
    control.name = type_pool_intern(builder->loader->types, name);
    if (!g_hash_table_add(builder->control_names,
                          g_strjoin(" ", fc_name(control.fc), name, NULL))) {
        scl_note(builder->notes, control.element->line,
                 "control block \"%s\" is left out: its name is taken", name);
        return;
    }
    g_array_append_val(builder->controls, control);
}

/* "IED/AP/LD/LN" of the client to which an instance is preassigned. */
static const char *
client_text(const SclBuilder *builder, const SclElement *client)
{
    g_autofree char *node = NULL;
    g_autofree char *text = NULL;

    if (client == NULL) {
        return NULL;
    }
    node = scl_node_name(scl_get(client, "prefix"), scl_get(client, "lnClass"),
                         scl_get(client, "lnInst"));
    text = g_strjoin("/", scl_get(client, "iedName"), scl_get(client, "apRef"),
                     scl_get(client, "ldInst"), node, NULL);
    return type_pool_intern(builder->loader->types, text);
}

static const char *
client_hosts(const SclBuilder *builder, const SclElement *client)
{
    g_autofree char *hosts = NULL;

    if (client == NULL) {
        return NULL;
    }
    hosts = scl_addresses_hosts(builder->loader->addresses, scl_get(client, "iedName"),
                                scl_get(client, "apRef"));
    return *hosts != '\0' ? type_pool_intern(builder->loader->types, hosts) : NULL;
}

static void
plan_report(SclBuilder *builder, SclControl control)
{
    const SclElement *element = control.element;
    const SclElement *enabled = scl_child(element, SCL_RPT_ENABLED);
    const SclElement *client = scl_child(enabled, SCL_CLIENT_LN);
    bool indexed = scl_get_boolean(builder->notes, element, "indexed", true);
    uint32_t count = scl_get_unsigned(builder->notes, enabled, "max", 1, UINT32_MAX);
    const char *name = scl_get(element, "name");

    if (count == 0 || count > INSTANCES_MAX) {
        scl_note(builder->notes, enabled->line, "max=\"%u\" of \"%s\": %s served", count, name,
                 count == 0 ? "no instance is" : "99 instances are");
    } else if (!indexed && count > 1) {
        scl_note(builder->notes, enabled->line,
                 "max=\"%u\" of \"%s\", which is not indexed: one instance is served", count,
                 name);
        count = 1;
    }
    control.kind =
        scl_get_boolean(builder->notes, element, "buffered", false) ? CB_BRCB : CB_URCB;
    for (control.instance = 1; control.instance <= MIN(count, INSTANCES_MAX);
         control.instance++) {
        g_autofree char *indexed_name = g_strdup_printf("%s%02u", name, control.instance);

        control.client = client_text(builder, client);
        control.client_hosts = client_hosts(builder, client);
        client = client != NULL ? scl_sibling(client, SCL_CLIENT_LN) : NULL;
        add_control(builder, control, indexed ? indexed_name : name);
    }
}

static void
plan_goose(SclBuilder *builder, SclControl control)
{
    control.kind = CB_GOCB;
    if (strcmp(scl_get(control.element, "type"), "GSSE") == 0) {
        scl_note(builder->notes, control.element->line, "GSEControl \"%s\" is GSSE; left out",
                 scl_get(control.element, "name"));
        return;
    }
    add_control(builder, control, scl_get(control.element, "name"));
}

void
scl_controls_plan(SclBuilder *builder, uint16_t device, uint16_t node,
                  const SclElement *element)
{
    SclControl control = { .device = device, .node = node, .instance = 1 };
    bool has_settings = false;

    g_hash_table_remove_all(builder->control_names);
    for (const SclElement *child = element->first; child != NULL; child = child->next) {
        const char *name = scl_get(child, "name");

        control.element = child;
        if (child->tag == SCL_REPORT_CONTROL) {
            plan_report(builder, control);
        } else if (child->tag == SCL_LOG_CONTROL) {
            control.kind = CB_LCB;
            add_control(builder, control, name);
        } else if (child->tag == SCL_GSE_CONTROL) {
            plan_goose(builder, control);
        } else if (child->tag == SCL_SAMPLED_VALUE_CONTROL) {
            bool multicast = scl_get_boolean(builder->notes, child, "multicast", true);

            control.kind = multicast ? CB_MSVCB : CB_USVCB;
            add_control(builder, control, name);
        } else if (child->tag == SCL_SETTING_CONTROL && !has_settings) {
            control.kind = CB_SGCB;
            has_settings = true;
            add_control(builder, control, "SGCB");
        }
    }
}
