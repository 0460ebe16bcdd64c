/* SPDX-License-Identifier: Apache-2.0
 *
 * Named variable lists that clients define (ISO 9506-2 14.5.2, IEC 61850-8-1 clause 14):
 * whether the name, the number and the members may be, each with its own refusal. Members are
 * resolved here, once: the model never changes.
 */
#include "sim/vmd/vmd_ied_private.h"

/* IEC 61850-8-1 allows 129 characters of reference. */
enum { ITEM_LENGTH_MAX = 129 };

/* Letters, digits, _ and $ (ISO 9506-2 7.1). */
static bool
is_identifier(Slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!g_ascii_isalnum(text.data[i]) && text.data[i] != '_' && text.data[i] != '$') {
            return false;
        }
    }
    return text.size > 0 && text.size <= ITEM_LENGTH_MAX;
}

/* A domain-specific list is LN$name. */
static MmsError
check_domain_name(const VmdIed *ied, const MmsObjectName *name, uint16_t *device_number)
{
    const LogicalDevice *device = model_find_device(ied->model, name->domain);
    const uint8_t *dollar =
        name->item.size > 0 ? memchr(name->item.data, '$', name->item.size) : NULL;
    size_t before = dollar == NULL ? 0 : (size_t)(dollar - name->item.data);

    if (device == NULL || model_find_node(device, slice_first(name->item, before)) == NULL ||
        before + 1 == name->item.size) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    *device_number = (uint16_t)(device - ied->model->devices);
    return MMS_OK;
}

/* Whether the list may be defined at all, and for which device. */
static MmsError
check_name(const VmdIed *ied, const VmdCaller *caller, const MmsObjectName *name,
           uint16_t *device)
{
    MmsError error = MMS_OK;

    *device = 0;
    if (name->scope == MMS_SCOPE_VMD ||
        (ied->model->services.known && !ied->model->services.dyn_data_sets)) {
        return MMS_OBJECT_ACCESS_DENIED;
    }
    if (name->scope == MMS_SCOPE_DOMAIN) {
        error = check_domain_name(ied, name, device);
    }
    if (error == MMS_OK && !is_identifier(name->item)) {
        error = MMS_DEFINITION_OTHER;
    }
    if (error == MMS_OK && vmd_list_find(ied, caller, name) != NULL) {
        error = MMS_OBJECT_EXISTS;
    }
    return error;
}

static MmsError
check_limits(const VmdIed *ied, const VmdCaller *caller, MmsScope scope, unsigned members)
{
    const GPtrArray *lists = scope == MMS_SCOPE_DOMAIN ? ied->lists : vmd_lists_of(caller);

    if (members == 0) {
        return MMS_OBJECT_ATTRIBUTE_INCONSISTENT;
    }
    return members > ied->members_max || (lists != NULL && lists->len >= ied->lists_max)
               ? MMS_CAPABILITY_UNAVAILABLE
               : MMS_OK;
}

/* Data sets carry data from the DO down (IEC 61850-7-2 table of FCs), no controls, no control
 * blocks, no edit buffers. */
static bool
may_be_member(const NodeRef *ref)
{
    static const bool allowed[FC_COUNT + 1] = {
        [FC_ST] = true, [FC_MX] = true, [FC_SP] = true, [FC_CF] = true,
        [FC_DC] = true, [FC_SG] = true, [FC_SV] = true, [FC_BL] = true,
        [FC_OR] = true, [FC_EX] = true, [FC_SR] = true,
    };

    return ref->level >= 2 && allowed[ref->fc] && !(ref->flags & COMPONENT_CONTROL_BLOCK);
}

static MmsError
fill_member(const VmdIed *ied, const VmdMember *member, ListMember *row)
{
    NodeRef ref;

    if (vmd_ied_find(ied, &member->name, &ref) != MMS_DATA_SUCCESS ||
        vmd_access_check(&ref, member->access) != MMS_DATA_SUCCESS) {
        return MMS_OBJECT_UNDEFINED;
    }
    if (!may_be_member(&ref)) {
        return MMS_TYPE_INCONSISTENT;
    }
    row->variable = vmd_variable_of(ied, &ref);
    row->domain = ied->model->devices[ref.device].domain;
    row->item = g_strndup((const char *)member->name.item.data, member->name.item.size);
    row->access = vmd_access_copy(member->access);
    return MMS_OK;
}

static GPtrArray *
lists_for(VmdIed *ied, VmdCaller *caller, MmsScope scope)
{
    CallerStore *store = caller->store;

    if (scope == MMS_SCOPE_DOMAIN) {
        return ied->lists;
    }
    if (store == NULL) {
        store = g_new0(CallerStore, 1);
        store->lists = g_ptr_array_new_with_free_func(vmd_list_free);
        caller->store = store;
    }
    return store->lists;
}

MmsError
vmd_list_define(void *object, VmdCaller *caller, const MmsObjectName *name,
                const VmdMember *members, unsigned member_count)
{
    VmdIed *ied = object;
    VmdVariableList *list;
    uint16_t device;
    MmsError error = check_name(ied, caller, name, &device);

    if (error == MMS_OK) {
        error = check_limits(ied, caller, name->scope, member_count);
    }
    if (error != MMS_OK) {
        return error;
    }
    list = g_new0(VmdVariableList, 1);
    list->item = g_strndup((const char *)name->item.data, name->item.size);
    list->device = device;
    list->count = member_count;
    list->members = g_new0(ListMember, member_count);
    for (unsigned i = 0; i < member_count && error == MMS_OK; i++) {
        error = fill_member(ied, &members[i], &list->members[i]);
    }
    if (error != MMS_OK) {
        vmd_list_free(list);
        return error;
    }
    g_ptr_array_add(lists_for(ied, caller, name->scope), list);
    if (name->scope == MMS_SCOPE_DOMAIN) {
        vmd_hooks_listed(ied);
    }
    return MMS_OK;
}
