/* SPDX-License-Identifier: Apache-2.0
 *
 * MMS Data and Lua values: with a type of the model enumerations have names and structures
 * named members, without one data is what it says itself.
 */
#include "engine/bind/client.h"

#include <string.h>

#include "sim/model/bit_names.h"

enum {
    DATA_ARRAY = 0xA1,
    DATA_STRUCTURE = 0xA2,
    DATA_BOOLEAN = 0x83,
    DATA_BIT_STRING = 0x84,
    DATA_INTEGER = 0x85,
    DATA_UNSIGNED = 0x86,
    DATA_FLOAT = 0x87,
    DATA_OCTET_STRING = 0x89,
    DATA_VISIBLE_STRING = 0x8A,
    DATA_BINARY_TIME = 0x8C,
    DATA_MMS_STRING = 0x90,
    DATA_UTC_TIME = 0x91,
};

void
bind_push_reference(lua_State *L, const Model *model, Slice reference, const Type **type)
{
    char *text = g_strndup((const char *)reference.data, reference.size);
    NodeRef ref;

    *type = NULL;
    if (model != NULL && reference.size > 0 && reference_resolve(model, text, &ref, NULL)) {
        g_free(text);
        *type = ref.type;
        text = reference_format(model, &ref, false);
    }
    lua_pushstring(L, text);
    g_free(text);
}

static void
push_text_of(lua_State *L, Slice element)
{
    char *text = client_data_format(element);

    lua_pushstring(L, text);
    g_free(text);
}

static void
push_integer(lua_State *L, const Type *type, Slice content)
{
    int64_t value = 0;
    const char *name;

    ber_decode_integer(content, &value);
    name = type != NULL && type->enumeration != NULL ? enum_type_name(type->enumeration, value)
                                                     : NULL;
    if (name != NULL) {
        lua_pushstring(L, name);
    } else {
        lua_pushinteger(L, value);
    }
}

static void
push_float(lua_State *L, Slice content, Slice element)
{
    uint64_t bits = 0;

    for (size_t i = 1; i < content.size; i++) {
        bits = bits << 8 | content.data[i];
    }
    if (content.size == 5) {
        uint32_t half = (uint32_t)bits;
        float number;

        memcpy(&number, &half, sizeof number);
        lua_pushnumber(L, bind_widen_float(number));
    } else if (content.size == 9) {
        double number;

        memcpy(&number, &bits, sizeof number);
        lua_pushnumber(L, number);
    } else {
        push_text_of(L, element);
    }
}

/* "on" of a Dbpos, "good" of a Quality; other bit strings as bits. */
static void
push_bits(lua_State *L, const Type *type, Slice content, Slice element)
{
    Value value = { .kind = VALUE_BIT_STRING };
    GString *text = g_string_new(NULL);
    Slice octets = SLICE_NONE;
    size_t bits = 0;

    if (type != NULL && ber_decode_bit_string(content, &octets, &bits) &&
        octets.size <= sizeof value.bit_string.octets) {
        memcpy(value.bit_string.octets, octets.data, octets.size);
        value.bit_string.bits = bits;
        if (bit_names_append(type, &value, text)) {
            lua_pushlstring(L, text->str, text->len);
            g_string_free(text, TRUE);
            return;
        }
    }
    g_string_free(text, TRUE);
    push_text_of(L, element);
}

/* Hex, as it is written and as the EntryID of a report comes. */
static void
push_octets(lua_State *L, Slice content)
{
    luaL_Buffer buffer;

    luaL_buffinit(L, &buffer);
    for (size_t i = 0; i < content.size; i++) {
        char text[3];

        g_snprintf(text, sizeof text, "%02X", content.data[i]);
        luaL_addstring(&buffer, text);
    }
    luaL_pushresult(&buffer);
}

static void
push_members(lua_State *L, const Type *type, Slice content)
{
    BerReader reader = ber_reader(content);

    luaL_checkstack(L, 4, "data is nested too deep");
    lua_newtable(L);
    for (uint32_t i = 0; !ber_at_end(&reader); i++) {
        bool named = type != NULL && type->kind == VALUE_STRUCTURE && i < type->component_count;
        const Type *inner = named ? type->components[i].type
                            : type != NULL && type->kind == VALUE_ARRAY ? type->element
                                                                        : NULL;

        bind_push_data(L, inner, ber_get_element(&reader));
        if (named) {
            lua_setfield(L, -2, type->components[i].name);
        } else {
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
    }
}

void
bind_push_data(lua_State *L, const Type *type, Slice data)
{
    BerReader reader = ber_reader(data);
    uint64_t natural = 0;
    BerTag tag = 0;
    Slice content = ber_get_any(&reader, &tag);

    switch (tag) {
    case DATA_ARRAY:
    case DATA_STRUCTURE:
        push_members(L, type, content);
        break;
    case DATA_BOOLEAN:
        lua_pushboolean(L, content.size == 1 && content.data[0] != 0);
        break;
    case DATA_INTEGER:
        push_integer(L, type, content);
        break;
    case DATA_BIT_STRING:
        push_bits(L, type, content, data);
        break;
    case DATA_UNSIGNED:
        ber_decode_unsigned(content, &natural);
        lua_pushinteger(L, (lua_Integer)natural);
        break;
    case DATA_FLOAT:
        push_float(L, content, data);
        break;
    case DATA_OCTET_STRING:
        push_octets(L, content);
        break;
    case DATA_VISIBLE_STRING:
    case DATA_MMS_STRING:
        lua_pushlstring(L, (const char *)content.data, content.size);
        break;
    default:
        push_text_of(L, data);
        break;
    }
}

static char *
bits_to_text(const Value *value)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < value->bit_string.bits; i++) {
        g_string_append_c(text,
                          (value->bit_string.octets[i / 8] & 0x80 >> i % 8) != 0 ? '1' : '0');
    }
    return g_string_free(text, FALSE);
}

static char *
octets_to_text(Slice octets)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < octets.size; i++) {
        g_string_append_printf(text, "%02x", octets.data[i]);
    }
    return g_string_free(text, FALSE);
}

/* Times go by way of the model's own text, so only what is left is made here. */
char *
value_to_text(const Value *value)
{
    Slice string = value_string(value);

    switch (value->kind) {
    case VALUE_BOOLEAN:
        return g_strdup(value->boolean ? "true" : "false");
    case VALUE_INTEGER:
        return g_strdup_printf("%" G_GINT64_FORMAT, value->integer);
    case VALUE_UNSIGNED:
        return g_strdup_printf("%" G_GUINT64_FORMAT, value->unsigned_);
    case VALUE_FLOAT:
        return g_strdup_printf("%.17g", value->real);
    case VALUE_BIT_STRING:
        return bits_to_text(value);
    case VALUE_OCTET_STRING:
        return octets_to_text(string);
    case VALUE_VISIBLE_STRING:
    case VALUE_MMS_STRING:
        return g_strndup((const char *)string.data, string.size);
    default:
        return NULL;
    }
}

static BerTag
tag_of(ValueKind kind)
{
    static const uint8_t tags[] = {
        [VALUE_BOOLEAN] = DATA_BOOLEAN,
        [VALUE_INTEGER] = DATA_INTEGER,
        [VALUE_UNSIGNED] = DATA_UNSIGNED,
        [VALUE_FLOAT] = DATA_FLOAT,
        [VALUE_BIT_STRING] = DATA_BIT_STRING,
        [VALUE_OCTET_STRING] = DATA_OCTET_STRING,
        [VALUE_VISIBLE_STRING] = DATA_VISIBLE_STRING,
        [VALUE_MMS_STRING] = DATA_MMS_STRING,
        [VALUE_BINARY_TIME] = DATA_BINARY_TIME,
        [VALUE_UTC_TIME] = DATA_UTC_TIME,
    };

    return tags[kind];
}

bool
call_encode(CallItem *item, GError **error)
{
    const Type *type = item->type;
    int32_t size = type->kind == VALUE_BINARY_TIME ? 6 : type->length;
    ClientType wire = { .tag = tag_of(type->kind), .size = type->variable ? -size : size };

    item->has_data = true;
    pdu_init(&item->data, 64);
    return client_data_parse(&wire, item->text, &item->data, error);
}
