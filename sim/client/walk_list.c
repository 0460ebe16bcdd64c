/* SPDX-License-Identifier: Apache-2.0
 *
 * One variable list of a walk: its directory, its values, and the type of every member one
 * after the other, against which the values are held.
 */
#include "sim/client/walk_internal.h"

typedef struct List {
    WalkItem waits;
    char *item;
    MmsScope scope;
    GArray *members; /* ClientName, strings in `strings` */
    GStringChunk *strings;
    GPtrArray *values; /* GByteArray a member; NULL where refused */
    unsigned next;
} List;

static void
free_value(void *value)
{
    if (value != NULL) {
        g_byte_array_unref(value);
    }
}

static void
free_list(WalkItem *item)
{
    List *list = (List *)(void *)item;

    g_array_unref(list->members);
    g_string_chunk_free(list->strings);
    g_ptr_array_unref(list->values);
    g_free(list->item);
    g_free(list);
}

static void
list_done(List *list)
{
    ClientWalk *walk = list->waits.walk;

    walk_remove(&list->waits);
    walk_answered(walk);
}

static const char *
keep(List *list, const char *text)
{
    return text != NULL ? g_string_chunk_insert(list->strings, text) : NULL;
}

static void ask_member(List *list);

/* The part of the variable's type that the member names. */
static const ClientType *
member_type(const ClientName *member, const ClientType *type)
{
    if (member->has_index) {
        type = type->tag == MMS_DATA_ARRAY && member->index < type->elements
                   ? type->components[0].type
                   : NULL;
    }
    return type != NULL && member->component != NULL ? client_type_find(type, member->component)
                                                     : type;
}

static void
on_member_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    List *list = user;
    ClientWalk *walk = list->waits.walk;
    unsigned index = list->next++;
    const ClientName *member = &g_array_index(list->members, ClientName, index);
    GByteArray *value = list->values->pdata[index];
    const ClientType *part = failure == NULL ? member_type(member, type) : NULL;
    char where[160] = "no such part of the variable";

    if (failure != NULL) {
        walk_failed(walk, walk->domain, list->item, member->item, failure);
    } else if (value != NULL && part != NULL &&
               client_type_matches(part, (Slice){ value->data, value->len }, where,
                                   sizeof where)) {
        walk->figures.values++;
    } else if (value != NULL) {
        walk_problem(walk, CLIENT_WALK_MISMATCH, walk->domain, list->item, "%s: %s",
                     member->item, where);
    }
    ask_member(list);
}

/* Each request takes the place in the window of the one before. */
static void
ask_member(List *list)
{
    const ClientName *member;

    if (list->waits.walk->broken || list->next == list->members->len) {
        list_done(list);
        return;
    }
    member = &g_array_index(list->members, ClientName, list->next);
    client_get_type(list->waits.walk->client, member->domain, member->item, on_member_type,
                    list);
}

static void
on_values(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    List *list = user;
    ClientWalk *walk = list->waits.walk;

    if (failure == NULL && count != list->members->len) {
        walk_problem(walk, CLIENT_WALK_MISMATCH, walk->domain, list->item,
                     "%u values for %u members", count, list->members->len);
        list_done(list);
        return;
    }
    if (failure != NULL && walk_is_too_large(failure)) {
        walk->figures.by_parts++; /* its members are variables that are read anyway */
    } else if (failure != NULL) {
        walk_failed(walk, walk->domain, list->item, "values", failure);
    }
    g_ptr_array_set_size(list->values, (int)list->members->len);
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        if (items[i].result != MMS_DATA_SUCCESS) {
            walk_problem(walk, CLIENT_WALK_REFUSAL, walk->domain, list->item, "%s: %s",
                         g_array_index(list->members, ClientName, i).item,
                         mms_data_error_name(items[i].result));
            continue;
        }
        list->values->pdata[i] = g_byte_array_append(g_byte_array_new(), items[i].data.data,
                                                     (guint)items[i].data.size);
    }
    ask_member(list);
}

static void
on_directory(void *user, const ClientFailure *failure, bool deletable,
             const ClientName *members, unsigned count)
{
    List *list = user;
    ClientWalk *walk = list->waits.walk;

    (void)deletable;
    if (failure != NULL) {
        walk_failed(walk, walk->domain, list->item, "directory", failure);
        list_done(list);
        return;
    }
    walk->figures.lists++;
    walk->figures.members += count;
    walk_check_size(walk);
    for (unsigned i = 0; i < count; i++) {
        ClientName member = members[i];

        member.domain = keep(list, member.domain);
        member.item = keep(list, member.item);
        member.component = keep(list, member.component);
        g_array_append_val(list->members, member);
    }
    client_read_list(walk->client, list->scope, walk->domain, list->item, on_values, list);
}

void
walk_list(ClientWalk *walk, const char *item)
{
    List *list = g_new0(List, 1);

    walk_add(walk, &list->waits, free_list);
    list->item = g_strdup(item);
    list->scope = walk->list_scope;
    list->members = g_array_new(FALSE, FALSE, sizeof(ClientName));
    list->strings = g_string_chunk_new(256);
    list->values = g_ptr_array_new_with_free_func(free_value);
    walk_began(walk);
    client_get_list(walk->client, list->scope, walk->domain, list->item, on_directory, list);
}
