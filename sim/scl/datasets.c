/* SPDX-License-Identifier: Apache-2.0
 *
 * Data sets (IEC 61850-6 9.3.7): every FCDA becomes a place in the model and the MMS names that
 * data set directories and reports show. An FCDA that leads nowhere is noted and left out.
 */
#include "sim/scl/builder.h"

#include <string.h>

/* A path as it is walked. */
typedef struct Path {
    NodeRef ref;
    GString *item;      /* of the variable: up to an array */
    GString *component; /* behind an array's element */
    int32_t index;
    const char *ix; /* of the FCDA, until used */
} Path;

/* "phsAHar(3)" into name and element; the element is NULL when there is none. */
static char *
split_element(char *part)
{
    char *bracket = strchr(part, '(');
    size_t length = strlen(part);

    if (bracket == NULL || part[length - 1] != ')') {
        return NULL;
    }
    part[length - 1] = '\0';
    *bracket = '\0';
    return bracket + 1;
}

static bool
take_element(Path *path, const char *text)
{
    guint64 index;

    if (path->index >= 0 || !g_ascii_string_to_unsigned(text, 10, 0, INT32_MAX, &index, NULL) ||
        !node_element(&path->ref, (uint32_t)index, &path->ref)) {
        return false;
    }
    path->index = (int32_t)index;
    return true;
}

static bool
walk_part(Path *path, char *part)
{
    const char *element = split_element(part);
    GString *text = path->index >= 0 ? path->component : path->item;

    if (path->ref.type->kind == VALUE_ARRAY ||
        !node_component(&path->ref, slice_from_string(part), &path->ref) ||
        path->ref.flags & COMPONENT_CONTROL_BLOCK) {
        return false;
    }
    if (path->index < 0 || text->len > 0) {
        g_string_append_c(text, '$');
    }
    g_string_append(text, part);
    if (element == NULL && path->ref.type->kind == VALUE_ARRAY && path->ix != NULL) {
        element = path->ix;
        path->ix = NULL;
    }
    return element == NULL || take_element(path, element);
}

static bool
walk_names(Path *path, const char *names)
{
    g_auto(GStrv) parts = g_strsplit(names, ".", 32);

    for (unsigned i = 0; parts[i] != NULL; i++) {
        if (!walk_part(path, parts[i])) {
            return false;
        }
    }
    return true;
}

static bool
walk_member(Path *path, const SclElement *fcda, Fc fc)
{
    const char *objects = scl_get(fcda, "doName");
    const char *attributes = scl_get(fcda, "daName");
    char constraint[4];

    g_strlcpy(constraint, fc_name(fc), sizeof constraint);
    if (!walk_part(path, constraint)) {
        return false;
    }
    return (*objects == '\0' || walk_names(path, objects)) &&
           (*attributes == '\0' || walk_names(path, attributes)) && path->ix == NULL;
}

static const LogicalNode *
find_node(const SclBuilder *builder, const SclElement *fcda, uint16_t *device,
          const char **missing)
{
    const char *inst = scl_find(fcda, "ldInst");
    const LogicalDevice *owner;
    g_autofree char *name = scl_node_name(scl_get(fcda, "prefix"), scl_get(fcda, "lnClass"),
                                          scl_get(fcda, "lnInst"));

    if (inst != NULL && *inst != '\0') {
        uintptr_t at = (uintptr_t)g_hash_table_lookup(builder->device_by_inst, inst);

        if (at == 0) {
            *missing = "logical device";
            return NULL;
        }
        *device = (uint16_t)(at - 1);
    }
    owner = &builder->model->devices[*device];
    *missing = "logical node";
    return model_find_node(owner, slice_from_string(name));
}

static void
fill_member(const SclBuilder *builder, const Path *path, DataSetMember *member)
{
    TypePool *types = builder->loader->types;
    const char *domain = builder->model->devices[path->ref.device].domain;
    g_autoptr(GString) text = g_string_new(domain);

    g_string_append_c(text, '/');
    g_string_append(text, path->item->str);
    if (path->index >= 0) {
        g_string_append_printf(text, "(%d)", path->index);
    }
    if (path->component->len > 0) {
        g_string_append_printf(text, "$%s", path->component->str);
    }
    *member = (DataSetMember){ .ref = path->ref,
                               .data_ref = type_pool_intern(types, text->str),
                               .device = path->ref.device,
                               .index = path->index };
    /* Without an element the item is the end of the reference and needs no copy. */
    member->item = path->index < 0 ? member->data_ref + strlen(domain) + 1
                                   : type_pool_intern(types, path->item->str);
    member->component =
        path->component->len > 0 ? type_pool_intern(types, path->component->str) : NULL;
}

static bool
try_member(const SclBuilder *builder, const SclElement *fcda, Fc fc, uint16_t device,
           const LogicalNode *node, DataSetMember *member)
{
    Path path = { .ref = model_node_ref(&builder->model->devices[device], node),
                  .item = g_string_new(node->name),
                  .component = g_string_new(NULL),
                  .index = -1,
                  .ix = scl_find(fcda, "ix") };
    bool found = walk_member(&path, fcda, fc);

    if (found) {
        fill_member(builder, &path, member);
    }
    g_string_free(path.item, TRUE);
    g_string_free(path.component, TRUE);
    return found;
}

/* Without an fc the first constraint that has the path is meant. */
static bool
find_place(const SclBuilder *builder, const SclElement *fcda, uint16_t device,
           const LogicalNode *node, DataSetMember *member)
{
    const char *text = scl_get(fcda, "fc");
    Fc fc = fc_parse(slice_from_string(text));

    if (fc != FC_NONE) {
        return try_member(builder, fcda, fc, device, node, member);
    }
    for (fc = 0; *text == '\0' && fc < FC_COUNT; fc++) {
        if (try_member(builder, fcda, fc, device, node, member)) {
            scl_note(builder->notes, fcda->line, "FCDA without fc; %s is used", fc_name(fc));
            return true;
        }
    }
    return false;
}

static bool
resolve_member(const SclBuilder *builder, const SclElement *fcda, uint16_t device,
               DataSetMember *member)
{
    const char *missing = "data";
    const LogicalNode *node = find_node(builder, fcda, &device, &missing);

    if (node != NULL && find_place(builder, fcda, device, node, member)) {
        return true;
    }
    scl_note(builder->notes, fcda->line,
             "FCDA %s/%s%s%s.%s%s%s%s%s[%s] is left out: there is no such %s",
             scl_get(fcda, "ldInst"), scl_get(fcda, "prefix"), scl_get(fcda, "lnClass"),
             scl_get(fcda, "lnInst"), scl_get(fcda, "doName"),
             scl_find(fcda, "daName") != NULL ? "." : "", scl_get(fcda, "daName"),
             scl_find(fcda, "ix") != NULL ? " ix " : "", scl_get(fcda, "ix"),
             scl_get(fcda, "fc"), node == NULL ? missing : "data");
    return false;
}

static void
build_members(const SclBuilder *builder, const SclElement *element, DataSet *set)
{
    GArray *members = g_array_new(FALSE, FALSE, sizeof(DataSetMember));

    SCL_EACH(fcda, element, SCL_FCDA)
    {
        DataSetMember member = { 0 };

        if (resolve_member(builder, fcda, set->device, &member)) {
            g_array_append_val(members, member);
        }
    }
    set->member_count = members->len;
    set->members = g_memdup2(members->data, members->len * sizeof(DataSetMember));
    g_array_free(members, TRUE);
}

static void
build_data_set(SclBuilder *builder, const SclElement *element, uint16_t device, uint16_t node,
               GHashTable *names)
{
    TypePool *types = builder->loader->types;
    const char *name = scl_get(element, "name");
    DataSet set = { .device = device, .node = node };
    g_autofree char *item = NULL;

    if (*name == '\0' || !g_hash_table_add(names, (char *)name)) {
        scl_note(builder->notes, element->line,
                 "DataSet \"%s\" is left out: it has no name or one that is taken", name);
        return;
    }
    build_members(builder, element, &set);
    if (set.member_count == 0) {
        scl_note(builder->notes, element->line, "DataSet \"%s\" is left out: it has no members",
                 name);
        return;
    }
    item = g_strconcat(builder->model->devices[device].nodes[node].name, "$", name, NULL);
    set.item = type_pool_intern(types, item);
    set.name = set.item + strlen(item) - strlen(name);
    g_array_append_val(builder->data_sets, set);
}

void
scl_data_sets_build(SclBuilder *builder)
{
    Model *model = builder->model;

    for (unsigned device = 0; device < model->device_count; device++) {
        GArray *plans = g_ptr_array_index(builder->plans, device);

        for (unsigned node = 0; node < plans->len; node++) {
            g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
            const SclNodePlan *plan = &g_array_index(plans, SclNodePlan, node);

            SCL_EACH(element, plan->element, SCL_DATA_SET)
            {
                build_data_set(builder, element, (uint16_t)device, (uint16_t)node, names);
            }
        }
    }
    model->data_set_count = builder->data_sets->len;
    model->data_sets =
        g_memdup2(builder->data_sets->data, builder->data_sets->len * sizeof(DataSet));
}

/* Data sets stand in the order of devices and nodes. */
const DataSet *
scl_data_set_find(const SclBuilder *builder, uint16_t device, uint16_t node, const char *name)
{
    const Model *model = builder->model;
    unsigned low = 0;
    unsigned high = model->data_set_count;

    while (low < high) {
        unsigned middle = (low + high) / 2;
        const DataSet *set = &model->data_sets[middle];

        if (set->device < device || (set->device == device && set->node < node)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < model->data_set_count; low++) {
        const DataSet *set = &model->data_sets[low];

        if (set->device != device || set->node != node) {
            break;
        }
        if (strcmp(set->name, name) == 0) {
            return set;
        }
    }
    return NULL;
}
