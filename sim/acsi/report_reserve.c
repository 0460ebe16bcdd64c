/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose a report control block is (IEC 61850-7-2 17.2.2 and 17.2.4): Resv of a URCB lasts as
 * long as its client's association; ResvTms of a BRCB outlives it by that many seconds, for the
 * same host. Without those attributes (edition 1) only enabling takes a BRCB.
 */
#include "sim/acsi/peer.h"
#include "sim/acsi/reporting_private.h"

/* Addresses are equal however they are written. */
static bool
is_host(const char *host, const VmdCaller *caller)
{
    g_autofree char *other = peer_host(caller->client);
    uint8_t octets[16], others[16];
    size_t size = peer_parse_host(host, octets);

    return strcmp(host, other) == 0 || (size > 0 && size == peer_parse_host(other, others) &&
                                        memcmp(octets, others, size) == 0);
}

/* Every "NAME=HOST" of the client IED in "IED/AP/LD/LN"; NULL: none. */
static char *
bench_hosts(const Reporting *reporting, const char *client)
{
    const char *const *clients = reporting->limits.clients;
    size_t length = strcspn(client, "/");
    GString *hosts = g_string_new(NULL);

    for (; clients != NULL && *clients != NULL; clients++) {
        if (strncmp(*clients, client, length) == 0 && (*clients)[length] == '=') {
            g_string_append_printf(hosts, "%s%s", hosts->len > 0 ? " " : "",
                                   *clients + length + 1);
        }
    }
    return g_string_free(hosts, hosts->len == 0);
}

char *
rcb_preassigned_hosts(const Reporting *reporting, const ControlBlock *block)
{
    char *hosts = block->client != NULL ? bench_hosts(reporting, block->client) : NULL;

    return hosts == NULL && reporting->limits.preassigned ? g_strdup(block->client_hosts)
                                                          : hosts;
}

static bool
is_preassigned_to(const Rcb *rcb, const VmdCaller *caller)
{
    g_auto(GStrv) hosts = g_strsplit(rcb->preassigned, " ", 0);

    for (char **host = hosts; *host != NULL; host++) {
        if (is_host(*host, caller)) {
            return true;
        }
    }
    return false;
}

bool
rcb_shows_reservation(const Rcb *rcb)
{
    NodeRef leaf;

    return rcb_leaf(rcb, rcb->buffered ? "ResvTms" : "Resv", &leaf);
}

bool
rcb_is_mine(const Rcb *rcb, const VmdCaller *caller)
{
    if (rcb->owner != NULL) {
        return rcb->owner == caller;
    }
    if (rcb->preassigned != NULL && !is_preassigned_to(rcb, caller)) {
        return false;
    }
    return rcb->reserved_for == NULL || is_host(rcb->reserved_for, caller);
}

char *
rcb_reserving_host(const Rcb *rcb)
{
    return rcb->owner != NULL ? peer_host(rcb->owner->client) : g_strdup(rcb->reserved_for);
}

/* Octets of the client's IP address; its name where it has none. What is preassigned shows its
 * first address while nobody has it. */
static void
poke_owner(const Rcb *rcb)
{
    g_autofree char *host = rcb_reserving_host(rcb);
    Value value;

    if (host == NULL && rcb->preassigned != NULL) {
        host = g_strndup(rcb->preassigned, strcspn(rcb->preassigned, " "));
    }
    peer_identity(host, &value);
    rcb_poke(rcb, "Owner", &value);
}

void
rcb_reserve(Rcb *rcb, VmdCaller *caller, int seconds)
{
    bool is_new = rcb->owner != caller;

    clock_disarm(rcb->reporting->clock, &rcb->reservation);
    g_clear_pointer(&rcb->reserved_for, g_free);
    rcb->owner = caller;
    if (rcb->resv_tms >= 0) {
        rcb->resv_tms = (int16_t)seconds;
    }
    rcb_poke_number(rcb, "Resv", true);
    rcb_poke_number(rcb, "ResvTms", rcb->resv_tms);
    if (is_new) {
        poke_owner(rcb);
        rcb_emit(rcb, EVENT_RESERVED, NULL);
    }
    report_keep_changed(rcb);
}

void
rcb_reserve_implicitly(Rcb *rcb, VmdCaller *caller)
{
    if (rcb_shows_reservation(rcb)) {
        rcb_reserve(rcb, caller,
                    rcb->resv_tms > 0 ? rcb->resv_tms
                                      : (int)rcb->reporting->limits.reservation);
    }
}

void
rcb_show_nobody(const Rcb *rcb)
{
    rcb_poke_number(rcb, "Resv", rcb->preassigned != NULL);
    rcb_poke_number(rcb, "ResvTms", rcb->resv_tms);
    poke_owner(rcb);
}

void
rcb_release(Rcb *rcb)
{
    clock_disarm(rcb->reporting->clock, &rcb->reservation);
    g_clear_pointer(&rcb->reserved_for, g_free);
    rcb->owner = NULL;
    rcb->resv_tms = rcb->resv_tms < 0 ? -1 : 0;
    rcb_show_nobody(rcb);
    report_keep_changed(rcb);
}

void
rcb_reserve_for(Rcb *rcb, const char *host)
{
    clock_disarm(rcb->reporting->clock, &rcb->reservation);
    g_free(rcb->reserved_for);
    rcb->reserved_for = g_strdup(host);
    rcb->owner = NULL;
    if (rcb->buffered && rcb->resv_tms >= 0) {
        rcb->resv_tms = (int16_t)rcb->reporting->limits.reservation;
    }
    rcb_poke_number(rcb, "Resv", true);
    rcb_poke_number(rcb, "ResvTms", rcb->resv_tms);
    poke_owner(rcb);
}

static void
reservation_over(Timer *timer)
{
    Rcb *rcb = (Rcb *)(void *)((char *)timer - offsetof(Rcb, reservation));

    rcb_release(rcb);
    rcb_tell_change(rcb);
}

void
rcb_owner_gone(Rcb *rcb)
{
    Reporting *reporting = rcb->reporting;
    VmdCaller *owner = rcb->owner;

    rcb_disable(rcb, "the association ended");
    rcb->resynced = false;
    if (!rcb->buffered || rcb->resv_tms <= 0) {
        rcb_release(rcb);
        return;
    }
    rcb->reserved_for = peer_host(owner->client);
    rcb->owner = NULL;
    clock_arm(reporting->clock, &rcb->reservation,
              clock_now(reporting->clock) + rcb->resv_tms * CLOCK_SECOND, reservation_over);
}

void
rcb_restore_reservation(Rcb *rcb, const char *host, int seconds)
{
    Reporting *reporting = rcb->reporting;

    rcb->resv_tms = (int16_t)seconds;
    rcb->reserved_for = g_strdup(host);
    rcb_poke_number(rcb, "ResvTms", seconds);
    poke_owner(rcb);
    clock_arm(reporting->clock, &rcb->reservation,
              clock_now(reporting->clock) + seconds * CLOCK_SECOND, reservation_over);
}

int
rcb_seconds_left(const Rcb *rcb)
{
    int64_t left;

    if (!clock_is_armed(&rcb->reservation)) {
        return rcb->resv_tms;
    }
    left = rcb->reservation.due - clock_now(rcb->reporting->clock);
    return (int)((left + CLOCK_SECOND - 1) / CLOCK_SECOND);
}
