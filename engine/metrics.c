/* SPDX-License-Identifier: Apache-2.0
 *
 * The metrics that have names, as rows. `iedbench list metrics` prints them.
 */
#include <string.h>

#include "engine/metric.h"

#define COUNTER(NAME, FIELD)                                                                   \
    static uint64_t NAME(Ied *ied)                                                             \
    {                                                                                          \
        return ied_counters(ied)->FIELD;                                                       \
    }
#define TOTAL(NAME, FIELD)                                                                     \
    static uint64_t NAME(Ied *ied)                                                             \
    {                                                                                          \
        return ied_totals(ied)->FIELD;                                                         \
    }

COUNTER(read_pdus_in, pdus_in)
COUNTER(read_pdus_out, pdus_out)
COUNTER(read_requests, requests_served)
COUNTER(read_rejects_sent, rejects_sent)
COUNTER(read_rejects_received, rejects_received)
COUNTER(read_errors, errors_sent)
TOTAL(read_connections, connected)
TOTAL(read_refusals, refused)
TOTAL(read_associations, associated)
TOTAL(read_releases, released)

#define MINUTE (60 * CLOCK_SECOND)

const MetricType metric_types[] = {
    { .name = "operate_time",
      .help = "from an operate to the end of its command",
      .kind = &metric_between,
      .from = EVENT_OPERATED,
      .to = EVENT_COMMAND_TERMINATED,
      .same = METRIC_SAME_IED | METRIC_SAME_REFERENCE },
    { .name = "select_time",
      .help = "from a select to the operate",
      .kind = &metric_between,
      .from = EVENT_SELECTED,
      .to = EVENT_OPERATED,
      .same = METRIC_SAME_IED | METRIC_SAME_REFERENCE },
    { .name = "reconnect_time",
      .help = "from an abort to the next association",
      .kind = &metric_between,
      .from = EVENT_ABORTED,
      .to = EVENT_ASSOCIATED,
      .same = METRIC_SAME_IED },
    { .name = "power_up_time",
      .help = "from power-on to the next association",
      .kind = &metric_between,
      .from = EVENT_POWERED_ON,
      .to = EVENT_ASSOCIATED,
      .same = METRIC_SAME_IED },
    { .name = "enable_time",
      .help = "from an association to the first enabled report control block",
      .kind = &metric_between,
      .from = EVENT_ASSOCIATED,
      .to = EVENT_RCB_ENABLED,
      .same = METRIC_SAME_IED },
    { .name = "resync_time",
      .help = "from an association to the resynchronization of a buffer",
      .kind = &metric_between,
      .from = EVENT_ASSOCIATED,
      .to = EVENT_RESYNCED,
      .same = METRIC_SAME_IED },
    { .name = "interrogation_time",
      .help = "from enabling a control block to its general interrogation",
      .kind = &metric_between,
      .from = EVENT_RCB_ENABLED,
      .to = EVENT_GI_REQUESTED,
      .same = METRIC_SAME_IED | METRIC_SAME_REFERENCE },
    { .name = "report_rate",
      .help = "reports sent, in a second",
      .kind = &metric_rate,
      .from = EVENT_REPORT_SENT,
      .per = CLOCK_SECOND },
    { .name = "read_rate",
      .help = "values read, in a second",
      .kind = &metric_rate,
      .from = EVENT_READ,
      .per = CLOCK_SECOND },
    { .name = "write_rate",
      .help = "values written, in a second",
      .kind = &metric_rate,
      .from = EVENT_WROTE,
      .per = CLOCK_SECOND },
    { .name = "connect_rate",
      .help = "connections that came, in a minute",
      .kind = &metric_rate,
      .from = EVENT_CONNECTED,
      .per = MINUTE },
    { .name = "refusal_rate",
      .help = "associations that were refused, in a minute",
      .kind = &metric_rate,
      .from = EVENT_REFUSED,
      .per = MINUTE },
    { .name = "reads", .help = "values read", .kind = &metric_occurrences, .from = EVENT_READ },
    { .name = "writes",
      .help = "values written",
      .kind = &metric_occurrences,
      .from = EVENT_WROTE },
    { .name = "browses",
      .help = "names and types asked for",
      .kind = &metric_occurrences,
      .from = EVENT_BROWSED },
    { .name = "reports",
      .help = "reports sent",
      .kind = &metric_occurrences,
      .from = EVENT_REPORT_SENT },
    { .name = "operates",
      .help = "controls operated",
      .kind = &metric_occurrences,
      .from = EVENT_OPERATED },
    { .name = "connections",
      .help = "connections that came",
      .kind = &metric_total,
      .read = read_connections },
    { .name = "associations",
      .help = "associations that came about",
      .kind = &metric_total,
      .read = read_associations },
    { .name = "refusals",
      .help = "associations that were refused",
      .kind = &metric_total,
      .read = read_refusals },
    { .name = "releases",
      .help = "associations that ended by release",
      .kind = &metric_total,
      .read = read_releases },
    { .name = "requests",
      .help = "confirmed requests served",
      .kind = &metric_total,
      .read = read_requests },
    { .name = "errors",
      .help = "confirmed requests answered with an error",
      .kind = &metric_total,
      .read = read_errors },
    { .name = "rejects_sent",
      .help = "PDUs rejected by the IED",
      .kind = &metric_total,
      .read = read_rejects_sent },
    { .name = "rejects_received",
      .help = "PDUs rejected by the client",
      .kind = &metric_total,
      .read = read_rejects_received },
    { .name = "pdus_in",
      .help = "MMS PDUs received",
      .kind = &metric_total,
      .read = read_pdus_in },
    { .name = "pdus_out",
      .help = "MMS PDUs sent",
      .kind = &metric_total,
      .read = read_pdus_out },
    { .name = "octets_in",
      .help = "octets received, what is below MMS included",
      .kind = &metric_octets },
    { .name = "octets_out",
      .help = "octets sent, likewise",
      .kind = &metric_octets,
      .outbound = true },
    { .name = "octet_rate_in",
      .help = "octets received, in a second",
      .kind = &metric_octet_rate,
      .per = CLOCK_SECOND },
    { .name = "octet_rate_out",
      .help = "octets sent, in a second",
      .kind = &metric_octet_rate,
      .per = CLOCK_SECOND,
      .outbound = true },
    { .name = "association_octets_in",
      .help = "octets received, of each association",
      .kind = &metric_association_octets },
    { .name = "association_octets_out",
      .help = "octets sent, of each association",
      .kind = &metric_association_octets,
      .outbound = true },
    { 0 },
};

const MetricType *
metric_type_find(const char *name)
{
    for (const MetricType *row = metric_types; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0) {
            return row;
        }
    }
    return NULL;
}
