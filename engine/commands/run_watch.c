/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench run --watch`: what was played is played again when one of the files that it was
 * read from changes: the scenario, its Lua modules, its SCL and data files. A run that goes on
 * meanwhile is broken off.
 */
#include "engine/commands/run_plan.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/command.h"

#define LOOK_EVERY_MS 300
#define FILES_MAX 10000

/* What tells a file from what it was. */
typedef struct Stamp {
    int64_t time; /* of its last change, ns */
    int64_t size;
    uint64_t file;
} Stamp;

typedef struct Wait {
    RunPlan *plan;
    GMainLoop *loop;
    bool ended;
} Wait;

/* False when it is not there, as it may be while an editor writes it. */
static bool
take_stamp(const char *path, Stamp *stamp)
{
    struct stat about;

    if (stat(path, &about) != 0) {
        return false;
    }
    *stamp = (Stamp){ about.st_mtim.tv_sec * CLOCK_SECOND + about.st_mtim.tv_nsec,
                      about.st_size, about.st_ino };
    return true;
}

static bool
is_changed(const char *path, const Stamp *before)
{
    Stamp now;

    return take_stamp(path, &now) &&
           (now.time != before->time || now.size != before->size || now.file != before->file);
}

static bool
is_any_changed(void *user)
{
    const RunPlan *plan = user;
    GHashTableIter files;
    void *path, *stamp;

    g_hash_table_iter_init(&files, plan->stamps);
    while (g_hash_table_iter_next(&files, &path, &stamp)) {
        if (is_changed(path, stamp)) {
            return true;
        }
    }
    return false;
}

/* Notes how the files of an item were when it began. What changed since then counts as changed
 * at once. */
static void
note_files(RunPlan *plan, const RunItem *item, int64_t began)
{
    for (char **path = item->sources; path != NULL && *path != NULL; path++) {
        Stamp *stamp;

        if (g_hash_table_contains(plan->stamps, *path) ||
            g_hash_table_size(plan->stamps) >= FILES_MAX) {
            continue;
        }
        stamp = g_new0(Stamp, 1);
        if (take_stamp(*path, stamp) && stamp->time >= began) {
            *stamp = (Stamp){ 0, -1, 0 };
        }
        g_hash_table_insert(plan->stamps, g_strdup(*path), stamp);
    }
}

static bool
concerns(const RunPlan *plan, const RunItem *item)
{
    for (char **path = item->sources; path != NULL && *path != NULL; path++) {
        const Stamp *stamp = g_hash_table_lookup(plan->stamps, *path);

        if (stamp != NULL && is_changed(*path, stamp)) {
            return true;
        }
    }
    return !item->played || item->cut; /* it did not get its turn, or not the whole of it */
}

/* Those to play now; they forget their files, which are noted anew. */
static GPtrArray *
find_concerned(RunPlan *plan, const GPtrArray *all)
{
    GPtrArray *concerned = g_ptr_array_new();

    for (unsigned i = 0; i < all->len; i++) {
        if (concerns(plan, all->pdata[i])) {
            g_ptr_array_add(concerned, all->pdata[i]);
        }
    }
    for (unsigned i = 0; i < concerned->len; i++) {
        RunItem *item = concerned->pdata[i];

        for (char **path = item->sources; path != NULL && *path != NULL; path++) {
            g_hash_table_remove(plan->stamps, *path);
        }
        item->played = false;
    }
    return concerned;
}

/* False when there is nothing to play any more. */
static bool
plan_again(RunPlan *plan, GPtrArray **all)
{
    g_ptr_array_unref(*all);
    run_plan_clear(plan);
    g_hash_table_remove_all(plan->stamps);
    if (!run_plan_make(plan)) {
        *all = NULL;
        return false;
    }
    *all = g_ptr_array_ref(plan->items);
    return true;
}

/* Leaves in the plan what is to be played now: what changed, or all of it when --prove finds
 * other stand-ins. */
static bool
choose_concerned(RunPlan *plan, GPtrArray **all)
{
    g_ptr_array_unref(plan->items);
    plan->items = find_concerned(plan, *all);
    for (unsigned i = 0; i < plan->items->len; i++) {
        if (run_plan_is_outdated(plan, *all, ((const RunItem *)plan->items->pdata[i])->path)) {
            return plan_again(plan, all);
        }
    }
    return true;
}

static gboolean
look(void *user)
{
    Wait *wait = user;

    if (is_any_changed(wait->plan)) {
        g_main_loop_quit(wait->loop);
    }
    return G_SOURCE_CONTINUE;
}

static gboolean
end_watch(void *user)
{
    Wait *wait = user;

    wait->ended = true;
    g_main_loop_quit(wait->loop);
    return G_SOURCE_CONTINUE;
}

/* False when somebody ends it. */
static bool
wait_for_change(RunPlan *plan)
{
    Wait wait = { .plan = plan, .loop = g_main_loop_new(NULL, FALSE) };
    guint sources[] = { g_timeout_add(LOOK_EVERY_MS, look, &wait),
                        g_unix_signal_add(SIGINT, end_watch, &wait),
                        g_unix_signal_add(SIGTERM, end_watch, &wait) };

    if (!plan->options.quiet) {
        unsigned files = g_hash_table_size(plan->stamps);

        fprintf(stderr, "iedbench run: watching %u file%s; Ctrl-C ends\n", files,
                files == 1 ? "" : "s");
    }
    g_main_loop_run(wait.loop);
    for (unsigned i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_source_remove(sources[i]);
    }
    g_main_loop_unref(wait.loop);
    return !wait.ended;
}

int
run_watch(RunPlan *plan)
{
    GPtrArray *all = g_ptr_array_ref(plan->items);
    g_autoptr(GHashTable) stamps =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    int status;

    plan->stamps = stamps;
    plan->options.is_stale = is_any_changed;
    for (;;) {
        int64_t began = g_get_real_time() * INT64_C(1000);

        status = run_plan_play(plan);
        for (unsigned i = 0; i < plan->items->len; i++) {
            note_files(plan, plan->items->pdata[i], began);
        }
        if ((status >= 128 && !plan->stale) || (!plan->stale && !wait_for_change(plan))) {
            break;
        }
        if (!choose_concerned(plan, &all)) {
            status = plan->status;
            break;
        }
    }
    g_clear_pointer(&all, g_ptr_array_unref);
    return status;
}
