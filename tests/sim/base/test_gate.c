/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/base/gate.h"

#include <glib.h>

#include "tests/test.h"

typedef struct Guest {
    GateGuest guest;
    Gate *gate;
    GString *log;
    char name;
    GateVerdict verdict;
    bool leaves;
} Guest;

static GateVerdict
act(GateGuest *guest, GatePass *pass)
{
    Guest *self = (Guest *)guest;

    (void)pass;
    g_string_append_c(self->log, self->name);
    if (self->leaves) {
        gate_remove(self->gate, guest);
    }
    return self->verdict;
}

static Guest
guest_new(Gate *gate, GString *log, char name, bool watches)
{
    return (Guest){
        .guest = { .act = act, .watches = watches }, .gate = gate, .log = log, .name = name
    };
}

static void
faults_act_before_watchers_look(void)
{
    Gate gate = { NULL };
    GatePass pass = { .point = GATE_BYTES };
    g_autoptr(GString) log = g_string_new(NULL);
    Guest watcher = guest_new(&gate, log, 'w', true);
    Guest first = guest_new(&gate, log, '1', false);
    Guest second = guest_new(&gate, log, '2', false);

    CU_ASSERT_EQUAL(gate_pass(&gate, &pass), GATE_PASS);
    gate_add(&gate, &watcher.guest);
    gate_add(&gate, &first.guest);
    gate_add(&gate, &second.guest);
    CU_ASSERT_EQUAL(gate_pass(&gate, &pass), GATE_PASS);
    CU_ASSERT_STRING_EQUAL(log->str, "12w");
    first.verdict = GATE_DROP;
    CU_ASSERT_EQUAL(gate_pass(&gate, &pass), GATE_DROP);
    CU_ASSERT_STRING_EQUAL(log->str, "12w1");
}

static void
a_guest_may_leave_while_it_acts(void)
{
    Gate gate = { NULL };
    GatePass pass = { .point = GATE_BYTES };
    g_autoptr(GString) log = g_string_new(NULL);
    Guest first = guest_new(&gate, log, '1', false);
    Guest second = guest_new(&gate, log, '2', false);

    first.leaves = true;
    gate_add(&gate, &first.guest);
    gate_add(&gate, &second.guest);
    gate_pass(&gate, &pass);
    gate_pass(&gate, &pass);
    CU_ASSERT_STRING_EQUAL(log->str, "122");
    gate_remove(&gate, &first.guest);
    gate_remove(&gate, &second.guest);
    CU_ASSERT_PTR_NULL(gate.guests);
}

TEST_SUITE(base_gate, TEST_CASE(faults_act_before_watchers_look),
           TEST_CASE(a_guest_may_leave_while_it_acts))
