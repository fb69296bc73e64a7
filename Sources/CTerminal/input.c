#include "internal.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <wchar.h>

// How long after an ESC that came alone its sequence may still follow, in milliseconds; longer where the sequence begins
// with a bracket, which is no key of ours but may stand before what was pasted.
enum { ESCAPE = 27, AFTER_ESCAPE = 100, BRACKET_AFTER_ESCAPE = 1000 };

bool cterm_has_input(const cterm *terminal) {
    int count = 0;
    return ioctl(terminal->input, FIONREAD, &count) == 0 && count > 0;
}

cterm_input cterm_made(cterm_input_kind kind, uint32_t value) {
    cterm_input input = {.kind = kind, .value = value};
    return input;
}

cterm_input cterm_known_key(wint_t key) {
    if (key >= KEY_F(1) && key <= KEY_F(63)) return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_F0 + (key - KEY_F(0)));
    switch (key) {
        case KEY_UP: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_UP);
        case KEY_DOWN: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_DOWN);
        case KEY_LEFT: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_LEFT);
        case KEY_RIGHT: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_RIGHT);
        case KEY_SLEFT: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_SHIFT_LEFT);
        case KEY_SRIGHT: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_SHIFT_RIGHT);
        case KEY_ENTER: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_ENTER);
        case KEY_BTAB: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_BACKTAB);
        case KEY_BACKSPACE: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_BACKSPACE);
        case KEY_DC: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_DELETE);
        case KEY_HOME:
        case KEY_FIND: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_HOME);
        case KEY_END:
        case KEY_SELECT: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_END);
        case KEY_PPAGE: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_PAGE_UP);
        case KEY_NPAGE: return cterm_made(CTERM_INPUT_KEY, CTERM_KEY_PAGE_DOWN);
        default: return cterm_made(CTERM_INPUT_IGNORED, 0);
    }
}

int cterm_take(cterm *terminal, wint_t *value) {
    if (terminal->ahead_count == 0) return wget_wch(terminal->keys, value);
    int kind = terminal->ahead[0].kind;
    *value = terminal->ahead[0].value;
    terminal->ahead_count--;
    for (int i = 0; i < terminal->ahead_count; i++) terminal->ahead[i] = terminal->ahead[i + 1];
    return kind;
}

void cterm_put_back(cterm *terminal, int kind, wint_t value) {
    if (terminal->ahead_count == CTERM_AHEAD) return;
    terminal->ahead[terminal->ahead_count].kind = kind;
    terminal->ahead[terminal->ahead_count].value = value;
    terminal->ahead_count++;
}

// A sequence the terminal description does not know must not be taken for the keys it is spelled with: its letters
// could quit the program.
static cterm_input after_escape(cterm *terminal) {
    wint_t next = 0;
    int kind = cterm_take(terminal, &next);
    if (kind == ERR) {
        terminal->escaped_at = cterm_milliseconds();
        return cterm_made(CTERM_INPUT_SCALAR, ESCAPE);
    }
    if (kind == KEY_CODE_YES) return cterm_known_key(next);
    if (next == '[' || next == 'O') return cterm_read_sequence(terminal, next);
    if (cterm_begins_string(next)) {
        return cterm_enter_string(terminal, next) ? cterm_made(CTERM_INPUT_IGNORED, 0)
                                                  : cterm_made(CTERM_INPUT_SCALAR, ESCAPE);
    }
    cterm_put_back(terminal, OK, next);
    return cterm_made(CTERM_INPUT_SCALAR, ESCAPE);
}

// Whether what was read is the rest of a sequence whose ESC a slow link has parted from it. Nobody presses two keys at
// once right after the Esc key, so that a second byte that waits already tells.
static bool is_late(const cterm *terminal, wint_t value) {
    const long limit = value == '[' ? BRACKET_AFTER_ESCAPE : AFTER_ESCAPE;
    return (value == '[' || value == 'O' || cterm_begins_string(value)) &&
           cterm_milliseconds() - terminal->escaped_at < limit && cterm_has_input(terminal);
}

static cterm_input read_late(cterm *terminal, wint_t introducer) {
    if (!cterm_begins_string(introducer)) return cterm_read_sequence(terminal, introducer);
    if (cterm_enter_string(terminal, introducer)) return cterm_made(CTERM_INPUT_IGNORED, 0);
    // Put back with what follows, it is next.
    return cterm_read(terminal);
}

cterm_input cterm_read(cterm *terminal) {
    if (cterm_is_skipping(terminal)) return cterm_skip(terminal);
    bool is_ahead = terminal->ahead_count > 0;
    wint_t value = 0;
    int kind = cterm_take(terminal, &value);
    if (kind == ERR) return cterm_made(CTERM_INPUT_NONE, 0);
    if (kind == KEY_CODE_YES) return cterm_known_key(value);
    if (!is_ahead && is_late(terminal, value)) return read_late(terminal, value);
    return value == ESCAPE ? after_escape(terminal) : cterm_made(CTERM_INPUT_SCALAR, value);
}
