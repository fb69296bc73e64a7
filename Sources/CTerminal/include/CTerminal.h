// A narrow face of ncurses: no macro, global or FILE of it is seen by those who include this.
//
// One terminal can be open at a time (ncurses keeps it in globals), and all calls but cterm_signals_wake() and
// cterm_guard_*() belong to one thread at a time. Output never blocks: ncurses writes into memory, and
// cterm_flush() hands on as much as the terminal takes.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cterm cterm;

typedef enum {
    CTERM_OPENED = 0,
    CTERM_UNKNOWN_TERM,
    CTERM_NO_CURSOR_ADDRESSING,
    CTERM_BUSY,
    CTERM_SYSTEM_ERROR,
} cterm_status;

enum {
    CTERM_BOLD = 1,
    CTERM_DIM = 2,
    CTERM_REVERSE = 4,
    CTERM_UNDERLINE = 8,
};

// One symbol: a scalar, up to two combining marks (0 for none) and the columns the caller reckons with. Colours are
// palette numbers, -1 for the terminal's own.
typedef struct {
    uint32_t base;
    uint32_t marks[2];
    int16_t foreground;
    int16_t background;
    uint8_t attributes;
    uint8_t width;
} cterm_cell;

typedef enum {
    CTERM_INPUT_NONE = 0,
    CTERM_INPUT_SCALAR,
    CTERM_INPUT_KEY,
    // A report of the mouse, while that is on: `value` says what it did, `x` and `y` the cell, from 0.
    CTERM_INPUT_MOUSE,
    // Something was read that is no key, such as a report of the terminal.
    CTERM_INPUT_IGNORED,
} cterm_input_kind;

enum {
    CTERM_KEY_UP = 1,
    CTERM_KEY_DOWN,
    CTERM_KEY_LEFT,
    CTERM_KEY_RIGHT,
    CTERM_KEY_ENTER,
    CTERM_KEY_BACKTAB,
    CTERM_KEY_BACKSPACE,
    CTERM_KEY_DELETE,
    CTERM_KEY_HOME,
    CTERM_KEY_END,
    CTERM_KEY_PAGE_UP,
    CTERM_KEY_PAGE_DOWN,
    CTERM_KEY_SHIFT_LEFT,
    CTERM_KEY_SHIFT_RIGHT,
    // Function key n is CTERM_KEY_F0 + n.
    CTERM_KEY_F0 = 100,
};

enum {
    CTERM_MOUSE_PRESS = 1,
    CTERM_MOUSE_WHEEL_UP,
    CTERM_MOUSE_WHEEL_DOWN,
};

typedef struct {
    cterm_input_kind kind;
    uint32_t value;
    uint16_t x;
    uint16_t y;
} cterm_input;

// Chooses the character set from the environment; true if it is UTF-8. Without any locale variable, or with one that
// names a UTF-8 locale this machine lacks, C.UTF-8 is taken, since the C locale would blank every bar.
bool cterm_is_utf8(void);

// Opens a terminal type on two descriptors, which stay the caller's. `output` may be a plain file, then nothing is
// asked of a tty and `input` may be -1. NULL with a reason in `status` (and in errno for CTERM_SYSTEM_ERROR).
cterm *cterm_open(const char *term, int input, int output, cterm_status *status);
// Leaves the screen unless that was done, restores the modes, frees everything. Gives the terminal `patience`
// milliseconds to take the few bytes this needs.
void cterm_close(cterm *terminal, int patience);
// cterm_close() for a process that has no time: leaves with what the terminal takes at once and ends the process.
void cterm_die(cterm *terminal, int status);

int cterm_colors(const cterm *terminal);
bool cterm_is_tty(const cterm *terminal);
int cterm_input_descriptor(const cterm *terminal);
int cterm_output_descriptor(const cterm *terminal);
// The window's size; 80x24 where the terminal does not know.
void cterm_size(const cterm *terminal, int *rows, int *columns);
void cterm_resize(cterm *terminal, int rows, int columns);

// The columns this machine's C library reckons with for a scalar; -1 if it is not printable.
int cterm_columns(uint32_t scalar);
void cterm_put(cterm *terminal, int row, int column, const cterm_cell *cell);
cterm_cell cterm_get(cterm *terminal, int row, int column);
void cterm_erase(cterm *terminal);
// Composes the bytes for what changed; for all cells if `whole`.
void cterm_refresh(cterm *terminal, bool whole);
// Leaves out what is said twice in what ncurses wrote, in place; the new length. What is left means the same.
size_t cterm_shorten(char *bytes, size_t count);
// Appends the sequence for the window's title, where the terminal has one.
void cterm_set_title(cterm *terminal, const char *title);
// Has the terminal report the mouse, or not, where it can. Switched off on every way out.
void cterm_set_mouse(cterm *terminal, bool is_on);
// Says again that pastes are to be marked and whether the mouse shall be reported, if that was ever asked for: something
// else may have changed it.
void cterm_repeat_modes(cterm *terminal);
// Appends the sequence that gives the terminal's clipboard a text in base64 (OSC 52); nothing for the kinds of terminals
// that have none and would show it.
void cterm_copy(cterm *terminal, const char *base64, size_t count);
// Appends the sequence for a notice outside of the window (OSC 9), which goes through tmux where that lets it; nothing
// for the kinds of terminals that would show it. The text has no control characters.
void cterm_announce(cterm *terminal, const char *text, bool is_in_tmux);
// Writes a bold word of the screen once more, as a link to an address (OSC 8); nothing for the kinds of terminals that would
// show the address. Cursor and attributes are as they were.
void cterm_link(cterm *terminal, int row, int column, const char *text, const char *url);
// Appends what rings the bell.
void cterm_ring(cterm *terminal);
// Hands bytes to the terminal without blocking. How many are left, or -1 when the terminal is gone.
long cterm_flush(cterm *terminal);

// The next key. Waits for none; but a sequence that has begun is given some milliseconds to end. What comes of it later
// is no key either, for a second. What is pasted is no key, however long it is and however it is parted, until its end
// comes or nothing for a second.
cterm_input cterm_read(cterm *terminal);
// How long, in milliseconds, a paste without an end may still be silent; -1 outside of one.
int cterm_paste_patience(const cterm *terminal);
// Ends a paste that was silent for too long: what comes now are keys again.
void cterm_end_silent_paste(cterm *terminal);
// False when a readable input has nothing to read, which is its end.
bool cterm_has_input(const cterm *terminal);

// Leaves the screen and restores the shell's modes, with `patience` milliseconds for a slow terminal.
void cterm_leave(cterm *terminal, int patience);
// The opposite: takes the modes found as the shell's, sets ours, and composes the whole screen.
void cterm_enter(cterm *terminal);
// Whether the process may change the terminal; from the background that would stop it.
bool cterm_is_foreground(const cterm *terminal);

// Catches WINCH, INT, TERM, HUP, TSTP and CONT; INT, HUP and TSTP only if they were not ignored. Returns a descriptor
// that becomes readable when one came, or -1; with EBUSY in errno while they are caught already.
int cterm_signals_install(void);
void cterm_signals_remove(void);
// The signals since the last call, one bit (1 << number) each; empties the descriptor.
uint64_t cterm_signals_take(void);
// Lets the calling thread receive the caught signals, whatever mask it was started with: a program may be started
// by a thread that blocks them all.
void cterm_signals_unblock(void);
// Makes the descriptor readable; from any thread.
void cterm_signals_wake(void);
// Stops the process as if Ctrl-Z had not been caught; returns when it continues, and the CONT that made it is not taken
// for another one.
void cterm_signals_stop(void);

// Restores the terminal when the process crashes, then lets the crash take its course.
void cterm_guard_arm(const cterm *terminal);
void cterm_guard_disarm(void);
// Gives the calling thread a stack for the guard, so that an overflowing one can be handled.
void cterm_guard_prepare_thread(void);

#endif
