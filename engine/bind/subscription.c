/* SPDX-License-Identifier: Apache-2.0
 *
 * client:subscribe(rcb, options) and what it gives: reports wait in C until the task asks for
 * them with subscription:report { within=, wall= }.
 */
#include "engine/bind/client.h"
#include "engine/bind/word_options.h"
#include "sim/client/subscription.h"

#include <string.h>

/* Reports kept for a task that does not ask; the oldest goes. */
#define REPORTS_MAX 100000

typedef struct ScriptSubscription {
    ScriptClient *client;
    ClientSubscription *subscription;
    struct ClientCall *call; /* who waits: for being subscribed, for a report, for the end */
    bool waits_for_report;
    GQueue reports; /* ClientReport*, owned */
    CallDeadline deadline;
    char *problem; /* the first */
} ScriptSubscription;

static void
free_report(void *report)
{
    client_report_free(report);
}

void
client_free_subscriptions(ScriptClient *client)
{
    for (unsigned i = 0; client->subscriptions != NULL && i < client->subscriptions->len; i++) {
        ScriptSubscription *script = client->subscriptions->pdata[i];

        call_deadline_disarm(&script->deadline);
        client_subscription_free(script->subscription);
        g_queue_clear_full(&script->reports, free_report);
        g_free(script->problem);
        g_free(script);
    }
    g_clear_pointer(&client->subscriptions, g_ptr_array_unref);
}

/* Whoever waits goes on. */
static void
wake(ScriptSubscription *script)
{
    struct ClientCall *call = script->call;

    script->call = NULL;
    script->waits_for_report = false;
    call_deadline_disarm(&script->deadline);
    if (call != NULL) {
        call_finish(call);
    }
}

static void
on_subscribed(void *user, ClientSubscription *subscription, const ClientFailure *failure)
{
    ScriptSubscription *script = user;

    (void)subscription;
    if (script->call != NULL) {
        call_check(script->call, failure);
    }
    wake(script);
}

static void
on_reported(void *user, ClientSubscription *subscription, const ClientReport *report)
{
    ScriptSubscription *script = user;

    (void)subscription;
    if (g_queue_get_length(&script->reports) == REPORTS_MAX) {
        client_report_free(g_queue_pop_head(&script->reports));
    }
    g_queue_push_tail(&script->reports, client_report_copy(report));
    if (script->waits_for_report) {
        wake(script);
    }
}

static void
on_problem(void *user, ClientSubscription *subscription, const char *text)
{
    ScriptSubscription *script = user;

    (void)subscription;
    if (script->problem == NULL) {
        script->problem = g_strdup(text);
    }
}

static void
on_timeout(Timer *timer)
{
    ScriptSubscription *script =
        (ScriptSubscription *)(void *)((char *)timer -
                                       offsetof(ScriptSubscription, deadline.timer));

    if (script->call != NULL) {
        call_fail(script->call, "no-report", "no report in time");
    }
    wake(script);
}

static void
on_done(void *user, const ClientFailure *failure)
{
    ScriptSubscription *script = user;

    if (script->call != NULL) {
        call_check(script->call, failure);
    }
    wake(script);
}

/* The task at hand waits. */
static void
begin_call(lua_State *L, ScriptSubscription *script)
{
    script->call = call_new(script->client, bind_running_task(L));
}

static int
finish_subscribe(lua_State *L, int status, lua_KContext context)
{
    (void)status;
    call_free(bind_take_call(L));
    bind_push_word(L, WORD_SUBSCRIPTION, "subscribe", (void *)context);
    return 1;
}

static const char *
take_bits(lua_State *L, ClientSubscribe *wish)
{
    const char *text = NULL;

    if (bind_option_string(L, 3, "opt_flds", &text)) {
        wish->set |= 1u << RCB_OPT_FLDS;
        if (!client_report_parse_options(text, &wish->opt_flds)) {
            return "opt_flds: of seqNum,timeStamp,reasonCode,dataSet,dataRef,bufOvfl,entryID,"
                   "configRef; or all";
        }
    }
    if (bind_option_string(L, 3, "trg_ops", &text)) {
        wish->set |= 1u << RCB_TRG_OPS;
        if (!client_report_parse_triggers(text, &wish->trg_ops)) {
            return "trg_ops: of dchg,qchg,dupd,period,gi";
        }
    }
    return NULL;
}

static bool
take_entry_id(const char *text, ClientSubscribe *wish)
{
    bool good = strlen(text) == 2 * REPORT_ENTRY_ID_SIZE &&
                strspn(text, "0123456789abcdefABCDEF") == strlen(text);

    for (unsigned i = 0; good && i < REPORT_ENTRY_ID_SIZE; i++) {
        wish->entry_id[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 |
                                      g_ascii_xdigit_value(text[2 * i + 1]));
    }
    wish->set |= 1u << RCB_ENTRY_ID;
    return good;
}

/* Milliseconds of an option into a field of the wish. */
static void
take_time(lua_State *L, const char *name, RcbAttribute attribute, uint32_t *field,
          ClientSubscribe *wish)
{
    int64_t time;

    if (bind_option_time(L, 3, name, &time)) {
        *field = (uint32_t)MIN(time / CLOCK_MILLISECOND, UINT32_MAX);
        wish->set |= 1u << attribute;
    }
}

/* NULL, or what is wrong. */
static const char *
take_wish(lua_State *L, ClientSubscribe *wish)
{
    const char *entry_id = NULL;

    bind_option_boolean(L, 3, "gi", &wish->gi);
    bind_option_boolean(L, 3, "purge", &wish->purge);
    take_time(L, "integrity", RCB_INTG_PD, &wish->intg_pd, wish);
    take_time(L, "buffer_time", RCB_BUF_TM, &wish->buf_tm, wish);
    if (bind_option_string(L, 3, "data_set", &wish->dat_set)) {
        wish->set |= 1u << RCB_DAT_SET;
    }
    if (bind_option_string(L, 3, "rpt_id", &wish->rpt_id)) {
        wish->set |= 1u << RCB_RPT_ID;
    }
    if (bind_option_string(L, 3, "entry_id", &entry_id) && !take_entry_id(entry_id, wish)) {
        return "entry_id: what a report had, 16 hex digits";
    }
    return take_bits(L, wish);
}

static const BindOption subscribe_options[] = {
    { "gi", OPTION_BOOLEAN, false },       { "purge", OPTION_BOOLEAN, false },
    { "entry_id", OPTION_STRING, false },  { "integrity", OPTION_TIME, false },
    { "buffer_time", OPTION_TIME, false }, { "opt_flds", OPTION_STRING, false },
    { "trg_ops", OPTION_STRING, false },   { "data_set", OPTION_STRING, false },
    { "rpt_id", OPTION_STRING, false },    { NULL, OPTION_ANY, false }
};

int
client_word_subscribe(lua_State *L)
{
    static const ClientSubscriptionUser callbacks = { .subscribed = on_subscribed,
                                                      .reported = on_reported,
                                                      .problem = on_problem };
    Word *word = bind_to_word(L, 1, WORD_CLIENT);
    ClientSubscribe wish = { .reference = luaL_checkstring(L, 2) };
    ScriptSubscription *script;
    ScriptClient *client;
    const char *wrong;

    if (word == NULL) {
        return luaL_error(L, "write client:subscribe(...) with what client.connect gave");
    }
    lua_settop(L, 3);
    bind_check_options(L, 3, subscribe_options, false);
    wrong = take_wish(L, &wish);
    if (wrong != NULL) {
        return bind_refuse(L, "%s", wrong);
    }
    client = word->thing;
    bind_running_task(L);
    script = g_new0(ScriptSubscription, 1);
    script->client = client;
    g_queue_init(&script->reports);
    if (client->subscriptions == NULL) {
        client->subscriptions = g_ptr_array_new();
    }
    g_ptr_array_add(client->subscriptions, script);
    begin_call(L, script);
    script->subscription = client_subscribe(client->client, &wish, &callbacks, script);
    return lua_yieldk(L, 0, (lua_KContext)script, finish_subscribe);
}

static ScriptSubscription *
to_subscription(lua_State *L)
{
    Word *word = bind_to_word(L, 1, WORD_SUBSCRIPTION);

    if (word == NULL) {
        luaL_error(L, "write subscription:%s() with what client:subscribe gave",
                   bind_row(L)->name);
    }
    return word->thing;
}

static void
push_reasons(lua_State *L, unsigned reason)
{
    lua_newtable(L);
    for (unsigned bit = 0; bit < 32; bit++) {
        if (reason & 1u << bit && client_report_reason_name(bit) != NULL) {
            lua_pushboolean(L, true);
            lua_setfield(L, -2, client_report_reason_name(bit));
        }
    }
}

static void
push_members(lua_State *L, const Model *model, const ClientReport *report)
{
    lua_createtable(L, (int)report->count, 0);
    for (unsigned i = 0; i < report->count; i++) {
        const ClientReportMember *member = &report->members[i];
        const Type *type;

        lua_createtable(L, 0, 3);
        bind_push_reference(L, model, member->reference, &type);
        lua_setfield(L, -2, "reference");
        if (member->result == MMS_DATA_SUCCESS) {
            bind_push_data(L, type, member->data);
            lua_setfield(L, -2, "value");
        } else {
            lua_pushstring(L, mms_data_error_name(member->result));
            lua_setfield(L, -2, "error");
        }
        push_reasons(L, member->reason);
        lua_setfield(L, -2, "reasons");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void
push_head(lua_State *L, const ClientReport *report)
{
    lua_pushlstring(L, (const char *)report->rpt_id.data, report->rpt_id.size);
    lua_setfield(L, -2, "rpt_id");
    if (report->options & REPORT_SEQUENCE_NUMBER) {
        lua_pushinteger(L, report->sq_num);
        lua_setfield(L, -2, "sq_num");
    }
    if (report->options & REPORT_TIME_STAMP) {
        lua_pushnumber(L, (lua_Number)report->time_of_entry / 1e9);
        lua_setfield(L, -2, "time_of_entry");
    }
    if (report->options & REPORT_DATA_SET_NAME) {
        lua_pushlstring(L, (const char *)report->dat_set.data, report->dat_set.size);
        lua_setfield(L, -2, "dat_set");
    }
    if (report->options & REPORT_BUFFER_OVERFLOW) {
        lua_pushboolean(L, report->buf_ovfl);
        lua_setfield(L, -2, "buf_ovfl");
    }
    if (report->options & REPORT_CONF_REVISION) {
        lua_pushinteger(L, report->conf_rev);
        lua_setfield(L, -2, "conf_rev");
    }
    lua_pushinteger(L, report->segments);
    lua_setfield(L, -2, "segments");
}

static void
push_entry_id(lua_State *L, const ClientReport *report)
{
    char text[2 * REPORT_ENTRY_ID_SIZE + 1];

    for (unsigned i = 0; i < REPORT_ENTRY_ID_SIZE; i++) {
        g_snprintf(text + 2 * i, 3, "%02X", report->entry_id[i]);
    }
    lua_pushstring(L, text);
    lua_setfield(L, -2, "entry_id");
}

/* The oldest report as a table. It stays queued until it is Lua's: a Lua error leaks nothing.
 */
static int
push_next(lua_State *L, ScriptSubscription *script)
{
    const Device *device = script->client->device;
    ClientReport *report = g_queue_peek_head(&script->reports);

    lua_newtable(L);
    push_head(L, report);
    if (report->options & REPORT_ENTRY_ID) {
        push_entry_id(L, report);
    }
    push_members(L, device != NULL ? device->server->model : NULL, report);
    lua_setfield(L, -2, "members");
    client_report_free(g_queue_pop_head(&script->reports));
    return 1;
}

static int
finish_report(lua_State *L, int status, lua_KContext context)
{
    (void)status;
    call_free(bind_take_call(L));
    return push_next(L, (ScriptSubscription *)context);
}

static const BindOption report_options[] = { { "within", OPTION_TIME, false },
                                             { "wall", OPTION_BOOLEAN, false },
                                             { NULL, OPTION_ANY, false } };

static int
subscription_report(lua_State *L)
{
    ScriptSubscription *script = to_subscription(L);

    lua_settop(L, 2);
    bind_check_options(L, 2, report_options, false);
    if (!g_queue_is_empty(&script->reports)) {
        return push_next(L, script);
    }
    if (script->call != NULL) {
        return luaL_error(L, "another task waits for this subscription");
    }
    begin_call(L, script);
    script->waits_for_report = true;
    call_deadline_arm(L, 2, &script->deadline, on_timeout);
    return lua_yieldk(L, 0, (lua_KContext)script, finish_report);
}

static int
subscription_count(lua_State *L)
{
    const ScriptSubscription *script = to_subscription(L);

    lua_pushinteger(L, g_queue_get_length((GQueue *)&script->reports));
    return 1;
}

static int
subscription_problem(lua_State *L)
{
    const ScriptSubscription *script = to_subscription(L);

    lua_pushstring(L, script->problem);
    return 1;
}

static int
subscription_act(lua_State *L, void (*act)(ClientSubscription *, ClientDone, void *))
{
    ScriptSubscription *script = to_subscription(L);

    if (script->call != NULL) {
        return luaL_error(L, "another task waits for this subscription");
    }
    begin_call(L, script);
    act(script->subscription, on_done, script);
    return lua_yieldk(L, 0, 0, bind_finish_empty);
}

static int
subscription_interrogate(lua_State *L)
{
    return subscription_act(L, client_subscription_interrogate);
}

static int
subscription_finish(lua_State *L)
{
    return subscription_act(L, client_subscription_end);
}

const BindWord bind_subscription_methods[] = {
    { "report", "subscription:report { within=, wall= }",
      "the next report: sq_num, entry_id, members = { { reference=, value=, reasons= } }",
      subscription_report, BIND_TASK },
    { "waiting", "subscription:waiting()", "how many reports came and were not asked for",
      subscription_count, BIND_TASK },
    { "problem", "subscription:problem()",
      "nil, or what was wrong first with what came: a gap in SqNum, ..", subscription_problem,
      BIND_TASK },
    { "interrogate", "subscription:interrogate()", "asks for a general interrogation",
      subscription_interrogate, BIND_TASK },
    { "finish", "subscription:finish()", "disables and gives the control block back",
      subscription_finish, BIND_TASK },
    { 0 },
};

static int
index_subscription(lua_State *L)
{
    const char *key = luaL_checkstring(L, 2);

    if (lua_getfield(L, lua_upvalueindex(1), key) == LUA_TNIL) {
        const char **names = bind_names(bind_subscription_methods);
        const char *near = bind_suggestion(L, key, names);

        g_free(names);
        return bind_refuse(L, "a subscription has no %s%s", key, near);
    }
    return 1;
}

void
bind_open_subscription(lua_State *L)
{
    luaL_getmetatable(L, "iedbench.subscription");
    bind_push_methods(L, bind_subscription_methods);
    lua_pushcclosure(L, index_subscription, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

const BindWordOptions bind_subscription_options[] = {
    { bind_client_methods, "subscribe", subscribe_options, NULL },
    { bind_subscription_methods, "report", report_options, NULL },
    { 0 },
};
