/* SPDX-License-Identifier: Apache-2.0
 *
 * The options of words as a list for people (see word_options.h). Those of signals and of
 * faults come from the rows of signals and of faults.
 */
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/fault.h"
#include "engine/signal.h"

/* A row each, so that additions merge. */
/* clang-format off */
static const BindWordOptions *const told[] = {
    bind_client_options,
    bind_client_control_options,
    bind_client_end_options,
    bind_client_log_options,
    bind_clock_options,
    bind_control_options,
    bind_control_rule_options,
    bind_counter_options,
    bind_entry_options,
    bind_event_options,
    bind_eventually_options,
    bind_exec_options,
    bind_expect_options,
    bind_expect_client_options,
    bind_expect_each_options,
    bind_expect_group_options,
    bind_fault_options,
    bind_http_options,
    bind_ied_options,
    bind_metric_options,
    bind_named_client_options,
    bind_pace_options,
    bind_playback_options,
    bind_power_options,
    bind_scenario_options,
    bind_source_wild_options,
    bind_stand_in_options,
    bind_subscription_options,
    bind_task_options,
    bind_value_options,
    NULL
};
/* clang-format on */

/* What an option is told to. */
typedef struct Listener {
    ScriptShowOption show;
    void *user;
} Listener;

static void
tell(const Listener *listener, const BindOption *option, const char *part)
{
    listener->show(listener->user, part, option->name, bind_option_kind_name(option->kind),
                   option->required);
}

static bool
is_of(const BindWord *words, const BindWord *row)
{
    for (; words->name != NULL; words++) {
        if (words == row) {
            return true;
        }
    }
    return false;
}

static void
tell_told(const Listener *listener, const BindWord *row)
{
    for (unsigned i = 0; told[i] != NULL; i++) {
        for (const BindWordOptions *entry = told[i]; entry->words != NULL; entry++) {
            if ((entry->name != NULL && strcmp(entry->name, row->name) != 0) ||
                !is_of(entry->words, row)) {
                continue;
            }
            for (const BindOption *option = entry->options; option->name != NULL; option++) {
                tell(listener, option, entry->part);
            }
        }
    }
}

static void
tell_signal(const Listener *listener, const SignalShape *shape)
{
    for (unsigned i = 0; i < SIGNAL_PARAMETERS_MAX && shape->parameters[i].name != NULL; i++) {
        const struct SignalParameter *row = &shape->parameters[i];

        tell(listener,
             &(BindOption){ row->name, row->kind == SIGNAL_TIME ? OPTION_TIME : OPTION_NUMBER,
                            row->required },
             NULL);
    }
    tell(listener, &(BindOption){ "every", OPTION_TIME, false }, NULL);
    if (shape->lasts < 0) {
        tell(listener, &(BindOption){ "lasting", OPTION_TIME, false }, NULL);
    }
}

void
script_list_word_options(const void *word, ScriptShowOption show, void *user)
{
    const BindWord *row = word;
    Listener listener = { show, user };

    tell_told(&listener, row);
    for (unsigned i = 0; is_of(bind_signal_words, row) && signal_shapes[i] != NULL; i++) {
        if (strcmp(signal_shapes[i]->name, row->name) == 0) {
            tell_signal(&listener, signal_shapes[i]);
        }
    }
}
