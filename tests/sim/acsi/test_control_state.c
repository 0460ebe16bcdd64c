/* SPDX-License-Identifier: Apache-2.0
 *
 * The state machine of controls: its rows, and random runs of two clients and a process against
 * an oracle that knows nothing of the rows.
 */
#include "sim/base/prng.h"
#include "tests/sim/acsi/yard.h"

#define OBJECT "LD0/GGIO5.SPCSO1"

static void
every_state_answers_every_event(void)
{
    for (unsigned state = 0; state < CONTROL_STATES; state++) {
        for (unsigned event = 0; event < CONTROL_EVENTS; event++) {
            const ControlRow *row = control_row(state, event);

            if (row->kind == CONTROL_UNDEFINED) {
                fprintf(stderr, "  %s, %s\n", control_state_name(state),
                        control_event_name(event));
            }
            CU_ASSERT_NOT_EQUAL(row->kind, CONTROL_UNDEFINED);
            CU_ASSERT_EQUAL(row->kind == CONTROL_DENY, row->error != MMS_DATA_SUCCESS);
            CU_ASSERT_TRUE(row->kind == CONTROL_GO || row->next == CONTROL_IDLE);
        }
    }
}

/* What a client asks is always answered: none of these is NEVER but in a state without owner.
 */
static void
requests_are_never_out_of_place(void)
{
    for (unsigned state = 0; state < CONTROL_STATES; state++) {
        for (unsigned event = CONTROL_SELECT; event <= CONTROL_CANCEL_OTHER; event++) {
            bool other = event == CONTROL_SELECT_OTHER || event == CONTROL_OPERATE_OTHER ||
                         event == CONTROL_CANCEL_OTHER;
            /* A selection ends before its model becomes a direct one. */
            bool direct = event == CONTROL_OPERATE_DIRECT &&
                          (state == CONTROL_SELECTING || state == CONTROL_SELECTED);
            bool never = (state == CONTROL_IDLE && other) || direct;

            CU_ASSERT_EQUAL(control_row(state, event)->kind == CONTROL_NEVER, never);
        }
    }
}

typedef enum Phase { IDLE, SELECTING, SELECTED, DECIDING, EXECUTING, CANCELLING } Phase;

typedef struct Oracle {
    Phase phase;
    YardClient *owner; /* NULL: gone, while executing */
    int64_t until;     /* ms, of SELECTED and EXECUTING */
    int64_t now;
} Oracle;

typedef struct Run {
    Yard *yard;
    Oracle oracle;
    Prng prng;
    ControlVerdict verdict; /* of the next decision */
    ControlRequest *handle;
    YardClient *last; /* who asked last, and it waits */
} Run;

static ControlVerdict
decide(void *user, ControlRequest *request, AddCause *cause)
{
    Run *run = user;

    if (run->verdict == CONTROL_LATER) {
        run->handle = request;
    }
    *cause = ADD_CAUSE_BLOCKED_BY_PROCESS;
    return run->verdict;
}

static void
execute(void *user, ControlRequest *request)
{
    ((Run *)user)->handle = request;
}

static void
gone(void *user, ControlRequest *request)
{
    Run *run = user;

    CU_ASSERT_PTR_EQUAL(run->handle, request);
    run->handle = NULL;
}

static const ControlProcess process = { .decide = decide, .execute = execute, .gone = gone };

static void
enter(Oracle *oracle, Phase phase)
{
    oracle->phase = phase;
    oracle->until = phase == SELECTED    ? oracle->now + 2000
                    : phase == EXECUTING ? oracle->now + 1000
                                         : INT64_MAX;
    if (phase == IDLE) {
        oracle->owner = NULL;
    }
}

/* The answer when the process decides at once. */
static const char *
settle(Run *run, Phase accepted, Phase refused, Phase waits)
{
    enter(&run->oracle, run->verdict == CONTROL_ACCEPT   ? accepted
                        : run->verdict == CONTROL_REFUSE ? refused
                                                         : waits);
    return run->verdict == CONTROL_ACCEPT   ? "+"
           : run->verdict == CONTROL_REFUSE ? "error 9/0, -3"
                                            : "";
}

static const char *
foresee_busy(const Oracle *oracle, const YardClient *client, bool operates)
{
    if (oracle->phase >= DECIDING) {
        return "error 12/0, -2";
    }
    if (oracle->owner != client) {
        return "error 27/0, -2";
    }
    return operates ? "error 18/0, -3" : "error 12/0, -2";
}

static const char *
foresee(Run *run, YardClient *client, unsigned service)
{
    Oracle *oracle = &run->oracle;
    bool mine = oracle->phase == SELECTED && oracle->owner == client;

    switch (service) {
    case 0:
        if (oracle->phase == IDLE) {
            oracle->owner = client;
            return settle(run, SELECTED, IDLE, SELECTING);
        }
        return mine ? "error 19/0, -2" : foresee_busy(oracle, client, false);
    case 1:
        return oracle->phase == IDLE ? "error 18/0, -3"
               : mine                ? settle(run, EXECUTING, IDLE, DECIDING)
                                     : foresee_busy(oracle, client, true);
    default:
        return oracle->phase == IDLE ? "+"
               : mine                ? settle(run, IDLE, SELECTED, CANCELLING)
                                     : foresee_busy(oracle, client, false);
    }
}

static void
ask(Run *run, YardClient *client)
{
    static const char *const requests[] = { "sbow " OBJECT " true", "oper " OBJECT " true",
                                            "cancel " OBJECT " true" };
    unsigned service = (unsigned)prng_below(&run->prng, 3);
    const char *expected;

    run->verdict = (ControlVerdict)prng_below(&run->prng, 3);
    expected = foresee(run, client, service);
    if (run->last == client) {
        run->last = NULL;
    }
    CU_ASSERT_TRUE(yard_gets(client, requests[service], expected));
    if (expected[0] == '\0') {
        run->last = client;
    }
}

/* The decision that was left open. */
static void
decide_late(Run *run)
{
    static const Phase accepted[] = {
        [SELECTING] = SELECTED, [DECIDING] = EXECUTING, [CANCELLING] = IDLE
    };
    static const Phase refused[] = {
        [SELECTING] = IDLE, [DECIDING] = IDLE, [CANCELLING] = SELECTED
    };
    Oracle *oracle = &run->oracle;
    YardClient *owner = oracle->owner;
    bool accept = prng_below(&run->prng, 2) == 0;
    Phase before = oracle->phase;
    ControlRequest *handle = run->handle;

    if (before != SELECTING && before != DECIDING && before != CANCELLING) {
        return;
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(handle);
    enter(oracle, accept ? accepted[before] : refused[before]);
    if (!accept || before != DECIDING) {
        run->handle = NULL;
    }
    run->last = NULL;
    if (accept) {
        control_request_accept(handle);
    } else {
        control_request_refuse(handle, ADD_CAUSE_STEP_LIMIT);
    }
    CU_ASSERT_TRUE(yard_hears(owner, accept ? "+" : "error 7/0, -3"));
}

static void
end(Run *run)
{
    YardClient *owner = run->oracle.owner;
    bool well = prng_below(&run->prng, 2) == 0;
    ControlRequest *handle = run->handle;

    yard_turn(run->yard);
    handle = run->handle;
    if (run->oracle.phase != EXECUTING) {
        return;
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL(handle);
    run->handle = NULL;
    enter(&run->oracle, IDLE);
    if (well) {
        control_succeed(handle);
    } else {
        control_fail(handle, ADD_CAUSE_ABORTION_BY_TRIP);
    }
    yard_turn(run->yard);
    if (owner != NULL) {
        CU_ASSERT_TRUE(yard_hears(owner, well ? "term+" : "term- 17/0"));
    }
}

static void
pass_time(Run *run)
{
    Oracle *oracle = &run->oracle;
    YardClient *owner = oracle->owner;
    int64_t step = 100 + (int64_t)prng_below(&run->prng, 1500);
    const char *expected = "";

    oracle->now += step;
    if (oracle->until <= oracle->now) {
        expected = oracle->phase == EXECUTING ? "term- 16/2" : "";
        enter(oracle, IDLE);
    }
    yard_advance(run->yard, step);
    if (owner != NULL) {
        CU_ASSERT_TRUE(yard_hears(owner, expected));
    }
}

static void
lose(Run *run, YardClient *client)
{
    Oracle *oracle = &run->oracle;

    if (oracle->owner == client && oracle->phase == EXECUTING) {
        oracle->owner = NULL;
    } else if (oracle->owner == client) {
        enter(oracle, IDLE);
    }
    run->last = run->last == client ? NULL : run->last;
    yard_lose(client);
}

static void
withdraw(Run *run)
{
    YardClient *client = run->last;

    if (client == NULL) {
        return;
    }
    run->last = NULL;
    enter(&run->oracle, run->oracle.phase == CANCELLING ? SELECTED : IDLE);
    yard_withdraw(client);
    CU_ASSERT_PTR_NULL(run->handle);
    CU_ASSERT_TRUE(yard_hears(client, "pdu 86, pdu A2"));
}

static void
step(Run *run)
{
    YardClient *client = prng_below(&run->prng, 2) == 0 ? &run->yard->a : &run->yard->b;

    switch (prng_below(&run->prng, 12)) {
    case 0:
        lose(run, client);
        break;
    case 1:
        withdraw(run);
        break;
    case 2:
        pass_time(run);
        break;
    case 3:
    case 4:
        decide_late(run);
        break;
    case 5:
        end(run);
        break;
    default:
        ask(run, client);
        break;
    }
    CU_ASSERT_TRUE(yard_shows(run->yard, OBJECT ".stSeld",
                              run->oracle.phase >= SELECTED ? "true" : "false"));
}

static void
random_runs_hold_against_an_oracle(void)
{
    enum { SEEDS = 100, STEPS = 300 };

    for (unsigned seed = 0; seed < SEEDS; seed++) {
        Run run = { .yard = yard_new("controls.scd") };
        unsigned failures = CU_get_number_of_failures();

        run.prng = prng_keyed(seed, NULL, "controls", 0);
        control_object_set_process(yard_object(run.yard, OBJECT), &process, &run);
        for (unsigned i = 0; i < STEPS && failures == CU_get_number_of_failures(); i++) {
            step(&run);
        }
        if (failures != CU_get_number_of_failures()) {
            fprintf(stderr, "  with seed %u\n", seed);
        }
        yard_free(run.yard);
    }
}

TEST_SUITE(control_state, TEST_CASE(every_state_answers_every_event),
           TEST_CASE(requests_are_never_out_of_place),
           TEST_CASE(random_runs_hold_against_an_oracle))
