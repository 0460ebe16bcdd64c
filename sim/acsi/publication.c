/* SPDX-License-Identifier: Apache-2.0
 *
 * The control blocks of what is published (see publication.h), one row an attribute. Their
 * state is what stands in the arena; only who reserved a USVCB is kept beside it.
 */
#include "sim/acsi/publication.h"

#include <glib.h>

#include "sim/acsi/attribute.h"
#include "sim/acsi/tracking.h"

typedef struct Publication {
    Publications *publications;
    const ControlBlock *block;
    VmdCaller *owner; /* of a USVCB that is reserved; else NULL */
} Publication;

struct Publications {
    AcsiServer server;
    Publication *blocks;
    unsigned count;
};

static bool
is_goose(const Publication *publication)
{
    return publication->block->kind == CB_GOCB;
}

static const char *
enable_name(const Publication *publication)
{
    return is_goose(publication) ? "GoEna" : "SvEna";
}

static bool
is_enabled(const Publication *publication)
{
    return attribute_number(publication->publications->server.values, publication->block,
                            enable_name(publication)) != 0;
}

static void
poke_number(const Publication *publication, const char *name, int64_t number)
{
    attribute_poke_number(publication->publications->server.values, publication->block, name,
                          number);
}

static void
emit(const Publication *publication, const VmdCaller *caller, bool enabled, const char *why)
{
    const AcsiServer *server = &publication->publications->server;
    EventKind kind = is_goose(publication)
                         ? (enabled ? EVENT_GOCB_ENABLED : EVENT_GOCB_DISABLED)
                         : (enabled ? EVENT_SVCB_ENABLED : EVENT_SVCB_DISABLED);
    g_autofree char *reference = NULL;

    if (!event_wanted(server->events, kind)) {
        return;
    }
    reference = attribute_block_reference(server->model, publication->block);
    event_emit(server->events, &(Event){ .kind = kind,
                                         .ied = server->ied,
                                         .client = caller->client,
                                         .association = caller->association,
                                         .reference = reference,
                                         .value = why });
}

/* The data set that DatSet names now; NULL: none. */
static const VmdVariableList *
list_of(const Publication *publication)
{
    const AcsiServer *server = &publication->publications->server;

    return vmd_ied_find_list(server->vmd, NULL,
                             attribute_text(server->values, publication->block, "DatSet"));
}

/* A GoCB without data set needs commissioning, and one whose data set is empty does. */
static bool
needs_commissioning(const Publication *publication)
{
    const VmdVariableList *list = list_of(publication);

    return list == NULL || vmd_ied_list_count(list) == 0;
}

static void
disable(Publication *publication, const VmdCaller *caller, const char *why)
{
    if (is_enabled(publication)) {
        poke_number(publication, enable_name(publication), false);
        emit(publication, caller, false, why);
    }
}

static MmsDataError
write_enable(Publication *publication, VmdCaller *caller, const Value *value)
{
    if (!value->boolean) {
        disable(publication, caller, "written by the client");
        return MMS_DATA_SUCCESS;
    }
    if (is_enabled(publication)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    if (needs_commissioning(publication)) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    poke_number(publication, enable_name(publication), true);
    emit(publication, caller, true, NULL);
    return MMS_DATA_SUCCESS;
}

/* What may be in a data set that is published (IEC 61850-7-2, table of FCs). */
static bool
has_fit_members(const Publication *publication, const VmdVariableList *list)
{
    const VmdIed *vmd = publication->publications->server.vmd;
    bool fit = true;

    for (unsigned i = 0; i < vmd_ied_list_count(list) && fit; i++) {
        const MmsAccess *access;
        uint8_t fc = vmd_ied_list_place(vmd, list, i, &access).fc;

        fit = fc == FC_ST || fc == FC_MX ||
              (is_goose(publication) && (fc == FC_OR || fc == FC_SP));
    }
    return fit;
}

/* A data set of the association would go with it: none such is taken. */
static MmsDataError
write_dat_set(Publication *publication, VmdCaller *caller, const Value *value)
{
    const AcsiServer *server = &publication->publications->server;
    Slice text = value_string(value);
    const VmdVariableList *list = vmd_ied_find_list(server->vmd, NULL, text);

    (void)caller;
    if (text.size > 0 && (list == NULL || !has_fit_members(publication, list))) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (!slice_equal(text, attribute_text(server->values, publication->block, "DatSet"))) {
        uint32_t revision =
            (uint32_t)attribute_number(server->values, publication->block, "ConfRev");

        attribute_poke(server->values, publication->block, "DatSet", value);
        poke_number(publication, "ConfRev", revision == UINT32_MAX ? 1 : revision + 1);
        poke_number(publication, "NdsCom", needs_commissioning(publication));
    }
    return MMS_DATA_SUCCESS;
}

/* Resv is for the time of the association that wrote it. */
static MmsDataError
write_resv(Publication *publication, VmdCaller *caller, const Value *value)
{
    publication->owner = value->boolean ? caller : NULL;
    poke_number(publication, "Resv", value->boolean);
    return MMS_DATA_SUCCESS;
}

typedef struct AttributeRow {
    const char *name;
    unsigned kinds; /* bits of ControlBlockKind whose attribute it is */
    /* NULL: what was decoded is stored */
    MmsDataError (*write)(Publication *publication, VmdCaller *caller, const Value *value);
    bool while_enabled; /* else temporarily-unavailable then */
} AttributeRow;

#define GOOSE (1u << CB_GOCB)
#define SAMPLES (1u << CB_MSVCB | 1u << CB_USVCB)

/* Every other attribute is nobody's to write. */
static const AttributeRow attributes[] = {
    { .name = "GoEna", .kinds = GOOSE, .write = write_enable, .while_enabled = true },
    { .name = "GoID", .kinds = GOOSE },
    { .name = "DatSet", .kinds = GOOSE | SAMPLES, .write = write_dat_set },
    { .name = "SvEna", .kinds = SAMPLES, .write = write_enable, .while_enabled = true },
    { .name = "Resv", .kinds = SAMPLES, .write = write_resv },
    { .name = "MsvID", .kinds = SAMPLES },
    { .name = "UsvID", .kinds = SAMPLES },
    { .name = "SmpRate", .kinds = SAMPLES },
    { .name = "OptFlds", .kinds = SAMPLES },
    { .name = "SmpMod", .kinds = SAMPLES },
};

static const AttributeRow *
find_row(const Publication *publication, const NodeRef *ref)
{
    const char *name = attribute_name(publication->block, ref);

    for (unsigned i = 0; i < G_N_ELEMENTS(attributes) && name != NULL; i++) {
        if (strcmp(attributes[i].name, name) == 0 &&
            attributes[i].kinds & 1u << publication->block->kind) {
            return &attributes[i];
        }
    }
    return NULL;
}

/* In which the place lies; NULL for one that holds several. */
static Publication *
find_publication(const Publications *publications, const NodeRef *ref)
{
    for (unsigned i = 0; i < publications->count; i++) {
        const NodeRef *block = &publications->blocks[i].block->ref;

        if (ref->offset >= block->offset && ref->level >= block->level &&
            ref->offset + ref->type->size <= block->offset + block->type->size) {
            return &publications->blocks[i];
        }
    }
    return NULL;
}

static MmsDataError
write_attribute(void *user, VmdCaller *caller, const NodeRef *ref, Slice data)
{
    const Publications *publications = user;
    Publication *publication = find_publication(publications, ref);
    const AttributeRow *row = publication != NULL ? find_row(publication, ref) : NULL;
    MmsDataError result;
    Value value;

    if (row == NULL) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if ((publication->owner != NULL && publication->owner != caller) ||
        (is_enabled(publication) && !row->while_enabled)) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    result = attribute_decode(ref->type, data, &value);
    if (result == MMS_DATA_SUCCESS && row->write != NULL) {
        result = row->write(publication, caller, &value);
    } else if (result == MMS_DATA_SUCCESS) {
        values_poke(publications->server.values, ref, &value);
    }
    return result;
}

static bool
is_locked(void *user, const VmdCaller *caller, const NodeRef *ref)
{
    const Publication *publication = find_publication(user, ref);

    return publication != NULL && publication->owner != NULL && publication->owner != caller;
}

/* A data set may have come or gone since the last look. */
static void
refresh(void *user, const NodeRef *ref)
{
    const Publications *publications = user;
    uint32_t end = ref->offset + ref->type->size;

    for (unsigned i = 0; i < publications->count; i++) {
        const Publication *publication = &publications->blocks[i];
        const NodeRef *block = &publication->block->ref;

        if (is_goose(publication) && block->offset < end &&
            ref->offset < block->offset + block->type->size) {
            poke_number(publication, "NdsCom", needs_commissioning(publication));
        }
    }
}

/* What only its reserver may disable is disabled with him. */
static void
forget(void *user, VmdCaller *caller)
{
    const Publications *publications = user;

    for (unsigned i = 0; i < publications->count; i++) {
        Publication *publication = &publications->blocks[i];

        if (publication->owner == caller) {
            disable(publication, caller, "the association ended");
            publication->owner = NULL;
            poke_number(publication, "Resv", false);
            tracking_note_change(publications->server.tracking, publication->block);
        }
    }
}

static bool
is_used(void *user, const VmdVariableList *list)
{
    const Publications *publications = user;
    bool used = false;

    for (unsigned i = 0; i < publications->count && !used; i++) {
        used = list_of(&publications->blocks[i]) == list;
    }
    return used;
}

static const VmdHook hook = { .write = write_attribute,
                              .refresh = refresh,
                              .is_locked = is_locked };
static const VmdWatch watch = { .forget = forget, .is_used = is_used };
static const Fc constraints[] = { FC_GO, FC_MS, FC_US };

Publications *
publications_new(const AcsiServer *server)
{
    Publications *publications = g_new0(Publications, 1);
    const Model *model = server->model;

    publications->server = *server;
    publications->blocks = g_new0(Publication, model->control_block_count + 1);
    for (unsigned i = 0; i < model->control_block_count; i++) {
        ControlBlockKind kind = model->control_blocks[i].kind;

        if (kind == CB_GOCB || kind == CB_MSVCB || kind == CB_USVCB) {
            publications->blocks[publications->count++] =
                (Publication){ .publications = publications,
                               .block = &model->control_blocks[i] };
        }
    }
    publications->blocks = g_renew(Publication, publications->blocks, publications->count + 1);
    for (unsigned i = 0; i < G_N_ELEMENTS(constraints); i++) {
        vmd_ied_hook(server->vmd, constraints[i], &hook, publications);
    }
    vmd_ied_watch(server->vmd, &watch, publications);
    return publications;
}

void
publications_free(Publications *publications)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(constraints); i++) {
        vmd_ied_unhook(publications->server.vmd, constraints[i], &hook, publications);
    }
    vmd_ied_unwatch(publications->server.vmd, &watch, publications);
    g_free(publications->blocks);
    g_free(publications);
}
