/* SPDX-License-Identifier: Apache-2.0
 *
 * The options that identify, browse, read and write share, and the association they work on.
 */
#pragma once

#include "engine/traffic/traffic.h"
#include "sim/client/client.h"

typedef struct ClientOptions {
    ClientParameters parameters; /* all but loop, host and port */
    gboolean json;
    char **arguments; /* what stands besides options; owned, may be NULL */
    TrafficOptions traffic;

    /* As given, for client_options_parse. */
    struct {
        double timeout;
        char *tsel, *ssel, *psel, *ap_title;
        int ae_qualifier;
        int pdu_size, outstanding;
    } given;
} ClientOptions;

/* Parses the shared options and those of the command (`more`, may be NULL). False when the
 * command ends now with *status: a usage error was told. A negative number is no option. */
bool client_options_parse(ClientOptions *options, const char *summary, const char *arguments,
                          const GOptionEntry *more, int argc, char **argv, int *status);
void client_options_clear(ClientOptions *options);

/* One association, driven by waiting for it. */
typedef struct ClientSession {
    Loop *loop;
    Client *client;
    Traffic *traffic; /* of --trace, or NULL */
    Gate gates[GATE_POINTS];
    int64_t began; /* wall */
    char *address; /* "127.0.0.1:10102" */
    bool failed;   /* the last wait's call failed; told on stderr */
} ClientSession;

/* Connects to "HOST:PORT", "[::1]:PORT" or "HOST" (port 102). False with *status after telling
 * why on stderr: a usage error, or no association. */
bool client_session_open(ClientSession *session, const ClientOptions *options,
                         const char *address, int *status);
/* Runs the loop until client_session_wake. */
void client_session_wait(ClientSession *session);
void client_session_wake(ClientSession *session);
/* Runs the loop for a time. */
void client_session_sleep(ClientSession *session, int64_t duration);
/* Tells a failure on stderr: "iedbench: 127.0.0.1:10102: WHAT: TEXT". `what` may be NULL. */
void client_session_tell(ClientSession *session, const char *what,
                         const ClientFailure *failure);
/* Concludes and releases; figures stay until clear. */
void client_session_release(ClientSession *session);
void client_session_clear(ClientSession *session);
