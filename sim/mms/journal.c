/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of the journal services (see journal.h). An entry's name that is too short must not
 * pass: a known server compared it with octets behind its end.
 */
#include "sim/mms/journal.h"

#include "sim/mms/object_name.h"

#include <string.h>

static void
get_octets(BerReader *reader, BerTag tag, uint8_t *octets, size_t size)
{
    Slice content = ber_get(reader, tag);

    memset(octets, 0, size);
    if (content.size == size) {
        memcpy(octets, content.data, size);
    } else {
        ber_fail(reader, BER_BAD_VALUE);
    }
}

void
mms_journal_get_time(BerReader *reader, BerTag tag, uint8_t octets[6])
{
    get_octets(reader, tag, octets, 6);
}

void
mms_journal_get_id(BerReader *reader, BerTag tag, uint8_t octets[8])
{
    get_octets(reader, tag, octets, 8);
}

void
mms_journal_put_time(BerWriter *writer, BerTag tag, const uint8_t octets[6])
{
    ber_put(writer, tag, (Slice){ octets, 6 });
}

void
mms_journal_put_id(BerWriter *writer, BerTag tag, const uint8_t octets[8])
{
    ber_put(writer, tag, (Slice){ octets, 8 });
}

MmsObjectName
mms_journal_get_name(BerReader *reader)
{
    BerReader choice = ber_open(reader, 0xA0);
    MmsObjectName name = mms_object_name_get(&choice);

    ber_close(reader, &choice);
    return name;
}

void
mms_journal_put_name(BerWriter *writer, const MmsObjectName *name)
{
    BerMark choice = ber_put_open(writer, 0xA0);

    mms_object_name_put(writer, name);
    ber_put_close(writer, choice);
}
