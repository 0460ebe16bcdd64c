/* SPDX-License-Identifier: Apache-2.0
 *
 * Outputs are rows, each in a file of its own (outputs/). A document is made of results at the
 * end, of one run or of several; a stream is written while a run goes on. Only events.jsonl is
 * a stream: all documents can be made from it again.
 */
#pragma once

#include "engine/suite.h"

#define OUTPUTS_MAX 8

typedef struct Output {
    const char *name, *help;
    const char *option; /* "junit": --junit FILE; NULL: none */
    const char *file;   /* what it is called in an evidence folder */
    bool to_stdout;     /* the option takes no FILE */
    bool events;        /* shows what events there were */
    /* Of a document: appends it whole. */
    void (*write)(GString *text, const Suite *suite);
    /* Of a stream. NULL with an error when it cannot be opened. */
    void *(*open)(const char *folder, const Results *results, GError **error);
    void (*event)(void *output, const Event *event, int64_t at); /* at: ns from time 0 */
    void (*close)(void *output, const Results *results);         /* frees */
} Output;

extern const Output *const outputs[]; /* NULL-terminated, at most OUTPUTS_MAX */

/* Where documents are wanted, a FILE an output; "-" is stdout. */
typedef struct OutputTargets {
    char *files[OUTPUTS_MAX];
    int flags[OUTPUTS_MAX]; /* gboolean, of those to stdout */
} OutputTargets;

/* The options of all documents. */
void outputs_add_options(GOptionContext *context, OutputTargets *targets);
void outputs_clear(OutputTargets *targets);
/* Whether one of them goes to stdout, so that nothing else should. */
bool outputs_take_stdout(const OutputTargets *targets);
/* Whether one of them shows events. */
bool outputs_show_events(const OutputTargets *targets);
/* Writes what is wanted. False after a message on stderr. */
bool outputs_write(const OutputTargets *targets, const Suite *suite);
/* Writes every document of these results into an evidence folder. False after a message. */
bool outputs_write_folder(const char *folder, const Suite *suite);
