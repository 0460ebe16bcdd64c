/* SPDX-License-Identifier: Apache-2.0
 *
 * Values, their parts and their names, fed with anything: as one Data for a leaf of every basic
 * type and for constructed places, as AlternateAccess, as text of a value and of a reference,
 * as a name to continue behind. What is taken must read back with the type that is described,
 * and be taken again without a difference.
 */
#include <stdlib.h>

#include "sim/mms/alternate_access.h"
#include "sim/model/reference.h"
#include "sim/vmd/vmd_ied.h"
#include "tests/fuzz/fuzz.h"
#include "tests/sim/model/check.h"
#include "tests/sim/model/sample.h"

const char *const fuzz_seeds[] = { "data", "access", NULL };

typedef struct Bench {
    Model *model;
    Values *values;
    VmdIed *ied;
    Pdu pdu;
} Bench;

static const char *const places[] = { "GGIO1$CF$All", "GGIO1$CF$Arr", "MMXU1$CF",
                                      "MMXU1$MX$A",   "MMXU1$MX$HA",  "LLN0$ST$Mod$stVal" };

static Slice
encode(Bench *bench, const NodeRef *ref)
{
    BerWriter writer = ber_writer(&bench->pdu, 65000);

    pdu_reset(&bench->pdu);
    values_encode(bench->values, ref, &writer);
    return pdu_content(&bench->pdu);
}

static void
feed_place(Bench *bench, const NodeRef *ref, Slice data)
{
    ValueResult result;

    change_open(bench->values, CHANGE_CLIENT, 1);
    result = change_decode(bench->values, ref, data);
    change_commit(bench->values);
    if (result == VALUE_OK) {
        g_assert(check_value(ref->type, encode(bench, ref)));
        change_open(bench->values, CHANGE_CLIENT, 1);
        g_assert(change_decode(bench->values, ref, pdu_content(&bench->pdu)) == VALUE_OK);
        g_assert(change_commit(bench->values) == 0);
    }
}

static void
feed_text(Bench *bench, const NodeRef *leaf, const char *text)
{
    uint8_t octets[8];
    Value value;

    if (value_parse(leaf->type, text, &value) == VALUE_OK) {
        value_store(leaf->type, octets, &value, bench->model->strings);
        change_open(bench->values, CHANGE_SCENARIO, 0);
        change_set(bench->values, leaf, &value);
        change_commit(bench->values);
        g_free(values_format(bench->values, leaf));
    }
}

static void
feed_access(Bench *bench, Slice data)
{
    const Vmd *vmd = vmd_ied_vmd(bench->ied);
    MmsAccessStore *store = mms_access_store_new(50);
    BerReader reader = ber_reader(data);
    const MmsAccess *access = mms_alternate_access_get(&reader, store, 10);
    VmdCaller caller = { .association = 1 };

    for (unsigned i = 0; access != NULL && i < G_N_ELEMENTS(places); i++) {
        MmsObjectName name = { .scope = MMS_SCOPE_DOMAIN,
                               .domain = slice_from_string("IED1LD0"),
                               .item = slice_from_string(places[i]) };
        BerWriter writer = ber_writer(&bench->pdu, 65000);
        VmdVariable variable;

        g_assert(vmd->variables->find(bench->ied, &caller, &name, &variable) ==
                 MMS_DATA_SUCCESS);
        if (vmd->variables->check_access(bench->ied, &variable, access) != MMS_DATA_SUCCESS) {
            continue;
        }
        pdu_reset(&bench->pdu);
        vmd->variables->read(bench->ied, &caller, &variable, access, &writer);
        vmd->variables->write_open(bench->ied, &caller, NULL);
        vmd->variables->write(bench->ied, &caller, &variable, access, pdu_content(&bench->pdu));
        vmd->variables->write_close(bench->ied, &caller);
    }
    mms_access_store_free(store);
}

static bool
take(void *user, Slice name)
{
    unsigned *left = user;

    (void)name;
    return (*left)-- > 0;
}

static void
feed_names(Bench *bench, Slice data, const char *text)
{
    VmdCaller caller = { .association = 1 };
    unsigned left = 3;
    NodeRef ref;
    Point point;
    bool more;

    vmd_ied_vmd(bench->ied)
        ->names->list(bench->ied, &caller, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN,
                      slice_from_string("IED1LD0"), data, take, &left, &more);
    model_find_item(bench->model, slice_from_string("IED1LD0"), data, &ref);
    if (reference_resolve(bench->model, text, &ref, NULL)) {
        g_free(reference_format(bench->model, &ref, true));
    }
    reference_resolve_point(bench->model, text, &point, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Bench bench = { .model = sample_model() };
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *reference = g_strdup_printf("LD0/%s", text);
    Slice input = { data, size };

    bench.values = values_new(bench.model);
    bench.ied = vmd_ied_new(&(VmdIedParameters){ .values = bench.values });
    pdu_init(&bench.pdu, 256);
    for (unsigned i = 0; i < G_N_ELEMENTS(places); i++) {
        NodeRef place = sample_find(bench.model, places[i]);

        feed_place(&bench, &place, input);
        for (unsigned k = 0; k < place.type->component_count; k++) {
            NodeRef leaf = node_inside(&place, &place.type->components[k]);

            feed_place(&bench, &leaf, input);
            if (type_is_leaf(leaf.type)) {
                feed_text(&bench, &leaf, text);
            }
        }
    }
    feed_access(&bench, input);
    feed_names(&bench, input, reference);
    pdu_clear(&bench.pdu);
    vmd_ied_free(bench.ied);
    values_free(bench.values);
    model_unref(bench.model);
    return 0;
}
