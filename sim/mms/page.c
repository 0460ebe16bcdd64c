/* SPDX-License-Identifier: Apache-2.0
 *
 * A page of names (see name_page.h). moreFollows is DEFAULT TRUE and put all the same,
 * unless a habit says otherwise: a client that finds it missing asks for ever.
 */
#include "sim/mms/page.h"

enum { MORE_FOLLOWS_SIZE = 3, OUTER_HEADER_SIZE = 2 };

/* Octets of a length field. */
static size_t
length_size(size_t length)
{
    return length < 0x80        ? 1
           : length <= 0xFF     ? 2
           : length <= 0xFFFF   ? 3
           : length <= 0xFFFFFF ? 4
                                : 5;
}

static size_t
element_size(size_t tag_size, size_t content)
{
    return tag_size + length_size(content) + content;
}

/* Of the whole PDU, were the page closed now. */
static size_t
closed_size(const MmsPage *page)
{
    size_t elements = ber_writer_mark(page->writer) - page->elements;
    size_t service = element_size(1, elements) + MORE_FOLLOWS_SIZE;

    return element_size(1, page->before + element_size(page->service_tag_size, service));
}

void
mms_page_open(MmsPage *page, BerWriter *writer, BerTag service)
{
    *page = (MmsPage){ .writer = writer,
                       .before = ber_writer_mark(writer) - OUTER_HEADER_SIZE,
                       .service_tag_size = service > 0xFF ? 2 : 1 };
    page->service = ber_put_open(writer, service);
    page->elements = ber_put_open(writer, 0xA0);
}

bool
mms_page_keep(MmsPage *page, BerMark mark)
{
    if (page->full || (page->most != 0 && page->count == page->most) ||
        page->writer->overflow || closed_size(page) > page->writer->limit) {
        ber_writer_rewind(page->writer, mark);
        page->full = true;
        return false;
    }
    page->count++;
    return true;
}

bool
mms_page_take_name(void *user, Slice name)
{
    MmsPage *page = user;
    BerMark mark = ber_writer_mark(page->writer);

    if (page->full) {
        return false;
    }
    ber_put(page->writer, BER_VISIBLE_STRING, name);
    return mms_page_keep(page, mark);
}

bool
mms_page_close(MmsPage *page, bool more)
{
    if (page->full && page->count == 0) {
        return false;
    }
    ber_put_close(page->writer, page->elements);
    if (!page->more_omitted || !(more || page->full)) {
        ber_put_boolean(page->writer, 0x81, more || page->full);
    }
    ber_put_close(page->writer, page->service);
    return true;
}

bool
mms_page_get_names(Slice body, MmsNames *names)
{
    BerReader reader = ber_reader(body);

    names->reader = ber_open(&reader, 0xA0);
    names->more_follows = true;
    if (ber_peek(&reader) == 0x81) {
        names->more_follows = ber_get_boolean(&reader, 0x81);
    }
    return ber_at_end(&reader) && reader.error == BER_OK;
}

bool
mms_names_next(MmsNames *names, Slice *name)
{
    *name = SLICE_NONE;
    if (ber_at_end(&names->reader)) {
        return false;
    }
    *name = ber_get(&names->reader, BER_VISIBLE_STRING);
    return names->reader.error == BER_OK;
}
