/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/scl/document.h"

#include "tests/sim/scl/load.h"

static SclDocument *
parse(const char *text, SclNotes *notes, GError **error)
{
    return scl_document_parse("x", slice_from_string(text), notes, error);
}

static void
lines_are_those_of_the_opening_bracket(void)
{
    SclNotes *notes = scl_notes_new();
    SclDocument *document = parse("<SCL>\n\n<IED\n name='A'\n\n desc='a > b'\n>\n<AccessPoint"
                                  " name='1'/><AccessPoint/></IED>\n<IED/></SCL>",
                                  notes, NULL);
    const SclElement *ied = scl_child(scl_document_root(document), SCL_IED);

    CU_ASSERT_EQUAL(ied->line, 3);
    CU_ASSERT_EQUAL(scl_child(ied, SCL_ACCESS_POINT)->line, 8);
    CU_ASSERT_EQUAL(scl_sibling(ied, SCL_IED)->line, 9);
    CU_ASSERT_STRING_EQUAL(scl_get(ied, "desc"), "a > b");
    CU_ASSERT_PTR_NULL(scl_find(ied, "type"));
    scl_document_free(document);
    scl_notes_free(notes);
}

static void
lines_are_counted_past_65535(void)
{
    SclNotes *notes = scl_notes_new();
    GString *text = g_string_new("<SCL>");
    SclDocument *document;

    for (unsigned i = 0; i < 70000; i++) {
        g_string_append_c(text, '\n');
    }
    g_string_append(text, "<IED\n/></SCL>");
    document = parse(text->str, notes, NULL);
    CU_ASSERT_EQUAL(scl_child(scl_document_root(document), SCL_IED)->line, 70001);
    scl_document_free(document);
    scl_notes_free(notes);
    g_string_free(text, TRUE);
}

static void
what_nobody_asks_for_is_not_kept(void)
{
    SclNotes *notes = scl_notes_new();
    SclDocument *document = parse("<SCL><Private><IED name='hidden'/></Private><Substation>"
                                  "<IED/></Substation><IED name='A'/></SCL>",
                                  notes, NULL);
    const SclElement *root = scl_document_root(document);

    CU_ASSERT_STRING_EQUAL(scl_get(scl_child(root, SCL_IED), "name"), "A");
    CU_ASSERT_PTR_NULL(root->first->next);
    scl_document_free(document);
    scl_notes_free(notes);
}

static void
text_comes_without_its_surroundings(void)
{
    SclNotes *notes = scl_notes_new();
    SclDocument *document = parse(
        "<SCL><Val>\n  a &lt;b&#x41;<![CDATA[ <c> ]]><!-- no --> d\n</Val></SCL>", notes, NULL);
    const SclElement *value = scl_child(scl_document_root(document), SCL_VAL);

    CU_ASSERT_STRING_EQUAL(value->text, "a <bA <c>  d");
    scl_document_free(document);
    scl_notes_free(notes);
}

static void
numbers_that_are_none_are_noted(void)
{
    SclNotes *notes = scl_notes_new();
    SclDocument *document =
        parse("<SCL a='7' b='-1' c='300' d='' e='true' f='1' g='no'/>", notes, NULL);
    const SclElement *root = scl_document_root(document);
    unsigned count;
    SclNote *taken;

    CU_ASSERT_EQUAL(scl_get_unsigned(notes, root, "a", 3, 255), 7);
    CU_ASSERT_EQUAL(scl_get_unsigned(notes, root, "b", 3, 255), 3);
    CU_ASSERT_EQUAL(scl_get_unsigned(notes, root, "c", 3, 255), 3);
    CU_ASSERT_EQUAL(scl_get_unsigned(notes, root, "d", 3, 255), 3);
    CU_ASSERT_EQUAL(scl_get_unsigned(notes, root, "none", 3, 255), 3);
    CU_ASSERT_TRUE(scl_get_boolean(notes, root, "e", false));
    CU_ASSERT_TRUE(scl_get_boolean(notes, root, "f", false));
    CU_ASSERT_FALSE(scl_get_boolean(notes, root, "g", false));
    taken = scl_notes_take(notes, &count);
    CU_ASSERT_EQUAL(count, 5); /* and one about the namespace */
    for (unsigned i = 0; i < count; i++) {
        g_free(taken[i].text);
    }
    g_free(taken);
    scl_notes_free(notes);
    scl_document_free(document);
}

static void
bad_files_are_refused_with_their_line(void)
{
    static const struct {
        const char *name, *error;
    } rows[] = {
        { "broken.cid", "9: Opening and ending tag mismatch" },
        { "truncated.cid", "6: Couldn't find end of Start Tag AccessPoint" },
        { "not_scl.xml", "4: this is no SCL file" },
        { "entities.cid", "4: it declares an entity" },
        { "external.cid", "4: it declares an entity" },
        { "deep.cid", "4: elements are nested deeper" },
        { "empty.cid", "1: the file is empty" },
        { "no_such_file.cid", " Failed to open file" },
        { ".", "it is a folder" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *error = load_failure(rows[i].name, false);

        CU_ASSERT_PTR_NOT_NULL(strstr(error, rows[i].error));
    }
}

static void
a_file_over_its_size_is_refused(void)
{
    g_autoptr(GError) error = NULL;

    CU_ASSERT_PTR_NULL(scl_load("/proc/self/exe", false, 10, &error));
    CU_ASSERT_PTR_NOT_NULL(strstr(error->message, "larger than 10 octets"));
}

static void
namespaces_are_known_by_uri(void)
{
    g_autoptr(SclFile) prefixed = load_feature("prefixed.cid");
    g_autoptr(SclFile) bare = load_feature("no_namespace.icd");
    g_autoptr(SclFile) marked = load_feature("bom.cid");
    g_autoptr(SclFile) private = load_feature("private.cid");

    CU_ASSERT_EQUAL(prefixed->servers[0].model->devices[0].node_count, 2);
    CU_ASSERT_EQUAL(prefixed->note_count, 0);
    CU_ASSERT_EQUAL(bare->servers[0].model->devices[0].node_count, 2);
    CU_ASSERT_TRUE(has_note(bare, 4, "no namespace"));
    CU_ASSERT_EQUAL(marked->note_count, 0);
    CU_ASSERT_EQUAL(private->note_count, 0);
    CU_ASSERT_EQUAL(private->servers[0].model->data_set_count, 1);
    CU_ASSERT_STRING_EQUAL(private->servers[0].model->data_sets[0].item, "LLN0$ds");
    CU_ASSERT_EQUAL(private->servers[0].model->data_sets[0].member_count, 1);
    CU_ASSERT_STRING_EQUAL(private->servers[0].model->data_sets[0].members[0].item,
                           "GGIO1$ST$Ind1");
}

static void
an_undeclared_prefix_is_noted_and_foreign(void)
{
    SclNotes *notes = scl_notes_new();
    SclDocument *document =
        parse("<SCL>\n<v:IED name='hidden'/>\n<IED v:name='B' name='A'/></SCL>", notes, NULL);
    const SclElement *ied = scl_child(scl_document_root(document), SCL_IED);
    unsigned count;
    SclNote *taken = scl_notes_take(notes, &count);

    CU_ASSERT_STRING_EQUAL(scl_get(ied, "name"), "A");
    CU_ASSERT_EQUAL(count, 3);
    CU_ASSERT_EQUAL(taken[1].line, 2);
    CU_ASSERT_EQUAL(taken[2].line, 3);
    for (unsigned i = 0; i < count; i++) {
        g_free(taken[i].text);
    }
    g_free(taken);
    scl_notes_free(notes);
    scl_document_free(document);
}

TEST_SUITE(scl_document, TEST_CASE(lines_are_those_of_the_opening_bracket),
           TEST_CASE(lines_are_counted_past_65535), TEST_CASE(what_nobody_asks_for_is_not_kept),
           TEST_CASE(text_comes_without_its_surroundings),
           TEST_CASE(numbers_that_are_none_are_noted),
           TEST_CASE(bad_files_are_refused_with_their_line),
           TEST_CASE(a_file_over_its_size_is_refused),
           TEST_CASE(an_undeclared_prefix_is_noted_and_foreign),
           TEST_CASE(namespaces_are_known_by_uri))
