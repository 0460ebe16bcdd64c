/* SPDX-License-Identifier: Apache-2.0
 *
 * A page in a response: { [0] SEQUENCE OF element, [1] moreFollows }, filled to the last octet
 * the negotiated PDU takes. getNameList, getCapabilityList and readJournal have it in common.
 */
#pragma once

#include "sim/mms/get_name_list.h"

typedef struct MmsPage {
    BerWriter *writer;
    BerMark service;
    BerMark elements;
    size_t before; /* octets of the invokeID in front of the service */
    size_t service_tag_size;
    unsigned count;
    unsigned most;     /* elements; 0: as many as fit */
    bool more_omitted; /* moreFollows, where it is TRUE */
    bool full;
} MmsPage;

/* Begins service element and list. */
void mms_page_open(MmsPage *page, BerWriter *writer, BerTag service);

/* What was put since the mark is one element. False when there is no room for it: then it is
 * gone, and so are those that come later. */
bool mms_page_keep(MmsPage *page, BerMark mark);

/* A VmdNameSink; `user` is the page. */
bool mms_page_take_name(void *user, Slice name);

/* Ends both; false when elements are left and not even one found room. */
bool mms_page_close(MmsPage *page, bool more);

/* Reads a page of names out of a response's content. */
bool mms_page_get_names(Slice body, MmsNames *names);
