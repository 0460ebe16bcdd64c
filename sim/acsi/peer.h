/* SPDX-License-Identifier: Apache-2.0
 *
 * Who a client is, from the name of its association: "10.0.0.7:40312", "[::1]:40312", or a name
 * of its own when it is in this process.
 */
#pragma once

#include "sim/model/values.h"

/* "10.0.0.7", "::1", or the name; free with g_free. */
char *peer_host(const char *client);
/* Octets of an IP address: 4, 16, or 0 for a name. */
size_t peer_parse_host(const char *host, uint8_t octets[16]);
/* What Owner and originatorID show of a client or host: the octets of its IP address, else the
 * first 64 of its name; NULL is nobody, who is empty. */
void peer_identity(const char *client, Value *identity);
