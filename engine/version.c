/* SPDX-License-Identifier: Apache-2.0
 *
 * The version of this build, from configure.ac.
 */
#include "config.h"

#include "engine/version.h"

const char *
iedbench_version(void)
{
    return PACKAGE_VERSION;
}
