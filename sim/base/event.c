/* SPDX-License-Identifier: Apache-2.0
 *
 * The event bus: subscribers in order, the union of their masks in one word, and a queue for
 * what handlers emit, so that an event is through before the next one begins.
 */
#include "sim/base/event.h"

#include <glib.h>

typedef struct Subscriber {
    unsigned id; /* 0: unsubscribed, waits to be swept */
    uint64_t mask;
    EventHandler handler;
    void *user;
} Subscriber;

struct EventBus {
    EventTime virtual_time, wall_time;
    void *user;
    EventIdentify identify; /* NULL: nobody does */
    void *identify_user;
    uint64_t wanted;
    GArray *subscribers; /* Subscriber */
    GQueue waiting;      /* owned copies of Event, emitted inside a handler */
    unsigned last_id;
    uint64_t last_association;
    bool delivering;
};

static const struct {
    const char *name, *help;
} kinds[EVENT_KINDS] = {
    [EVENT_LISTENING] = { "listening", "an access point accepts connections" },
    [EVENT_CONNECTED] = { "connected", "a transport connection came" },
    [EVENT_REFUSED] = { "refused", "an association was asked for and refused" },
    [EVENT_ASSOCIATED] = { "associated", "a client is associated" },
    [EVENT_RELEASED] = { "released", "an association ended by conclude and release" },
    [EVENT_ABORTED] = { "aborted", "an association ended in any other way" },
    [EVENT_READ] = { "read", "a client read something" },
    [EVENT_WROTE] = { "wrote", "a client wrote something" },
    [EVENT_BROWSED] = { "browsed", "a client asked for names or a type" },
    [EVENT_CHANGED] = { "changed", "a value changed, by whomever" },
    [EVENT_RCB_ENABLED] = { "rcb_enabled", "a client enabled a report control block" },
    [EVENT_RCB_DISABLED] = { "rcb_disabled", "reports of a control block ended" },
    [EVENT_RESERVED] = { "reserved", "a client reserved a report control block" },
    [EVENT_GI_REQUESTED] = { "gi_requested", "a client asked for a general interrogation" },
    [EVENT_RESYNCED] = { "resynced", "a client resumed a buffer at an entry it knew" },
    [EVENT_REPORT_SENT] = { "report_sent", "a report left" },
    [EVENT_BUFFER_OVERFLOWED] = { "buffer_overflowed", "a report buffer lost unsent entries" },
    [EVENT_ENTRY_MADE] = { "entry_made", "a report control block has a new entry" },
    [EVENT_ENTRY_LOST] = { "entry_lost", "an entry was dropped before it was sent" },
    [EVENT_SUBSTITUTED] = { "substituted", "a data object shows a substituted value" },
    [EVENT_UNSUBSTITUTED] = { "unsubstituted", "the value of the process is back" },
    [EVENT_BLOCKED] = { "blocked", "a data object takes no updates from the process" },
    [EVENT_UNBLOCKED] = { "unblocked", "a data object takes updates from the process again" },
    [EVENT_MODE_CHANGED] = { "mode_changed", "the behaviour of a logical node changed" },
    [EVENT_CLOCK_CHANGED] = { "clock_changed",
                              "an IED's clock lost its source or has one again" },
    [EVENT_LOG_ENABLED] = { "log_enabled", "a client enabled a log control block" },
    [EVENT_LOG_DISABLED] = { "log_disabled", "a client disabled a log control block" },
    [EVENT_LOG_QUERIED] = { "log_queried", "a client queried a log" },
    [EVENT_LOG_INITIALIZED] = { "log_initialized", "a client deleted entries of a log" },
    [EVENT_POWERED_OFF] = { "powered_off", "a device lost its power" },
    [EVENT_POWERED_ON] = { "powered_on", "a device is up again after a loss of power" },
    [EVENT_GROUP_ACTIVATED] = { "group_activated", "another setting group became active" },
    [EVENT_EDIT_BEGUN] = { "edit_begun", "a client began to edit a setting group" },
    [EVENT_SETTINGS_EDITED] = { "settings_edited", "a client confirmed edited settings" },
    [EVENT_EDIT_DROPPED] = { "edit_dropped", "edited settings were given up" },
    [EVENT_GOCB_ENABLED] = { "gocb_enabled", "a client enabled a GOOSE control block" },
    [EVENT_GOCB_DISABLED] = { "gocb_disabled", "a GOOSE control block was disabled" },
    [EVENT_SVCB_ENABLED] = { "svcb_enabled", "a client enabled a sampled value control block" },
    [EVENT_SVCB_DISABLED] = { "svcb_disabled", "a sampled value control block was disabled" },
    [EVENT_SELECTED] = { "selected", "a client selected a control" },
    [EVENT_OPERATED] = { "operated", "a client operated a control" },
    [EVENT_CANCELLED] = { "cancelled", "a client cancelled a control" },
    [EVENT_COMMAND_REFUSED] = { "command_refused", "a select, operate or cancel was refused" },
    [EVENT_COMMAND_TERMINATED] = { "command_terminated", "a command ended, well or not" },
    [EVENT_SELECT_EXPIRED] = { "select_expired", "a selection was not used in time" },
    [EVENT_CLIENT_WARNING] = { "client_warning", "a client does what a good one would not" },
    [EVENT_FAULT_ARMED] = { "fault_armed", "a device begins to misbehave" },
    [EVENT_FAULT_ACTED] = { "fault_acted", "a fault did something to what passed" },
    [EVENT_FAULT_REMOVED] = { "fault_removed", "a device misbehaves so no longer" },
    [EVENT_PROGRAM_READY] = { "program_ready", "a program of the system under test is ready" },
    [EVENT_PROGRAM_ENDED] = { "program_ended", "a program of the system under test ended" },
    [EVENT_MARK] = { "mark", "the scenario passed an entry of its timeline" },
};

static Event *
copy_event(const Event *event)
{
    Event *copy = g_new(Event, 1);

    *copy = *event;
    copy->ied = g_strdup(event->ied);
    copy->client = g_strdup(event->client);
    copy->address = g_strdup(event->address);
    copy->reference = g_strdup(event->reference);
    copy->value = g_strdup(event->value);
    return copy;
}

static void
free_copy(void *data)
{
    Event *copy = data;

    g_free((char *)copy->ied);
    g_free((char *)copy->client);
    g_free((char *)copy->address);
    g_free((char *)copy->reference);
    g_free((char *)copy->value);
    g_free(copy);
}

/* Those who subscribe during an event begin with the next one. */
static void
deliver(EventBus *bus, const Event *event)
{
    unsigned count = bus->subscribers->len;

    for (unsigned i = 0; i < count; i++) {
        Subscriber subscriber = g_array_index(bus->subscribers, Subscriber, i);

        if (subscriber.id != 0 && (subscriber.mask & EVENT_MASK(event->kind)) != 0) {
            subscriber.handler(event, subscriber.user);
        }
    }
}

static void
sweep(EventBus *bus)
{
    for (unsigned i = bus->subscribers->len; i-- > 0;) {
        if (g_array_index(bus->subscribers, Subscriber, i).id == 0) {
            g_array_remove_index(bus->subscribers, i);
        }
    }
}

static void
collect_wanted(EventBus *bus)
{
    bus->wanted = 0;
    for (unsigned i = 0; i < bus->subscribers->len; i++) {
        const Subscriber *subscriber = &g_array_index(bus->subscribers, Subscriber, i);

        bus->wanted |= subscriber->id != 0 ? subscriber->mask : 0;
    }
}

EventBus *
event_bus_new(EventTime virtual_time, EventTime wall_time, void *user)
{
    EventBus *bus = g_new0(EventBus, 1);

    bus->virtual_time = virtual_time;
    bus->wall_time = wall_time;
    bus->user = user;
    bus->subscribers = g_array_new(FALSE, FALSE, sizeof(Subscriber));
    g_queue_init(&bus->waiting);
    return bus;
}

void
event_bus_free(EventBus *bus)
{
    if (bus == NULL) {
        return;
    }
    g_array_unref(bus->subscribers);
    g_queue_clear_full(&bus->waiting, free_copy);
    g_free(bus);
}

unsigned
event_subscribe(EventBus *bus, uint64_t mask, EventHandler handler, void *user)
{
    Subscriber subscriber = { ++bus->last_id, mask, handler, user };

    g_array_append_val(bus->subscribers, subscriber);
    bus->wanted |= mask;
    return subscriber.id;
}

void
event_unsubscribe(EventBus *bus, unsigned id)
{
    for (unsigned i = 0; id != 0 && i < bus->subscribers->len; i++) {
        Subscriber *subscriber = &g_array_index(bus->subscribers, Subscriber, i);

        if (subscriber->id == id) {
            subscriber->id = 0;
        }
    }
    collect_wanted(bus);
    if (!bus->delivering) {
        sweep(bus);
    }
}

bool
event_wanted(const EventBus *bus, EventKind kind)
{
    return (bus->wanted & EVENT_MASK(kind)) != 0;
}

void
event_complete(const EventBus *bus, Event *event)
{
    event->time = bus->virtual_time(bus->user);
    event->wall = bus->wall_time(bus->user);
    if (bus->identify != NULL && event->client != NULL) {
        bus->identify(bus->identify_user, event);
    }
}

void
event_emit(EventBus *bus, const Event *event)
{
    Event stamped = *event;
    Event *next;

    if (!event_wanted(bus, event->kind)) {
        return;
    }
    event_complete(bus, &stamped);
    if (bus->delivering) {
        g_queue_push_tail(&bus->waiting, copy_event(&stamped));
        return;
    }
    bus->delivering = true;
    deliver(bus, &stamped);
    while ((next = g_queue_pop_head(&bus->waiting)) != NULL) {
        deliver(bus, next);
        free_copy(next);
    }
    bus->delivering = false;
    sweep(bus);
}

void
event_bus_identify(EventBus *bus, EventIdentify identify, void *user)
{
    bus->identify = identify;
    bus->identify_user = user;
}

uint64_t
event_next_association(EventBus *bus)
{
    return ++bus->last_association;
}

const char *
event_kind_name(EventKind kind)
{
    return kinds[kind].name;
}

const char *
event_kind_help(EventKind kind)
{
    return kinds[kind].help;
}
