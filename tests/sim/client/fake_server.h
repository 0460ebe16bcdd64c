/* SPDX-License-Identifier: Apache-2.0
 *
 * A server for the client's tests that answers what the test says, right or wrong: it listens
 * on an ephemeral port of the loopback, accepts every association, and gives every confirmed
 * request to the test's function.
 */
#pragma once

#include "sim/ber/writer.h"
#include "sim/net/loop.h"

typedef struct FakeServer FakeServer;

/* Puts whole MMS PDUs; nothing is sent when nothing was put. `body` is the content of the
 * service element `tag`. False closes the connection instead. */
typedef bool (*FakeAnswer)(void *user, uint32_t invoke_id, BerTag tag, Slice body,
                           BerWriter *writer);

FakeServer *fake_server_new(Loop *loop, FakeAnswer answer, void *user);
void fake_server_free(FakeServer *server);
int fake_server_port(const FakeServer *server);

/* Puts a confirmed response with this service element, given as hex. */
void fake_put_response(BerWriter *writer, uint32_t invoke_id, const char *service);
