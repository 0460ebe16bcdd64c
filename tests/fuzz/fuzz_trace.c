/* SPDX-License-Identifier: Apache-2.0
 *
 * The trace decoder, fed with anything: the input as a stream of either direction, in one piece
 * and octet by octet, and as a PDU of every layer, as lines and as trees. It may say what it
 * likes, but in whole lines of printable text and within bounds.
 */
#include "engine/traffic/trace_decode.h"
#include "tests/fuzz/fuzz.h"

const char *const fuzz_seeds[] = { "tpkt", "cotp",   "session", "presentation", "acse",
                                   "mms",  "report", "control", "access",       NULL };

static const TraceLayers all_lines = { .shown = (1u << TRACE_LAYER_COUNT) - 1 };
static const TraceLayers all_trees = { .shown = (1u << TRACE_LAYER_COUNT) - 1,
                                       .trees = (1u << TRACE_LAYER_COUNT) - 1 };

static void
judge(void *user, TraceLayer layer, bool outbound, const char *text)
{
    const TraceLayers *layers = user;

    (void)outbound;
    g_assert(layer < TRACE_LAYER_COUNT && text[0] != '\0');
    g_assert(g_utf8_validate(text, -1, NULL));
    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_iscntrl(*at) && (*at != '\n' || layers->trees == 0)) {
            g_error("octet %02X in: %s", *at, text);
        }
    }
}

static void
stream(TraceLayers layers, Slice input)
{
    TraceDecoder *decoder = trace_decoder_new(layers, judge, &layers);

    trace_decoder_take(decoder, false, input);
    for (size_t i = 0; i < input.size; i++) {
        trace_decoder_take(decoder, true, (Slice){ input.data + i, 1 });
    }
    trace_decoder_free(decoder);
}

/* The input as what a TPKT, and a DT within it, and data within that hold. */
static void
wrap(TraceLayers layers, Slice prefix, Slice input)
{
    TraceDecoder *decoder = trace_decoder_new(layers, judge, &layers);
    size_t size = 4 + prefix.size + input.size;
    g_autoptr(GByteArray) packet = g_byte_array_new();

    if (size <= 65535) {
        const uint8_t header[] = { 3, 0, (uint8_t)(size >> 8), (uint8_t)size };

        g_byte_array_append(packet, header, sizeof header);
        g_byte_array_append(packet, prefix.data, (guint)prefix.size);
        g_byte_array_append(packet, input.data, (guint)input.size);
        trace_decoder_take(decoder, false, (Slice){ packet->data, packet->len });
    }
    trace_decoder_free(decoder);
}

static void
decode_bare(TraceLayers layers, Slice input)
{
    static const char *const kinds[] = { "CN", "AC", "RF", "DT", "FN", "AB" };
    GString *text = g_string_new(NULL);
    TraceMms *mms = trace_mms_new();
    TraceText out = { .text = text, .tree = layers.trees != 0, .limit = 4096 };

    trace_mms(mms, &out, input);
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        Slice rest = input;

        while (rest.size > 0) {
            trace_presentation(&out, rest, kinds[i], &rest);
        }
    }
    trace_acse(&out, input);
    judge(&layers, TRACE_MMS, false, text->len > 0 ? text->str : "-");
    trace_mms_free(mms);
    g_string_free(text, TRUE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t dt[] = { 2, 0xF0, 0x80 };
    static const uint8_t data_prefix[] = { 2, 0xF0, 0x80, 1, 0, 1, 0 };
    const TraceLayers ways[] = { all_lines, all_trees };
    Slice input = { data, size };

    for (unsigned i = 0; i < G_N_ELEMENTS(ways); i++) {
        stream(ways[i], input);
        wrap(ways[i], SLICE_NONE, input);
        wrap(ways[i], SLICE_OF(dt), input);
        wrap(ways[i], SLICE_OF(data_prefix), input);
        decode_bare(ways[i], input);
    }
    return 0;
}
