/* SPDX-License-Identifier: Apache-2.0
 *
 * What the IEDs of a process keep in a directory (see ied.h): one store for all of them, one
 * transaction a turn of the loop. Entries are committed before a report about them leaves, so
 * that no client ever knows an entry that a kill could take away again.
 */
#include "sim/ied_private.h"
#include "sim/store/store_file.h"

#define LISTS_KEY "lists"
#define LISTS_MAX (1 << 24)

struct IedState {
    Loop *loop;
    Store *store;
    IedTell tell;
    void *user;
    LoopLater commit;
    GPtrArray *unsaved; /* Ied* */
    bool failed;        /* and that was told */
};

static void
tell_failure(IedState *state)
{
    g_autoptr(GError) error = NULL;

    if (!state->failed && !store_check(state->store, &error)) {
        g_autofree char *text =
            g_strdup_printf("%s; nothing more is kept in this run", error->message);

        state->failed = true;
        state->tell(state->user, text);
    }
}

static void
commit(IedState *state)
{
    for (unsigned i = 0; i < state->unsaved->len; i++) {
        Ied *ied = state->unsaved->pdata[i];

        ied->unsaved = false;
        ied_state_save(ied);
    }
    g_ptr_array_set_size(state->unsaved, 0);
    store_commit(state->store);
    tell_failure(state);
}

static void
commit_later(LoopLater *later)
{
    commit((IedState *)(void *)((char *)later - offsetof(IedState, commit)));
}

static void
begun(void *user)
{
    IedState *state = user;

    loop_later(state->loop, &state->commit);
}

static void
tell_nobody(void *user, const char *text)
{
    (void)user;
    (void)text;
}

IedState *
ied_state_open(Loop *loop, const char *folder, IedTell tell, void *user, GError **error)
{
    Store *store = store_file_open(folder, error);
    IedState *state;

    if (store == NULL) {
        return NULL;
    }
    state = g_new0(IedState, 1);
    state->loop = loop;
    state->store = store;
    state->tell = tell != NULL ? tell : tell_nobody;
    state->user = user;
    state->commit.run = commit_later;
    state->unsaved = g_ptr_array_new();
    store_watch(store, begun, state);
    return state;
}

bool
ied_state_check(IedState *state, GError **error)
{
    commit(state);
    return store_check(state->store, error);
}

void
ied_state_free(IedState *state)
{
    if (state == NULL) {
        return;
    }
    commit(state);
    loop_forget(state->loop, &state->commit);
    store_watch(state->store, NULL, NULL);
    store_free(state->store);
    g_ptr_array_unref(state->unsaved);
    g_free(state);
}

void
ied_state_use(Ied *ied, IedState *state)
{
    ied->state = state;
    ied->store = state != NULL ? state->store : store_memory_new();
}

void
ied_state_leave(Ied *ied)
{
    if (ied->state == NULL) {
        store_free(ied->store);
    }
}

void
ied_state_tell(const Ied *ied, const char *text)
{
    if (ied->state != NULL) {
        ied->state->tell(ied->state->user, text);
    }
}

void
ied_state_changed(Ied *ied)
{
    if (ied->state != NULL && !ied->unsaved) {
        ied->unsaved = true;
        g_ptr_array_add(ied->state->unsaved, ied);
        loop_later(ied->state->loop, &ied->state->commit);
    }
}

void
ied_state_commit(Ied *ied)
{
    if (ied->state != NULL && store_is_pending(ied->state->store)) {
        commit(ied->state);
    }
}

static void
save_lists(Ied *ied)
{
    BerWriter writer;
    Pdu lists;

    ied->lists_changed = false;
    pdu_init(&lists, 0);
    writer = ber_writer(&lists, LISTS_MAX);
    vmd_ied_put_lists(ied->vmd, &writer);
    if (pdu_content(&lists).size == 0) {
        store_remove(ied->store, ied->name, LISTS_KEY);
    } else if (!writer.overflow) {
        store_put(ied->store, ied->name, LISTS_KEY, pdu_content(&lists));
    }
    pdu_clear(&lists);
}

void
ied_state_save(Ied *ied)
{
    if (ied->lists_changed) {
        save_lists(ied);
    }
    reporting_save(ied->reporting);
}

void
ied_state_restore_lists(Ied *ied)
{
    g_autoptr(GByteArray) octets = g_byte_array_new();
    unsigned failed;

    if (!store_get(ied->store, ied->name, LISTS_KEY, octets)) {
        return;
    }
    failed = vmd_ied_take_lists(ied->vmd, (Slice){ octets->data, octets->len });
    if (failed > 0) {
        g_autofree char *text =
            g_strdup_printf("%s: %u kept data set%s dropped: the SCL file is another one",
                            ied->name, failed, failed == 1 ? " is" : "s are");

        ied_state_tell(ied, text);
    }
}

void
ied_state_settle(Ied *ied)
{
    if (ied->unsaved) {
        ied->unsaved = false;
        g_ptr_array_remove_fast(ied->state->unsaved, ied);
        ied_state_save(ied);
    }
}

static void
note_lists(void *user)
{
    Ied *ied = user;

    ied->lists_changed = true;
    ied_state_changed(ied);
}

const VmdWatch ied_state_watch = { .listed = note_lists };
