/* SPDX-License-Identifier: Apache-2.0
 *
 * A random run of reporting: a station with two clients, and an oracle for each of its four
 * control blocks. Whatever does not agree marks the run as failed, in its script.
 */
#pragma once

#include "sim/base/prng.h"
#include "tests/sim/acsi/report_oracle.h"
#include "tests/sim/acsi/station.h"

enum { BLOCKS = 4 };

/* Too small for any report at all. */
enum { TINY_PDU = 30 };

extern const char *const block_names[BLOCKS]; /* "LLN0$RP$urcb01" */

/* Segments of one report that came so far. */
typedef struct Partial {
    unsigned segments;
    bool found[MEMBERS];
} Partial;

typedef struct Run {
    const char *ied;
    Station *station;
    Prng prng;
    World world;
    Oracle oracles[BLOCKS];
    Partial partial[BLOCKS];
    unsigned lost[BLOCKS], overflows[BLOCKS], resyncs[BLOCKS]; /* that were told */
    uint64_t last_lost[BLOCKS];
    bool failed;
    GString *script;
} Run;

unsigned run_draw(Run *run, unsigned below);
StationClient *run_client(Run *run, int index);
int64_t run_now(const Run *run);

/* Returns `holds`; the first that does not is what the script ends with. */
bool run_expect(Run *run, bool holds, unsigned block, const char *what);

/* EventHandler: counts what was told to be lost. */
void run_take_note(const Event *event, void *user);

/* The text of a RptID by its number, to be freed; 0 is empty, which a report shows as the
 * block's name. */
char *run_rpt_id(const Run *run, unsigned block, unsigned which, bool in_report);

/* Everything that can be sent is sent; then nothing may be missing, nor lost untold. */
void run_settle(Run *run);
