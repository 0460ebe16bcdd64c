/* SPDX-License-Identifier: Apache-2.0
 *
 * In-process connections: the flush of one end delivers its queue to the other.
 */
#include "sim/net/pipe.h"

#include "sim/net/transport.h"

static Connection *
end_new(Loop *loop, const PipeEnd *own, const PipeEnd *other)
{
    Connection *end = connection_new_bare(loop, CONNECTION_OPEN, own->callbacks, own->user);

    end->is_pipe = true;
    end->local = g_strdup(own->name);
    end->peer = g_strdup(other->name);
    return end;
}

void
pipe_new(Loop *loop, const PipeEnd *a, const PipeEnd *b, Connection **end_a, Connection **end_b)
{
    *end_a = end_new(loop, a, b);
    *end_b = end_new(loop, b, a);
    (*end_a)->other = *end_b;
    (*end_b)->other = *end_a;
}

void
pipe_detach(Connection *end)
{
    if (end->other != NULL) {
        end->other->other = NULL;
        loop_later(end->loop, &end->other->flush);
        end->other = NULL;
    }
}

/* It is received in the other end's turn, also when this one is gone by then. */
void
pipe_hand_over(Connection *end)
{
    if (end->other == NULL || end->end == end->start) {
        return;
    }
    if (end->other->handed == NULL) {
        end->other->handed = g_byte_array_new();
    }
    g_byte_array_append(end->other->handed, end->queue + end->start,
                        (guint)(end->end - end->start));
    end->start = end->end = 0;
    loop_later(end->loop, &end->other->flush);
}

static void
deliver_handed(Connection *end)
{
    g_autoptr(GByteArray) handed = NULL;

    if (end->handed == NULL || end->paused) {
        return;
    }
    handed = g_steal_pointer(&end->handed);
    if (end->state == CONNECTION_OPEN) {
        connection_hold(end);
        connection_deliver(end, (Slice){ handed->data, handed->len });
        connection_unhold(end);
    }
}

/* The queue is taken away first: delivering may make this end send again. */
static void
deliver_queue(Connection *end)
{
    g_autofree uint8_t *queue = g_steal_pointer(&end->queue);
    Slice bytes = { queue + end->start, end->end - end->start };
    Connection *other = end->other;

    end->start = end->end = end->room = 0;
    if (bytes.size == 0 || other->state != CONNECTION_OPEN) {
        return;
    }
    connection_hold(other);
    connection_deliver(other, bytes);
    connection_unhold(other);
}

void
pipe_flush(Connection *end)
{
    deliver_handed(end);
    if (end->other != NULL && !end->other->paused) {
        deliver_handed(end->other);
    }
    if (end->other != NULL && !end->other->paused) {
        deliver_queue(end);
    }
    if (end->state == CONNECTION_DEAD) {
        return;
    }
    if (end->other == NULL) {
        end->how = CONNECTION_ENDED_BY_PEER;
        connection_fail(end, "closed by the peer");
    } else if (connection_is_through(end)) {
        connection_fail(end, "finished");
    } else {
        connection_check_drained(end);
    }
}
