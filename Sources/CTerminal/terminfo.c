#include "internal.h"

#include <string.h>
#include <term.h>

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
static size_t append(char *target, size_t length, size_t limit, const char *text) {
    while (text != NULL && *text != 0 && length < limit) {
        const char *end;
        if (text[0] == '$' && text[1] == '<' && (end = strchr(text, '>')) != NULL) {
            text = end + 1;
        } else {
            target[length++] = *text++;
        }
    }
    return length;
}

// Copies a capability that is short enough to be whole; else it counts as missing.
static void keep(char target[CTERM_SHORT], const char *text) {
    size_t length = append(target, 0, CTERM_SHORT, text);
    target[length < CTERM_SHORT ? length : 0] = 0;
}

static void capture_title(cterm *terminal) {
    const char *start = capability("tsl");
    const char *end = capability("fsl");
    // A status line that is no OSC sequence is a line of the screen, not a title.
    bool is_title = start != NULL && end != NULL && strncmp(start, "\033]", 2) == 0 && strchr(start, '%') == NULL;
    if (!is_title) {
        // XT is terminfo's word for "takes xterm's sequences for titles".
        if (tigetflag("XT") <= 0) return;
        start = "\033]2;";
        end = "\a";
    }
    keep(terminal->title_start, start);
    keep(terminal->title_end, end);
}

static void capture_mouse(cterm *terminal, const char *term) {
    const char *mode = capability("XM");
    if (mode != NULL) {
        keep(terminal->mouse_on, tparm((char *)mode, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
        keep(terminal->mouse_off, tparm((char *)mode, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
        return;
    }
    // The entries of tmux and screen know the mouse (kmous) but, in ncurses before 2023, not how it is switched on.
    // Both take xterm's modes; one that knows only 1000 passes over 1006 and reports in the older form.
    bool is_multiplexer = strncmp(term, "tmux", 4) == 0 || strncmp(term, "screen", 6) == 0;
    if (!is_multiplexer || capability("kmous") == NULL) return;
    keep(terminal->mouse_on, "\033[?1006;1000h");
    keep(terminal->mouse_off, "\033[?1006;1000l");
}

// Marks around what is pasted (mode 2004), so that it is not taken for keys. Newer entries have it by xterm's names.
static void capture_paste(cterm *terminal, const char *term) {
    const char *on = capability("BE");
    const char *off = capability("BD");
    if (on != NULL && off != NULL) {
        keep(terminal->paste_on, on);
        keep(terminal->paste_off, off);
        return;
    }
    // The entries of tmux and screen lack it, whatever the terminal around them is; a screen too old for it passes over
    // it. So does everything that takes xterm's sequences, which is what XT says.
    bool is_multiplexer = strncmp(term, "tmux", 4) == 0 || strncmp(term, "screen", 6) == 0;
    if (!is_multiplexer && tigetflag("XT") <= 0) return;
    keep(terminal->paste_on, "\033[?2004h");
    keep(terminal->paste_off, "\033[?2004l");
}

void cterm_terminfo_capture(cterm *terminal, const char *term) {
    capture_title(terminal);
    capture_mouse(terminal, term);
    capture_paste(terminal, term);
    keep(terminal->ring, capability("bel"));
    // The modes are switched off in any case: who is ending in a signal handler asks nobody whether they were on.
    const char *const leave[] = {
        terminal->mouse_off, terminal->paste_off, capability("sgr0"),  capability("op"),
        capability("rmkx"),  capability("cnorm"), capability("rmcup"),
    };
    for (size_t i = 0; i < sizeof leave / sizeof *leave; i++) {
        terminal->leave_length = append(terminal->leave, terminal->leave_length, CTERM_LEAVE, leave[i]);
    }
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

void cterm_copy(cterm *terminal, const char *base64, size_t count) {
    // Those that are told how to mark what is pasted take xterm's sequences, or pass over what they do not know.
    if (terminal->paste_on[0] == 0) return;
    cterm_output_append(terminal, "\033]52;c;", 7);
    cterm_output_append(terminal, base64, count);
    cterm_output_append(terminal, "\a", 1);
}

void cterm_announce(cterm *terminal, const char *text, bool is_in_tmux) {
    if (terminal->paste_on[0] == 0) return;
    const char *start = is_in_tmux ? "\033Ptmux;\033\033]9;" : "\033]9;";
    const char *end = is_in_tmux ? "\a\033\\" : "\a";
    cterm_output_append(terminal, start, strlen(start));
    cterm_output_append(terminal, text, strlen(text));
    cterm_output_append(terminal, end, strlen(end));
}

static void append_plain(cterm *terminal, const char *text) {
    for (; *text != 0; text++) {
        // Nothing in it may end the sequence.
        if ((unsigned char)*text >= 0x20 && *text != 0x7F) cterm_output_append(terminal, text, 1);
    }
}

void cterm_link(cterm *terminal, int row, int column, const char *text, const char *url) {
    // As with the clipboard: those take xterm's sequences, or pass over what they do not know.
    if (terminal->paste_on[0] == 0) return;
    char place[48];
    int length = snprintf(place, sizeof place, "\0337\033[%d;%dH\033[0;1m\033]8;;", row + 1, column + 1);
    if (length <= 0 || (size_t)length >= sizeof place) return;
    cterm_output_append(terminal, place, (size_t)length);
    append_plain(terminal, url);
    cterm_output_append(terminal, "\033\\", 2);
    append_plain(terminal, text);
    cterm_output_append(terminal, "\033]8;;\033\\\0338", 9);
}

void cterm_ring(cterm *terminal) { cterm_output_append(terminal, terminal->ring, strlen(terminal->ring)); }
