/* SPDX-License-Identifier: Apache-2.0
 *
 * The refusals of MMS by their names (see refusal.h): all that the rows of sim/mms/error.c
 * name.
 */
#include "engine/faults/refusal.h"

#include <glib.h>
#include <string.h>

#include "engine/text.h"

/* ServiceError from 1 on, since 0 is none; reject classes are the tags of their choice. */
enum { ERROR_FIRST = 0x0001, ERROR_END = 0x0C00, REJECT_FIRST = 0x8100, REJECT_END = 0x8C00 };
enum { NAMES_MAX = 255 };

/* A reason that no standard names, but a device may give. */
#define RESERVED "confirmed-request/reserved"
enum { RESERVED_REASON = 0x8107 };

typedef const char *(*NameOf)(int value);

static const char *
error_name(int value)
{
    return mms_error_name((MmsError)value);
}

static const char *
reject_name(int value)
{
    return value == RESERVED_REASON ? RESERVED : mms_reject_name(value);
}

/* The value of a name, -1 when there is none; the names on the way, NULL-terminated. */
static int
find(NameOf name_of, int first, int end, const char *wanted, const char **names)
{
    unsigned count = 0;

    for (int value = first; value < end && count < NAMES_MAX; value++) {
        const char *name = name_of(value);

        if (g_str_has_suffix(name, "/unknown")) {
            continue;
        }
        if (strcmp(name, wanted) == 0) {
            return value;
        }
        names[count++] = name;
    }
    return -1;
}

static char *
tell(const char *what, const char *wanted, const char **names)
{
    const char *near = suggest_name(wanted, names);

    return g_strdup_printf("no such %s: %s%s%s%s", what, wanted,
                           near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                           near != NULL ? "?)" : "");
}

char *
fault_error_check(const char *name)
{
    const char *names[NAMES_MAX + 1] = { NULL };

    return find(error_name, ERROR_FIRST, ERROR_END, name, names) >= 0
               ? NULL
               : tell("error", name, names);
}

MmsError
fault_error_of(const char *name)
{
    const char *names[NAMES_MAX + 1] = { NULL };

    return (MmsError)find(error_name, ERROR_FIRST, ERROR_END, name, names);
}

/* With the PDU in front that is meant when none is named. */
static char *
whole_reject(const char *name)
{
    return strchr(name, '/') != NULL ? g_strdup(name)
                                     : g_strconcat("confirmed-request/", name, NULL);
}

char *
fault_reject_check(const char *name)
{
    const char *names[NAMES_MAX + 1] = { NULL };
    g_autofree char *whole = whole_reject(name);

    return find(reject_name, REJECT_FIRST, REJECT_END, whole, names) >= 0
               ? NULL
               : tell("reason", whole, names);
}

int
fault_reject_of(const char *name)
{
    const char *names[NAMES_MAX + 1] = { NULL };
    g_autofree char *whole = whole_reject(name);

    return find(reject_name, REJECT_FIRST, REJECT_END, whole, names);
}
