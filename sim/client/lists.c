/* SPDX-License-Identifier: Apache-2.0
 *
 * The calls about named variable lists, the data sets of IEC 61850: directory, define, delete
 * (ISO 9506-2 14.7).
 */
#include "sim/client/internal.h"
#include "sim/client/members.h"
#include "sim/mms/define_named_variable_list.h"
#include "sim/mms/delete_named_variable_list.h"
#include "sim/mms/get_named_variable_list_attributes.h"

#define MEMBERS_MAX 65536
#define ACCESS_NESTING_MAX 10

static bool
take_members(BerReader *reader, GArray *members, GStringChunk *strings)
{
    MmsAccessStore *store = mms_access_store_new(ACCESS_NESTING_MAX * 4);
    VmdMember member;
    bool supported;

    while (members->len < MEMBERS_MAX &&
           mms_member_next(reader, store, ACCESS_NESTING_MAX, &member, &supported)) {
        ClientName name = client_name_of_member(&member, supported, strings);

        g_array_append_val(members, name);
        mms_access_store_reset(store);
    }
    mms_access_store_free(store);
    return reader->error == BER_OK && members->len < MEMBERS_MAX;
}

static void
finish_get_list(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed getNamedVariableListAttributes response");
    g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(ClientName));
    GStringChunk *strings = g_string_chunk_new(1024);
    MmsGetNamedVariableListAttributesResponse response = { 0 };

    if (failure == NULL &&
        !(mms_get_named_variable_list_attributes_get_response(answer, &response) &&
          take_members(&response.members, members, strings))) {
        failure = &bad;
    }
    if (failure != NULL) {
        call->done.listed(call->user, failure, false, NULL, 0);
    } else {
        call->done.listed(call->user, NULL, response.deletable,
                          (const ClientName *)(void *)members->data, members->len);
    }
    g_string_chunk_free(strings);
}

void
client_get_list(Client *client, MmsScope scope, const char *domain, const char *item,
                ClientListed done, void *user)
{
    ClientCall *call = client_call_new(client, finish_get_list, user);
    MmsGetNamedVariableListAttributesRequest request = { client_object_name(scope, domain,
                                                                            item) };

    call->done.listed = done;
    client_call_send(call, mms_get_named_variable_list_attributes_put_request, &request);
}

static void
finish_define(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed defineNamedVariableList response");

    if (failure == NULL && !mms_define_named_variable_list_get_response(answer)) {
        failure = &bad;
    }
    call->done.plain(call->user, failure);
}

void
client_define_list(Client *client, MmsScope scope, const char *domain, const char *item,
                   const ClientName *names, unsigned count, ClientDone done, void *user)
{
    ClientCall *call = client_call_new(client, finish_define, user);
    ClientMembers members = client_members_new(names, count);
    MmsDefineNamedVariableListRequest request = {
        .name = client_object_name(scope, domain, item),
        .members = members.members,
        .count = count,
    };

    call->done.plain = done;
    client_call_send(call, mms_define_named_variable_list_put_request, &request);
    client_members_clear(&members);
}

static void
finish_delete(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed deleteNamedVariableList response");
    MmsDeleteNamedVariableListResponse response = { 0 };

    if (failure == NULL && !mms_delete_named_variable_list_get_response(answer, &response)) {
        failure = &bad;
    }
    call->done.deleted(call->user, failure, response.matched, response.deleted);
}

void
client_delete_list(Client *client, MmsScope scope, const char *domain, const char *item,
                   ClientDeleted done, void *user)
{
    ClientCall *call = client_call_new(client, finish_delete, user);
    MmsObjectName name = client_object_name(scope, domain, item);
    MmsDeleteNamedVariableListRequest request = { .scope = MMS_DELETE_SPECIFIC,
                                                  .names = &name,
                                                  .count = 1 };

    call->done.deleted = done;
    client_call_send(call, mms_delete_named_variable_list_put_request, &request);
}
