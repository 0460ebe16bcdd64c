/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults as declared, armed and removed (see fault.h).
 */
#include "engine/fault_private.h"

#include <stdlib.h>
#include <string.h>

#include "engine/text.h"

/* One that acts at no gate and has an end, or a parameter, of its own is a line here like any
 * other. */
extern const FaultType fault_link_down, fault_refuse, fault_accept_queue_full, fault_mute,
    fault_latency, fault_throttle, fault_dribble, fault_coalesce, fault_stall_reads,
    fault_stall_pdu, fault_close_after, fault_port_moved, fault_drop, fault_delay,
    fault_duplicate, fault_reorder, fault_truncate, fault_flip_bits, fault_wrong_length,
    fault_wrong_version, fault_oversized_tpdu, fault_missing_eot, fault_wrong_spdu,
    fault_wrong_context, fault_refuse_connection, fault_refuse_association,
    fault_refuse_initiate, fault_wrong_capabilities, fault_wrong_selectors, fault_abort,
    fault_negotiate, fault_no_answer, fault_late_answer, fault_answer_twice,
    fault_wrong_invoke_id, fault_service_error, fault_reject_request, fault_data_access_error,
    fault_wrong_type, fault_wrong_result_count, fault_endless_names, fault_short_pages,
    fault_odd_ber, fault_conclude, fault_report_lost, fault_report_twice, fault_report_late,
    fault_wrong_sq_num, fault_wrong_conf_rev, fault_wrong_sub_sq_num, fault_wrong_rpt_id,
    fault_false_overflow, fault_entry_id_back, fault_missing_inclusion, fault_report_storm,
    fault_buffer_forgotten, fault_enabled_lost, fault_integrity_never, fault_rcb_stolen;
extern const FaultType fault_quality, fault_stale_value, fault_stale_time, fault_frozen,
    fault_not_a_number, fault_out_of_range, fault_oscillating, fault_clock_drift,
    fault_clock_jump, fault_leap_second, fault_clock_not_synchronized, fault_time_before_1984,
    fault_time_after_2038;
extern const FaultType fault_control_ignored, fault_control_late, fault_position_stuck,
    fault_intermediate_forever, fault_terminated_twice, fault_terminated_wrongly,
    fault_wrong_ctl_num, fault_select_lost, fault_moves_without_command;
extern const FaultType fault_power_cycle, fault_crash, fault_revision_changed,
    fault_out_of_associations, fault_out_of_memory, fault_overload, fault_log_wiped,
    fault_file_system_full, fault_switchover;
const FaultType *const fault_types[] = {
    &fault_link_down,
    &fault_refuse,
    &fault_accept_queue_full,
    &fault_mute,
    &fault_latency,
    &fault_throttle,
    &fault_dribble,
    &fault_coalesce,
    &fault_stall_reads,
    &fault_stall_pdu,
    &fault_close_after,
    &fault_port_moved,
    &fault_drop,
    &fault_delay,
    &fault_duplicate,
    &fault_reorder,
    &fault_truncate,
    &fault_flip_bits,
    &fault_wrong_length,
    &fault_wrong_version,
    &fault_oversized_tpdu,
    &fault_missing_eot,
    &fault_wrong_spdu,
    &fault_wrong_context,
    &fault_refuse_connection,
    &fault_refuse_association,
    &fault_refuse_initiate,
    &fault_wrong_selectors,
    &fault_abort,
    &fault_negotiate,
    &fault_no_answer,
    &fault_late_answer,
    &fault_answer_twice,
    &fault_wrong_invoke_id,
    &fault_service_error,
    &fault_reject_request,
    &fault_data_access_error,
    &fault_wrong_type,
    &fault_wrong_result_count,
    &fault_endless_names,
    &fault_short_pages,
    &fault_wrong_capabilities,
    &fault_odd_ber,
    &fault_conclude,
    &fault_report_lost,
    &fault_report_twice,
    &fault_report_late,
    &fault_wrong_sq_num,
    &fault_wrong_conf_rev,
    &fault_wrong_sub_sq_num,
    &fault_wrong_rpt_id,
    &fault_false_overflow,
    &fault_entry_id_back,
    &fault_missing_inclusion,
    &fault_report_storm,
    &fault_buffer_forgotten,
    &fault_enabled_lost,
    &fault_integrity_never,
    &fault_rcb_stolen,
    &fault_quality,
    &fault_stale_value,
    &fault_stale_time,
    &fault_frozen,
    &fault_not_a_number,
    &fault_out_of_range,
    &fault_oscillating,
    &fault_clock_drift,
    &fault_clock_jump,
    &fault_leap_second,
    &fault_clock_not_synchronized,
    &fault_time_before_1984,
    &fault_time_after_2038,
    &fault_control_ignored,
    &fault_control_late,
    &fault_position_stuck,
    &fault_intermediate_forever,
    &fault_terminated_twice,
    &fault_terminated_wrongly,
    &fault_wrong_ctl_num,
    &fault_select_lost,
    &fault_moves_without_command,
    &fault_power_cycle,
    &fault_crash,
    &fault_revision_changed,
    &fault_out_of_associations,
    &fault_out_of_memory,
    &fault_overload,
    &fault_log_wiped,
    &fault_file_system_full,
    &fault_switchover,
    NULL,
};

const FaultType *
fault_type_find(const char *name)
{
    for (unsigned i = 0; fault_types[i] != NULL; i++) {
        if (strcmp(fault_types[i]->name, name) == 0) {
            return fault_types[i];
        }
    }
    return NULL;
}

/* Declarations. */

FaultSpec *
fault_spec_new(const FaultType *type)
{
    FaultSpec *spec = g_new0(FaultSpec, 1);

    spec->type = type;
    spec->share = 1;
    spec->references = 1;
    for (unsigned i = 0; type->parameters != NULL && type->parameters[i].name != NULL; i++) {
        const char *preset = type->parameters[i].preset;

        if (preset != NULL && *preset != '\0') {
            g_assert(fault_spec_set(spec, i, preset) == NULL);
        }
    }
    return spec;
}

void
fault_spec_unref(FaultSpec *spec)
{
    if (spec == NULL || --spec->references > 0) {
        return;
    }
    for (unsigned i = 0; i < FAULT_PARAMETERS_MAX; i++) {
        g_free(spec->values[i].text);
    }
    g_free(spec->client);
    g_free(spec);
}

static bool
parse_number(const char *text, double *number)
{
    char *end;

    *number = g_ascii_strtod(text, &end);
    return end != text && *end == '\0' && *number == *number;
}

static char *
set_number(const FaultParameter *row, FaultValue *value, const char *text)
{
    bool whole = row->kind == FAULT_COUNT;
    double number;

    if (!parse_number(text, &number) ||
        (whole && (number < 0 || number > UINT32_MAX || number != (double)(uint32_t)number))) {
        return g_strdup_printf("%s takes a %s, not %s", row->name, whole ? "count" : "number",
                               text);
    }
    if ((row->least != 0 || row->most != 0) && (number < row->least || number > row->most)) {
        return g_strdup_printf("%s goes from %g to %g, not %s", row->name, row->least,
                               row->most, text);
    }
    if (whole) {
        value->count = (uint32_t)number;
    } else {
        value->number = number;
    }
    return NULL;
}

static char *
set_choice(const FaultParameter *row, FaultValue *value, const char *text)
{
    g_auto(GStrv) choices = g_strsplit(row->choices, "|", -1);
    const char *near;

    for (unsigned i = 0; choices[i] != NULL; i++) {
        if (strcmp(choices[i], text) == 0) {
            value->choice = i;
            return NULL;
        }
    }
    near = suggest_name(text, (const char *const *)choices);
    return g_strdup_printf("%s takes one of %s, not %s%s%s%s", row->name, row->choices, text,
                           near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                           near != NULL ? "?)" : "");
}

static char *
set_flag(const FaultParameter *row, FaultValue *value, const char *text)
{
    value->flag = strcmp(text, "true") == 0;
    return value->flag || strcmp(text, "false") == 0
               ? NULL
               : g_strdup_printf("%s takes true or false, not %s", row->name, text);
}

char *
fault_spec_set(FaultSpec *spec, unsigned parameter, const char *text)
{
    const FaultParameter *row = &spec->type->parameters[parameter];
    FaultValue *value = &spec->values[parameter];
    char *problem = NULL;

    g_assert(parameter < FAULT_PARAMETERS_MAX);
    switch (row->kind) {
    case FAULT_TIME:
        if (!duration_parse(text, &value->time)) {
            problem =
                g_strdup_printf("%s takes a time such as \"20ms\", not %s", row->name, text);
        }
        break;
    case FAULT_NUMBER:
    case FAULT_COUNT:
        problem = set_number(row, value, text);
        break;
    case FAULT_FLAG:
        problem = set_flag(row, value, text);
        break;
    case FAULT_CHOICE:
        problem = set_choice(row, value, text);
        break;
    case FAULT_TEXT:
    case FAULT_POINT:
        break;
    }
    g_free(value->text);
    value->text = g_strdup(text);
    value->given = problem == NULL;
    return problem;
}

/* Armed. */

static void
emit(const ArmedFault *armed, EventKind kind)
{
    event_emit(armed->fault.stage->events,
               &(Event){ .kind = kind,
                         .ied = armed->fault.device->name,
                         .reference = armed->fault.spec->type->name });
}

void
fault_disarm(ArmedFault *armed)
{
    Stage *stage = armed->fault.stage;
    const FaultType *type = armed->fault.spec->type;
    Gate *gates = ied_gates(armed->fault.device->ied);

    for (unsigned point = 0; point < GATE_POINTS; point++) {
        if ((type->gates & FAULT_GATE(point)) != 0) {
            gate_remove(&gates[point], &armed->guests[point].guest);
        }
    }
    armed->over = true;
    g_ptr_array_remove(stage->faults, armed);
    fault_let_go(armed, stage->ending);
    if (type->end != NULL) {
        type->end(&armed->fault);
    }
    clock_disarm(stage->clock, &armed->lasting);
    clock_disarm(stage->clock, &armed->turn);
    if (!stage->ending) {
        emit(armed, EVENT_FAULT_REMOVED);
    }
    if (armed->counts_finite) {
        stage->finite--;
        if (stage->idle != NULL && !stage->ending) {
            stage->idle(stage->user);
        }
    }
    g_array_unref(armed->laters);
    g_hash_table_unref(armed->streams);
    g_ptr_array_unref(armed->replaced);
    fault_spec_unref((FaultSpec *)armed->fault.spec);
    g_free(armed->fault.state);
    g_free(armed);
}

static void
lasted(Timer *timer)
{
    fault_disarm((ArmedFault *)(void *)((char *)timer - G_STRUCT_OFFSET(ArmedFault, lasting)));
}

static void
enter_gates(ArmedFault *armed)
{
    Gate *gates = ied_gates(armed->fault.device->ied);

    for (unsigned point = 0; point < GATE_POINTS; point++) {
        armed->guests[point] = (FaultGuest){ .guest = { .act = fault_act }, .armed = armed };
        if ((armed->fault.spec->type->gates & FAULT_GATE(point)) != 0) {
            gate_add(&gates[point], &armed->guests[point].guest);
        }
    }
}

static void
arm(FaultSpec *spec, Device *device, Stage *stage)
{
    ArmedFault *armed = g_new0(ArmedFault, 1);

    spec->references++;
    armed->fault = (Fault){ .spec = spec,
                            .device = device,
                            .stage = stage,
                            .state = g_malloc0(MAX(spec->type->state_size, 1)) };
    g_queue_init(&armed->held);
    armed->laters = g_array_new(FALSE, FALSE, sizeof(FaultErrand));
    armed->streams = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    armed->replaced = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(stage->faults, armed);
    enter_gates(armed);
    emit(armed, EVENT_FAULT_ARMED);
    if (spec->lasting > 0) {
        armed->counts_finite = true;
        stage->finite++;
        clock_arm(stage->clock, &armed->lasting, clock_now(stage->clock) + spec->lasting,
                  lasted);
    }
    if (spec->type->begin != NULL) {
        spec->type->begin(&armed->fault);
    }
}

/* Actions. */

typedef struct FaultAction {
    Action action; /* first */
    FaultSpec *spec;
    const char *name; /* of the clear action; NULL: any */
    Device **devices;
    unsigned count;
} FaultAction;

/* What was set before in the same entry was set without the fault. */
static void
perform_arm(Action *action, Stage *stage)
{
    const FaultAction *self = (const FaultAction *)action;

    stage_commit(stage);
    for (unsigned i = 0; i < self->count; i++) {
        arm(self->spec, self->devices[i], stage);
    }
}

static void
clear(const FaultAction *self, const Device *device, Stage *stage)
{
    for (unsigned i = stage->faults->len; i-- > 0;) {
        ArmedFault *armed = stage->faults->pdata[i];

        if (armed->fault.device == device &&
            (self->name == NULL || strcmp(self->name, armed->fault.spec->type->name) == 0)) {
            fault_disarm(armed);
            i = MIN(i, stage->faults->len);
        }
    }
}

static void
perform_clear(Action *action, Stage *stage)
{
    const FaultAction *self = (const FaultAction *)action;

    stage_commit(stage);
    for (unsigned i = 0; i < self->count; i++) {
        clear(self, self->devices[i], stage);
    }
}

static void
free_action(Action *action)
{
    FaultAction *self = (FaultAction *)action;

    fault_spec_unref(self->spec);
    g_free(self->devices);
    g_free(self);
}

static const ActionType arm_type = { "fault", perform_arm, free_action };
static const ActionType clear_type = { "fault.clear", perform_clear, free_action };

static FaultAction *
action_new(const ActionType *type, Device *const *devices, unsigned count)
{
    FaultAction *self = g_new0(FaultAction, 1);

    self->action = (Action){ type, 1 };
    self->devices = g_memdup2(devices, count * sizeof *devices);
    self->count = count;
    return self;
}

Action *
fault_action_new(FaultSpec *spec, Device *const *devices, unsigned count)
{
    FaultAction *self = action_new(&arm_type, devices, count);

    spec->references++;
    self->spec = spec;
    return &self->action;
}

Action *
fault_clear_action_new(const char *name, Device *const *devices, unsigned count)
{
    FaultAction *self = action_new(&clear_type, devices, count);

    self->name = name;
    return &self->action;
}

void
fault_stop_all(Stage *stage)
{
    stage->ending = true;
    while (stage->faults->len > 0) {
        fault_disarm(stage->faults->pdata[stage->faults->len - 1]);
    }
}
