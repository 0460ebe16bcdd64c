/* SPDX-License-Identifier: Apache-2.0
 *
 * The report control blocks that a fault means (see rcb.h).
 */
#include "engine/faults/rcb.h"

char *
fault_rcb_name(const Device *device, const ControlBlock *block, bool base)
{
    const LogicalDevice *owner = &device->server->model->devices[block->device];

    return g_strdup_printf("%s/%s.%s.%s", owner->inst, owner->nodes[block->node].name,
                           fc_name(block->ref.fc), base ? block->base_name : block->name);
}

bool
fault_rcb_fits(const FaultSpec *spec, const Device *device, const ControlBlock *block)
{
    const char *wanted = spec->values[FAULT_RCB].text;
    g_autofree char *name = fault_rcb_name(device, block, false);
    g_autofree char *base = fault_rcb_name(device, block, true);

    return wanted == NULL || g_pattern_match_simple(wanted, name) ||
           g_pattern_match_simple(wanted, base);
}

char *
fault_rcb_check(const FaultSpec *spec, const Device *device)
{
    const Model *model = device->server->model;
    const char *wanted = spec->values[FAULT_RCB].text;

    for (unsigned i = 0; i < model->control_block_count; i++) {
        const ControlBlock *block = &model->control_blocks[i];

        if ((block->kind == CB_BRCB || block->kind == CB_URCB) &&
            fault_rcb_fits(spec, device, block)) {
            return NULL;
        }
    }
    return g_strdup_printf("%s has no report control block%s%s", device->name,
                           wanted == NULL ? "" : " that fits ", wanted == NULL ? "" : wanted);
}

typedef struct Round {
    Fault *fault;
    Reporting *reporting;
    const FaultRcbDeed *deed;
} Round;

static void
visit(void *user, const ReportingRcb *rcb)
{
    const Round *round = user;
    const GatePass pass = { .point = GATE_REPORT,
                            .outbound = true,
                            .association = rcb->association };

    if ((round->deed->is_for == NULL || round->deed->is_for(rcb)) &&
        fault_rcb_fits(round->fault->spec, round->fault->device, rcb->block) &&
        fault_hits(round->fault, &pass)) {
        g_autofree char *name = fault_rcb_name(round->fault->device, rcb->block, false);

        round->deed->act(round->fault, round->reporting, rcb, &pass, name);
    }
}

void
fault_rcb_each(Fault *fault, const FaultRcbDeed *deed)
{
    Round round = { fault, ied_reporting(fault->device->ied), deed };

    if (round.reporting != NULL) {
        reporting_each_rcb(round.reporting, visit, &round);
    }
}
