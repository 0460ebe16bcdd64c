/* SPDX-License-Identifier: Apache-2.0
 *
 * Named variable lists of an IED (ISO 9506-2 14.5, IEC 61850-8-1 clause 14): the data sets of
 * the SCL file, which nobody deletes; the ones that clients define in a domain and that stay;
 * and those of one association, which go with it. Members are resolved once, when a list is
 * defined: the model never changes.
 */
#include "sim/vmd/vmd_ied_private.h"

/* Unless the Services or the caller say otherwise. */
enum { LISTS_MAX = 256, MEMBERS_MAX = 1024 };

void
vmd_list_free(gpointer data)
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

    ied->lists = g_ptr_array_new_with_free_func(vmd_list_free);
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

GPtrArray *
vmd_lists_of(const VmdCaller *caller)
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

bool
vmd_list_is_of(const VmdCaller *caller, const VmdVariableList *list)
{
    GPtrArray *own = vmd_lists_of(caller);

    return own != NULL && g_ptr_array_find(own, list, NULL);
}

MmsObjectName
vmd_list_name(const VmdIed *ied, const VmdVariableList *list, MmsScope scope)
{
    MmsObjectName name = { .scope = scope, .item = vmd_list_item(list) };

    if (scope == MMS_SCOPE_DOMAIN) {
        name.domain = slice_from_string(ied->model->devices[list_device(list)].domain);
    }
    return name;
}

unsigned
vmd_lists_count(const VmdIed *ied, const VmdCaller *caller, MmsScope scope, uint16_t device)
{
    const GPtrArray *own = vmd_lists_of(caller);
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
        return vmd_lists_of(caller)->pdata[index];
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

const VmdVariableList *
vmd_list_find(const VmdIed *ied, const VmdCaller *caller, const MmsObjectName *name)
{
    const LogicalDevice *device;
    const VmdVariableList *list;
    uint16_t number;
    unsigned at;

    if (name->scope == MMS_SCOPE_ASSOCIATION) {
        return find_defined(vmd_lists_of(caller), 0, name->item, &at);
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
    const VmdVariableList *list = vmd_list_find(object, caller, name);

    *error = list == NULL ? MMS_OBJECT_NON_EXISTENT : MMS_OK;
    if (list != NULL) {
        vmd_ied_touch_list(object, list);
    }
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

/* Whoever lists his services and does not name SetDataSetValue does not offer it (IEC 61850-6
 * 9.3.2); the members are written one by one. */
static bool
is_writable(void *object, const VmdVariableList *list)
{
    const ModelServices *services = &((VmdIed *)object)->model->services;

    (void)list;
    return !services->known || services->set_data_set_value;
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

static void
tell(const VmdIed *ied, VmdCaller *caller, const MmsObjectName *name, bool deleted,
     MmsError result)
{
    if (ied->tracker != NULL) {
        ied->tracker->listed(ied->tracker_user, caller, name, deleted, result);
    }
}

static MmsError
define(void *object, VmdCaller *caller, const MmsObjectName *name, const VmdMember *members,
       unsigned member_count)
{
    MmsError result = vmd_list_define(object, caller, name, members, member_count);

    tell(object, caller, name, false, result);
    return result;
}

static MmsError
remove_known(VmdIed *ied, VmdCaller *caller, const MmsObjectName *name, unsigned *matched,
             unsigned *deleted)
{
    const VmdVariableList *list = vmd_list_find(ied, caller, name);

    *matched = list != NULL;
    *deleted = list != NULL && list->data_set == NULL;
    if (*deleted > 0 && vmd_list_is_used(ied, list)) {
        return MMS_OBJECT_CONSTRAINT_CONFLICT;
    }
    if (*deleted > 0) {
        g_ptr_array_remove(name->scope == MMS_SCOPE_DOMAIN ? ied->lists : vmd_lists_of(caller),
                           (gpointer)list);
        vmd_hooks_listed(ied);
    }
    return MMS_OK;
}

static MmsError
remove_list(void *object, VmdCaller *caller, const MmsObjectName *name, unsigned *matched,
            unsigned *deleted)
{
    MmsError result = remove_known(object, caller, name, matched, deleted);

    tell(object, caller, name, true,
         result != MMS_OK || *deleted > 0 ? result
         : *matched > 0                   ? MMS_OBJECT_ACCESS_DENIED
                                          : MMS_OBJECT_NON_EXISTENT);
    return result;
}

/* Those of the device that nobody uses; the lists of an association are of device 0. */
static void
remove_unused(const VmdIed *ied, VmdCaller *caller, MmsScope scope, uint16_t device)
{
    GPtrArray *lists = scope == MMS_SCOPE_DOMAIN ? ied->lists : vmd_lists_of(caller);

    for (unsigned i = lists != NULL ? lists->len : 0; i > 0; i--) {
        const VmdVariableList *list = lists->pdata[i - 1];

        if (list->device == device && !vmd_list_is_used(ied, list)) {
            MmsObjectName name = vmd_list_name(ied, list, scope);

            tell(ied, caller, &name, true, MMS_OK);
            g_ptr_array_remove_index(lists, i - 1);
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
        remove_unused(ied, caller, scope, number);
        vmd_hooks_listed(ied);
    } else if (scope == MMS_SCOPE_ASSOCIATION) {
        remove_unused(ied, caller, scope, 0);
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
    .is_writable = is_writable,
};
