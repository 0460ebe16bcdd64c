/* SPDX-License-Identifier: Apache-2.0
 *
 * Tamed Lua: an allocator with a limit, a budget of instructions between two waits, and the
 * standard library without whatever reaches outside or differs from run to run. Who exceeds a
 * budget is stopped, and pcall does not help.
 */
#pragma once

#include <lua.h>

#include "sim/base/prng.h"

#include <stdbool.h>
#include <stddef.h>

#define SANDBOX_MEMORY_MAX (512u << 20) /* octets */
#define SANDBOX_INSTRUCTIONS_MAX                                                               \
    UINT64_C(100000000) /* of one slice: load, or between waits                                \
                         */

typedef struct Sandbox {
    lua_State *lua;
    size_t memory, memory_max;
    uint64_t instructions, instructions_max;
    bool over;         /* a budget was exceeded: nothing runs any more */
    char message[256]; /* then: "file:line: why" */
    Prng random;
    Prng *draw;                 /* of the task that runs; NULL: random */
    int64_t (*now)(void *user); /* virtual time for os.time */
    void *user;
    void (*loaded)(void *user, const char *path); /* require found it there; may be NULL */
    char **roots; /* folders in which require looks, NULL-terminated; lent */
} Sandbox;

/* Opens sandbox->lua with the tamed libraries; memory_max and instructions_max are taken when
 * not 0. False when there is not even memory for that. */
bool sandbox_open(Sandbox *sandbox, uint64_t seed);
void sandbox_close(Sandbox *sandbox);

Sandbox *sandbox_of(lua_State *L);

/* Behind sandbox_open: the libraries (a C function for lua_pcall), and pcall and xpcall as they
 * stand in them. */
int sandbox_open_libraries(lua_State *L);
int sandbox_pcall(lua_State *L);
int sandbox_xpcall(lua_State *L);

/* A new slice begins: load, or a task goes on. */
void sandbox_begin_slice(Sandbox *sandbox);

/* What stopped the Lua code: the exceeded budget's message, or NULL. */
const char *sandbox_exceeded(const Sandbox *sandbox);

/* Globals of a compiled function (on top of the stack; stays there), with those of the
 * functions in it, that the sandbox does not know; and assignments to any. */
typedef void (*SandboxUnknown)(void *user, const char *name, int line, bool assigned);
void sandbox_check_globals(lua_State *L, SandboxUnknown unknown, void *user);
