/* SPDX-License-Identifier: Apache-2.0
 *
 * One variable of a walk: its value is asked for and then its type, so that only the octets of
 * the value wait for the other answer. A value too large for a PDU is read by its parts: the
 * components of a structure have names of their own, the elements of an array are asked for
 * here by alternate access.
 */
#include "sim/client/walk_internal.h"

typedef struct Variable {
    WalkItem waits;
    char *item;
    unsigned waiting; /* answers to come */
    GByteArray *data; /* NULL: none came */
    bool too_large;
    ClientType *type;
    uint32_t next_element;
} Variable;

static void ask_element(Variable *variable);

static void
free_variable(WalkItem *item)
{
    Variable *variable = (Variable *)(void *)item;

    if (variable->data != NULL) {
        g_byte_array_unref(variable->data);
    }
    client_type_free(variable->type);
    g_free(variable->item);
    g_free(variable);
}

static void
variable_done(Variable *variable)
{
    ClientWalk *walk = variable->waits.walk;

    walk_remove(&variable->waits);
    walk_answered(walk);
}

/* The type of the highest level above `item` that is known, and what stands behind it. */
static const ClientType *
find_root(ClientWalk *walk, char *item, const char **rest)
{
    for (char *dollar = strchr(item, '$'); dollar != NULL; dollar = strchr(dollar + 1, '$')) {
        const ClientType *root;

        *dollar = '\0';
        root = g_hash_table_lookup(walk->roots, item);
        *dollar = '$';
        if (root != NULL) {
            *rest = dollar + 1;
            return root;
        }
    }
    return NULL;
}

/* A level's type must be what the level above says: that is the logical node, unless its type
 * was too large for a PDU. */
static void
check_level(Variable *variable)
{
    ClientWalk *walk = variable->waits.walk;
    const char *rest = NULL;
    const ClientType *root = find_root(walk, variable->item, &rest);
    const ClientType *level = root != NULL ? client_type_find(root, rest) : NULL;

    if (root == NULL) {
        g_hash_table_replace(walk->roots, g_strdup(variable->item),
                             client_type_copy(variable->type));
    } else if (level == NULL || !client_type_equal(level, variable->type)) {
        walk_problem(walk, CLIENT_WALK_MISMATCH, walk->domain, variable->item,
                     level == NULL ? "is not in the type of the level above"
                                   : "has another type than in the level above");
    }
}

static void
check_value(Variable *variable, const ClientType *type, Slice data, const char *part)
{
    ClientWalk *walk = variable->waits.walk;
    char where[160];

    if (client_type_matches(type, data, where, sizeof where)) {
        walk->figures.values++;
    } else {
        walk_problem(walk, CLIENT_WALK_MISMATCH, walk->domain, variable->item, "value%s: %s",
                     part, where);
    }
}

/* Both answers are there. */
static void
variable_complete(Variable *variable)
{
    const ClientType *type = variable->type;

    if (type != NULL) {
        check_level(variable);
    }
    if (type != NULL && variable->data != NULL) {
        check_value(variable, type, (Slice){ variable->data->data, variable->data->len }, "");
    }
    if (variable->too_large) {
        variable->waits.walk->figures.by_parts++;
    }
    if (variable->too_large && type != NULL && type->tag == MMS_DATA_ARRAY &&
        type->elements > 0) {
        ask_element(variable);
        return;
    }
    variable_done(variable);
}

static void
variable_answered(Variable *variable)
{
    if (--variable->waiting == 0) {
        variable_complete(variable);
    } else {
        walk_answered(variable->waits.walk);
    }
}

/* Temporarily-unavailable is what an edit buffer is that nobody fills (IEC 61850-8-1 16.3). */
static bool
is_unedited(const char *item, MmsDataError result)
{
    const char *dollar = strchr(item, '$');

    return result == MMS_DATA_TEMPORARILY_UNAVAILABLE && dollar != NULL &&
           strncmp(dollar, "$SE", 3) == 0 && (dollar[3] == '\0' || dollar[3] == '$');
}

static void
on_read(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    Variable *variable = user;
    ClientWalk *walk = variable->waits.walk;

    (void)count;
    if (failure != NULL && walk_is_too_large(failure)) {
        variable->too_large = true;
    } else if (failure != NULL) {
        walk_failed(walk, walk->domain, variable->item, "value", failure);
    } else if (is_unedited(variable->item, items[0].result)) {
        walk->figures.unedited++;
    } else if (items[0].result != MMS_DATA_SUCCESS) {
        walk_problem(walk, CLIENT_WALK_REFUSAL, walk->domain, variable->item, "value: %s",
                     mms_data_error_name(items[0].result));
    } else {
        variable->data = g_byte_array_sized_new((guint)items[0].data.size);
        g_byte_array_append(variable->data, items[0].data.data, (guint)items[0].data.size);
    }
    variable_answered(variable);
}

static void
on_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    Variable *variable = user;
    ClientWalk *walk = variable->waits.walk;

    if (failure != NULL && walk_is_too_large(failure)) {
        walk->figures.by_parts++;
    } else if (failure != NULL) {
        walk_failed(walk, walk->domain, variable->item, "type", failure);
    } else {
        walk->figures.types++;
        variable->type = client_type_copy(type);
    }
    variable_answered(variable);
}

static void
on_element(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    Variable *variable = user;
    ClientWalk *walk = variable->waits.walk;
    g_autofree char *part = g_strdup_printf(" (%u)", variable->next_element - 1);

    (void)count;
    if (failure != NULL) {
        walk_failed(walk, walk->domain, variable->item, part, failure);
    } else if (items[0].result != MMS_DATA_SUCCESS) {
        walk_problem(walk, CLIENT_WALK_REFUSAL, walk->domain, variable->item, "value%s: %s",
                     part, mms_data_error_name(items[0].result));
    } else {
        check_value(variable, variable->type->components[0].type, items[0].data, part);
    }
    if (walk->broken || variable->next_element == variable->type->elements ||
        variable->next_element == CLIENT_WALK_ELEMENTS_MAX) {
        variable_done(variable);
    } else {
        ask_element(variable);
    }
}

/* One after the other: the request takes the place in the window of the one before. */
static void
ask_element(Variable *variable)
{
    ClientName name = { .domain = variable->waits.walk->domain,
                        .item = variable->item,
                        .has_index = true,
                        .index = variable->next_element++ };

    client_read(variable->waits.walk->client, &name, 1, on_element, variable);
}

void
walk_variable(ClientWalk *walk, const char *item)
{
    Variable *variable = g_new0(Variable, 1);
    ClientName name = { .domain = walk->domain, .item = item };

    walk_add(walk, &variable->waits, free_variable);
    variable->item = g_strdup(item);
    variable->waiting = 2;
    walk_began(walk);
    client_read(walk->client, &name, 1, on_read, variable);
    walk_began(walk);
    client_get_type(walk->client, walk->domain, item, on_type, variable);
}
