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

enum { CTERM_PAIRS = 64, CTERM_LEAVE = 256, CTERM_SHORT = 64 };

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

    // A scalar read while looking for the end of an escape sequence.
    wint_t read_ahead;
    bool has_read_ahead;
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
    bool is_mouse_on;
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

// sequence.c
// What a sequence is whose ESC and `introducer` ('[' or 'O') were read; bounded in time and length.
cterm_input cterm_read_sequence(cterm *terminal, wint_t introducer);

// terminfo.c
cterm_status cterm_terminfo_check(const char *term, int output);
void cterm_terminfo_capture(cterm *terminal, const char *term);

#endif
