/* SPDX-License-Identifier: Apache-2.0
 *
 * Which options a word takes, for people: `iedbench list --json words` and the Lua reference
 * tell them from these rows. Each file with BindOption tables has an array of them at its end,
 * word_options.c lists the arrays, and tests/lint/options.py misses no table.
 */
#pragma once

#include "engine/bind/bind.h"

/* Ends without words. */
typedef struct BindWordOptions {
    const BindWord *words; /* the array with the word's row */
    const char *name;      /* NULL: each of them */
    const BindOption *options;
    const char *part; /* the option, or argument, whose table has them; NULL: the word's own */
} BindWordOptions;

extern const BindWordOptions bind_client_options[], bind_client_control_options[],
    bind_client_end_options[], bind_client_log_options[], bind_clock_options[],
    bind_control_options[], bind_control_rule_options[], bind_counter_options[],
    bind_entry_options[], bind_event_options[], bind_eventually_options[], bind_exec_options[],
    bind_expect_options[], bind_expect_client_options[], bind_expect_each_options[],
    bind_expect_group_options[], bind_fault_options[], bind_http_options[], bind_ied_options[],
    bind_metric_options[], bind_named_client_options[], bind_pace_options[],
    bind_playback_options[], bind_power_options[], bind_scenario_options[],
    bind_source_wild_options[], bind_stand_in_options[], bind_subscription_options[],
    bind_task_options[], bind_value_options[];

/* "a time such as \"1.5s\" or \"100ms\"". */
const char *bind_option_kind_name(OptionKind kind);
