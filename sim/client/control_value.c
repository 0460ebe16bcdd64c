/* SPDX-License-Identifier: Apache-2.0
 *
 * Values and errors of controls for people (see control.h).
 */
#include "sim/client/control_internal.h"
#include "sim/mms/data.h"

/* Tcmd of BSC and BAC (IEC 61850-7-3). */
static const char *const steps[] = { "stop", "lower", "higher", "reserved" };

static char *
step_bits(const char *text)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (g_ascii_strcasecmp(text, steps[i]) == 0) {
            return g_strdup_printf("%u%u", i >> 1, i & 1);
        }
    }
    return NULL;
}

static bool
is_number(const char *text)
{
    char *end;

    g_ascii_strtod(text, &end);
    return end != text && *end == '\0';
}

bool
client_control_parse(const ClientControl *control, const char *text, Pdu *pdu, GError **error)
{
    const ClientType *type = control->ctl_val;
    g_autofree char *meant = NULL;

    if (type->tag == MMS_DATA_BIT_STRING && type->size == 2) {
        meant = step_bits(text);
    } else if (type->tag == MMS_DATA_STRUCTURE && is_number(text) && type->count == 1) {
        meant = g_strdup_printf("{%s}", text);
    }
    return client_data_parse(type, meant != NULL ? meant : text, pdu, error);
}

char *
client_control_error_text(const ControlError *error)
{
    const char *cause = add_cause_name(error->add_cause);
    const char *kind = control_error_name(error->error);
    g_autofree char *number = g_strdup_printf("%u", error->error);

    return g_strdup_printf("AddCause %s (%u), Error %s", cause != NULL ? cause : "of no name",
                           error->add_cause, kind != NULL ? kind : number);
}
