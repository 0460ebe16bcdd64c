/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program says (see program_output.h).
 */
#include "engine/program_output.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_SHOWN 200

struct ProgramOutput {
    char *path; /* NULL: stderr */
    FILE *file; /* NULL: not opened yet, or stderr */
    size_t logged;
    bool in_line; /* of stderr: it has begun a line and not ended it */
    bool broken;  /* the file cannot be written; that was told */
    GString *text;
};

ProgramOutput *
program_output_new(const char *folder, const char *name)
{
    ProgramOutput *output = g_new0(ProgramOutput, 1);

    if (folder != NULL) {
        g_autofree char *file = g_strdup_printf("%s.log", name);

        output->path = g_build_filename(folder, file, NULL);
    }
    output->text = g_string_new(NULL);
    return output;
}

void
program_output_free(ProgramOutput *output)
{
    if (output->file != NULL) {
        fclose(output->file);
    }
    g_string_free(output->text, TRUE);
    g_free(output->path);
    g_free(output);
}

static void
open_file(ProgramOutput *output)
{
    bool again = output->file != NULL;

    if (!again) {
        output->file = fopen(output->path, "we");
    }
    if (output->file == NULL) {
        fprintf(stderr, "iedbench: %s: %s\n", output->path, strerror(errno));
        output->broken = true;
    } else if (again) {
        fputs("---- started again\n", output->file);
    }
}

void
program_output_begin(ProgramOutput *output)
{
    g_string_truncate(output->text, 0);
    if (output->path != NULL && !output->broken) {
        open_file(output);
    }
}

/* The progress line of a terminal makes room for it. */
static void
show(ProgramOutput *output, Slice octets)
{
    if (!output->in_line && isatty(STDERR_FILENO)) {
        fputs("\r\033[K", stderr);
    }
    fwrite(octets.data, 1, octets.size, stderr);
    output->in_line = octets.size > 0 && octets.data[octets.size - 1] != '\n';
}

static void
log_octets(ProgramOutput *output, Slice octets)
{
    size_t room = PROGRAM_OUTPUT_LOGGED - output->logged;
    size_t size = MIN(octets.size, room);

    if (output->path == NULL) {
        show(output, octets);
        return;
    }
    if (output->file == NULL || output->broken || room == 0) {
        return;
    }
    output->logged += fwrite(octets.data, 1, size, output->file);
    if (size < octets.size) {
        fprintf(output->file, "\n---- what came behind %u octets is not kept\n",
                PROGRAM_OUTPUT_LOGGED);
        output->logged = PROGRAM_OUTPUT_LOGGED;
    }
    fflush(output->file);
}

/* Twice as much may stand there before the older half goes, which is cheaper than a ring. */
static void
keep(ProgramOutput *output, Slice octets)
{
    g_string_append_len(output->text, (const char *)octets.data, (gssize)octets.size);
    if (output->text->len > 2 * PROGRAM_OUTPUT_KEPT) {
        g_string_erase(output->text, 0, (gssize)(output->text->len - PROGRAM_OUTPUT_KEPT));
    }
}

void
program_output_take(ProgramOutput *output, Slice octets)
{
    log_octets(output, octets);
    keep(output, octets);
}

const GString *
program_output_text(const ProgramOutput *output)
{
    return output->text;
}

bool
program_output_matches(const ProgramOutput *output, const GRegex *regex)
{
    return g_regex_match_full(regex, output->text->str, (gssize)output->text->len, 0, 0, NULL,
                              NULL);
}

char *
program_output_describe(const ProgramOutput *output)
{
    const char *end = output->text->str + output->text->len, *first;
    g_autofree char *line = NULL;

    while (end > output->text->str && g_ascii_isspace(end[-1])) {
        end--;
    }
    first = g_strrstr_len(output->text->str, end - output->text->str, "\n");
    first = first == NULL ? output->text->str : first + 1;
    if (first == end) {
        return g_strdup("it said nothing");
    }
    line = g_utf8_make_valid(first, MIN(end - first, LINE_MAX_SHOWN));
    return g_strdup_printf("the last it said: %s", line);
}
