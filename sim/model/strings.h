/* SPDX-License-Identifier: Apache-2.0
 *
 * Strings as small handles. The arena holds 32 bits; the octets are shared defaults of the SCL
 * file until a value is written, then a copy that the IED owns. Handle 0 is the empty string.
 */
#pragma once

#include "sim/base/slice.h"

typedef uint32_t StringHandle;
#define STRING_OWNED 0x80000000u /* set in handles of an IED's own copies (values.h) */

typedef struct StringPool StringPool;

StringPool *string_pool_new(void);
StringPool *string_pool_ref(StringPool *pool);
void string_pool_unref(StringPool *pool);

/* Equal octets get equal handles. A pool holds less than 2 GiB: more is our own bug, because
 * SCL files are bounded. */
StringHandle string_pool_put(StringPool *pool, Slice octets);

/* Lent until the next put. */
Slice string_pool_get(const StringPool *pool, StringHandle handle);

/* Nothing more will be put: gives back what only serves to find equal strings. Putting later is
 * allowed, it only finds nothing equal from before. */
void string_pool_seal(StringPool *pool);

size_t string_pool_memory(const StringPool *pool);
