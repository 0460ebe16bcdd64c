/* SPDX-License-Identifier: Apache-2.0
 *
 * The outputs there are, their options, and the files they end in.
 */
#include "engine/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

extern const Output output_text;
extern const Output output_events_jsonl;
extern const Output output_tap;
extern const Output output_junit;
extern const Output output_json;
extern const Output output_html;

const Output *const outputs[] = { &output_text,  &output_events_jsonl, &output_tap,
                                  &output_junit, &output_json,         &output_html,
                                  NULL };

G_STATIC_ASSERT(G_N_ELEMENTS(outputs) <= OUTPUTS_MAX + 1);

void
outputs_add_options(GOptionContext *context, OutputTargets *targets)
{
    for (unsigned i = 0; outputs[i] != NULL; i++) {
        const Output *output = outputs[i];
        const GOptionEntry entries[] = {
            { output->option, 0, 0,
              output->to_stdout ? G_OPTION_ARG_NONE : G_OPTION_ARG_FILENAME,
              output->to_stdout ? (void *)&targets->flags[i] : (void *)&targets->files[i],
              output->help, output->to_stdout ? NULL : "FILE" },
            { 0 },
        };

        if (output->option != NULL) {
            g_option_context_add_main_entries(context, entries, NULL);
        }
    }
}

void
outputs_clear(OutputTargets *targets)
{
    for (unsigned i = 0; i < OUTPUTS_MAX; i++) {
        g_clear_pointer(&targets->files[i], g_free);
    }
}

static bool
is_to_stdout(const OutputTargets *targets, unsigned i)
{
    return targets->flags[i] || g_strcmp0(targets->files[i], "-") == 0;
}

bool
outputs_take_stdout(const OutputTargets *targets)
{
    bool taken = false;

    for (unsigned i = 0; outputs[i] != NULL; i++) {
        taken = taken || is_to_stdout(targets, i);
    }
    return taken;
}

bool
outputs_show_events(const OutputTargets *targets)
{
    bool shown = false;

    for (unsigned i = 0; outputs[i] != NULL; i++) {
        shown =
            shown || (outputs[i]->events && (targets->flags[i] || targets->files[i] != NULL));
    }
    return shown;
}

/* What is lost with the power is made again from the log: waiting for the disk is not worth it.
 */
static bool
write_file(const Output *output, const Suite *suite, const char *path)
{
    g_autoptr(GString) text = g_string_new(NULL);
    FILE *file =
        fopen(path, "we"); /* GLib, told not to sync, keeps the end of a longer old file */
    bool written;

    output->write(text, suite);
    written = file != NULL && fwrite(text->str, 1, text->len, file) == text->len;
    if (file != NULL && fclose(file) != 0) {
        written = false;
    }
    if (!written) {
        fprintf(stderr, "iedbench: %s: %s\n", path, strerror(errno));
    }
    return written;
}

static void
write_stdout(const Output *output, const Suite *suite)
{
    g_autoptr(GString) text = g_string_new(NULL);

    output->write(text, suite);
    fwrite(text->str, 1, text->len, stdout);
    fflush(stdout);
}

bool
outputs_write(const OutputTargets *targets, const Suite *suite)
{
    bool written = true;

    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (is_to_stdout(targets, i)) {
            write_stdout(outputs[i], suite);
        } else if (targets->files[i] != NULL) {
            written = write_file(outputs[i], suite, targets->files[i]) && written;
        }
    }
    return written;
}

bool
outputs_write_folder(const char *folder, const Suite *suite)
{
    bool written = true;

    for (unsigned i = 0; outputs[i] != NULL; i++) {
        if (outputs[i]->write != NULL && outputs[i]->file != NULL) {
            g_autofree char *path = g_build_filename(folder, outputs[i]->file, NULL);

            written = write_file(outputs[i], suite, path) && written;
        }
    }
    return written;
}
