/* SPDX-License-Identifier: Apache-2.0
 *
 * Addresses of the Communication section: P elements by their type, whatever xsi:type they
 * carry besides.
 */
#include "sim/scl/communication.h"

#include <arpa/inet.h>
#include <string.h>

#include "sim/scl/value.h"

struct SclAddresses {
    GHashTable *by_name; /* "IED AP" -> SclElement* of ConnectedAP */
    GPtrArray *all;      /* SclElement* of every ConnectedAP */
};

static const char *
find_p(const SclElement *address, const char *type, int *line)
{
    SCL_EACH(p, address, SCL_P)
    {
        if (strcmp(scl_get(p, "type"), type) == 0) {
            *line = p->line;
            return *p->text != '\0' ? p->text : NULL;
        }
    }
    return NULL;
}

static bool
has_ip(const SclElement *connected)
{
    int line;

    return find_p(scl_child(connected, SCL_ADDRESS), "IP", &line) != NULL;
}

static void
add_connected(SclAddresses *addresses, SclNotes *notes, SclElement *connected)
{
    char *key =
        g_strjoin(" ", scl_get(connected, "iedName"), scl_get(connected, "apName"), NULL);
    const SclElement *other = g_hash_table_lookup(addresses->by_name, key);

    if (other != NULL && has_ip(other) && has_ip(connected)) {
        scl_note(notes, connected->line,
                 "a second address for access point \"%s\" of \"%s\"; the one of line %d is "
                 "used",
                 scl_get(connected, "apName"), scl_get(connected, "iedName"), other->line);
    }
    g_ptr_array_add(addresses->all, connected);
    if (other == NULL || !has_ip(other)) {
        g_hash_table_replace(addresses->by_name, key, connected);
    } else {
        g_free(key);
    }
}

SclAddresses *
scl_addresses_new(const SclElement *root, SclNotes *notes)
{
    SclAddresses *addresses = g_new0(SclAddresses, 1);

    addresses->all = g_ptr_array_new();
    addresses->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    SCL_EACH(communication, root, SCL_COMMUNICATION)
    {
        SCL_EACH(network, communication, SCL_SUB_NETWORK)
        {
            SCL_EACH(connected, network, SCL_CONNECTED_AP)
            {
                add_connected(addresses, notes, connected);
            }
        }
    }
    return addresses;
}

void
scl_addresses_free(SclAddresses *addresses)
{
    g_hash_table_unref(addresses->by_name);
    g_ptr_array_unref(addresses->all);
    g_free(addresses);
}

const SclElement *
scl_addresses_find(const SclAddresses *addresses, const char *ied, const char *access_point)
{
    g_autofree char *key = g_strjoin(" ", ied, access_point, NULL);

    return g_hash_table_lookup(addresses->by_name, key);
}

static bool
is_address(const char *text)
{
    uint8_t octets[sizeof(struct in6_addr)];

    return inet_pton(AF_INET, text, octets) == 1 || inet_pton(AF_INET6, text, octets) == 1;
}

char *
scl_addresses_hosts(const SclAddresses *addresses, const char *ied, const char *access_point)
{
    static const char *const types[] = { "IP", "IPv6" };
    GString *hosts = g_string_new(NULL);

    for (unsigned i = 0; i < addresses->all->len; i++) {
        const SclElement *connected = addresses->all->pdata[i];

        if (strcmp(scl_get(connected, "iedName"), ied) != 0 ||
            (*access_point != '\0' &&
             strcmp(scl_get(connected, "apName"), access_point) != 0)) {
            continue;
        }
        for (unsigned k = 0; k < G_N_ELEMENTS(types); k++) {
            int line;
            const char *text = find_p(scl_child(connected, SCL_ADDRESS), types[k], &line);

            if (text != NULL && is_address(text)) {
                g_string_append_printf(hosts, "%s%s", hosts->len > 0 ? " " : "", text);
            }
        }
    }
    return g_string_free(hosts, FALSE);
}

static void
read_selector(SclNotes *notes, const SclElement *address, const char *type,
              OsiSelector *selector)
{
    int line;
    const char *text = find_p(address, type, &line);
    int size = text == NULL ? 0 : scl_parse_hex(text, selector->octets, OSI_SELECTOR_MAX);

    if (size < 0) {
        scl_note(notes, line, "%s \"%s\" is no selector in hexadecimal; left out", type, text);
        size = 0;
    }
    selector->size = (uint8_t)size;
}

/* One arc in base 128. */
static void
read_title(SclNotes *notes, const SclElement *address, OsiAddress *osi)
{
    int line;
    const char *title = find_p(address, "OSI-AP-Title", &line);
    const char *qualifier;
    gint64 number;

    if (title != NULL && !osi_title_parse(title, osi)) {
        scl_note(notes, line, "OSI-AP-Title \"%s\" is no object identifier; left out", title);
    }
    qualifier = find_p(address, "OSI-AE-Qualifier", &line);
    if (qualifier == NULL) {
        return;
    }
    if (g_ascii_string_to_signed(qualifier, 10, INT32_MIN, INT32_MAX, &number, NULL)) {
        osi->has_ae_qualifier = true;
        osi->ae_qualifier = (int32_t)number;
    } else {
        scl_note(notes, line, "OSI-AE-Qualifier \"%s\" is no number; left out", qualifier);
    }
}

static int
read_port(SclNotes *notes, const SclElement *address)
{
    int line;
    const char *text = find_p(address, "MMS-Port", &line);
    guint64 port = 102;

    if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 1, 65535, &port, NULL)) {
        scl_note(notes, line, "MMS-Port \"%s\" is no port; 102 is used", text);
    }
    return (int)port;
}

static char *
read_ip(SclNotes *notes, const SclElement *address)
{
    int line;
    const char *text = find_p(address, "IP", &line);

    if (text == NULL) {
        text = find_p(address, "IPv6", &line);
    }
    if (text != NULL && !is_address(text)) {
        scl_note(notes, line, "IP \"%s\" is no address; left out", text);
        return NULL;
    }
    return g_strdup(text);
}

void
scl_address_read(SclNotes *notes, const SclElement *connected, char **ip, int *port,
                 OsiAddress *osi)
{
    const SclElement *address = scl_child(connected, SCL_ADDRESS);

    *osi = (OsiAddress){ 0 };
    *ip = read_ip(notes, address);
    *port = read_port(notes, address);
    read_selector(notes, address, "OSI-TSEL", &osi->tsel);
    read_selector(notes, address, "OSI-SSEL", &osi->ssel);
    read_selector(notes, address, "OSI-PSEL", &osi->psel);
    read_title(notes, address, osi);
}

/* VLAN-ID and APPID are hexadecimal, VLAN-PRIORITY is a digit: one base serves all. */
static uint32_t
read_hex(SclNotes *notes, const SclElement *address, const char *type, uint32_t max)
{
    int line;
    const char *text = find_p(address, type, &line);
    guint64 number = 0;

    if (text != NULL && !g_ascii_string_to_unsigned(text, 16, 0, max, &number, NULL)) {
        scl_note(notes, line, "%s \"%s\" is no hexadecimal number up to %X", type, text, max);
    }
    return (uint32_t)number;
}

static uint32_t
read_time(SclNotes *notes, const SclElement *block, SclTag tag)
{
    const SclElement *time = scl_child(block, tag);
    guint64 number = 0;

    if (time != NULL && *time->text != '\0' &&
        !g_ascii_string_to_unsigned(time->text, 10, 0, UINT32_MAX, &number, NULL)) {
        scl_note(notes, time->line, "\"%s\" is no time in milliseconds", time->text);
    }
    return (uint32_t)number;
}

bool
scl_layer2_read(SclNotes *notes, const SclElement *connected, SclTag tag, const char *device,
                const char *control, SclLayer2 *address)
{
    SCL_EACH(block, connected, tag)
    {
        const SclElement *inner = scl_child(block, SCL_ADDRESS);
        const char *mac;
        int line;

        if (strcmp(scl_get(block, "ldInst"), device) != 0 ||
            strcmp(scl_get(block, "cbName"), control) != 0) {
            continue;
        }
        *address = (SclLayer2){ 0 };
        mac = find_p(inner, "MAC-Address", &line);
        address->has_mac = mac != NULL && scl_parse_hex(mac, address->mac, 6) == 6;
        if (mac != NULL && !address->has_mac) {
            scl_note(notes, line, "MAC-Address \"%s\" is no address; left out", mac);
        }
        address->app_id = read_hex(notes, inner, "APPID", 0xFFFF);
        address->vlan_id = read_hex(notes, inner, "VLAN-ID", 0xFFF);
        address->priority = read_hex(notes, inner, "VLAN-PRIORITY", 7);
        address->min_time = read_time(notes, block, SCL_MIN_TIME);
        address->max_time = read_time(notes, block, SCL_MAX_TIME);
        return true;
    }
    return false;
}
