/* SPDX-License-Identifier: Apache-2.0
 *
 * The shared options of the client commands (DESIGN section 5).
 */
#include "engine/commands/client_options.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/command.h"

#define NEGATIVE_MARK '\1'

static bool
complain(const char *command, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "iedbench %s: ", command);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return false;
}

/* Hex digits in pairs; "" is the absent selector. */
static bool
parse_selector(const char *command, const char *option, const char *text, OsiSelector *selector)
{
    size_t size = text != NULL ? strlen(text) : 0;

    if (text == NULL) {
        return true;
    }
    *selector = (OsiSelector){ .size = (uint8_t)(size / 2) };
    if (size % 2 != 0 || size / 2 > OSI_SELECTOR_MAX ||
        strspn(text, "0123456789abcdefABCDEF") != size) {
        return complain(command, "--%s %s: up to %d octets in hex, as 0001", option, text,
                        OSI_SELECTOR_MAX);
    }
    for (size_t i = 0; i < size / 2; i++) {
        selector->octets[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 |
                                        g_ascii_xdigit_value(text[2 * i + 1]));
    }
    return true;
}

static bool
parse_ap_title(const char *command, const char *text, OsiAddress *address)
{
    return text == NULL || osi_title_parse(text, address) ||
           complain(command, "--ap-title %s: an object identifier, as 1.1.999.1", text);
}

static bool
take_given(ClientOptions *options, const char *command)
{
    OsiAddress *remote = &options->parameters.remote;

    *remote = client_usual_address(true);
    if (options->given.ae_qualifier >= 0) {
        remote->ae_qualifier = options->given.ae_qualifier;
    }
    if (options->given.timeout <= 0 || options->given.timeout > 86400) {
        return complain(command, "--timeout: seconds, more than 0");
    }
    if (options->given.pdu_size < 0 || options->given.pdu_size > 1 << 24 ||
        options->given.outstanding < 0 || options->given.outstanding > 32767) {
        return complain(command, "--pdu-size and --outstanding: positive numbers");
    }
    options->parameters.timeout = (int64_t)(options->given.timeout * 1e9);
    options->parameters.limits.pdu_size = (uint32_t)options->given.pdu_size;
    options->parameters.limits.outstanding_calling = (uint16_t)options->given.outstanding;
    return parse_selector(command, "tsel", options->given.tsel, &remote->tsel) &&
           parse_selector(command, "ssel", options->given.ssel, &remote->ssel) &&
           parse_selector(command, "psel", options->given.psel, &remote->psel) &&
           parse_ap_title(command, options->given.ap_title, remote);
}

/* GOption takes "-5" for an option: such words are marked before and unmarked after. */
static GStrv
mark_negative(int argc, char **argv)
{
    GStrv marked = g_new0(char *, (size_t)argc + 1);

    for (int i = 0; i < argc; i++) {
        bool negative = argv[i][0] == '-' && (g_ascii_isdigit(argv[i][1]) || argv[i][1] == '.');

        marked[i] =
            negative ? g_strdup_printf("%c%s", NEGATIVE_MARK, argv[i]) : g_strdup(argv[i]);
    }
    return marked;
}

static void
unmark(char **arguments)
{
    for (; arguments != NULL && *arguments != NULL; arguments++) {
        if (**arguments == NEGATIVE_MARK) {
            memmove(*arguments, *arguments + 1, strlen(*arguments));
        }
    }
}

bool
client_options_parse(ClientOptions *options, const char *summary, const char *arguments,
                     const GOptionEntry *more, int argc, char **argv, int *status)
{
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, "Print JSON for programs", NULL },
        { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options->given.timeout,
          "Longest wait for connecting and for each answer (10)", "SECONDS" },
        { "tsel", 0, 0, G_OPTION_ARG_STRING, &options->given.tsel,
          "Called transport selector (0001)", "HEX" },
        { "ssel", 0, 0, G_OPTION_ARG_STRING, &options->given.ssel,
          "Called session selector (0001)", "HEX" },
        { "psel", 0, 0, G_OPTION_ARG_STRING, &options->given.psel,
          "Called presentation selector (00000001)", "HEX" },
        { "ap-title", 0, 0, G_OPTION_ARG_STRING, &options->given.ap_title,
          "Called AP-title (1.1.1.999.1)", "OID" },
        { "ae-qualifier", 0, 0, G_OPTION_ARG_INT, &options->given.ae_qualifier,
          "Called AE-qualifier (12)", "N" },
        { "pdu-size", 0, 0, G_OPTION_ARG_INT, &options->given.pdu_size,
          "Largest MMS PDU to propose (65000)", "OCTETS" },
        { "outstanding", 0, 0, G_OPTION_ARG_INT, &options->given.outstanding,
          "Outstanding requests to propose (16)", "N" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->arguments, NULL,
          arguments },
        { 0 },
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_auto(GStrv) marked = mark_negative(argc, argv);
    g_autoptr(GError) error = NULL;

    options->given.timeout = 10;
    options->given.ae_qualifier = -1;
    *status = EXIT_USAGE;
    g_option_context_set_summary(context, summary);
    if (more != NULL) {
        g_option_context_add_main_entries(context, more, NULL);
    }
    g_option_context_add_main_entries(context, entries, NULL);
    traffic_add_trace_options(context, &options->traffic);
    if (!g_option_context_parse_strv(context, &marked, &error)) {
        return complain(argv[0], "%s", error->message);
    }
    unmark(options->arguments);
    if (!traffic_options_check(&options->traffic, &error)) {
        return complain(argv[0], "%s", error->message);
    }
    return take_given(options, argv[0]);
}

void
client_options_clear(ClientOptions *options)
{
    g_strfreev(options->arguments);
    traffic_options_clear(&options->traffic);
    g_free(options->given.tsel);
    g_free(options->given.ssel);
    g_free(options->given.psel);
    g_free(options->given.ap_title);
}
