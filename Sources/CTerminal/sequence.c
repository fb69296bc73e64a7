#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

// A sequence is given this long in all, in milliseconds: after ESC and '[' it is no longer a key that somebody
// pressed, so that there is no hurry, but a thread that waits for the rest for ever would be stopped by two bytes.
enum { ESCAPE = 27, MAX_SEQUENCE = 64, PATIENCE = 60 };

// Waits for input; false if none comes in time.
static bool await_input(const cterm *terminal, long deadline) {
    for (;;) {
        long left = deadline - cterm_milliseconds();
        if (left <= 0) return false;
        struct pollfd wait = {.fd = terminal->input, .events = POLLIN};
        int count = poll(&wait, 1, (int)left);
        // A signal is served later. An input that is at its end is readable too, but has nothing.
        if (count >= 0 || errno != EINTR) return count > 0 && cterm_has_input(terminal);
    }
}

int cterm_take_until(cterm *terminal, long deadline, wint_t *value) {
    for (;;) {
        int kind = cterm_take(terminal, value);
        if (kind != ERR || !await_input(terminal, deadline)) return kind;
    }
}

int cterm_take_byte_until(cterm *terminal, long deadline) {
    for (;;) {
        int byte = wgetch(terminal->keys);
        if (byte != ERR || !await_input(terminal, deadline)) return byte;
    }
}

static cterm_input mouse(const cterm *terminal, unsigned long button, unsigned long x, unsigned long y, bool is_up) {
    // 4, 8 and 16 are Shift, Alt and Ctrl; 32 is motion.
    unsigned long plain = button & ~28UL;
    uint32_t value = plain == 0 ? CTERM_MOUSE_PRESS : plain == 64 ? CTERM_MOUSE_WHEEL_UP : CTERM_MOUSE_WHEEL_DOWN;
    bool is_known = plain == 0 || plain == 64 || plain == 65;
    if (!terminal->is_mouse_on || is_up || !is_known || x < 1 || y < 1 || x > UINT16_MAX || y > UINT16_MAX) {
        return cterm_made(CTERM_INPUT_IGNORED, 0);
    }
    cterm_input input = {.kind = CTERM_INPUT_MOUSE, .value = value, .x = (uint16_t)(x - 1), .y = (uint16_t)(y - 1)};
    return input;
}

// "<button;x;y" of xterm's mode 1006; 'm' ends the report of a release.
static cterm_input extended_mouse(const cterm *terminal, const char *text, bool is_up) {
    unsigned long numbers[3];
    for (int i = 0; i < 3; i++) {
        char *end;
        text++;
        numbers[i] = strtoul(text, &end, 10);
        if (end == text || *end != (i < 2 ? ';' : 0)) return cterm_made(CTERM_INPUT_IGNORED, 0);
        text = end;
    }
    return mouse(terminal, numbers[0], numbers[1], numbers[2], is_up);
}

// Three bytes of 32 and more, the form of terminals without mode 1006. They are no UTF-8.
static cterm_input plain_mouse(cterm *terminal, long deadline) {
    unsigned long numbers[3];
    for (int i = 0; i < 3; i++) {
        int byte = cterm_take_byte_until(terminal, deadline);
        if (byte == ERR) cterm_skip_rest(terminal, CTERM_REST_BYTES, 3 - i);
        // Another sequence, which broke this one off.
        if (byte == ESCAPE) cterm_put_back(terminal, OK, ESCAPE);
        if (byte == ERR || byte == ESCAPE) return cterm_made(CTERM_INPUT_IGNORED, 0);
        if (byte > UINT8_MAX && byte != KEY_BACKSPACE) return cterm_known_key((wint_t)byte);
        // Of the bytes only that of the backspace key is a key by itself.
        numbers[i] = (unsigned long)(byte > UINT8_MAX ? 127 : byte) - 32;
    }
    return mouse(terminal, numbers[0], numbers[1], numbers[2], false);
}

static uint32_t letter_key(wint_t letter) {
    switch (letter) {
        case 'A': return CTERM_KEY_UP;
        case 'B': return CTERM_KEY_DOWN;
        case 'C': return CTERM_KEY_RIGHT;
        case 'D': return CTERM_KEY_LEFT;
        case 'H': return CTERM_KEY_HOME;
        case 'F': return CTERM_KEY_END;
        case 'Z': return CTERM_KEY_BACKTAB;
        case 'M': return CTERM_KEY_ENTER;
        default: return 0;
    }
}

static uint32_t number_key(const char *text) {
    static const char *const numbers[] = {"1", "3", "4", "5", "6", "7", "8"};
    static const uint32_t keys[] = {
        CTERM_KEY_HOME,      CTERM_KEY_DELETE, CTERM_KEY_END, CTERM_KEY_PAGE_UP,
        CTERM_KEY_PAGE_DOWN, CTERM_KEY_HOME,   CTERM_KEY_END,
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strcmp(text, numbers[i]) == 0) return keys[i];
    }
    return 0;
}

// Shift and an arrow, for terminals whose description does not know it: "1;2" and the arrow's letter.
static uint32_t shifted_key(const char *text, int count, wint_t letter) {
    if (count != 3 || strncmp(text, "1;2", 3) != 0) return 0;
    return letter == 'C' ? CTERM_KEY_SHIFT_RIGHT : letter == 'D' ? CTERM_KEY_SHIFT_LEFT : 0;
}

static cterm_input key(uint32_t key) { return cterm_made(key == 0 ? CTERM_INPUT_IGNORED : CTERM_INPUT_KEY, key); }

// What ncurses did not know comes here, and so do the keys it does know when they arrive in pieces.
cterm_input cterm_read_sequence(cterm *terminal, wint_t introducer) {
    const long deadline = cterm_milliseconds() + PATIENCE;
    char text[MAX_SEQUENCE + 1] = {0};
    for (int count = 0; count < MAX_SEQUENCE; count++) {
        wint_t next = 0;
        int kind = cterm_take_until(terminal, deadline, &next);
        if (kind == KEY_CODE_YES) return cterm_known_key(next);
        if (kind == ERR && introducer == 'O') {
            // Alt and the letter, which is sent as two keys.
            cterm_put_back(terminal, OK, introducer);
            return cterm_made(CTERM_INPUT_SCALAR, ESCAPE);
        }
        if (kind == ERR) {
            cterm_skip_rest(terminal, count == 0 ? CTERM_REST_SEQUENCE : CTERM_REST_PARAMETERS, 0);
            strncpy(terminal->rest_text, text, CTERM_PARAMETERS - 1);
            return cterm_made(CTERM_INPUT_IGNORED, 0);
        }
        if (next < 0x20 || next > 0x7E) {
            // Another sequence or a key: this one was broken off.
            cterm_put_back(terminal, OK, next);
            return cterm_made(CTERM_INPUT_IGNORED, 0);
        }
        if (introducer == 'O') {
            bool is_function = next >= 'P' && next <= 'S';
            return key(is_function ? CTERM_KEY_F0 + 1 + (next - 'P') : letter_key(next));
        }
        // The Linux console's function keys have a second bracket.
        bool is_final = next >= 0x40 && next <= 0x7E && !(next == '[' && count == 0);
        text[count] = (char)next;
        if (!is_final) continue;
        text[count] = 0;
        if (text[0] == '<' && (next == 'M' || next == 'm')) return extended_mouse(terminal, text, next == 'm');
        if (count == 0 && next == 'M') return plain_mouse(terminal, deadline);
        if (next == '~' && cterm_enter_paste(terminal, text)) return cterm_made(CTERM_INPUT_IGNORED, 0);
        if (next == '~') return key(number_key(text));
        return key(count == 0 ? letter_key(next) : shifted_key(text, count, next));
    }
    cterm_skip_rest(terminal, CTERM_REST_PARAMETERS, 0);
    return cterm_made(CTERM_INPUT_IGNORED, 0);
}
