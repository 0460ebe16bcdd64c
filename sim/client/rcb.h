/* SPDX-License-Identifier: Apache-2.0
 *
 * A report control block as a structure of Data, by the names of its type (IEC 61850-8-1 17.1).
 * For the files of sim/client/ only.
 */
#pragma once

#include "sim/client/subscription.h"

/* Fills what the type names and the value has; false when it is no structure. The strings of
 * `rcb` are replaced, domain and item stay. */
bool rcb_decode(ClientRcb *rcb, const ClientType *type, Slice data);
void rcb_clear(ClientRcb *rcb);

/* Nobody has it enabled or reserved, and it is preassigned to nobody. */
bool rcb_is_free(const ClientRcb *rcb);

/* Puts the whole Data element of what is wished; false for an attribute that no client writes.
 */
bool rcb_put_attribute(BerWriter *writer, RcbAttribute attribute, const ClientSubscribe *wish);

/* Names of a domain that the control block's name LN, "$BR$" or "$RP$" (the FC may be NULL:
 * both) and `name` mean: itself, or its instances name01, name02... in the server's order. Free
 * the array; names are lent. */
GPtrArray *rcb_find_names(const GPtrArray *names, const char *ln, const char *fc,
                          const char *name);
