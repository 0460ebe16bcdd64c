/* SPDX-License-Identifier: Apache-2.0
 *
 * A connection whose owner fell silent: the peer is told nothing. The kernel goes on
 * acknowledging what comes, since only its own power could stop that.
 */
#include <sys/epoll.h>

#include "sim/net/transport.h"

void
connection_forsake(Connection *connection, const ConnectionUser *callbacks, void *user)
{
    connection->callbacks = callbacks;
    connection->user = user;
    connection->gates = NULL;
    connection->drained = NULL;
    connection->failure = NULL;
    connection->start = connection->end = 0;
    connection->blocked = false;
    loop_forget(connection->loop, &connection->flush);
    if (connection->watch.fd >= 0) {
        loop_modify(connection->loop, &connection->watch, EPOLLIN);
    }
}
