#include "internal.h"

#include <string.h>
#include <term.h>
#include <unistd.h>

// newterm() accepts terminals that cannot place the cursor, and then draws rubbish.
cterm_status cterm_terminfo_check(const char *term, int output) {
    int found = 0;
    if (setupterm((char *)term, output, &found) != OK && found != 1) return CTERM_UNKNOWN_TERM;
    const char *cup = tigetstr("cup");
    cterm_status status = cup == NULL || cup == (char *)-1 ? CTERM_NO_CURSOR_ADDRESSING : CTERM_OPENED;
    del_curterm(cur_term);
    return status;
}

static const char *capability(const char *name) {
    const char *text = tigetstr((char *)name);
    return text == NULL || text == (char *)-1 ? NULL : text;
}

// Appends a capability without its padding marks ("$<5>"): they mean nothing to terminals of today, and only tputs()
// could honour them, which is not safe in a signal handler.
static void append(cterm *terminal, const char *text) {
    if (text == NULL) return;
    while (*text != 0 && terminal->leave_length < CTERM_LEAVE) {
        const char *end;
        if (text[0] == '$' && text[1] == '<' && (end = strchr(text, '>')) != NULL) {
            text = end + 1;
        } else {
            terminal->leave[terminal->leave_length++] = *text++;
        }
    }
}

void cterm_terminfo_capture(cterm *terminal, const char *term) {
    append(terminal, capability("sgr0"));
    append(terminal, capability("op"));
    append(terminal, capability("rmkx"));
    append(terminal, capability("cnorm"));
    append(terminal, capability("rmcup"));
    const char *start = capability("tsl");
    const char *end = capability("fsl");
    bool is_known = strncmp(term, "xterm", 5) == 0 || strncmp(term, "tmux", 4) == 0 || strncmp(term, "screen", 6) == 0;
    // A status line that is no OSC sequence is a line of the screen, not a title.
    if (start == NULL || end == NULL || strncmp(start, "\033]", 2) != 0 || strchr(start, '%') != NULL) {
        if (!is_known) return;
        start = "\033]2;";
        end = "\a";
    }
    if (strlen(start) >= CTERM_TITLE || strlen(end) >= CTERM_TITLE) return;
    strcpy(terminal->title_start, start);
    strcpy(terminal->title_end, end);
}

void cterm_set_title(cterm *terminal, const char *title) {
    if (terminal->title_start[0] == 0) return;
    cterm_output_append(terminal, terminal->title_start, strlen(terminal->title_start));
    for (; *title != 0; title++) {
        // The caller's text is clean; that nothing else can end the sequence is made sure here too.
        if ((unsigned char)*title >= 0x20 && *title != 0x7F) cterm_output_append(terminal, title, 1);
    }
    cterm_output_append(terminal, terminal->title_end, strlen(terminal->title_end));
}

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
    endwin();
    cterm_output_collect(terminal);
    release(terminal);
    cterm_output_drain(terminal, patience);
    cterm_output_discard(terminal);
    set_modes(terminal, &terminal->shell_modes);
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
    cterm_refresh(terminal, true);
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
