/* SPDX-License-Identifier: Apache-2.0
 *
 * The calls about the VMD as a whole: identify and status (ISO 9506-2 7.5).
 */
#include "sim/client/internal.h"
#include "sim/mms/identify.h"
#include "sim/mms/status.h"

static char *
text_of(Slice slice)
{
    return g_utf8_make_valid(slice.size > 0 ? (const char *)slice.data : "",
                             (gssize)slice.size);
}

static void
finish_identify(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed identify response");
    MmsIdentifyResponse response;
    g_autofree char *vendor = NULL, *model = NULL, *revision = NULL;

    if (failure == NULL && !mms_identify_get_response(answer, &response)) {
        failure = &bad;
    }
    if (failure != NULL) {
        call->done.identified(call->user, failure, NULL);
        return;
    }
    vendor = text_of(response.vendor);
    model = text_of(response.model);
    revision = text_of(response.revision);
    call->done.identified(call->user, NULL, &(ClientIdentity){ vendor, model, revision });
}

void
client_identify(Client *client, ClientIdentified done, void *user)
{
    ClientCall *call = client_call_new(client, finish_identify, user);

    call->done.identified = done;
    client_call_send(call, mms_identify_put_request, NULL);
}

static void
finish_status(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    ClientFailure bad = client_bad_answer("malformed status response");
    MmsStatusResponse response;

    if (failure == NULL && !mms_status_get_response(answer, &response)) {
        failure = &bad;
    }
    if (failure != NULL) {
        call->done.told(call->user, failure, NULL);
        return;
    }
    call->done.told(call->user, NULL, &(ClientStatus){ response.logical, response.physical });
}

void
client_status(Client *client, ClientStatusTold done, void *user)
{
    ClientCall *call = client_call_new(client, finish_status, user);
    MmsStatusRequest request = { 0 };

    call->done.told = done;
    client_call_send(call, mms_status_put_request, &request);
}
