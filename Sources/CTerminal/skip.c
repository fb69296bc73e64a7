#include "internal.h"

#include <string.h>

// How long, in milliseconds, the rest of a sequence is skipped; how long a string may pause, how many bytes it may
// have, and how long its first one may take: after that the introducer was a key with Alt.
enum { ESCAPE = 27, BELL = 7, PATIENCE = 1000, SILENCE = 200, MAX_STRING = 4096, FIRST_BYTE = 60 };
// How long, in milliseconds, a paste may pause, and how much of it is read at once.
enum { PASTE_SILENCE = 1000, PASTE_PIECE = 1024 };

void cterm_skip_rest(cterm *terminal, cterm_rest rest, int count) {
    memset(terminal->rest_text, 0, sizeof terminal->rest_text);
    terminal->rest = rest;
    terminal->rest_until = cterm_milliseconds() + PATIENCE;
    terminal->rest_count = count;
}

bool cterm_is_skipping(cterm *terminal) {
    // Whether a paste was silent is asked where it is waited for: here there may be input that came in time.
    bool is_timed = terminal->rest != CTERM_REST_NONE && terminal->rest != CTERM_REST_PASTE;
    if (is_timed && cterm_milliseconds() >= terminal->rest_until) {
        terminal->rest = CTERM_REST_NONE;
    }
    return terminal->rest != CTERM_REST_NONE;
}

static cterm_input ended(cterm *terminal, cterm_input input) {
    terminal->rest = CTERM_REST_NONE;
    return input;
}

static cterm_input skip_sequence(cterm *terminal) {
    wint_t value = 0;
    int kind = cterm_take(terminal, &value);
    if (kind == ERR) return cterm_made(CTERM_INPUT_NONE, 0);
    if (kind == KEY_CODE_YES) return ended(terminal, cterm_known_key(value));
    bool is_start = terminal->rest == CTERM_REST_SEQUENCE;
    // The Linux console's function keys have a second bracket.
    if ((value >= 0x20 && value < 0x40) || (is_start && value == '[')) {
        terminal->rest = CTERM_REST_PARAMETERS;
        size_t length = strlen(terminal->rest_text);
        // Longer ones are none that has to be known.
        if (length + 1 < CTERM_PARAMETERS) terminal->rest_text[length] = (char)value;
        return cterm_made(CTERM_INPUT_IGNORED, 0);
    }
    terminal->rest = CTERM_REST_NONE;
    if (value == '~' && cterm_enter_paste(terminal, terminal->rest_text)) return cterm_made(CTERM_INPUT_IGNORED, 0);
    // A key, or another sequence, that broke this one off.
    if (value < 0x20 || value > 0x7E) cterm_put_back(terminal, OK, value);
    // The mouse's plain form goes on behind its letter.
    if (is_start && value == 'M') cterm_skip_rest(terminal, CTERM_REST_BYTES, 3);
    return cterm_made(CTERM_INPUT_IGNORED, 0);
}

// What a byte is that cannot belong to what is skipped; false if it can.
static bool breaks_off(cterm *terminal, int byte, cterm_input *input) {
    // Of the bytes only that of the backspace key is a key by itself; others are sequences of their own.
    if (byte <= UINT8_MAX || byte == KEY_BACKSPACE) return false;
    *input = ended(terminal, cterm_known_key((wint_t)byte));
    return true;
}

static cterm_input skip_byte(cterm *terminal) {
    int byte = wgetch(terminal->keys);
    cterm_input input;
    if (byte == ERR) return cterm_made(CTERM_INPUT_NONE, 0);
    if (breaks_off(terminal, byte, &input)) return input;
    if (byte == ESCAPE) cterm_put_back(terminal, OK, ESCAPE);
    if (byte == ESCAPE || --terminal->rest_count == 0) terminal->rest = CTERM_REST_NONE;
    return cterm_made(CTERM_INPUT_IGNORED, 0);
}

static cterm_input skip_string_byte(cterm *terminal, int byte) {
    cterm_input input;
    if (byte == ERR) return cterm_made(CTERM_INPUT_NONE, 0);
    if (breaks_off(terminal, byte, &input)) return input;
    terminal->rest_until = cterm_milliseconds() + SILENCE;
    if (byte == ESCAPE) terminal->rest = CTERM_REST_STRING_END;
    if (byte == BELL || --terminal->rest_count == 0) terminal->rest = CTERM_REST_NONE;
    return cterm_made(CTERM_INPUT_IGNORED, 0);
}

static cterm_input skip_string_end(cterm *terminal) {
    wint_t value = 0;
    int kind = cterm_take(terminal, &value);
    if (kind == ERR) return cterm_made(CTERM_INPUT_NONE, 0);
    terminal->rest = CTERM_REST_NONE;
    if (kind != OK || value != '\\') {
        // Another sequence, which broke the string off.
        cterm_put_back(terminal, OK, ESCAPE);
        cterm_put_back(terminal, kind, value);
    }
    return cterm_made(CTERM_INPUT_IGNORED, 0);
}

bool cterm_enter_paste(cterm *terminal, const char *parameters) {
    if (strcmp(parameters, "200") != 0) return false;
    cterm_skip_rest(terminal, CTERM_REST_PASTE, 0);
    terminal->paste_matched = 0;
    return true;
}

// The next byte of a paste, or ncurses's number of a key whose sequence was pasted.
static int take_pasted(cterm *terminal) {
    wint_t value = 0;
    if (terminal->ahead_count == 0) return wgetch(terminal->keys);
    int kind = cterm_take(terminal, &value);
    return kind == OK && value <= UINT8_MAX ? (int)value : KEY_MAX;
}

static cterm_input skip_paste(cterm *terminal) {
    static const char end[] = "\033[201~";
    int count = 0;
    for (; count < PASTE_PIECE && terminal->rest == CTERM_REST_PASTE; count++) {
        int byte = take_pasted(terminal);
        if (byte == ERR) break;
        if (byte == end[terminal->paste_matched]) {
            terminal->paste_matched++;
        } else {
            terminal->paste_matched = byte == ESCAPE ? 1 : 0;
        }
        if (end[terminal->paste_matched] == 0) terminal->rest = CTERM_REST_NONE;
    }
    if (count > 0) terminal->rest_until = cterm_milliseconds() + PASTE_SILENCE;
    return cterm_made(count > 0 ? CTERM_INPUT_IGNORED : CTERM_INPUT_NONE, 0);
}

int cterm_paste_patience(const cterm *terminal) {
    if (terminal->rest != CTERM_REST_PASTE) return -1;
    long left = terminal->rest_until - cterm_milliseconds();
    return left > 0 ? (int)left : 0;
}

void cterm_end_silent_paste(cterm *terminal) {
    if (cterm_paste_patience(terminal) == 0 && !cterm_has_input(terminal)) terminal->rest = CTERM_REST_NONE;
}

cterm_input cterm_skip(cterm *terminal) {
    switch (terminal->rest) {
        case CTERM_REST_BYTES: return skip_byte(terminal);
        // Byte by byte: a string may be in any encoding, and its end must be found all the same.
        case CTERM_REST_STRING: return skip_string_byte(terminal, wgetch(terminal->keys));
        case CTERM_REST_STRING_END: return skip_string_end(terminal);
        case CTERM_REST_PASTE: return skip_paste(terminal);
        default: return skip_sequence(terminal);
    }
}

// OSC, DCS, APC, PM and SOS: what a terminal answers to a question, which may have been another program's.
bool cterm_begins_string(wint_t introducer) {
    return introducer != 0 && introducer < 0x80 && strchr("]P_^X", (int)introducer) != NULL;
}

bool cterm_enter_string(cterm *terminal, wint_t introducer) {
    const long deadline = cterm_milliseconds() + FIRST_BYTE;
    int byte = cterm_take_byte_until(terminal, deadline);
    if (byte == ERR || byte == ESCAPE || (byte > UINT8_MAX && byte != KEY_BACKSPACE)) {
        wint_t next = 0;
        int kind = byte == ESCAPE ? cterm_take_until(terminal, deadline, &next) : ERR;
        if (kind == OK && next == '\\') return true;
        cterm_put_back(terminal, OK, introducer);
        if (byte != ERR) cterm_put_back(terminal, byte == ESCAPE ? OK : KEY_CODE_YES, (wint_t)byte);
        if (kind != ERR) cterm_put_back(terminal, kind, next);
        return false;
    }
    cterm_skip_rest(terminal, CTERM_REST_STRING, MAX_STRING);
    skip_string_byte(terminal, byte);
    return true;
}
