/* SPDX-License-Identifier: Apache-2.0
 *
 * The command line's entry.
 */
#include <stdio.h>

#include "engine/version.h"

int
main(void)
{
    printf("iedbench %s\n", iedbench_version());
    return 0;
}
