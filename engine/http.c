/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP over libcurl's multi interface (see http.h): curl says which sockets it wants watched
 * and when it wants to be called, the loop does both. What a request became is looked at behind
 * curl, at the end of the turn: its callbacks must not call curl again.
 */
#include "engine/http.h"

#include <curl/curl.h>
#include <string.h>
#include <sys/epoll.h>

#include "engine/version.h"

#define STATUS_BAD_GATEWAY 502
#define STATUS_UNAVAILABLE 503
#define STATUS_GATEWAY_TIMEOUT 504

struct Http {
    LoopLater look; /* first: at what curl finished */
    Timer timer;    /* of the wall: curl wants to be called */
    Loop *loop;
    CURLM *multi;
    GPtrArray *requests; /* HttpRequest*, owned */
    unsigned references; /* callbacks of ours on the stack, and the owner */
    bool closing;
};

/* A socket of curl. */
typedef struct HttpSocket {
    LoopWatch watch; /* first */
    Http *http;
} HttpSocket;

struct HttpRequest {
    Timer again; /* first: the next try */
    Http *http;
    CURL *easy;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
    char *url, *sent;
    GByteArray *body;
    GPtrArray *answer; /* "name: value" */
    size_t body_max;
    bool too_large;
    int64_t timeout, retry_every;
    unsigned retries;
    HttpDone done;
    void *user;
};

/* Curl and the loop. */

static void
look_soon(Http *http)
{
    loop_later(http->loop, &http->look);
}

static void
act(Http *http, curl_socket_t socket, int events)
{
    int running;

    curl_multi_socket_action(http->multi, socket, events, &running);
    look_soon(http);
}

static void
socket_ready(LoopWatch *watch, uint32_t events)
{
    Http *http = ((HttpSocket *)watch)->http;
    int bits = ((events & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
               ((events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
               ((events & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);

    act(http, watch->fd, bits);
}

static void
time_is_up(Timer *timer)
{
    act((Http *)((char *)timer - G_STRUCT_OFFSET(Http, timer)), CURL_SOCKET_TIMEOUT, 0);
}

static int
watch_socket(CURL *easy, curl_socket_t socket, int what, void *user, void *socket_user)
{
    Http *http = user;
    HttpSocket *watched = socket_user;
    uint32_t events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0) |
                      ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0);

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (watched != NULL) {
            loop_remove(http->loop, &watched->watch);
            g_free(watched);
        }
        curl_multi_assign(http->multi, socket, NULL);
    } else if (watched != NULL) {
        loop_modify(http->loop, &watched->watch, events);
    } else {
        watched = g_new0(HttpSocket, 1);
        *watched = (HttpSocket){ { socket_ready, socket, events }, http };
        loop_add(http->loop, &watched->watch);
        curl_multi_assign(http->multi, socket, watched);
    }
    return 0;
}

static int
set_timer(CURLM *multi, long milliseconds, void *user)
{
    Http *http = user;
    Clock *wall = loop_wall(http->loop);

    (void)multi;
    if (milliseconds < 0) {
        clock_disarm(wall, &http->timer);
    } else {
        clock_arm(wall, &http->timer, clock_now(wall) + milliseconds * CLOCK_MILLISECOND,
                  time_is_up);
    }
    return 0;
}

/* What an answer is made of. */

static size_t
take_body(char *octets, size_t size, size_t count, void *user)
{
    HttpRequest *request = user;

    if (request->body->len + size * count > request->body_max) {
        request->too_large = true;
        return 0;
    }
    g_byte_array_append(request->body, (const uint8_t *)octets, (unsigned)(size * count));
    return size * count;
}

/* One line of the head; the status line of a further head begins anew, as behind 100 Continue.
 */
static size_t
take_header(char *octets, size_t size, size_t count, void *user)
{
    HttpRequest *request = user;
    g_autofree char *line = g_strndup(octets, size * count);
    char *colon;

    g_strchomp(line);
    colon = strchr(line, ':');
    if (g_str_has_prefix(line, "HTTP/")) {
        g_ptr_array_set_size(request->answer, 0);
    } else if (colon != NULL) {
        for (char *at = line; at < colon; at++) {
            *at = g_ascii_tolower(*at);
        }
        *colon = '\0';
        g_ptr_array_add(request->answer, g_strdup_printf("%s: %s", line, g_strchug(colon + 1)));
    }
    return size * count;
}

/* Requests. */

static void
free_request(void *data)
{
    HttpRequest *request = data;

    clock_disarm(loop_wall(request->http->loop), &request->again);
    if (request->easy != NULL) {
        curl_multi_remove_handle(request->http->multi, request->easy);
        curl_easy_cleanup(request->easy);
    }
    curl_slist_free_all(request->headers);
    g_byte_array_unref(request->body);
    g_ptr_array_unref(request->answer);
    g_free(request->url);
    g_free(request->sent);
    g_free(request);
}

/* Tells whose request it was, which is gone then. */
static void
finish(HttpRequest *request, const HttpFailure *failure, const HttpResponse *response)
{
    GPtrArray *requests = request->http->requests;
    unsigned at;

    if (g_ptr_array_find(requests, request, &at)) {
        g_ptr_array_steal_index(requests, at);
    }
    request->done(request->user, failure, response);
    free_request(request);
}

static void
begin_try(HttpRequest *request)
{
    g_byte_array_set_size(request->body, 0);
    g_ptr_array_set_size(request->answer, 0);
    request->too_large = false;
    request->error[0] = '\0';
    curl_multi_add_handle(request->http->multi, request->easy);
}

static void
try_again(Timer *timer)
{
    begin_try((HttpRequest *)timer);
}

static const char *
kind_of(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "resolve";
    case CURLE_COULDNT_CONNECT:
        return "connect";
    case CURLE_OPERATION_TIMEDOUT:
        return "no-answer";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER:
        return "tls";
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
        return "closed";
    default:
        return "bad-answer";
    }
}

static void
fail(HttpRequest *request, CURLcode code)
{
    g_autofree char *text = NULL;

    if (request->too_large) {
        text = g_strdup_printf("the answer is larger than %zu octets", request->body_max);
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        text = g_strdup_printf("no answer within %.3g s", (double)request->timeout / 1e9);
    } else {
        text = g_strdup(request->error[0] != '\0' ? request->error : curl_easy_strerror(code));
    }
    finish(request,
           &(HttpFailure){ .kind = request->too_large ? "too-large" : kind_of(code),
                           .text = text },
           NULL);
}

static void
answer(HttpRequest *request, unsigned status)
{
    size_t size = request->body->len;

    g_byte_array_append(request->body, (const uint8_t *)"", 1);
    g_ptr_array_add(request->answer, NULL);
    finish(request, NULL,
           &(HttpResponse){ .status = status,
                            .headers = (const char *const *)request->answer->pdata,
                            .body = (const char *)request->body->data,
                            .body_size = size });
}

static bool
is_worth_a_retry(const HttpRequest *request, CURLcode code, long status)
{
    if (request->retries == 0 || request->too_large) {
        return false;
    }
    return code != CURLE_OK || status == STATUS_BAD_GATEWAY || status == STATUS_UNAVAILABLE ||
           status == STATUS_GATEWAY_TIMEOUT;
}

static void
conclude(HttpRequest *request, CURLcode code)
{
    Clock *wall = loop_wall(request->http->loop);
    long status = 0;

    curl_easy_getinfo(request->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(request->http->multi, request->easy);
    if (is_worth_a_retry(request, code, status)) {
        request->retries--;
        clock_arm(wall, &request->again, clock_now(wall) + request->retry_every, try_again);
    } else if (code == CURLE_OK) {
        answer(request, (unsigned)status);
    } else {
        fail(request, code);
    }
}

static void
unref(Http *http)
{
    if (--http->references == 0) {
        curl_multi_cleanup(http->multi);
        g_ptr_array_unref(http->requests);
        g_free(http);
    }
}

/* A `done` may begin another request, cancel one, or free all of them. */
static void
look(LoopLater *later)
{
    Http *http = (Http *)later;
    CURLMsg *message;
    int left;

    http->references++;
    while (!http->closing && (message = curl_multi_info_read(http->multi, &left)) != NULL) {
        HttpRequest *request;
        CURLcode code = message->data.result;

        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&request);
        conclude(request, code);
    }
    unref(http);
}

Http *
http_new(Loop *loop)
{
    Http *http = g_new0(Http, 1);

    http->look.run = look;
    http->loop = loop;
    http->references = 1;
    http->requests = g_ptr_array_new_with_free_func(free_request);
    http->multi = curl_multi_init();
    curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
    curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
    return http;
}

void
http_free(Http *http)
{
    if (http == NULL) {
        return;
    }
    http->closing = true;
    g_ptr_array_set_size(http->requests, 0);
    loop_forget(http->loop, &http->look);
    curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, NULL);
    clock_disarm(loop_wall(http->loop), &http->timer);
    unref(http);
}

char *
http_check_url(const char *url)
{
    CURLU *parts = curl_url();
    char *scheme = NULL;
    char *problem = NULL;
    CURLUcode code = curl_url_set(parts, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME);

    if (code != CURLUE_OK) {
        problem = g_strdup_printf("%s is no URL such as \"http://127.0.0.1:8080/alarms\"", url);
    } else if (curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
               (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)) {
        problem = g_strdup_printf("%s: only http and https are spoken here", url);
    }
    curl_free(scheme);
    curl_url_cleanup(parts);
    return problem;
}

static void
set_tls(HttpRequest *request, const HttpParameters *parameters)
{
    CURL *easy = request->easy;

    if (parameters->ca != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, parameters->ca);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    curl_easy_setopt(easy, CURLOPT_SSLCERT, parameters->cert);
    curl_easy_setopt(easy, CURLOPT_SSLKEY, parameters->key);
    if (parameters->trusts_anybody) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

/* Curl would call every body a form, and wait for 100 Continue before a large one. */
static void
set_headers(HttpRequest *request, const char *const *headers)
{
    bool typed = false;

    for (unsigned i = 0; headers != NULL && headers[i] != NULL; i++) {
        typed = typed || g_ascii_strncasecmp(headers[i], "content-type:", 13) == 0;
        request->headers = curl_slist_append(request->headers, headers[i]);
    }
    if (!typed) {
        request->headers = curl_slist_append(request->headers, "Content-Type:");
    }
    request->headers = curl_slist_append(request->headers, "Expect:");
    curl_easy_setopt(request->easy, CURLOPT_HTTPHEADER, request->headers);
}

/* A body is sent as it is, whatever the method; HEAD has no body in its answer. */
static void
set_message(HttpRequest *request, const HttpParameters *parameters)
{
    CURL *easy = request->easy;

    set_headers(request, parameters->headers);
    if (strcmp(parameters->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (parameters->body != NULL || strcmp(parameters->method, "POST") == 0) {
        request->sent = g_memdup2(parameters->body, parameters->body_size);
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->sent != NULL ? request->sent : "");
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)parameters->body_size);
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, parameters->method);
}

static void
set_manners(HttpRequest *request)
{
    CURL *easy = request->easy;
    g_autofree char *agent = g_strdup_printf("iedbench/%s", iedbench_version());

    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->error);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, agent);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS,
                     (long)MAX(request->timeout / CLOCK_MILLISECOND, 1));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
}

HttpRequest *
http_begin(Http *http, const HttpParameters *parameters, HttpDone done, void *user)
{
    HttpRequest *request = g_new0(HttpRequest, 1);

    request->http = http;
    request->easy = curl_easy_init();
    request->url = g_strdup(parameters->url);
    request->body = g_byte_array_new();
    request->answer = g_ptr_array_new_with_free_func(g_free);
    request->body_max = parameters->body_max != 0 ? parameters->body_max : HTTP_BODY_MAX;
    request->timeout = parameters->timeout != 0 ? parameters->timeout : HTTP_TIMEOUT;
    request->retries = parameters->retries;
    request->retry_every = parameters->retry_every;
    request->done = done;
    request->user = user;
    g_ptr_array_add(http->requests, request);
    set_manners(request);
    set_tls(request, parameters);
    set_message(request, parameters);
    begin_try(request);
    return request;
}

void
http_cancel(HttpRequest *request)
{
    if (request != NULL) {
        g_ptr_array_remove(request->http->requests, request);
    }
}
