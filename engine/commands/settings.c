/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench settings HOST:PORT [LD]`: the setting groups of logical devices, their values, and
 * with options another active group or an edit of one (IEC 61850-7-2 clause 16). The steps are
 * those of any client: EditSG, values under SE, CnfEdit, ActSG.
 */
#include <stdio.h>
#include <string.h>

#include "engine/command.h"
#include "engine/commands/client_target.h"
#include "engine/commands/print_value.h"
#include "sim/base/json.h"

#define SGCB "LLN0$SP$SGCB"

/* As given on the command line. */
typedef struct SettingsOptions {
    int activate, edit; /* 0: not */
    char **sets;        /* REF=VALUE */
    gboolean confirm;
} SettingsOptions;

typedef struct Settings {
    ClientSession session;
    const SettingsOptions *options;
    bool json;
    bool wrong;       /* something was refused or failed, and that was told */
    GPtrArray *names; /* of the last list, owned */
    GByteArray *data; /* of the last read; empty: none */
    const char *at;   /* the reference being read or written */
} Settings;

static void
on_names(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Settings *settings = user;

    if (failure != NULL) {
        client_session_tell(&settings->session, "names", failure);
        settings->wrong = true;
    }
    for (unsigned i = 0; failure == NULL && i < count; i++) {
        g_ptr_array_add(settings->names, g_strdup(names[i]));
    }
    client_session_wake(&settings->session);
}

/* Of a domain, or NULL: the domains. To be freed. */
static GPtrArray *
list_names(Settings *settings, const char *domain)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    settings->names = names;
    client_get_names(
        settings->session.client, domain != NULL ? MMS_CLASS_NAMED_VARIABLE : MMS_CLASS_DOMAIN,
        domain != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_VMD, domain, on_names, settings);
    client_session_wait(&settings->session);
    return names;
}

static void
refuse(Settings *settings, const char *reference, const char *why)
{
    fprintf(stderr, "iedbench settings: %s: %s\n", reference, why);
    settings->wrong = true;
}

static void
on_item(void *user, const ClientFailure *failure, const ClientItem *items, unsigned count)
{
    Settings *settings = user;

    g_byte_array_set_size(settings->data, 0);
    if (failure != NULL) {
        client_session_tell(&settings->session, settings->at, failure);
        settings->wrong = true;
    } else if (count != 1 || items[0].result != MMS_DATA_SUCCESS) {
        refuse(settings, settings->at, mms_data_error_name(items[0].result));
    } else if (items[0].data.size > 0) {
        g_byte_array_append(settings->data, items[0].data.data, (guint)items[0].data.size);
    }
    client_session_wake(&settings->session);
}

static Slice
data_of(const Settings *settings)
{
    return (Slice){ settings->data->data, settings->data->len };
}

/* True with the value in settings->data and its type in the target, which is to be cleared in
 * any case. */
static bool
read_item(Settings *settings, Target *target, const char *reference)
{
    if (!target_find(target, &settings->session, reference)) {
        settings->wrong = true;
        return false;
    }
    settings->at = reference;
    client_read(settings->session.client, &target_part(target, 0)->name, 1, on_item, settings);
    client_session_wait(&settings->session);
    return settings->data->len > 0;
}

/* Writes a text as a value of its type. */
static bool
write_item(Settings *settings, const char *reference, const char *text)
{
    Target target = { 0 };
    g_autoptr(GError) error = NULL;
    Slice data;
    Pdu pdu;

    pdu_init(&pdu, 0);
    if (!target_find(&target, &settings->session, reference) || target.is_list) {
        settings->wrong = true;
    } else if (!client_data_parse(target_part(&target, 0)->type, text, &pdu, &error)) {
        refuse(settings, reference, error->message);
    } else {
        data = pdu_content(&pdu);
        settings->at = reference;
        client_write(settings->session.client, &target_part(&target, 0)->name, &data, 1,
                     on_item, settings);
        client_session_wait(&settings->session);
    }
    target_clear(&target);
    pdu_clear(&pdu);
    return !settings->wrong;
}

static bool
write_sgcb(Settings *settings, const char *domain, const char *attribute, const char *text)
{
    g_autofree char *reference = g_strconcat(domain, "/" SGCB "$", attribute, NULL);

    return write_item(settings, reference, text);
}

static bool
write_group(Settings *settings, const char *domain, const char *attribute, int group)
{
    g_autofree char *text = g_strdup_printf("%d", group);

    return write_sgcb(settings, domain, attribute, text);
}

/* "PTOC1$SG$StrVal" is a data object with settings under that FC. */
static bool
is_setting(const char *name, const char *fc)
{
    g_auto(GStrv) parts = g_strsplit(name, "$", 4);

    return g_strv_length(parts) == 3 && strcmp(parts[1], fc) == 0;
}

/* "PTOC1.StrVal"; to be freed. */
static char *
label_of(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "$", 3);

    return g_strdup_printf("%s.%s", parts[0], parts[2]);
}

/* The values under SG or SE. */
static void
show_values(Settings *settings, const char *domain, const GPtrArray *names, const char *fc,
            JsonWriter *json)
{
    for (unsigned i = 0; i < names->len; i++) {
        g_autofree char *reference = g_strconcat(domain, "/", names->pdata[i], NULL);
        g_autofree char *label = NULL;
        Target target = { 0 };

        if (!is_setting(names->pdata[i], fc)) {
            continue;
        }
        label = label_of(names->pdata[i]);
        if (!read_item(settings, &target, reference)) {
            target_clear(&target);
            continue;
        }
        if (json != NULL) {
            g_autofree char *value =
                client_data_json_named(target_part(&target, 0)->type, data_of(settings));

            json_put_raw(json, label, value);
        } else {
            print_value(label, 24, target_part(&target, 0)->type, data_of(settings), 2);
        }
        target_clear(&target);
    }
}

static void
show(Settings *settings, const char *domain, const GPtrArray *names, const char *fc)
{
    g_autofree char *reference = g_strconcat(domain, "/" SGCB, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);
    Target target = { 0 };

    if (!read_item(settings, &target, reference)) {
        target_clear(&target);
        return;
    }
    if (settings->json) {
        g_autofree char *block =
            client_data_json_named(target_part(&target, 0)->type, data_of(settings));

        json_open_object(&json, NULL);
        json_put_string(&json, "ld", domain);
        json_put_raw(&json, "sgcb", block);
        json_put_string(&json, "fc", fc);
        json_open_object(&json, "values");
        show_values(settings, domain, names, fc, &json);
        json_close(&json);
        json_close(&json);
        puts(text->str);
    } else {
        print_value(domain, 0, target_part(&target, 0)->type, data_of(settings), 0);
        show_values(settings, domain, names, fc, NULL);
    }
    target_clear(&target);
}

/* "PTOC1.StrVal.setMag.f=500" under SE of the logical device. */
static bool
set_value(Settings *settings, const char *domain, const char *assignment)
{
    const char *equals = strchr(assignment, '=');
    g_autofree char *name = g_strndup(assignment, (gsize)(equals - assignment));
    g_autofree char *reference = strchr(name, '/') != NULL
                                     ? g_strconcat(name, "[SE]", NULL)
                                     : g_strconcat(domain, "/", name, "[SE]", NULL);

    return write_item(settings, reference, equals + 1);
}

/* Without --confirm the values under SE are shown, and the edit is given up. */
static void
edit(Settings *settings, const char *domain, const GPtrArray *names)
{
    const SettingsOptions *options = settings->options;
    bool good = write_group(settings, domain, "EditSG", options->edit);

    if (!good) {
        return;
    }
    for (unsigned i = 0; good && options->sets != NULL && options->sets[i] != NULL; i++) {
        good = set_value(settings, domain, options->sets[i]);
    }
    if (good && options->confirm) {
        write_sgcb(settings, domain, "CnfEdit", "true");
        return;
    }
    if (good) {
        show(settings, domain, names, "SE");
    }
    write_group(settings, domain, "EditSG", 0);
}

static void
do_domain(Settings *settings, const char *domain, bool wanted)
{
    const SettingsOptions *options = settings->options;
    g_autoptr(GPtrArray) names = list_names(settings, domain);

    if (!g_ptr_array_find_with_equal_func(names, SGCB, g_str_equal, NULL)) {
        if (wanted) {
            refuse(settings, domain, "has no setting groups");
        }
        return;
    }
    if (options->edit != 0) {
        edit(settings, domain, names);
    }
    if (options->activate != 0 && !settings->wrong) {
        write_group(settings, domain, "ActSG", options->activate);
    }
    if (!settings->wrong && (options->edit == 0 || options->confirm)) {
        show(settings, domain, names, "SG");
    }
}

/* The domain itself, or the only one that ends so. */
static const char *
find_domain(const GPtrArray *domains, const char *name)
{
    const char *found = NULL;

    for (unsigned i = 0; i < domains->len; i++) {
        const char *domain = domains->pdata[i];

        if (strcmp(domain, name) == 0) {
            return domain;
        }
        if (g_str_has_suffix(domain, name)) {
            found = found == NULL ? domain : "";
        }
    }
    return found != NULL && *found != '\0' ? found : NULL;
}

static int
settings_server(const ClientOptions *options, const SettingsOptions *given)
{
    const char *name = options->arguments[1];
    Settings settings = { .options = given, .json = options->json };
    g_autoptr(GPtrArray) domains = NULL;
    int status;

    if (!client_session_open(&settings.session, options, options->arguments[0], &status)) {
        client_session_clear(&settings.session);
        return status;
    }
    settings.data = g_byte_array_new();
    domains = list_names(&settings, NULL);
    if (name != NULL && find_domain(domains, name) != NULL) {
        do_domain(&settings, find_domain(domains, name), true);
    } else if (name != NULL) {
        refuse(&settings, name, "no such logical device");
    }
    for (unsigned i = 0; i < domains->len && name == NULL; i++) {
        do_domain(&settings, domains->pdata[i], false);
    }
    client_session_release(&settings.session);
    client_session_clear(&settings.session);
    g_byte_array_unref(settings.data);
    return settings.wrong ? EXIT_NOT_HELD : EXIT_HELD;
}

/* NULL: nothing is wrong with what was given. */
static const char *
check_options(const ClientOptions *options, const SettingsOptions *given)
{
    unsigned count = options->arguments != NULL ? g_strv_length(options->arguments) : 0;

    if (count < 1 || count > 2) {
        return "HOST:PORT and at most one LD are needed";
    }
    if (count == 1 && (given->activate != 0 || given->edit != 0)) {
        return "which LD is to be changed?";
    }
    if (given->activate < 0 || given->edit < 0) {
        return "groups are numbered from 1";
    }
    if (given->edit == 0 && (given->sets != NULL || given->confirm)) {
        return "--set and --confirm go with --edit";
    }
    for (unsigned i = 0; given->sets != NULL && given->sets[i] != NULL; i++) {
        if (strchr(given->sets[i], '=') == NULL) {
            return "--set takes REF=VALUE";
        }
    }
    return NULL;
}

static int
run_settings(int argc, char **argv)
{
    ClientOptions options = { 0 };
    SettingsOptions given = { 0 };
    const char *wrong;
    int status;
    const GOptionEntry entries[] = {
        { "activate", 0, 0, G_OPTION_ARG_INT, &given.activate, "Make a group active", "N" },
        { "edit", 0, 0, G_OPTION_ARG_INT, &given.edit,
          "Edit a group; without --confirm it is only shown", "N" },
        { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &given.sets,
          "A value of the edited group, as PTOC1.StrVal.setMag.f=500", "REF=VALUE" },
        { "confirm", 0, 0, G_OPTION_ARG_NONE, &given.confirm, "Store what was edited", NULL },
        { 0 },
    };

    if (client_options_parse(&options,
                             "Shows setting groups and the values of the active one; edits a "
                             "group, activates one.",
                             "HOST:PORT [LD]", entries, argc, argv, &status)) {
        wrong = check_options(&options, &given);
        if (wrong != NULL) {
            fprintf(stderr, "iedbench settings: %s\n", wrong);
            status = EXIT_USAGE;
        } else {
            status = settings_server(&options, &given);
        }
    }
    client_options_clear(&options);
    g_strfreev(given.sets);
    return status;
}

const Command command_settings = {
    .name = "settings",
    .arguments = "HOST:PORT [LD]",
    .summary = "show, edit and activate the setting groups of a server",
    .run = run_settings,
};
