/* SPDX-License-Identifier: Apache-2.0
 *
 * getNameList (ISO 9506-2 service 1).
 *   request  [1] { [0]E objectClass { [0] basic | [1] cs }, [1]E objectScope { [0] vmd NULL |
 *                  [1] domain Identifier | [2] aa NULL }, [2] continueAfter? }
 *   response [1] { [0] SEQUENCE OF Identifier, [1] moreFollows DEFAULT TRUE }
 */
#include "sim/mms/association_private.h"
#include "sim/mms/page.h"

static MmsScope
get_scope(BerReader *reader, Slice *domain)
{
    BerReader scope = ber_open(reader, 0xA1);
    BerTag tag = ber_peek(&scope);
    MmsScope found = MMS_SCOPE_VMD;

    if (tag == 0x81) {
        found = MMS_SCOPE_DOMAIN;
        *domain = ber_get(&scope, tag);
    } else if (tag == 0x82) {
        found = MMS_SCOPE_ASSOCIATION;
        ber_get_null(&scope, tag);
    } else {
        ber_get_null(&scope, 0x80);
    }
    ber_close(reader, &scope);
    return found;
}

/* Returns false for csObjectClass, of which we have none. */
static bool
get_class(BerReader *reader, MmsObjectClass *object_class)
{
    BerReader choice = ber_open(reader, 0xA0);
    bool basic = ber_peek(&choice) != 0x81;

    *object_class = (MmsObjectClass)ber_get_integer(&choice, basic ? 0x80 : 0x81, 0, INT32_MAX);
    ber_close(reader, &choice);
    return basic;
}

static void
tell(const MmsRequest *request, const MmsGetNameListRequest *list, MmsError error)
{
    const MmsAssociation *association = request->association;
    const MmsObjectName name = { .scope = list->scope, .domain = list->domain };
    const MmsServed served = { .kind = MMS_SERVED_BROWSE,
                               .name = list->scope == MMS_SCOPE_VMD ? NULL : &name,
                               .result = error == MMS_OK ? MMS_DATA_SUCCESS
                                         : error == MMS_OBJECT_NON_EXISTENT
                                             ? MMS_DATA_OBJECT_NON_EXISTENT
                                             : MMS_DATA_OBJECT_ACCESS_UNSUPPORTED };

    if (association->callbacks.served != NULL) {
        association->callbacks.served(association->user, &served);
    }
}

static ServiceVerdict
serve(MmsRequest *request)
{
    const Vmd *vmd = request->vmd;
    BerReader reader = ber_reader(request->body);
    MmsGetNameListRequest list = { 0 };
    bool basic = get_class(&reader, &list.object_class);
    bool more = false;
    MmsPage page;
    MmsError error;

    list.scope = get_scope(&reader, &list.domain);
    if (ber_peek(&reader) == 0x82) {
        list.continue_after = ber_get(&reader, 0x82);
    }
    if (!mms_request_is_read(request, &reader)) {
        return SERVICE_REJECTED;
    }
    mms_page_open(&page, request->writer, 0xA1);
    page.most = request->limits->names_per_page;
    page.more_omitted = request->limits->more_follows_omitted;
    error = !basic ? MMS_OBJECT_ACCESS_UNSUPPORTED
                   : vmd->names->list(vmd->object, request->caller, list.object_class,
                                      list.scope, list.domain, list.continue_after,
                                      mms_page_take_name, &page, &more);
    tell(request, &list, error);
    if (error != MMS_OK) {
        return mms_request_refuse(request, error);
    }
    return mms_page_close(&page, more) ? SERVICE_ANSWERED
                                       : mms_request_refuse(request, MMS_RESOURCE_OTHER);
}

void
mms_get_name_list_put_request(BerWriter *writer, const void *request)
{
    const MmsGetNameListRequest *list = request;
    BerMark service = ber_put_open(writer, 0xA1);
    BerMark choice = ber_put_open(writer, 0xA0);

    ber_put_integer(writer, 0x80, (int)list->object_class);
    ber_put_close(writer, choice);
    choice = ber_put_open(writer, 0xA1);
    if (list->scope == MMS_SCOPE_DOMAIN) {
        ber_put(writer, 0x81, list->domain);
    } else {
        ber_put_null(writer, list->scope == MMS_SCOPE_VMD ? 0x80 : 0x82);
    }
    ber_put_close(writer, choice);
    if (list->continue_after.size > 0) {
        ber_put(writer, 0x82, list->continue_after);
    }
    ber_put_close(writer, service);
}

bool
mms_get_name_list_get_response(const MmsAnswer *answer, MmsNames *names)
{
    *names = (MmsNames){ 0 };
    return answer->kind == MMS_ANSWER_RESPONSE &&
           answer->tag == mms_get_name_list_row.response_tag &&
           mms_page_get_names(answer->body, names);
}

const ServiceRow mms_get_name_list_row = {
    .number = 1,
    .name = "getNameList",
    .request_tag = 0xA1,
    .response_tag = 0xA1,
    .serve = serve,
    .needs = SERVICE_NEEDS_NAMES,
    .clause = "ISO 9506-2 10.4",
};
