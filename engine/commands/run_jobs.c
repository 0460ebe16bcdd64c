/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench run --jobs N`: each run in a process of its own, which plays one scenario and
 * leaves its events.jsonl; its results are read from there. What a process says is kept until
 * its turn comes, so that the output is that of one after the other.
 */
#include "engine/commands/run_plan.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/command.h"
#include "engine/results_read.h"

#define STALE_EVERY_MS 500
#define FOLDER_DEPTH 4

typedef struct Pool Pool;

typedef struct Job {
    Pool *pool;
    RunItem *item;
    char *folder; /* of its log: that of the item, or a temporary one */
    char *said;   /* the file that has its stderr */
    GPid pid;     /* 0: not running */
    int status;   /* as waitpid gives it */
    bool ended;
} Job;

struct Pool {
    RunPlan *plan;
    GMainLoop *loop;
    Job *jobs;      /* one an item */
    unsigned next;  /* the first that was not begun */
    unsigned shown; /* how many were shown */
    unsigned running;
    char *temporary;
    bool *slots;  /* which are taken */
    int *slot_of; /* by item */
    bool over;    /* nothing more is begun */
    bool progress;
};

static void
remove_folder(const char *path, unsigned depth)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    while (folder != NULL && depth < FOLDER_DEPTH && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *inside = g_build_filename(path, name, NULL);

        if (g_file_test(inside, G_FILE_TEST_IS_DIR) &&
            !g_file_test(inside, G_FILE_TEST_IS_SYMLINK)) {
            remove_folder(inside, depth + 1);
        } else {
            g_unlink(inside);
        }
    }
    g_rmdir(path);
}

static void
show_progress(const Pool *pool)
{
    if (pool->progress) {
        fprintf(stderr, "\r\033[K%u of %u runs done, %u running", pool->shown,
                pool->plan->items->len, pool->running);
    }
}

static void
show_file(const char *path)
{
    g_autofree char *text = NULL;
    gsize length = 0;

    if (g_file_get_contents(path, &text, &length, NULL) && length > 0) {
        fwrite(text, 1, length, stderr);
    }
}

/* The results of a process that ended; of one that left no log, that it did not. */
static Results *
read_results(const Job *job)
{
    g_autofree char *path = g_build_filename(job->folder, "events.jsonl", NULL);
    g_autoptr(GError) error = NULL;
    Results *results = results_read(path, &error);
    g_autofree char *name = NULL, *message = NULL;

    if (results != NULL) {
        return results;
    }
    name = g_path_get_basename(job->item->path);
    results = results_new(&(RunFacts){ .scenario = name,
                                       .path = job->item->path,
                                       .seed = job->item->seed,
                                       .client = job->item->stand_in,
                                       .speed = 1,
                                       .repetition = job->item->repetition });
    message = WIFSIGNALED(job->status)
                  ? g_strdup_printf("its process was ended by signal %d", WTERMSIG(job->status))
                  : g_strdup_printf("its process ended with status %d and left no results",
                                    WEXITSTATUS(job->status));
    results_break(results, message);
    results->status = EXIT_START;
    return results;
}

static void
take_job(Pool *pool, Job *job)
{
    g_autofree char *client = g_build_filename(job->folder, "client.log", NULL);

    if (pool->progress) {
        fputs("\r\033[K", stderr);
    }
    show_file(job->said);
    if (job->item->folder == NULL) {
        show_file(client);
    }
    job->item->played = true;
    run_plan_take(pool->plan, job->item, read_results(job));
    if (job->item->folder == NULL) {
        remove_folder(job->folder, 0);
    }
    g_unlink(job->said);
    show_progress(pool);
}

/* All that come next in order and have ended. */
static void
take_ended(Pool *pool)
{
    while (pool->shown < pool->next && pool->jobs[pool->shown].ended) {
        take_job(pool, &pool->jobs[pool->shown++]);
    }
    pool->over = pool->over || run_plan_stops(pool->plan);
}

static void begin_jobs(Pool *pool);

static void
job_ended(GPid pid, int status, void *user)
{
    Job *job = user;
    Pool *pool = job->pool;

    g_spawn_close_pid(pid);
    job->pid = 0;
    job->status = status;
    job->ended = true;
    pool->running--;
    pool->slots[pool->slot_of[job - pool->jobs]] = false;
    take_ended(pool);
    begin_jobs(pool);
    if (pool->running == 0) {
        g_main_loop_quit(pool->loop);
    }
}

/* In the child: it does not outlive us. */
static void
set_up_child(void *user)
{
    int file = *(int *)user;

    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(file, STDERR_FILENO);
    dup2(file, STDOUT_FILENO);
}

/* The command line is ours, with the item in front of it. */
static char **
make_arguments(const Pool *pool, const Job *job, int slot)
{
    GPtrArray *arguments = g_ptr_array_new();

    g_ptr_array_add(arguments, g_file_read_link("/proc/self/exe", NULL));
    g_ptr_array_add(arguments, g_strdup("run"));
    g_ptr_array_add(arguments, g_strdup_printf("--one=%s", job->item->path));
    g_ptr_array_add(arguments, g_strdup_printf("--one-folder=%s", job->folder));
    g_ptr_array_add(arguments, g_strdup_printf("--one-repetition=%u", job->item->repetition));
    g_ptr_array_add(arguments, g_strdup_printf("--one-slot=%d", slot));
    if (job->item->name != NULL) {
        g_ptr_array_add(arguments, g_strdup_printf("--one-name=%s", job->item->name));
    }
    if (job->item->stand_in != NULL) {
        g_ptr_array_add(arguments, g_strdup_printf("--one-stand-in=%s", job->item->stand_in));
    }
    for (char **word = pool->plan->line + 1; *word != NULL; word++) {
        g_ptr_array_add(arguments, g_strdup(*word));
    }
    g_ptr_array_add(arguments, NULL);
    return (char **)g_ptr_array_free(arguments, FALSE);
}

static bool
begin_job(Pool *pool, Job *job, int slot)
{
    g_autofree char *base = g_strdup_printf("%u", (unsigned)(job - pool->jobs));
    g_auto(GStrv) arguments = NULL;
    g_autoptr(GError) error = NULL;
    int file;
    bool begun;

    job->folder = job->item->folder != NULL ? g_strdup(job->item->folder)
                                            : g_build_filename(pool->temporary, base, NULL);
    job->said = g_strdup_printf("%s/%s.said", pool->temporary, base);
    g_mkdir_with_parents(job->folder, 0777);
    file = open(job->said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    arguments = make_arguments(pool, job, slot);
    begun = file >= 0 && g_spawn_async(NULL, arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                       set_up_child, &file, &job->pid, &error);
    if (file >= 0) {
        close(file);
    }
    if (!begun) {
        fprintf(stderr, "iedbench run: %s: %s\n", job->item->path,
                error != NULL ? error->message : "no file for what it says");
        pool->plan->status = EXIT_START;
        return false;
    }
    g_child_watch_add(job->pid, job_ended, job);
    return true;
}

static void
begin_jobs(Pool *pool)
{
    for (int slot = 0; slot < pool->plan->arguments->jobs && !pool->over &&
                       pool->next < pool->plan->items->len;
         slot++) {
        Job *job = &pool->jobs[pool->next];

        if (pool->slots[slot]) {
            continue;
        }
        job->pool = pool;
        job->item = pool->plan->items->pdata[pool->next];
        if (!begin_job(pool, job, slot)) {
            pool->over = true;
            break;
        }
        pool->slots[slot] = true;
        pool->slot_of[pool->next++] = slot;
        pool->running++;
    }
    show_progress(pool);
}

static void
end_jobs(Pool *pool, int signal)
{
    pool->over = true;
    for (unsigned i = 0; i < pool->next; i++) {
        if (pool->jobs[i].pid != 0) {
            kill(pool->jobs[i].pid, signal);
        }
    }
}

static gboolean
interrupted(void *user)
{
    end_jobs(user, SIGINT);
    return G_SOURCE_CONTINUE;
}

static gboolean
terminated(void *user)
{
    end_jobs(user, SIGTERM);
    return G_SOURCE_CONTINUE;
}

static gboolean
ask_stale(void *user)
{
    Pool *pool = user;
    RunPlan *plan = pool->plan;

    if (plan->options.is_stale != NULL && plan->options.is_stale(plan)) {
        plan->stale = true;
        end_jobs(pool, SIGTERM);
    }
    return G_SOURCE_CONTINUE;
}

static void
clear(Pool *pool)
{
    if (pool->progress) {
        fputs("\r\033[K", stderr);
    }
    for (unsigned i = 0; i < pool->next; i++) {
        g_free(pool->jobs[i].folder);
        g_free(pool->jobs[i].said);
    }
    remove_folder(pool->temporary, 0);
    g_main_loop_unref(pool->loop);
    g_free(pool->temporary);
    g_free(pool->jobs);
    g_free(pool->slots);
    g_free(pool->slot_of);
}

void
run_jobs_play(RunPlan *plan)
{
    const RunArguments *arguments = plan->arguments;
    g_autoptr(GError) error = NULL;
    Pool pool = { .plan = plan,
                  .progress = !arguments->quiet && isatty(STDERR_FILENO),
                  .temporary = g_dir_make_tmp("iedbench-run-XXXXXX", &error) };
    guint sources[3];

    if (pool.temporary == NULL) {
        fprintf(stderr, "iedbench run: %s\n", error->message);
        plan->status = EXIT_START;
        return;
    }
    pool.loop = g_main_loop_new(NULL, FALSE);
    pool.jobs = g_new0(Job, plan->items->len);
    pool.slots = g_new0(bool, (gsize)arguments->jobs);
    pool.slot_of = g_new0(int, plan->items->len);
    sources[0] = g_unix_signal_add(SIGINT, interrupted, &pool);
    sources[1] = g_unix_signal_add(SIGTERM, terminated, &pool);
    sources[2] = g_timeout_add(STALE_EVERY_MS, ask_stale, &pool);
    begin_jobs(&pool);
    if (pool.running > 0) {
        g_main_loop_run(pool.loop);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_source_remove(sources[i]);
    }
    clear(&pool);
}
