#ifndef CTERM_INTERNAL_H
#define CTERM_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include "CTerminal.h"
#include <curses.h>
#include <stdio.h>
#include <termios.h>

enum { CTERM_PAIRS = 64, CTERM_LEAVE = 256, CTERM_SHORT = 64, CTERM_AHEAD = 4, CTERM_PARAMETERS = 8 };

// What is still to come of a sequence whose meaning is lost, and must not be taken for keys.
typedef enum {
    CTERM_REST_NONE = 0,
    // All behind ESC and '['.
    CTERM_REST_SEQUENCE,
    // Up to the final letter.
    CTERM_REST_PARAMETERS,
    // A number of bytes.
    CTERM_REST_BYTES,
    // Up to BEL, or ESC and '\\'.
    CTERM_REST_STRING,
    // The same behind an ESC.
    CTERM_REST_STRING_END,
    // Text that was pasted, up to the sequence that says so.
    CTERM_REST_PASTE,
} cterm_rest;

struct cterm {
    SCREEN *screen;
    WINDOW *window;
    // Keys are read from a pad: reading from the screen would refresh it.
    WINDOW *keys;
    FILE *curses_out;
    FILE *curses_in;
    // What ncurses takes for the terminal: a file in memory that collects its output.
    int collector;
    // The terminal, opened anew so that its O_NONBLOCK is not the shell's.
    int tty;
    int input;
    bool is_tty;
    bool is_entered;
    // The descriptor may block (it could not be opened anew), so only small pieces are written to it.
    bool may_block;
    bool is_gone;
    struct termios shell_modes;
    struct termios program_modes;

    char *pending;
    size_t pending_start;
    size_t pending_end;
    size_t pending_capacity;

    struct {
        int16_t foreground;
        int16_t background;
    } pairs[CTERM_PAIRS];
    int pair_count;
    int colors;

    // What was read while looking for the end of an escape sequence and is none of it, as wget_wch() gave it.
    struct {
        int kind;
        wint_t value;
    } ahead[CTERM_AHEAD];
    int ahead_count;
    // What is to be skipped, for how long and, of bytes, how many.
    cterm_rest rest;
    long rest_until;
    int rest_count;
    // The first parameters of a sequence that is skipped, and how much of the end of a paste was read.
    char rest_text[CTERM_PARAMETERS];
    int paste_matched;
    // When an ESC came alone.
    long escaped_at;

    char leave[CTERM_LEAVE];
    size_t leave_length;
    // Empty where the terminal has no such thing.
    char title_start[CTERM_SHORT];
    char title_end[CTERM_SHORT];
    char ring[CTERM_SHORT];
    char mouse_on[CTERM_SHORT];
    char mouse_off[CTERM_SHORT];
    char paste_on[CTERM_SHORT];
    char paste_off[CTERM_SHORT];
    bool is_mouse_on;
    // It has been on: a terminal that did not read may have missed that it no longer is.
    bool was_mouse_on;
};

// output.c
bool cterm_output_open(cterm *terminal, int output);
void cterm_output_divert(cterm *terminal, int collector);
void cterm_output_collect(cterm *terminal);
void cterm_output_append(cterm *terminal, const char *bytes, size_t count);
void cterm_output_discard(cterm *terminal);
// Flushes until all is out or the time is up; true if all is out.
bool cterm_output_drain(cterm *terminal, int patience);
int cterm_collector_open(void);
// A clock that only goes forward.
long cterm_milliseconds(void);

// input.c
cterm_input cterm_made(cterm_input_kind kind, uint32_t value);
// A key by ncurses's number for it.
cterm_input cterm_known_key(wint_t key);
// What was read ahead, else the next scalar or key; ERR without one.
int cterm_take(cterm *terminal, wint_t *value);
void cterm_put_back(cterm *terminal, int kind, wint_t value);

// sequence.c
// What a sequence is whose ESC and `introducer` ('[' or 'O') were read; bounded in time and length.
cterm_input cterm_read_sequence(cterm *terminal, wint_t introducer);
// cterm_take() that waits; ERR if nothing comes in time.
int cterm_take_until(cterm *terminal, long deadline, wint_t *value);
// The next byte, or ncurses's number of a key, which is larger than any byte; ERR if nothing comes in time.
int cterm_take_byte_until(cterm *terminal, long deadline);

// skip.c
bool cterm_begins_string(wint_t introducer);
// Whether a string follows its ESC and introducer; if so it is skipped, else what was read is put back.
bool cterm_enter_string(cterm *terminal, wint_t introducer);
// Whether a sequence with these parameters and a '~' begins a paste; if so all up to its end is skipped.
bool cterm_enter_paste(cterm *terminal, const char *parameters);
// Skips the rest of a sequence as it comes, for a second at most.
void cterm_skip_rest(cterm *terminal, cterm_rest rest, int count);
bool cterm_is_skipping(cterm *terminal);
// Skips what is there: CTERM_INPUT_IGNORED for each piece, or what turned out to be none.
cterm_input cterm_skip(cterm *terminal);

// terminfo.c
cterm_status cterm_terminfo_check(const char *term, int output);
void cterm_terminfo_capture(cterm *terminal, const char *term);

#endif
