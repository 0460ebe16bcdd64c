/* SPDX-License-Identifier: Apache-2.0
 *
 * COMTRADE records: finding the files of one, and the parts of a .cff (IEEE C37.111-2013
 * clause 10).
 */
#include "engine/comtrade.h"

#include <string.h>

#include "engine/comtrade_parts.h"

#define CONFIG_SIZE_MAX (8u << 20)
#define DATA_SIZE_MAX (256u << 20)

G_DEFINE_QUARK(iedbench - comtrade - error, comtrade_error)

static Comtrade *
comtrade_new(const char *path)
{
    Comtrade *record = g_new0(Comtrade, 1);

    record->path = g_strdup(path);
    record->notes = g_ptr_array_new_with_free_func(g_free);
    return record;
}

static void
free_channels(Comtrade *record)
{
    for (unsigned i = 0; i < record->analog_count; i++) {
        g_free(record->analogs[i].name);
        g_free(record->analogs[i].phase);
        g_free(record->analogs[i].circuit);
        g_free(record->analogs[i].unit);
    }
    for (unsigned i = 0; i < record->digital_count; i++) {
        g_free(record->digitals[i].name);
        g_free(record->digitals[i].phase);
        g_free(record->digitals[i].circuit);
    }
    g_free(record->analogs);
    g_free(record->digitals);
}

void
comtrade_free(Comtrade *record)
{
    if (record == NULL) {
        return;
    }
    free_channels(record);
    g_free(record->path);
    g_free(record->station);
    g_free(record->device);
    g_free(record->rates);
    g_free(record->times);
    g_ptr_array_unref(record->notes);
    comtrade_data_free(record->data);
    g_free(record);
}

static Comtrade *
parse(const char *path, const char *data_path, Slice config, Slice data, const char *encoding,
      GError **error)
{
    Comtrade *record = comtrade_new(path);
    g_autofree char *text = NULL;
    bool good;

    record->encoding = encoding;
    text = comtrade_to_utf8(config, &record->encoding, error);
    good = text != NULL && comtrade_read_config(record, text, error) &&
           comtrade_read_data(record, data_path, data, error);
    if (!good) {
        g_clear_pointer(&record, comtrade_free);
    }
    return record;
}

Comtrade *
comtrade_parse(const char *path, Slice config, Slice data, const char *encoding, GError **error)
{
    return parse(path, path, config, data, encoding, error);
}

/* "--- file type: DAT BINARY: 4214 ---": the kind, and the size where there is one. */
typedef struct Part {
    char kind[4];
    size_t size; /* SIZE_MAX: to the next part */
    const char *start;
} Part;

#define PART_HEAD "--- file type:"

static const char *
line_behind(const char *at, const char *end)
{
    const char *feed = memchr(at, '\n', (size_t)(end - at));

    return feed == NULL ? end : feed + 1;
}

/* The next head of a part at the start of a line. */
static const char *
find_head(const char *at, const char *end)
{
    size_t length = strlen(PART_HEAD);

    while (at < end &&
           ((size_t)(end - at) < length || g_ascii_strncasecmp(at, PART_HEAD, length) != 0)) {
        at = line_behind(at, end);
    }
    return at;
}

static const char *
read_head(const char *at, const char *end, Part *part)
{
    const char *behind = line_behind(at, end);
    g_autofree char *line = g_strndup(at, (size_t)(behind - at));
    const char *kind = line + strlen(PART_HEAD);
    const char *colon;

    kind += strspn(kind, " ");
    g_strlcpy(part->kind, kind, sizeof part->kind);
    colon = strchr(kind, ':');
    part->size = colon == NULL ? SIZE_MAX : (size_t)g_ascii_strtoull(colon + 1, NULL, 10);
    part->start = behind;
    return behind;
}

static Slice
part_octets(const Part *part, const char *end)
{
    const char *stop = part->size <= (size_t)(end - part->start) ? part->start + part->size
                                                                 : find_head(part->start, end);

    return (Slice){ (const uint8_t *)part->start, (size_t)(stop - part->start) };
}

Comtrade *
comtrade_parse_cff(const char *path, Slice file, const char *encoding, GError **error)
{
    const char *at = (const char *)file.data, *end = at + file.size;
    Slice config = SLICE_NONE, data = SLICE_NONE;
    bool has_data = false;

    while ((at = find_head(at, end)) < end) {
        Part part;
        Slice octets;

        at = read_head(at, end, &part);
        octets = part_octets(&part, end);
        at += octets.size;
        if (g_ascii_strcasecmp(part.kind, "CFG") == 0) {
            config = octets;
        } else if (g_ascii_strcasecmp(part.kind, "DAT") == 0) {
            data = octets;
            has_data = true;
        }
    }
    if (config.data == NULL || !has_data) {
        g_set_error(error, COMTRADE_ERROR, 0, "%s: no part \"%s %s\"", path, PART_HEAD,
                    config.data == NULL ? "CFG" : "DAT");
        return NULL;
    }
    return parse(path, path, config, data, encoding, error);
}

static const char *
ending_of(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot == NULL || strchr(dot, '/') != NULL ? "" : dot;
}

bool
comtrade_is_record(const char *path)
{
    const char *ending = ending_of(path);

    return g_ascii_strcasecmp(ending, ".cfg") == 0 || g_ascii_strcasecmp(ending, ".cff") == 0;
}

static bool
read_file(const char *path, size_t most, char **octets, size_t *size, GError **error)
{
    if (!g_file_get_contents(path, octets, size, error)) {
        return false;
    }
    if (*size > most) {
        g_set_error(error, COMTRADE_ERROR, 0, "%s: more than %zu MiB", path, most >> 20);
        return false;
    }
    return true;
}

/* The .dat of a .cfg, with an ending in whichever case there is one; NULL: nowhere. */
static char *
find_data(const char *path)
{
    static const char *const endings[] = { ".dat", ".DAT", ".Dat" };
    size_t stem = strlen(path) - strlen(ending_of(path));

    for (unsigned i = 0; i < G_N_ELEMENTS(endings); i++) {
        char *found = g_strdup_printf("%.*s%s", (int)stem, path, endings[i]);

        if (g_file_test(found, G_FILE_TEST_IS_REGULAR)) {
            return found;
        }
        g_free(found);
    }
    return NULL;
}

static Comtrade *
load_pair(const char *path, const char *encoding, GError **error)
{
    g_autofree char *data_path = find_data(path);
    g_autofree char *config = NULL;
    g_autofree char *data = NULL;
    size_t config_size, data_size;

    if (!read_file(path, CONFIG_SIZE_MAX, &config, &config_size, error)) {
        return NULL;
    }
    if (data_path == NULL) {
        g_set_error(error, COMTRADE_ERROR, 0, "%s: no .dat file beside it", path);
        return NULL;
    }
    return read_file(data_path, DATA_SIZE_MAX, &data, &data_size, error)
               ? parse(path, data_path, (Slice){ (const uint8_t *)config, config_size },
                       (Slice){ (const uint8_t *)data, data_size }, encoding, error)
               : NULL;
}

Comtrade *
comtrade_load(const char *path, const char *encoding, GError **error)
{
    g_autofree char *file = NULL;
    size_t size;

    if (g_ascii_strcasecmp(ending_of(path), ".cff") != 0) {
        return load_pair(path, encoding, error);
    }
    return read_file(path, DATA_SIZE_MAX, &file, &size, error)
               ? comtrade_parse_cff(path, (Slice){ (const uint8_t *)file, size }, encoding,
                                    error)
               : NULL;
}
