/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk over names (see name_walk.h): a path of component numbers, no recursion, and no
 * table of names: continueAfter is found by walking down to it.
 */
#include "sim/vmd/name_walk.h"

/* A node that stands before the first one. */
#define BEFORE UINT_MAX

void
name_walk_start(NameWalk *walk, const LogicalDevice *device, GString *name)
{
    walk->device = device;
    walk->node = BEFORE;
    walk->level = 0;
    walk->name = name;
    g_string_truncate(name, 0);
}

static void
enter_node(NameWalk *walk, unsigned node)
{
    walk->node = node;
    walk->level = 0;
    walk->types[0] = walk->device->nodes[node].type;
    g_string_assign(walk->name, walk->device->nodes[node].name);
    walk->lengths[0] = walk->name->len;
}

/* Names the component `at` of the place one level above. */
static void
enter_component(NameWalk *walk, unsigned level, uint32_t at)
{
    const Component *component = &walk->types[level - 1]->components[at];

    walk->level = level;
    walk->at[level - 1] = at;
    walk->types[level] = component->type;
    g_string_truncate(walk->name, walk->lengths[level - 1]);
    g_string_append_c(walk->name, '$');
    g_string_append(walk->name, component->name);
    walk->lengths[level] = walk->name->len;
}

bool
name_walk_seek(NameWalk *walk, Slice name)
{
    Slice rest;
    const LogicalNode *node = model_find_node(walk->device, model_first_name(name, &rest));

    if (node == NULL) {
        return false;
    }
    enter_node(walk, (unsigned)(node - walk->device->nodes));
    while (rest.data != NULL) {
        const Type *type = walk->types[walk->level];
        Slice first = model_first_name(rest, &rest);
        const Component *component =
            type->kind == VALUE_STRUCTURE ? type_component(type, first) : NULL;

        if (component == NULL) {
            return false;
        }
        enter_component(walk, walk->level + 1, (uint32_t)(component - type->components));
    }
    return true;
}

bool
name_walk_next(NameWalk *walk)
{
    if (walk->node != BEFORE && walk->types[walk->level]->component_count > 0) {
        enter_component(walk, walk->level + 1, 0);
        return true;
    }
    for (unsigned level = walk->level; level > 0; level--) {
        uint32_t next = walk->at[level - 1] + 1;

        if (next < walk->types[level - 1]->component_count) {
            enter_component(walk, level, next);
            return true;
        }
    }
    if (walk->node + 1 >= walk->device->node_count) {
        return false;
    }
    enter_node(walk, walk->node + 1);
    return true;
}
