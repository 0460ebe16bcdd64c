/* SPDX-License-Identifier: Apache-2.0
 *
 * Variable lists as data sets of control blocks: found by reference, their members as places of
 * the model with the names that reports carry (IEC 61850-8-1 14.1 and 17.3).
 */
#include "sim/vmd/vmd_ied_private.h"

const VmdVariableList *
vmd_ied_find_list(const VmdIed *ied, const VmdCaller *caller, Slice reference)
{
    const uint8_t *slash =
        reference.size > 0 ? memchr(reference.data, '/', reference.size) : NULL;
    MmsObjectName name = { .scope = MMS_SCOPE_ASSOCIATION, .item = slice_from(reference, 1) };

    if (reference.size > 0 && reference.data[0] == '@') {
        return caller != NULL ? vmd_list_find(ied, caller, &name) : NULL;
    }
    if (slash == NULL) {
        return NULL;
    }
    name.scope = MMS_SCOPE_DOMAIN;
    name.domain = slice_first(reference, (size_t)(slash - reference.data));
    name.item = slice_from(reference, name.domain.size + 1);
    return vmd_list_find(ied, caller, &name);
}

unsigned
vmd_ied_list_count(const VmdVariableList *list)
{
    return list->data_set != NULL ? list->data_set->member_count : list->count;
}

NodeRef
vmd_ied_list_place(const VmdIed *ied, const VmdVariableList *list, unsigned index,
                   const MmsAccess **access)
{
    NodeRef ref, inner;

    *access = NULL;
    if (list->data_set != NULL) {
        return list->data_set->members[index].ref;
    }
    ref = vmd_ied_place(ied, &list->members[index].variable);
    if (vmd_access_place(&ref, list->members[index].access, &inner)) {
        return inner;
    }
    *access = list->members[index].access;
    return ref;
}

/* "(5)$cVal" for an element and what is inside it; other selections have no name. */
static void
append_access(GString *text, const MmsAccess *access)
{
    for (; access != NULL && access->next == NULL; access = access->inner) {
        if (access->kind == MMS_ACCESS_COMPONENT) {
            g_string_append_c(text, '$');
            g_string_append_len(text, (const char *)access->component.data,
                                (gssize)access->component.size);
        } else if (access->kind == MMS_ACCESS_INDEX) {
            g_string_append_printf(text, "(%u)", access->low);
        }
    }
}

char *
vmd_ied_list_reference(const VmdIed *ied, const VmdVariableList *list, unsigned index)
{
    const ListMember *member;
    GString *text;

    (void)ied;
    if (list->data_set != NULL) {
        return g_strdup(list->data_set->members[index].data_ref);
    }
    member = &list->members[index];
    text = g_string_new(member->domain);
    g_string_append_c(text, '/');
    g_string_append(text, member->item);
    append_access(text, member->access);
    return g_string_free(text, FALSE);
}

void
vmd_ied_put_place(const VmdIed *ied, const NodeRef *ref, const MmsAccess *access,
                  BerWriter *writer)
{
    if (access == NULL) {
        values_encode(ied->values, ref, writer);
    } else {
        vmd_access_encode(ied->values, ref, access, writer);
    }
}
