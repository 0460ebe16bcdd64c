/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of pcapng, in the octet order of this machine, as the format has it (see pcapng.h).
 */
#include "engine/traffic/pcapng.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

G_DEFINE_QUARK(pcapng - error, pcapng_error)

enum {
    BLOCK_SECTION = 0x0A0D0D0A,
    BLOCK_INTERFACE = 1,
    BLOCK_NAMES = 4,
    BLOCK_STATISTICS = 5,
    BLOCK_PACKET = 6,
    BLOCK_SECRETS = 10,
};

enum {
    OPTION_END = 0,
    OPTION_COMMENT = 1,
    SECTION_APPLICATION = 4,
    INTERFACE_NAME = 2,
    INTERFACE_DESCRIPTION = 3,
    INTERFACE_IPV4 = 4,
    INTERFACE_IPV6 = 5,
    INTERFACE_RESOLUTION = 9,
    PACKET_FLAGS = 2,
    STATISTICS_RECEIVED = 4,
    NAMES_IPV4 = 1,
    NAMES_IPV6 = 2,
};

#define BYTE_ORDER_MAGIC 0x1A2B3C4Du
#define LINK_RAW_IP 101
#define RESOLUTION_NS 9
#define FLAG_INBOUND 1
#define FLAG_OUTBOUND 2
#define SECRETS_TLS 0x544C534Bu
#define GATHERED_MAX (64 * 1024)
#define OPTION_MAX 65535
#define IPV4_SIZE 4
#define IPV6_SIZE 16

struct Pcapng {
    int fd; /* -1: it is over */
    char *path;
    uint64_t limit;
    uint64_t written; /* octets of whole blocks in the file */
    GByteArray *gathered;
    guint block; /* where the open one begins */
    unsigned interfaces;
    void (*ended)(void *user, const char *why);
    void *user;
};

static void
put_octets(Pcapng *pcapng, const void *octets, size_t size)
{
    g_byte_array_append(pcapng->gathered, octets, (guint)size);
}

static void
put_padding(Pcapng *pcapng, size_t size)
{
    static const uint8_t zeros[3];

    put_octets(pcapng, zeros, (4 - size % 4) % 4);
}

static void
put_16(Pcapng *pcapng, uint16_t value)
{
    put_octets(pcapng, &value, sizeof value);
}

static void
put_32(Pcapng *pcapng, uint32_t value)
{
    put_octets(pcapng, &value, sizeof value);
}

/* A moment in two halves, the higher first, whatever the octet order. */
static void
put_time(Pcapng *pcapng, int64_t ns)
{
    put_32(pcapng, (uint32_t)((uint64_t)ns >> 32));
    put_32(pcapng, (uint32_t)ns);
}

static void
put_option(Pcapng *pcapng, uint16_t code, const void *value, size_t size)
{
    size = MIN(size, OPTION_MAX);
    put_16(pcapng, code);
    put_16(pcapng, (uint16_t)size);
    put_octets(pcapng, value, size);
    put_padding(pcapng, size);
}

static void
put_text(Pcapng *pcapng, uint16_t code, const char *text)
{
    put_option(pcapng, code, text, strlen(text));
}

static void
put_comments(Pcapng *pcapng, const char *const *comments)
{
    for (; comments != NULL && *comments != NULL; comments++) {
        put_text(pcapng, OPTION_COMMENT, *comments);
    }
}

static void
end_early(Pcapng *pcapng, const char *why)
{
    g_autofree char *text = g_strdup_printf("%s: %s", pcapng->path, why);

    close(pcapng->fd);
    pcapng->fd = -1;
    g_byte_array_set_size(pcapng->gathered, 0);
    pcapng->block = 0;
    if (pcapng->ended != NULL) {
        pcapng->ended(pcapng->user, text);
    }
}

/* Writes the first `size` gathered octets, whole blocks. */
static void
write_blocks(Pcapng *pcapng, size_t size)
{
    const uint8_t *at = pcapng->gathered->data;
    size_t left = size;

    while (left > 0) {
        ssize_t count = write(pcapng->fd, at, left);

        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            const char *why = g_strerror(errno);

            /* A part of a block would make readers doubt the whole file; a pipe has no way
             * back. */
            if (ftruncate(pcapng->fd, (off_t)pcapng->written) < 0) {
                g_debug("%s: %s", pcapng->path, g_strerror(errno));
            }
            end_early(pcapng, why);
            return;
        }
        at += count;
        left -= (size_t)count;
    }
    pcapng->written += size;
    g_byte_array_remove_range(pcapng->gathered, 0, (guint)size);
    pcapng->block -= (guint)size;
}

static void
open_block(Pcapng *pcapng, uint32_t type)
{
    pcapng->block = pcapng->gathered->len;
    put_32(pcapng, type);
    put_32(pcapng, 0);
}

/* The length stands in front and behind. One that would pass the limit is not written. */
static void
close_block(Pcapng *pcapng)
{
    uint32_t size = pcapng->gathered->len - pcapng->block + 4;

    memcpy(pcapng->gathered->data + pcapng->block + 4, &size, sizeof size);
    put_32(pcapng, size);
    if (pcapng->limit != 0 && pcapng->written + pcapng->gathered->len > pcapng->limit) {
        g_byte_array_set_size(pcapng->gathered, pcapng->block);
        write_blocks(pcapng, pcapng->block);
        if (pcapng->fd >= 0) {
            end_early(pcapng, "it reached its limit and ends here");
        }
        return;
    }
    pcapng->block = pcapng->gathered->len;
    if (pcapng->gathered->len >= GATHERED_MAX) {
        write_blocks(pcapng, pcapng->gathered->len);
    }
}

static void
put_section(Pcapng *pcapng, const char *application)
{
    static const uint64_t unknown_length = UINT64_MAX;

    open_block(pcapng, BLOCK_SECTION);
    put_32(pcapng, BYTE_ORDER_MAGIC);
    put_16(pcapng, 1);
    put_16(pcapng, 0);
    put_octets(pcapng, &unknown_length, sizeof unknown_length);
    put_text(pcapng, SECTION_APPLICATION, application);
    put_32(pcapng, OPTION_END);
    close_block(pcapng);
}

/* The first block is written at once, so that a path that takes nothing is told here. */
Pcapng *
pcapng_open(const PcapngParameters *parameters, GError **error)
{
    Pcapng *pcapng;
    int fd = open(parameters->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0) {
        g_set_error(error, PCAPNG_ERROR, errno, "%s: %s", parameters->path, g_strerror(errno));
        return NULL;
    }
    pcapng = g_new0(Pcapng, 1);
    pcapng->fd = fd;
    pcapng->path = g_strdup(parameters->path);
    pcapng->gathered = g_byte_array_new();
    put_section(pcapng, parameters->application);
    write_blocks(pcapng, pcapng->gathered->len);
    if (pcapng->fd < 0) {
        g_set_error(error, PCAPNG_ERROR, errno, "%s: it cannot be written", parameters->path);
        pcapng_close(pcapng);
        return NULL;
    }
    pcapng->limit = parameters->limit;
    pcapng->ended = parameters->ended;
    pcapng->user = parameters->user;
    return pcapng;
}

void
pcapng_flush(Pcapng *pcapng)
{
    if (pcapng->fd >= 0) {
        write_blocks(pcapng, pcapng->gathered->len);
    }
}

void
pcapng_close(Pcapng *pcapng)
{
    if (pcapng == NULL) {
        return;
    }
    pcapng_flush(pcapng);
    if (pcapng->fd >= 0) {
        close(pcapng->fd);
    }
    g_byte_array_unref(pcapng->gathered);
    g_free(pcapng->path);
    g_free(pcapng);
}

bool
pcapng_is_over(const Pcapng *pcapng)
{
    return pcapng->fd < 0;
}

bool
pcapng_is_waiting(const Pcapng *pcapng)
{
    return pcapng->gathered->len > 0;
}

unsigned
pcapng_add_interface(Pcapng *pcapng, const char *name, const char *description, Slice address)
{
    static const uint8_t resolution = RESOLUTION_NS;
    uint8_t net[IPV6_SIZE + 4] = { 0 };

    if (pcapng->fd >= 0) {
        open_block(pcapng, BLOCK_INTERFACE);
        put_16(pcapng, LINK_RAW_IP);
        put_16(pcapng, 0);
        put_32(pcapng, 0); /* packets are never cut */
        put_text(pcapng, INTERFACE_NAME, name);
        put_text(pcapng, INTERFACE_DESCRIPTION, description);
        if (address.size == IPV4_SIZE) {
            memcpy(net, address.data, IPV4_SIZE);
            memset(net + IPV4_SIZE, 0xFF, IPV4_SIZE);
            put_option(pcapng, INTERFACE_IPV4, net, sizeof(uint32_t) + IPV4_SIZE);
        } else if (address.size == IPV6_SIZE) {
            memcpy(net, address.data, IPV6_SIZE);
            net[IPV6_SIZE] = 128;
            put_option(pcapng, INTERFACE_IPV6, net, IPV6_SIZE + 1);
        }
        put_option(pcapng, INTERFACE_RESOLUTION, &resolution, 1);
        put_32(pcapng, OPTION_END);
        close_block(pcapng);
    }
    return pcapng->interfaces++;
}

void
pcapng_put_packet(Pcapng *pcapng, const PcapngPacket *packet)
{
    uint32_t size = (uint32_t)(packet->header.size + packet->content.size);
    uint32_t flags = packet->outbound ? FLAG_OUTBOUND : FLAG_INBOUND;

    if (pcapng->fd < 0) {
        return;
    }
    open_block(pcapng, BLOCK_PACKET);
    put_32(pcapng, packet->interface);
    put_time(pcapng, packet->time);
    put_32(pcapng, size);
    put_32(pcapng, size);
    put_octets(pcapng, packet->header.data, packet->header.size);
    put_octets(pcapng, packet->content.data, packet->content.size);
    put_padding(pcapng, size);
    put_comments(pcapng, packet->comments);
    put_option(pcapng, PACKET_FLAGS, &flags, sizeof flags);
    put_32(pcapng, OPTION_END);
    close_block(pcapng);
}

void
pcapng_put_name(Pcapng *pcapng, Slice address, const char *name)
{
    size_t length = MIN(strlen(name) + 1, 255);

    if (pcapng->fd < 0 || (address.size != IPV4_SIZE && address.size != IPV6_SIZE)) {
        return;
    }
    open_block(pcapng, BLOCK_NAMES);
    put_16(pcapng, address.size == IPV4_SIZE ? NAMES_IPV4 : NAMES_IPV6);
    put_16(pcapng, (uint16_t)(address.size + length));
    put_octets(pcapng, address.data, address.size);
    put_octets(pcapng, name, length - 1);
    put_octets(pcapng, "", 1);
    put_padding(pcapng, address.size + length);
    put_32(pcapng, OPTION_END); /* of the records */
    put_32(pcapng, OPTION_END);
    close_block(pcapng);
}

void
pcapng_put_secrets(Pcapng *pcapng, Slice key_log)
{
    if (pcapng->fd < 0) {
        return;
    }
    open_block(pcapng, BLOCK_SECRETS);
    put_32(pcapng, SECRETS_TLS);
    put_32(pcapng, (uint32_t)key_log.size);
    put_octets(pcapng, key_log.data, key_log.size);
    put_padding(pcapng, key_log.size);
    put_32(pcapng, OPTION_END);
    close_block(pcapng);
}

void
pcapng_put_statistics(Pcapng *pcapng, unsigned interface, int64_t time, uint64_t packets)
{
    if (pcapng->fd < 0) {
        return;
    }
    open_block(pcapng, BLOCK_STATISTICS);
    put_32(pcapng, interface);
    put_time(pcapng, time);
    put_option(pcapng, STATISTICS_RECEIVED, &packets, sizeof packets);
    put_32(pcapng, OPTION_END);
    close_block(pcapng);
}
