/* SPDX-License-Identifier: Apache-2.0
 *
 * What events say about controls.
 */
#include "sim/acsi/control_private.h"

#include "sim/mms/data.h"

static void
append_value(const Type *type, Slice data, GString *text)
{
    BerReader reader = ber_reader(data);
    Value value;

    if (type->kind == VALUE_STRUCTURE && type->component_count > 0) {
        BerReader inner = ber_open(&reader, MMS_DATA_STRUCTURE);

        append_value(type->components[0].type, ber_get_element(&inner), text);
    } else if (type_is_leaf(type) && data.size > 0 &&
               value_decode(type, data, &value) != VALUE_TYPE_INCONSISTENT) {
        value_append_text(type, &value, text);
    }
}

char *
control_request_value(const ControlRequest *request)
{
    GString *text = g_string_new(NULL);
    NodeRef place;

    if (request->data == NULL ||
        !node_component(&request->place, slice_from_string("ctlVal"), &place)) {
        return g_string_free(text, FALSE);
    }
    append_value(place.type, request->parameters.ctl_val, text);
    if (place.type->kind == VALUE_BOOLEAN && control_is_switch(request->object)) {
        g_string_assign(text, g_str_equal(text->str, "true") ? "on" : "off");
    }
    return g_string_free(text, FALSE);
}

char *
control_ident_text(Slice ident)
{
    GString *text = g_string_new(NULL);
    bool prints = true;

    for (size_t i = 0; i < ident.size; i++) {
        prints = prints && g_ascii_isprint((char)ident.data[i]) && ident.data[i] != '"';
    }
    if (prints) {
        g_string_printf(text, "\"%.*s\"", (int)ident.size, (const char *)ident.data);
        return g_string_free(text, FALSE);
    }
    g_string_assign(text, "0x");
    for (size_t i = 0; i < ident.size; i++) {
        g_string_append_printf(text, "%02X", ident.data[i]);
    }
    return g_string_free(text, FALSE);
}

static void
append_time(GString *text, const char *name, int64_t time)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(time / CLOCK_SECOND);
    g_autofree char *shown = g_date_time_format(date, "%Y-%m-%dT%H:%M:%S");

    g_string_append_printf(text, " %s=%s.%03dZ", name, shown,
                           (int)(time % CLOCK_SECOND / CLOCK_MILLISECOND));
}

char *
control_request_text(const ControlRequest *request)
{
    const ControlParameters *parameters = &request->parameters;
    GString *text = g_string_new(NULL);
    g_autofree char *value = control_request_value(request);
    g_autofree char *ident = control_ident_text(parameters->origin.ident);
    const char *category = control_category_name(parameters->origin.category);

    g_string_printf(text, "service=%s", control_service_name(request->service));
    if (request->service == CONTROL_SBO || parameters->ctl_val.size == 0) {
        return g_string_free(text, FALSE);
    }
    g_string_append_printf(text, " ctlVal=%s", value);
    if (category != NULL) {
        g_string_append_printf(text, " orCat=%s", category);
    } else {
        g_string_append_printf(text, " orCat=%d", (int)parameters->origin.category);
    }
    g_string_append_printf(text, " orIdent=%s ctlNum=%u", ident, parameters->ctl_num);
    append_time(text, "T", parameters->t);
    if (parameters->oper_tm != 0) {
        append_time(text, "operTm", parameters->oper_tm);
    }
    g_string_append_printf(text, " test=%s check=%s", parameters->test ? "true" : "false",
                           control_check_name(parameters->check));
    return g_string_free(text, FALSE);
}

void
control_emit(const ControlRequest *request, EventKind kind, const char *what)
{
    const AcsiServer *server = request->object->controls->server;
    g_autofree char *text = NULL, *value = NULL;

    if (!event_wanted(server->events, kind)) {
        return;
    }
    text = control_request_text(request);
    value = what != NULL ? g_strdup_printf("%s %s", what, text) : g_steal_pointer(&text);
    event_emit(server->events, &(Event){ .kind = kind,
                                         .ied = server->ied,
                                         .client = request->client,
                                         .association = request->association,
                                         .reference = request->object->reference,
                                         .value = value });
}
