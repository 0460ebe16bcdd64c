/* SPDX-License-Identifier: Apache-2.0
 *
 * The keys of a personality: most go where their row says, some are made of their text.
 */
#include <string.h>

#include "engine/personality.h"

static char *
take_edition(Personality *personality, const char *const *texts)
{
    static const char *const editions[] = { "1", "2", "2.1", "1 and 2", NULL };

    g_free(personality->edition);
    personality->edition = g_strdup(texts[0]);
    return g_strv_contains(editions, texts[0])
               ? NULL
               : g_strdup("edition is \"1\", \"2\", \"2.1\" or \"1 and 2\"");
}

/* A power of two. */
static char *
take_tpdu_size(Personality *personality, const char *const *texts)
{
    for (uint8_t log2 = 7; log2 <= 13; log2++) {
        g_autofree char *size = g_strdup_printf("%u", 1U << log2);

        if (strcmp(size, texts[0]) == 0) {
            personality->habits.tpdu_size_log2 = log2;
            return NULL;
        }
    }
    return g_strdup_printf("tpdu_size is a power of two, from 128 to 8192, not %s", texts[0]);
}

static char *
take_inactivity_of(Personality *personality, const char *const *texts)
{
    bool requests = strcmp(texts[0], "requests") == 0;

    personality->habits.inactivity_of_requests = requests;
    return requests || strcmp(texts[0], "traffic") == 0
               ? NULL
               : g_strdup("inactivity_of is \"requests\" or \"traffic\"");
}

static char *
take_octets(const char *text, uint8_t *octets, size_t most, size_t *size)
{
    size_t length = strlen(text);

    *size = length / 2;
    if (length % 2 != 0 || *size > most || *size == 0 ||
        strspn(text, "0123456789abcdefABCDEF") != length) {
        return g_strdup_printf("%s are not 1 to %zu octets in hex", text, most);
    }
    for (size_t i = 0; i < *size; i++) {
        octets[i] = (uint8_t)(g_ascii_xdigit_value(text[2 * i]) << 4 |
                              g_ascii_xdigit_value(text[2 * i + 1]));
    }
    return NULL;
}

static char *
take_selector(OsiSelector *selector, const char *text)
{
    size_t size;
    char *problem = take_octets(text, selector->octets, OSI_SELECTOR_MAX, &size);

    selector->size = problem == NULL ? (uint8_t)size : 0;
    return problem;
}

static char *
take_tsel(Personality *personality, const char *const *texts)
{
    personality->checks |= OSI_CHECK_TSEL;
    return take_selector(&personality->address.tsel, texts[0]);
}

static char *
take_ssel(Personality *personality, const char *const *texts)
{
    personality->checks |= OSI_CHECK_SSEL;
    return take_selector(&personality->address.ssel, texts[0]);
}

static char *
take_psel(Personality *personality, const char *const *texts)
{
    personality->checks |= OSI_CHECK_PSEL;
    return take_selector(&personality->address.psel, texts[0]);
}

static char *
take_services(Personality *personality, const char *const *texts)
{
    MmsLimits *limits = &personality->limits;
    size_t size;

    limits->has_services = true;
    return take_octets(texts[0], limits->services, sizeof limits->services, &size);
}

static char *
take_unserved(Personality *personality, const char *const *texts)
{
    for (; *texts != NULL; texts++) {
        int number = mms_service_number(*texts);

        if (number < 0) {
            return g_strdup_printf("unserved: %s is no confirmed service", *texts);
        }
        personality->limits.unserved[number / 8] |= (uint8_t)(0x80 >> number % 8);
    }
    return NULL;
}

#define INTO(member)                                                                           \
    .at = G_STRUCT_OFFSET(Personality, member), .size = sizeof(((Personality *)NULL)->member)

const PersonalityRow personality_rows[] = {
    { "about", PERSONALITY_TEXT, INTO(about), .help = "one line for people" },
    { "source", PERSONALITY_TEXTS, INTO(source), .help = "the documents that say so" },
    { "notes", PERSONALITY_TEXTS, INTO(notes), .help = "what is known of it and not played" },
    { "edition", PERSONALITY_TEXT, .take = take_edition,
      .help = "of IEC 61850 that it is of; for people, the SCL file decides" },
    { "vendor", PERSONALITY_TEXT, INTO(vendor), .help = "vendorName of Identify" },
    { "model", PERSONALITY_TEXT, INTO(model), .help = "modelName of Identify" },
    { "revision", PERSONALITY_TEXT, INTO(revision), .help = "revision of Identify" },
    { "clients", PERSONALITY_COUNT, INTO(associations_max), .least = 1, .most = 10000,
      .help = "associations at once" },
    { "pdu_size", PERSONALITY_COUNT, INTO(limits.pdu_size), .least = 64, .most = 130000,
      .help = "largest MMS PDU, octets" },
    { "pdu_size_min", PERSONALITY_COUNT, INTO(limits.pdu_size_min), .least = 1, .most = 130000,
      .help = "a client that proposes less is refused, octets" },
    { "outstanding", PERSONALITY_COUNT, INTO(limits.outstanding_called), .least = 1,
      .most = 65535, .help = "requests at once, in each direction" },
    { "nesting", PERSONALITY_COUNT, INTO(limits.nesting), .least = 1, .most = 255,
      .help = "dataStructureNestingLevel" },
    { "tpdu_size", PERSONALITY_TEXT, .take = take_tpdu_size,
      .help = "largest COTP TPDU, octets" },
    { "keepalive", PERSONALITY_SECONDS, INTO(habits.keepalive),
      .help = "TCP: until an idle connection is probed" },
    { "keepalive_interval", PERSONALITY_SECONDS, INTO(habits.keepalive_interval),
      .help = "TCP: between two probes" },
    { "keepalive_count", PERSONALITY_COUNT, INTO(habits.keepalive_count), .least = 1,
      .most = 100, .help = "TCP: probes without an answer until it is lost" },
    { "inactivity", PERSONALITY_TIME, INTO(habits.inactivity),
      .help = "closes an association on which nothing passed for so long" },
    { "inactivity_of", PERSONALITY_TEXT, .take = take_inactivity_of,
      .help = "what counts for it: \"traffic\", or \"requests\" only" },
    { "tsel", PERSONALITY_TEXT, .take = take_tsel,
      .help = "transport selector in hex; it must be called" },
    { "ssel", PERSONALITY_TEXT, .take = take_ssel,
      .help = "session selector in hex; it must be called" },
    { "psel", PERSONALITY_TEXT, .take = take_psel,
      .help = "presentation selector in hex; it must be called" },
    { "services", PERSONALITY_TEXT, .take = take_services,
      .help = "servicesSupported as it says it, up to 11 octets in hex" },
    { "unserved", PERSONALITY_TEXTS, .take = take_unserved,
      .help = "services that end in an error, advertised or not" },
    { "unserved_error", PERSONALITY_COUNT, INTO(limits.unserved_error), .least = 1,
      .most = 65535, .help = "theirs: class in the high octet, code in the low one" },
    { "names_per_page", PERSONALITY_COUNT, INTO(limits.names_per_page), .least = 1,
      .most = 65535, .help = "of getNameList at most" },
    { "more_follows_omitted", PERSONALITY_FLAG, INTO(limits.more_follows_omitted),
      .help = "getNameList says moreFollows only where it is FALSE" },
    { "buffer", PERSONALITY_COUNT, INTO(buffered_octets), .least = 1, .most = 1073741824,
      .help = "octets of entries that a BRCB keeps" },
    { "reservation", PERSONALITY_SECONDS, INTO(reservation),
      .help = "of a BRCB for who never wrote ResvTms" },
    { "data_sets", PERSONALITY_COUNT, INTO(habits.lists_max), .least = 1, .most = 65535,
      .help = "that clients can define" },
    { "data_set_members", PERSONALITY_COUNT, INTO(habits.members_max), .least = 1,
      .most = 65535, .help = "of a data set that a client defines" },
    { "boot", PERSONALITY_TIME, INTO(boot), .help = "from power to listening, of power_cycle" },
    { 0 },
};
