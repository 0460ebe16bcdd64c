/* SPDX-License-Identifier: Apache-2.0
 *
 * Marks of what clients touch (see coverage.h): a bit an octet of the arena and kind of touch,
 * so that reading a logical node is one range of bits, and a leaf one test.
 */
#include "engine/coverage_private.h"

static const struct {
    const char *name, *title;
} kinds[] = {
    [COVERAGE_DEVICES] = { "devices", "logical devices" },
    [COVERAGE_NODES] = { "nodes", "logical nodes" },
    [COVERAGE_POINTS] = { "points", "points" },
    [COVERAGE_ATTRIBUTES] = { "attributes", "attributes" },
    [COVERAGE_DATA_SETS] = { "data_sets", "data sets" },
    [COVERAGE_RCBS] = { "rcbs", "report control blocks" },
    [COVERAGE_CONTROLS] = { "controls", "controls" },
    [COVERAGE_SETTINGS] = { "settings", "setting groups" },
    [COVERAGE_LOGS] = { "logs", "logs" },
};

const char *
coverage_kind_name(CoverageKind kind)
{
    return kinds[kind].name;
}

const char *
coverage_kind_title(CoverageKind kind)
{
    return kinds[kind].title;
}

CoverageKind
coverage_kind_find(const char *name)
{
    unsigned kind = 0;

    while (kind < COVERAGE_KINDS && strcmp(kinds[kind].name, name) != 0) {
        kind++;
    }
    return (CoverageKind)kind;
}

static void
mark_range(uint8_t *bits, uint32_t from, uint32_t size)
{
    uint32_t end = from + size;

    while (from < end && from % 8 != 0) {
        bits[from / 8] |= (uint8_t)(1 << from % 8);
        from++;
    }
    if (end - from >= 8) {
        memset(bits + from / 8, 0xFF, (end - from) / 8);
        from += (end - from) / 8 * 8;
    }
    while (from < end) {
        bits[from / 8] |= (uint8_t)(1 << from % 8);
        from++;
    }
}

static bool
is_marked(const uint8_t *bits, uint32_t at)
{
    return (bits[at / 8] >> at % 8 & 1) != 0;
}

bool
covered_any(const Covered *covered, unsigned touches, uint32_t from, uint32_t size)
{
    for (unsigned touch = 0; touch < VMD_TOUCHES; touch++) {
        for (uint32_t at = from; touches >> touch & 1 && at < from + size; at++) {
            if (covered->marks[touch][at / 8] == 0 && at % 8 == 0) {
                at += 7;
            } else if (is_marked(covered->marks[touch], at)) {
                return true;
            }
        }
    }
    return false;
}

static void
touched_place(void *user, VmdTouch touch, const NodeRef *ref)
{
    mark_range(((Covered *)user)->marks[touch], ref->offset, ref->type->size);
}

static void
touched_data_set(void *user, const DataSet *data_set)
{
    Covered *covered = user;

    covered->data_sets[data_set - covered->model->data_sets] = 1;
}

static Covered *
find_covered(const Coverage *coverage, const char *name)
{
    for (unsigned i = 0; i < coverage->ieds->len; i++) {
        Covered *covered = coverage->ieds->pdata[i];

        if (strcmp(covered->name, name) == 0) {
            return covered;
        }
    }
    return NULL;
}

static void
note_enabled(Covered *covered, const char *reference)
{
    NodeRef ref;

    if (!reference_resolve(covered->model, reference, &ref, NULL)) {
        return;
    }
    for (unsigned i = 0; i < covered->model->control_block_count; i++) {
        const ControlBlock *block = &covered->model->control_blocks[i];

        if (block->ref.offset == ref.offset && block->ref.type == ref.type) {
            covered->blocks[i] = 1;
        }
    }
}

/* Logs are named "LD0/LLN0.GeneralLog" in events, "LLN0$GeneralLog" with their device in the
 * model. */
static void
note_queried(Covered *covered, const char *reference)
{
    const Model *model = covered->model;

    for (unsigned i = 0; i < model->journal_count; i++) {
        g_autofree char *name = covered_log_name(model, i);

        if (strcmp(name, reference) == 0) {
            covered->logs[i] = 1;
        }
    }
}

static void
on_event(const Event *event, void *user)
{
    Covered *covered = event->ied == NULL ? NULL : find_covered(user, event->ied);

    if (covered == NULL || event->reference == NULL) {
        return;
    }
    if (event->kind == EVENT_RCB_ENABLED) {
        note_enabled(covered, event->reference);
    } else {
        note_queried(covered, event->reference);
    }
}

static void
free_covered(void *data)
{
    Covered *covered = data;

    for (unsigned touch = 0; touch < VMD_TOUCHES; touch++) {
        g_free(covered->marks[touch]);
    }
    g_free(covered->data_sets);
    g_free(covered->blocks);
    g_free(covered->logs);
    model_unref(covered->model);
    g_free(covered->name);
    g_free(covered);
}

Coverage *
coverage_new(EventBus *bus)
{
    Coverage *coverage = g_new0(Coverage, 1);

    coverage->bus = bus;
    coverage->ieds = g_ptr_array_new_with_free_func(free_covered);
    coverage->subscription = event_subscribe(
        bus, EVENT_MASK(EVENT_RCB_ENABLED) | EVENT_MASK(EVENT_LOG_QUERIED), on_event, coverage);
    return coverage;
}

void
coverage_free(Coverage *coverage)
{
    if (coverage == NULL) {
        return;
    }
    event_unsubscribe(coverage->bus, coverage->subscription);
    g_ptr_array_unref(coverage->ieds);
    g_free(coverage);
}

void
coverage_watch(Coverage *coverage, Ied *ied)
{
    static const VmdTouchWatch watch = { touched_place, touched_data_set };
    Covered *covered = g_new0(Covered, 1);

    covered->name = g_strdup(ied_name(ied));
    covered->model = model_ref((Model *)ied_model(ied));
    for (unsigned touch = 0; touch < VMD_TOUCHES; touch++) {
        covered->marks[touch] = g_malloc0(covered->model->size / 8 + 1);
    }
    covered->data_sets = g_malloc0(covered->model->data_set_count + 1);
    covered->blocks = g_malloc0(covered->model->control_block_count + 1);
    covered->logs = g_malloc0(covered->model->journal_count + 1);
    g_ptr_array_add(coverage->ieds, covered);
    ied_on_touch(ied, &watch, covered);
}

bool
coverage_kind_in_total(CoverageKind kind)
{
    return kind != COVERAGE_DEVICES && kind != COVERAGE_NODES && kind != COVERAGE_ATTRIBUTES;
}

static void
count_item(void *user, const char *name, bool touched)
{
    CoverageFigure *figure = user;

    (void)name;
    figure->total++;
    figure->touched += touched;
}

static CoverageFigure
get_total(const Coverage *coverage, const char *ied)
{
    CoverageFigure sum = { 0 };

    for (unsigned kind = 0; kind < COVERAGE_KINDS; kind++) {
        if (coverage_kind_in_total(kind)) {
            CoverageFigure figure = coverage_get(coverage, ied, kind);

            sum.touched += figure.touched;
            sum.total += figure.total;
        }
    }
    return sum;
}

CoverageFigure
coverage_get(const Coverage *coverage, const char *ied, CoverageKind kind)
{
    CoverageFigure figure = { 0 };

    if (kind == COVERAGE_KINDS) {
        return get_total(coverage, ied);
    }
    for (unsigned i = 0; i < coverage->ieds->len; i++) {
        if (ied == NULL || strcmp(ied, coverage_ied_name(coverage, i)) == 0) {
            covered_each(coverage->ieds->pdata[i], kind, false, count_item, &figure);
        }
    }
    return figure;
}

double
coverage_percent(CoverageFigure figure)
{
    return figure.total == 0 ? 100 : 100.0 * figure.touched / figure.total;
}

void
coverage_each(const Coverage *coverage, unsigned ied, CoverageKind kind, CoverageItem item,
              void *user)
{
    covered_each(coverage->ieds->pdata[ied], kind, true, item, user);
}

unsigned
coverage_ied_count(const Coverage *coverage)
{
    return coverage->ieds->len;
}

const char *
coverage_ied_name(const Coverage *coverage, unsigned ied)
{
    return ((const Covered *)coverage->ieds->pdata[ied])->name;
}
