/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree of a server's names for people and as JSON: logical devices, nodes, data objects
 * with their functional constraints, attributes. It is made from the list of names alone; types
 * are asked for once a logical node.
 */
#include <stdio.h>

#include "engine/command.h"
#include "engine/commands/browse.h"
#include "engine/commands/table.h"
#include "sim/base/json.h"

#define FC_COLUMN 40

typedef struct Node Node;
struct Node {
    char *name;
    uint32_t fcs;        /* bit n: Fc n */
    char *type;          /* of a basic value, when types were asked for */
    GPtrArray *children; /* Node, owned */
};

typedef struct Browse {
    ClientSession session;
    const BrowseOptions *options;
    bool held;        /* the last wait's call held */
    GPtrArray *names; /* of the last call */
    Node *node;       /* a logical node whose type is asked for */
    JsonWriter *json; /* of the members being asked for; NULL: people */
} Browse;

static void
node_free(void *user)
{
    Node *node = user;

    g_ptr_array_unref(node->children);
    g_free(node->name);
    g_free(node->type);
    g_free(node);
}

static Node *
node_new(const char *name)
{
    Node *node = g_new0(Node, 1);

    node->name = g_strdup(name);
    node->children = g_ptr_array_new_with_free_func(node_free);
    return node;
}

/* Names come in the order of the tree, so the last child is the likely one. */
static Node *
node_child(Node *node, const char *name)
{
    Node *child;

    for (unsigned i = node->children->len; i > 0; i--) {
        child = node->children->pdata[i - 1];
        if (strcmp(child->name, name) == 0) {
            return child;
        }
    }
    child = node_new(name);
    g_ptr_array_add(node->children, child);
    return child;
}

/* "MMXU1$MX$TotW$mag" is MMXU1, TotW, mag, and MX at the latter two. */
static void
node_insert(Node *device, const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, "$", -1);
    Node *node = node_child(device, parts[0]);
    Fc fc = parts[1] != NULL ? fc_parse(slice_from_string(parts[1])) : FC_NONE;

    for (unsigned i = fc != FC_NONE ? 2 : 1; parts[0] != NULL && i < g_strv_length(parts);
         i++) {
        node = node_child(node, parts[i]);
        node->fcs |= fc != FC_NONE ? UINT32_C(1) << fc : 0;
    }
}

static char *
fc_list(uint32_t fcs)
{
    GString *text = g_string_new(NULL);

    for (Fc fc = 0; fc < FC_COUNT; fc++) {
        if (fcs >> fc & 1) {
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", fc_name(fc));
        }
    }
    return g_string_free(text, FALSE);
}

static void
on_names(void *user, const ClientFailure *failure, const char *const *names, unsigned count)
{
    Browse *browse = user;

    if (failure != NULL) {
        client_session_tell(&browse->session, "names", failure);
    }
    browse->held = failure == NULL;
    for (unsigned i = 0; i < count; i++) {
        g_ptr_array_add(browse->names, g_strdup(names[i]));
    }
    client_session_wake(&browse->session);
}

/* The names of a class, owned by the caller; empty after a failure. */
static GPtrArray *
ask_names(Browse *browse, MmsObjectClass object_class, const char *domain)
{
    browse->names = g_ptr_array_new_with_free_func(g_free);
    client_get_names(browse->session.client, object_class,
                     domain != NULL ? MMS_SCOPE_DOMAIN : MMS_SCOPE_VMD, domain, on_names,
                     browse);
    client_session_wait(&browse->session);
    return browse->names;
}

/* Enters the basic types below a structure that stands at `node`. */
static void
enter_types(Node *node, const ClientType *type)
{
    for (unsigned i = 0; type->tag == 0xA2 && i < type->count; i++) {
        Node *child = node_child(node, type->components[i].name);
        const ClientType *inner = type->components[i].type;

        if (inner->tag == 0xA2) {
            enter_types(child, inner);
        } else if (child->type == NULL) {
            child->type = client_type_format(inner);
        }
    }
}

static void
on_type(void *user, const ClientFailure *failure, const ClientType *type)
{
    Browse *browse = user;

    if (failure != NULL) {
        client_session_tell(&browse->session, browse->node->name, failure);
    }
    for (unsigned i = 0; failure == NULL && i < type->count && type->tag == 0xA2; i++) {
        enter_types(browse->node, type->components[i].type);
    }
    browse->held = failure == NULL;
    client_session_wake(&browse->session);
}

static bool
ask_types(Browse *browse, Node *device)
{
    for (unsigned i = 0; i < device->children->len; i++) {
        browse->node = device->children->pdata[i];
        client_get_type(browse->session.client, device->name, browse->node->name, on_type,
                        browse);
        client_session_wait(&browse->session);
        if (!browse->held) {
            return false;
        }
    }
    return true;
}

static void
print_node(const Node *node, int level, int depth)
{
    g_autofree char *fcs = fc_list(node->fcs);
    int width = FC_COLUMN - 2 * level;

    if (node->fcs == 0 && node->type == NULL) {
        printf("%*s%s\n", 2 * level, "", node->name);
    } else {
        printf("%*s%-*s %*s%s%s\n", 2 * level, "", width, node->name,
               node->type != NULL ? -12 : 0, fcs, node->type != NULL ? " " : "",
               node->type != NULL ? node->type : "");
    }
    for (unsigned i = 0; level + 1 < depth && i < node->children->len; i++) {
        print_node(node->children->pdata[i], level + 1, depth);
    }
}

static void
put_node(JsonWriter *json, const Node *node, int level, int depth)
{
    static const char *const inside[] = { "nodes", "objects", "attributes" };

    json_open_object(json, NULL);
    json_put_string(json, "name", node->name);
    if (node->fcs != 0) {
        json_open_array(json, "fc");
        for (Fc fc = 0; fc < FC_COUNT; fc++) {
            if (node->fcs >> fc & 1) {
                json_put_string(json, NULL, fc_name(fc));
            }
        }
        json_close(json);
    }
    if (node->type != NULL) {
        json_put_string(json, "type", node->type);
    }
    if (level + 1 < depth && node->children->len > 0) {
        json_open_array(json, inside[MIN(level, 2)]);
        for (unsigned i = 0; i < node->children->len; i++) {
            put_node(json, node->children->pdata[i], level + 1, depth);
        }
        json_close(json);
    }
    json_close(json);
}

static void
append_member(GString *text, const ClientName *member)
{
    g_string_append_printf(text, "%s/%s", member->domain != NULL ? member->domain : "",
                           member->item);
    if (member->has_index) {
        g_string_append_printf(text, "(%u)", member->index);
    }
    if (member->component != NULL) {
        g_string_append_printf(text, "$%s", member->component);
    }
}

static void
on_members(void *user, const ClientFailure *failure, bool deletable, const ClientName *members,
           unsigned count)
{
    Browse *browse = user;

    if (failure != NULL) {
        client_session_tell(&browse->session, "data set", failure);
    } else if (browse->json != NULL) {
        json_put_boolean(browse->json, "deletable", deletable);
        json_open_array(browse->json, "members");
    }
    for (unsigned i = 0; i < count; i++) {
        g_autoptr(GString) text = g_string_new(NULL);

        append_member(text, &members[i]);
        if (browse->json != NULL) {
            json_put_string(browse->json, NULL, text->str);
        } else {
            printf("      %s\n", text->str);
        }
    }
    if (failure == NULL && browse->json != NULL) {
        json_close(browse->json);
    }
    browse->held = failure == NULL;
    client_session_wake(&browse->session);
}

static bool
show_data_sets(Browse *browse, const char *domain, JsonWriter *json)
{
    g_autoptr(GPtrArray) lists = ask_names(browse, MMS_CLASS_NAMED_VARIABLE_LIST, domain);
    bool held = browse->held;

    browse->json = json;
    if (json != NULL) {
        json_open_array(json, "data_sets");
    }
    for (unsigned i = 0; held && i < lists->len; i++) {
        if (json != NULL) {
            json_open_object(json, NULL);
            json_put_string(json, "name", lists->pdata[i]);
        } else {
            printf("    data set %s\n", (const char *)lists->pdata[i]);
        }
        client_get_list(browse->session.client, MMS_SCOPE_DOMAIN, domain, lists->pdata[i],
                        on_members, browse);
        client_session_wait(&browse->session);
        held = browse->held;
        if (json != NULL) {
            json_close(json);
        }
    }
    if (json != NULL) {
        json_close(json);
    }
    return held;
}

static bool
ask_device(Browse *browse, Node *device)
{
    g_autoptr(GPtrArray) names = NULL;

    if (browse->options->depth <= 1) {
        return true;
    }
    names = ask_names(browse, MMS_CLASS_NAMED_VARIABLE, device->name);
    for (unsigned i = 0; i < names->len; i++) {
        node_insert(device, names->pdata[i]);
    }
    return browse->held && (!browse->options->types || ask_types(browse, device));
}

static bool
show_device(Browse *browse, const char *domain, JsonWriter *json)
{
    Node *device = node_new(domain);
    bool held = ask_device(browse, device);

    if (json != NULL) {
        json_open_object(json, NULL);
        json_put_string(json, "domain", domain);
        json_open_array(json, "nodes");
        for (unsigned i = 0; i < device->children->len; i++) {
            put_node(json, device->children->pdata[i], 1, browse->options->depth);
        }
        json_close(json);
    } else {
        print_node(device, 0, browse->options->depth);
    }
    node_free(device);
    if (held && browse->options->data_sets) {
        held = show_data_sets(browse, domain, json);
    }
    if (json != NULL) {
        json_close(json);
    }
    return held;
}

static bool
show_server(Browse *browse, JsonWriter *json)
{
    g_autoptr(GPtrArray) domains = ask_names(browse, MMS_CLASS_DOMAIN, NULL);
    bool held = browse->held;

    for (unsigned i = 0; held && i < domains->len; i++) {
        held = show_device(browse, domains->pdata[i], json);
    }
    return held;
}

int
browse_tree(const BrowseOptions *options, const char *address)
{
    Browse browse = { .options = options };
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter json = json_writer(text);
    int status;

    if (client_session_open(&browse.session, options->client, address, &status)) {
        json_open_object(&json, NULL);
        json_put_string(&json, "address", address);
        json_open_array(&json, "devices");
        status = show_server(&browse, options->client->json ? &json : NULL) ? EXIT_HELD
                                                                            : EXIT_NOT_HELD;
        json_close(&json);
        json_close(&json);
        if (options->client->json) {
            puts(text->str);
        }
    }
    client_session_clear(&browse.session);
    return status;
}
