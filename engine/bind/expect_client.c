/* SPDX-License-Identifier: Apache-2.0
 *
 * both, exactly_one and takeover: expectations over several clients, as redundant systems are.
 */
#include "engine/bind/expect.h"
#include "engine/bind/word_options.h"
#include "engine/expects/takeover.h"

static const BindOption client_options[] = { EXPECT_TIME_OPTIONS, { NULL, OPTION_ANY, false } };

enum { CLIENTS_MAX = 16 };

/* What events call the client at `index`: declared, or an address; NULL: neither. */
static const char *
client_at(lua_State *L, int index)
{
    Word *word = bind_to_word(L, index, WORD_NAMED_CLIENT);

    if (word != NULL) {
        return ((const NamedClient *)word->thing)->name;
    }
    return lua_type(L, index) == LUA_TSTRING && bind_is_client(lua_tostring(L, index))
               ? lua_tostring(L, index)
               : NULL;
}

/* How many clients stand first among the arguments, each another; 0: told. */
static unsigned
count_clients(lua_State *L, const char **clients)
{
    unsigned count = 0;

    while (count < CLIENTS_MAX && client_at(L, (int)count + 1) != NULL) {
        clients[count] = client_at(L, (int)count + 1);
        for (unsigned i = 0; i < count; i++) {
            if (g_str_equal(clients[i], clients[count])) {
                bind_problem(L, "%s: %s stands there twice", bind_row(L)->name, clients[i]);
                return 0;
            }
        }
        count++;
    }
    if (count < 2) {
        bind_problem(L, "%s takes at least two clients, declared ones or addresses, not %s",
                     bind_row(L)->name, bind_describe(L, (int)count + 1));
        return 0;
    }
    return count;
}

static EventPattern *
by_client(const EventPattern *pattern, const char *client)
{
    EventPattern *copy = pattern_copy(pattern);

    g_free(copy->client);
    copy->client = g_strdup(client);
    return copy;
}

/* The event at `index`, which is nobody's yet; NULL: told. */
static const EventPattern *
event_at(lua_State *L, int index)
{
    Word *word = bind_to_word(L, index, WORD_PATTERN);

    if (word == NULL) {
        if (!bind_is_broken(L, index)) {
            bind_problem(
                L, "%s takes an event such as bay:associated() behind the clients, not %s",
                bind_row(L)->name, bind_describe(L, index));
        }
        return NULL;
    }
    if (((const EventPattern *)word->thing)->client != NULL) {
        bind_problem(L, "%s says by whom; the event must not", bind_row(L)->name);
        return NULL;
    }
    return word->thing;
}

/* both(A, B, ..., event, options) and exactly_one(...). */
static int
word_clients(lua_State *L)
{
    const ExpectType *type = expect_type_find(bind_row(L)->name);
    const char *clients[CLIENTS_MAX];
    unsigned count = count_clients(L, clients);
    int options = (int)count + 2;
    const EventPattern *pattern = count == 0 ? NULL : event_at(L, (int)count + 1);
    Expectation *expectation;

    if (pattern != NULL) {
        lua_settop(L, options);
    }
    if (pattern == NULL || !bind_check_options(L, options, client_options, false) ||
        !bind_check_times(L, options)) {
        return bind_push_word(L, WORD_BROKEN, type->name, NULL), 1;
    }
    expectation = bind_push_expectation(L, type, options);
    for (unsigned i = 0; i < count; i++) {
        EventPattern *own = by_client(pattern, clients[i]);

        expectation_add_pattern(expectation, own);
        pattern_unref(own);
    }
    return 1;
}

/* The end of an association of the client, where the event is about. */
static void
add_end(Expectation *expectation, const EventPattern *event, EventKind kind, const char *client)
{
    EventPattern *end = pattern_new(kind, event->who);

    for (unsigned i = 0; i < event->device_count; i++) {
        pattern_add_device(end, event->devices[i]);
    }
    end->client = g_strdup(client);
    expectation_add_pattern(expectation, end);
    pattern_unref(end);
}

static void
add_patterns(Expectation *expectation, const EventPattern *event, const char **clients)
{
    static const EventKind ends[] = { EVENT_ABORTED, EVENT_RELEASED };

    for (unsigned i = 0; i < 2; i++) {
        EventPattern *own = by_client(event, clients[i]);

        expectation_add_pattern(expectation, own);
        pattern_unref(own);
    }
    for (unsigned i = 0; i < 2; i++) {
        for (unsigned k = 0; k < G_N_ELEMENTS(ends); k++) {
            add_end(expectation, event, ends[k], clients[i]);
        }
    }
}

static const BindOption takeover_options[] = { { "within", OPTION_TIME, false },
                                               { "after", OPTION_MOMENT, false },
                                               { "before", OPTION_MOMENT, false },
                                               { NULL, OPTION_ANY, false } };

/* takeover(A, B, [event,] { within=, after=, before= }): `within` is of each take-over. */
static int
word_takeover(lua_State *L)
{
    const char *clients[CLIENTS_MAX];
    unsigned count = count_clients(L, clients);
    bool has_event = count == 2 && !lua_isnoneornil(L, 3) &&
                     (bind_to_word(L, 3, WORD_PATTERN) != NULL || !lua_istable(L, 3));
    int options = has_event ? 4 : 3;
    const EventPattern *event = has_event ? event_at(L, 3) : NULL;
    Expectation *expectation;
    EventPattern *usual;
    int64_t within = 0;

    if (count > 2) {
        bind_problem(L, "takeover takes two clients");
    }
    if (count != 2 || (has_event && event == NULL)) {
        return bind_push_word(L, WORD_BROKEN, "takeover", NULL), 1;
    }
    lua_settop(L, options);
    if (!bind_check_options(L, options, takeover_options, false) ||
        !bind_check_times(L, options)) {
        return bind_push_word(L, WORD_BROKEN, "takeover", NULL), 1;
    }
    expectation = bind_push_expectation(L, &expect_takeover, options);
    bind_option_time(L, options, "within", &within);
    expectation->within = 0;
    expect_takeover_set(expectation, within);
    usual = pattern_new(EVENT_RCB_ENABLED, "any IED");
    add_patterns(expectation, event != NULL ? event : usual, clients);
    pattern_unref(usual);
    return 1;
}

const BindWord bind_expect_client_words[] = {
    { "both", "both(A, B, event, { within=, wall=, after=, before= })",
      "each of the clients must make this happen", word_clients, BIND_LOAD },
    { "exactly_one", "exactly_one(A, B, event, { within=, wall=, after=, before= })",
      "one of the clients must, and none of the others", word_clients, BIND_LOAD },
    { "takeover", "takeover(A, B, [event,] { within=, after=, before= })",
      "what A did in an association that it lost, B must do in time; without an event: what it "
      "enabled to report",
      word_takeover, BIND_LOAD },
    { 0 },
};

const BindWordOptions bind_expect_client_options[] = {
    { bind_expect_client_words, "both", client_options, NULL },
    { bind_expect_client_words, "exactly_one", client_options, NULL },
    { bind_expect_client_words, "takeover", takeover_options, NULL },
    { 0 },
};
