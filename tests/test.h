/* SPDX-License-Identifier: Apache-2.0
 *
 * CUnit with suites that register themselves: list the cases in a TEST_SUITE at the end of a
 * test file. Case names are sentences.
 */
#pragma once

#include <CUnit/CUnit.h>

#include "tests/path.h"

typedef struct TestCase {
    const char *name;
    void (*run)(void);
} TestCase;

void test_register(const char *suite, const TestCase *cases, unsigned count);

#define TEST_CASE(function)                                                                    \
    {                                                                                          \
#function, function                                                                    \
    }

#define TEST_SUITE(suite, ...)                                                                 \
    __attribute__((constructor)) static void test_register_##suite(void)                       \
    {                                                                                          \
        static const TestCase cases[] = { __VA_ARGS__ };                                       \
        test_register(#suite, cases, sizeof cases / sizeof cases[0]);                          \
    }
