/* SPDX-License-Identifier: Apache-2.0
 *
 * References of the command line, resolved on the server (see client_target.h).
 */
#include "engine/commands/client_target.h"

/* What the callbacks fill. */
typedef struct Finding {
    ClientSession *session;
    Target *target;
    TargetPart *part;
    bool found;
} Finding;

static ClientName
copy_name(const ClientName *name)
{
    ClientName copy = *name;

    copy.domain = g_strdup(name->domain);
    copy.item = g_strdup(name->item);
    copy.component = g_strdup(name->component);
    return copy;
}

static char *
label_of(const ClientName *name)
{
    GString *label = g_string_new(NULL);

    if (name->domain != NULL) {
        g_string_append_printf(label, "%s/", name->domain);
    }
    g_string_append(label, name->item);
    if (name->has_index) {
        g_string_append_printf(label, "(%u)", name->index);
    }
    if (name->component != NULL) {
        g_string_append_printf(label, "$%s", name->component);
    }
    return g_string_free(label, FALSE);
}

static void
add_part(Target *target, char *label, const ClientName *name)
{
    TargetPart part = { .label = label, .name = copy_name(name) };

    g_array_append_val(target->parts, part);
}

static void
finish(Finding *finding, const char *what, const ClientFailure *failure)
{
    if (failure != NULL) {
        client_session_tell(finding->session, what, failure);
    }
    finding->found = failure == NULL;
    client_session_wake(finding->session);
}

static void
on_resolved(void *user, const ClientFailure *failure, const ClientTarget *found)
{
    Finding *finding = user;
    Target *target = finding->target;

    if (failure == NULL) {
        target->is_list = found->is_list;
        target->scope = found->scope;
        target->domain = g_strdup(found->name.domain);
        target->item = g_strdup(found->name.item);
        if (!found->is_list) {
            add_part(target, g_strdup(target->reference), &found->name);
        }
    }
    finish(finding, target->reference, failure);
}

static void
on_members(void *user, const ClientFailure *failure, bool deletable, const ClientName *members,
           unsigned count)
{
    Finding *finding = user;

    (void)deletable;
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        add_part(finding->target, label_of(&members[i]), &members[i]);
    }
    finish(finding, finding->target->reference, failure);
}

/* The part of the variable's type that the name means. */
static const ClientType *
type_of_name(const ClientName *name, const ClientType *type)
{
    if (name->has_index) {
        type = client_type_find(type, "(0)");
    }
    return type != NULL && name->component != NULL ? client_type_find(type, name->component)
                                                   : type;
}

static void
on_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    static const ClientFailure no_part = { .kind = CLIENT_UNKNOWN_NAME,
                                           .text = "no such element or component" };
    Finding *finding = user;
    const ClientType *part = failure == NULL ? type_of_name(&finding->part->name, type) : NULL;

    if (part != NULL) {
        finding->part->type = client_type_copy(part);
    }
    finish(finding, finding->part->label,
           failure != NULL ? failure
           : part == NULL  ? &no_part
                           : NULL);
}

bool
target_find(Target *target, ClientSession *session, const char *reference)
{
    Finding finding = { .session = session, .target = target };

    *target = (Target){ .reference = reference };
    target->parts = g_array_new(FALSE, FALSE, sizeof(TargetPart));
    client_resolve(session->client, reference, on_resolved, &finding);
    client_session_wait(session);
    if (finding.found && target->is_list) {
        client_get_list(session->client, target->scope, target->domain, target->item,
                        on_members, &finding);
        client_session_wait(session);
    }
    for (unsigned i = 0; finding.found && i < target->parts->len; i++) {
        finding.part = target_part(target, i);
        client_get_type(session->client, finding.part->name.domain, finding.part->name.item,
                        on_type, &finding);
        client_session_wait(session);
    }
    return finding.found;
}

void
target_clear(Target *target)
{
    for (unsigned i = 0; target->parts != NULL && i < target->parts->len; i++) {
        TargetPart *part = target_part(target, i);

        g_free((char *)part->name.domain);
        g_free((char *)part->name.item);
        g_free((char *)part->name.component);
        g_free(part->label);
        client_type_free(part->type);
    }
    if (target->parts != NULL) {
        g_array_unref(target->parts);
    }
    g_free(target->domain);
    g_free(target->item);
}
