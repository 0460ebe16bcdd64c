/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk's order: domains, then one domain after the other: its names of all classes, its
 * variables, its lists. pump() issues requests until the window is full; every answer pumps
 * again. What is asked of one variable or one list is in walk_variable.c and walk_list.c.
 */
#include <stdarg.h>

#include "sim/client/walk_internal.h"

static void pump(ClientWalk *walk);

void
walk_problem(ClientWalk *walk, ClientWalkProblem problem, const char *domain, const char *item,
             const char *format, ...)
{
    g_autofree char *name = g_strdup_printf("%s%s%s", domain != NULL ? domain : "VMD",
                                            item != NULL ? "/" : "", item != NULL ? item : "");
    g_autofree char *what = NULL;
    va_list arguments;

    switch (problem) {
    case CLIENT_WALK_MISMATCH:
        walk->figures.mismatches++;
        break;
    case CLIENT_WALK_REFUSAL:
        walk->figures.refusals++;
        break;
    case CLIENT_WALK_FAILURE:
        walk->figures.failures++;
        break;
    }
    if (walk->callbacks->problem == NULL) {
        return;
    }
    va_start(arguments, format);
    what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    walk->callbacks->problem(walk->user, problem, name, what);
}

void
walk_failed(ClientWalk *walk, const char *domain, const char *item, const char *what,
            const ClientFailure *failure)
{
    bool refused = failure->kind == CLIENT_SERVICE_ERROR || failure->kind == CLIENT_REJECT;

    walk_problem(walk, refused ? CLIENT_WALK_REFUSAL : CLIENT_WALK_FAILURE, domain, item,
                 "%s: %s", what, failure->text);
    /* One silence is enough: the next name would only be another. */
    if (failure->kind == CLIENT_ABORTED || failure->kind == CLIENT_CLOSED ||
        failure->kind == CLIENT_TIMEOUT) {
        walk->broken = true;
    }
}

bool
walk_is_too_large(const ClientFailure *failure)
{
    return failure->kind == CLIENT_SERVICE_ERROR &&
           (failure->error >> 8 == MMS_RESOURCE_OTHER >> 8 ||
            failure->error == 0x0403 /* service/pdu-size of the 1990 text */);
}

void
walk_check_size(ClientWalk *walk)
{
    if (!walk->broken && (walk->figures.names > CLIENT_WALK_NAMES_MAX ||
                          walk->figures.members > CLIENT_WALK_NAMES_MAX)) {
        walk_problem(walk, CLIENT_WALK_FAILURE, NULL, NULL, "too many names or members");
        walk->broken = true;
    }
}

void
walk_add(ClientWalk *walk, WalkItem *item, void (*clear)(WalkItem *item))
{
    item->walk = walk;
    item->clear = clear;
    item->next = walk->items;
    if (item->next != NULL) {
        item->next->previous = item;
    }
    walk->items = item;
}

void
walk_remove(WalkItem *item)
{
    if (item->previous != NULL) {
        item->previous->next = item->next;
    } else {
        item->walk->items = item->next;
    }
    if (item->next != NULL) {
        item->next->previous = item->previous;
    }
    item->clear(item);
}

void
walk_began(ClientWalk *walk)
{
    walk->in_flight++;
}

void
walk_answered(ClientWalk *walk)
{
    walk->in_flight--;
    pump(walk);
}

/* The names of one class in one domain (or in the VMD or the association) that are asked for.
 */
typedef struct NamesJob {
    WalkItem item;
    MmsObjectClass object_class;
    MmsScope scope;
} NamesJob;

static void
free_names_job(WalkItem *item)
{
    g_free((NamesJob *)(void *)item);
}

static void
keep_names(GPtrArray *kept, const char *const *names, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        g_ptr_array_add(kept, g_strdup(names[i]));
    }
}

/* Most servers know few classes outside of the domains, and say so with many errors. */
static bool
may_be_absent(const NamesJob *job, const ClientFailure *failure)
{
    bool needed = job->object_class == MMS_CLASS_DOMAIN ||
                  (job->scope == MMS_SCOPE_DOMAIN &&
                   (job->object_class == MMS_CLASS_NAMED_VARIABLE ||
                    job->object_class == MMS_CLASS_NAMED_VARIABLE_LIST));

    return !needed && (failure->kind == CLIENT_SERVICE_ERROR || failure->kind == CLIENT_REJECT);
}

static void
on_names(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    NamesJob *job = user;
    ClientWalk *walk = job->item.walk;

    if (failure == NULL) {
        walk->figures.names += count;
        if (job->object_class == MMS_CLASS_DOMAIN) {
            walk->figures.domains += count;
            keep_names(walk->domains, names, count);
        } else if (job->object_class == MMS_CLASS_NAMED_VARIABLE &&
                   job->scope != MMS_SCOPE_ASSOCIATION) {
            keep_names(walk->variables, names, count);
        } else if (job->object_class == MMS_CLASS_NAMED_VARIABLE_LIST) {
            keep_names(walk->lists, names, count);
            walk->list_scope = job->scope;
        }
    } else if (!may_be_absent(job, failure)) {
        walk_failed(walk, walk->domain, NULL, "names", failure);
    }
    walk_remove(&job->item);
    walk_check_size(walk);
    walk_answered(walk);
}

static void
ask_names(ClientWalk *walk, MmsObjectClass object_class, MmsScope scope)
{
    NamesJob *job = g_new0(NamesJob, 1);

    walk_add(walk, &job->item, free_names_job);
    job->object_class = object_class;
    job->scope = scope;
    walk_began(walk);
    client_get_names(walk->client, object_class, scope, walk->domain, on_names, job);
}

static void
ask_all_names(ClientWalk *walk, MmsScope scope)
{
    for (int i = MMS_CLASS_NAMED_VARIABLE; i <= MMS_CLASS_OPERATOR_STATION; i++) {
        if (i != MMS_CLASS_DOMAIN || scope == MMS_SCOPE_VMD) {
            ask_names(walk, (MmsObjectClass)i, scope);
        }
    }
}

static void
forget_scope(ClientWalk *walk)
{
    g_hash_table_remove_all(walk->listed);
    g_ptr_array_set_size(walk->variables, 0);
    g_ptr_array_set_size(walk->lists, 0);
    g_hash_table_remove_all(walk->roots);
    walk->next_variable = walk->next_list = 0;
}

/* The next scope: the VMD, the association, then every domain. False behind the last. */
static bool
next_scope(ClientWalk *walk)
{
    forget_scope(walk);
    walk->scope_count++;
    if (walk->scope_count <= 2) {
        walk->domain = NULL;
        ask_all_names(walk, walk->scope_count == 1 ? MMS_SCOPE_VMD : MMS_SCOPE_ASSOCIATION);
        return true;
    }
    if (walk->scope_count - 3 >= walk->domains->len) {
        return false;
    }
    walk->domain = walk->domains->pdata[walk->scope_count - 3];
    ask_all_names(walk, MMS_SCOPE_DOMAIN);
    return true;
}

/* A structure's components must be names of their own; the parts of arrays have none. */
static void
check_listed(ClientWalk *walk, GString *path, const ClientType *type)
{
    for (unsigned i = 0; type->tag == MMS_DATA_STRUCTURE && i < type->count; i++) {
        size_t size = path->len;

        g_string_append_printf(path, "$%s", type->components[i].name);
        if (!g_hash_table_contains(walk->listed, path->str)) {
            walk_problem(walk, CLIENT_WALK_MISMATCH, walk->domain, path->str,
                         "is in the type but not in the list of names");
        }
        check_listed(walk, path, type->components[i].type);
        g_string_truncate(path, size);
    }
}

static void
check_all_listed(ClientWalk *walk)
{
    GHashTableIter iter;
    gpointer root, type;

    g_hash_table_iter_init(&iter, walk->roots);
    while (g_hash_table_iter_next(&iter, &root, &type)) {
        g_autoptr(GString) path = g_string_new(root);

        check_listed(walk, path, type);
        walk->figures.leaves += client_type_leaves(type);
    }
}

/* True when there was something to ask. */
static bool
ask_next(ClientWalk *walk)
{
    if (walk->next_variable < walk->variables->len) {
        if (walk->next_variable == 0) {
            for (unsigned i = 0; i < walk->variables->len; i++) {
                g_hash_table_add(walk->listed, walk->variables->pdata[i]);
            }
        }
        walk_variable(walk, walk->variables->pdata[walk->next_variable++]);
        return true;
    }
    if (walk->next_list < walk->lists->len) {
        walk_list(walk, walk->lists->pdata[walk->next_list++]);
        return true;
    }
    return false;
}

/* The names of a scope are all awaited before its variables, these before the next scope. */
static void
pump(ClientWalk *walk)
{
    if (walk->pumping) {
        return;
    }
    walk->pumping = true;
    while (!walk->broken && walk->in_flight < walk->window) {
        if (walk->in_names && walk->in_flight > 0) {
            break;
        }
        walk->in_names = false;
        if (ask_next(walk)) {
            continue;
        }
        if (walk->in_flight > 0) {
            break;
        }
        check_all_listed(walk);
        walk->in_names = true;
        if (!next_scope(walk)) {
            break;
        }
    }
    walk->pumping = false;
    if (walk->in_flight == 0) {
        walk->callbacks->done(walk->user, walk);
    }
}

ClientWalk *
client_walk_new(Client *client, const ClientWalkUser *callbacks, void *user)
{
    ClientWalk *walk = g_new0(ClientWalk, 1);
    unsigned outstanding = client_negotiated(client)->outstanding_calling;

    walk->client = client;
    walk->callbacks = callbacks;
    walk->user = user;
    walk->window = MAX(outstanding, 1);
    walk->domains = g_ptr_array_new_with_free_func(g_free);
    walk->variables = g_ptr_array_new_with_free_func(g_free);
    walk->lists = g_ptr_array_new_with_free_func(g_free);
    walk->listed = g_hash_table_new(g_str_hash, g_str_equal);
    walk->roots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify)(void *)client_type_free);
    walk->in_names = true;
    next_scope(walk);
    return walk;
}

void
client_walk_free(ClientWalk *walk)
{
    if (walk == NULL) {
        return;
    }
    while (walk->items != NULL) {
        walk_remove(walk->items);
    }
    g_ptr_array_unref(walk->domains);
    g_ptr_array_unref(walk->variables);
    g_ptr_array_unref(walk->lists);
    g_hash_table_unref(walk->listed);
    g_hash_table_unref(walk->roots);
    g_free(walk);
}

const ClientWalkFigures *
client_walk_figures(const ClientWalk *walk)
{
    return &walk->figures;
}

bool
client_walk_is_clean(const ClientWalk *walk)
{
    return walk->figures.mismatches == 0 && walk->figures.refusals == 0 &&
           walk->figures.failures == 0;
}
