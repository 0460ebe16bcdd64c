/* SPDX-License-Identifier: Apache-2.0
 *
 * Requests built from the inside out: content first, then each header in front of it.
 */
#include "tests/bench/wire.h"

#include <stdlib.h>
#include <string.h>

static void
put_front(Wire *wire, const void *bytes, size_t size)
{
    if (wire->size + size > WIRE_MAX) {
        abort();
    }
    memmove(wire->bytes + size, wire->bytes, wire->size);
    memcpy(wire->bytes, bytes, size);
    wire->size += size;
}

#define PUT_FRONT(wire, ...)                                                                   \
    put_front((wire), (const uint8_t[]){ __VA_ARGS__ }, sizeof(uint8_t[]){ __VA_ARGS__ })

/* Makes what stands there the content of a BER element. */
static void
wrap(Wire *wire, uint8_t tag)
{
    if (wire->size < 128) {
        PUT_FRONT(wire, tag, (uint8_t)wire->size);
    } else {
        PUT_FRONT(wire, tag, 0x82, (uint8_t)(wire->size >> 8), (uint8_t)wire->size);
    }
}

static void
put_string(Wire *wire, const char *text)
{
    put_front(wire, text, strlen(text));
    PUT_FRONT(wire, 0x1A, (uint8_t)strlen(text));
}

static void
put_tpkt(Wire *wire)
{
    size_t size = wire->size + 4;

    PUT_FRONT(wire, 3, 0, (uint8_t)(size >> 8), (uint8_t)size);
}

/* Fully-encoded data of a presentation context, in one element of the given tag. */
static void
put_presentation(Wire *wire, uint8_t context)
{
    wrap(wire, 0xA0);
    PUT_FRONT(wire, 0x02, 0x01, context);
    wrap(wire, 0x30);
    wrap(wire, 0x61);
}

/* An SPDU or a session parameter (ISO 8327 8.2). */
static void
put_session(Wire *wire, uint8_t code)
{
    if (wire->size < 255) {
        PUT_FRONT(wire, code, (uint8_t)wire->size);
    } else {
        PUT_FRONT(wire, code, 0xFF, (uint8_t)(wire->size >> 8), (uint8_t)wire->size);
    }
}

static void
put_data_headers(Wire *wire)
{
    put_presentation(wire, 3);
    PUT_FRONT(wire, 0x01, 0x00, 0x01, 0x00); /* session GIVE TOKENS, DATA TRANSFER */
    PUT_FRONT(wire, 0x02, 0xF0, 0x80);       /* COTP DT, end of TSDU */
    put_tpkt(wire);
}

void
wire_connect_request(Wire *wire)
{
    wire->size = 0;
    PUT_FRONT(wire, 0x11, 0xE0, 0, 0, 0, 1, 0, /* class 0 */
              0xC0, 1, 0x0D,                   /* TPDU size 8192 */
              0xC2, 2, 0, 1, 0xC1, 2, 0, 1);   /* called and calling TSEL */
    put_tpkt(wire);
}

static void
put_initiate(Wire *wire)
{
    PUT_FRONT(wire, 0x80, 1, 1,          /* version */
              0x81, 3, 0x05, 0xF1, 0x00, /* parameter CBB */
              0x82, 12, 0x03, 0xEE, 0x1C, 0, 0, 0x04, 0x08, 0, 0, 0x79, 0xEF, 0x18);
    wrap(wire, 0xA4);
    PUT_FRONT(wire, 0x80, 3, 0x00, 0xFD, 0xE8, /* 65000 octets */
              0x81, 1, 5, 0x82, 1, 5, 0x83, 1, 10);
    wrap(wire, 0xA8);
}

static void
put_aarq(Wire *wire)
{
    wrap(wire, 0xA0);
    PUT_FRONT(wire, 0x06, 2, 0x51, 1, 0x02, 1, 3); /* BER, context 3 */
    wrap(wire, 0x28);
    wrap(wire, 0xBE);
    PUT_FRONT(wire, 0xA1, 7, 0x06, 5, 0x28, 0xCA, 0x22, 0x02, 0x03); /* 1.0.9506.2.3 */
    wrap(wire, 0x60);
}

static void
put_presentation_connect(Wire *wire)
{
    put_presentation(wire, 1);
    PUT_FRONT(wire, 0xA4, 35, /**/
              0x30, 15, 0x02, 1, 1, 0x06, 4, 0x52, 1, 0, 1, 0x30, 4, 0x06, 2, 0x51,
              1, /* ACSE */
              0x30, 16, 0x02, 1, 3, 0x06, 5, 0x28, 0xCA, 0x22, 2, 1, 0x30, 4, 0x06, 2, 0x51,
              1);                                              /* MMS */
    PUT_FRONT(wire, 0x81, 4, 0, 0, 0, 1, 0x82, 4, 0, 0, 0, 1); /* PSELs */
    wrap(wire, 0xA2);
    PUT_FRONT(wire, 0xA0, 3, 0x80, 1, 1); /* normal mode */
    wrap(wire, 0x31);
}

void
wire_associate(Wire *wire)
{
    wire->size = 0;
    put_initiate(wire);
    put_aarq(wire);
    put_presentation_connect(wire);
    put_session(wire, 0xC1);
    PUT_FRONT(wire, 0x05, 6, 0x13, 1, 0, 0x16, 1, 2, /* protocol options, version 2 */
              0x14, 2, 0, 2,                         /* duplex */
              0x33, 2, 0, 1, 0x34, 2, 0, 1);         /* SSELs */
    put_session(wire, 0x0D);
    PUT_FRONT(wire, 0x02, 0xF0, 0x80);
    put_tpkt(wire);
}

/* In front of what stands there: a listOfVariable of one. */
static void
put_variable(Wire *wire, const char *domain, const char *item)
{
    Wire variable = { .size = 0 };

    put_string(&variable, item);
    put_string(&variable, domain);
    wrap(&variable, 0xA1); /* domain-specific */
    wrap(&variable, 0xA0); /* name */
    wrap(&variable, 0x30);
    wrap(&variable, 0xA0); /* listOfVariable */
    put_front(wire, variable.bytes, variable.size);
}

void
wire_read(Wire *wire, const char *domain, const char *item, size_t *invoke_at)
{
    size_t total, body;

    wire->size = 0;
    put_variable(wire, domain, item);
    wrap(wire, 0xA1); /* variableAccessSpecification */
    wrap(wire, 0xA4); /* read */
    body = wire->size;
    PUT_FRONT(wire, 0x02, 2, 1, 0); /* invokeID */
    wrap(wire, 0xA0);
    put_data_headers(wire);
    total = wire->size;
    *invoke_at = total - body - 2;
}

void
wire_write_flag(Wire *wire, const char *domain, const char *item)
{
    wire->size = 0;
    PUT_FRONT(wire, 0x83, 1, 0xFF);
    wrap(wire, 0xA0); /* listOfData */
    put_variable(wire, domain, item);
    wrap(wire, 0xA5);            /* write */
    PUT_FRONT(wire, 0x02, 1, 1); /* invokeID */
    wrap(wire, 0xA0);
    put_data_headers(wire);
}

void
wire_conclude(Wire *wire)
{
    wire->size = 0;
    PUT_FRONT(wire, 0x8B, 0);
    put_data_headers(wire);
}

void
wire_release(Wire *wire)
{
    wire->size = 0;
    PUT_FRONT(wire, 0x62, 3, 0x80, 1, 0); /* RLRQ, normal */
    put_presentation(wire, 1);
    put_session(wire, 0xC1);
    put_session(wire, 0x09);
    PUT_FRONT(wire, 0x02, 0xF0, 0x80);
    put_tpkt(wire);
}
