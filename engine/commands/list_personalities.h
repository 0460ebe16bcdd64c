/* SPDX-License-Identifier: Apache-2.0
 *
 * `iedbench list personalities`: which there are, what each sets, and who says so.
 */
#pragma once

void list_personalities_table(void);
void list_personalities_json(void);
