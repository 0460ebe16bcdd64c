/* SPDX-License-Identifier: Apache-2.0
 *
 * Events as words of IEDs and stations: bay:associated(), bay:read(reference, { by= }). The
 * word's name is the event's.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <string.h>

#include "engine/bind/match.h"
#include "engine/reference_pattern.h"

static EventKind
kind_of(const char *name)
{
    for (unsigned kind = 0; kind < EVENT_KINDS; kind++) {
        if (strcmp(event_kind_name(kind), name) == 0) {
            return kind;
        }
    }
    g_assert_not_reached();
}

/* A pattern for the IED or station at 1; NULL: told. Owned by the caller. */
static EventPattern *
pattern_for(lua_State *L, EventKind kind)
{
    Word *station = bind_to_word(L, 1, WORD_STATION);
    EventPattern *pattern;

    if (station != NULL) {
        const Station *all = station->thing;
        g_autofree char *who = g_strdup_printf("any IED of %s", all->name);

        pattern = pattern_new(kind, who);
        for (unsigned i = 0; i < all->devices->len; i++) {
            pattern_add_device(pattern, all->devices->pdata[i]);
        }
        return pattern;
    }
    if (bind_to_word(L, 1, WORD_DEVICE) == NULL) {
        bind_problem(L, "write bay:%s(...) with an IED or a station", bind_row(L)->name);
        return NULL;
    }
    Device *device = bind_to_device(L, 1);

    pattern = pattern_new(kind, device->name);
    pattern_add_device(pattern, device);
    return pattern;
}

/* A data object under several FCs stands for its main value. */
static bool
resolve_place(const Model *model, const char *reference, NodeRef *ref, GError **error)
{
    Point point;

    if (reference_resolve(model, reference, ref, NULL)) {
        return true;
    }
    if (reference_resolve_point(model, reference, &point, error)) {
        *ref = point.value;
        return true;
    }
    return false;
}

typedef struct Expansion {
    const Model *model;
    EventPattern *pattern;
    unsigned found;
} Expansion;

static void
add_place(void *user, const char *reference)
{
    Expansion *expansion = user;
    NodeRef ref;

    if (resolve_place(expansion->model, reference, &ref, NULL)) {
        g_autofree char *whole = reference_format(expansion->model, &ref, true);

        pattern_add_place(expansion->pattern, whole);
        expansion->found++;
    }
}

/* A reference with stars stands for what fits on any of the IEDs; it is about those that have
 * something. */
static bool
resolve_wild(lua_State *L, EventPattern *pattern, const char *reference)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < pattern->device_count; i++) {
        Expansion expansion = { pattern->devices[i]->server->model, pattern, 0 };

        reference_pattern_expand(expansion.model, reference, add_place, &expansion);
        if (expansion.found > 0) {
            pattern->devices[kept++] = pattern->devices[i];
        }
    }
    if (pattern->places == NULL) {
        bind_problem(L, "%s: nothing of %s fits \"%s\"", bind_row(L)->name, pattern->who,
                     reference);
        return false;
    }
    pattern->device_count = kept;
    pattern_set_reference(pattern, reference);
    pattern->fc = reference_pattern_fc(reference);
    return true;
}

/* Every IED that is meant must have the reference; the first one's form is what matches. */
static bool
resolve_all(lua_State *L, EventPattern *pattern, const char *reference)
{
    for (unsigned i = 0; i < pattern->device_count; i++) {
        const Device *device = pattern->devices[i];
        GError *error = NULL;
        char *whole;
        NodeRef ref;

        if (reference_pattern_is(reference)) {
            return resolve_wild(L, pattern, reference);
        }
        if (!resolve_place(device->server->model, reference, &ref, &error)) {
            const char *text = lua_pushfstring(L, "%s: %s", device->name, error->message);

            g_error_free(error);
            bind_problem(L, "%s", text);
            return false;
        }
        if (pattern->reference == NULL) {
            whole = reference_format(device->server->model, &ref, true);
            pattern_set_reference(pattern, whole);
            g_free(whole);
            /* Who names no FC means the object under any. */
            if (reference_pattern_fc(reference) == FC_NONE && strchr(reference, '$') == NULL) {
                pattern->fc = FC_NONE;
            }
        }
    }
    return true;
}

/* Warnings begin with their name. */
static bool
is_lint(const char *name)
{
    unsigned lint = 0;

    while (lint < CONTROL_LINTS && strcmp(control_lint_name((ControlLint)lint), name) != 0) {
        lint++;
    }
    return lint < CONTROL_LINTS;
}

static bool
check_warning(lua_State *L, const char *name)
{
    const char *names[CONTROL_LINTS + 1] = { NULL };

    for (unsigned i = 0; i < CONTROL_LINTS; i++) {
        names[i] = control_lint_name((ControlLint)i);
    }
    if (!is_lint(name)) {
        bind_problem(L, "client_warning: no such warning: %s%s", name,
                     bind_suggestion(L, name, names));
    }
    return is_lint(name);
}

/* Beyond those of every event. */
static const BindOption associated_options[] = { { "ap_title", OPTION_ANY, false },
                                                 { "ae_qualifier", OPTION_ANY, false },
                                                 { NULL, OPTION_ANY, false } };

/* Fields that stand as key=value in the values of a kind. */
static const char *const *
fields_of(EventKind kind)
{
    static const char *const associated[] = { "ap_title", "ae_qualifier", NULL };

    return kind == EVENT_ASSOCIATED ? associated : NULL;
}

/* Of a warning value names the kind, which its text begins with: the options at `index` become
 * such. False: told. */
static bool
take_warning(lua_State *L, int index)
{
    const char *name;

    if (!lua_istable(L, index) || lua_getfield(L, index, "value") != LUA_TSTRING) {
        lua_settop(L, 4);
        return true;
    }
    name = lua_tostring(L, -1);
    if (!check_warning(L, name)) {
        return false;
    }
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_settable(L, -4);
    }
    lua_createtable(L, 2, 0);
    lua_pushliteral(L, "like");
    lua_rawseti(L, -2, 1);
    lua_pushfstring(L, "%s:*", name);
    lua_rawseti(L, -2, 2);
    lua_setfield(L, -2, "value");
    lua_replace(L, index);
    lua_settop(L, 4);
    return true;
}

/* A value with names has no others: a wrong one would never be met. */
static bool
check_changed(lua_State *L, const EventPattern *pattern)
{
    NodeRef ref;

    if (pattern->kind != EVENT_CHANGED || pattern->reference == NULL ||
        pattern->places != NULL || pattern->device_count == 0 ||
        !resolve_place(pattern->devices[0]->server->model, pattern->reference, &ref, NULL) ||
        (ref.type->kind != VALUE_BOOLEAN && ref.type->enumeration == NULL &&
         g_strcmp0(ref.type->name, "Dbpos") != 0)) {
        return true;
    }
    for (unsigned i = 0; i < pattern->tests->len; i++) {
        const FieldTest *test = pattern->tests->pdata[i];
        bool is_text = strcmp(test->field, "value") == 0 &&
                       (test->kind == FIELD_IS || test->kind == FIELD_IS_NOT ||
                        test->kind == FIELD_IS_ONE_OF);

        for (unsigned j = 0; is_text && test->texts[j] != NULL; j++) {
            Value value;

            if (value_parse(ref.type, test->texts[j], &value) != VALUE_OK) {
                bind_problem(L, "changed: %s is never \"%s\"", pattern->reference,
                             test->texts[j]);
                return false;
            }
        }
    }
    return true;
}

/* bay:KIND([reference,] [options]). */
static int
make_pattern(lua_State *L, bool takes_reference)
{
    EventPattern *pattern = pattern_for(L, kind_of(bind_row(L)->name));
    bool has_reference = lua_type(L, 2) == LUA_TSTRING;
    int at = has_reference ? 3 : 2;

    if (pattern == NULL) {
        return bind_push_word(L, WORD_BROKEN, bind_row(L)->name, NULL), 1;
    }
    lua_settop(L, 3);
    bind_push_word(L, WORD_PATTERN, bind_row(L)->name, pattern);
    if (has_reference && !takes_reference) {
        return bind_refuse(L, "%s takes no reference", bind_row(L)->name);
    }
    if (pattern->kind == EVENT_CLIENT_WARNING && !take_warning(L, at)) {
        return bind_push_word(L, WORD_BROKEN, bind_row(L)->name, NULL), 1;
    }
    if ((has_reference && !resolve_all(L, pattern, lua_tostring(L, 2))) ||
        !bind_take_match(L, at, fields_of(pattern->kind), pattern) ||
        !check_changed(L, pattern)) {
        return bind_push_word(L, WORD_BROKEN, bind_row(L)->name, NULL), 1;
    }
    lua_pushvalue(L, 4);
    return 1;
}

static int
plain_event(lua_State *L)
{
    return make_pattern(L, false);
}

static int
reference_event(lua_State *L)
{
    return make_pattern(L, true);
}

const BindWord bind_event_methods[] = {
    { "connected", "bay:connected { by= }", "event: a transport connection came", plain_event,
      BIND_LOAD | BIND_TASK },
    { "refused", "bay:refused { by= }", "event: an association was asked for and refused",
      plain_event, BIND_LOAD | BIND_TASK },
    { "associated", "bay:associated { by= }", "event: a client is associated", plain_event,
      BIND_LOAD | BIND_TASK },
    { "released", "bay:released { by= }", "event: an association ended by release", plain_event,
      BIND_LOAD | BIND_TASK },
    { "aborted", "bay:aborted { by= }", "event: an association ended in any other way",
      plain_event, BIND_LOAD | BIND_TASK },
    { "powered_off", "bay:powered_off { value= }",
      "event: a device lost its power; value \"kept\" or \"lost\"", plain_event,
      BIND_LOAD | BIND_TASK },
    { "powered_on", "bay:powered_on()", "event: a device is up again after a loss of power",
      plain_event, BIND_LOAD | BIND_TASK },
    { "group_activated", "bay:group_activated { by=, value= }",
      "event: another setting group is active; value is its number", plain_event,
      BIND_LOAD | BIND_TASK },
    { "settings_edited", "bay:settings_edited { by=, value= }",
      "event: a client confirmed edited settings; value is the group", plain_event,
      BIND_LOAD | BIND_TASK },
    { "client_warning", "bay:client_warning([reference,] { by=, value= })",
      "event: a client does with a control what a good one would not; value names it, as "
      "\"ctl-num\"",
      reference_event, BIND_LOAD | BIND_TASK },
    { "read", "bay:read(reference, { by= })",
      "event: a client read something; the reference, what contains it or is inside it",
      reference_event, BIND_LOAD | BIND_TASK },
    { "wrote", "bay:wrote(reference, { by=, value= })",
      "event: a client wrote something; value \"success\" or the refusal", reference_event,
      BIND_LOAD | BIND_TASK },
    { "browsed", "bay:browsed { by= }", "event: a client asked for names or a type",
      reference_event, BIND_LOAD | BIND_TASK },
    { "changed", "bay:changed(reference)", "event: a value changed, by whomever",
      reference_event, BIND_LOAD | BIND_TASK },
    { "substituted", "bay:substituted(reference, { value= })",
      "event: a data object shows a substituted value, which is the value", reference_event,
      BIND_LOAD | BIND_TASK },
    { "unsubstituted", "bay:unsubstituted(reference, { value= })",
      "event: a data object shows the value of the process again", reference_event,
      BIND_LOAD | BIND_TASK },
    { "blocked", "bay:blocked(reference)",
      "event: a data object takes no updates from the process any more", reference_event,
      BIND_LOAD | BIND_TASK },
    { "unblocked", "bay:unblocked(reference)",
      "event: a data object takes updates from the process again", reference_event,
      BIND_LOAD | BIND_TASK },
    { "mode_changed", "bay:mode_changed(reference, { value= })",
      "event: Beh of a logical node changed; value \"on\", \"on-blocked\", \"test\", "
      "\"test/blocked\" or \"off\"",
      reference_event, BIND_LOAD | BIND_TASK },
    { "clock_changed", "bay:clock_changed { value= }",
      "event: the IED's clock; value \"lost\", \"failed\" or \"synchronized\"", plain_event,
      BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_event_options[] = {
    { bind_event_methods, NULL, bind_match_options, NULL },
    { bind_rcb_methods, NULL, bind_match_options, NULL },
    { bind_log_methods, NULL, bind_match_options, NULL },
    { bind_settings_methods, NULL, bind_match_options, NULL },
    { bind_publication_methods, NULL, bind_match_options, NULL },
    { bind_event_methods, "associated", associated_options, NULL },
    { 0 },
};
