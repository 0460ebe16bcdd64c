/* SPDX-License-Identifier: Apache-2.0
 *
 * A client of reports whose link breaks at a given moment. It speaks to the bay of
 * testdata/scl/reporting.cid through a pipe or over TCP, counts the octets of either direction,
 * and keeps what it completely received; the bay goes on whatever happens to the link.
 */
#pragma once

#include "sim/client/report.h"
#include "sim/ied.h"
#include "sim/scl/scl.h"

#define MOMENTS_START (INT64_C(1767225600) * CLOCK_SECOND)

/* How a link breaks. */
typedef enum CutKind {
    CUT_RESET,
    CUT_FIN,
    CUT_HALF_OPEN, /* the client is gone and the server does not know */
    CUT_POWER,     /* the bay loses its power; its buffers are kept */
    CUT_KINDS,
} CutKind;

/* Behind so many octets of one direction, counted over all links of a run; never with `after`
 * SIZE_MAX. */
typedef struct Cut {
    CutKind kind;
    bool of_client; /* what the client sent; else what it received */
    size_t after;
} Cut;

/* A report as it was put together. */
typedef struct Heard {
    unsigned link; /* on which link it came, from 0 */
    bool buffered;
    bool buf_ovfl;
    uint64_t entry_id;
    uint32_t sq_num;
    unsigned segments;
    unsigned reasons; /* of all members together */
    double number;    /* of the first member; -1: not included */
    guint digest;     /* of the members, their reasons and values */
} Heard;

typedef struct Moments Moments;

/* One association of the client. */
typedef struct Link {
    Moments *moments;
    Connection *connection; /* NULL: gone */
    MmsAssociation *mms;    /* NULL: gone */
    ClientReportAssembly *kept, *live;
    bool connected, associated;
    bool deaf; /* half-open: the client is gone */
    bool answered, refused;
    MmsDataError result;
    char text[40]; /* of a read */
} Link;

struct Moments {
    bool tcp;
    GMainContext *context;
    Loop *loop;
    Clock *clock;
    EventBus *bus;
    SclFile *file; /* lent */
    Ied *ied;
    Cut cuts[2]; /* the first counts from the beginning, the second from where the first struck
                  */
    unsigned cut_count, struck;
    size_t sent, received;         /* octets of the client since the last cut */
    size_t all_sent, all_received; /* in all */
    unsigned links;
    Link *link;       /* NULL: none yet */
    Link *dead;       /* a half-open one, or NULL */
    bool fails_power; /* as soon as nothing of the loop is running */
    GArray *heard;
    unsigned changes; /* AnIn1 counts them */
    GString *faults;
};

void moments_begin(Moments *moments, SclFile *file, bool tcp, const Cut *cuts,
                   unsigned cut_count);
void moments_end(Moments *moments);

/* Notes what is wrong. */
void moments_fault(Moments *moments, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The bay's side: the next number, with new texts too; time that goes by. */
void moments_change(Moments *moments, bool with_texts);
void moments_pass(Moments *moments, int64_t milliseconds);

/* The client's: each gives false once the link is cut. Asking anything else is a fault unless
 * the server may say `also`. */
bool moments_associate(Moments *moments);
bool moments_write(Moments *moments, const char *item, Slice data, MmsDataError also);
bool moments_write_flag(Moments *moments, const char *item, bool value, MmsDataError also);
/* Reads a basic value as text. */
bool moments_read(Moments *moments, const char *item);
/* Concludes and releases. */
bool moments_release(Moments *moments);
bool moments_is_up(const Moments *moments);
/* What the client has after a cut: nothing, while a half-open link stays with the server. */
void moments_leave(Moments *moments);
/* Everything that was sent so far has come. */
void moments_settle(Moments *moments);
/* The server notices at last that the client of a half-open link is gone, as its limits see to
 * it: the kernel then fails the connection. */
void moments_notice(Moments *moments);
