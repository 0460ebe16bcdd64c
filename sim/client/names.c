/* SPDX-License-Identifier: Apache-2.0
 *
 * getNameList and getCapabilityList with every page (ISO 9506-2 7.5.4, 10.6). A server that
 * repeats a name, gives an empty page with more to follow, or never ends is cut off.
 */
#include "sim/client/internal.h"
#include "sim/mms/get_capability_list.h"
#include "sim/mms/get_name_list.h"

#define NAME_SIZE_MAX 1024

typedef struct Listing {
    bool capabilities; /* the device's, not names of objects */
    MmsObjectClass object_class;
    MmsScope scope;
    char *domain;
    GPtrArray *names;  /* owned by the set */
    GHashTable *known; /* names given so far */
} Listing;

static void
clear_listing(ClientCall *call)
{
    Listing *listing = call->own;

    g_ptr_array_unref(listing->names);
    g_hash_table_unref(listing->known);
    g_free(listing->domain);
    g_free(listing);
}

static void
send_page(ClientCall *call)
{
    Listing *listing = call->own;
    unsigned count = listing->names->len;
    Slice after = count > 0 ? slice_from_string(listing->names->pdata[count - 1]) : SLICE_NONE;
    MmsGetCapabilityListRequest capabilities = { after };
    MmsGetNameListRequest request = {
        .object_class = listing->object_class,
        .scope = listing->scope,
        .domain = listing->domain != NULL ? slice_from_string(listing->domain) : SLICE_NONE,
        .continue_after = after,
    };

    if (listing->capabilities) {
        client_call_send(call, mms_get_capability_list_put_request, &capabilities);
    } else {
        client_call_send(call, mms_get_name_list_put_request, &request);
    }
}

/* NULL, or what is wrong with the page. */
static const char *
take_page(Listing *listing, MmsNames *page)
{
    unsigned before = listing->names->len;
    Slice slice;

    while (mms_names_next(page, &slice)) {
        char *name;

        if (slice.size == 0 || slice.size > NAME_SIZE_MAX ||
            memchr(slice.data, 0, slice.size) != NULL) {
            return "a name without or with too many characters";
        }
        if (listing->names->len == CLIENT_NAMES_MAX) {
            return "too many names";
        }
        name = g_strndup((const char *)slice.data, slice.size);
        if (!g_hash_table_add(listing->known, name)) {
            return "a name came twice";
        }
        g_ptr_array_add(listing->names, name);
    }
    if (page->reader.error != BER_OK) {
        return "malformed list of names";
    }
    return page->more_follows && listing->names->len == before
               ? "an empty page of names with more to follow"
               : NULL;
}

static void
finish_names(ClientCall *call, const MmsAnswer *answer, const ClientFailure *failure)
{
    Listing *listing = call->own;
    MmsNames page;
    const char *wrong = NULL;
    ClientFailure bad;

    if (failure == NULL) {
        wrong = (listing->capabilities ? mms_get_capability_list_get_response
                                       : mms_get_name_list_get_response)(answer, &page)
                    ? take_page(listing, &page)
                    : "malformed list of names";
    }
    if (wrong != NULL) {
        bad = client_bad_answer(wrong);
        failure = &bad;
    }
    if (failure != NULL) {
        call->done.named(call->user, failure, NULL, 0);
    } else if (page.more_follows) {
        send_page(call);
    } else {
        call->done.named(call->user, NULL, (const char *const *)listing->names->pdata,
                         listing->names->len);
    }
}

static Listing *
begin_listing(Client *client, ClientNamed done, void *user, ClientCall **call)
{
    Listing *listing = g_new0(Listing, 1);

    listing->names = g_ptr_array_new();
    listing->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    *call = client_call_new(client, finish_names, user);
    (*call)->own = listing;
    (*call)->clear = clear_listing;
    (*call)->done.named = done;
    return listing;
}

void
client_get_names(Client *client, MmsObjectClass object_class, MmsScope scope,
                 const char *domain, ClientNamed done, void *user)
{
    ClientCall *call;
    Listing *listing = begin_listing(client, done, user, &call);

    listing->object_class = object_class;
    listing->scope = scope;
    listing->domain = scope == MMS_SCOPE_DOMAIN ? g_strdup(domain) : NULL;
    send_page(call);
}

void
client_get_capabilities(Client *client, ClientNamed done, void *user)
{
    ClientCall *call;

    begin_listing(client, done, user, &call)->capabilities = true;
    send_page(call);
}
