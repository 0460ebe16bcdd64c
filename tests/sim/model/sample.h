/* SPDX-License-Identifier: Apache-2.0
 *
 * A small model built by hand, for the tests of model and vmd. One IED "IED1" with the devices
 * LD0 (domain IED1LD0) and PROT (ldName "Protection"):
 *
 *   LLN0   ST Mod{stVal enum, q, t}; CF Mod{ctlModel RO}; DC NamPlt{vendor, d};
 *          SP SGCB (control block); RP urcb01{RptID, RptEna}; data set ds1; journal Log
 *   MMXU1  MX TotW{mag{i, f}, q, t}, A{phsA, phsB: {cVal{mag{f}}, q, t}}, HA array[4] of
 *          {cVal{mag{f}}, q}; CF TotW{db, units{SIUnit}}; SV TotW{subEna}
 *   GGIO1  ST All{one of every basic type}; CF All{the same, writable}, Arr{vals array[3] of
 * INT16} CSWI1  ST Pos{stVal Dbpos, q, t}; CO Pos{Oper{ctlVal, Test}} PROT/PTOC1  SG and SE
 * StrVal{setMag{f}}, ST Str{general, q, t}
 */
#pragma once

#include "sim/model/values.h"

Model *sample_model(void);

/* The place of "MMXU1$MX$TotW" in IED1LD0 (or of "Protection/PTOC1$ST"); aborts when there is
 * none. */
NodeRef sample_find(const Model *model, const char *item);

/* The names of the attributes of GGIO1.All, one a basic type, behind NULL. */
extern const char *const sample_basic_types[];
