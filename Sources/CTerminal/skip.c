#include "internal.h"

#include <string.h>

// How long, in milliseconds, the rest of a sequence is skipped; how long a string may pause, how many bytes it may
// have, and how long its first one may take: after that the introducer was a key with Alt.
enum { ESCAPE = 27, BELL = 7, PATIENCE = 1000, SILENCE = 200, MAX_STRING = 4096, FIRST_BYTE = 60 };

void cterm_skip_rest(cterm *terminal, cterm_rest rest, int count) {
    terminal->rest = rest;
    terminal->rest_until = cterm_milliseconds() + PATIENCE;
    terminal->rest_count = count;
}

bool cterm_is_skipping(cterm *terminal) {
    if (terminal->rest != CTERM_REST_NONE && cterm_milliseconds() >= terminal->rest_until) {
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
        return cterm_made(CTERM_INPUT_IGNORED, 0);
    }
    terminal->rest = CTERM_REST_NONE;
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

cterm_input cterm_skip(cterm *terminal) {
    switch (terminal->rest) {
        case CTERM_REST_BYTES: return skip_byte(terminal);
        // Byte by byte: a string may be in any encoding, and its end must be found all the same.
        case CTERM_REST_STRING: return skip_string_byte(terminal, wgetch(terminal->keys));
        case CTERM_REST_STRING_END: return skip_string_end(terminal);
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
