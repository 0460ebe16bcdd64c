/* SPDX-License-Identifier: Apache-2.0
 *
 * Data sets in use by control blocks of reports and logs, and the index from an octet of the
 * arena to the members that cover it: intervals sorted by their start, each with the furthest
 * end so far, so that those around an octet lie close together. Rebuilt before the first commit
 * after a control block began or ended to take events.
 */
#include "sim/acsi/report_set.h"

ReportSet *
report_set_get(Reporting *reporting, const VmdVariableList *list)
{
    ReportSet *set = reporting->sets;

    while (set != NULL && set->list != list) {
        set = set->next;
    }
    if (set == NULL) {
        set = g_new0(ReportSet, 1);
        set->list = list;
        set->count = vmd_ied_list_count(list);
        set->takers = g_ptr_array_new();
        set->next = reporting->sets;
        reporting->sets = set;
    }
    set->users++;
    return set;
}

void
report_set_put(Reporting *reporting, ReportSet *set)
{
    ReportSet **link = &reporting->sets;

    if (--set->users > 0) {
        return;
    }
    while (*link != set) {
        link = &(*link)->next;
    }
    *link = set->next;
    g_ptr_array_unref(set->takers);
    g_strfreev(set->references);
    g_free(set->reasons);
    g_free(set->touched);
    g_free(set);
}

const char *
report_set_reference(const Reporting *reporting, ReportSet *set, unsigned member)
{
    if (set->references == NULL) {
        set->references = g_new0(char *, set->count + 1);
        for (unsigned i = 0; i < set->count; i++) {
            set->references[i] = vmd_ied_list_reference(reporting->vmd, set->list, i);
        }
    }
    return set->references[member];
}

void
report_set_attach(Reporting *reporting, ReportSet *set, EventTaker *taker)
{
    if (!taker->active) {
        taker->active = true;
        g_ptr_array_add(set->takers, taker);
        reporting->taker_count++;
        reporting->stale = true;
    }
}

void
report_set_detach(Reporting *reporting, ReportSet *set, EventTaker *taker)
{
    if (taker->active) {
        taker->active = false;
        g_ptr_array_remove_fast(set->takers, taker);
        reporting->taker_count--;
        reporting->stale = true;
    }
}

static int
compare_intervals(const void *left, const void *right)
{
    uint32_t a = ((const ReportInterval *)left)->start;
    uint32_t b = ((const ReportInterval *)right)->start;

    return a < b ? -1 : a > b;
}

static void
collect(Reporting *reporting, ReportSet *set)
{
    const MmsAccess *access;

    for (unsigned i = 0; i < set->count; i++) {
        NodeRef ref = vmd_ied_list_place(reporting->vmd, set->list, i, &access);
        ReportInterval interval = { .start = ref.offset,
                                    .end = ref.offset + ref.type->size,
                                    .member = (uint16_t)i,
                                    .set = set };

        g_array_append_val(reporting->intervals, interval);
    }
}

static void
rebuild(Reporting *reporting)
{
    uint32_t reach = 0;

    reporting->stale = false;
    g_array_set_size(reporting->intervals, 0);
    for (ReportSet *set = reporting->sets; set != NULL; set = set->next) {
        if (set->takers->len > 0) {
            collect(reporting, set);
        }
    }
    g_array_sort(reporting->intervals, compare_intervals);
    for (unsigned i = 0; i < reporting->intervals->len; i++) {
        ReportInterval *at = &g_array_index(reporting->intervals, ReportInterval, i);

        reach = MAX(reach, at->end);
        at->reach = reach;
    }
}

static void
touch(Reporting *reporting, const ReportInterval *interval, unsigned reason)
{
    ReportSet *set = interval->set;

    if (set->reasons == NULL) {
        set->reasons = g_new0(uint8_t, set->count);
        set->touched = g_new(uint16_t, set->count);
    }
    if (set->touched_count == 0) {
        g_ptr_array_add(reporting->touched, set);
    }
    if (set->reasons[interval->member] == 0) {
        set->touched[set->touched_count++] = interval->member;
    }
    set->reasons[interval->member] |= (uint8_t)reason;
}

void
report_set_touch(Reporting *reporting, uint32_t offset, unsigned reason)
{
    const ReportInterval *intervals;
    unsigned low = 0, high;

    if (reporting->stale) {
        rebuild(reporting);
    }
    intervals = (const ReportInterval *)(void *)reporting->intervals->data;
    high = reporting->intervals->len;
    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (intervals[middle].start <= offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (low > 0 && intervals[low - 1].reach > offset) {
        low--;
        if (intervals[low].end > offset) {
            touch(reporting, &intervals[low], reason);
        }
    }
}
