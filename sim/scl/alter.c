/* SPDX-License-Identifier: Apache-2.0
 *
 * See alter.h. Types are shared by nodes and IEDs: whoever is altered first gets copies of the
 * LNodeType, DOType and DATypes on the way down to what differs.
 */
#include "sim/scl/alter.h"

#include <string.h>

#include "sim/scl/builder.h"
#include "sim/scl/scl.h"

typedef struct Alter {
    SclDocument *document;
    SclElement *root, *templates;
    SclElement *ied;
    const SclAlteration *alteration;
    unsigned copies; /* for the names of types */
    GError **error;
} Alter;

static bool
fail(const Alter *alter, const char *what)
{
    g_set_error(alter->error, SCL_ERROR, 0, "%s: %s", alter->alteration->reference, what);
    return false;
}

static const char *
keep(const Alter *alter, const char *text)
{
    char *copy = scl_document_allocate(alter->document, strlen(text) + 1);

    strcpy(copy, text);
    return copy;
}

/* Sets an attribute, or takes it away (value NULL). */
static void
set_attribute(const Alter *alter, SclElement *element, const char *name, const char *value)
{
    SclAttribute *attributes = scl_document_allocate(
        alter->document, (element->attribute_count + 1) * sizeof *attributes);
    unsigned count = 0;

    for (unsigned i = 0; i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, name) != 0) {
            attributes[count++] = element->attributes[i];
        }
    }
    if (value != NULL) {
        attributes[count++] = (SclAttribute){ name, keep(alter, value) };
    }
    element->attributes = attributes;
    element->attribute_count = count;
}

static void
unlink_element(SclElement *element)
{
    SclElement **place = &element->parent->first;

    while (*place != element) {
        place = &(*place)->next;
    }
    *place = element->next;
}

/* The element and what is in it. */
static SclElement *
copy_element(const Alter *alter, const SclElement *element, SclElement *parent)
{
    SclElement *copy = scl_document_allocate(alter->document, sizeof *copy);
    SclElement **place = &copy->first;

    *copy = *element;
    copy->parent = parent;
    copy->first = copy->next = NULL;
    for (const SclElement *child = element->first; child != NULL; child = child->next) {
        *place = copy_element(alter, child, copy);
        place = &(*place)->next;
    }
    return copy;
}

static SclElement *
find_named(const SclElement *parent, SclTag tag, const char *attribute, const char *value)
{
    SCL_EACH(child, parent, tag)
    {
        if (strcmp(scl_get(child, attribute), value) == 0) {
            return child;
        }
    }
    return NULL;
}

/* The type that an attribute of `user` names, as a copy that nobody else has; NULL when the
 * file lacks it. */
static SclElement *
own_type(Alter *alter, SclElement *user, const char *attribute, SclTag tag)
{
    const SclElement *type = find_named(alter->templates, tag, "id", scl_get(user, attribute));
    g_autofree char *id = NULL;
    SclElement *copy;

    if (type == NULL) {
        return NULL;
    }
    id = g_strdup_printf("%s~%u", scl_get(type, "id"), ++alter->copies);
    copy = copy_element(alter, type, alter->templates);
    set_attribute(alter, copy, "id", id);
    set_attribute(alter, user, attribute, id);
    copy->next = alter->templates->first;
    alter->templates->first = copy;
    return copy;
}

/* The child of a type by its name, whatever tag it has. */
static SclElement *
find_part(const SclElement *type, const char *name)
{
    static const SclTag tags[] = { SCL_DO, SCL_SDO, SCL_DA, SCL_BDA };

    for (unsigned i = 0; i < G_N_ELEMENTS(tags); i++) {
        SclElement *found = find_named(type, tags[i], "name", name);

        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* Down the types of a node by the names of a path; NULL: told. */
static SclElement *
find_element(Alter *alter, SclElement *node, const char *path)
{
    g_auto(GStrv) names = g_strsplit(path, ".", -1);
    SclElement *type = own_type(alter, node, "lnType", SCL_LNODE_TYPE);
    SclElement *part = NULL;

    for (char **name = names; *name != NULL; name++) {
        part = type == NULL ? NULL : find_part(type, *name);
        if (part == NULL) {
            fail(alter, "the file has no such data");
            return NULL;
        }
        if (name[1] != NULL) {
            bool object = part->tag == SCL_DO || part->tag == SCL_SDO;

            type = own_type(alter, part, "type", object ? SCL_DO_TYPE : SCL_DA_TYPE);
        }
    }
    return part;
}

static SclElement *
find_node(const SclElement *device, const char *name)
{
    for (SclElement *child = device->first; child != NULL; child = child->next) {
        if (child->tag == SCL_LN || child->tag == SCL_LN0) {
            g_autofree char *own = scl_node_name(
                scl_get(child, "prefix"), scl_get(child, "lnClass"), scl_get(child, "inst"));

            if (strcmp(own, name) == 0) {
                return child;
            }
        }
    }
    return NULL;
}

typedef void (*DeviceVisit)(Alter *alter, SclElement *device, void *user);

static void
each_device(Alter *alter, DeviceVisit visit, void *user)
{
    SCL_EACH(access_point, alter->ied, SCL_ACCESS_POINT)
    {
        SclElement *server = scl_child(access_point, SCL_SERVER);
        SclElement *next;

        for (SclElement *at = scl_child(server, SCL_LDEVICE); at != NULL; at = next) {
            next = scl_sibling(at, SCL_LDEVICE);
            visit(alter, at, user);
        }
    }
}

/* What a reference names, as far as it goes. */
typedef struct Wanted {
    const char *device, *node;
    SclElement *found_device, *found_node;
} Wanted;

static void
look(Alter *alter, SclElement *device, void *user)
{
    Wanted *wanted = user;

    (void)alter;
    if (strcmp(scl_get(device, "inst"), wanted->device) == 0) {
        wanted->found_device = device;
        wanted->found_node = wanted->node == NULL ? NULL : find_node(device, wanted->node);
    }
}

/* Splits "LD/LN.path" and finds device and node; `path` NULL where there is none. */
static bool
find_reference(Alter *alter, Wanted *wanted, char **parts, const char **path)
{
    char *dot = parts[1] == NULL ? NULL : strchr(parts[1], '.');

    *path = dot == NULL ? NULL : dot + 1;
    if (dot != NULL) {
        *dot = '\0';
    }
    *wanted = (Wanted){ .device = parts[0], .node = parts[1] };
    each_device(alter, look, wanted);
    if (wanted->found_device == NULL) {
        return fail(alter, "the IED has no such logical device");
    }
    return wanted->node == NULL || wanted->found_node != NULL ||
           fail(alter, "the file has no such logical node");
}

static bool
alter_missing(Alter *alter, const Wanted *wanted, const char *path)
{
    SclElement *element = path != NULL           ? find_element(alter, wanted->found_node, path)
                          : wanted->node != NULL ? wanted->found_node
                                                 : wanted->found_device;

    if (element != NULL) {
        unlink_element(element);
    }
    return element != NULL;
}

static bool
alter_type(Alter *alter, const Wanted *wanted, const char *path)
{
    const char *b_type = alter->alteration->value;
    SclElement *element;

    if (path == NULL || type_basic(b_type) == NULL) {
        return fail(alter, path == NULL ? "name an attribute" : "there is no such basic type");
    }
    element = find_element(alter, wanted->found_node, path);
    if (element == NULL) {
        return false;
    }
    if (element->tag != SCL_DA && element->tag != SCL_BDA) {
        return fail(alter, "a data object has no basic type: name an attribute");
    }
    set_attribute(alter, element, "bType", b_type);
    set_attribute(alter, element, "type", NULL);
    return true;
}

static bool
alter_one_revision(Alter *alter, const Wanted *wanted, const char *path)
{
    SclElement *control =
        path == NULL ? NULL : find_named(wanted->found_node, SCL_REPORT_CONTROL, "name", path);

    if (control == NULL) {
        return fail(alter, "the file has no such ReportControl");
    }
    set_attribute(alter, control, "confRev", alter->alteration->value);
    return true;
}

static void
alter_revisions(Alter *alter, SclElement *device, void *user)
{
    (void)user;
    for (SclElement *node = device->first; node != NULL; node = node->next) {
        SCL_EACH(control, node, SCL_REPORT_CONTROL)
        {
            set_attribute(alter, control, "confRev", alter->alteration->value);
        }
    }
}

static void
rename_device(Alter *alter, SclElement *device, void *user)
{
    g_autofree char *name =
        g_strconcat(alter->alteration->value, scl_get(device, "inst"), NULL);

    (void)user;
    set_attribute(alter, device, "ldName", name);
}

/* By its reference. */
static bool
alter_at(Alter *alter)
{
    static bool (*const alters[])(Alter *, const Wanted *, const char *) = {
        [SCL_ALTER_MISSING] = alter_missing,
        [SCL_ALTER_TYPE] = alter_type,
        [SCL_ALTER_CONF_REV] = alter_one_revision,
    };
    g_auto(GStrv) parts = g_strsplit(alter->alteration->reference, "/", 2);
    const char *path;
    Wanted wanted;

    return find_reference(alter, &wanted, parts, &path) &&
           alters[alter->alteration->kind](alter, &wanted, path);
}

static bool
alter_one(Alter *alter)
{
    if (alter->alteration->kind == SCL_ALTER_NAME) {
        each_device(alter, rename_device, NULL);
        return true;
    }
    if (alter->alteration->reference == NULL) {
        each_device(alter, alter_revisions, NULL);
        return true;
    }
    return alter_at(alter);
}

bool
scl_alter(SclDocument *document, const char *ied, const SclAlteration *alterations,
          unsigned count, GError **error)
{
    SclElement *root = scl_document_root(document);
    Alter alter = { .document = document,
                    .root = root,
                    .templates = scl_child(root, SCL_DATA_TYPE_TEMPLATES),
                    .ied = find_named(root, SCL_IED, "name", ied),
                    .error = error };

    if (alter.ied == NULL || alter.templates == NULL) {
        g_set_error(error, SCL_ERROR, 0, "%s: there is no such IED, or it has no types", ied);
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        alter.alteration = &alterations[i];
        if (!alter_one(&alter)) {
            return false;
        }
    }
    return true;
}
