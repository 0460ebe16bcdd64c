/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench list faults`: name, layer, gates and parameters, told by the rows.
 */
#include "engine/commands/list_faults.h"

#include <stdio.h>

#include "engine/fault.h"
#include "sim/base/json.h"

static const char *const gate_names[GATE_POINTS] = {
    [GATE_ACCEPT] = "accept",   [GATE_ASSOCIATE] = "associate", [GATE_BYTES] = "bytes",
    [GATE_TLS] = "tls",         [GATE_RECEIVE] = "receive",     [GATE_SEND] = "send",
    [GATE_SERVE] = "serve",     [GATE_CHANGE] = "change",       [GATE_REPORT] = "report",
    [GATE_CONTROL] = "control", [GATE_FILE] = "file",           [GATE_TIMER] = "timer",
    [GATE_OPENED] = "opened",   [GATE_CLOSED] = "closed",
};

static const char *const kind_names[] = {
    [FAULT_TIME] = "time",       [FAULT_NUMBER] = "number", [FAULT_COUNT] = "count",
    [FAULT_FLAG] = "flag",       [FAULT_TEXT] = "text",     [FAULT_CHOICE] = "choice",
    [FAULT_POINT] = "reference",
};

static void
show_parameter(const FaultParameter *row)
{
    g_autofree char *usual = row->preset == NULL    ? g_strdup(" (must be given)")
                             : *row->preset == '\0' ? g_strdup("")
                                                    : g_strdup_printf(" = %s", row->preset);

    printf("    %s%s: %s%s%s%s%s\n", row->name, usual, row->help, row->unit != NULL ? ", " : "",
           row->unit != NULL ? row->unit : "", row->choices != NULL ? "; one of " : "",
           row->choices != NULL ? row->choices : "");
}

void
list_faults_table(void)
{
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        const FaultType *type = fault_types[i];

        printf("%-20s %-13s %s\n", type->name, type->layer, type->help);
        for (const FaultParameter *row = type->parameters; row != NULL && row->name != NULL;
             row++) {
            show_parameter(row);
        }
    }
}

static void
put_optional(JsonWriter *json, const char *name, const char *text)
{
    if (text != NULL) {
        json_put_string(json, name, text);
    }
}

static void
put_parameters(JsonWriter *json, const FaultParameter *row)
{
    json_open_array(json, "parameters");
    for (; row != NULL && row->name != NULL; row++) {
        json_open_object(json, NULL);
        json_put_string(json, "name", row->name);
        json_put_string(json, "kind", kind_names[row->kind]);
        put_optional(json, "preset", row->preset);
        put_optional(json, "choices", row->choices);
        put_optional(json, "unit", row->unit);
        json_put_string(json, "help", row->help);
        json_close(json);
    }
    json_close(json);
}

void
list_faults_json(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);

    json_open_array(&json, NULL);
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        const FaultType *type = fault_types[i];

        json_open_object(&json, NULL);
        json_put_string(&json, "name", type->name);
        json_put_string(&json, "layer", type->layer);
        json_put_string(&json, "help", type->help);
        json_open_array(&json, "gates");
        for (unsigned point = 0; point < GATE_POINTS; point++) {
            if ((type->gates & FAULT_GATE(point)) != 0) {
                json_put_string(&json, NULL, gate_names[point]);
            }
        }
        json_close(&json);
        put_parameters(&json, type->parameters);
        json_close(&json);
    }
    json_close(&json);
    puts(text->str);
}
