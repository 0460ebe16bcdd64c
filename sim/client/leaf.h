/* SPDX-License-Identifier: Apache-2.0
 *
 * Basic values of Data (ISO 9506-2 14.4.2), for showing and parsing them. For the files of
 * sim/client/ only.
 */
#pragma once

#include "sim/client/client.h"

/* Structures and arrays inside one another that are shown. */
#define LEAF_DEPTH_MAX 40

/* Whether the content fits its kind: the functions below rely on that. */
bool leaf_is_well_formed(BerTag tag, Slice content);
bool leaf_is_text(BerTag tag);
double leaf_float(Slice content);

/* "2024-03-12T22:13:52.500Z", three or nine digits of a second's fraction. */
void leaf_append_time(GString *text, int64_t time, bool precise);
/* The same of ms since midnight and days since 1984; without days only the time. */
void leaf_append_binary_time(GString *text, Slice content, bool precise);
void leaf_append_hex(GString *text, Slice content);
void leaf_append_bits(GString *text, Slice octets, size_t bits);

/* The type of the index-th member of a Data of this tag, and its name; NULL when the type is of
 * another kind. */
const ClientType *leaf_inner_type(const ClientType *type, BerTag tag, unsigned index,
                                  const char **name);

/* Puts the Data that `text` means for a basic type; false when it means none. Whether it fits
 * the type's width and length is the caller's to check. */
bool leaf_parse(const ClientType *type, const char *text, BerWriter *writer);
