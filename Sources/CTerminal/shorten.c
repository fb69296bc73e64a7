#include "CTerminal.h"

#include <string.h>

// What is said twice in what ncurses writes: several times in a frame it takes a colour back, and then everything.
static const char *const COLOURS_OFF[] = {"\033[39m", "\033[39;49m", "\033[49;39m"};
static const char ALL_OFF[] = "\033[m";
static const char PLAIN_SET[] = "\033(B";

static bool begins(const char *bytes, size_t count, const char *text) {
    size_t length = strlen(text);
    return count >= length && memcmp(bytes, text, length) == 0;
}

// How much of the beginning takes colours back that are taken back by what stands behind it.
static size_t needless(const char *bytes, size_t count) {
    for (size_t i = 0; i < sizeof COLOURS_OFF / sizeof *COLOURS_OFF; i++) {
        if (!begins(bytes, count, COLOURS_OFF[i])) continue;
        size_t length = strlen(COLOURS_OFF[i]);
        size_t next = length;
        if (begins(bytes + next, count - next, PLAIN_SET)) next += strlen(PLAIN_SET);
        if (begins(bytes + next, count - next, ALL_OFF)) return length;
    }
    return 0;
}

size_t cterm_shorten(char *bytes, size_t count) {
    size_t length = 0;
    for (size_t at = 0; at < count;) {
        const char *next = memchr(bytes + at, '\033', count - at);
        size_t plain = next == NULL ? count - at : (size_t)(next - bytes) - at;
        memmove(bytes + length, bytes + at, plain);
        length += plain;
        at += plain;
        if (at == count) break;
        size_t skipped = needless(bytes + at, count - at);
        at += skipped;
        if (skipped == 0) bytes[length++] = bytes[at++];
    }
    return length;
}
