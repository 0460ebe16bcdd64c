/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench list faults`, which says more of a row than the other lists.
 */
#pragma once

/* On stdout. */
void list_faults_table(void);
void list_faults_json(void);
