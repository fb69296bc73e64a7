#include "internal.h"

#include <string.h>
#include <unistd.h>

bool cterm_is_foreground(const cterm *terminal) {
    if (!terminal->is_tty) return true;
    pid_t group = tcgetpgrp(terminal->tty);
    // A terminal that does not control us has no notion of foreground.
    return group < 0 || group == getpgrp();
}

static void set_modes(const cterm *terminal, const struct termios *modes) {
    // TCSANOW: to wait for output to drain would hang on a terminal that has stopped reading.
    if (terminal->is_tty && cterm_is_foreground(terminal)) tcsetattr(terminal->tty, TCSANOW, modes);
}

// Undoes Ctrl-S: the way out has to be seen, and whatever prints next would hang.
static void release(const cterm *terminal) {
    struct termios modes = terminal->program_modes;
    modes.c_iflag &= ~(tcflag_t)IXON;
    set_modes(terminal, &modes);
}

void cterm_leave(cterm *terminal, int patience) {
    if (!terminal->is_entered) return;
    terminal->is_entered = false;
    // A frame that is half out needs no end: the sequence that leaves the screen interrupts it.
    cterm_output_discard(terminal);
    // Also where it is off by now: what said so may be among what was just dropped.
    if (terminal->was_mouse_on) cterm_output_append(terminal, terminal->mouse_off, strlen(terminal->mouse_off));
    cterm_output_append(terminal, terminal->paste_off, strlen(terminal->paste_off));
    endwin();
    cterm_output_collect(terminal);
    release(terminal);
    cterm_output_drain(terminal, patience);
    cterm_output_discard(terminal);
    set_modes(terminal, &terminal->shell_modes);
}

static void repeat_mouse(cterm *terminal) {
    if (!terminal->was_mouse_on || !terminal->is_entered) return;
    const char *text = terminal->is_mouse_on ? terminal->mouse_on : terminal->mouse_off;
    cterm_output_append(terminal, text, strlen(text));
}

void cterm_repeat_modes(cterm *terminal) {
    if (!terminal->is_entered) return;
    cterm_output_append(terminal, terminal->paste_on, strlen(terminal->paste_on));
    repeat_mouse(terminal);
}

void cterm_enter(cterm *terminal) {
    if (terminal->is_tty && !terminal->is_entered) {
        // The user may have changed the modes while the program was away.
        tcgetattr(terminal->tty, &terminal->shell_modes);
    }
    terminal->is_entered = true;
    set_modes(terminal, &terminal->program_modes);
    cterm_output_discard(terminal);
    // endwin() switched the keypad off, and ncurses switches it on again only where it could set the modes itself.
    keypad(terminal->keys, TRUE);
    cterm_repeat_modes(terminal);
    cterm_refresh(terminal, true);
}

void cterm_set_mouse(cterm *terminal, bool is_on) {
    if (terminal->mouse_on[0] == 0 || terminal->is_mouse_on == is_on) return;
    terminal->is_mouse_on = is_on;
    terminal->was_mouse_on = true;
    repeat_mouse(terminal);
}

void cterm_die(cterm *terminal, int status) {
    if (terminal->is_entered) {
        cterm_output_discard(terminal);
        cterm_output_append(terminal, terminal->leave, terminal->leave_length);
        release(terminal);
        cterm_flush(terminal);
        set_modes(terminal, &terminal->shell_modes);
    }
    _exit(status);
}
