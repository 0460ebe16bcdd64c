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

/* Equal octets get equal handles. */
StringHandle string_pool_put(StringPool *pool, Slice octets);
Slice string_pool_get(const StringPool *pool, StringHandle handle);
