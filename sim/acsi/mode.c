/* SPDX-License-Identifier: Apache-2.0
 *
 * See mode.h. A Beh that a scenario sets itself counts until the next change of a Mod.
 */
#include "sim/acsi/mode.h"

#include "sim/model/reference.h"

/* Logical devices inside each other. */
enum { NESTING_MAX = 8 };

struct Mode {
    const AcsiServer *server;
    Process *process;
};

const char *
behaviour_name(Behaviour behaviour)
{
    static const char *const names[] = {
        NULL, "on", "on-blocked", "test", "test/blocked", "off"
    };

    return names[behaviour];
}

Behaviour
mode_combine(Behaviour outer, Behaviour inner)
{
    enum {
        ON = BEHAVIOUR_ON,
        BL = BEHAVIOUR_ON_BLOCKED,
        TE = BEHAVIOUR_TEST,
        TB = BEHAVIOUR_TEST_BLOCKED,
        OF = BEHAVIOUR_OFF
    };
    static const uint8_t table[5][5] = {
        { ON, BL, TE, TB, OF }, { BL, BL, TB, TB, OF }, { TE, TB, TE, TB, OF },
        { TB, TB, TB, TB, OF }, { OF, OF, OF, OF, OF },
    };

    return (Behaviour)table[outer - 1][inner - 1];
}

static bool
find_in(const Mode *mode, const LogicalNode *node, const char *path, NodeRef *leaf)
{
    NodeRef ref = model_node_ref(&mode->server->model->devices[node->device], node);

    return node_path(&ref, slice_from_string(path), leaf);
}

/* A mode or behaviour as it will be; no such data object, or no such mode, is on. */
static Behaviour
get_kind(const Mode *mode, const LogicalNode *node, const char *path, NodeRef *leaf,
         bool *staged)
{
    Value value;
    bool found = find_in(mode, node, path, leaf) && leaf->type->kind == VALUE_INTEGER;

    *staged = found && change_get(mode->server->values, leaf, &value);
    if (found && !*staged) {
        values_get(mode->server->values, leaf, &value);
    }
    return found && value.integer >= BEHAVIOUR_ON && value.integer <= BEHAVIOUR_OFF
               ? (Behaviour)value.integer
               : BEHAVIOUR_ON;
}

static const LogicalNode *
find_lln0(const Mode *mode, unsigned device)
{
    return model_find_node(&mode->server->model->devices[device], slice_from_string("LLN0"));
}

/* The logical device around this one: "BAYLD0/LLN0", or its inst. -1: none. */
static int
find_outer(const Mode *mode, const LogicalNode *lln0)
{
    const Model *model = mode->server->model;
    g_autofree char *name = NULL;
    NodeRef leaf;
    Value value;

    if (!find_in(mode, lln0, "SP$GrRef$setSrcRef", &leaf) ||
        leaf.type->kind != VALUE_VISIBLE_STRING) {
        return -1;
    }
    change_get(mode->server->values, &leaf, &value);
    name = g_strndup((const char *)value_string(&value).data, value_string(&value).size);
    name[strcspn(name, "/")] = '\0';
    for (unsigned i = 0; i < model->device_count; i++) {
        if (strcmp(model->devices[i].domain, name) == 0 ||
            strcmp(model->devices[i].inst, name) == 0) {
            return i == lln0->device ? -1 : (int)i;
        }
    }
    return -1;
}

static Behaviour
behaviour_of_device(const Mode *mode, unsigned device)
{
    Behaviour behaviour = BEHAVIOUR_ON;
    int at = (int)device;

    for (unsigned depth = 0; at >= 0 && depth < NESTING_MAX; depth++) {
        const LogicalNode *lln0 = find_lln0(mode, (unsigned)at);
        NodeRef leaf;
        bool staged;

        if (lln0 == NULL) {
            return behaviour;
        }
        behaviour =
            mode_combine(get_kind(mode, lln0, "ST$Mod$stVal", &leaf, &staged), behaviour);
        at = find_outer(mode, lln0);
    }
    return behaviour;
}

static void
emit(const Mode *mode, const LogicalNode *node, Behaviour behaviour)
{
    const AcsiServer *server = mode->server;
    g_autofree char *reference = NULL;

    if (!event_wanted(server->events, EVENT_MODE_CHANGED)) {
        return;
    }
    reference =
        g_strdup_printf("%s/%s.Beh", server->model->devices[node->device].inst, node->name);
    event_emit(server->events, &(Event){ .kind = EVENT_MODE_CHANGED,
                                         .ied = server->ied,
                                         .reference = reference,
                                         .value = behaviour_name(behaviour) });
}

static void
behave(Mode *mode, const LogicalNode *node, Behaviour behaviour)
{
    const LogicalDevice *device = &mode->server->model->devices[node->device];
    uint16_t index = (uint16_t)(node - device->nodes);

    if (behaviour != process_behaviour(mode->process, node->device, index)) {
        process_set_behaviour(mode->process, node->device, index, behaviour);
        emit(mode, node, behaviour);
    }
}

/* The physical device has no mode. */
static void
compute_node(Mode *mode, const LogicalNode *node, Behaviour outer)
{
    bool staged, ignored;
    NodeRef leaf;
    Value value = { .kind = VALUE_INTEGER };
    Behaviour behaviour =
        strcmp(node->ln_class, "LLN0") == 0
            ? outer
            : mode_combine(outer, get_kind(mode, node, "ST$Mod$stVal", &leaf, &ignored));
    Behaviour shown = get_kind(mode, node, "ST$Beh$stVal", &leaf, &staged);

    if (strcmp(node->ln_class, "LPHD") == 0) {
        return;
    }
    value.integer = behaviour;
    if (shown != behaviour && !staged) {
        acsi_stage(mode->server, &leaf, &value);
    }
    behave(mode, node, staged ? shown : behaviour);
}

static void
compute_all(Mode *mode)
{
    const Model *model = mode->server->model;

    for (unsigned d = 0; d < model->device_count; d++) {
        Behaviour outer = behaviour_of_device(mode, d);

        for (unsigned n = 0; n < model->devices[d].node_count; n++) {
            compute_node(mode, &model->devices[d].nodes[n], outer);
        }
    }
}

static void
simulate(Mode *mode, bool simulates)
{
    const Model *model = mode->server->model;
    const Value value = { .kind = VALUE_BOOLEAN, .boolean = simulates };

    for (unsigned d = 0; d < model->device_count; d++) {
        for (unsigned n = 0; n < model->devices[d].node_count; n++) {
            const LogicalNode *node = &model->devices[d].nodes[n];
            NodeRef leaf;

            if ((strcmp(node->ln_class, "LGOS") == 0 || strcmp(node->ln_class, "LSVS") == 0) &&
                find_in(mode, node, "ST$SimSt$stVal", &leaf)) {
                acsi_stage(mode->server, &leaf, &value);
            }
        }
    }
}

/* What a leaf means here. */
static void
look_at(Mode *mode, const NodeRef *leaf, bool *all)
{
    const AcsiServer *server = mode->server;
    const LogicalNode *node = &server->model->devices[leaf->device].nodes[leaf->node];
    const char *object = node_name(server->model, leaf, 2);
    const char *attribute = node_name(server->model, leaf, 3);
    bool is_status = leaf->fc == FC_ST && strcmp(attribute, "stVal") == 0;
    Value value;

    change_get(server->values, leaf, &value);
    if (strcmp(object, "GrRef") == 0 || (is_status && strcmp(object, "Mod") == 0)) {
        *all |= strcmp(node->ln_class, "LLN0") == 0;
        compute_node(mode, node, behaviour_of_device(mode, leaf->device));
    } else if (is_status && strcmp(object, "Beh") == 0 && value.kind == VALUE_INTEGER &&
               value.integer >= BEHAVIOUR_ON && value.integer <= BEHAVIOUR_OFF) {
        behave(mode, node, (Behaviour)value.integer);
    } else if (is_status && strcmp(object, "Sim") == 0 && value.kind == VALUE_BOOLEAN &&
               strcmp(node->ln_class, "LPHD") == 0) {
        simulate(mode, value.boolean);
    }
}

/* Cheap: nearly every leaf that passes by is none of ours. */
static bool
may_mean_something(const NodeRef *leaf)
{
    return leaf->level == 3 &&
           ((leaf->fc == FC_ST &&
             (leaf->type->kind == VALUE_INTEGER || leaf->type->kind == VALUE_BOOLEAN)) ||
            (leaf->fc == FC_SP && leaf->type->kind == VALUE_VISIBLE_STRING));
}

static void
run(void *user, Values *values, ChangeOrigin origin)
{
    Mode *mode = user;
    unsigned count = change_count(values);
    bool all = false;

    (void)origin;
    for (unsigned i = 0; i < count; i++) {
        const NodeRef leaf = *change_leaf(values, i);

        if (may_mean_something(&leaf)) {
            look_at(mode, &leaf, &all);
        }
    }
    if (all) {
        compute_all(mode);
    }
}

/* A Mod that is not on, a Sim that is TRUE. */
static bool
means_something(const Mode *mode, const LogicalNode *node, const char *path, NodeRef *leaf,
                Value *value)
{
    if (!find_in(mode, node, path, leaf) || !type_is_leaf(leaf->type)) {
        return false;
    }
    values_get(mode->server->values, leaf, value);
    return (value->kind == VALUE_BOOLEAN && value->boolean) ||
           (value->kind == VALUE_INTEGER && value->integer > BEHAVIOUR_ON &&
            value->integer <= BEHAVIOUR_OFF);
}

void
mode_stage_initial(Mode *mode)
{
    static const char *const paths[] = { "ST$Mod$stVal", "ST$Sim$stVal" };
    const Model *model = mode->server->model;

    for (unsigned d = 0; d < model->device_count; d++) {
        for (unsigned n = 0; n < model->devices[d].node_count; n++) {
            for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++) {
                NodeRef leaf;
                Value value;

                if (means_something(mode, &model->devices[d].nodes[n], paths[i], &leaf,
                                    &value)) {
                    change_set(mode->server->values, &leaf, &value);
                }
            }
        }
    }
}

Mode *
mode_new(const AcsiServer *server, Process *process)
{
    Mode *mode = g_new0(Mode, 1);

    mode->server = server;
    mode->process = process;
    values_add_rule(server->values, run, mode);
    return mode;
}

void
mode_free(Mode *mode)
{
    if (mode != NULL) {
        values_remove_rule(mode->server->values, run, mode);
        g_free(mode);
    }
}
