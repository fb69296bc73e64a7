#include "internal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <wchar.h>

// How long after an ESC that came alone its sequence may still follow, in milliseconds.
enum { ESCAPE = 27, AFTER_ESCAPE = 100 };

bool cterm_has_input(const cterm *terminal) {
    int count = 0;
    return ioctl(terminal->input, FIONREAD, &count) == 0 && count > 0;
}

static cterm_input made(cterm_input_kind kind, uint32_t value) {
    cterm_input input = {.kind = kind, .value = value};
    return input;
}

static cterm_input from_key(wint_t key) {
    if (key >= KEY_F(1) && key <= KEY_F(63)) return made(CTERM_INPUT_KEY, CTERM_KEY_F0 + (key - KEY_F(0)));
    switch (key) {
        case KEY_UP: return made(CTERM_INPUT_KEY, CTERM_KEY_UP);
        case KEY_DOWN: return made(CTERM_INPUT_KEY, CTERM_KEY_DOWN);
        case KEY_LEFT: return made(CTERM_INPUT_KEY, CTERM_KEY_LEFT);
        case KEY_RIGHT: return made(CTERM_INPUT_KEY, CTERM_KEY_RIGHT);
        case KEY_ENTER: return made(CTERM_INPUT_KEY, CTERM_KEY_ENTER);
        case KEY_BTAB: return made(CTERM_INPUT_KEY, CTERM_KEY_BACKTAB);
        case KEY_BACKSPACE: return made(CTERM_INPUT_KEY, CTERM_KEY_BACKSPACE);
        case KEY_DC: return made(CTERM_INPUT_KEY, CTERM_KEY_DELETE);
        case KEY_HOME:
        case KEY_FIND: return made(CTERM_INPUT_KEY, CTERM_KEY_HOME);
        case KEY_END:
        case KEY_SELECT: return made(CTERM_INPUT_KEY, CTERM_KEY_END);
        case KEY_PPAGE: return made(CTERM_INPUT_KEY, CTERM_KEY_PAGE_UP);
        case KEY_NPAGE: return made(CTERM_INPUT_KEY, CTERM_KEY_PAGE_DOWN);
        default: return made(CTERM_INPUT_IGNORED, 0);
    }
}

// A sequence the terminal description does not know must not be taken for the keys it is spelled with: its letters
// could quit the program.
static cterm_input after_escape(cterm *terminal) {
    wint_t next = 0;
    int kind = wget_wch(terminal->keys, &next);
    if (kind == ERR) {
        terminal->escaped_at = cterm_milliseconds();
        return made(CTERM_INPUT_SCALAR, ESCAPE);
    }
    if (kind == KEY_CODE_YES) return from_key(next);
    if (next == '[' || next == 'O') return cterm_read_sequence(terminal, next);
    terminal->read_ahead = next;
    terminal->has_read_ahead = true;
    return made(CTERM_INPUT_SCALAR, ESCAPE);
}

// Whether what was read is the rest of a sequence whose ESC a slow link has parted from it. Nobody presses two keys at
// once right after the Esc key, so that a second byte that waits already tells.
static bool is_late(const cterm *terminal, wint_t value) {
    return (value == '[' || value == 'O') && cterm_milliseconds() - terminal->escaped_at < AFTER_ESCAPE &&
           cterm_has_input(terminal);
}

cterm_input cterm_read(cterm *terminal) {
    wint_t value = 0;
    if (terminal->has_read_ahead) {
        terminal->has_read_ahead = false;
        value = terminal->read_ahead;
        if (value != ESCAPE) return made(CTERM_INPUT_SCALAR, value);
        return after_escape(terminal);
    }
    int kind = wget_wch(terminal->keys, &value);
    if (kind == ERR) return made(CTERM_INPUT_NONE, 0);
    if (kind == KEY_CODE_YES) return from_key(value);
    if (is_late(terminal, value)) return cterm_read_sequence(terminal, value);
    return value == ESCAPE ? after_escape(terminal) : made(CTERM_INPUT_SCALAR, value);
}
