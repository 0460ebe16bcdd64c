/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads JSON (RFC 8259) onto the Lua stack, strictly: whatever a peer sends ends in a value or
 * in a message with its place. Nothing is owned but what Lua owns.
 */
#include "engine/bind/json.h"

#include <string.h>

typedef struct Reader {
    lua_State *L;
    const char *start, *at, *end;
    const char *problem; /* the first one */
    const char *where;
    unsigned depth;
} Reader;

static bool read_value(Reader *reader);

static bool
fail(Reader *reader, const char *problem)
{
    if (reader->problem == NULL) {
        reader->problem = problem;
        reader->where = reader->at;
    }
    return false;
}

static void
skip_space(Reader *reader)
{
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) != NULL &&
           *reader->at != '\0') {
        reader->at++;
    }
}

static bool
is_next(const Reader *reader, char octet)
{
    return reader->at < reader->end && *reader->at == octet;
}

static bool
take(Reader *reader, char octet)
{
    skip_space(reader);
    if (!is_next(reader, octet)) {
        return false;
    }
    reader->at++;
    return true;
}

static bool
take_word(Reader *reader, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) {
        return fail(reader, "here no value begins");
    }
    reader->at += length;
    return true;
}

/* Four hexadecimal digits behind \u; -1: there are none. */
static int
take_unit(Reader *reader)
{
    int unit = 0;

    for (unsigned i = 0; i < 4; i++) {
        int digit = reader->at < reader->end ? g_ascii_xdigit_value(*reader->at) : -1;

        if (digit < 0) {
            fail(reader, "\\u needs four hexadecimal digits");
            return -1;
        }
        unit = unit << 4 | digit;
        reader->at++;
    }
    return unit;
}

/* \uD83D\uDE00 is one character. */
static bool
read_unicode(Reader *reader, luaL_Buffer *buffer)
{
    char octets[6];
    int unit = take_unit(reader), low;
    gunichar character = (gunichar)unit;

    if (unit < 0) {
        return false;
    }
    if (unit >= 0xD800 && unit < 0xDC00 && reader->end - reader->at > 2 &&
        memcmp(reader->at, "\\u", 2) == 0) {
        reader->at += 2;
        low = take_unit(reader);
        character = low >= 0xDC00 && low < 0xE000
                        ? 0x10000 + (((gunichar)unit & 0x3FF) << 10) + ((gunichar)low & 0x3FF)
                        : 0xD800;
    }
    if (character >= 0xD800 && character < 0xE000) {
        return fail(reader, "half of a surrogate pair");
    }
    luaL_addlstring(buffer, octets, (size_t)g_unichar_to_utf8(character, octets));
    return true;
}

static bool
read_escape(Reader *reader, luaL_Buffer *buffer)
{
    static const char escapes[] = "\"\\/bfnrt", octets[] = "\"\\/\b\f\n\r\t";
    const char *found;

    if (is_next(reader, 'u')) {
        reader->at++;
        return read_unicode(reader, buffer);
    }
    found =
        reader->at < reader->end && *reader->at != '\0' ? strchr(escapes, *reader->at) : NULL;
    if (found == NULL) {
        return fail(reader, "there is no such escape");
    }
    luaL_addchar(buffer, octets[found - escapes]);
    reader->at++;
    return true;
}

static bool
read_string(Reader *reader)
{
    luaL_Buffer buffer;

    reader->at++;
    luaL_buffinit(reader->L, &buffer);
    while (reader->at < reader->end && *reader->at != '"') {
        if ((unsigned char)*reader->at < 0x20) {
            return fail(reader, "a control character stands in a string");
        }
        if (*reader->at == '\\') {
            reader->at++;
            if (!read_escape(reader, &buffer)) {
                return false;
            }
        } else {
            luaL_addchar(&buffer, *reader->at++);
        }
    }
    if (reader->at == reader->end) {
        return fail(reader, "the string does not end");
    }
    reader->at++;
    luaL_pushresult(&buffer);
    return true;
}

static size_t
take_digits(Reader *reader)
{
    const char *first = reader->at;

    while (reader->at < reader->end && g_ascii_isdigit(*reader->at)) {
        reader->at++;
    }
    return (size_t)(reader->at - first);
}

/* A number without fraction and exponent is an integer of Lua, if it fits. */
static bool
read_number(Reader *reader)
{
    const char *first = reader->at;
    bool integer = true;
    const char *number;

    reader->at += is_next(reader, '-');
    if (is_next(reader, '0')) {
        reader->at++;
    } else if (take_digits(reader) == 0) {
        return fail(reader, "here no value begins");
    }
    if (is_next(reader, '.')) {
        integer = false;
        reader->at++;
        if (take_digits(reader) == 0) {
            return fail(reader, "a point needs digits behind it");
        }
    }
    if (is_next(reader, 'e') || is_next(reader, 'E')) {
        integer = false;
        reader->at++;
        reader->at += is_next(reader, '+') || is_next(reader, '-');
        if (take_digits(reader) == 0) {
            return fail(reader, "an exponent needs digits");
        }
    }
    number = lua_pushlstring(reader->L, first, (size_t)(reader->at - first));
    if (!integer || lua_stringtonumber(reader->L, number) == 0) {
        lua_pushnumber(reader->L, g_ascii_strtod(number, NULL));
    }
    lua_remove(reader->L, -2);
    return true;
}

static bool
read_member(Reader *reader)
{
    skip_space(reader);
    if (!is_next(reader, '"')) {
        return fail(reader, "a member needs a name in quotes");
    }
    if (!read_string(reader)) {
        return false;
    }
    if (!take(reader, ':')) {
        return fail(reader, "a colon is missing");
    }
    if (!read_value(reader)) {
        return false;
    }
    lua_rawset(reader->L, -3);
    return true;
}

static bool
read_object(Reader *reader)
{
    reader->at++;
    lua_newtable(reader->L);
    if (take(reader, '}')) {
        return true;
    }
    do {
        if (!read_member(reader)) {
            return false;
        }
    } while (take(reader, ','));
    return take(reader, '}') || fail(reader, "a comma or the end of an object is missing");
}

static bool
read_array(Reader *reader)
{
    lua_Integer count = 0;

    reader->at++;
    lua_newtable(reader->L);
    bind_json_mark_array(reader->L);
    if (take(reader, ']')) {
        return true;
    }
    do {
        if (!read_value(reader)) {
            return false;
        }
        if (lua_isnil(reader->L, -1)) {
            lua_pop(reader->L, 1);
            bind_json_push_null(reader->L);
        }
        lua_rawseti(reader->L, -2, ++count);
    } while (take(reader, ','));
    return take(reader, ']') || fail(reader, "a comma or the end of an array is missing");
}

static bool
read_nested(Reader *reader, bool (*read)(Reader *reader))
{
    bool sound;

    if (reader->depth == BIND_JSON_DEPTH_MAX) {
        return fail(reader, "it is nested too deep");
    }
    reader->depth++;
    luaL_checkstack(reader->L, LUA_MINSTACK, "JSON");
    sound = read(reader);
    reader->depth--;
    return sound;
}

static bool
read_word(Reader *reader)
{
    bool truth = is_next(reader, 't');

    if (is_next(reader, 'n')) {
        lua_pushnil(reader->L);
        return take_word(reader, "null");
    }
    lua_pushboolean(reader->L, truth);
    return take_word(reader, truth ? "true" : "false");
}

static bool
read_value(Reader *reader)
{
    skip_space(reader);
    if (reader->at == reader->end) {
        return fail(reader, "it ends too early");
    }
    switch (*reader->at) {
    case '{':
        return read_nested(reader, read_object);
    case '[':
        return read_nested(reader, read_array);
    case '"':
        return read_string(reader);
    case 't':
    case 'f':
    case 'n':
        return read_word(reader);
    default:
        return read_number(reader);
    }
}

static void
push_problem(Reader *reader)
{
    int line = 1, column = 1;

    for (const char *at = reader->start; at < reader->where; at++) {
        column = *at == '\n' ? 1 : column + 1;
        line += *at == '\n';
    }
    lua_pushfstring(reader->L, "line %d, column %d: %s", line, column, reader->problem);
}

bool
bind_json_parse(lua_State *L, const char *text, size_t size)
{
    Reader reader = { .L = L, .start = text, .at = text, .end = text + size };
    const char *bad;
    int top = lua_gettop(L);
    bool sound;

    if (!g_utf8_validate_len(text, size, &bad) && bad < reader.end && *bad != '\0') {
        reader.at = bad;
        sound = fail(&reader, "an octet that is no UTF-8");
    } else {
        sound = read_value(&reader);
        skip_space(&reader);
        if (sound && reader.at != reader.end) {
            sound = fail(&reader, "something follows the value");
        }
    }
    if (!sound) {
        lua_settop(L, top);
        push_problem(&reader);
    }
    return sound;
}
