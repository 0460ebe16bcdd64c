/* SPDX-License-Identifier: Apache-2.0
 *
 * See preassigned.h.
 */
#include "engine/preassigned.h"

#include <string.h>

static bool
is_client(const char *text)
{
    const char *equals = strchr(text, '=');

    return equals != NULL && equals > text && g_hostname_is_ip_address(equals + 1);
}

bool
preassigned_check(const Preassigned *given, GError **error)
{
    const char *mode = given->mode;

    if (mode != NULL && strcmp(mode, "address") != 0 && strcmp(mode, "open") != 0) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "preassigned is \"address\" or \"open\", not \"%s\"", mode);
        return false;
    }
    for (const char *const *at = given->clients; at != NULL && *at != NULL; at++) {
        if (!is_client(*at)) {
            g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                        "\"%s\" does not tell the address of a client IED, as "
                        "\"HMI=127.0.0.2\" does",
                        *at);
            return false;
        }
    }
    if (given->clients != NULL && mode != NULL && strcmp(mode, "open") == 0) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "addresses of clients mean nothing when what is preassigned is open to "
                    "everybody");
        return false;
    }
    return true;
}

void
preassigned_apply(const AddressOptions *options, const Preassigned *own, ReportLimits *limits)
{
    const char *mode = own->mode != NULL ? own->mode : options->preassigned;
    const char *const *clients =
        own->clients != NULL ? own->clients : (const char *const *)options->clients;

    limits->preassigned =
        mode != NULL ? strcmp(mode, "address") == 0 : options->addresses != NULL;
    limits->clients = mode != NULL && strcmp(mode, "open") == 0 ? NULL : clients;
}
