/* SPDX-License-Identifier: Apache-2.0
 *
 * See peer.h.
 */
#include "sim/acsi/peer.h"

#include <arpa/inet.h>

char *
peer_host(const char *client)
{
    const char *end = strrchr(client, ':');

    if (client[0] == '[' && strchr(client, ']') != NULL) {
        return g_strndup(client + 1, strcspn(client + 1, "]"));
    }
    return end == NULL ? g_strdup(client) : g_strndup(client, (gsize)(end - client));
}

size_t
peer_parse_host(const char *host, uint8_t octets[16])
{
    return inet_pton(AF_INET, host, octets) == 1    ? 4
           : inet_pton(AF_INET6, host, octets) == 1 ? 16
                                                    : 0;
}

void
peer_identity(const char *client, Value *identity)
{
    g_autofree char *host = NULL;

    *identity = (Value){ .kind = VALUE_OCTET_STRING };
    if (client == NULL) {
        return;
    }
    identity->string.size = peer_parse_host(client, identity->buffer);
    if (identity->string.size > 0) {
        return; /* a host without port: of IPv6, too */
    }
    host = peer_host(client);
    identity->string.size = peer_parse_host(host, identity->buffer);
    if (identity->string.size == 0) {
        identity->string.size = MIN(strlen(host), sizeof identity->buffer);
        memcpy(identity->buffer, host, identity->string.size);
    }
}
