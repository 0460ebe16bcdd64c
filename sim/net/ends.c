/* SPDX-License-Identifier: Apache-2.0
 *
 * The addresses of a connection's two ends, as text.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "sim/net/transport.h"

static char *
format_address(int fd, int (*get)(int, struct sockaddr *, socklen_t *))
{
    char text[INET6_ADDRSTRLEN];
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
    socklen_t size = sizeof address;

    if (fd < 0 || get(fd, &address.any, &size) < 0) {
        return g_strdup("?");
    }
    if (address.any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address.v6.sin6_addr, text, sizeof text);
        return g_strdup_printf("[%s]:%d", text, ntohs(address.v6.sin6_port));
    }
    inet_ntop(AF_INET, &address.v4.sin_addr, text, sizeof text);
    return g_strdup_printf("%s:%d", text, ntohs(address.v4.sin_port));
}

static int
get_peer_name(int fd, struct sockaddr *address, socklen_t *size)
{
    return getpeername(fd, address, size);
}

static int
get_own_name(int fd, struct sockaddr *address, socklen_t *size)
{
    return getsockname(fd, address, size);
}

const char *
connection_peer(Connection *connection)
{
    if (connection->peer == NULL) {
        connection->peer = format_address(connection->watch.fd, get_peer_name);
    }
    return connection->peer;
}

const char *
connection_local(Connection *connection)
{
    if (connection->local == NULL) {
        connection->local = format_address(connection->watch.fd, get_own_name);
    }
    return connection->local;
}
