/* SPDX-License-Identifier: Apache-2.0
 *
 * Names of a request as members with alternate access, and back (see members.h).
 */
#include "sim/client/members.h"

static unsigned
count_steps(const char *component)
{
    unsigned steps = component != NULL ? 1 : 0;

    for (; component != NULL && *component != '\0'; component++) {
        steps += *component == '$';
    }
    return steps;
}

/* Fills the selections for one name and returns the place behind them. */
static MmsAccess *
fill_access(MmsAccess *at, const ClientName *name)
{
    const char *step = name->component;
    MmsAccess *last = at;

    *at++ = (MmsAccess){ .kind = MMS_ACCESS_INDEX, .low = name->index };
    while (step != NULL) {
        size_t size = strcspn(step, "$");

        *at = (MmsAccess){ .kind = MMS_ACCESS_COMPONENT,
                           .component = { (const uint8_t *)step, size } };
        last->inner = at;
        last = at++;
        step = step[size] == '$' ? step + size + 1 : NULL;
    }
    return at;
}

ClientMembers
client_members_new(const ClientName *names, unsigned count)
{
    ClientMembers members = { .members = g_new0(VmdMember, count) };
    unsigned steps = 0;
    MmsAccess *at;

    for (unsigned i = 0; i < count; i++) {
        steps += names[i].has_index ? 1 + count_steps(names[i].component) : 0;
    }
    at = members.accesses = g_new0(MmsAccess, steps);
    for (unsigned i = 0; i < count; i++) {
        VmdMember *member = &members.members[i];

        member->name.scope = names[i].domain != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_VMD;
        member->name.domain =
            names[i].domain != NULL ? slice_from_string(names[i].domain) : SLICE_NONE;
        member->name.item = slice_from_string(names[i].item);
        if (names[i].has_index) {
            member->access = at;
            at = fill_access(at, &names[i]);
        }
    }
    return members;
}

void
client_members_clear(ClientMembers *members)
{
    g_free(members->members);
    g_free(members->accesses);
}

static const char *
keep(GStringChunk *strings, Slice text)
{
    return g_string_chunk_insert_len(strings, text.size > 0 ? (const char *)text.data : "",
                                     (gssize)text.size);
}

/* False for another access than one element and components inside it. */
static bool
take_access(const MmsAccess *access, ClientName *name, GStringChunk *strings)
{
    g_autoptr(GString) component = g_string_new(NULL);

    if (access->kind != MMS_ACCESS_INDEX || access->next != NULL) {
        return false;
    }
    name->has_index = true;
    name->index = access->low;
    for (access = access->inner; access != NULL; access = access->inner) {
        if (access->kind != MMS_ACCESS_COMPONENT || access->next != NULL) {
            return false;
        }
        if (component->len > 0) {
            g_string_append_c(component, '$');
        }
        g_string_append_len(component, (const char *)access->component.data,
                            (gssize)access->component.size);
    }
    name->component =
        component->len > 0 ? g_string_chunk_insert(strings, component->str) : NULL;
    return true;
}

ClientName
client_name_of_member(const VmdMember *member, bool supported, GStringChunk *strings)
{
    ClientName name = { .item = "" };

    if (!supported) {
        return name;
    }
    name.domain =
        member->name.scope == MMS_SCOPE_DOMAIN ? keep(strings, member->name.domain) : NULL;
    name.item = keep(strings, member->name.item);
    if (member->access != NULL && !take_access(member->access, &name, strings)) {
        g_autofree char *text = g_strdup_printf("%s(...)", name.item);

        name.item = g_string_chunk_insert(strings, text);
        name.has_index = false;
        name.component = NULL;
    }
    return name;
}
