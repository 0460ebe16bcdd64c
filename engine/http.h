/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP requests to the system under test: libcurl's multi interface, whose sockets and timer
 * live in the loop. Nothing but the address of the request is asked: no proxy of the
 * environment, no redirect that is followed, no other scheme than http and https.
 */
#pragma once

#include "sim/net/loop.h"

/* The open requests of a loop. */
typedef struct Http Http;
typedef struct HttpRequest HttpRequest;

/* Octets of an answer, unless somebody says more. */
#define HTTP_BODY_MAX (4u << 20)
#define HTTP_TIMEOUT (10 * CLOCK_SECOND)

/* Lent for the time of http_begin. */
typedef struct HttpParameters {
    const char *method;
    const char *url;
    const char *const *headers; /* "Name: value", NULL-terminated; NULL: none */
    const char *body;           /* NULL: none */
    size_t body_size;
    size_t body_max;     /* of the answer; 0: HTTP_BODY_MAX */
    int64_t timeout;     /* ns of the wall, of one try; 0: HTTP_TIMEOUT */
    unsigned retries;    /* more tries while there is no answer, or one of 502, 503, 504 */
    int64_t retry_every; /* ns of the wall between two tries */
    const char *ca;      /* file of trusted certificates; NULL: those of the system */
    const char *cert;    /* our own certificate and key, PEM; NULL: none */
    const char *key;
    bool trusts_anybody; /* the server's certificate is not looked at */
} HttpParameters;

/* Lent for the time of the callback. */
typedef struct HttpResponse {
    unsigned status;
    const char *const *headers; /* "name: value" with names in small letters; NULL-terminated */
    const char *body;           /* followed by an octet of 0 */
    size_t body_size;
} HttpResponse;

/* One of the two is NULL. `kind`: "resolve", "connect", "no-answer", "tls", "closed",
 * "too-large" or "bad-answer"; `text`: the same for people. */
typedef struct HttpFailure {
    const char *kind;
    const char *text;
} HttpFailure;
typedef void (*HttpDone)(void *user, const HttpFailure *failure, const HttpResponse *response);

Http *http_new(Loop *loop);
/* Drops what is open; no callback comes any more. */
void http_free(Http *http);

/* NULL when it is no http or https URL with a host, else a message to be freed with g_free. */
char *http_check_url(const char *url);
/* `done` comes later, once, from the loop; the request is gone then. A URL that http_check_url
 * refuses fails as well. */
HttpRequest *http_begin(Http *http, const HttpParameters *parameters, HttpDone done,
                        void *user);
/* No callback comes; the connection is closed. */
void http_cancel(HttpRequest *request);
