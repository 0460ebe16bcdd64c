/* SPDX-License-Identifier: Apache-2.0
 *
 * A pcapng file, read back block by block; its limit; a file that cannot be written.
 */
#include "engine/traffic/pcapng.h"

#include <glib/gstdio.h>
#include <sys/resource.h>
#include <signal.h>

#include "tests/test.h"

typedef struct Told {
    unsigned count;
    char *why;
} Told;

static void
ended(void *user, const char *why)
{
    Told *told = user;

    told->count++;
    g_free(told->why);
    told->why = g_strdup(why);
}

static Pcapng *
open_file(const char *path, uint64_t limit, Told *told)
{
    return pcapng_open(&(PcapngParameters){ .path = path,
                                            .application = "iedbench test",
                                            .limit = limit,
                                            .ended = ended,
                                            .user = told },
                       NULL);
}

static char *
temporary_path(void)
{
    g_autofree char *name = g_strdup_printf("iedbench-%d.pcapng", (int)getpid());

    return g_build_filename(g_get_tmp_dir(), name, NULL);
}

static uint32_t
word(const char *at)
{
    uint32_t value;

    memcpy(&value, at, sizeof value);
    return value;
}

/* The types of the blocks, as far as they are whole: lengths in front and behind agree. */
static unsigned
read_blocks(const char *path, uint32_t *types, unsigned most)
{
    g_autofree char *octets = NULL;
    gsize size = 0;
    size_t at = 0;
    unsigned count = 0;

    CU_ASSERT_TRUE(g_file_get_contents(path, &octets, &size, NULL));
    while (at < size && count < most) {
        uint32_t length = word(octets + at + 4);

        if (length < 12 || length % 4 != 0 || at + length > size ||
            word(octets + at + length - 4) != length) {
            CU_FAIL("a block is not whole");
            return count;
        }
        types[count++] = word(octets + at);
        at += length;
    }
    CU_ASSERT_EQUAL(at, size);
    return count;
}

static void
put_packets(Pcapng *pcapng, unsigned interface, unsigned count)
{
    static const uint8_t header[20], content[33];
    const char *const comments[] = { "first", "second, longer", NULL };

    for (unsigned i = 0; i < count; i++) {
        pcapng_put_packet(pcapng, &(PcapngPacket){ .interface = interface,
                                                   .time = 1767225600 * INT64_C(1000000000),
                                                   .header = SLICE_OF(header),
                                                   .content = SLICE_OF(content),
                                                   .comments = i == 0 ? comments : NULL });
    }
}

static void
every_kind_of_block_is_whole(void)
{
    static const uint32_t expected[] = { 0x0A0D0D0A, 1, 1, 4, 10, 6, 6, 5 };
    static const uint8_t v4[] = { 127, 0, 0, 1 };
    static const uint8_t v6[16] = { 0x20, 1 };
    g_autofree char *path = temporary_path();
    uint32_t types[16];
    Told told = { 0 };
    Pcapng *pcapng = open_file(path, 0, &told);

    CU_ASSERT_PTR_NOT_NULL_FATAL(pcapng);
    CU_ASSERT_EQUAL(pcapng_add_interface(pcapng, "FEEDER1", "127.0.0.1:102", SLICE_OF(v4)), 0);
    CU_ASSERT_EQUAL(pcapng_add_interface(pcapng, "F2", "[2001::]:102", SLICE_OF(v6)), 1);
    pcapng_put_name(pcapng, SLICE_OF(v4), "FEEDER1");
    pcapng_put_secrets(pcapng, slice_from_string("CLIENT_RANDOM 00 00\n"));
    put_packets(pcapng, 1, 2);
    pcapng_put_statistics(pcapng, 0, 1, 2);
    CU_ASSERT_TRUE(pcapng_is_waiting(pcapng));
    pcapng_close(pcapng);
    CU_ASSERT_EQUAL(told.count, 0);
    CU_ASSERT_EQUAL(read_blocks(path, types, 16), G_N_ELEMENTS(expected));
    CU_ASSERT_EQUAL(memcmp(types, expected, sizeof expected), 0);
    g_unlink(path);
}

static void
a_limit_ends_the_file_behind_a_whole_block(void)
{
    g_autofree char *path = temporary_path();
    uint32_t types[1000];
    unsigned count;
    GStatBuf facts;
    Told told = { 0 };
    Pcapng *pcapng = open_file(path, 5000, &told);

    CU_ASSERT_PTR_NOT_NULL_FATAL(pcapng);
    pcapng_add_interface(pcapng, "F", "F", SLICE_NONE);
    put_packets(pcapng, 0, 1000);
    CU_ASSERT_EQUAL(told.count, 1);
    CU_ASSERT_PTR_NOT_NULL(strstr(told.why, "limit"));
    CU_ASSERT_TRUE(pcapng_is_over(pcapng));
    pcapng_close(pcapng);
    count = read_blocks(path, types, G_N_ELEMENTS(types));
    CU_ASSERT_TRUE(count > 30 && count < 60);
    CU_ASSERT_EQUAL(g_stat(path, &facts), 0);
    CU_ASSERT_TRUE(facts.st_size <= 5000 && facts.st_size > 4800);
    g_free(told.why);
    g_unlink(path);
}

/* A limit on the size of files does what a full disk does: a short write, then none. */
static void
a_full_disk_ends_the_file_behind_a_whole_block(void)
{
    g_autofree char *path = temporary_path();
    struct rlimit before, small;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    uint32_t types[3000];
    Told told = { 0 };
    Pcapng *pcapng = open_file(path, 0, &told);

    CU_ASSERT_PTR_NOT_NULL_FATAL(pcapng);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 100001;
    setrlimit(RLIMIT_FSIZE, &small);
    pcapng_add_interface(pcapng, "F", "F", SLICE_NONE);
    put_packets(pcapng, 0, 3000);
    CU_ASSERT_EQUAL(told.count, 1);
    pcapng_close(pcapng);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    CU_ASSERT_TRUE(read_blocks(path, types, G_N_ELEMENTS(types)) > 100);
    g_free(told.why);
    g_unlink(path);
}

static void
a_path_that_takes_nothing_is_told_at_once(void)
{
    g_autoptr(GError) error = NULL;
    Told told = { 0 };
    PcapngParameters parameters = { .path = "/nowhere/at/all.pcapng",
                                    .application = "iedbench test",
                                    .ended = ended,
                                    .user = &told };

    CU_ASSERT_PTR_NULL(pcapng_open(&parameters, &error));
    CU_ASSERT_PTR_NOT_NULL_FATAL(error);
    CU_ASSERT_PTR_NOT_NULL(strstr(error->message, "/nowhere/at/all.pcapng"));
    g_clear_error(&error);
    parameters.path = "/dev/full";
    CU_ASSERT_PTR_NULL(pcapng_open(&parameters, &error));
    CU_ASSERT_PTR_NOT_NULL(error);
    CU_ASSERT_EQUAL(told.count, 0);
}

TEST_SUITE(pcapng, TEST_CASE(every_kind_of_block_is_whole),
           TEST_CASE(a_limit_ends_the_file_behind_a_whole_block),
           TEST_CASE(a_full_disk_ends_the_file_behind_a_whole_block),
           TEST_CASE(a_path_that_takes_nothing_is_told_at_once))
