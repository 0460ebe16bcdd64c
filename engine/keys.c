/* SPDX-License-Identifier: Apache-2.0
 *
 * Keys of a run (see keys.h): a row each. Ctrl-C and Ctrl-Z mean what they always do.
 */
#include "engine/keys.h"

#include <glib-unix.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#define AHEAD (10 * CLOCK_SECOND)

struct Keys {
    Pace *pace;
    struct termios before;
    guint source;
};

static void
toggle(Pace *pace)
{
    if (pace_is_paused(pace)) {
        pace_resume(pace);
    } else {
        pace_pause(pace, 0);
    }
}

static void
hurry(Pace *pace)
{
    pace_seek(pace, clock_now(pace->stage->clock) - pace->stage->zero + AHEAD);
}

static void
faster(Pace *pace)
{
    pace_set_speed(pace, pace->clock->speed * 2);
}

static void
slower(Pace *pace)
{
    pace_set_speed(pace, pace->clock->speed / 2);
}

static void
show_help(Pace *pace)
{
    (void)pace;
    fprintf(stderr, "\r\033[K%s\n", keys_help());
}

static const struct {
    char key;
    void (*press)(Pace *pace);
} rows[] = {
    { ' ', toggle }, { 'p', toggle }, { 's', pace_step }, { '>', hurry },
    { '+', faster }, { '-', slower }, { '?', show_help }, { 'h', show_help },
};

const char *
keys_help(void)
{
    return "keys: space pauses and resumes, s steps to the next entry, > hurries 10 s ahead, + "
           "and "
           "- double and halve the speed";
}

bool
keys_press(Pace *pace, char key)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].key == key) {
            rows[i].press(pace);
            return true;
        }
    }
    return false;
}

static gboolean
read_keys(gint fd, GIOCondition condition, gpointer user)
{
    Keys *keys = user;
    char octets[16];
    ssize_t count = read(fd, octets, sizeof octets);

    (void)condition;
    if (count <= 0) {
        keys->source = 0;
        return G_SOURCE_REMOVE;
    }
    /* An escape sequence of an arrow or the like is no row of keys. */
    for (ssize_t i = 0; i < count && octets[i] != 0x1B; i++) {
        keys_press(keys->pace, octets[i]);
    }
    return G_SOURCE_CONTINUE;
}

Keys *
keys_open(Pace *pace)
{
    struct termios now;
    Keys *keys;

    if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO) ||
        tcgetpgrp(STDIN_FILENO) != getpgrp() || tcgetattr(STDIN_FILENO, &now) != 0) {
        return NULL;
    }
    keys = g_new0(Keys, 1);
    keys->pace = pace;
    keys->before = now;
    now.c_lflag &= (tcflag_t) ~(ICANON | ECHO);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
    keys->source = g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, read_keys, keys);
    return keys;
}

/* From the background it would stop us. */
void
keys_close(Keys *keys)
{
    if (keys == NULL) {
        return;
    }
    if (keys->source != 0) {
        g_source_remove(keys->source);
    }
    if (tcgetpgrp(STDIN_FILENO) == getpgrp()) {
        tcsetattr(STDIN_FILENO, TCSADRAIN, &keys->before);
    }
    g_free(keys);
}
