/* SPDX-License-Identifier: Apache-2.0
 *
 * A pcapng file being written (IETF draft-ietf-opsawg-pcapng): section header, interfaces of
 * raw IP packets with times in ns, packets with comments, names of addresses, decryption
 * secrets. Whole blocks are gathered and written together; what cannot be written ends the file
 * behind its last whole block, and whoever writes goes on without it.
 */
#pragma once

#include <glib.h>

#include "sim/base/slice.h"

#define PCAPNG_ERROR (pcapng_error_quark())
GQuark pcapng_error_quark(void);

typedef struct Pcapng Pcapng;

typedef struct PcapngParameters {
    const char *path;
    const char *application; /* "iedbench 0.1.0" */
    uint64_t limit;          /* octets at which the file ends; 0: none */
    /* The file ended early, once: its limit, a full disk. Not inside pcapng_open. */
    void (*ended)(void *user, const char *why);
    void *user;
} PcapngParameters;

/* Makes the file anew. NULL with error when it cannot be written. */
Pcapng *pcapng_open(const PcapngParameters *parameters, GError **error);
/* Writes what is left. */
void pcapng_close(Pcapng *pcapng);
/* Writes what was gathered. */
void pcapng_flush(Pcapng *pcapng);
/* Nothing more is written: it ended early. */
bool pcapng_is_over(const Pcapng *pcapng);
/* Something is gathered that pcapng_flush would write. */
bool pcapng_is_waiting(const Pcapng *pcapng);

/* Addresses have 4 or 16 octets; one of another size is left out. Returns the number for
 * pcapng_put_packet. */
unsigned pcapng_add_interface(Pcapng *pcapng, const char *name, const char *description,
                              Slice address);

typedef struct PcapngPacket {
    unsigned interface;
    int64_t time;                /* ns since 1970 */
    bool outbound;               /* from the interface's owner */
    Slice header, content;       /* one packet, in two pieces */
    const char *const *comments; /* NULL-terminated, or NULL */
} PcapngPacket;
void pcapng_put_packet(Pcapng *pcapng, const PcapngPacket *packet);

/* A name for an address of 4 or 16 octets. */
void pcapng_put_name(Pcapng *pcapng, Slice address, const char *name);

/* Lines of an NSS key log, with which the TLS of packets behind this block can be read. */
void pcapng_put_secrets(Pcapng *pcapng, Slice key_log);

/* How many packets an interface had. */
void pcapng_put_statistics(Pcapng *pcapng, unsigned interface, int64_t time, uint64_t packets);
