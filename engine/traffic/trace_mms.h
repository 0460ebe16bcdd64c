/* SPDX-License-Identifier: Apache-2.0
 *
 * What the decoders of MMS PDUs share.
 */
#pragma once

#include "engine/traffic/trace_decode.h"
#include "sim/mms/variable_access.h"

struct TraceMms {
    MmsScratch scratch; /* variables of the PDU at hand */
};

#define TRACE_NESTING 20
#define TRACE_MEMBERS_MAX 16384

/* "IED1LD0/MMXU1$MX$TotW(3)$mag", the parts of an alternate access behind the name. Free with
 * g_free. */
char *trace_format_variable(const VmdMember *variable);
void trace_object_name(TraceText *out, const char *name, const MmsObjectName *object);
/* A Data element. */
void trace_data(TraceText *out, const char *name, Slice data);

/* A confirmed service: its name, and what it asks for or answers, in `body`. False when that is
 * not as the standard has it. */
bool trace_request(TraceMms *mms, TraceText *out, BerTag tag, Slice body);
bool trace_response(TraceMms *mms, TraceText *out, BerTag tag, Slice body);

/* The content of an unconfirmed PDU. */
bool trace_unconfirmed(TraceMms *mms, TraceText *out, Slice content);
