/* SPDX-License-Identifier: Apache-2.0
 *
 * A listening TCP socket on the loop. On EMFILE the spare descriptor is given up to accept and
 * close, so that the backlog never spins.
 */
#pragma once

#include "sim/net/loop.h"

typedef struct Listener Listener;

/* The code of an error is the errno of the call that failed. */
#define LISTENER_ERROR (listener_error_quark())
GQuark listener_error_quark(void);

/* Takes over `fd` of an accepted, non-blocking, close-on-exec socket. May free the listener. */
typedef void (*ListenerAccept)(void *user, int fd);

/* `address` numeric IPv4 or IPv6; `port` 0 takes an ephemeral one. NULL with an error
 * "127.0.0.1:10102: Address already in use". */
Listener *listener_new(Loop *loop, const char *address, int port, ListenerAccept accept,
                       void *user, GError **error);
void listener_free(Listener *listener);

/* Nobody is accepted until it resumes: connecting is refused, the address stays taken; or it
 * hangs, unheard. Not from inside its callback. */
void listener_pause(Listener *listener, bool refuse);
/* Those that hang are reset. False with error when the address was lost to somebody else. */
bool listener_resume(Listener *listener, GError **error);

int listener_port(const Listener *listener);
const char *listener_address(const Listener *listener);
