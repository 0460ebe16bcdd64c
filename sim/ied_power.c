/* SPDX-License-Identifier: Apache-2.0
 *
 * A device loses its power and gets it back (see ied.h). Off, nothing of it is left but its
 * values, which the process goes on moving: the behaviours are freed, which takes buffers,
 * reservations and timers with them, and made anew at power-on as when the IED was made.
 */
#include "sim/ied_private.h"
#include "sim/net/listener.h"
#include "sim/net/pipe.h"

#define POWER_TEXT "the device lost its power"

/* A connection that the device knows no more and its peer still has. */
typedef struct Forsaken {
    Ied *ied;
    Connection *connection;
} Forsaken;

static void
ignore_bytes(void *user, Slice bytes)
{
    (void)user;
    (void)bytes;
}

static void
peer_gone(void *user, const char *why)
{
    Forsaken *forsaken = user;

    (void)why;
    g_ptr_array_remove_fast(forsaken->ied->forsaken, forsaken);
    g_free(forsaken);
}

static const ConnectionUser silence = { .received = ignore_bytes, .closed = peer_gone };

void
ied_power_forsake(Ied *ied, Connection *connection)
{
    Forsaken *forsaken = g_new0(Forsaken, 1);

    *forsaken = (Forsaken){ ied, connection };
    g_ptr_array_add(ied->forsaken, forsaken);
    connection_forsake(connection, &silence, forsaken);
}

/* Segments of connections that it does not know are answered by a device with RST. */
void
ied_power_close_forsaken(Ied *ied)
{
    for (unsigned i = 0; i < ied->forsaken->len; i++) {
        Forsaken *forsaken = ied->forsaken->pdata[i];

        connection_close(forsaken->connection, true);
        g_free(forsaken);
    }
    g_ptr_array_set_size(ied->forsaken, 0);
}

static void
lose_connections(Ied *ied, bool silent)
{
    while (ied->associations != NULL) {
        Connection *connection = ied_association_lose(ied->associations, POWER_TEXT);

        if (silent) {
            ied_power_forsake(ied, connection);
        } else {
            connection_close(connection, true);
        }
    }
}

Connection *
ied_power_ignore(Ied *ied, const char *name, const ConnectionUser *callbacks, void *user)
{
    Forsaken *forsaken = g_new0(Forsaken, 1);
    Connection *client;

    forsaken->ied = ied;
    pipe_new(ied->loop, &(PipeEnd){ ied->name, &silence, forsaken },
             &(PipeEnd){ name, callbacks, user }, &forsaken->connection, &client);
    g_ptr_array_add(ied->forsaken, forsaken);
    return client;
}

Connection *
ied_power_refuse(Ied *ied, const char *name, const ConnectionUser *callbacks, void *user)
{
    Connection *own, *client;

    pipe_new(ied->loop, &(PipeEnd){ ied->name, &silence, NULL },
             &(PipeEnd){ name, callbacks, user }, &own, &client);
    connection_close(own, true);
    return client;
}

void
ied_power_off(Ied *ied, const IedPowerOff *how)
{
    if (ied->off) {
        return;
    }
    g_assert(!change_is_open(ied->values));
    ied->off = true;
    for (unsigned i = 0; i < ied->listeners->len; i++) {
        listener_pause(g_ptr_array_index(ied->listeners, i), !how->silent);
    }
    lose_connections(ied, how->silent);
    if (how->keep) {
        ied->lists_changed = true;
        ied_state_save(ied);
    }
    ied_acsi_close(ied);
    vmd_ied_drop_lists(ied->vmd);
    if (!how->keep) {
        store_forget(ied->store, ied->name);
    }
    values_reset(ied->values);
    if (event_wanted(ied->events, EVENT_POWERED_OFF)) {
        ied_emit(ied, EVENT_POWERED_OFF, NULL, NULL, how->keep ? "kept" : "lost");
    }
}

bool
ied_power_on(Ied *ied, GError **error)
{
    bool listens = true;

    if (!ied->off) {
        return true;
    }
    ied->off = false;
    ied_power_close_forsaken(ied);
    ied_acsi_open(ied, &ied->parameters);
    for (unsigned i = 0; i < ied->listeners->len && listens && ied->deaf == IED_LISTENS; i++) {
        listens = listener_resume(g_ptr_array_index(ied->listeners, i), error);
    }
    if (event_wanted(ied->events, EVENT_POWERED_ON)) {
        ied_emit(ied, EVENT_POWERED_ON, NULL, NULL, NULL);
    }
    return listens;
}

bool
ied_is_off(const Ied *ied)
{
    return ied->off;
}
