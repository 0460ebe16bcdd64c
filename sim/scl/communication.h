/* SPDX-License-Identifier: Apache-2.0
 *
 * The Communication section (IEC 61850-6 9.4): which address an access point has.
 */
#pragma once

#include "sim/osi/stack.h"
#include "sim/scl/document.h"

typedef struct SclAddresses SclAddresses;

SclAddresses *scl_addresses_new(const SclElement *root, SclNotes *notes);
void scl_addresses_free(SclAddresses *addresses);

/* The ConnectedAP of an access point, the one with an IP address when there are several; NULL
 * when the file has none. */
const SclElement *scl_addresses_find(const SclAddresses *addresses, const char *ied,
                                     const char *access_point);

/* IP addresses of an IED's access point, in all subnetworks, or of all of its access points
 * when that is ""; apart by blanks, "" when the file tells none. Free with g_free. */
char *scl_addresses_hosts(const SclAddresses *addresses, const char *ied,
                          const char *access_point);

/* What its Address says. `ip` is NULL when not given, `port` 102; free `ip` with g_free. */
void scl_address_read(SclNotes *notes, const SclElement *connected, char **ip, int *port,
                      OsiAddress *osi);

/* Layer 2 address of a GSE or SMV control block. */
typedef struct SclLayer2 {
    uint8_t mac[6];
    bool has_mac;
    uint32_t app_id, vlan_id, priority;
    uint32_t min_time, max_time; /* ms; 0: not given */
} SclLayer2;

/* False when the ConnectedAP (may be NULL) has no GSE or SMV of this name. */
bool scl_layer2_read(SclNotes *notes, const SclElement *connected, SclTag tag,
                     const char *device, const char *control, SclLayer2 *address);
