/* SPDX-License-Identifier: Apache-2.0
 *
 * Unknown globals are found when a scenario is loaded, also in functions that run much later:
 * Lua's own compiled form (lua_dump of Lua 5.4, our own dump of our own function, never a
 * file's) names every access to a global with its line. Another form of dump is not looked at;
 * then such an access is found when it happens.
 */
#include "engine/bind/sandbox.h"

#include <glib.h>
#include <string.h>

#define DEPTH_MAX 100
enum { OP_GETTABUP = 11, OP_SETTABUP = 15 }; /* lopcodes.h of 5.4 */
enum {
    CONSTANT_INTEGER = 0x03,
    CONSTANT_FLOAT = 0x13,
    CONSTANT_SHORT = 0x04,
    CONSTANT_LONG = 0x14
};

typedef struct Dump {
    const uint8_t *at, *end;
    bool bad;
    lua_State *L;
    SandboxUnknown unknown;
    void *user;
} Dump;

typedef struct Function {
    const uint8_t *code, *line_steps;
    size_t code_count, constant_count, step_count, upvalue_count;
    char **constants; /* NULL where it is no string */
    int *absolute;    /* pairs of instruction and line */
    size_t absolute_count;
    int first_line;
    bool *is_env; /* one an upvalue */
} Function;

static const uint8_t *
take(Dump *dump, size_t size)
{
    const uint8_t *start = dump->at;

    if (dump->bad || (size_t)(dump->end - dump->at) < size) {
        dump->bad = true;
        return NULL;
    }
    dump->at += size;
    return start;
}

static uint8_t
take_byte(Dump *dump)
{
    const uint8_t *byte = take(dump, 1);

    return byte == NULL ? 0 : *byte;
}

/* Seven bits an octet, the highest first; the last octet has the top bit. */
static size_t
take_size(Dump *dump)
{
    size_t size = 0;
    uint8_t byte;

    do {
        byte = take_byte(dump);
        size = size << 7 | (byte & 0x7F);
    } while (!dump->bad && (byte & 0x80) == 0 && size < (size_t)1 << 40);
    return size;
}

/* A count of things of at least `each` octets. */
static size_t
take_count(Dump *dump, size_t each)
{
    size_t count = take_size(dump);

    if (count > (size_t)(dump->end - dump->at) / each) {
        dump->bad = true;
        return 0;
    }
    return count;
}

static char *
take_string(Dump *dump)
{
    size_t size = take_size(dump);
    const uint8_t *octets = size == 0 ? NULL : take(dump, size - 1);

    return octets == NULL ? NULL : g_strndup((const char *)octets, size - 1);
}

static bool
take_header(Dump *dump)
{
    static const uint8_t head[] = { 0x1B, 'L',  'u',  'a',  0x54, 0, 0x19, 0x93,
                                    '\r', '\n', 0x1A, '\n', 4,    8, 8 };
    const uint8_t *found = take(dump, sizeof head);

    take(dump, 16 + 1); /* test integer, test float, number of upvalues */
    return found != NULL && memcmp(found, head, sizeof head) == 0;
}

static void
take_constants(Dump *dump, Function *function)
{
    function->constant_count = take_count(dump, 1);
    function->constants = g_new0(char *, function->constant_count + 1);
    for (size_t i = 0; i < function->constant_count && !dump->bad; i++) {
        switch (take_byte(dump)) {
        case CONSTANT_INTEGER:
        case CONSTANT_FLOAT:
            take(dump, 8);
            break;
        case CONSTANT_SHORT:
        case CONSTANT_LONG:
            function->constants[i] = take_string(dump);
            break;
        }
    }
}

static void
take_debug(Dump *dump, Function *function)
{
    size_t count;

    function->step_count = take_count(dump, 1);
    function->line_steps = take(dump, function->step_count);
    function->absolute_count = take_count(dump, 2);
    function->absolute = g_new0(int, 2 * function->absolute_count + 1);
    for (size_t i = 0; i < 2 * function->absolute_count; i++) {
        function->absolute[i] = (int)take_size(dump);
    }
    count = take_count(dump, 3);
    for (size_t i = 0; i < count && !dump->bad; i++) {
        g_free(take_string(dump));
        take_size(dump);
        take_size(dump);
    }
    count = take_count(dump, 1);
    for (size_t i = 0; i < count && !dump->bad; i++) {
        g_autofree char *name = take_string(dump);

        if (i < function->upvalue_count) {
            function->is_env[i] = g_strcmp0(name, "_ENV") == 0;
        }
    }
}

static int
line_of(const Function *function, size_t instruction)
{
    int line = function->first_line;

    for (size_t i = 0; i <= instruction && i < function->step_count; i++) {
        int step = (int8_t)function->line_steps[i];

        if (step != -128) {
            line += step;
            continue;
        }
        for (size_t k = 0; k < function->absolute_count; k++) {
            if (function->absolute[2 * k] == (int)i) {
                line = function->absolute[2 * k + 1];
            }
        }
    }
    return line;
}

static bool
is_known(lua_State *L, const char *name)
{
    bool known;

    lua_pushglobaltable(L);
    lua_pushstring(L, name);
    known = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 2);
    return known;
}

static void
look_at_code(Dump *dump, const Function *function)
{
    for (size_t i = 0; i < function->code_count; i++) {
        uint32_t word;
        unsigned a, b, c;
        size_t upvalue, constant;
        bool assigned;

        memcpy(&word, function->code + 4 * i, sizeof word);
        a = word >> 7 & 0xFF;
        b = word >> 16 & 0xFF;
        c = word >> 24;
        assigned = (word & 0x7F) == OP_SETTABUP;
        if (!assigned && (word & 0x7F) != OP_GETTABUP) {
            continue;
        }
        upvalue = assigned ? a : b;
        constant = assigned ? b : c;
        if (upvalue < function->upvalue_count && function->is_env[upvalue] &&
            constant < function->constant_count && function->constants[constant] != NULL &&
            (assigned || !is_known(dump->L, function->constants[constant]))) {
            dump->unknown(dump->user, function->constants[constant], line_of(function, i),
                          assigned);
        }
    }
}

static void
take_function(Dump *dump, unsigned depth)
{
    Function function = { 0 };
    size_t inner;

    g_free(take_string(dump));
    function.first_line = (int)take_size(dump);
    take_size(dump);
    take(dump, 3);
    function.code_count = take_count(dump, 4);
    function.code = take(dump, 4 * function.code_count);
    take_constants(dump, &function);
    function.upvalue_count = take_count(dump, 3);
    function.is_env = g_new0(bool, function.upvalue_count + 1);
    take(dump, 3 * function.upvalue_count);
    inner = take_count(dump, 8);
    /* The names of upvalues and the lines come behind the inner functions, so these are looked
     * at first. */
    for (size_t i = 0; i < inner && !dump->bad && depth < DEPTH_MAX; i++) {
        take_function(dump, depth + 1);
    }
    take_debug(dump, &function);
    if (!dump->bad && depth < DEPTH_MAX) {
        look_at_code(dump, &function);
    } else {
        dump->bad = true;
    }
    for (size_t i = 0; i < function.constant_count; i++) {
        g_free(function.constants[i]);
    }
    g_free(function.constants);
    g_free(function.absolute);
    g_free(function.is_env);
}

static int
append_dump(lua_State *L, const void *octets, size_t size, void *user)
{
    (void)L;
    g_byte_array_append(user, octets, (unsigned)size);
    return 0;
}

void
sandbox_check_globals(lua_State *L, SandboxUnknown unknown, void *user)
{
    GByteArray *octets = g_byte_array_new();
    Dump dump = { .L = L, .unknown = unknown, .user = user };

    lua_dump(L, append_dump, octets, 0);
    dump.at = octets->data;
    dump.end = octets->data + octets->len;
    if (take_header(&dump)) {
        take_function(&dump, 0);
    }
    g_byte_array_unref(octets);
}
