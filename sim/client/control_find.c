/* SPDX-License-Identifier: Apache-2.0
 *
 * What a server has of a control: the structures under CO by their type, in the order and with
 * the times that the server's file gives them, and the model of CF.
 */
#include "sim/client/control_internal.h"
#include "sim/mms/data.h"

static void
fail(ClientControl *control, ClientFailureKind kind, const char *what, const char *why)
{
    g_autofree char *text =
        g_strdup_printf("%s%s%s", what, why != NULL ? ": " : "", why != NULL ? why : "");

    control_tell_found(control, &(ClientFailure){ .kind = kind, .text = text });
}

static bool
is_origin(const ClientType *type)
{
    return type->tag == MMS_DATA_STRUCTURE && type->count == 2 &&
           type->components[0].type->tag == MMS_DATA_INTEGER &&
           type->components[1].type->tag == MMS_DATA_OCTET_STRING;
}

static bool
fits(const ClientComponent *component)
{
    static const struct {
        const char *name;
        BerTag tag;
    } rows[] = {
        { "ctlNum", MMS_DATA_UNSIGNED },
        { "Test", MMS_DATA_BOOLEAN },
        { "Check", MMS_DATA_BIT_STRING },
    };
    const ClientType *type = component->type;

    if (g_str_equal(component->name, "origin")) {
        return is_origin(type);
    }
    if (g_str_equal(component->name, "T") || g_str_equal(component->name, "operTm")) {
        return type->tag == MMS_DATA_UTC_TIME ||
               (type->tag == MMS_DATA_BINARY_TIME && type->size == 6);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_str_equal(component->name, rows[i].name)) {
            return type->tag == rows[i].tag;
        }
    }
    return true;
}

/* SBOw, Oper or Cancel; the name of what is no member of such a structure, NULL when all are.
 */
static const char *
take_layout(ClientControl *control, const ClientType *type, ControlLayout *layout)
{
    for (unsigned i = 0; i < type->count; i++) {
        const ClientComponent *component = &type->components[i];

        if (!fits(component) ||
            !control_layout_add(layout, component->name,
                                component->type->tag == MMS_DATA_BINARY_TIME)) {
            return component->name;
        }
        if (g_str_equal(component->name, "ctlVal") && control->ctl_val == NULL) {
            control->ctl_val = component->type;
        }
    }
    return control_layout_has(layout, CONTROL_CTL_VAL) ? NULL : "ctlVal";
}

/* False after telling why. */
static bool
take_components(ClientControl *control)
{
    for (unsigned i = 0; i < CONTROL_SERVICES; i++) {
        const char *name = control_service_name((ControlService)i);
        const ClientType *type = client_type_find(control->type, name);
        const char *odd = NULL;

        if (type == NULL) {
            continue;
        }
        control->has |= 1u << i;
        if (i != CONTROL_SBO) {
            odd = type->tag == MMS_DATA_STRUCTURE
                      ? take_layout(control, type, &control->layouts[i])
                      : "no structure";
        }
        if (odd != NULL) {
            g_autofree char *what =
                g_strdup_printf("%s$%s is no control: %s", control->name, name, odd);

            fail(control, CLIENT_BAD_ANSWER, what, NULL);
            return false;
        }
    }
    if (control->has == 0) {
        fail(control, CLIENT_UNKNOWN_NAME, control->name, "neither SBO, SBOw, Oper nor Cancel");
    }
    return control->has != 0;
}

/* A server without ctlModel: by what there is. */
static ControlModel
guess_model(const ClientControl *control)
{
    return control->has & 1u << CONTROL_SBOW  ? CONTROL_SBO_ENHANCED
           : control->has & 1u << CONTROL_SBO ? CONTROL_SBO_NORMAL
                                              : CONTROL_DIRECT_NORMAL;
}

static void
on_model(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    ClientControl *control = user;
    BerReader reader;
    int64_t model;

    (void)count;
    if (!control_resume(control)) {
        return;
    }
    if (failure != NULL) {
        control_tell_found(control, failure);
        return;
    }
    if (items[0].result != MMS_DATA_SUCCESS) {
        control->model = guess_model(control);
        control_tell_problem(control, "%s: ctlModel: %s; it is taken for %s", control->name,
                             mms_data_error_name(items[0].result),
                             control_model_name(control->model));
    } else {
        reader = ber_reader(items[0].data);
        model = ber_get_integer(&reader, MMS_DATA_INTEGER, 0, CONTROL_MODELS - 1);
        if (reader.error != BER_OK || reader.at != reader.end) {
            fail(control, CLIENT_BAD_ANSWER, control->name, "no such ctlModel");
            return;
        }
        control->model = (ControlModel)model;
    }
    if (!control->freed) {
        control_tell_found(control, NULL);
    }
}

/* "CSWI1$CF$Pos$ctlModel" */
static void
ask_model(ClientControl *control)
{
    const char *object = strstr(control->item, "$CO$") + strlen("$CO$");
    g_autofree char *item =
        g_strdup_printf("%.*s$CF$%s$ctlModel", (int)(object - strlen("$CO$") - control->item),
                        control->item, object);
    ClientName name = { .domain = control->domain, .item = item };

    control->calls++;
    client_read(control->client, &name, 1, on_model, control);
}

static void
on_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    ClientControl *control = user;

    if (!control_resume(control)) {
        return;
    }
    if (failure != NULL && failure->kind == CLIENT_SERVICE_ERROR) {
        g_autofree char *what = g_strdup_printf("%s is not controllable", control->name);

        fail(control, CLIENT_UNKNOWN_NAME, what, failure->text);
    } else if (failure != NULL) {
        control_tell_found(control, failure);
    } else {
        control->type = client_type_copy(type);
        if (take_components(control)) {
            if (control->model != CONTROL_MODELS) {
                control_tell_found(control, NULL);
            } else {
                ask_model(control);
            }
        }
    }
}

/* "IED1LD0/CSWI1.Pos" of "CSWI1$CO$Pos". */
static char *
format_name(const ClientName *place)
{
    const char *mark = strstr(place->item, "$CO$");
    GString *text = g_string_new(place->domain);

    g_string_append_printf(text, "/%.*s.%s", (int)(mark - place->item), place->item,
                           mark + strlen("$CO$"));
    g_strdelimit(text->str, "$", '.');
    return g_string_free(text, FALSE);
}

static void
on_resolved(void *user, const ClientFailure *failure, const ClientTarget *target)
{
    ClientControl *control = user;

    if (!control_resume(control)) {
        return;
    }
    if (failure != NULL) {
        control_tell_found(control, failure);
        return;
    }
    if (target->is_list || target->name.has_index || target->name.domain == NULL ||
        strstr(target->name.item, "$CO$") == NULL) {
        fail(control, CLIENT_UNKNOWN_NAME, "no data object's reference: LD/LN.DO", NULL);
        return;
    }
    control->domain = g_strdup(target->name.domain);
    control->item = g_strdup(target->name.item);
    control->name = format_name(&target->name);
    control->calls++;
    client_get_type(control->client, control->domain, control->item, on_type, control);
}

/* An FC stands in it. */
static bool
names_fc(const char *reference)
{
    const char *slash = strchr(reference, '/');
    g_auto(GStrv) parts = g_strsplit_set(slash != NULL ? slash + 1 : reference, ".$", 3);

    return strchr(reference, '[') != NULL ||
           (g_strv_length(parts) > 2 && fc_parse(slice_from_string(parts[1])) != FC_NONE);
}

void
control_find(ClientControl *control, const char *reference)
{
    g_autofree char *full =
        g_strdup_printf("%s%s", reference, names_fc(reference) ? "" : "[CO]");

    control->calls++;
    client_resolve(control->client, full, on_resolved, control);
}
