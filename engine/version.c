/* SPDX-License-Identifier: Apache-2.0
 *
 * The version of this build, from configure.ac.
 */
#include "config.h"

#include "engine/version.h"

#include <glib.h>
#include <libxml/xmlversion.h>
#include <sqlite3.h>

#include "engine/script.h"

const char *
iedbench_version(void)
{
    return PACKAGE_VERSION;
}

char **
iedbench_versions(void)
{
    g_autofree char *glib =
        g_strdup_printf("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
    const char *const versions[] = {
        "iedbench", PACKAGE_VERSION,      "GLib",    glib,
        "Lua",      script_lua_version(), "libxml2", LIBXML_DOTTED_VERSION,
        "SQLite",   sqlite3_libversion(), NULL
    };

    return g_strdupv((char **)versions);
}
