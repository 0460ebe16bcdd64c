/* SPDX-License-Identifier: Apache-2.0
 *
 * Comments that wait for packets (see capture_comments.h). Behind each stands when it was
 * given, since its packet may come much later.
 */
#include "engine/traffic/capture_comments.h"

#include <glib.h>
#include <string.h>

#include "engine/text.h"

#define WAITING_MAX 1000

typedef struct Comment {
    char *ied; /* NULL: any */
    uint64_t association;
    EventWay way;
    char *text;
} Comment;

struct CaptureComments {
    GPtrArray *waiting; /* Comment */
};

static void
free_comment(void *data)
{
    Comment *comment = data;

    g_free(comment->ied);
    g_free(comment->text);
    g_free(comment);
}

CaptureComments *
capture_comments_new(void)
{
    CaptureComments *comments = g_new(CaptureComments, 1);

    comments->waiting = g_ptr_array_new_with_free_func(free_comment);
    return comments;
}

void
capture_comments_free(CaptureComments *comments)
{
    g_ptr_array_unref(comments->waiting);
    g_free(comments);
}

/* That a fault acted begins with "fault NAME", and nothing else does. */
static char *
write_text(const Event *event, int64_t time)
{
    g_autofree char *when = time_format(time);
    bool fault = event->kind == EVENT_FAULT_ARMED || event->kind == EVENT_FAULT_REMOVED;
    const char *what = fault ? event->reference : event->value;

    if (event->kind == EVENT_FAULT_ACTED) {
        return g_strdup_printf("fault %s: %s (%s)", event->reference, event->value, when);
    }
    if (event->kind == EVENT_MARK) {
        return g_strdup_printf("%s (%s)", event->value, when);
    }
    return g_strdup_printf("%s %s%s%s (%s)", event->ied, event_kind_name(event->kind),
                           what != NULL ? ": " : "", what != NULL ? what : "", when);
}

void
capture_comments_add(CaptureComments *comments, const Event *event, int64_t time, bool there)
{
    Comment *comment;

    if (comments->waiting->len >= WAITING_MAX) {
        return;
    }
    comment = g_new(Comment, 1);
    *comment = (Comment){ .ied = g_strdup(event->ied),
                          .association = there ? event->association : 0,
                          .way = there ? event->way : EVENT_EITHER_WAY,
                          .text = write_text(event, time) };
    g_ptr_array_add(comments->waiting, comment);
}

static bool
is_for(const Comment *comment, const char *ied, uint64_t association, EventWay way)
{
    return (comment->ied == NULL || strcmp(comment->ied, ied) == 0) &&
           (comment->association == 0 || comment->association == association) &&
           (comment->way == EVENT_EITHER_WAY || comment->way == way);
}

static bool
is_left_for(const Comment *comment, const char *ied)
{
    return ied == NULL || (comment->ied != NULL && strcmp(comment->ied, ied) == 0);
}

/* Takes out one comment; the list begins with the first. */
static void
take(CaptureComments *comments, unsigned index, GPtrArray **texts)
{
    Comment *comment = comments->waiting->pdata[index];

    if (*texts == NULL) {
        *texts = g_ptr_array_new_null_terminated(1, NULL, TRUE);
    }
    g_ptr_array_add(*texts, g_steal_pointer(&comment->text));
    g_ptr_array_remove_index(comments->waiting, index);
}

static char **
finish(GPtrArray *texts)
{
    return texts == NULL ? NULL : (char **)g_ptr_array_free(texts, FALSE);
}

char **
capture_comments_take(CaptureComments *comments, const char *ied, uint64_t association,
                      bool outbound)
{
    GPtrArray *texts = NULL;

    for (unsigned i = 0; i < comments->waiting->len;) {
        if (is_for(comments->waiting->pdata[i], ied, association,
                   outbound ? EVENT_OUTBOUND : EVENT_INBOUND)) {
            take(comments, i, &texts);
        } else {
            i++;
        }
    }
    return finish(texts);
}

void
capture_comments_end(CaptureComments *comments, uint64_t association)
{
    for (unsigned i = 0; i < comments->waiting->len; i++) {
        Comment *comment = comments->waiting->pdata[i];

        if (comment->association == association) {
            comment->way = EVENT_EITHER_WAY;
        }
    }
}

char **
capture_comments_take_rest(CaptureComments *comments, const char *ied)
{
    GPtrArray *texts = NULL;

    for (unsigned i = 0; i < comments->waiting->len;) {
        if (is_left_for(comments->waiting->pdata[i], ied)) {
            take(comments, i, &texts);
        } else {
            i++;
        }
    }
    return finish(texts);
}
