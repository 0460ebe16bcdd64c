/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the tests find their files (see path.h).
 */
#include "tests/path.h"

#include <glib.h>
#include <stdlib.h>

char *
test_path(const char *relative)
{
    const char *top = getenv("abs_top_srcdir");

    return g_build_filename(top != NULL ? top : ".", relative, NULL);
}
