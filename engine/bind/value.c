/* SPDX-License-Identifier: Apache-2.0
 *
 * Values between Lua and the model: numbers, booleans and text as people write them.
 */
#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/model/timestamp.h"

/* "FLOAT32, a number", "Dbpos: off, on, ...": what a leaf takes, for messages. */
static const char *
describe_type(lua_State *L, const Type *type)
{
    const EnumType *enumeration = type->enumeration;
    luaL_Buffer buffer;

    if (enumeration == NULL && type->name == NULL) {
        return "another type";
    }
    if (enumeration == NULL) {
        return strcmp(type->name, "Dbpos") == 0 ? "Dbpos (on, off, intermediate, bad)"
                                                : type->name;
    }
    luaL_buffinit(L, &buffer);
    luaL_addstring(&buffer, "one of ");
    for (unsigned i = 0; i < enumeration->count && i < 20; i++) {
        luaL_addstring(&buffer, i > 0 ? ", " : "");
        luaL_addstring(&buffer,
                       enumeration->values[i].name != NULL ? enumeration->values[i].name : "?");
    }
    luaL_pushresult(&buffer);
    return lua_tostring(L, -1);
}

static bool
number_to_value(lua_Number number, bool is_integer, lua_Integer integer, const Type *type,
                Value *value)
{
    *value = (Value){ .kind = type->kind };
    switch (type->kind) {
    case VALUE_FLOAT:
        value->real = number;
        return true;
    case VALUE_INTEGER:
        value->integer = integer;
        return is_integer &&
               (type->length >= 64 || (integer >= -(INT64_C(1) << (type->length - 1)) &&
                                       integer < INT64_C(1) << (type->length - 1)));
    case VALUE_UNSIGNED:
        value->unsigned_ = (uint64_t)integer;
        return is_integer && integer >= 0 &&
               (type->length >= 63 || integer < INT64_C(1) << type->length);
    case VALUE_UTC_TIME:
        timestamp_encode((int64_t)llround(number * 1e9), TIMESTAMP_ACCURACY_1MS, value->time);
        return number >= 0;
    case VALUE_BINARY_TIME:
        binary_time_encode((int64_t)llround(number * 1e9), value->time);
        return number >= 0;
    default:
        return false;
    }
}

static bool
convert(lua_State *L, int index, const Type *type, Value *value, char **text)
{
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        *value = (Value){ .kind = VALUE_BOOLEAN, .boolean = lua_toboolean(L, index) != 0 };
        return type->kind == VALUE_BOOLEAN;
    case LUA_TNUMBER: {
        int is_integer;
        lua_Integer integer = lua_tointegerx(L, index, &is_integer);

        return number_to_value(lua_tonumber(L, index), is_integer != 0, integer, type, value);
    }
    case LUA_TSTRING:
        if (type->kind == VALUE_FLOAT || type->kind == VALUE_BOOLEAN ||
            ((type->kind == VALUE_INTEGER || type->kind == VALUE_UNSIGNED) &&
             type->enumeration == NULL)) {
            return false;
        }
        *text = g_strdup(lua_tostring(L, index));
        if (value_parse(type, *text, value) == VALUE_OK) {
            return true;
        }
        g_clear_pointer(text, g_free);
        return false;
    default:
        return false;
    }
}

bool
bind_to_value(lua_State *L, int index, const Type *type, const char *reference, Value *value,
              char **text)
{
    if (bind_is_broken(L, index)) {
        return false;
    }
    if (!convert(L, index, type, value, text)) {
        bind_problem(L, "%s takes %s, not %s", reference, describe_type(L, type),
                     bind_describe(L, index));
        return false;
    }
    return true;
}

double
bind_widen_float(float number)
{
    char text[32];

    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)number);
        if (strtof(text, NULL) == number) {
            return strtod(text, NULL);
        }
    }
    return (double)number;
}

/* Numbers and booleans as such, the rest as values_format writes it. */
void
bind_push_leaf(lua_State *L, const Values *values, const NodeRef *leaf)
{
    Value value;
    char *text;

    values_get(values, leaf, &value);
    switch (leaf->type->enumeration != NULL ? VALUE_STRUCTURE : value.kind) {
    case VALUE_BOOLEAN:
        lua_pushboolean(L, value.boolean);
        return;
    case VALUE_INTEGER:
        lua_pushinteger(L, value.integer);
        return;
    case VALUE_UNSIGNED:
        lua_pushinteger(L, (lua_Integer)value.unsigned_);
        return;
    case VALUE_FLOAT:
        lua_pushnumber(L, leaf->type->length == 32 ? bind_widen_float((float)value.real)
                                                   : value.real);
        return;
    case VALUE_VISIBLE_STRING:
    case VALUE_MMS_STRING:
        lua_pushlstring(L, (const char *)value_string(&value).data, value_string(&value).size);
        return;
    default:
        text = values_format(values, leaf);
        lua_pushstring(L, text);
        g_free(text);
        return;
    }
}

static const BindOption set_rows[] = {
    { "value", OPTION_ANY, false },
    { "q", OPTION_ANY, false },
    { "t", OPTION_ANY, false },
    { NULL, OPTION_ANY, false },
};

/* One part of a set table; `missing`: why there is no such leaf. True when it was given well.
 */
static bool
take_part(lua_State *L, int index, const char *name, const NodeRef *leaf, bool exists,
          const char *reference, Value *value, char **text)
{
    bool good = false;

    if (lua_getfield(L, index, name) != LUA_TNIL) {
        if (!exists) {
            bind_problem(L, "%s has no %s", reference, name);
        } else {
            good = bind_to_value(L, lua_gettop(L), leaf->type, reference, value, text);
        }
    }
    lua_settop(L, index > lua_gettop(L) ? index : lua_gettop(L) - 1);
    return good;
}

SetAction *
bind_to_set(lua_State *L, int index, Device *device, const char *reference)
{
    SetAction *set;
    Point point;
    Word *word;

    if (!bind_resolve_point(L, device, reference, &point)) {
        return NULL;
    }
    set = set_action_new(device, &point);
    word = bind_push_word(L, WORD_ACTION, "set", set); /* owns it while errors may be raised */
    bind_use(L, word);
    unsigned problems = bind_script(L)->scenario->problems->len;

    if (lua_istable(L, index) && !bind_is_failure(L, index)) {
        char *none = NULL;

        if (bind_check_options(L, index, set_rows, false)) {
            set->has_value = take_part(L, index, "value", &point.value, true, reference,
                                       &set->value, &set->text);
            set->has_q =
                take_part(L, index, "q", &point.q, point.has_q, reference, &set->q, &none);
            g_clear_pointer(&none, g_free);
            set->has_t =
                take_part(L, index, "t", &point.t, point.has_t, reference, &set->t, &none);
            g_clear_pointer(&none, g_free);
        }
    } else {
        set->has_value =
            bind_to_value(L, index, point.value.type, reference, &set->value, &set->text);
    }
    if (bind_script(L)->scenario->problems->len == problems && !bind_is_broken(L, index) &&
        !(set->has_value || set->has_q || set->has_t)) {
        bind_problem(L, "%s: { } gives nothing: it needs value, q or t", reference);
    }
    if (bind_script(L)->scenario->problems->len > problems ||
        !(set->has_value || set->has_q || set->has_t)) {
        lua_pop(L, 1);
        return NULL;
    }
    action_ref(&set->action);
    lua_pop(L, 1);
    return set;
}

void
bind_perform(lua_State *L, Action *action)
{
    Stage *stage = bind_script(L)->host->stage;

    action->type->perform(action, stage);
    stage_commit(stage);
}

const BindWordOptions bind_value_options[] = {
    { bind_timeline_words, "set", set_rows, "value" },
    { 0 },
};
