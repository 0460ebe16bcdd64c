/* SPDX-License-Identifier: Apache-2.0
 *
 * A page of names in a response: { [0] SEQUENCE OF VisibleString, [1] moreFollows }, filled to
 * the last octet the negotiated PDU takes. getNameList and getCapabilityList have it in common.
 */
#pragma once

#include "sim/mms/get_name_list.h"

typedef struct MmsNamePage {
    BerWriter *writer;
    BerMark service;
    BerMark names;
    size_t before; /* octets of the invokeID in front of the service */
    size_t service_tag_size;
    unsigned count;
    bool full;
} MmsNamePage;

/* Begins service element and list. */
void mms_name_page_open(MmsNamePage *page, BerWriter *writer, BerTag service);

/* A VmdNameSink; `user` is the page. */
bool mms_name_page_take(void *user, Slice name);

/* Ends both; false when names are left and not even one found room. */
bool mms_name_page_close(MmsNamePage *page, bool more);

/* Reads a page out of a response's content. */
bool mms_name_page_get(Slice body, MmsNames *names);
