/* SPDX-License-Identifier: Apache-2.0
 *
 * Bit strings that have words: Dbpos of 2 bits and Quality of 13 (IEC 61850-7-3). For the files
 * of sim/client/ only.
 */
#pragma once

#include <glib.h>

#include "sim/base/slice.h"

#define WORDS_DBPOS_BITS 2
#define WORDS_QUALITY_BITS 13

/* "off" of the octet 40; the two bits are the highest. */
const char *words_of_dbpos(uint8_t octet);
bool words_parse_dbpos(const char *word, uint8_t *octet);

/* "good", "invalid|oldData|test"; `octets` are two, bit 0 the highest of the first. */
void words_of_quality(const uint8_t *octets, GString *text);
bool words_parse_quality(const char *text, uint8_t octets[2]);
