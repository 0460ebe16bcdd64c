/* SPDX-License-Identifier: Apache-2.0
 *
 * Small things that people write and read: durations, times, near names.
 */
#include "engine/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "sim/base/clock.h"

static const struct {
    const char *unit;
    double ns;
} duration_units[] = {
    { "", 1e9 },   { "s", 1e9 },    { "ms", 1e6 },   { "us", 1e3 },
    { "m", 60e9 }, { "min", 60e9 }, { "h", 3600e9 },
};

bool
duration_parse(const char *text, int64_t *ns)
{
    char *end;
    double number = g_ascii_strtod(text, &end);

    if (end == text || !isfinite(number) || number < 0 || strpbrk(text, "xX") != NULL ||
        strchr("0123456789.", text[0]) == NULL) {
        return false;
    }
    while (*end == ' ') {
        end++;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(duration_units); i++) {
        double total = number * duration_units[i].ns;

        if (strcmp(end, duration_units[i].unit) == 0 && total < 9e18) {
            *ns = (int64_t)llround(total);
            return true;
        }
    }
    return false;
}

bool
moment_parse(const char *text, int64_t now, int64_t *ns)
{
    bool before = text[0] == '-';
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(text, utc);
    int64_t distance;

    if (date != NULL) {
        *ns = g_date_time_to_unix(date) * CLOCK_SECOND +
              g_date_time_get_microsecond(date) * INT64_C(1000);
        return true;
    }
    if (!duration_parse(text + before, &distance)) {
        return false;
    }
    *ns = before ? now - distance : now + distance;
    return true;
}

/* "1.5", "0.123": at most three decimals, without trailing zeros. */
static char *
trim_number(double number)
{
    char text[64];
    size_t length;

    snprintf(text, sizeof text, "%.3f", number);
    length = strlen(text);
    while (text[length - 1] == '0') {
        text[--length] = '\0';
    }
    if (text[length - 1] == '.') {
        text[--length] = '\0';
    }
    return g_strdup(text);
}

char *
duration_format(int64_t ns)
{
    g_autofree char *number = NULL;
    const char *unit = "s";
    double value = (double)ns / 1e9;

    if (ns >= 60 * CLOCK_SECOND) {
        g_autofree char *rest = trim_number((double)(ns % (60 * CLOCK_SECOND)) / 1e9);
        long minutes = (long)(ns / (60 * CLOCK_SECOND));

        return strcmp(rest, "0") == 0 ? g_strdup_printf("%ld min", minutes)
                                      : g_strdup_printf("%ld min %s s", minutes, rest);
    }
    if (ns != 0 && ns < CLOCK_MILLISECOND) {
        unit = "us";
        value = (double)ns / 1e3;
    } else if (ns != 0 && ns < CLOCK_SECOND) {
        unit = "ms";
        value = (double)ns / 1e6;
    }
    number = trim_number(value);
    return g_strdup_printf("%s %s", number, unit);
}

/* Edits from `a` to `b`, a swap of neighbours counted once, letters compared without case. */
static unsigned
edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t m = strlen(a), n = strlen(b);
    unsigned rows[3][LONGEST + 1];

    if (m > LONGEST || n > LONGEST) {
        return UINT32_MAX;
    }
    for (size_t j = 0; j <= n; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= m; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);

            row[j] = MIN(above[j - 1] + (x != y), MIN(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
                y == g_ascii_tolower(a[i - 2])) {
                row[j] = MIN(row[j], before[j - 2] + 1);
            }
        }
    }
    return rows[m % 3][n];
}

const char *
suggest_name(const char *wrong, const char *const *names)
{
    unsigned least = MAX(1, (unsigned)strlen(wrong) / 3);
    const char *best = NULL;

    for (; *names != NULL; names++) {
        unsigned distance = edit_distance(wrong, *names);

        if (distance < least || (distance == least && best == NULL)) {
            least = distance;
            best = *names;
        }
    }
    return best;
}

char *
time_format(int64_t ns)
{
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_utc(ns / CLOCK_SECOND);
    g_autofree char *seconds =
        date == NULL ? g_strdup("?") : g_date_time_format(date, "%Y-%m-%dT%H:%M:%S");

    return g_strdup_printf("%s.%09ldZ", seconds, (long)(ns % CLOCK_SECOND));
}

bool
time_parse(const char *text, int64_t *ns)
{
    int year, month, day, hour, minute, second, length = 0;
    long fraction;
    g_autoptr(GDateTime) date = NULL;

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%9ldZ%n", &year, &month, &day, &hour, &minute,
               &second, &fraction, &length) != 7 ||
        length != (int)strlen("2026-01-02T03:04:05.678901234Z") || text[length] != '\0' ||
        fraction < 0) {
        return false;
    }
    date = g_date_time_new_utc(year, month, day, hour, minute, second);
    if (date == NULL) {
        return false;
    }
    *ns = g_date_time_to_unix(date) * CLOCK_SECOND + fraction;
    return true;
}
