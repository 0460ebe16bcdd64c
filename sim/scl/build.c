/* SPDX-License-Identifier: Apache-2.0
 *
 * One Server becomes a Model: devices and nodes with their types, the layout, then the initial
 * octets, data sets and control blocks.
 */
#include "sim/scl/builder.h"

#include <string.h>

#include "sim/scl/scl.h"

#define NAME_MAX_LENGTH 64
#define ARENAS_MAX ((uint64_t)256 << 20) /* of all models of a file */

char *
scl_node_name(const char *prefix, const char *ln_class, const char *inst)
{
    return strcmp(ln_class, "LLN0") == 0 ? g_strdup("LLN0")
                                         : g_strconcat(prefix, ln_class, inst, NULL);
}

static const char *
intern(const SclBuilder *builder, const char *text)
{
    return type_pool_intern(builder->loader->types, text);
}

/* One functional constraint of a node: what its LNodeType has, then its control blocks. */
static const Type *
join_controls(SclBuilder *builder, const SclNodePlan *plan, Fc fc)
{
    const Type *data = plan->parts[fc].type;
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Component));

    for (unsigned i = 0; i < plan->control_count; i++) {
        const SclControl *control =
            &g_array_index(builder->controls, SclControl, plan->first_control + i);
        Component part = { .name = control->name,
                           .type = control->type,
                           .flags = COMPONENT_CONTROL_BLOCK,
                           .fc = (uint8_t)fc };

        if (control->fc == fc) {
            g_array_append_val(parts, part);
        }
    }
    if (parts->len == 0) {
        return data;
    }
    if (data != NULL) {
        g_array_prepend_vals(parts, data->components, data->component_count);
    }
    return type_new_structure(builder->loader->types, fc_name(fc),
                              (const Component *)(void *)parts->data, parts->len);
}

static const Type *
make_node_type(SclBuilder *builder, const SclNodePlan *plan)
{
    Component parts[FC_COUNT];
    unsigned count = 0;

    for (Fc fc = 0; fc < FC_COUNT; fc++) {
        const Type *type = join_controls(builder, plan, fc);

        if (type != NULL) {
            parts[count++] =
                (Component){ .name = fc_name(fc), .type = type, .fc = (uint8_t)fc };
        }
    }
    return count == 0 ? NULL
                      : type_new_structure(builder->loader->types,
                                           scl_get(plan->node_type, "id"), parts, count);
}

static unsigned
count_objects(const SclElement *node_type)
{
    unsigned count = 0;

    SCL_EACH(object, node_type, SCL_DO)
    {
        count += !object->left_out;
    }
    return count;
}

static bool
leave_out_node(SclBuilder *builder, const SclElement *element, const char *name,
               const char *why, const char *what)
{
    scl_note(builder->notes, element->line, "LN \"%s\" is left out: %s%s", name, why, what);
    return false;
}

/* Fills the plan and the node; false with a note when it cannot be served. */
static bool
plan_node(SclBuilder *builder, uint16_t device, uint16_t at, const SclElement *element,
          GHashTable *names, LogicalNode *node, SclNodePlan *plan)
{
    const char *id = scl_get(element, "lnType");
    bool zero = element->tag == SCL_LN0;
    const char *ln_class = zero ? "LLN0" : scl_get(element, "lnClass");
    g_autofree char *name =
        scl_node_name(scl_get(element, "prefix"), ln_class, scl_get(element, "inst"));

    *plan = (SclNodePlan){ .element = element,
                           .node_type = scl_templates_find(builder->loader->templates, id) };
    if (*ln_class == '\0' || strlen(name) > NAME_MAX_LENGTH || strchr(name, '$') != NULL) {
        return leave_out_node(builder, element, name, "its name cannot be used", "");
    }
    if (plan->node_type == NULL) {
        return leave_out_node(builder, element, name, "there is no LNodeType ", id);
    }
    if (g_hash_table_contains(names, name)) {
        return leave_out_node(builder, element, name, "the device has one of that name already",
                              "");
    }
    for (Fc fc = 0; fc < FC_COUNT; fc++) {
        scl_templates_structure(builder->loader->templates, plan->node_type, fc, element,
                                &plan->parts[fc]);
    }
    plan->first_control = builder->controls->len;
    scl_controls_plan(builder, device, at, element);
    plan->control_count = builder->controls->len - plan->first_control;
    node->type = make_node_type(builder, plan);
    if (node->type == NULL) {
        g_array_set_size(builder->controls, plan->first_control);
        return leave_out_node(builder, element, name, "nothing or too much is in LNodeType ",
                              id);
    }
    node->name = intern(builder, name);
    node->prefix = intern(builder, zero ? "" : scl_get(element, "prefix"));
    node->ln_class = intern(builder, ln_class);
    node->inst = intern(builder, zero ? "" : scl_get(element, "inst"));
    g_hash_table_add(names, (char *)node->name);
    builder->data_object_count += count_objects(plan->node_type);
    return true;
}

static void
plan_nodes(SclBuilder *builder, uint16_t device, const SclElement *element,
           LogicalDevice *logical)
{
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    GArray *nodes = g_array_new(FALSE, TRUE, sizeof(LogicalNode));
    GArray *plans = g_array_new(FALSE, FALSE, sizeof(SclNodePlan));

    for (const SclElement *child = element->first; child != NULL; child = child->next) {
        LogicalNode node = { 0 };
        SclNodePlan plan;

        if ((child->tag == SCL_LN0 || child->tag == SCL_LN) &&
            nodes->len < TYPE_COMPONENTS_MAX &&
            plan_node(builder, device, (uint16_t)nodes->len, child, names, &node, &plan)) {
            g_array_append_val(nodes, node);
            g_array_append_val(plans, plan);
        }
    }
    logical->node_count = nodes->len;
    logical->nodes = (LogicalNode *)(void *)g_array_free(nodes, FALSE);
    g_ptr_array_add(builder->plans, plans);
}

static char *
domain_name(const SclBuilder *builder, const SclElement *device)
{
    const char *name = scl_get(device, "ldName");

    return *name != '\0'
               ? g_strdup(name)
               : g_strconcat(scl_get(builder->ied, "name"), scl_get(device, "inst"), NULL);
}

static void
plan_device(SclBuilder *builder, const SclElement *element, GHashTable *domains,
            GArray *devices)
{
    g_autofree char *domain = domain_name(builder, element);
    const char *inst = scl_get(element, "inst");
    LogicalDevice device = { 0 };

    if (*domain == '\0' || strlen(domain) > NAME_MAX_LENGTH ||
        g_hash_table_contains(domains, domain) || devices->len == TYPE_COMPONENTS_MAX) {
        scl_note(builder->notes, element->line,
                 "LDevice \"%s\" is left out: its name \"%s\" is taken or cannot be used", inst,
                 domain);
        return;
    }
    device.inst = intern(builder, inst);
    device.domain = intern(builder, domain);
    g_hash_table_add(domains, (char *)device.domain);
    if (!g_hash_table_contains(builder->device_by_inst, device.inst)) {
        g_hash_table_insert(builder->device_by_inst, (char *)device.inst,
                            (void *)(uintptr_t)(devices->len + 1));
    }
    plan_nodes(builder, (uint16_t)devices->len, element, &device);
    g_array_append_val(devices, device);
}

static void
plan_devices(SclBuilder *builder)
{
    g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);
    GArray *devices = g_array_new(FALSE, TRUE, sizeof(LogicalDevice));

    SCL_EACH(element, builder->server, SCL_LDEVICE)
    {
        plan_device(builder, element, domains, devices);
    }
    builder->model->device_count = devices->len;
    builder->model->devices = (LogicalDevice *)(void *)g_array_free(devices, FALSE);
}

/* The octets of the templates, under each functional constraint. */
static void
copy_images(SclBuilder *builder, const LogicalNode *node, const SclNodePlan *plan)
{
    for (uint32_t i = 0; i < node->type->component_count; i++) {
        const Component *component = &node->type->components[i];
        const SclTemplate *part = &plan->parts[component->fc];

        if (part->type != NULL) {
            memcpy(builder->model->initial + node->offset + component->offset, part->image,
                   part->type->size);
            builder->model->leaf_count -= part->implied;
        }
    }
}

static unsigned
active_group(const SclBuilder *builder, GArray *plans)
{
    const SclElement *control = NULL;

    for (unsigned i = 0; i < plans->len && control == NULL; i++) {
        const SclNodePlan *plan = &g_array_index(plans, SclNodePlan, i);

        control = scl_child(plan->element, SCL_SETTING_CONTROL);
    }
    return scl_get_unsigned(builder->notes, control, "actSG", 1, UINT8_MAX);
}

static void
fill_values(SclBuilder *builder)
{
    Model *model = builder->model;

    for (unsigned device = 0; device < model->device_count; device++) {
        GArray *plans = g_ptr_array_index(builder->plans, device);
        unsigned group = active_group(builder, plans);

        for (unsigned node = 0; node < plans->len; node++) {
            const SclNodePlan *plan = &g_array_index(plans, SclNodePlan, node);

            copy_images(builder, &model->devices[device].nodes[node], plan);
            scl_instance_apply(builder, (uint16_t)device, (uint16_t)node, plan->element, group);
        }
    }
    scl_instance_finish(builder);
}

/* An IED that comes from a file of another edition says so (IEC 61850-6 9.3.1). */
static Edition
edition_of(const SclBuilder *builder)
{
    const char *version = scl_find(builder->ied, "originalSclVersion");

    return version == NULL ? builder->loader->edition
                           : scl_edition(version, scl_get(builder->ied, "originalSclRevision"),
                                         scl_get(builder->ied, "originalSclRelease"));
}

static void
describe(SclBuilder *builder)
{
    Model *model = builder->model;

    model->name = g_strdup(scl_get(builder->ied, "name"));
    model->access_point = g_strdup(scl_get(builder->access_point, "name"));
    model->manufacturer = g_strdup(scl_get(builder->ied, "manufacturer"));
    model->type = g_strdup(scl_get(builder->ied, "type"));
    model->config_version = g_strdup(scl_get(builder->ied, "configVersion"));
    model->desc = g_strdup(scl_get(builder->ied, "desc"));
    model->edition = builder->edition;
}

static bool
lay_out(SclBuilder *builder)
{
    Model *model = builder->model;
    bool fits = model_finish_layout(model);

    builder->loader->arena_size += model->size;
    if (!fits || builder->loader->arena_size > ARENAS_MAX) {
        scl_note(builder->notes, builder->server->line,
                 "the server of \"%s\" is left out: it is too large", model->name);
        return false;
    }
    return true;
}

static bool
build_all(SclBuilder *builder)
{
    describe(builder);
    scl_services_read(builder);
    plan_devices(builder);
    if (!lay_out(builder)) {
        return false;
    }
    fill_values(builder);
    scl_data_sets_build(builder);
    scl_controls_build(builder);
    scl_journals_build(builder);
    scl_lint_server(builder);
    return true;
}

static void
free_plans(void *plans)
{
    g_array_free(plans, TRUE);
}

Model *
scl_build(SclLoader *loader, const SclElement *ied, const SclElement *access_point,
          const SclElement *server, unsigned *data_object_count)
{
    SclBuilder builder = {
        .loader = loader,
        .notes = loader->notes,
        .ied = ied,
        .access_point = access_point,
        .server = server,
        .model = model_new(loader->types, loader->strings),
        .plans = g_ptr_array_new_with_free_func(free_plans),
        .controls = g_array_new(FALSE, FALSE, sizeof(SclControl)),
        .data_sets = g_array_new(FALSE, FALSE, sizeof(DataSet)),
        .settings = g_array_new(FALSE, FALSE, sizeof(SettingValue)),
        .overrides = g_array_new(FALSE, FALSE, sizeof(AccessOverride)),
        .device_by_inst = g_hash_table_new(g_str_hash, g_str_equal),
        .control_names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
    };

    builder.edition = edition_of(&builder);
    if (!build_all(&builder)) {
        g_clear_pointer(&builder.model, model_unref);
    }
    *data_object_count = builder.data_object_count;
    g_ptr_array_free(builder.plans, TRUE);
    g_array_free(builder.controls, TRUE);
    g_array_free(builder.data_sets, TRUE);
    g_array_free(builder.settings, TRUE);
    g_array_free(builder.overrides, TRUE);
    g_hash_table_unref(builder.device_by_inst);
    g_hash_table_unref(builder.control_names);
    return builder.model;
}
