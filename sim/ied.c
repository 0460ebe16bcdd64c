/* SPDX-License-Identifier: Apache-2.0
 *
 * The IED: its listeners, its values with their time stamps, and the sum of its associations.
 */
#include "sim/ied_private.h"

#include <unistd.h>

#include "sim/net/listener.h"

#define ASSOCIATIONS_MAX 100
#define HANDSHAKE_TIMEOUT (10 * CLOCK_SECOND)
/* Connections beyond the associations: handshakes under way, and peers to be refused. */
#define CONNECTIONS_SPARE 64

static void
emit_changes(void *user, Values *values, const ChangeSet *set)
{
    Ied *ied = user;

    if (ied->off || !event_wanted(ied->events, EVENT_CHANGED)) {
        return;
    }
    for (unsigned i = 0; i < set->count; i++) {
        const NodeRef *leaf = &set->leaves[i].ref;
        g_autofree char *reference = NULL;
        g_autofree char *value = NULL;

        if (!set->leaves[i].changed) {
            continue;
        }
        /* Without it, an edited setting would look like the active one. */
        reference = reference_format(ied->model, leaf, leaf->fc == FC_SE);
        value = values_format(values, leaf);
        event_emit(ied->events, &(Event){ .kind = EVENT_CHANGED,
                                          .ied = ied->name,
                                          .association = set->association,
                                          .reference = reference,
                                          .value = value });
    }
}

static void
abort_all(LoopLater *later)
{
    Ied *ied = (Ied *)(void *)((char *)later - offsetof(Ied, abort_all));

    for (IedAssociation *at = ied->associations; at != NULL; at = at->next) {
        ied_association_abort(at);
    }
}

static unsigned
choose_associations_max(const IedParameters *parameters)
{
    unsigned said = parameters->model->services.dyn_associations;

    return parameters->associations_max != 0 ? parameters->associations_max
           : said != 0                       ? said
                                             : ASSOCIATIONS_MAX;
}

Ied *
ied_new(const IedParameters *parameters)
{
    Ied *ied = g_new0(Ied, 1);

    ied->name = g_strdup(parameters->name);
    ied->model = model_ref(parameters->model);
    ied->values = values_new(ied->model);
    ied->vmd =
        vmd_ied_new(&(VmdIedParameters){ .values = ied->values,
                                         .vendor = parameters->habits.vendor,
                                         .model = parameters->habits.model,
                                         .revision = parameters->habits.revision,
                                         .lists_max = parameters->habits.lists_max,
                                         .members_max = parameters->habits.members_max });
    ied->loop = parameters->loop;
    ied->clock = parameters->clock;
    ied->events = parameters->events;
    ied->limits = parameters->limits;
    ied->address = parameters->address;
    ied->checks = parameters->checks;
    ied->associations_max = choose_associations_max(parameters);
    ied->associations_limit = UINT_MAX;
    ied->handshake_timeout =
        parameters->handshake_timeout != 0 ? parameters->handshake_timeout : HANDSHAKE_TIMEOUT;
    ied->listeners = g_ptr_array_new_with_free_func((GDestroyNotify)listener_free);
    ied->abort_all.run = abort_all;
    ied->forsaken = g_ptr_array_new();
    ied->parameters = *parameters;
    ied->parameters.name = ied->name;
    ied->shown = shown_new(ied->values, &ied->gates[GATE_CHANGE]);
    values_observe(ied->values, emit_changes, ied);
    ied_state_use(ied, parameters->state);
    ied_acsi_open(ied, &ied->parameters);
    return ied;
}

void
ied_free(Ied *ied)
{
    if (ied == NULL) {
        return;
    }
    g_ptr_array_unref(ied->listeners);
    while (ied->associations != NULL) {
        ied_association_free(ied->associations);
    }
    if (!ied->off) {
        ied_acsi_close(ied);
    }
    ied_power_close_forsaken(ied);
    g_ptr_array_unref(ied->forsaken);
    ied_state_leave(ied);
    loop_forget(ied->loop, &ied->abort_all);
    values_unobserve(ied->values, emit_changes, ied);
    vmd_ied_free(ied->vmd);
    shown_free(ied->shown);
    values_free(ied->values);
    model_unref(ied->model);
    g_free(ied->first_host);
    g_free(ied->name);
    g_free(ied);
}

static void
accept_connection(void *user, int fd)
{
    Ied *ied = user;
    GatePass pass = { .point = GATE_ACCEPT };

    if (gate_pass(&ied->gates[GATE_ACCEPT], &pass) != GATE_PASS) {
        close(fd);
        return;
    }
    if (ied->connection_count >= ied->associations_max + CONNECTIONS_SPARE) {
        ied->totals.refused++;
        close(fd);
        return;
    }
    ied_association_accept(ied, fd);
}

bool
ied_listen(Ied *ied, const char *address, int port, GError **error)
{
    Listener *listener = listener_new(ied->loop, address, port, accept_connection, ied, error);

    if (listener == NULL) {
        return false;
    }
    g_ptr_array_add(ied->listeners, listener);
    if (event_wanted(ied->events, EVENT_LISTENING)) {
        g_autofree char *text =
            g_strdup_printf(strchr(address, ':') != NULL ? "[%s]:%d" : "%s:%d", address,
                            listener_port(listener));

        ied_emit(ied, EVENT_LISTENING, NULL, NULL, text);
    }
    return true;
}

void
ied_stop_listening(Ied *ied)
{
    g_ptr_array_set_size(ied->listeners, 0);
}

const char *
ied_address(const Ied *ied)
{
    return ied->listeners->len == 0 ? NULL
                                    : listener_address(g_ptr_array_index(ied->listeners, 0));
}

int
ied_port(const Ied *ied)
{
    return ied->listeners->len == 0 ? 0 : listener_port(g_ptr_array_index(ied->listeners, 0));
}

Connection *
ied_connect(Ied *ied, const char *name, const ConnectionUser *callbacks, void *user)
{
    GatePass pass = { .point = GATE_ACCEPT };

    if (ied->deaf == IED_HANGS) {
        return ied_power_ignore(ied, name, callbacks, user);
    }
    if (ied->off || ied->deaf == IED_REFUSES ||
        gate_pass(&ied->gates[GATE_ACCEPT], &pass) != GATE_PASS) {
        return ied_power_refuse(ied, name, callbacks, user);
    }
    return ied_association_connect(ied, name, callbacks, user);
}

const char *
ied_name(const Ied *ied)
{
    return ied->name;
}

Values *
ied_values(Ied *ied)
{
    return ied->values;
}

const Model *
ied_model(const Ied *ied)
{
    return ied->model;
}

unsigned
ied_association_count(const Ied *ied)
{
    return ied->association_count;
}

const IedTotals *
ied_totals(const Ied *ied)
{
    return &ied->totals;
}

const MmsCounters *
ied_counters(Ied *ied)
{
    ied->counters = ied->ended;
    for (const IedAssociation *at = ied->associations; at != NULL; at = at->next) {
        ied_association_add_counters(at, &ied->counters);
    }
    return &ied->counters;
}

Gate *
ied_gates(Ied *ied)
{
    return ied->gates;
}

void
ied_on_touch(Ied *ied, const VmdTouchWatch *watch, void *user)
{
    vmd_ied_on_touch(ied->vmd, watch, user);
}

void
ied_change_open(Ied *ied)
{
    change_open(ied->values, CHANGE_SCENARIO, 0);
}

unsigned
ied_change_commit(Ied *ied)
{
    return change_commit(ied->values);
}

static ValueResult
stage_point(Ied *ied, const Point *point, const IedSet *set)
{
    ValueResult result = VALUE_OK;
    Value now;

    if (set->value != NULL) {
        result = change_set(ied->values, &point->value, set->value);
    }
    if (result == VALUE_OK && set->q != NULL && point->has_q) {
        result = change_set(ied->values, &point->q, set->q);
    }
    if (result == VALUE_OK && point->has_t && (set->t != NULL || !point->instantaneous)) {
        acsi_stamp(&ied->server, &now);
        result = change_set(ied->values, &point->t, set->t != NULL ? set->t : &now);
    }
    return result;
}

ValueResult
ied_set(Ied *ied, const Point *point, const IedSet *set)
{
    bool alone = !change_is_open(ied->values);
    ValueResult result;

    if (alone) {
        ied_change_open(ied);
    }
    result = stage_point(ied, point, set);
    if (alone && result == VALUE_OK) {
        ied_change_commit(ied);
    } else if (alone) {
        change_discard(ied->values);
    }
    return result;
}

bool
ied_activate_group(Ied *ied, uint16_t device, unsigned group)
{
    return ied->setting_groups != NULL &&
           setting_groups_activate(ied->setting_groups, device, group);
}

void
ied_abort_all(Ied *ied)
{
    loop_later(ied->loop, &ied->abort_all);
}
