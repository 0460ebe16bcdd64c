/* SPDX-License-Identifier: Apache-2.0
 *
 * getNameList over an IED (ISO 9506-2 10.4, IEC 61850-8-1 7): domains are its logical devices,
 * variables their flattened data, variable lists their data sets, journals their logs. A scope
 * in which a class has no objects is an empty list; a class that the VMD does not have at all
 * is refused.
 */
#include "sim/vmd/name_walk.h"
#include "sim/vmd/vmd_ied_private.h"

/* One request on its way: where the names go, and behind which they begin. */
typedef struct Listing {
    VmdIed *ied;
    VmdCaller *caller;
    MmsScope scope;
    const LogicalDevice *device; /* of DOMAIN scope */
    Slice after;
    VmdNameSink sink;
    void *user;
    bool *more;
} Listing;

typedef unsigned (*CountNames)(const Listing *listing);
typedef Slice (*NameAt)(const Listing *listing, unsigned index);

/* A class whose names can be counted. */
static MmsError
list_counted(const Listing *listing, CountNames count_names, NameAt name_at)
{
    unsigned count = count_names(listing);
    unsigned at = 0;

    if (listing->after.size > 0) {
        while (at < count && !slice_equal(name_at(listing, at), listing->after)) {
            at++;
        }
        if (at == count) {
            return MMS_OBJECT_NON_EXISTENT;
        }
        at++;
    }
    while (at < count && listing->sink(listing->user, name_at(listing, at))) {
        at++;
    }
    *listing->more = at < count;
    return MMS_OK;
}

static unsigned
count_domains(const Listing *listing)
{
    return listing->scope == MMS_SCOPE_VMD ? listing->ied->model->device_count : 0;
}

static Slice
domain_at(const Listing *listing, unsigned index)
{
    return slice_from_string(listing->ied->model->devices[index].domain);
}

static MmsError
list_domains(const Listing *listing)
{
    return list_counted(listing, count_domains, domain_at);
}

static uint16_t
device_number(const Listing *listing)
{
    return listing->device == NULL ? 0
                                   : (uint16_t)(listing->device - listing->ied->model->devices);
}

static unsigned
count_lists(const Listing *listing)
{
    return vmd_lists_count(listing->ied, listing->caller, listing->scope,
                           device_number(listing));
}

static Slice
list_at(const Listing *listing, unsigned index)
{
    return vmd_list_item(vmd_lists_at(listing->ied, listing->caller, listing->scope,
                                      device_number(listing), index));
}

static MmsError
list_variable_lists(const Listing *listing)
{
    return list_counted(listing, count_lists, list_at);
}

static unsigned
count_journals(const Listing *listing)
{
    const Model *model = listing->ied->model;
    unsigned count = 0;

    for (unsigned i = 0; i < model->journal_count && listing->device != NULL; i++) {
        count += model->journal_devices[i] == device_number(listing);
    }
    return count;
}

static Slice
journal_at(const Listing *listing, unsigned index)
{
    const Model *model = listing->ied->model;
    unsigned at = 0;

    while (model->journal_devices[at] != device_number(listing) || index-- > 0) {
        at++;
    }
    return slice_from_string(model->journals[at]);
}

static MmsError
list_journals(const Listing *listing)
{
    return list_counted(listing, count_journals, journal_at);
}

static unsigned
count_nothing(const Listing *listing)
{
    (void)listing;
    return 0;
}

static MmsError
list_variables(const Listing *listing)
{
    NameWalk walk;
    bool left;

    if (listing->device == NULL) {
        return list_counted(listing, count_nothing, NULL);
    }
    name_walk_start(&walk, listing->device, listing->ied->scratch);
    if (listing->after.size > 0 && !name_walk_seek(&walk, listing->after)) {
        return MMS_OBJECT_NON_EXISTENT;
    }
    do {
        left = name_walk_next(&walk);
    } while (left && listing->sink(listing->user,
                                   (Slice){ (const uint8_t *)walk.name->str, walk.name->len }));
    *listing->more = left;
    return MMS_OK;
}

/* One row a class that this VMD has. */
static const struct {
    MmsObjectClass object_class;
    MmsError (*list)(const Listing *listing);
} rows[] = {
    { MMS_CLASS_NAMED_VARIABLE, list_variables },
    { MMS_CLASS_NAMED_VARIABLE_LIST, list_variable_lists },
    { MMS_CLASS_JOURNAL, list_journals },
    { MMS_CLASS_DOMAIN, list_domains },
};

static MmsError
list_names(void *object, VmdCaller *caller, MmsObjectClass object_class, MmsScope scope,
           Slice domain, Slice after, VmdNameSink sink, void *user, bool *more)
{
    Listing listing = { .ied = object,
                        .caller = caller,
                        .scope = scope,
                        .after = after,
                        .sink = sink,
                        .user = user,
                        .more = more };

    *more = false;
    if (scope == MMS_SCOPE_DOMAIN) {
        listing.device = model_find_device(listing.ied->model, domain);
        if (listing.device == NULL) {
            return MMS_OBJECT_NON_EXISTENT;
        }
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].object_class == object_class) {
            return rows[i].list(&listing);
        }
    }
    return MMS_OBJECT_ACCESS_UNSUPPORTED;
}

const VmdNames vmd_ied_names = { .list = list_names };
