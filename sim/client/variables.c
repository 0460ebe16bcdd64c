/* SPDX-License-Identifier: Apache-2.0
 *
 * The calls about variables: their type, read and write (ISO 9506-2 14). An answer with another
 * number of items than were asked for is bad as a whole.
 */
#include "sim/client/internal.h"
#include "sim/client/members.h"
#include "sim/mms/get_variable_access_attributes.h"
#include "sim/mms/read.h"
#include "sim/mms/write.h"

char *
client_name_format(const ClientName *name)
{
    GString *text = g_string_new(name->domain);

    g_string_append_printf(text, "%s%s", name->domain != NULL ? "/" : "", name->item);
    if (name->has_index) {
        g_string_append_printf(text, "(%u)", name->index);
    }
    if (name->component != NULL) {
        g_string_append_printf(text, "$%s", name->component);
    }
    return g_string_free(text, FALSE);
}

static void
finish_type(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed getVariableAccessAttributes response");
    MmsGetVariableAccessAttributesResponse response;
    g_autoptr(ClientType) type = NULL;

    if (failure == NULL) {
        if (mms_get_variable_access_attributes_get_response(answer, &response)) {
            type = client_type_decode(response.type);
            bad.text = "malformed TypeDescription";
        }
        failure = type == NULL ? &bad : NULL;
    }
    call->done.typed(call->user, failure, type);
}

void
client_get_type(Client *client, const char *domain, const char *item, ClientTyped done,
                void *user)
{
    ClientCall *call = client_call_new(client, finish_type, user);
    MmsGetVariableAccessAttributesRequest request = { client_object_name(
        domain != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_VMD, domain, item) };

    call->done.typed = done;
    client_call_send(call, mms_get_variable_access_attributes_put_request, &request);
}

/* Answers the user of a read or write with the items, or says what is wrong with them. */
static void
answer_items(ClientCall *call, const ClientFailure *failure, const char *wrong, GArray *items)
{
    ClientFailure bad;

    if (failure == NULL && wrong == NULL && call->expected != 0 &&
        items->len != call->expected) {
        wrong = "another number of results than was asked for";
    }
    if (wrong != NULL) {
        bad = client_bad_answer(wrong);
        failure = &bad;
    }
    if (failure != NULL) {
        call->done.read(call->user, failure, NULL, 0);
        return;
    }
    call->done.read(call->user, NULL, (const ClientItem *)(void *)items->data, items->len);
}

static void
finish_read(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(ClientItem));
    const char *wrong = NULL;
    MmsResults results;
    ClientItem item;

    if (failure == NULL && !mms_read_get_response(answer, &results)) {
        wrong = "malformed read response";
    } else if (failure == NULL) {
        while (mms_results_next(&results, &item.result, &item.data)) {
            g_array_append_val(items, item);
        }
        wrong = results.reader.error != BER_OK ? "malformed read result" : NULL;
    }
    answer_items(call, failure, wrong, items);
}

static void
finish_write(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(ClientItem));
    const char *wrong = NULL;
    MmsWriteResults results;
    ClientItem item = { 0 };

    if (failure == NULL && !mms_write_get_response(answer, &results)) {
        wrong = "malformed write response";
    } else if (failure == NULL) {
        while (mms_write_results_next(&results, &item.result)) {
            g_array_append_val(items, item);
        }
        wrong = results.reader.error != BER_OK ? "malformed write result" : NULL;
    }
    answer_items(call, failure, wrong, items);
}

void
client_read(Client *client, const ClientName *names, unsigned count, ClientRead done,
            void *user)
{
    ClientCall *call = client_call_new(client, finish_read, user);
    ClientMembers members = client_members_new(names, count);
    MmsReadRequest request = { .variables = { .members = members.members, .count = count } };

    call->done.read = done;
    call->expected = count;
    client_call_send(call, mms_read_put_request, &request);
    client_members_clear(&members);
}

void
client_read_list(Client *client, MmsScope scope, const char *domain, const char *item,
                 ClientRead done, void *user)
{
    ClientCall *call = client_call_new(client, finish_read, user);
    MmsObjectName name = client_object_name(scope, domain, item);
    MmsReadRequest request = { .variables = { .list = &name } };

    call->done.read = done;
    client_call_send(call, mms_read_put_request, &request);
}

void
client_write(Client *client, const ClientName *names, const Slice *data, unsigned count,
             ClientRead done, void *user)
{
    ClientCall *call = client_call_new(client, finish_write, user);
    ClientMembers members = client_members_new(names, count);
    MmsWriteRequest request = {
        .variables = { .members = members.members, .count = count },
        .data = data,
        .data_count = count,
    };

    call->done.read = done;
    call->expected = count;
    client_call_send(call, mms_write_put_request, &request);
    client_members_clear(&members);
}

void
client_write_list(Client *client, MmsScope scope, const char *domain, const char *item,
                  const Slice *data, unsigned count, ClientRead done, void *user)
{
    ClientCall *call = client_call_new(client, finish_write, user);
    MmsObjectName name = client_object_name(scope, domain, item);
    MmsWriteRequest request = { .variables = { .list = &name },
                                .data = data,
                                .data_count = count };

    call->done.read = done;
    call->expected = count;
    client_call_send(call, mms_write_put_request, &request);
}
