/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes a load generator sends, built once: no part of the program under test is used for
 * them.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define WIRE_MAX 1024

typedef struct Wire {
    uint8_t bytes[WIRE_MAX];
    size_t size;
} Wire;

/* COTP CR with TSEL 0001 (ISO 8073 13.3). */
void wire_connect_request(Wire *wire);

/* Session CN, presentation CP, AARQ, initiate-Request with the usual selectors. */
void wire_associate(Wire *wire);

/* Read of one named variable (ISO 9506-2 14.6); *invoke_at is where the two octets of the
 * invokeID stand. */
void wire_read(Wire *wire, const char *domain, const char *item, size_t *invoke_at);

/* Write of TRUE to one named variable (ISO 9506-2 14.7). */
void wire_write_flag(Wire *wire, const char *domain, const char *item);

/* MMS conclude-Request; session FN with RLRQ. */
void wire_conclude(Wire *wire);
void wire_release(Wire *wire);
