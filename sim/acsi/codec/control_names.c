/* SPDX-License-Identifier: Apache-2.0
 *
 * The enumerations of controls as rows (see control_names.h).
 */
#include "sim/acsi/codec/control_names.h"

#include <glib.h>
#include <string.h>

/* `edition_1`: what stands in its place in the first edition, which ends with 18. */
static const struct {
    const char *name;
    AddCause edition_1;
} causes[ADD_CAUSES] = {
    [ADD_CAUSE_UNKNOWN] = { "unknown" },
    [ADD_CAUSE_NOT_SUPPORTED] = { "not-supported" },
    [ADD_CAUSE_BLOCKED_BY_SWITCHING_HIERARCHY] = { "blocked-by-switching-hierarchy" },
    [ADD_CAUSE_SELECT_FAILED] = { "select-failed" },
    [ADD_CAUSE_INVALID_POSITION] = { "invalid-position" },
    [ADD_CAUSE_POSITION_REACHED] = { "position-reached" },
    [ADD_CAUSE_PARAMETER_CHANGE_IN_EXECUTION] = { "parameter-change-in-execution" },
    [ADD_CAUSE_STEP_LIMIT] = { "step-limit" },
    [ADD_CAUSE_BLOCKED_BY_MODE] = { "blocked-by-mode" },
    [ADD_CAUSE_BLOCKED_BY_PROCESS] = { "blocked-by-process" },
    [ADD_CAUSE_BLOCKED_BY_INTERLOCKING] = { "blocked-by-interlocking" },
    [ADD_CAUSE_BLOCKED_BY_SYNCHROCHECK] = { "blocked-by-synchrocheck" },
    [ADD_CAUSE_COMMAND_ALREADY_IN_EXECUTION] = { "command-already-in-execution" },
    [ADD_CAUSE_BLOCKED_BY_HEALTH] = { "blocked-by-health" },
    [ADD_CAUSE_1_OF_N_CONTROL] = { "1-of-n-control" },
    [ADD_CAUSE_ABORTION_BY_CANCEL] = { "abortion-by-cancel" },
    [ADD_CAUSE_TIME_LIMIT_OVER] = { "time-limit-over" },
    [ADD_CAUSE_ABORTION_BY_TRIP] = { "abortion-by-trip" },
    [ADD_CAUSE_OBJECT_NOT_SELECTED] = { "object-not-selected" },
    [ADD_CAUSE_OBJECT_ALREADY_SELECTED] = { "object-already-selected",
                                            ADD_CAUSE_SELECT_FAILED },
    [ADD_CAUSE_NO_ACCESS_AUTHORITY] = { "no-access-authority",
                                        ADD_CAUSE_BLOCKED_BY_SWITCHING_HIERARCHY },
    [ADD_CAUSE_ENDED_WITH_OVERSHOOT] = { "ended-with-overshoot" },
    [ADD_CAUSE_ABORTION_DUE_TO_DEVIATION] = { "abortion-due-to-deviation" },
    [ADD_CAUSE_ABORTION_BY_COMMUNICATION_LOSS] = { "abortion-by-communication-loss" },
    [ADD_CAUSE_BLOCKED_BY_COMMAND] = { "blocked-by-command", ADD_CAUSE_BLOCKED_BY_PROCESS },
    [ADD_CAUSE_NONE] = { "none" },
    [ADD_CAUSE_INCONSISTENT_PARAMETERS] = { "inconsistent-parameters",
                                            ADD_CAUSE_PARAMETER_CHANGE_IN_EXECUTION },
    [ADD_CAUSE_LOCKED_BY_OTHER_CLIENT] = { "locked-by-other-client", ADD_CAUSE_SELECT_FAILED },
};

static const char *const models[CONTROL_MODELS] = {
    "status-only", "direct-with-normal-security", "sbo-with-normal-security",
    "direct-with-enhanced-security", "sbo-with-enhanced-security"
};

static const char *const categories[CONTROL_CATEGORIES] = {
    "not-supported",    "bay-control",   "station-control",
    "remote-control",   "automatic-bay", "automatic-station",
    "automatic-remote", "maintenance",   "process"
};

static const char *const errors[CONTROL_ERROR_KINDS] = { "no-error", "unknown",
                                                         "timeout-test-not-ok",
                                                         "operator-test-not-ok" };

static const char *const services[CONTROL_SERVICES] = { "SBO", "SBOw", "Oper", "Cancel" };

static bool
is_same_word(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        char left = *a == '_' ? '-' : g_ascii_tolower(*a);
        char right = *b == '_' ? '-' : g_ascii_tolower(*b);

        if (left != right) {
            return false;
        }
        a++;
        b++;
    }
    return *a == *b;
}

static bool
parse_number(const char *text, unsigned count, unsigned *number)
{
    guint64 parsed;

    if (!g_ascii_string_to_unsigned(text, 10, 0, count - 1, &parsed, NULL)) {
        return false;
    }
    *number = (unsigned)parsed;
    return true;
}

static bool
parse_word(const char *text, const char *const *names, unsigned count, unsigned *number)
{
    for (unsigned i = 0; i < count; i++) {
        if (is_same_word(text, names[i])) {
            *number = i;
            return true;
        }
    }
    return parse_number(text, count, number);
}

const char *
add_cause_name(unsigned cause)
{
    return cause < ADD_CAUSES ? causes[cause].name : NULL;
}

bool
add_cause_parse(const char *text, AddCause *cause)
{
    const char *names[ADD_CAUSES];
    unsigned number;
    bool found;

    for (unsigned i = 0; i < ADD_CAUSES; i++) {
        names[i] = causes[i].name;
    }
    found = parse_word(text, names, ADD_CAUSES, &number);
    if (found) {
        *cause = (AddCause)number;
    }
    return found;
}

AddCause
add_cause_of_edition_1(AddCause cause)
{
    return cause > ADD_CAUSE_OBJECT_NOT_SELECTED ? causes[cause].edition_1 : cause;
}

const char *
control_model_name(unsigned model)
{
    return model < CONTROL_MODELS ? models[model] : NULL;
}

bool
control_model_parse(const char *text, ControlModel *model)
{
    unsigned number;
    bool found = parse_word(text, models, CONTROL_MODELS, &number);

    if (found) {
        *model = (ControlModel)number;
    }
    return found;
}

bool
control_model_is_sbo(ControlModel model)
{
    return model == CONTROL_SBO_NORMAL || model == CONTROL_SBO_ENHANCED;
}

bool
control_model_is_enhanced(ControlModel model)
{
    return model == CONTROL_DIRECT_ENHANCED || model == CONTROL_SBO_ENHANCED;
}

const char *
control_category_name(int64_t category)
{
    return category >= 0 && category < CONTROL_CATEGORIES ? categories[category] : NULL;
}

bool
control_category_parse(const char *text, ControlCategory *category)
{
    unsigned number;
    bool found = parse_word(text, categories, CONTROL_CATEGORIES, &number);

    if (found) {
        *category = (ControlCategory)number;
    }
    return found;
}

bool
control_check_parse(const char *text, unsigned *check)
{
    static const struct {
        const char *name;
        unsigned bits;
    } words[] = { { "none", 0 }, { "synchrocheck", 1 }, { "synchro", 1 }, { "interlock", 2 } };
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    *check = 0;
    for (unsigned i = 0; parts[i] != NULL; i++) {
        unsigned word = 0;

        while (word < G_N_ELEMENTS(words) && !is_same_word(parts[i], words[word].name)) {
            word++;
        }
        if (word == G_N_ELEMENTS(words)) {
            return false;
        }
        *check |= words[word].bits;
    }
    return parts[0] != NULL;
}

const char *
control_check_name(unsigned check)
{
    static const char *const names[] = { "none", "synchrocheck", "interlock",
                                         "synchrocheck,interlock" };

    return names[check & 3];
}

const char *
control_error_name(unsigned error)
{
    return error < CONTROL_ERROR_KINDS ? errors[error] : NULL;
}

const char *
control_service_name(ControlService service)
{
    return services[service];
}
