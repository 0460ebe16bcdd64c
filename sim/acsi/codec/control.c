/* SPDX-License-Identifier: Apache-2.0
 *
 * Controls on the wire (IEC 61850-8-1 clause 20; see control.h).
 */
#include "sim/acsi/codec/control.h"

#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

#define ERROR_NAME "LastApplError"

enum { CHECK_BITS = 2, ENTRY_TIME_SIZE = 6, TIMESTAMP_SIZE = 8, NESTING_MAX = 10 };

static const char *const names[CONTROL_FIELDS] = { "ctlVal", "operTm", "origin", "ctlNum",
                                                   "T",      "Test",   "Check" };

bool
control_layout_has(const ControlLayout *layout, ControlField field)
{
    for (unsigned i = 0; i < layout->count; i++) {
        if (layout->fields[i] == field) {
            return true;
        }
    }
    return false;
}

bool
control_layout_add(ControlLayout *layout, const char *name, bool entry_time)
{
    for (unsigned field = 0; field < CONTROL_FIELDS; field++) {
        if (strcmp(name, names[field]) == 0 && !control_layout_has(layout, field)) {
            layout->fields[layout->count++] = (uint8_t)field;
            layout->entry_times |= (uint8_t)(entry_time ? 1u << field : 0);
            return true;
        }
    }
    return false;
}

/* A time of either kind; all octets 0 is none. */
static int64_t
get_time(BerReader *reader, bool entry_time, uint8_t *quality)
{
    Slice content = ber_get(reader, entry_time ? MMS_DATA_BINARY_TIME : MMS_DATA_UTC_TIME);
    uint8_t octets[TIMESTAMP_SIZE] = { 0 };

    if (reader->error == BER_OK &&
        content.size != (entry_time ? ENTRY_TIME_SIZE : TIMESTAMP_SIZE)) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    if (reader->error != BER_OK) {
        return 0;
    }
    memcpy(octets, content.data, content.size);
    if (!entry_time) {
        *quality = octets[TIMESTAMP_SIZE - 1];
        return timestamp_decode(octets);
    }
    return memcmp(octets, (uint8_t[ENTRY_TIME_SIZE]){ 0 }, ENTRY_TIME_SIZE) == 0
               ? 0
               : binary_time_decode(octets);
}

static ControlOrigin
get_origin(BerReader *reader)
{
    BerReader inner = ber_open(reader, MMS_DATA_STRUCTURE);
    ControlOrigin origin = { 0 };

    origin.category = ber_get_integer(&inner, MMS_DATA_INTEGER, INT32_MIN, INT32_MAX);
    origin.ident = ber_get(&inner, MMS_DATA_OCTET_STRING);
    ber_close(reader, &inner);
    return origin;
}

static unsigned
get_check(BerReader *reader)
{
    size_t bits = 0;
    Slice octets = ber_get_bit_string(reader, MMS_DATA_BIT_STRING, &bits);
    unsigned check = 0;

    if (reader->error == BER_OK && bits > CHECK_BITS) {
        ber_fail(reader, BER_BAD_VALUE);
    }
    for (size_t i = 0; i < bits && reader->error == BER_OK; i++) {
        check |= octets.data[0] & 0x80 >> i ? 1u << i : 0;
    }
    return check;
}

static void
get_field(BerReader *reader, ControlField field, bool entry_time, ControlParameters *parameters)
{
    switch (field) {
    case CONTROL_CTL_VAL:
        parameters->ctl_val = ber_get_element(reader);
        break;
    case CONTROL_OPER_TM:
        parameters->oper_tm = get_time(reader, entry_time, &parameters->t_quality);
        break;
    case CONTROL_ORIGIN:
        parameters->origin = get_origin(reader);
        break;
    case CONTROL_CTL_NUM:
        parameters->ctl_num = (uint8_t)ber_get_integer(reader, MMS_DATA_UNSIGNED, 0, UINT8_MAX);
        break;
    case CONTROL_T:
        parameters->t = get_time(reader, entry_time, &parameters->t_quality);
        break;
    case CONTROL_TEST:
        parameters->test = ber_get_boolean(reader, MMS_DATA_BOOLEAN);
        break;
    default:
        parameters->check = get_check(reader);
        break;
    }
}

bool
control_get(Slice data, const ControlLayout *layout, ControlParameters *parameters)
{
    BerReader reader = ber_reader(data);
    BerReader members = ber_open(&reader, MMS_DATA_STRUCTURE);

    *parameters = (ControlParameters){ 0 };
    for (unsigned i = 0; i < layout->count; i++) {
        get_field(&members, layout->fields[i], layout->entry_times & 1u << layout->fields[i],
                  parameters);
    }
    ber_close(&reader, &members);
    return reader.error == BER_OK && reader.at == reader.end &&
           (parameters->ctl_val.size == 0 ||
            mms_data_check(parameters->ctl_val, NESTING_MAX) == MMS_DATA_FITS);
}

static void
put_time(BerWriter *writer, int64_t time, uint8_t quality, bool entry_time)
{
    uint8_t octets[TIMESTAMP_SIZE] = { 0 };

    if (time != 0 && entry_time) {
        binary_time_encode(time, octets);
    } else if (time != 0) {
        timestamp_encode(time, quality, octets);
    }
    ber_put(writer, entry_time ? MMS_DATA_BINARY_TIME : MMS_DATA_UTC_TIME,
            (Slice){ octets, entry_time ? ENTRY_TIME_SIZE : TIMESTAMP_SIZE });
}

static void
put_origin(BerWriter *writer, const ControlOrigin *origin)
{
    BerMark mark = ber_put_open(writer, MMS_DATA_STRUCTURE);

    ber_put_integer(writer, MMS_DATA_INTEGER, origin->category);
    ber_put(writer, MMS_DATA_OCTET_STRING, origin->ident);
    ber_put_close(writer, mark);
}

static void
put_check(BerWriter *writer, unsigned check)
{
    uint8_t octet = (uint8_t)((check & CONTROL_SYNCHRO_CHECK ? 0x80 : 0) |
                              (check & CONTROL_INTERLOCK_CHECK ? 0x40 : 0));

    ber_put_bit_string(writer, MMS_DATA_BIT_STRING, &octet, CHECK_BITS);
}

static void
put_field(BerWriter *writer, ControlField field, bool entry_time,
          const ControlParameters *parameters)
{
    switch (field) {
    case CONTROL_CTL_VAL:
        ber_put_raw(writer, parameters->ctl_val);
        break;
    case CONTROL_OPER_TM:
        put_time(writer, parameters->oper_tm, parameters->t_quality, entry_time);
        break;
    case CONTROL_ORIGIN:
        put_origin(writer, &parameters->origin);
        break;
    case CONTROL_CTL_NUM:
        ber_put_unsigned(writer, MMS_DATA_UNSIGNED, parameters->ctl_num);
        break;
    case CONTROL_T:
        put_time(writer, parameters->t, parameters->t_quality, entry_time);
        break;
    case CONTROL_TEST:
        ber_put_boolean(writer, MMS_DATA_BOOLEAN, parameters->test);
        break;
    default:
        put_check(writer, parameters->check);
        break;
    }
}

void
control_put(BerWriter *writer, const ControlLayout *layout, const ControlParameters *parameters)
{
    BerMark mark = ber_put_open(writer, MMS_DATA_STRUCTURE);

    for (unsigned i = 0; i < layout->count; i++) {
        put_field(writer, layout->fields[i], layout->entry_times & 1u << layout->fields[i],
                  parameters);
    }
    ber_put_close(writer, mark);
}

static void
put_error_data(BerWriter *writer, const ControlError *error)
{
    BerMark mark = ber_put_open(writer, MMS_DATA_STRUCTURE);

    ber_put(writer, MMS_DATA_VISIBLE_STRING, error->cntrl_obj);
    ber_put_integer(writer, MMS_DATA_INTEGER, error->error);
    put_origin(writer, &error->origin);
    ber_put_unsigned(writer, MMS_DATA_UNSIGNED, error->ctl_num);
    ber_put_integer(writer, MMS_DATA_INTEGER, error->add_cause);
    ber_put_close(writer, mark);
}

static bool
get_error_data(Slice data, ControlError *error)
{
    BerReader reader = ber_reader(data);
    BerReader inner = ber_open(&reader, MMS_DATA_STRUCTURE);

    error->cntrl_obj = ber_get(&inner, MMS_DATA_VISIBLE_STRING);
    error->error = (unsigned)ber_get_integer(&inner, MMS_DATA_INTEGER, 0, INT32_MAX);
    error->origin = get_origin(&inner);
    error->ctl_num = (uint8_t)ber_get_integer(&inner, MMS_DATA_UNSIGNED, 0, UINT8_MAX);
    error->add_cause = (unsigned)ber_get_integer(&inner, MMS_DATA_INTEGER, 0, INT32_MAX);
    ber_close(&reader, &inner);
    return reader.error == BER_OK && reader.at == reader.end;
}

static const MmsObjectName error_object = {
    .scope = MMS_SCOPE_VMD, .item = { (const uint8_t *)ERROR_NAME, sizeof ERROR_NAME - 1 }
};

static MmsInformationReportMarks
open_report(BerWriter *writer, const VmdMember *members, unsigned count)
{
    return mms_information_report_open(writer,
                                       &(MmsVariables){ .members = members, .count = count });
}

void
control_error_put(BerWriter *writer, const ControlError *error)
{
    const VmdMember member = { .name = error_object };
    MmsInformationReportMarks marks = open_report(writer, &member, 1);

    put_error_data(writer, error);
    mms_information_report_close(writer, marks);
}

void
control_termination_put(BerWriter *writer, const MmsObjectName *object, Slice oper,
                        const ControlError *error)
{
    const VmdMember members[2] = { { .name = error_object }, { .name = *object } };
    unsigned first = error == NULL ? 1 : 0;
    MmsInformationReportMarks marks = open_report(writer, &members[first], 2 - first);

    if (error != NULL) {
        put_error_data(writer, error);
    }
    ber_put_raw(writer, oper);
    mms_information_report_close(writer, marks);
}

static bool
is_error_object(const MmsObjectName *name)
{
    return name->scope == MMS_SCOPE_VMD && slice_equal(name->item, error_object.item);
}

/* "CSWI1$CO$Pos$Oper": only a control ends so. */
static bool
is_operate(const MmsObjectName *name)
{
    static const char tail[] = "$Oper";
    const size_t size = sizeof tail - 1;

    return name->scope == MMS_SCOPE_DOMAIN && name->item.size > size &&
           memcmp(name->item.data + name->item.size - size, tail, size) == 0;
}

bool
control_notice_get(const MmsInformationReport *information, ControlNotice *notice)
{
    MmsAccessStore *store = mms_access_store_new(1);
    BerReader members = information->members;
    MmsResults results = information->results;
    bool good = !information->is_list;
    MmsDataError result;
    VmdMember member;
    bool supported;
    Slice data;

    *notice = (ControlNotice){ 0 };
    while (good && mms_member_next(&members, store, 1, &member, &supported)) {
        good = supported && member.access == NULL &&
               mms_results_next(&results, &result, &data) && result == MMS_DATA_SUCCESS;
        if (good && is_error_object(&member.name) && !notice->has_error &&
            !notice->is_termination) {
            notice->has_error = true;
            good = get_error_data(data, &notice->error);
        } else if (good && is_operate(&member.name) && !notice->is_termination) {
            notice->is_termination = true;
            notice->object = member.name;
            notice->oper = data;
        } else {
            good = false;
        }
    }
    mms_access_store_free(store);
    return good && members.error == BER_OK && results.reader.error == BER_OK &&
           results.reader.at == results.reader.end &&
           (notice->has_error || notice->is_termination);
}
