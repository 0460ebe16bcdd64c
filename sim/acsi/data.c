/* SPDX-License-Identifier: Apache-2.0
 *
 * See data.h.
 */
#include "sim/acsi/data.h"

#include "sim/acsi/counter.h"
#include "sim/acsi/deadband.h"
#include "sim/acsi/mode.h"
#include "sim/acsi/process.h"
#include "sim/acsi/shown.h"

struct AcsiData {
    const AcsiServer *server;
    Counters *counters;
    Deadband *deadband;
    Mode *mode;
    Process *process;
};

/* Most IEDs begin with nothing to do. */
static void
apply_initial(AcsiData *data)
{
    Values *values = data->server->values;

    change_open(values, CHANGE_DEVICE, 0);
    mode_stage_initial(data->mode);
    process_stage_initial(data->process);
    if (data->server->shown != NULL) {
        shown_begin(data->server->shown);
    }
    change_commit(values);
}

AcsiData *
acsi_data_new(const AcsiServer *server)
{
    AcsiData *data = g_new0(AcsiData, 1);

    data->server = server;
    data->process = process_new(server);
    data->deadband = deadband_new(server, data->process);
    data->mode = mode_new(server, data->process);
    process_begin(data->process);
    data->counters = counters_new(server);
    apply_initial(data);
    return data;
}

void
acsi_data_free(AcsiData *data)
{
    if (data != NULL) {
        if (data->server->shown != NULL) {
            shown_end(data->server->shown);
        }
        counters_free(data->counters);
        deadband_free(data->deadband);
        mode_free(data->mode);
        process_free(data->process);
        g_free(data);
    }
}
