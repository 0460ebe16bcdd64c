/* SPDX-License-Identifier: Apache-2.0
 *
 * Which IED listens where: the address options of `serve` and `run`, the plan made from them,
 * the map that is printed, and what to type when an address cannot be bound (DESIGN section 5).
 */
#pragma once

#include <stdio.h>

#include "sim/scl/scl.h"

#define ADDRESSES_ERROR (addresses_error_quark())
GQuark addresses_error_quark(void);

/* Zero-initialised before addresses_add_options fills it; clear frees what GOption put in. */
typedef struct AddressOptions {
    int base_port;     /* --base-port; 0: 10102 */
    gboolean loopback; /* --loopback: 127.x.y.z, one address an IED */
    char *addresses;   /* --addresses scl: the file's own */
    int port;          /* --port; -1 when not given, 0: ephemeral */
    char *preassigned; /* --preassigned, and --client NAME=ADDRESS: see preassigned.h */
    char **clients;
    gboolean check_called; /* --check-called: who calls other selectors or titles is refused */
} AddressOptions;

void addresses_add_options(GOptionContext *context, AddressOptions *options);
void addresses_clear_options(AddressOptions *options);

/* The OsiCheck bits of IedParameters. */
unsigned addresses_checks(const AddressOptions *options);

/* One listener. */
typedef struct Address {
    char *name; /* in the map: "FEEDER1", "FEEDER1@AP2", "station/FEEDER1" */
    char *host;
    int port;                /* 0 until an ephemeral one is bound */
    const SclServer *server; /* lent; NULL when no file tells an address */
    const SclFile *file;     /* lent; may be NULL */
} Address;

/* A GPtrArray that owns its Address rows. */
GPtrArray *addresses_new(void);
/* Appends a row; `name` NULL takes the server's. */
Address *addresses_append(GPtrArray *rows, const char *name, const SclServer *server,
                          const SclFile *file);

/* Appends every server of the file, or those of the IED names in `only` (NULL-terminated, or
 * NULL): "FEEDER1" takes all of its access points, "FEEDER1@AP2" one, "station/FEEDER1" those
 * of that file only. Returns how many. */
unsigned addresses_append_file(GPtrArray *rows, const SclFile *file, const char *const *only);

/* "127.0.0.1:10102", "[::1]:10102"; free with g_free. */
char *address_format(const Address *row);

/* Makes equal names different ("file/NAME") and gives each row host and port. False with an
 * error in words for a contradiction in the options, ports that run out, or a row without an
 * address of its own under --addresses scl. */
bool addresses_assign(GPtrArray *rows, const AddressOptions *options, GError **error);

/* The effective map as a table, ports as bound. */
void addresses_print(const GPtrArray *rows, FILE *stream);

/* {"ready":true,"ieds":[{"name":..,"address":..,"port":..,"tls":false}]}; free with g_free. */
char *addresses_ready_json(const GPtrArray *rows);

/* What to type so that a failed row can be bound, as a line without its end ("ip addr add ...",
 * "setcap ..."); NULL when `failure` (of LISTENER_ERROR) is not cured that way. Free with
 * g_free. */
char *addresses_advice(const Address *row, const GError *failure);
