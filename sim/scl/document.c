/* SPDX-License-Identifier: Apache-2.0
 *
 * XML to SclElement with libxml2's SAX interface: namespaces by URI, the line of each "<"
 * (libxml2's own trees stop counting at 65535), no entity expanded, nothing fetched, nothing
 * kept that nobody asks for. First step of loading an SCL file.
 */
#include "sim/scl/document.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scl/scl.h"

#define NAMESPACE "http://www.iec.ch/61850/2003/SCL"
#define DEPTH_MAX 64
#define CHUNK_SIZE 65536

G_DEFINE_QUARK(scl_error, scl_error)

struct SclDocument {
    SclElement *root;
    GPtrArray *chunks;
    char *at;
    size_t left;
    xmlDict *dictionary; /* owns attribute names */
};

typedef struct Parse {
    xmlParserCtxt *context;
    SclDocument *document;
    SclNotes *notes;
    SclElement *open[DEPTH_MAX];
    SclElement *last_child[DEPTH_MAX]; /* of open[depth] */
    unsigned depth;
    unsigned skipped; /* depth inside an element that is left out */
    GString *text;
    bool wants_text;
    char *name_space; /* of the root; "" for none */
    int error_line;
    char *error;
} Parse;

/* Sorted by name. */
static const struct TagRow {
    const char *name;
    SclTag tag;
    bool has_text;
} tag_rows[] = {
    { "AccessPoint", SCL_ACCESS_POINT, false },
    { "Address", SCL_ADDRESS, false },
    { "BDA", SCL_BDA, false },
    { "ClientLN", SCL_CLIENT_LN, false },
    { "Communication", SCL_COMMUNICATION, false },
    { "ConfDataSet", SCL_CONF_DATA_SET, false },
    { "ConfSG", SCL_CONF_SG, false },
    { "ConnectedAP", SCL_CONNECTED_AP, false },
    { "DA", SCL_DA, false },
    { "DAI", SCL_DAI, false },
    { "DAType", SCL_DA_TYPE, false },
    { "DO", SCL_DO, false },
    { "DOI", SCL_DOI, false },
    { "DOType", SCL_DO_TYPE, false },
    { "DataSet", SCL_DATA_SET, false },
    { "DataTypeTemplates", SCL_DATA_TYPE_TEMPLATES, false },
    { "DynAssociation", SCL_DYN_ASSOCIATION, false },
    { "DynDataSet", SCL_DYN_DATA_SET, false },
    { "EnumType", SCL_ENUM_TYPE, false },
    { "EnumVal", SCL_ENUM_VAL, true },
    { "FCDA", SCL_FCDA, false },
    { "FileHandling", SCL_FILE_HANDLING, false },
    { "GSE", SCL_GSE, false },
    { "GSEControl", SCL_GSE_CONTROL, false },
    { "IED", SCL_IED, false },
    { "LDevice", SCL_LDEVICE, false },
    { "LN", SCL_LN, false },
    { "LN0", SCL_LN0, false },
    { "LNodeType", SCL_LNODE_TYPE, false },
    { "Log", SCL_LOG, false },
    { "LogControl", SCL_LOG_CONTROL, false },
    { "LogSettings", SCL_LOG_SETTINGS, false },
    { "MaxTime", SCL_MAX_TIME, true },
    { "MinTime", SCL_MIN_TIME, true },
    { "OptFields", SCL_OPT_FIELDS, false },
    { "P", SCL_P, true },
    { "ReportControl", SCL_REPORT_CONTROL, false },
    { "ReportSettings", SCL_REPORT_SETTINGS, false },
    { "RptEnabled", SCL_RPT_ENABLED, false },
    { "SCL", SCL_SCL, false },
    { "SDI", SCL_SDI, false },
    { "SDO", SCL_SDO, false },
    { "SGEdit", SCL_SG_EDIT, false },
    { "SMV", SCL_SMV, false },
    { "SampledValueControl", SCL_SAMPLED_VALUE_CONTROL, false },
    { "Server", SCL_SERVER, false },
    { "ServerAt", SCL_SERVER_AT, false },
    { "Services", SCL_SERVICES, false },
    { "SetDataSetValue", SCL_SET_DATA_SET_VALUE, false },
    { "SettingControl", SCL_SETTING_CONTROL, false },
    { "SettingGroups", SCL_SETTING_GROUPS, false },
    { "SmvOpts", SCL_SMV_OPTS, false },
    { "SubNetwork", SCL_SUB_NETWORK, false },
    { "TrgOps", SCL_TRG_OPS, false },
    { "Val", SCL_VAL, true },
};

static void *
allocate(SclDocument *document, size_t size)
{
    char *block;

    size = (size + 7) & ~(size_t)7;
    if (size > CHUNK_SIZE / 4) {
        block = g_malloc0(size);
        g_ptr_array_add(document->chunks, block);
        return block;
    }
    if (size > document->left) {
        document->at = g_malloc0(CHUNK_SIZE);
        document->left = CHUNK_SIZE;
        g_ptr_array_add(document->chunks, document->at);
    }
    block = document->at;
    document->at += size;
    document->left -= size;
    return block;
}

void *
scl_document_allocate(SclDocument *document, size_t size)
{
    return allocate(document, size);
}

static const char *
copy_text(SclDocument *document, const char *text, size_t length)
{
    char *copy = allocate(document, length + 1);

    memcpy(copy, text, length);
    return copy;
}

static void
stop(Parse *parse, int line, const char *what)
{
    if (parse->error == NULL) {
        parse->error_line = line;
        parse->error = g_strdup(what);
    }
    xmlStopParser(parse->context);
}

/* The line of the "<" of the start tag that was just read: an attribute value cannot hold a
 * "<", so the nearest one backwards is it. */
static int
line_of_tag(const xmlParserInput *input)
{
    const xmlChar *at = input->cur;
    int line = input->line;

    while (at > input->base && *at != '<') {
        at--;
        if (*at == '\n') {
            line--;
        }
    }
    return line;
}

static int
compare_row(const void *key, const void *row)
{
    return strcmp(key, ((const struct TagRow *)row)->name);
}

/* The root decides which namespace is SCL's: some old files have none. */
static bool
accept_root(Parse *parse, const char *name, const char *uri, int line)
{
    if (strcmp(name, "SCL") != 0) {
        stop(parse, line, "this is no SCL file: its root is another element");
        return false;
    }
    if (uri == NULL) {
        scl_note(parse->notes, line, "the root has no namespace; taken as SCL's");
    } else if (strcmp(uri, NAMESPACE) != 0) {
        scl_note(parse->notes, line, "the root's namespace is \"%s\"; taken as SCL's", uri);
    }
    parse->name_space = g_strdup(uri != NULL ? uri : "");
    return true;
}

static const struct TagRow *
find_row(const Parse *parse, const char *name, const char *uri)
{
    if (strcmp(uri != NULL ? uri : "", parse->name_space) != 0) {
        return NULL;
    }
    return bsearch(name, tag_rows, G_N_ELEMENTS(tag_rows), sizeof tag_rows[0], compare_row);
}

/* `attributes` holds five pointers each: name, prefix, URI, value, end of value. */
static void
copy_attributes(SclDocument *document, SclElement *element, int count,
                const xmlChar **attributes)
{
    SclAttribute *copies = allocate(document, (size_t)count * sizeof *copies);

    for (int i = 0; i < count; i++, attributes += 5) {
        SclAttribute *copy = &copies[element->attribute_count];

        if (attributes[1] == NULL) {
            copy->name = (const char *)attributes[0];
            copy->value = copy_text(document, (const char *)attributes[3],
                                    (size_t)(attributes[4] - attributes[3]));
            element->attribute_count++;
        }
    }
    element->attributes = copies;
}

static void
append_child(Parse *parse, SclElement *element)
{
    unsigned outer = parse->depth - 1;

    element->parent = parse->open[outer];
    if (parse->last_child[outer] == NULL) {
        element->parent->first = element;
    } else {
        parse->last_child[outer]->next = element;
    }
    parse->last_child[outer] = element;
}

static void
on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
         int namespace_count, const xmlChar **namespaces, int attribute_count,
         int defaulted_count, const xmlChar **attributes)
{
    Parse *parse = user;
    int line = line_of_tag(parse->context->input);
    const struct TagRow *row;
    SclElement *element;

    (void)namespace_count, (void)namespaces, (void)defaulted_count;
    if (parse->error != NULL || (parse->depth == 0 && !accept_root(parse, (const char *)name,
                                                                   (const char *)uri, line))) {
        return;
    }
    row = parse->skipped > 0 || (prefix != NULL && uri == NULL)
              ? NULL
              : find_row(parse, (const char *)name, (const char *)uri);
    if (row == NULL) {
        parse->skipped++;
        return;
    }
    if (parse->depth == DEPTH_MAX) {
        stop(parse, line, "elements are nested deeper than any SCL file needs");
        return;
    }
    element = allocate(parse->document, sizeof *element);
    element->tag = row->tag;
    element->line = line;
    element->text = "";
    copy_attributes(parse->document, element, attribute_count, attributes);
    if (parse->depth > 0) {
        append_child(parse, element);
    } else {
        parse->document->root = element;
    }
    parse->last_child[parse->depth] = NULL;
    parse->open[parse->depth++] = element;
    parse->wants_text = row->has_text;
    g_string_truncate(parse->text, 0);
}

static void
on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    Parse *parse = user;

    (void)name, (void)prefix, (void)uri;
    if (parse->skipped > 0) {
        parse->skipped--;
        return;
    }
    if (parse->depth == 0) {
        return;
    }
    parse->depth--;
    if (parse->wants_text) {
        g_strstrip(parse->text->str);
        parse->open[parse->depth]->text =
            copy_text(parse->document, parse->text->str, strlen(parse->text->str));
    }
    parse->wants_text = false;
}

static void
on_text(void *user, const xmlChar *text, int length)
{
    Parse *parse = user;

    if (parse->wants_text && parse->skipped == 0) {
        g_string_append_len(parse->text, (const char *)text, length);
    }
}

static void
on_entity(void *user, const xmlChar *name, int type, const xmlChar *public_id,
          const xmlChar *system_id, xmlChar *content)
{
    Parse *parse = user;

    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    stop(parse, parse->context->input->line, "it declares an entity, which is not accepted");
}

/* An undeclared prefix is no reason to refuse a file; whatever breaks its form is. */
static void
on_error(void *user, xmlErrorPtr error)
{
    Parse *parse = user;
    g_autofree char *what = g_strdup(error->message != NULL ? error->message : "no XML");

    if (parse->error != NULL) {
        return;
    }
    g_strstrip(what);
    what[strcspn(what, "\n")] = '\0';
    if (error->level == XML_ERR_FATAL) {
        parse->error_line = error->line;
        parse->error = g_steal_pointer(&what);
    } else {
        scl_note(parse->notes, error->line, "%s", what);
    }
}

static void
run_parser(Parse *parse, const char *bytes, size_t size)
{
    xmlSAXHandler *sax;

    parse->context = xmlCreateMemoryParserCtxt(bytes, (int)size);
    if (parse->context == NULL) {
        parse->error = g_strdup("the file is empty");
        return;
    }
    xmlCtxtUseOptions(parse->context, XML_PARSE_NONET);
    parse->context->userData = parse;
    sax = parse->context->sax;
    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_start;
    sax->endElementNs = on_end;
    sax->characters = on_text;
    sax->cdataBlock = on_text;
    sax->entityDecl = on_entity;
    sax->serror = on_error;
    xmlParseDocument(parse->context);
    if (parse->error == NULL &&
        (!parse->context->wellFormed || parse->document->root == NULL)) {
        parse->error_line = parse->context->input != NULL ? parse->context->input->line : 1;
        parse->error = g_strdup("the file is not well-formed");
    }
    parse->document->dictionary = parse->context->dict;
    xmlDictReference(parse->document->dictionary);
    xmlFreeDoc(parse->context->myDoc); /* made for entities, whoever declares them */
    xmlFreeParserCtxt(parse->context);
}

SclDocument *
scl_document_parse(const char *path, Slice bytes, SclNotes *notes, GError **error)
{
    g_autoptr(SclDocument) document = g_new0(SclDocument, 1);
    Parse parse = { .notes = notes, .document = document };

    document->chunks = g_ptr_array_new_with_free_func(g_free);
    parse.text = g_string_new(NULL);
    run_parser(&parse, (const char *)bytes.data, bytes.size);
    g_string_free(parse.text, TRUE);
    g_free(parse.name_space);
    if (parse.error != NULL) {
        g_set_error(error, SCL_ERROR, 0, "%s:%d: %s", path, MAX(parse.error_line, 1),
                    parse.error);
        g_free(parse.error);
        return NULL;
    }
    return g_steal_pointer(&document);
}

void
scl_document_free(SclDocument *document)
{
    if (document == NULL) {
        return;
    }
    g_ptr_array_free(document->chunks, TRUE);
    if (document->dictionary != NULL) {
        xmlDictFree(document->dictionary);
    }
    g_free(document);
}

SclElement *
scl_document_root(const SclDocument *document)
{
    return document->root;
}

static SclElement *
first_of(SclElement *element, SclTag tag)
{
    while (element != NULL && element->tag != tag) {
        element = element->next;
    }
    return element;
}

SclElement *
scl_child(const SclElement *parent, SclTag tag)
{
    return parent == NULL ? NULL : first_of(parent->first, tag);
}

SclElement *
scl_sibling(const SclElement *element, SclTag tag)
{
    return first_of(element->next, tag);
}

const char *
scl_find(const SclElement *element, const char *name)
{
    for (unsigned i = 0; element != NULL && i < element->attribute_count; i++) {
        if (strcmp(element->attributes[i].name, name) == 0) {
            return element->attributes[i].value;
        }
    }
    return NULL;
}

const char *
scl_get(const SclElement *element, const char *name)
{
    const char *value = scl_find(element, name);

    return value != NULL ? value : "";
}
