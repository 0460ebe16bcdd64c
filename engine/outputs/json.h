/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of results that are the same in events.jsonl and in results.json.
 */
#pragma once

#include "engine/results.h"
#include "sim/base/json.h"

/* The member "measure": what a threshold measured; without "value" when there was no sample. */
void json_put_measure(JsonWriter *json, const OutcomeMeasure *measure);
