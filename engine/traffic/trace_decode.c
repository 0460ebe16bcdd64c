/* SPDX-License-Identifier: Apache-2.0
 *
 * The walk up through what passes (see trace_decode.h): packets gathered from the stream (RFC
 * 1006), TSDUs from their pieces, and each layer's decoder behind the other.
 */
#include "engine/traffic/trace_decode.h"

#include <string.h>

#define LINE_MAX_SIZE 600
#define TREE_MAX_SIZE (256 * 1024)
#define TPKT_HEADER 4
#define TSDU_MAX (1 << 20)

typedef struct Stream {
    GByteArray *packet; /* an unfinished TPKT */
    GByteArray *tsdu;   /* pieces of an unfinished TSDU */
    bool lost;          /* no TPKT where one should begin: nothing more can be read */
} Stream;

struct TraceDecoder {
    TraceLayers layers;
    TraceShow show;
    void *user;
    Stream streams[2]; /* in, out */
    TraceMms *mms;
    GString *text;
};

static const char *const layer_names[] = {
    [TRACE_BYTES] = "bytes",
    [TRACE_TPKT] = "tpkt",
    [TRACE_COTP] = "cotp",
    [TRACE_SESSION] = "session",
    [TRACE_PRESENTATION] = "presentation",
    [TRACE_ACSE] = "acse",
    [TRACE_MMS] = "mms",
};

const char *
trace_layer_name(TraceLayer layer)
{
    return layer_names[layer];
}

TraceDecoder *
trace_decoder_new(TraceLayers layers, TraceShow show, void *user)
{
    TraceDecoder *decoder = g_new0(TraceDecoder, 1);

    decoder->layers = layers;
    decoder->show = show;
    decoder->user = user;
    decoder->text = g_string_new(NULL);
    decoder->mms = trace_mms_new();
    for (unsigned i = 0; i < G_N_ELEMENTS(decoder->streams); i++) {
        decoder->streams[i].packet = g_byte_array_new();
        decoder->streams[i].tsdu = g_byte_array_new();
    }
    return decoder;
}

void
trace_decoder_free(TraceDecoder *decoder)
{
    if (decoder == NULL) {
        return;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(decoder->streams); i++) {
        g_byte_array_unref(decoder->streams[i].packet);
        g_byte_array_unref(decoder->streams[i].tsdu);
    }
    trace_mms_free(decoder->mms);
    g_string_free(decoder->text, TRUE);
    g_free(decoder);
}

static TraceText
begin(TraceDecoder *decoder, TraceLayer layer)
{
    bool tree = (decoder->layers.trees >> layer & 1) != 0;

    g_string_truncate(decoder->text, 0);
    return (TraceText){ .text = decoder->text,
                        .tree = tree,
                        .limit = tree ? TREE_MAX_SIZE : LINE_MAX_SIZE };
}

static void
show(TraceDecoder *decoder, TraceLayer layer, bool outbound)
{
    if (decoder->layers.shown >> layer & 1) {
        decoder->show(decoder->user, layer, outbound, decoder->text->str);
    }
}

static void
take_pdu(TraceDecoder *decoder, bool outbound, Slice pdu)
{
    TraceText out;

    if (trace_is_acse(pdu)) {
        out = begin(decoder, TRACE_ACSE);
        pdu = trace_acse(&out, pdu);
        show(decoder, TRACE_ACSE, outbound);
    }
    if (pdu.size > 0 && decoder->layers.shown >> TRACE_MMS & 1) {
        out = begin(decoder, TRACE_MMS);
        trace_mms(decoder->mms, &out, pdu);
        show(decoder, TRACE_MMS, outbound);
    }
}

static void
take_tsdu(TraceDecoder *decoder, bool outbound, Slice tsdu)
{
    TraceText out = begin(decoder, TRACE_SESSION);
    const char *kind = NULL;
    Slice rest = trace_session(&out, tsdu, &kind);

    show(decoder, TRACE_SESSION, outbound);
    while (rest.size > 0) {
        Slice pdu;

        out = begin(decoder, TRACE_PRESENTATION);
        pdu = trace_presentation(&out, rest, kind, &rest);
        show(decoder, TRACE_PRESENTATION, outbound);
        if (pdu.size > 0) {
            take_pdu(decoder, outbound, pdu);
        }
    }
}

static void
take_tpdu(TraceDecoder *decoder, bool outbound, Slice tpdu)
{
    Stream *stream = &decoder->streams[outbound];
    TraceText out = begin(decoder, TRACE_COTP);
    bool whole = true;
    Slice data = trace_cotp(&out, tpdu, &whole);

    show(decoder, TRACE_COTP, outbound);
    if (whole && stream->tsdu->len == 0) {
        if (data.size > 0) {
            take_tsdu(decoder, outbound, data);
        }
        return;
    }
    if (stream->tsdu->len + data.size <= TSDU_MAX) {
        g_byte_array_append(stream->tsdu, data.data, (guint)data.size);
    }
    if (whole) {
        take_tsdu(decoder, outbound, (Slice){ stream->tsdu->data, stream->tsdu->len });
        g_byte_array_set_size(stream->tsdu, 0);
    }
}

/* The packet that the octets begin with; 0 when more are needed. */
static size_t
packet_size(Slice octets, bool *lost)
{
    *lost = octets.size > 0 && octets.data[0] != 3;
    if (*lost || octets.size < TPKT_HEADER) {
        return 0;
    }
    *lost = (octets.data[2] << 8 | octets.data[3]) <= TPKT_HEADER;
    return *lost ? 0 : (size_t)octets.data[2] << 8 | octets.data[3];
}

static void
lose(TraceDecoder *decoder, bool outbound, Slice octets)
{
    TraceText out = begin(decoder, TRACE_TPKT);

    decoder->streams[outbound].lost = true;
    trace_malformed(&out, octets, octets.data, "not a TPKT header, nothing more can be read");
    for (TraceLayer layer = TRACE_TPKT; layer < TRACE_LAYER_COUNT; layer++) {
        if (decoder->layers.shown >> layer & 1) {
            decoder->show(decoder->user, TRACE_TPKT, outbound, decoder->text->str);
            return;
        }
    }
}

static void
take_packet(TraceDecoder *decoder, bool outbound, Slice packet)
{
    TraceText out = begin(decoder, TRACE_TPKT);

    trace_fact(&out, "length", "%zu octets", packet.size);
    show(decoder, TRACE_TPKT, outbound);
    take_tpdu(decoder, outbound, slice_from(packet, TPKT_HEADER));
}

/* Takes whole packets off the front of the octets and returns what is left. */
static Slice
take_packets(TraceDecoder *decoder, bool outbound, Slice octets)
{
    bool lost = false;
    size_t size;

    while ((size = packet_size(octets, &lost)) > 0 && size <= octets.size) {
        take_packet(decoder, outbound, slice_first(octets, size));
        octets = slice_from(octets, size);
    }
    if (lost) {
        lose(decoder, outbound, octets);
        return SLICE_NONE;
    }
    return octets;
}

void
trace_decoder_take(TraceDecoder *decoder, bool outbound, Slice octets)
{
    Stream *stream = &decoder->streams[outbound];

    if (decoder->layers.shown >> TRACE_BYTES & 1) {
        TraceText out = begin(decoder, TRACE_BYTES);
        g_autofree char *hex = trace_hex(octets);

        trace_fact(&out, "octets", "%zu: %s", octets.size, hex);
        show(decoder, TRACE_BYTES, outbound);
    }
    if (stream->lost) {
        return;
    }
    if (stream->packet->len == 0) {
        octets = take_packets(decoder, outbound, octets);
        g_byte_array_append(stream->packet, octets.data, (guint)octets.size);
        return;
    }
    g_byte_array_append(stream->packet, octets.data, (guint)octets.size);
    octets =
        take_packets(decoder, outbound, (Slice){ stream->packet->data, stream->packet->len });
    g_byte_array_remove_range(stream->packet, 0, (guint)(stream->packet->len - octets.size));
}
