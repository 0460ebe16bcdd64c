/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of words that tells their options.
 */
#pragma once

void list_words_json(void);
