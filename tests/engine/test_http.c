/* SPDX-License-Identifier: Apache-2.0
 *
 * HTTP requests in the loop, without a server: what is refused at once, what is given up, and
 * that no callback comes then. Servers are in tests/e2e/http.py.
 */
#include "engine/http.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/sim/net/turns.h"
#include "tests/test.h"

typedef struct Seen {
    bool done;
    unsigned calls;
    char kind[16];
    Http *frees;
} Seen;

static void
done(void *user, const HttpFailure *failure, const HttpResponse *response)
{
    Seen *seen = user;

    CU_ASSERT_TRUE((failure == NULL) != (response == NULL));
    seen->done = true;
    seen->calls++;
    g_strlcpy(seen->kind, failure != NULL ? failure->kind : "", sizeof seen->kind);
    if (seen->frees != NULL) {
        http_free(seen->frees);
    }
}

/* A port that takes connections and never answers. */
static int
listen_somewhere(int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    CU_ASSERT_EQUAL_FATAL(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    CU_ASSERT_EQUAL_FATAL(listen(fd, 5), 0);
    getsockname(fd, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return fd;
}

static void
only_urls_of_http_are_taken(void)
{
    static const char *const bad[] = { "",
                                       "127.0.0.1 x",
                                       "ftp://127.0.0.1/",
                                       "file:///etc",
                                       "http://",
                                       "http://127.0.0.1:99999/",
                                       "http:// /" };
    static const char *const good[] = { "http://127.0.0.1", "https://[::1]:8443/a?b=c",
                                        "http://scada.example:80/alarms" };

    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *problem = http_check_url(bad[i]);

        CU_ASSERT_PTR_NOT_NULL(problem);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(good); i++) {
        CU_ASSERT_PTR_NULL(http_check_url(good[i]));
    }
}

static void
a_closed_port_is_a_failure_to_connect(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Http *http = http_new(loop);
    HttpParameters get = { .method = "GET", .timeout = CLOCK_SECOND };
    g_autofree char *url = NULL;
    Seen seen = { 0 };
    int port;

    close(listen_somewhere(&port));
    get.url = url = g_strdup_printf("http://127.0.0.1:%d/", port);
    http_begin(http, &get, done, &seen);
    CU_ASSERT_EQUAL(seen.calls, 0);
    CU_ASSERT_TRUE(turns_until(context, &seen.done));
    CU_ASSERT_EQUAL(seen.calls, 1);
    CU_ASSERT_STRING_EQUAL(seen.kind, "connect");
    http_free(http);
    turns_free(loop, context);
}

static void
silence_is_no_answer_and_may_end_all_requests(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Http *http = http_new(loop);
    HttpParameters get = { .method = "GET", .timeout = 50 * CLOCK_MILLISECOND };
    HttpParameters later = { .method = "GET", .timeout = CLOCK_SECOND };
    g_autofree char *url = NULL;
    Seen seen = { .frees = http }, other = { 0 };
    int port, fd = listen_somewhere(&port);

    get.url = later.url = url = g_strdup_printf("http://127.0.0.1:%d/", port);
    http_begin(http, &get, done, &seen);
    http_begin(http, &later, done, &other);
    CU_ASSERT_TRUE(turns_until(context, &seen.done));
    CU_ASSERT_EQUAL(seen.calls, 1);
    CU_ASSERT_STRING_EQUAL(seen.kind, "no-answer");
    CU_ASSERT_EQUAL(other.calls, 0);
    close(fd);
    turns_free(loop, context);
}

static void
who_cancels_is_not_called(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Http *http = http_new(loop);
    HttpParameters get = { .method = "GET", .timeout = 20 * CLOCK_MILLISECOND };
    g_autofree char *url = NULL;
    Seen seen = { 0 }, other = { 0 };
    HttpRequest *request;
    int port, fd = listen_somewhere(&port);

    get.url = url = g_strdup_printf("http://127.0.0.1:%d/", port);
    request = http_begin(http, &get, done, &seen);
    http_begin(http, &get, done, &other);
    http_cancel(request);
    CU_ASSERT_TRUE(turns_until(context, &other.done));
    CU_ASSERT_EQUAL(seen.calls, 0);
    CU_ASSERT_EQUAL(other.calls, 1);
    close(fd);
    http_free(http);
    turns_free(loop, context);
}

static void
a_try_is_made_again_while_there_is_no_answer(void)
{
    GMainContext *context;
    Loop *loop = turns_new(&context);
    Http *http = http_new(loop);
    HttpParameters get = { .method = "GET",
                           .timeout = 20 * CLOCK_MILLISECOND,
                           .retries = 3,
                           .retry_every = 30 * CLOCK_MILLISECOND };
    g_autofree char *url = NULL;
    Seen seen = { 0 };
    int port, fd = listen_somewhere(&port);
    int64_t start = g_get_monotonic_time();

    get.url = url = g_strdup_printf("http://127.0.0.1:%d/", port);
    http_begin(http, &get, done, &seen);
    CU_ASSERT_TRUE(turns_until(context, &seen.done));
    CU_ASSERT_EQUAL(seen.calls, 1);
    CU_ASSERT_TRUE(g_get_monotonic_time() - start >= (4 * 20 + 3 * 30 - 10) * 1000);
    close(fd);
    http_free(http);
    turns_free(loop, context);
}

TEST_SUITE(http, TEST_CASE(only_urls_of_http_are_taken),
           TEST_CASE(a_closed_port_is_a_failure_to_connect),
           TEST_CASE(silence_is_no_answer_and_may_end_all_requests),
           TEST_CASE(who_cancels_is_not_called),
           TEST_CASE(a_try_is_made_again_while_there_is_no_answer))
