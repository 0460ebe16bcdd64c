/* SPDX-License-Identifier: Apache-2.0
 *
 * Named variable lists of an IED (ISO 9506-2 14.5, IEC 61850-8-1 clause 14): the data sets of
 * the SCL file, which nobody deletes; the ones that clients define in a domain and that stay;
 * and those of one association, which go with it. Members are resolved once, when a list is
 * defined: the model never changes.
 */
#include "sim/vmd/vmd_ied_private.h"

/* An item of a list that a client names: IEC 61850-8-1 allows 129 characters of reference. */
enum { ITEM_LENGTH_MAX = 129, LISTS_MAX = 256, MEMBERS_MAX = 1024 };

static void
free_list(gpointer data)
{
    VmdVariableList *list = data;

    for (unsigned i = 0; i < list->count; i++) {
        g_free(list->members[i].item);
        vmd_access_free(list->members[i].access);
    }
    g_free(list->members);
    g_free(list->item);
    g_free(list);
}

static void
free_access(gpointer data)
{
    vmd_access_free(data);
}

static void
index_data_set(VmdIed *ied, const DataSet *data_set)
{
    for (unsigned i = 0; i < data_set->member_count; i++) {
        const DataSetMember *member = &data_set->members[i];

        if (member->index >= 0) {
            g_hash_table_insert(
                ied->member_access, (gpointer)member,
                vmd_access_of_element((uint32_t)member->index, member->component));
        }
    }
}

void
vmd_lists_init(VmdIed *ied)
{
    const Model *model = ied->model;
    const ModelServices *services = &model->services;

    ied->lists = g_ptr_array_new_with_free_func(free_list);
    ied->member_access = g_hash_table_new_full(NULL, NULL, NULL, free_access);
    ied->data_sets = g_new0(VmdVariableList, model->data_set_count);
    for (unsigned i = 0; i < model->data_set_count; i++) {
        ied->data_sets[i].data_set = &model->data_sets[i];
        index_data_set(ied, &model->data_sets[i]);
    }
    if (ied->lists_max == 0) {
        ied->lists_max =
            services->dyn_data_set_max > 0 ? services->dyn_data_set_max : LISTS_MAX;
    }
    if (ied->members_max == 0) {
        ied->members_max = services->data_set_attributes_max > 0
                               ? services->data_set_attributes_max
                               : MEMBERS_MAX;
    }
}

void
vmd_lists_clear(VmdIed *ied)
{
    g_ptr_array_unref(ied->lists);
    g_hash_table_unref(ied->member_access);
    g_free(ied->data_sets);
}

void
vmd_caller_clear(VmdCaller *caller)
{
    CallerStore *store = caller->store;

    if (store != NULL) {
        g_ptr_array_unref(store->lists);
        g_free(store);
        caller->store = NULL;
    }
}

/* The association-specific lists; NULL until there is one. */
static GPtrArray *
lists_of(const VmdCaller *caller)
{
    const CallerStore *store = caller->store;

    return store == NULL ? NULL : store->lists;
}

Slice
vmd_list_item(const VmdVariableList *list)
{
    return slice_from_string(list->data_set != NULL ? list->data_set->item : list->item);
}

static uint16_t
list_device(const VmdVariableList *list)
{
    return list->data_set != NULL ? list->data_set->device : list->device;
}

unsigned
vmd_lists_count(const VmdIed *ied, const VmdCaller *caller, MmsScope scope, uint16_t device)
{
    const GPtrArray *own = lists_of(caller);
    unsigned count = 0;

    if (scope == MMS_SCOPE_ASSOCIATION) {
        return own == NULL ? 0 : own->len;
    }
    for (unsigned i = 0; i < ied->model->data_set_count && scope == MMS_SCOPE_DOMAIN; i++) {
        count += list_device(&ied->data_sets[i]) == device;
    }
    for (unsigned i = 0; i < ied->lists->len && scope == MMS_SCOPE_DOMAIN; i++) {
        count += list_device(ied->lists->pdata[i]) == device;
    }
    return count;
}

const VmdVariableList *
vmd_lists_at(const VmdIed *ied, const VmdCaller *caller, MmsScope scope, uint16_t device,
             unsigned index)
{
    if (scope == MMS_SCOPE_ASSOCIATION) {
        return lists_of(caller)->pdata[index];
    }
    for (unsigned i = 0; i < ied->model->data_set_count; i++) {
        if (list_device(&ied->data_sets[i]) == device && index-- == 0) {
            return &ied->data_sets[i];
        }
    }
    for (unsigned i = 0; i < ied->lists->len; i++) {
        if (list_device(ied->lists->pdata[i]) == device && index-- == 0) {
            return ied->lists->pdata[i];
        }
    }
    return NULL;
}

/* Finds a defined list and where it stands in its array. */
static VmdVariableList *
find_defined(GPtrArray *lists, uint16_t device, Slice item, unsigned *at)
{
    for (unsigned i = 0; lists != NULL && i < lists->len; i++) {
        VmdVariableList *list = lists->pdata[i];

        if (list->device == device && slice_equals_string(item, list->item)) {
            *at = i;
            return list;
        }
    }
    return NULL;
}

static const VmdVariableList *
find_data_set(const VmdIed *ied, uint16_t device, Slice item)
{
    for (unsigned i = 0; i < ied->model->data_set_count; i++) {
        const DataSet *data_set = ied->data_sets[i].data_set;

        if (data_set->device == device && slice_equals_string(item, data_set->item)) {
            return &ied->data_sets[i];
        }
    }
    return NULL;
}

static const VmdVariableList *
find_in_scope(const VmdIed *ied, const VmdCaller *caller, const MmsObjectName *name)
{
    const LogicalDevice *device;
    const VmdVariableList *list;
    uint16_t number;
    unsigned at;

    if (name->scope == MMS_SCOPE_ASSOCIATION) {
        return find_defined(lists_of(caller), 0, name->item, &at);
    }
    device =
        name->scope == MMS_SCOPE_DOMAIN ? model_find_device(ied->model, name->domain) : NULL;
    if (device == NULL) {
        return NULL;
    }
    number = (uint16_t)(device - ied->model->devices);
    list = find_data_set(ied, number, name->item);
    return list != NULL ? list : find_defined(ied->lists, number, name->item, &at);
}

static const VmdVariableList *
find(void *object, VmdCaller *caller, const MmsObjectName *name, MmsError *error)
{
    const VmdVariableList *list = find_in_scope(object, caller, name);

    *error = list == NULL ? MMS_OBJECT_NON_EXISTENT : MMS_OK;
    return list;
}

static unsigned
count(void *object, const VmdVariableList *list)
{
    (void)object;
    return list->data_set != NULL ? list->data_set->member_count : list->count;
}

static bool
is_deletable(void *object, const VmdVariableList *list)
{
    (void)object;
    return list->data_set == NULL;
}

/* A member with an element is the whole array, accessed in part. */
static MmsDataError
data_set_member(const VmdIed *ied, const DataSetMember *row, VmdMember *member,
                VmdVariable *variable)
{
    const char *domain = ied->model->devices[row->device].domain;
    MmsDataError result = MMS_DATA_SUCCESS;
    NodeRef ref = row->ref;

    *member = (VmdMember){ .name = { .scope = MMS_SCOPE_DOMAIN,
                                     .domain = slice_from_string(domain),
                                     .item = slice_from_string(row->item) } };
    if (row->index >= 0) {
        member->access = g_hash_table_lookup(ied->member_access, row);
        result = vmd_ied_find(ied, &member->name, &ref);
        if (result == MMS_DATA_SUCCESS) {
            result = vmd_access_check(&ref, member->access);
        }
    }
    if (ref.type == NULL) {
        return MMS_DATA_OBJECT_NON_EXISTENT;
    }
    *variable = vmd_variable_of(ied, &ref);
    return result;
}

static MmsDataError
get_member(void *object, const VmdVariableList *list, unsigned index, VmdMember *member,
           VmdVariable *variable)
{
    const ListMember *row;

    if (list->data_set != NULL) {
        return data_set_member(object, &list->data_set->members[index], member, variable);
    }
    row = &list->members[index];
    *member = (VmdMember){ .name = { .scope = MMS_SCOPE_DOMAIN,
                                     .domain = slice_from_string(row->domain),
                                     .item = slice_from_string(row->item) },
                           .access = row->access };
    *variable = row->variable;
    return MMS_DATA_SUCCESS;
}

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
    if (error == MMS_OK && find_in_scope(ied, caller, name) != NULL) {
        error = MMS_OBJECT_EXISTS;
    }
    return error;
}

static MmsError
check_limits(const VmdIed *ied, const VmdCaller *caller, MmsScope scope, unsigned members)
{
    const GPtrArray *lists = scope == MMS_SCOPE_DOMAIN ? ied->lists : lists_of(caller);

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
        store->lists = g_ptr_array_new_with_free_func(free_list);
        caller->store = store;
    }
    return store->lists;
}

static MmsError
define(void *object, VmdCaller *caller, const MmsObjectName *name, const VmdMember *members,
       unsigned member_count)
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
        free_list(list);
        return error;
    }
    g_ptr_array_add(lists_for(ied, caller, name->scope), list);
    return MMS_OK;
}

static MmsError
remove_list(void *object, VmdCaller *caller, const MmsObjectName *name, unsigned *matched,
            unsigned *deleted)
{
    VmdIed *ied = object;
    const VmdVariableList *list = find_in_scope(ied, caller, name);

    *matched = list != NULL;
    *deleted = list != NULL && list->data_set == NULL;
    if (*deleted > 0) {
        g_ptr_array_remove(lists_for(ied, caller, name->scope), (gpointer)list);
    }
    return MMS_OK;
}

static void
remove_of_device(VmdIed *ied, uint16_t device)
{
    for (unsigned i = ied->lists->len; i > 0; i--) {
        if (list_device(ied->lists->pdata[i - 1]) == device) {
            g_ptr_array_remove_index(ied->lists, i - 1);
        }
    }
}

static MmsError
remove_scope(void *object, VmdCaller *caller, MmsScope scope, Slice domain, unsigned *matched,
             unsigned *deleted)
{
    VmdIed *ied = object;
    const LogicalDevice *device = NULL;
    uint16_t number = 0;

    *matched = 0;
    *deleted = 0;
    if (scope == MMS_SCOPE_DOMAIN) {
        device = model_find_device(ied->model, domain);
        if (device == NULL) {
            return MMS_OBJECT_NON_EXISTENT;
        }
        number = (uint16_t)(device - ied->model->devices);
    }
    *matched = vmd_lists_count(ied, caller, scope, number);
    if (device != NULL) {
        remove_of_device(ied, number);
    } else if (scope == MMS_SCOPE_ASSOCIATION) {
        vmd_caller_clear(caller);
    }
    *deleted = *matched - vmd_lists_count(ied, caller, scope, number);
    return MMS_OK;
}

const VmdVariableLists vmd_ied_lists = {
    .find = find,
    .count = count,
    .is_deletable = is_deletable,
    .member = get_member,
    .define = define,
    .remove = remove_list,
    .remove_scope = remove_scope,
};
