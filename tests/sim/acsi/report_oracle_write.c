/* SPDX-License-Identifier: Apache-2.0
 *
 * What writes and lost associations do, attribute by attribute (IEC 61850-7-2 17.2; see
 * report_oracle.h).
 */
#include <glib.h>

#include "sim/acsi/codec/report.h"
#include "sim/base/clock.h"
#include "tests/sim/acsi/report_oracle.h"

static void
disable(Oracle *oracle)
{
    oracle->enabled = false;
    oracle->resynced = false;
    if (!oracle->buffered) {
        oracle_purge(oracle);
    }
    if (!oracle->shows_reservation) {
        oracle->owner = -1;
    }
}

void
oracle_lose(Oracle *oracle, int client, int64_t now)
{
    if (oracle->owner != client) {
        return;
    }
    disable(oracle);
    oracle->owner = -1;
    if (oracle->buffered && oracle->resv_tms > 0) {
        oracle->host = client;
        oracle->host_due = now + oracle->resv_tms * CLOCK_SECOND;
    } else {
        oracle_release(oracle);
    }
}

static void
reserve(Oracle *oracle, int client, int64_t seconds)
{
    oracle->owner = client;
    oracle->host = -1;
    oracle->resv_tms = seconds;
}

static void
reserve_implicitly(Oracle *oracle, int client)
{
    if (oracle->shows_reservation) {
        reserve(oracle, client, oracle->resv_tms > 0 ? oracle->resv_tms : oracle->reservation);
    }
}

static MmsDataError
enable(Oracle *oracle, int client, int64_t now)
{
    if (oracle->enabled || oracle->set == SET_NONE) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    reserve_implicitly(oracle, client);
    oracle->owner = client;
    oracle->enabled = true;
    oracle->used = true;
    oracle->sq_num = 0;
    oracle->sent_id = 0;
    oracle_begin_period(oracle, now);
    if (oracle->buffered && !oracle->resynced) {
        oracle->sent = 0;
        oracle->overflow = true;
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
interrogate(Oracle *oracle, const World *world, int64_t now)
{
    if (!oracle->enabled) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    if (oracle->trg_ops & REPORT_GENERAL_INTERROGATION) {
        oracle_report_all(oracle, world, REPORT_GENERAL_INTERROGATION, now);
    }
    return MMS_DATA_SUCCESS;
}

static MmsDataError
resynchronise(Oracle *oracle, uint64_t id)
{
    oracle->resynced = false;
    for (unsigned i = 0; i < oracle->count && id != 0; i++) {
        if (oracle->entries[i].id == id) {
            oracle->resynced = true;
            oracle->sent = i + 1;
        }
    }
    oracle->overflow = !oracle->resynced;
    if (!oracle->resynced) {
        oracle->sent = 0;
        return id == 0 ? MMS_DATA_SUCCESS : MMS_DATA_OBJECT_VALUE_INVALID;
    }
    oracle->resyncs++;
    return MMS_DATA_SUCCESS;
}

static MmsDataError
use_set(Oracle *oracle, OracleSet set, int64_t now)
{
    if (set == SET_UNKNOWN) {
        return MMS_DATA_OBJECT_VALUE_INVALID;
    }
    if (oracle->set != set) {
        oracle_purge(oracle);
        oracle->set = set;
        oracle->conf_rev = oracle->conf_rev == UINT32_MAX ? 1 : oracle->conf_rev + 1;
        oracle_begin_period(oracle, now);
    }
    return MMS_DATA_SUCCESS;
}

/* Attributes that only a control block that is not enabled takes, and that mean entries of
 * another kind; equal values change nothing. */
static void
configure(Oracle *oracle, OracleAttribute attribute, uint64_t value, int64_t now)
{
    if (attribute == WRITE_RPT_ID && oracle->rpt_id != value) {
        oracle->rpt_id = (unsigned)value;
        oracle_purge(oracle);
    } else if (attribute == WRITE_BUF_TM && oracle->buf_tm != (int64_t)value) {
        oracle->buf_tm = (int64_t)value;
        oracle_purge(oracle);
    } else if (attribute == WRITE_TRG_OPS && oracle->trg_ops != value) {
        oracle->trg_ops = (unsigned)value;
        oracle_purge(oracle);
        oracle_begin_period(oracle, now);
    } else if (attribute == WRITE_INTG_PD && oracle->intg_pd != (int64_t)value) {
        oracle->intg_pd = (int64_t)value;
        oracle_purge(oracle);
        oracle_begin_period(oracle, now);
    }
}

static MmsDataError
refusal(const Oracle *oracle, int client, OracleAttribute attribute)
{
    bool any_time = attribute == WRITE_RPT_ENA || attribute == WRITE_GI;
    bool takes = attribute == WRITE_RESV || attribute == WRITE_RESV_TMS;

    if (attribute == WRITE_SQ_NUM) {
        return MMS_DATA_OBJECT_ACCESS_DENIED;
    }
    if (oracle->owner >= 0 ? oracle->owner != client
                           : oracle->host >= 0 && oracle->host != client) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    if (oracle->enabled && !any_time) {
        return MMS_DATA_TEMPORARILY_UNAVAILABLE;
    }
    return oracle->strict && oracle->shows_reservation && oracle->owner < 0 && !any_time &&
                   !takes
               ? MMS_DATA_OBJECT_ACCESS_DENIED
               : MMS_DATA_SUCCESS;
}

static MmsDataError
write_state(Oracle *oracle, const World *world, int client, OracleAttribute attribute,
            bool value, int64_t now)
{
    switch (attribute) {
    case WRITE_RPT_ENA:
        if (value) {
            return enable(oracle, client, now);
        }
        if (oracle->enabled) {
            disable(oracle);
        }
        return MMS_DATA_SUCCESS;
    case WRITE_GI:
        if (value) {
            return interrogate(oracle, world, now);
        }
        return oracle->enabled ? MMS_DATA_TEMPORARILY_UNAVAILABLE : MMS_DATA_SUCCESS;
    default:
        if (value) {
            reserve(oracle, client, 0);
        } else {
            oracle_release(oracle);
        }
        return MMS_DATA_SUCCESS;
    }
}

MmsDataError
oracle_write(Oracle *oracle, const World *world, int client, OracleAttribute attribute,
             uint64_t value, int64_t now)
{
    MmsDataError result = refusal(oracle, client, attribute);

    if (result != MMS_DATA_SUCCESS) {
        return result;
    }
    switch (attribute) {
    case WRITE_RPT_ENA:
    case WRITE_GI:
    case WRITE_RESV:
        return write_state(oracle, world, client, attribute, value != 0, now);
    case WRITE_RESV_TMS:
        if (value > 0) {
            reserve(oracle, client, (int64_t)value);
        } else {
            oracle_release(oracle);
        }
        return MMS_DATA_SUCCESS;
    case WRITE_DAT_SET:
        result = use_set(oracle, (OracleSet)value, now);
        break;
    case WRITE_ENTRY_ID:
        result = resynchronise(oracle, value);
        break;
    case WRITE_OPT_FLDS:
        oracle->opt_flds = (unsigned)value;
        break;
    case WRITE_PURGE_BUF:
        if (value != 0) {
            oracle_purge(oracle);
        }
        break;
    default:
        configure(oracle, attribute, value, now);
        break;
    }
    if (result == MMS_DATA_SUCCESS) {
        reserve_implicitly(oracle, client);
    }
    return result;
}
