/* SPDX-License-Identifier: Apache-2.0
 *
 * The attributes of a report control block (see rcb.h).
 */
#include "sim/client/rcb.h"

#include "sim/client/leaf.h"
#include "sim/mms/data.h"
#include "sim/model/timestamp.h"

static bool
take_text(void *field, Slice content)
{
    char **text = field;

    g_free(*text);
    *text = g_strndup((const char *)content.data, content.size);
    return true;
}

static bool
take_hex(void *field, Slice content)
{
    GString *text = g_string_new(NULL);

    leaf_append_hex(text, content);
    g_free(*(char **)field);
    *(char **)field = g_string_free(text, FALSE);
    return true;
}

static bool
take_boolean(void *field, Slice content)
{
    *(bool *)field = content.size == 1 && content.data[0] != 0;
    return content.size == 1;
}

static bool
take_unsigned(void *field, Slice content)
{
    uint64_t value = 0;
    bool good = ber_decode_unsigned(content, &value) && value <= UINT32_MAX;

    *(uint32_t *)field = (uint32_t)value;
    return good;
}

static bool
take_integer(void *field, Slice content)
{
    int64_t value = 0;
    bool good = ber_decode_integer(content, &value) && value >= INT32_MIN && value <= INT32_MAX;

    *(int32_t *)field = (int32_t)value;
    return good;
}

static bool
take_bits(void *field, Slice content)
{
    Slice octets;
    size_t bits;
    bool good = ber_decode_bit_string(content, &octets, &bits) && bits <= 32;

    *(unsigned *)field = good ? report_bits_get(octets.data, bits) : 0;
    return good;
}

static bool
take_entry_id(void *field, Slice content)
{
    if (content.size == REPORT_ENTRY_ID_SIZE) {
        memcpy(field, content.data, REPORT_ENTRY_ID_SIZE);
    }
    return content.size == REPORT_ENTRY_ID_SIZE;
}

static bool
take_time(void *field, Slice content)
{
    if (content.size == 6) {
        *(int64_t *)field = binary_time_decode(content.data);
    }
    return content.size == 6;
}

/* One attribute: its name, the Data it is, where it goes. */
typedef struct AttributeRow {
    const char *name;
    BerTag tag;
    size_t offset;
    bool (*take)(void *field, Slice content);
} AttributeRow;

#define FIELD(name) offsetof(ClientRcb, name)

static const AttributeRow rows[RCB_ATTRIBUTES] = {
    [RCB_RPT_ID] = { "RptID", MMS_DATA_VISIBLE_STRING, FIELD(rpt_id), take_text },
    [RCB_RPT_ENA] = { "RptEna", MMS_DATA_BOOLEAN, FIELD(rpt_ena), take_boolean },
    [RCB_RESV] = { "Resv", MMS_DATA_BOOLEAN, FIELD(resv), take_boolean },
    [RCB_DAT_SET] = { "DatSet", MMS_DATA_VISIBLE_STRING, FIELD(dat_set), take_text },
    [RCB_CONF_REV] = { "ConfRev", MMS_DATA_UNSIGNED, FIELD(conf_rev), take_unsigned },
    [RCB_OPT_FLDS] = { "OptFlds", MMS_DATA_BIT_STRING, FIELD(opt_flds), take_bits },
    [RCB_BUF_TM] = { "BufTm", MMS_DATA_UNSIGNED, FIELD(buf_tm), take_unsigned },
    [RCB_SQ_NUM] = { "SqNum", MMS_DATA_UNSIGNED, FIELD(sq_num), take_unsigned },
    [RCB_TRG_OPS] = { "TrgOps", MMS_DATA_BIT_STRING, FIELD(trg_ops), take_bits },
    [RCB_INTG_PD] = { "IntgPd", MMS_DATA_UNSIGNED, FIELD(intg_pd), take_unsigned },
    [RCB_GI] = { "GI", MMS_DATA_BOOLEAN, FIELD(gi), take_boolean },
    [RCB_PURGE_BUF] = { "PurgeBuf", MMS_DATA_BOOLEAN, FIELD(purge_buf), take_boolean },
    [RCB_ENTRY_ID] = { "EntryID", MMS_DATA_OCTET_STRING, FIELD(entry_id), take_entry_id },
    [RCB_TIME_OF_ENTRY] = { "TimeofEntry", MMS_DATA_BINARY_TIME, FIELD(time_of_entry),
                            take_time },
    [RCB_RESV_TMS] = { "ResvTms", MMS_DATA_INTEGER, FIELD(resv_tms), take_integer },
    [RCB_OWNER] = { "Owner", MMS_DATA_OCTET_STRING, FIELD(owner), take_hex },
};

const char *
rcb_attribute_name(RcbAttribute attribute)
{
    return rows[attribute].name;
}

/* Servers write TimeofEntry and TimeOfEntry. */
static const AttributeRow *
find_row(const char *name, RcbAttribute *attribute)
{
    for (unsigned i = 0; i < RCB_ATTRIBUTES; i++) {
        if (g_ascii_strcasecmp(rows[i].name, name) == 0) {
            *attribute = (RcbAttribute)i;
            return &rows[i];
        }
    }
    return NULL;
}

bool
rcb_decode(ClientRcb *rcb, const ClientType *type, Slice data)
{
    BerReader reader = ber_reader(data);
    BerReader inner = ber_open(&reader, MMS_DATA_STRUCTURE);

    rcb->has = 0;
    for (unsigned i = 0; i < type->count && !ber_at_end(&inner); i++) {
        RcbAttribute attribute = RCB_ATTRIBUTES;
        const AttributeRow *row = find_row(type->components[i].name, &attribute);
        BerTag tag;
        Slice content = ber_get_any(&inner, &tag);

        if (row != NULL && inner.error == BER_OK && tag == row->tag &&
            row->take((char *)rcb + row->offset, content)) {
            rcb->has |= 1u << attribute;
        }
    }
    ber_close(&reader, &inner);
    return reader.error == BER_OK && type->tag == MMS_DATA_STRUCTURE;
}

void
rcb_clear(ClientRcb *rcb)
{
    g_free(rcb->domain);
    g_free(rcb->item);
    g_free(rcb->rpt_id);
    g_free(rcb->dat_set);
    g_free(rcb->owner);
    *rcb = (ClientRcb){ 0 };
}

bool
rcb_is_free(const ClientRcb *rcb)
{
    return !rcb->rpt_ena && !rcb->resv && rcb->resv_tms == 0;
}

bool
rcb_put_attribute(BerWriter *writer, RcbAttribute attribute, const ClientSubscribe *wish)
{
    BerTag tag = rows[attribute].tag;

    switch (attribute) {
    case RCB_RPT_ID:
        ber_put_string(writer, tag, wish->rpt_id);
        return true;
    case RCB_DAT_SET:
        ber_put_string(writer, tag, wish->dat_set);
        return true;
    case RCB_OPT_FLDS:
        report_bits_put(writer, wish->opt_flds, REPORT_OPTION_BITS);
        return true;
    case RCB_TRG_OPS:
        report_bits_put(writer, wish->trg_ops, REPORT_TRIGGER_BITS);
        return true;
    case RCB_BUF_TM:
        ber_put_unsigned(writer, tag, wish->buf_tm);
        return true;
    case RCB_INTG_PD:
        ber_put_unsigned(writer, tag, wish->intg_pd);
        return true;
    case RCB_ENTRY_ID:
        ber_put(writer, tag, SLICE_OF(wish->entry_id));
        return true;
    case RCB_RESV_TMS:
        ber_put_integer(writer, tag, wish->resv_tms);
        return true;
    case RCB_RESV:
    case RCB_PURGE_BUF:
    case RCB_RPT_ENA:
    case RCB_GI:
        ber_put_boolean(writer, tag, true);
        return true;
    default:
        return false;
    }
}

/* `name`, or `name` and one to three digits. */
static bool
is_instance(const char *found, const char *name)
{
    size_t size = strlen(name);
    size_t digits;

    if (strncmp(found, name, size) != 0) {
        return false;
    }
    digits = strspn(found + size, "0123456789");
    return digits >= 1 && digits <= 3 && found[size + digits] == '\0';
}

GPtrArray *
rcb_find_names(const GPtrArray *names, const char *ln, const char *fc, const char *name)
{
    static const char *const fcs[] = { "BR", "RP" };
    GPtrArray *found = g_ptr_array_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(fcs); i++) {
        g_autofree char *item = g_strdup_printf("%s$%s$%s", ln, fcs[i], name);

        for (unsigned j = 0; (fc == NULL || g_str_equal(fc, fcs[i])) && j < names->len; j++) {
            if (g_str_equal(names->pdata[j], item)) {
                g_ptr_array_set_size(found, 0);
                g_ptr_array_add(found, names->pdata[j]);
                return found;
            }
            if (is_instance(names->pdata[j], item)) {
                g_ptr_array_add(found, names->pdata[j]);
            }
        }
    }
    return found;
}
