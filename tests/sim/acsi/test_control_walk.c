/* SPDX-License-Identifier: Apache-2.0
 *
 * Random walks of two clients over controls of every model, with a process that accepts,
 * refuses and keeps waiting, associations that end, requests that are withdrawn, models that
 * change and times that come. What a client asks is answered as the row of the state machine
 * says, every request once, and what a state says is so is so. A walk that fails, or aborts,
 * prints its seed: CONTROL_WALK=1234 tests/unit control_walk plays it alone.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "sim/base/prng.h"
#include "tests/sim/acsi/yard.h"

enum { SEEDS = 2000, STEPS = 60, REQUESTS = CONTROL_CANCEL_OTHER + 1, HANDLES = 16 };

static const struct {
    const char *reference, *value;
    bool timed, remodels;
} objects[] = {
    { "LD0/GGIO2.SPCSO1", "true", false, false }, /* direct, normal */
    { "LD0/GGIO3.SPCSO1", "true", false, false }, /* SBO, normal */
    { "LD0/GGIO4.DPCSO1", "true", false, false }, /* direct, enhanced */
    { "LD0/GGIO5.DPCSO1", "true", false, false }, /* SBO, enhanced */
    { "LD0/GGIO5.BscSO1", "higher", false, false }, { "LD0/GGIO5.SPCSO1", "true", false, true },
    { "LD0/GGIO6.SPCSO1", "true", true, false }, /* direct, enhanced, with operTm */
    { "LD0/GGIO6.SPCSO2", "true", true, false }, /* direct, normal, with operTm */
};
enum { OBJECTS = G_N_ELEMENTS(objects) };

typedef struct Walk {
    Yard *yard;
    Prng prng;
    ControlRequest *handles[HANDLES];
    unsigned handle_count;
    unsigned met[CONTROL_STATES][REQUESTS];
    uint8_t number;
} Walk;

static volatile sig_atomic_t seed_now;

/* An assertion of the state machine itself: whoever reads the log wants the seed. */
static void
tell_seed(int number)
{
    char text[40] = "  with CONTROL_WALK=";
    size_t length = strlen(text);

    for (int digit = 100000; digit > 0; digit /= 10) {
        text[length++] = (char)('0' + seed_now / digit % 10);
    }
    text[length++] = '\n';
    if (write(STDERR_FILENO, text, length) < 0) {
        _exit(1);
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void
forget_handle(Walk *walk, const ControlRequest *handle)
{
    for (unsigned i = 0; i < walk->handle_count; i++) {
        if (walk->handles[i] == handle) {
            walk->handles[i] = walk->handles[--walk->handle_count];
            return;
        }
    }
}

static void
keep_handle(Walk *walk, ControlRequest *handle)
{
    CU_ASSERT_TRUE_FATAL(walk->handle_count < HANDLES);
    walk->handles[walk->handle_count++] = handle;
}

static ControlVerdict
decide(void *user, ControlRequest *request, AddCause *cause)
{
    Walk *walk = user;
    ControlVerdict verdict = (ControlVerdict)prng_below(&walk->prng, 3);

    CU_ASSERT_TRUE(control_request_is_open(request));
    *cause = (AddCause)prng_below(&walk->prng, ADD_CAUSES);
    if (verdict == CONTROL_LATER) {
        keep_handle(walk, request);
    }
    return verdict;
}

/* Left to the device, or to the walk. */
static void
execute(void *user, ControlRequest *request)
{
    Walk *walk = user;
    const ControlCourse course = { (int64_t)prng_below(&walk->prng, 500) * CLOCK_MILLISECOND,
                                   (ControlStop)prng_below(&walk->prng, 4),
                                   (int)prng_below(&walk->prng, 20) - 1 };

    forget_handle(walk, request);
    if (prng_below(&walk->prng, 2) == 0) {
        control_execute_default(request, &course);
    } else {
        keep_handle(walk, request);
    }
}

static void
gone(void *user, ControlRequest *request)
{
    forget_handle(user, request);
}

static const ControlProcess process = { .decide = decide, .execute = execute, .gone = gone };

static VmdCaller *
caller_of(const YardClient *client)
{
    return mms_association_caller(client->association);
}

/* As what the state machine sees the request. */
static ControlEvent
event_of(const ControlObject *object, ControlService service, const YardClient *client)
{
    bool other = object->owner != NULL && object->owner != caller_of(client);

    if (service == CONTROL_OPER) {
        return !control_model_is_sbo(control_object_model(object)) ? CONTROL_OPERATE_DIRECT
               : other                                             ? CONTROL_OPERATE_OTHER
                                                                   : CONTROL_OPERATE;
    }
    if (service == CONTROL_CANCEL) {
        return other ? CONTROL_CANCEL_OTHER : CONTROL_CANCEL_OWN;
    }
    return other ? CONTROL_SELECT_OTHER : CONTROL_SELECT;
}

/* What the row wants to be answered; NULL: that is up to the checks and the process. */
static char *
foresee(const ControlRow *row, ControlService service)
{
    if (row->kind == CONTROL_DENY && service == CONTROL_SBO) {
        return g_strdup("empty");
    }
    return row->kind == CONTROL_DENY
               ? g_strdup_printf("error %u/0, -%d", row->cause, (int)row->error)
           : row->kind == CONTROL_STAY ? g_strdup("+")
                                       : NULL;
}

/* How many answers of requests are in what a client got. */
static unsigned
count_answers(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ", ", 0);
    unsigned count = 0;

    for (unsigned i = 0; parts[i] != NULL; i++) {
        CU_ASSERT_STRING_NOT_EQUAL(parts[i], "malformed");
        count += g_str_equal(parts[i], "+") || parts[i][0] == '-' ||
                 g_str_equal(parts[i], "selected") || g_str_equal(parts[i], "empty");
    }
    return count;
}

static ControlService
choose_service(Walk *walk, const ControlObject *object)
{
    static const ControlService services[] = { CONTROL_SBO, CONTROL_OPER, CONTROL_CANCEL };
    ControlService service = services[prng_below(&walk->prng, 3)];
    ControlModel model = control_object_model(object);
    NodeRef place;

    if (service == CONTROL_SBO && model == CONTROL_SBO_ENHANCED) {
        return CONTROL_SBOW;
    }
    return (service == CONTROL_SBO && model != CONTROL_SBO_NORMAL) ||
                   !control_component(object, service, &place)
               ? CONTROL_OPER
               : service;
}

static void
ask(Walk *walk, unsigned which, YardClient *client)
{
    static const char *const words[CONTROL_SERVICES] = { "select", "sbow", "oper", "cancel" };
    ControlObject *object = yard_object(walk->yard, objects[which].reference);
    bool settled =
        object->selection == NULL || object->selection->model == control_object_model(object);
    ControlService service = choose_service(walk, object);
    ControlEvent event = event_of(object, service, client);
    const ControlRow *row = control_row(object->state, event);
    bool timed =
        objects[which].timed && service == CONTROL_OPER && prng_below(&walk->prng, 2) == 0;
    g_autofree char *request =
        g_strdup_printf("%s %s %s num=%u%s", words[service], objects[which].reference,
                        objects[which].value, ++walk->number, timed ? " at=700" : "");
    g_autofree char *expected = settled ? foresee(row, service) : NULL;
    ControlState before = object->state;
    const char *got;

    yard_got(client); /* answers to what was asked before, of however many objects */
    got = yard_do(client, request);
    if (settled) {
        CU_ASSERT_NOT_EQUAL(row->kind, CONTROL_UNDEFINED);
        CU_ASSERT_NOT_EQUAL(row->kind, CONTROL_NEVER);
        walk->met[before][event]++;
    }
    if (expected != NULL && strcmp(got, expected) != 0) {
        fprintf(stderr, "  %s in %s: \"%s\", not \"%s\"\n", request, control_state_name(before),
                got, expected);
        CU_FAIL("another answer than the row's");
    }
    CU_ASSERT_TRUE(count_answers(got) <= 1);
}

/* What was left open, or has no end yet. */
static void
go_on(Walk *walk)
{
    unsigned which;
    ControlRequest *handle;
    bool well = prng_below(&walk->prng, 2) == 0;

    if (walk->handle_count == 0) {
        return;
    }
    which = (unsigned)prng_below(&walk->prng, walk->handle_count);
    handle = walk->handles[which];
    if (control_request_is_open(handle) && well) {
        if (control_request_service(handle) != CONTROL_OPER) {
            forget_handle(walk, handle);
        }
        control_request_accept(handle);
    } else if (control_request_is_open(handle)) {
        forget_handle(walk, handle);
        control_request_refuse(handle, ADD_CAUSE_STEP_LIMIT);
    } else if (handle->executing) {
        forget_handle(walk, handle);
        if (well) {
            control_succeed(handle);
        } else {
            control_fail(handle, ADD_CAUSE_ABORTION_BY_TRIP);
        }
    }
}

/* A scenario sets another model, which the next request of a client meets. */
static void
remodel(Walk *walk)
{
    static const char *const models[] = { "sbo-with-enhanced-security",
                                          "direct-with-enhanced-security",
                                          "direct-with-normal-security" };

    for (unsigned i = 0; i < OBJECTS; i++) {
        if (objects[i].remodels) {
            g_autofree char *reference = g_strdup_printf("%s.ctlModel", objects[i].reference);

            yard_set(walk->yard, reference, models[prng_below(&walk->prng, 3)]);
        }
    }
}

/* What is so in each state. */
static void
check_object(const ControlObject *object)
{
    ControlState state = object->state;
    bool commands =
        state == CONTROL_DECIDING || state == CONTROL_WAITING || state == CONTROL_EXECUTING;

    CU_ASSERT_TRUE_FATAL(state < CONTROL_STATES);
    CU_ASSERT_TRUE(!commands || object->command != NULL);
    CU_ASSERT_EQUAL(state == CONTROL_CANCELLING, object->cancel != NULL);
    CU_ASSERT_TRUE((state != CONTROL_SELECTED && state != CONTROL_SELECTING) ||
                   (object->selection != NULL && object->owner != NULL));
    if (state == CONTROL_IDLE) {
        CU_ASSERT_PTR_NULL(object->owner);
        CU_ASSERT_PTR_NULL(object->selection);
        CU_ASSERT_PTR_NULL(object->command);
    }
    CU_ASSERT_EQUAL(clock_is_armed(&object->expiry), state == CONTROL_SELECTED);
    CU_ASSERT_EQUAL(clock_is_armed(&object->due), state == CONTROL_WAITING);
}

static void
step(Walk *walk)
{
    YardClient *client = prng_below(&walk->prng, 2) == 0 ? &walk->yard->a : &walk->yard->b;

    switch (prng_below(&walk->prng, 16)) {
    case 0:
        yard_lose(client);
        break;
    case 1:
        yard_withdraw(client);
        break;
    case 2:
        yard_advance(walk->yard, 1 + (int64_t)prng_below(&walk->prng, 1500));
        break;
    case 3:
    case 4:
    case 5:
        go_on(walk);
        break;
    case 6:
        yard_turn(walk->yard);
        break;
    case 7:
        remodel(walk);
        break;
    default:
        ask(walk, (unsigned)prng_below(&walk->prng, OBJECTS), client);
        break;
    }
    for (unsigned i = 0; i < OBJECTS; i++) {
        check_object(yard_object(walk->yard, objects[i].reference));
    }
}

/* Without clients, and with time enough, everything comes to rest. */
static void
come_to_rest(Walk *walk)
{
    yard_lose(&walk->yard->a);
    yard_lose(&walk->yard->b);
    for (unsigned i = 0; i < 40 || (walk->handle_count > 0 && i < 400); i++) {
        go_on(walk);
        yard_advance(walk->yard, 1000);
    }
    for (unsigned i = 0; i < OBJECTS; i++) {
        const ControlObject *object = yard_object(walk->yard, objects[i].reference);

        CU_ASSERT_EQUAL(object->state, CONTROL_IDLE);
        check_object(object);
    }
    CU_ASSERT_EQUAL(walk->handle_count, 0);
}

static Yard *
walk_yard(Walk *walk)
{
    Yard *yard = yard_new("controls.scd");

    yard->several = true;
    controls_set_reach(yard->controls, CONTROL_REACH_NONE);
    yard_set(yard, "LD0/GGIO3.SPCSO1.sboClass", "operate-many");
    for (unsigned i = 0; i < OBJECTS; i++) {
        control_object_set_process(yard_object(yard, objects[i].reference), &process, walk);
    }
    return yard;
}

static void
walk_seed(Walk *walk, unsigned seed)
{
    unsigned failures = CU_get_number_of_failures();

    seed_now = (sig_atomic_t)seed;
    walk->yard = walk_yard(walk);
    walk->prng = prng_keyed(seed, NULL, "walk", 0);
    for (unsigned i = 0; i < STEPS && failures == CU_get_number_of_failures(); i++) {
        step(walk);
    }
    if (failures == CU_get_number_of_failures()) {
        come_to_rest(walk);
    }
    yard_free(walk->yard);
    CU_ASSERT_EQUAL(walk->handle_count, 0);
    if (failures != CU_get_number_of_failures()) {
        fprintf(stderr, "  with CONTROL_WALK=%u\n", seed);
    }
}

/* No object of the file is of an SBO model and has operTm. */
static bool
can_be_met(unsigned state, unsigned event)
{
    return state != CONTROL_WAITING || event == CONTROL_OPERATE_DIRECT ||
           event == CONTROL_CANCEL_OWN || event == CONTROL_CANCEL_OTHER;
}

/* Every pair of a state and a client's request that can be was met. */
static void
check_met(const Walk *walk)
{
    for (unsigned state = 0; state < CONTROL_STATES; state++) {
        for (unsigned event = 0; event < REQUESTS; event++) {
            bool never = control_row(state, event)->kind == CONTROL_NEVER;

            if (can_be_met(state, event) && never == (walk->met[state][event] > 0)) {
                fprintf(stderr, "  %s, %s: met %u times\n", control_state_name(state),
                        control_event_name(event), walk->met[state][event]);
                CU_FAIL("a pair that was not met");
            }
        }
    }
}

static void
two_clients_never_reach_an_undefined_state(void)
{
    const char *only = g_getenv("CONTROL_WALK");
    Walk *walk = g_new0(Walk, 1);
    void (*before)(int) = signal(SIGABRT, tell_seed);

    if (only != NULL) {
        walk_seed(walk, (unsigned)strtoul(only, NULL, 10));
    } else {
        for (unsigned seed = 1; seed <= SEEDS; seed++) {
            walk_seed(walk, seed);
        }
        check_met(walk);
    }
    signal(SIGABRT, before);
    g_free(walk);
}

TEST_SUITE(control_walk, TEST_CASE(two_clients_never_reach_an_undefined_state))
