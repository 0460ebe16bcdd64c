/* SPDX-License-Identifier: Apache-2.0
 *
 * See plant.h.
 */
#include "tests/sim/acsi/plant.h"

#include "tests/hex.h"

static int64_t
now(void *user)
{
    return clock_now(((Plant *)user)->server.clock);
}

static void
note_event(const Event *event, void *user)
{
    Plant *plant = user;

    g_string_append_printf(plant->events, "%s %s", event_kind_name(event->kind),
                           event->reference != NULL ? event->reference : "-");
    if (event->value != NULL) {
        g_string_append_printf(plant->events, "=%s", event->value);
    }
    g_string_append_c(plant->events, '\n');
}

static void
note_changes(void *user, Values *values, const ChangeSet *set)
{
    Plant *plant = user;
    const char *separator = "";

    for (unsigned i = 0; i < set->count; i++) {
        const NodeRef *leaf = &set->leaves[i].ref;
        g_autofree char *text = values_format(values, leaf);

        if (leaf->type->kind == VALUE_UTC_TIME ||
            (!set->leaves[i].changed && !(leaf->flags & COMPONENT_DUPD))) {
            continue;
        }
        g_string_append_printf(plant->changes, "%s%s", separator,
                               leaf->device == 1 ? "LD1/" : "");
        model_append_item(plant->model, leaf, plant->changes);
        g_string_append_printf(plant->changes, "=%s", text);
        separator = " ";
    }
    g_string_append_c(plant->changes, '\n');
}

static NodeRef
find(Plant *plant, const char *item)
{
    bool other = g_str_has_prefix(item, "LD1/");
    NodeRef ref;

    g_assert(model_find_item(plant->model, slice_from_string(other ? "BAYLD1" : "BAYLD0"),
                             slice_from_string(item + (other ? 4 : 0)), &ref));
    return ref;
}

/* What is to be done with each "item=value". */
typedef void (*Assignment)(Plant *plant, const NodeRef *ref, const char *item, const char *text,
                           void *user);

static void
for_each(Plant *plant, const char *assignments, Assignment act, void *user)
{
    g_auto(GStrv) parts = g_strsplit(assignments, " ", 0);

    for (char **part = parts; *part != NULL; part++) {
        char *equals = strchr(*part, '=');
        NodeRef ref;

        *equals = '\0';
        ref = find(plant, *part);
        act(plant, &ref, *part, equals + 1, user);
    }
}

static Value
parse(const NodeRef *ref, const char *text)
{
    Value value;

    g_assert(value_parse(ref->type, text, &value) == VALUE_OK);
    return value;
}

static void
stage_one(Plant *plant, const NodeRef *ref, const char *item, const char *text, void *user)
{
    Value value = parse(ref, text);

    (void)item;
    (void)user;
    g_assert(change_set(plant->server.values, ref, &value) == VALUE_OK);
}

void
plant_set(Plant *plant, const char *assignments)
{
    change_open(plant->server.values, CHANGE_SCENARIO, 0);
    for_each(plant, assignments, stage_one, NULL);
    change_commit(plant->server.values);
}

static void
begin_with(Plant *plant, const NodeRef *ref, const char *item, const char *text, void *user)
{
    Value value = parse(ref, text);

    (void)item;
    (void)user;
    values_poke(plant->server.values, ref, &value);
}

Plant *
plant_new_with(const char *assignments)
{
    Plant *plant = g_new0(Plant, 1);
    AcsiServer *server = &plant->server;

    plant->file = load_feature("data.cid");
    plant->model = model_ref(plant->file->servers[0].model);
    plant->events = g_string_new(NULL);
    plant->changes = g_string_new(NULL);
    server->model = plant->model;
    server->values = values_new(plant->model);
    server->vmd = vmd_ied_new(&(VmdIedParameters){ .values = server->values });
    server->clock = clock_new(PLANT_START);
    server->events = event_bus_new(now, now, plant);
    server->ied = "BAY";
    plant->client.association = event_next_association(server->events);
    if (*assignments != '\0') {
        for_each(plant, assignments, begin_with, NULL);
    }
    server->time = time_quality_new(server);
    plant->data = acsi_data_new(server);
    event_subscribe(server->events, EVENT_MASK_ALL, note_event, plant);
    values_observe(server->values, note_changes, plant);
    return plant;
}

Plant *
plant_new(void)
{
    return plant_new_with("");
}

void
plant_free(Plant *plant)
{
    const Vmd *vmd = vmd_ied_vmd(plant->server.vmd);

    vmd->device->forget(vmd->object, &plant->client);
    acsi_data_free(plant->data);
    time_quality_free(plant->server.time);
    vmd_ied_free(plant->server.vmd);
    values_free(plant->server.values);
    event_bus_free(plant->server.events);
    clock_free(plant->server.clock);
    g_string_free(plant->events, TRUE);
    g_string_free(plant->changes, TRUE);
    model_unref(plant->model);
    scl_file_free(plant->file);
    g_free(plant);
}

static MmsDataError
write_item(Plant *plant, const char *item, Slice data)
{
    const Vmd *vmd = vmd_ied_vmd(plant->server.vmd);
    MmsObjectName name = { .scope = MMS_SCOPE_DOMAIN,
                           .domain = slice_from_string("BAYLD0"),
                           .item = slice_from_string(item) };
    VmdVariable variable;
    MmsDataError result = vmd->variables->find(vmd->object, &plant->client, &name, &variable);

    return result != MMS_DATA_SUCCESS
               ? result
               : vmd->variables->write(vmd->object, &plant->client, &variable, NULL, data);
}

/* The value as Data: encoded by other values of the same model. */
static void
write_one(Plant *plant, const NodeRef *ref, const char *item, const char *text, void *user)
{
    MmsDataError *result = user;
    Values *scratch = values_new(plant->model);
    Value value = parse(ref, text);
    MmsDataError one;
    BerWriter writer;
    Pdu pdu;

    values_poke(scratch, ref, &value);
    pdu_init(&pdu, 100);
    writer = ber_writer(&pdu, 1000);
    values_encode(scratch, ref, &writer);
    one = write_item(plant, item, pdu_content(&pdu));
    *result = *result == MMS_DATA_SUCCESS ? one : *result;
    pdu_clear(&pdu);
    values_free(scratch);
}

MmsDataError
plant_write(Plant *plant, const char *assignments)
{
    const Vmd *vmd = vmd_ied_vmd(plant->server.vmd);
    MmsDataError result = MMS_DATA_SUCCESS;

    vmd->variables->write_open(vmd->object, &plant->client, NULL);
    for_each(plant, assignments, write_one, &result);
    vmd->variables->write_close(vmd->object, &plant->client);
    return result;
}

MmsDataError
plant_write_octets(Plant *plant, const char *item, const char *data)
{
    const Vmd *vmd = vmd_ied_vmd(plant->server.vmd);
    g_autoptr(GByteArray) bytes = hex_parse(data);
    MmsDataError result;

    vmd->variables->write_open(vmd->object, &plant->client, NULL);
    result = write_item(plant, item, hex_slice(bytes));
    vmd->variables->write_close(vmd->object, &plant->client);
    return result;
}

static void
compare_one(Plant *plant, const NodeRef *ref, const char *item, const char *text, void *user)
{
    g_autofree char *found = values_format(plant->server.values, ref);

    if (strcmp(found, text) != 0) {
        fprintf(stderr, "  %s is %s, not %s\n", item, found, text);
        *(bool *)user = false;
    }
}

bool
plant_shows(Plant *plant, const char *assignments)
{
    bool same = true;

    for_each(plant, assignments, compare_one, &same);
    return same;
}

bool
plant_told(GString *log, const char *lines)
{
    bool same = strcmp(log->str, lines) == 0;

    if (!same) {
        fprintf(stderr, "  told:\n%s  not:\n%s", log->str, lines);
    }
    g_string_truncate(log, 0);
    return same;
}

void
plant_advance(Plant *plant, int64_t milliseconds)
{
    Clock *clock = plant->server.clock;

    clock_advance(clock, clock_now(clock) + milliseconds * CLOCK_MILLISECOND, 0);
}
