/* SPDX-License-Identifier: Apache-2.0
 *
 * References as people write them, resolved by what the server's names say: the domain, then
 * the functional constraint if none was written, then data sets. Names are fetched once a
 * domain and kept with the client.
 */
#include <stdarg.h>

#include "sim/client/internal.h"

/* Owned by a call that has no request of its own, and goes with it. */
typedef struct Resolution {
    Client *client;
    ClientCall *call;
    ClientResolved done;
    void *user;
    char *domain_text; /* as written, before the "/" */
    GPtrArray *parts;  /* LN, then what follows; the FC apart */
    Fc fc;             /* FC_NONE: not written */
    bool has_index;
    uint32_t index;
    unsigned index_part; /* the part that the index follows */
    char *domain;        /* as the server has it */
} Resolution;

static void
clear_resolution(ClientCall *call)
{
    Resolution *resolution = call->own;

    g_free(resolution->domain_text);
    g_free(resolution->domain);
    g_ptr_array_unref(resolution->parts);
    g_free(resolution);
}

static void
answer(Resolution *resolution, const ClientFailure *failure, const ClientTarget *target)
{
    resolution->done(resolution->user, failure, target);
    client_call_free(resolution->call);
}

static void
answer_unknown(Resolution *resolution, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    answer(resolution, &(ClientFailure){ .kind = CLIENT_UNKNOWN_NAME, .text = text }, NULL);
}

static const char *
part(const Resolution *resolution, unsigned index)
{
    return resolution->parts->pdata[index];
}

/* Parts first to last with "$" between; with an FC behind the first unless FC_NONE. */
static char *
join(const Resolution *resolution, Fc fc, unsigned last)
{
    GString *item = g_string_new(part(resolution, 0));

    if (fc != FC_NONE) {
        g_string_append_printf(item, "$%s", fc_name(fc));
    }
    for (unsigned i = 1; i <= last; i++) {
        g_string_append_printf(item, "$%s", part(resolution, i));
    }
    return g_string_free(item, FALSE);
}

static void
answer_variable(Resolution *resolution, Fc fc)
{
    unsigned last = resolution->parts->len - 1;
    g_autofree char *item =
        join(resolution, fc, resolution->has_index ? resolution->index_part : last);
    g_autoptr(GString) component = g_string_new(NULL);
    ClientTarget target = { .name = { .domain = resolution->domain, .item = item } };

    if (resolution->has_index) {
        for (unsigned i = resolution->index_part + 1; i <= last; i++) {
            g_string_append_printf(component, "%s%s", component->len > 0 ? "$" : "",
                                   part(resolution, i));
        }
        target.name.has_index = true;
        target.name.index = resolution->index;
        target.name.component = component->len > 0 ? component->str : NULL;
    }
    answer(resolution, NULL, &target);
}

static bool
has_name(const GPtrArray *names, const char *name)
{
    for (unsigned i = 0; i < names->len; i++) {
        if (strcmp(names->pdata[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void
on_lists(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Resolution *resolution = user;
    g_autofree char *item = join(resolution, FC_NONE, resolution->parts->len - 1);
    ClientTarget target = { .is_list = true,
                            .scope = MMS_SCOPE_DOMAIN,
                            .name = { .domain = resolution->domain, .item = item } };

    for (unsigned i = 0; failure == NULL && i < count; i++) {
        if (strcmp(names[i], item) == 0) {
            answer(resolution, NULL, &target);
            return;
        }
    }
    answer_unknown(resolution, "%s has no variable and no data set %s", resolution->domain,
                   item);
}

/* Where a data object's value is: what a person means who names no FC. */
static bool
is_main(Fc fc)
{
    return fc == FC_ST || fc == FC_MX || fc == FC_SP || fc == FC_SG;
}

/* The variables of the domain are known: which FC has the name? */
static void
choose_fc(Resolution *resolution, const GPtrArray *names)
{
    unsigned last = resolution->has_index ? resolution->index_part : resolution->parts->len - 1;
    g_autoptr(GString) found = g_string_new(NULL);
    unsigned count = 0;
    Fc chosen = FC_NONE;

    if (resolution->parts->len == 1) {
        if (has_name(names, part(resolution, 0))) {
            answer_variable(resolution, FC_NONE);
        } else {
            answer_unknown(resolution, "%s has no logical node %s", resolution->domain,
                           part(resolution, 0));
        }
        return;
    }
    for (Fc fc = 0; fc < FC_COUNT; fc++) {
        g_autofree char *item = join(resolution, fc, last);

        if (has_name(names, item)) {
            g_string_append_printf(found, "%s%s", count++ > 0 ? ", " : "", fc_name(fc));
            chosen = chosen == FC_NONE || is_main(fc) ? fc : chosen;
        }
    }
    if (count == 1 || (count > 1 && is_main(chosen))) {
        answer_variable(resolution, chosen);
    } else if (count > 1) {
        g_autofree char *item = join(resolution, FC_NONE, last);

        answer_unknown(resolution, "%s/%s stands under %s: say which, as in [%s]",
                       resolution->domain, item, found->str, fc_name(chosen));
    } else {
        client_get_names(resolution->client, MMS_CLASS_NAMED_VARIABLE_LIST, MMS_SCOPE_DOMAIN,
                         resolution->domain, on_lists, resolution);
    }
}

const GPtrArray *
client_known_names(const Client *client, const char *domain)
{
    return client->directory != NULL ? g_hash_table_lookup(client->directory, domain) : NULL;
}

static const GPtrArray *
keep_names(Client *client, const char *domain, const char *const *names, unsigned count)
{
    GPtrArray *kept = g_ptr_array_new_with_free_func(g_free);

    for (unsigned i = 0; i < count; i++) {
        g_ptr_array_add(kept, g_strdup(names[i]));
    }
    if (client->directory == NULL) {
        client->directory = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                  (GDestroyNotify)(void *)g_ptr_array_unref);
    }
    g_hash_table_replace(client->directory, g_strdup(domain), kept);
    return kept;
}

static void
on_variables(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Resolution *resolution = user;

    if (failure != NULL) {
        answer(resolution, failure, NULL);
        return;
    }
    choose_fc(resolution, keep_names(resolution->client, resolution->domain, names, count));
}

/* The domain as written, or the only one that ends so. */
static void
choose_domain(Resolution *resolution, const GPtrArray *domains)
{
    const char *found = NULL;
    unsigned count = 0;
    const GPtrArray *names;

    for (unsigned i = 0; i < domains->len; i++) {
        const char *domain = domains->pdata[i];

        if (strcmp(domain, resolution->domain_text) == 0) {
            found = domain;
            count = 1;
            break;
        }
        if (g_str_has_suffix(domain, resolution->domain_text)) {
            found = domain;
            count++;
        }
    }
    if (count != 1) {
        answer_unknown(resolution, "the server has %s logical device %s",
                       count == 0 ? "no" : "more than one", resolution->domain_text);
        return;
    }
    resolution->domain = g_strdup(found);
    if (resolution->fc != FC_NONE) {
        answer_variable(resolution, resolution->fc);
        return;
    }
    names = client_known_names(resolution->client, resolution->domain);
    if (names != NULL) {
        choose_fc(resolution, names);
        return;
    }
    client_get_names(resolution->client, MMS_CLASS_NAMED_VARIABLE, MMS_SCOPE_DOMAIN,
                     resolution->domain, on_variables, resolution);
}

static void
on_domains(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Resolution *resolution = user;

    if (failure != NULL) {
        answer(resolution, failure, NULL);
        return;
    }
    choose_domain(resolution, keep_names(resolution->client, "", names, count));
}

static Fc
fc_of(const char *text)
{
    return fc_parse(slice_from_string(text));
}

/* Takes "(3)" off the end of a part. */
static bool
take_index(Resolution *resolution, char *text, unsigned place)
{
    char *open = strchr(text, '(');
    uint64_t index;
    char *end;

    if (open == NULL) {
        return true;
    }
    index = g_ascii_strtoull(open + 1, &end, 10);
    if (end == open + 1 || strcmp(end, ")") != 0 || index > INT32_MAX || place == 0 ||
        resolution->has_index) {
        return false;
    }
    *open = '\0';
    resolution->has_index = true;
    resolution->index = (uint32_t)index;
    resolution->index_part = place;
    return true;
}

/* Fills parts and FC from what stands behind the "/"; false when it is no reference. */
static bool
split(Resolution *resolution, const char *text)
{
    const char *bracket = strchr(text, '[');
    g_autofree char *path =
        bracket != NULL ? g_strndup(text, (size_t)(bracket - text)) : g_strdup(text);
    g_auto(GStrv) parts = NULL;

    if (bracket != NULL) {
        size_t size = strlen(bracket);

        resolution->fc = size > 2 && bracket[size - 1] == ']'
                             ? fc_parse((Slice){ (const uint8_t *)bracket + 1, size - 2 })
                             : FC_NONE;
        if (resolution->fc == FC_NONE) {
            return false;
        }
    }
    parts = g_strsplit_set(g_strstrip(path), ".$", -1);
    for (unsigned i = 0; parts[i] != NULL; i++) {
        if (i == 1 && resolution->fc == FC_NONE && fc_of(parts[i]) != FC_NONE) {
            resolution->fc = fc_of(parts[i]);
            continue;
        }
        if (!take_index(resolution, parts[i], resolution->parts->len) || parts[i][0] == '\0') {
            return false;
        }
        g_ptr_array_add(resolution->parts, g_strdup(parts[i]));
    }
    return resolution->parts->len > 0;
}

/* What needs no browsing, or makes no sense, is answered from a later turn like the rest. */
static void
finish_directly(ClientCall *call, const MmsAnswer *ignored, const ClientFailure *failure)
{
    Resolution *resolution = call->own;
    const char *item = resolution->domain_text;
    bool list = item != NULL && item[0] == '@';
    ClientTarget target = { .is_list = list,
                            .scope = list ? MMS_SCOPE_ASSOCIATION : MMS_SCOPE_VMD,
                            .name = { .item = item + list } };

    (void)ignored;
    resolution->done(resolution->user, item == NULL ? failure : NULL,
                     item == NULL ? NULL : &target);
}

void
client_resolve(Client *client, const char *reference, ClientResolved done, void *user)
{
    ClientCall *call = client_call_new(client, finish_directly, user);
    Resolution *resolution = g_new0(Resolution, 1);
    const char *slash = strchr(reference, '/');

    *resolution = (Resolution){ client, call, done, user, .fc = FC_NONE };
    resolution->parts = g_ptr_array_new_with_free_func(g_free);
    call->own = resolution;
    call->clear = clear_resolution;
    if (slash == NULL && reference[reference[0] == '@'] != '\0') {
        resolution->domain_text = g_strdup(reference);
        client_call_later(call);
    } else if (slash == NULL || slash == reference || !split(resolution, slash + 1)) {
        call->failure =
            (ClientFailure){ .kind = CLIENT_UNKNOWN_NAME,
                             .text = "no reference: LD/LN.DO.DA[FC] or LD/LN$FC$DO$DA" };
        client_call_later(call);
    } else {
        resolution->domain_text = g_strndup(reference, (size_t)(slash - reference));
        client_get_names(client, MMS_CLASS_DOMAIN, MMS_SCOPE_VMD, NULL, on_domains, resolution);
    }
}
