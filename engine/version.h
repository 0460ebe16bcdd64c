/* SPDX-License-Identifier: Apache-2.0
 *
 * The version of this build.
 */
#pragma once

/* "0.1.0" */
const char *iedbench_version(void);
