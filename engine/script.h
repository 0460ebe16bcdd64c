/* SPDX-License-Identifier: Apache-2.0
 *
 * The Lua side of a scenario, as the run sees it: tasks that are resumed at the end of a turn,
 * never inside a callback. What it needs of the run is the ScriptHost.
 */
#pragma once

#include "engine/stage.h"

typedef struct Script Script;
struct Scenario;

typedef struct ScriptHost {
    Loop *loop;
    Stage *stage;
    bool stepped; /* clients connect in process */
    /* An expectation of a task held or not; `what` and `seen` are taken over. */
    void (*outcome)(void *user, bool held, char *what, char *seen, const char *file, int line);
    /* The scenario itself is wrong; the run ends. `message`: "file:line: what" and more lines.
     */
    void (*broken)(void *user, const char *message);
    /* script_run_ready is wanted, at the end of this turn. */
    void (*wake)(void *user);
    void (*log)(void *user, const char *text);
    void *user;
} ScriptHost;

/* "5.4.6" */
const char *script_lua_version(void);

/* Runs the file; what it declares goes into the scenario, and so do its problems. */
Script *script_load(struct Scenario *scenario);
void script_free(Script *script);

/* Time 0: every task may begin. `host` is lent until script_end. */
void script_start(Script *script, const ScriptHost *host);
void script_run_ready(Script *script);
/* Tasks that stand in the scenario. */
unsigned script_task_count(const Script *script);
/* Tasks that are not done, those in the background not counted. */
unsigned script_open_tasks(const Script *script);
/* Stops what is still running. When `complete`, unfinished tasks are failed outcomes. */
void script_end(Script *script, bool complete);

/* Every word of scenarios, for `iedbench list words`: calls `show` for each. `word` is for
 * script_list_word_options; NULL: it is a fault, whose options its own rows tell. */
typedef void (*ScriptShowWord)(void *user, const char *usage, const char *help,
                               const void *word);
void script_list_words(ScriptShowWord show, void *user);

/* The options of a word: `takes` is what is given, `part` the option or argument whose table
 * has it, NULL: the word's own. */
typedef void (*ScriptShowOption)(void *user, const char *part, const char *name,
                                 const char *takes, bool required);
void script_list_word_options(const void *word, ScriptShowOption show, void *user);
