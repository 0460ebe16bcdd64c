/* SPDX-License-Identifier: Apache-2.0
 *
 * The VMD for tests (see fake_vmd.h).
 */
#include "tests/sim/mms/fake_vmd.h"

#include "tests/hex.h"

#define ARRAY_COUNT 16

struct VmdVariableList {
    char *domain;
    char *item;
    MmsScope scope;
    bool deletable;
    GPtrArray *members; /* FakeMember */
};

typedef struct FakeMember {
    char *domain;
    char *item;
    bool has_access;
    MmsAccess access;
} FakeMember;

static void
free_variable(void *pointer)
{
    FakeVariable *variable = pointer;

    g_byte_array_unref(variable->data);
    g_free(variable);
}

static void
free_member(void *pointer)
{
    FakeMember *member = pointer;

    g_free(member->domain);
    g_free(member->item);
    g_free(member);
}

static void
free_list(void *pointer)
{
    VmdVariableList *list = pointer;

    g_free(list->domain);
    g_free(list->item);
    g_ptr_array_unref(list->members);
    g_free(list);
}

FakeVariable *
fake_vmd_add(FakeVmd *fake, const char *item, const char *data)
{
    FakeVariable *variable = g_new0(FakeVariable, 1);

    variable->scope = MMS_SCOPE_DOMAIN;
    variable->domain = "IED1LD0";
    variable->item = item;
    variable->type = "83 00";
    variable->data = hex_parse(data);
    g_ptr_array_add(fake->variables, variable);
    g_ptr_array_add(fake->names, g_strdup(item));
    return variable;
}

FakeVariable *
fake_vmd_find(FakeVmd *fake, const char *item)
{
    for (unsigned i = 0; i < fake->variables->len; i++) {
        FakeVariable *variable = g_ptr_array_index(fake->variables, i);

        if (strcmp(variable->item, item) == 0) {
            return variable;
        }
    }
    return NULL;
}

static void
identify(void *object, const char **vendor, const char **model, const char **revision)
{
    (void)object;
    *vendor = "Fake Works";
    *model = "F-100";
    *revision = "1.0";
}

static void
status(void *object, int *logical, int *physical)
{
    (void)object;
    *logical = 0;
    *physical = 0;
}

static const char *
capability(void *object, unsigned index)
{
    static const char *const all[] = { "first", "second" };

    (void)object;
    return index < G_N_ELEMENTS(all) ? all[index] : NULL;
}

static void
forget(void *object, VmdCaller *caller)
{
    FakeVmd *fake = object;

    (void)caller;
    fake->forgotten++;
}

static MmsError
list_names(void *object, VmdCaller *caller, MmsObjectClass object_class, MmsScope scope,
           Slice domain, Slice after, VmdNameSink sink, void *user, bool *more)
{
    FakeVmd *fake = object;
    unsigned at = 0;

    (void)caller;
    *more = false;
    if (object_class != MMS_CLASS_NAMED_VARIABLE &&
        object_class != MMS_CLASS_NAMED_VARIABLE_LIST && object_class != MMS_CLASS_DOMAIN) {
        return MMS_OBJECT_ACCESS_UNSUPPORTED;
    }
    if (scope == MMS_SCOPE_DOMAIN && !slice_equals_string(domain, "IED1LD0")) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    if (object_class == MMS_CLASS_DOMAIN) {
        *more = !sink(user, slice_from_string("IED1LD0"));
        return MMS_OK;
    }
    if (object_class != MMS_CLASS_NAMED_VARIABLE || scope != MMS_SCOPE_DOMAIN) {
        return MMS_OK;
    }
    if (after.size > 0) {
        while (at < fake->names->len && !slice_equals_string(after, fake->names->pdata[at])) {
            at++;
        }
        if (at++ == fake->names->len) {
            return MMS_OBJECT_NON_EXISTENT;
        }
    }
    while (at < fake->names->len && sink(user, slice_from_string(fake->names->pdata[at]))) {
        at++;
    }
    *more = at < fake->names->len;
    return MMS_OK;
}

static bool
is_named(const FakeVariable *variable, const MmsObjectName *name)
{
    return variable->scope == name->scope && slice_equals_string(name->item, variable->item) &&
           (variable->scope != MMS_SCOPE_DOMAIN ||
            slice_equals_string(name->domain, variable->domain));
}

static MmsDataError
find(void *object, VmdCaller *caller, const MmsObjectName *name, VmdVariable *variable)
{
    FakeVmd *fake = object;

    (void)caller;
    for (unsigned i = 0; i < fake->variables->len; i++) {
        if (is_named(fake->variables->pdata[i], name)) {
            *variable = (VmdVariable){ .place = fake->variables->pdata[i] };
            return MMS_DATA_SUCCESS;
        }
    }
    return MMS_DATA_OBJECT_NON_EXISTENT;
}

/* Arrays of ARRAY_COUNT one-octet integers by index and range; mag, and f inside it, of the
 * analogue value. */
static MmsDataError
check_access(void *object, const VmdVariable *variable, const MmsAccess *access)
{
    const FakeVariable *fake = variable->place;
    bool fits;

    (void)object;
    if (access->next != NULL) {
        return MMS_DATA_OBJECT_ATTRIBUTE_INCONSISTENT;
    }
    if (fake->data->data[0] != 0xA1) {
        fits = access->kind == MMS_ACCESS_COMPONENT &&
               slice_equals_string(access->component, "mag") && access->inner != NULL &&
               access->inner->kind == MMS_ACCESS_COMPONENT &&
               slice_equals_string(access->inner->component, "f");
    } else {
        fits =
            access->inner == NULL &&
            (access->kind == MMS_ACCESS_ALL ||
             (access->kind == MMS_ACCESS_INDEX && access->low < ARRAY_COUNT) ||
             (access->kind == MMS_ACCESS_RANGE && access->low + access->count <= ARRAY_COUNT));
    }
    return fits ? MMS_DATA_SUCCESS : MMS_DATA_OBJECT_NON_EXISTENT;
}

static void
describe(void *object, const VmdVariable *variable, BerWriter *writer)
{
    const FakeVariable *fake = variable->place;
    g_autoptr(GByteArray) type = hex_parse(fake->type);

    (void)object;
    ber_put_raw(writer, hex_slice(type));
}

static void
pending_gone(void *user)
{
    FakeVmd *fake = user;

    fake->pending = NULL;
    fake->pending_died = true;
}

static MmsDataError
answer_later(FakeVmd *fake, VmdCaller *caller)
{
    if (!fake->later_without_handle) {
        fake->pending = mms_pending_of(caller);
        mms_pending_watch(fake->pending, pending_gone, fake);
    }
    return MMS_DATA_LATER;
}

static MmsDataError
read_variable(void *object, VmdCaller *caller, const VmdVariable *variable,
              const MmsAccess *access, BerWriter *writer)
{
    const FakeVariable *fake = variable->place;
    Slice data = hex_slice(fake->data);
    BerMark array;

    if (fake->later) {
        ber_put_raw(writer, data); /* to be taken back */
        return answer_later(object, caller);
    }
    if (access == NULL || access->kind == MMS_ACCESS_ALL) {
        ber_put_raw(writer, data);
    } else if (access->kind == MMS_ACCESS_COMPONENT) {
        ber_put_raw(writer, slice_first(slice_from(data, 4), 7));
    } else if (access->kind == MMS_ACCESS_INDEX) {
        ber_put_raw(writer, slice_first(slice_from(data, 2 + 3 * access->low), 3));
    } else {
        array = ber_put_open(writer, 0xA1);
        ber_put_raw(writer,
                    slice_first(slice_from(data, 2 + 3 * access->low), 3 * access->count));
        ber_put_close(writer, array);
    }
    return MMS_DATA_SUCCESS;
}

static void
write_open(void *object, VmdCaller *caller, const VmdVariableList *list)
{
    FakeVmd *fake = object;

    (void)caller;
    g_string_append(fake->log, list != NULL ? "open list;" : "open;");
}

static MmsDataError
write_variable(void *object, VmdCaller *caller, const VmdVariable *variable,
               const MmsAccess *access, Slice data)
{
    FakeVmd *fake = object;
    FakeVariable *target = variable->place;
    g_autofree char *text = hex_format(data);

    (void)access;
    g_string_append_printf(fake->log, "write %s %s;", target->item, text);
    if (target->later) {
        return answer_later(fake, caller);
    }
    if (!target->writable) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (target->data->data[0] != data.data[0]) {
        return MMS_DATA_TYPE_INCONSISTENT;
    }
    g_byte_array_set_size(target->data, 0);
    g_byte_array_append(target->data, data.data, (guint)data.size);
    return MMS_DATA_SUCCESS;
}

static void
write_close(void *object, VmdCaller *caller)
{
    FakeVmd *fake = object;

    (void)caller;
    g_string_append(fake->log, "close;");
}

static void
write_missed(void *object, VmdCaller *caller, const MmsObjectName *name, bool is_list,
             MmsDataError result)
{
    FakeVmd *fake = object;

    (void)caller;
    g_string_append_printf(fake->log, "missed %s%.*s %d;", is_list ? "list " : "",
                           (int)name->item.size, (const char *)name->item.data, (int)result);
}

static char *
take_text(Slice bytes)
{
    return g_strndup((const char *)bytes.data, bytes.size);
}

static const VmdVariableList *
find_list(void *object, VmdCaller *caller, const MmsObjectName *name, MmsError *error)
{
    FakeVmd *fake = object;

    (void)caller;
    for (unsigned i = 0; i < fake->lists->len; i++) {
        VmdVariableList *list = fake->lists->pdata[i];

        if (list->scope == name->scope && slice_equals_string(name->item, list->item) &&
            (name->scope != MMS_SCOPE_DOMAIN ||
             slice_equals_string(name->domain, list->domain))) {
            return list;
        }
    }
    *error = MMS_OBJECT_NON_EXISTENT;
    return NULL;
}

static unsigned
count_members(void *object, const VmdVariableList *list)
{
    (void)object;
    return list->members->len;
}

static bool
is_deletable(void *object, const VmdVariableList *list)
{
    (void)object;
    return list->deletable;
}

static MmsDataError
get_member(void *object, const VmdVariableList *list, unsigned index, VmdMember *member,
           VmdVariable *variable)
{
    const FakeMember *fake = list->members->pdata[index];

    *member = (VmdMember){ .name = { .scope = MMS_SCOPE_DOMAIN,
                                     .domain = slice_from_string(fake->domain),
                                     .item = slice_from_string(fake->item) },
                           .access = fake->has_access ? &fake->access : NULL };
    return find(object, NULL, &member->name, variable);
}

static VmdVariableList *
add_list(FakeVmd *fake, MmsScope scope, char *domain, char *item, bool deletable)
{
    VmdVariableList *list = g_new0(VmdVariableList, 1);

    list->scope = scope;
    list->domain = domain;
    list->item = item;
    list->deletable = deletable;
    list->members = g_ptr_array_new_with_free_func(free_member);
    g_ptr_array_add(fake->lists, list);
    return list;
}

static FakeMember *
add_member(VmdVariableList *list, char *domain, char *item)
{
    FakeMember *member = g_new0(FakeMember, 1);

    member->domain = domain;
    member->item = item;
    g_ptr_array_add(list->members, member);
    return member;
}

static MmsError
define_list(void *object, VmdCaller *caller, const MmsObjectName *name,
            const VmdMember *members, unsigned count)
{
    FakeVmd *fake = object;
    MmsError error;
    VmdVariableList *list;
    VmdVariable variable;

    if (find_list(object, caller, name, &error) != NULL) {
        return MMS_OBJECT_EXISTS;
    }
    for (unsigned i = 0; i < count; i++) {
        if (find(object, caller, &members[i].name, &variable) != MMS_DATA_SUCCESS) {
            return MMS_OBJECT_UNDEFINED;
        }
    }
    list = add_list(fake, name->scope, take_text(name->domain), take_text(name->item), true);
    for (unsigned i = 0; i < count; i++) {
        FakeMember *member = add_member(list, take_text(members[i].name.domain),
                                        take_text(members[i].name.item));

        member->has_access = members[i].access != NULL;
        if (member->has_access) {
            member->access = *members[i].access;
            member->access.inner = NULL;
            member->access.next = NULL;
        }
    }
    return MMS_OK;
}

static MmsError
remove_list(void *object, VmdCaller *caller, const MmsObjectName *name, unsigned *matched,
            unsigned *deleted)
{
    FakeVmd *fake = object;
    MmsError error;
    const VmdVariableList *list = find_list(object, caller, name, &error);

    if (fake->remove_error != MMS_OK) {
        return fake->remove_error;
    }
    *matched = list != NULL;
    *deleted = list != NULL && list->deletable;
    if (*deleted > 0) {
        g_ptr_array_remove(fake->lists, (void *)list);
    }
    return MMS_OK;
}

static MmsError
remove_scope(void *object, VmdCaller *caller, MmsScope scope, Slice domain, unsigned *matched,
             unsigned *deleted)
{
    FakeVmd *fake = object;

    (void)caller;
    if (scope == MMS_SCOPE_DOMAIN && !slice_equals_string(domain, "IED1LD0")) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    for (unsigned i = fake->lists->len; i-- > 0;) {
        VmdVariableList *list = fake->lists->pdata[i];

        if (list->scope == scope) {
            ++*matched;
            if (list->deletable) {
                ++*deleted;
                g_ptr_array_remove_index(fake->lists, i);
            }
        }
    }
    return MMS_OK;
}

static void
fill(FakeVmd *fake)
{
    GString *array = g_string_new("A1 30");
    FakeVariable *variable;
    VmdVariableList *list;

    variable = fake_vmd_add(fake, "GGIO1$MX$AnIn1",
                            "A2 18 A2 07 87 05 08 3F C0 00 00 84 03 03 00 00"
                            "91 08 65 F0 D1 80 80 00 00 0A");
    variable->type = "A2 31 A1 2F"
                     "30 1A 80 03 6D 61 67 A1 13 A2 11 A1 0F 30 0D 80 01 66 A1 08 A7 06 02 01"
                     "20 02 01 08 30 08 80 01 71 A1 03 84 01 F3 30 07 80 01 74 A1 02 91 00";
    fake_vmd_add(fake, "GGIO1$CF$Ind1$blkEna", "83 01 00")->writable = true;
    fake_vmd_add(fake, "GGIO1$CF$Flag", "83 01 01")->writable = true;
    fake_vmd_add(fake, "GGIO1$CO$SPCSO1$Oper", "A2 00")->writable = true;
    fake_vmd_add(fake, "Later", "85 01 2A")->later = true;
    for (unsigned i = 0; i < ARRAY_COUNT; i++) {
        g_string_append_printf(array, " 85 01 %02X", i);
    }
    fake_vmd_add(fake, "Array", array->str);
    g_string_free(array, TRUE);
    fake_vmd_add(fake, "Plant", "85 01 FB")->scope = MMS_SCOPE_VMD;
    list = add_list(fake, MMS_SCOPE_DOMAIN, g_strdup("IED1LD0"), g_strdup("LLN0$ds9"), false);
    add_member(list, g_strdup("IED1LD0"), g_strdup("GGIO1$CF$Flag"));
    add_member(list, g_strdup("IED1LD0"), g_strdup("Nothing"));
}

FakeVmd *
fake_vmd_new(void)
{
    static const VmdDevice device = { identify, status, capability, forget };
    static const VmdNames names = { list_names };
    static const VmdVariables variables = { find,          check_access, describe,
                                            read_variable, write_open,   write_variable,
                                            write_close,   write_missed };
    static const VmdVariableLists lists = { find_list,    count_members, is_deletable,
                                            get_member,   define_list,   remove_list,
                                            remove_scope, NULL };
    FakeVmd *fake = g_new0(FakeVmd, 1);

    fake->vmd = (Vmd){ &device, &names, &variables, &lists, NULL, fake };
    fake->variables = g_ptr_array_new_with_free_func(free_variable);
    fake->lists = g_ptr_array_new_with_free_func(free_list);
    fake->names = g_ptr_array_new_with_free_func(g_free);
    fake->log = g_string_new(NULL);
    fill(fake);
    return fake;
}

void
fake_vmd_free(FakeVmd *fake)
{
    g_ptr_array_unref(fake->variables);
    g_ptr_array_unref(fake->lists);
    g_ptr_array_unref(fake->names);
    g_string_free(fake->log, TRUE);
    g_free(fake);
}
