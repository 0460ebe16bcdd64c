/* SPDX-License-Identifier: Apache-2.0
 *
 * The served IED and its client (see bay.h).
 */
#include "tests/sim/client/bay.h"

#include "tests/test.h"

static int64_t
bay_time(void *user)
{
    return clock_now(loop_wall(user));
}

static void
on_connected(void *user, Client *client, const ClientFailure *failure)
{
    ClientBay *bay = user;

    (void)client;
    CU_ASSERT_PTR_NULL(failure);
    loop_quit(bay->loop);
}

void
client_bay_begin(ClientBay *bay, const char *name, const MmsLimits *limits)
{
    g_autofree char *relative = g_strdup_printf("testdata/scl/%s", name);
    g_autofree char *path = test_path(relative);
    ClientParameters parameters = { .host = "127.0.0.1" };

    bay->loop = loop_new(NULL);
    bay->bus = event_bus_new(bay_time, bay_time, bay->loop);
    bay->file = scl_load(path, false, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bay->file);
    bay->ied = ied_new(&(IedParameters){ .name = "BAY",
                                         .model = bay->file->servers[0].model,
                                         .loop = bay->loop,
                                         .clock = loop_wall(bay->loop),
                                         .events = bay->bus });
    CU_ASSERT_TRUE_FATAL(ied_listen(bay->ied, "127.0.0.1", 0, NULL));
    parameters.loop = bay->loop;
    parameters.port = ied_port(bay->ied);
    if (limits != NULL) {
        parameters.limits = *limits;
    }
    bay->client = client_connect(&parameters, on_connected, bay);
    loop_run(bay->loop);
}

void
client_bay_end(ClientBay *bay)
{
    client_free(bay->client);
    ied_free(bay->ied);
    scl_file_free(bay->file);
    event_bus_free(bay->bus);
    loop_free(bay->loop);
}
