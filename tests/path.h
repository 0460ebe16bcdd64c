/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the tests find their files, whatever the build folder.
 */
#pragma once

/* A path below the source tree, "testdata/pdu/x.hex"; free with g_free. */
char *test_path(const char *relative);
