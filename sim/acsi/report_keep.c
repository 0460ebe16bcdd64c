/* SPDX-License-Identifier: Apache-2.0
 *
 * What report control blocks keep over a power cycle, in a store by the IED's name: the entries
 * of a BRCB in a log, and beside them, as a setting, where the unsent ones begin, the newest
 * EntryID, the reservation and the attributes that differ from the file. A fingerprint of the
 * file's attributes and of the data set, names and types, goes with it: with another one
 * everything is dropped and told, so that nothing is ever taken for what it was not.
 */
#include "sim/acsi/reporting_private.h"

#define PREFIX "rcb/"
#define SETTING_MAX (1 << 16)
#define FINGERPRINT_SIZE 64

enum { VERSION = 1, FLAG_OVERFLOW = 1, FLAG_USED = 2, PAGE = 64 };

/* What clients configure. */
static const char *const attributes[] = { "DatSet", "RptID",  "OptFlds", "BufTm",
                                          "TrgOps", "IntgPd", "ConfRev" };
enum { DAT_SET, ATTRIBUTES = G_N_ELEMENTS(attributes) };

/* A setting, checked; slices are lent from its octets. */
typedef struct Kept {
    Slice fingerprint, host;
    uint64_t last_id, unsent;
    unsigned flags;
    int seconds;              /* of the reservation */
    bool given[ATTRIBUTES];   /* as the file says where not */
    Value values[ATTRIBUTES]; /* strings lent */
} Kept;

static char *
key_of(const Reporting *reporting, const ControlBlock *block)
{
    const LogicalDevice *device = &reporting->model->devices[block->device];

    return g_strdup_printf(PREFIX "%s/%s.%s.%s", device->inst, device->nodes[block->node].name,
                           fc_name(block->ref.fc), block->name);
}

static const Values *
get_initial(Reporting *reporting)
{
    if (reporting->initial == NULL) {
        reporting->initial = values_new(values_model(reporting->values));
    }
    return reporting->initial;
}

static void
add_data_set(const Reporting *reporting, const VmdVariableList *list, GChecksum *checksum)
{
    const MmsAccess *access;
    BerWriter writer;
    Pdu type;

    pdu_init(&type, 0);
    writer = ber_writer(&type, SETTING_MAX);
    for (unsigned i = 0; i < vmd_ied_list_count(list); i++) {
        g_autofree char *reference = vmd_ied_list_reference(reporting->vmd, list, i);
        Slice octets;

        pdu_reset(&type);
        type_describe(vmd_ied_list_place(reporting->vmd, list, i, &access).type, &writer);
        octets = pdu_content(&type);
        g_checksum_update(checksum, (const guchar *)reference, (gssize)strlen(reference) + 1);
        g_checksum_update(checksum, octets.data, (gssize)octets.size);
    }
    pdu_clear(&type);
}

/* Of the attributes in the file and of the members of the data set, in hex. */
static char *
make_fingerprint(Reporting *reporting, const ControlBlock *block, const VmdVariableList *list)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    BerWriter writer;
    Pdu file;

    pdu_init(&file, 0);
    writer = ber_writer(&file, SETTING_MAX);
    for (unsigned i = 0; i < ATTRIBUTES; i++) {
        NodeRef leaf;

        if (node_component(&block->ref, slice_from_string(attributes[i]), &leaf)) {
            values_encode(get_initial(reporting), &leaf, &writer);
        }
    }
    g_checksum_update(checksum, pdu_content(&file).data, (gssize)pdu_content(&file).size);
    pdu_clear(&file);
    if (list != NULL) {
        add_data_set(reporting, list, checksum);
    }
    return g_strdup(g_checksum_get_string(checksum));
}

static const char *
get_fingerprint(Rcb *rcb)
{
    if (rcb->fingerprint == NULL) {
        rcb->fingerprint = make_fingerprint(rcb->reporting, rcb->block,
                                            rcb->set != NULL ? rcb->set->list : NULL);
    }
    return rcb->fingerprint;
}

/* One attribute when it is not as in the file: its number, then Data. That a data set is of an
 * association is not kept. */
static void
put_attribute(const Rcb *rcb, unsigned number, BerWriter *writer)
{
    BerMark before = ber_writer_mark(writer);
    Slice octets;
    NodeRef leaf;
    size_t first, second;

    if (!rcb_leaf(rcb, attributes[number], &leaf) ||
        (number == DAT_SET && rcb->list_owner != NULL)) {
        return;
    }
    values_encode(get_initial(rcb->reporting), &leaf, writer);
    first = pdu_content(writer->pdu).size;
    values_encode(rcb->reporting->values, &leaf, writer);
    octets = pdu_content(writer->pdu);
    second = octets.size - first;
    if (first - before == second &&
        memcmp(octets.data + before, octets.data + first, second) == 0) {
        ber_writer_rewind(writer, before);
        return;
    }
    ber_writer_rewind(writer, before);
    ber_put_unsigned(writer, BER_INTEGER, number);
    values_encode(rcb->reporting->values, &leaf, writer);
}

static void
put_setting(Rcb *rcb, BerWriter *writer)
{
    const ReportBuffer *buffer = &rcb->buffer;
    g_autofree char *host = rcb->buffered && rcb->resv_tms > 0 ? rcb_reserving_host(rcb) : NULL;
    BerMark all = ber_put_open(writer, BER_SEQUENCE);
    BerMark list;

    ber_put_unsigned(writer, BER_INTEGER, VERSION);
    ber_put_string(writer, BER_VISIBLE_STRING, get_fingerprint(rcb));
    ber_put_unsigned(writer, BER_INTEGER, buffer->last_id);
    ber_put_unsigned(writer, BER_INTEGER,
                     buffer->unsent != NULL ? buffer->unsent->id : buffer->last_id + 1);
    ber_put_unsigned(writer, BER_INTEGER,
                     (buffer->overflow ? FLAG_OVERFLOW : 0) | (rcb->used ? FLAG_USED : 0));
    ber_put_unsigned(writer, BER_INTEGER, host != NULL ? (unsigned)rcb_seconds_left(rcb) : 0);
    ber_put_string(writer, BER_VISIBLE_STRING, host != NULL ? host : "");
    list = ber_put_open(writer, BER_SEQUENCE);
    for (unsigned i = 0; i < ATTRIBUTES; i++) {
        put_attribute(rcb, i, writer);
    }
    ber_put_close(writer, list);
    ber_put_close(writer, all);
}

static void
save(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;
    g_autofree char *key = key_of(reporting, rcb->block);
    BerWriter writer;
    Pdu setting;

    pdu_init(&setting, 0);
    writer = ber_writer(&setting, SETTING_MAX);
    put_setting(rcb, &writer);
    if (!writer.overflow) {
        store_put(reporting->store, reporting->ied, key, pdu_content(&setting));
    }
    pdu_clear(&setting);
    rcb->unsaved = false;
}

/* A store that does not last gets the entries now. */
static void
save_all(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;
    g_autofree char *key = key_of(reporting, rcb->block);

    if (rcb->buffered) {
        StoreLog *log = store_log_open(reporting->store, reporting->ied, key);

        /* What a cycle before this one kept may have to be kept again. */
        store_log_restart(log);
        report_buffer_keep(&rcb->buffer, log, NULL);
        rcb->buffer.log = NULL;
        store_log_close(log);
    }
    save(rcb);
}

void
reporting_save(Reporting *reporting)
{
    for (unsigned i = 0; i < reporting->unsaved->len; i++) {
        save(reporting->unsaved->pdata[i]);
    }
    g_ptr_array_set_size(reporting->unsaved, 0);
    for (unsigned i = 0; i < reporting->slot_count && !reporting->lasting; i++) {
        if (reporting->slots[i].rcb != NULL && reporting->store != NULL) {
            save_all(reporting->slots[i].rcb);
        }
    }
    g_clear_pointer(&reporting->initial, values_free);
}

void
report_keep_changed(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;

    if (!reporting->lasting || rcb->unsaved) {
        return;
    }
    rcb->unsaved = true;
    g_ptr_array_add(reporting->unsaved, rcb);
    reporting->callbacks->unsaved(reporting->user);
}

static void
buffer_changed(ReportBuffer *buffer)
{
    report_keep_changed((Rcb *)(void *)((char *)buffer - offsetof(Rcb, buffer)));
}

static void
tell_dropped(const Reporting *reporting, const char *key, const char *what, const char *why)
{
    g_autofree char *text =
        g_strdup_printf("%s: %s: %s: %s", reporting->ied, key + strlen(PREFIX), what, why);

    if (reporting->callbacks->tell != NULL) {
        reporting->callbacks->tell(reporting->user, text);
    }
}

/* From here on the log follows the buffer; one that does not last is empty again. */
static void
follow(Rcb *rcb, StoreLog *log)
{
    if (rcb->reporting->lasting) {
        report_buffer_keep(&rcb->buffer, log, buffer_changed);
    } else {
        store_log_clear(log);
        store_log_close(log);
    }
}

void
report_keep_begin(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;
    g_autofree char *key = NULL;
    StoreLog *log;

    if (reporting->store == NULL || !rcb->buffered) {
        return;
    }
    key = key_of(reporting, rcb->block);
    log = store_log_open(reporting->store, reporting->ied, key);
    if (store_log_count(log) > 0) {
        tell_dropped(reporting, key, "its buffered entries are dropped",
                     "nothing says of what");
        store_log_clear(log);
    }
    rcb->buffer.last_id = store_log_last_id(log);
    follow(rcb, log);
}

void
report_keep_end(Rcb *rcb)
{
    store_log_close(rcb->buffer.log);
    rcb->buffer.log = NULL;
    g_ptr_array_remove_fast(rcb->reporting->unsaved, rcb);
}

static bool
get_attribute(const ControlBlock *block, BerReader *reader, Kept *kept)
{
    uint32_t number = (uint32_t)ber_get_integer(reader, BER_INTEGER, 0, ATTRIBUTES - 1);
    Slice data = ber_get_element(reader);
    NodeRef leaf;

    if (reader->error != BER_OK ||
        !node_component(&block->ref, slice_from_string(attributes[number]), &leaf) ||
        value_decode(leaf.type, data, &kept->values[number]) != VALUE_OK) {
        return false;
    }
    kept->given[number] = true;
    return true;
}

/* False for octets that are no setting of this control block. */
static bool
get_setting(const ControlBlock *block, Slice octets, Kept *kept)
{
    BerReader outer = ber_reader(octets);
    BerReader reader = ber_open(&outer, BER_SEQUENCE);
    BerReader list;

    *kept = (Kept){ 0 };
    ber_get_integer(&reader, BER_INTEGER, VERSION, VERSION);
    kept->fingerprint = ber_get(&reader, BER_VISIBLE_STRING);
    kept->last_id = (uint64_t)ber_get_integer(&reader, BER_INTEGER, 0, INT64_MAX - 1);
    kept->unsent = (uint64_t)ber_get_integer(&reader, BER_INTEGER, 0, INT64_MAX);
    kept->flags = (unsigned)ber_get_integer(&reader, BER_INTEGER, 0, 3);
    kept->seconds = (int)ber_get_integer(&reader, BER_INTEGER, 0, INT16_MAX);
    kept->host = ber_get(&reader, BER_VISIBLE_STRING);
    list = ber_open(&reader, BER_SEQUENCE);
    while (!ber_at_end(&list)) {
        if (!get_attribute(block, &list, kept)) {
            return false;
        }
    }
    ber_close(&reader, &list);
    ber_close(&outer, &reader);
    return outer.error == BER_OK && ber_at_end(&outer) &&
           kept->fingerprint.size == FINGERPRINT_SIZE;
}

/* The data set that the control block had, and that it is the same still. */
static bool
is_of_this_file(Reporting *reporting, const ControlBlock *block, const Kept *kept)
{
    const VmdVariableList *list = NULL;
    g_autofree char *fingerprint = NULL;
    Value value = kept->values[DAT_SET];
    NodeRef leaf;

    if (!kept->given[DAT_SET] &&
        node_component(&block->ref, slice_from_string(attributes[DAT_SET]), &leaf)) {
        values_get(get_initial(reporting), &leaf, &value);
    }
    list = vmd_ied_find_list(reporting->vmd, NULL, value_string(&value));
    fingerprint = make_fingerprint(reporting, block, list);
    return slice_equals_string(kept->fingerprint, fingerprint);
}

/* Entries on their way back. */
typedef struct Loading {
    Rcb *rcb;
    uint64_t id; /* of the last one read */
    unsigned bad;
} Loading;

static bool
load_entry(void *user, const StoreEntry *kept)
{
    Loading *loading = user;
    Rcb *rcb = loading->rcb;
    ReportEntry entry;

    if (kept->id <= loading->id) {
        loading->bad++;
        return false;
    }
    loading->id = kept->id;
    if (rcb->set == NULL || !report_entry_get(kept, rcb->set->count, &entry)) {
        loading->bad++;
        return true;
    }
    report_buffer_restore(&rcb->buffer, &entry);
    return true;
}

static void
load_entries(Rcb *rcb, const char *key, const Kept *kept)
{
    Reporting *reporting = rcb->reporting;
    StoreLog *log = store_log_open(reporting->store, reporting->ied, key);
    Loading loading = { .rcb = rcb };

    while (store_log_read(log, loading.id, PAGE, load_entry, &loading) == PAGE) {
    }
    report_buffer_mark(&rcb->buffer, kept->unsent);
    rcb->buffer.last_id = MAX(MAX(kept->last_id, store_log_last_id(log)), rcb->buffer.last_id);
    rcb->buffer.overflow = (kept->flags & FLAG_OVERFLOW) != 0;
    if (loading.bad > 0) {
        tell_dropped(reporting, key, "damaged entries are left out", "the buffer has a gap");
        rcb->buffer.overflow = true;
    }
    follow(rcb, log);
}

static void
apply(Reporting *reporting, RcbSlot *slot, const char *key, const Kept *kept)
{
    Rcb *rcb;

    for (unsigned i = 0; i < ATTRIBUTES; i++) {
        NodeRef leaf;

        if (kept->given[i] &&
            node_component(&slot->block->ref, slice_from_string(attributes[i]), &leaf)) {
            values_poke(reporting->values, &leaf, &kept->values[i]);
        }
    }
    rcb = reporting_make(reporting, slot);
    rcb->used = (kept->flags & FLAG_USED) != 0;
    if (rcb->buffered) {
        load_entries(rcb, key, kept);
    }
    if (kept->seconds > 0 && kept->host.size > 0 && rcb->buffered) {
        g_autofree char *host = g_strndup((const char *)kept->host.data, kept->host.size);

        rcb_restore_reservation(rcb, host, kept->seconds);
    }
    rcb_arm_integrity(rcb);
}

static void
drop_entries(const Reporting *reporting, const char *key)
{
    StoreLog *log = store_log_open(reporting->store, reporting->ied, key);

    store_log_clear(log);
    store_log_close(log);
}

bool
report_keep_restore(Reporting *reporting, RcbSlot *slot)
{
    g_autofree char *key = NULL;
    g_autoptr(GByteArray) octets = NULL;
    Kept kept;
    bool sound, same;

    if (reporting->store == NULL) {
        return false;
    }
    key = key_of(reporting, slot->block);
    octets = g_byte_array_new();
    if (!store_get(reporting->store, reporting->ied, key, octets)) {
        return false;
    }
    sound = get_setting(slot->block, (Slice){ octets->data, octets->len }, &kept);
    same = sound && is_of_this_file(reporting, slot->block, &kept);
    if (same) {
        apply(reporting, slot, key, &kept);
    } else {
        tell_dropped(reporting, key, "what was kept of it is dropped",
                     sound ? "the SCL file or the data set is another one" : "it is damaged");
    }
    if (!same) {
        drop_entries(reporting, key);
    }
    if (!same || !reporting->lasting) {
        store_remove(reporting->store, reporting->ied, key);
    }
    return same;
}
