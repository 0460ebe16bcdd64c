/* SPDX-License-Identifier: Apache-2.0
 *
 * pause, resume, seek and speed: the pace of the run as words. In the timeline they are
 * actions, in tasks they are done at once.
 */
#include "engine/pace.h"

#include "engine/bind/bind.h"
#include "engine/bind/word_options.h"

static int
give(lua_State *L, Action *action)
{
    Word *word = bind_push_word(L, WORD_ACTION, bind_row(L)->name, action);

    if (bind_script(L)->host == NULL) {
        return 1;
    }
    bind_use(L, word);
    bind_perform(L, action);
    return 0;
}

static int
push_broken(lua_State *L)
{
    return bind_push_word(L, WORD_BROKEN, bind_row(L)->name, NULL), 1;
}

static const BindOption pause_options[] = { { "lasting", OPTION_TIME, false },
                                            { "text", OPTION_STRING, false },
                                            { NULL, OPTION_ANY, false } };

/* pause(), pause { lasting = "2s", text = "look" } */
static int
word_pause(lua_State *L)
{
    const char *text = NULL;
    int64_t lasting = 0;

    lua_settop(L, 1);
    if (!bind_check_options(L, 1, pause_options, false)) {
        return push_broken(L);
    }
    bind_option_string(L, 1, "text", &text);
    bind_option_time(L, 1, "lasting", &lasting);
    return give(L, pace_pause_action_new(text, lasting));
}

static int
word_resume(lua_State *L)
{
    return give(L, pace_resume_action_new());
}

static int
word_seek(lua_State *L)
{
    int64_t time;

    if (!bind_to_time(L, 1, &time)) {
        return bind_refuse(L, "seek takes a time from time 0 on, such as \"30s\", not %s",
                           bind_describe(L, 1));
    }
    return give(L, pace_seek_action_new(time));
}

static int
word_speed(lua_State *L)
{
    double speed = lua_type(L, 1) == LUA_TNUMBER ? lua_tonumber(L, 1) : 0;

    if (!(speed >= PACE_SPEED_LEAST && speed <= PACE_SPEED_MOST)) {
        return bind_refuse(L, "speed takes a number from %g to %g, not %s", PACE_SPEED_LEAST,
                           PACE_SPEED_MOST, bind_describe(L, 1));
    }
    return give(L, pace_speed_action_new(speed));
}

const BindWord bind_pace_words[] = {
    { "pause", "pause { lasting=, text= }",
      "time stands still for real time lasting, or until somebody resumes (a key at the "
      "terminal, "
      "resume() in a task); an action in the timeline, done at once in tasks",
      word_pause, BIND_LOAD | BIND_TASK },
    { "resume", "resume()", "time goes on; as pause", word_resume, BIND_LOAD | BIND_TASK },
    { "seek", "seek \"TIME\"",
      "hurries ahead to a time from time 0 on, through everything on the way; as pause",
      word_seek, BIND_LOAD | BIND_TASK },
    { "speed", "speed(FACTOR)", "time goes on so many times as fast as a watch; as pause",
      word_speed, BIND_LOAD | BIND_TASK },
    { 0 },
};

const BindWordOptions bind_pace_options[] = {
    { bind_pace_words, "pause", pause_options, NULL },
    { 0 },
};
