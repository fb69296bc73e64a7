#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static atomic_bool is_open = false;

static bool says_utf8(const char *text) {
    return strstr(text, "UTF-8") || strstr(text, "utf-8") || strstr(text, "UTF8") || strstr(text, "utf8");
}

bool cterm_is_utf8(void) {
    // Only the character set: other categories would change how numbers are read and written elsewhere.
    setlocale(LC_CTYPE, "");
    if (says_utf8(nl_langinfo(CODESET))) return true;
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value == NULL || *value == 0) continue;
        if (!says_utf8(value)) return false;
        break;
    }
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "en_US.UTF-8");
    return says_utf8(nl_langinfo(CODESET));
}

static void dispose(cterm *terminal) {
    if (terminal->keys != NULL) delwin(terminal->keys);
    if (terminal->screen != NULL) delscreen(terminal->screen);
    if (terminal->curses_out != NULL) {
        fclose(terminal->curses_out);
    } else if (terminal->collector >= 0) {
        close(terminal->collector);
    }
    if (terminal->curses_in != NULL) fclose(terminal->curses_in);
    if (terminal->tty >= 0) close(terminal->tty);
    free(terminal->pending);
    free(terminal);
    atomic_store(&is_open, false);
}

// How long an ESC waits for what makes a sequence of it, in milliseconds. The Esc key is told from an arrow by nothing
// but time, so this is what the Esc key costs. The price: on a link that parts a sequence right behind its ESC by more
// than this, an Esc is read that nobody pressed (what follows is still read as its key, see is_late()). That takes a
// packet border inside three bytes and a gap behind it; tmux and ssh pass on in one piece what came in one.
enum { ESCAPE_PATIENCE = 10 };

static bool start(cterm *terminal, const char *term, int input, int output) {
    int memory = cterm_collector_open();
    terminal->collector = fcntl(output, F_DUPFD_CLOEXEC, 3);
    int keys = input >= 0 ? fcntl(input, F_DUPFD_CLOEXEC, 3) : open("/dev/null", O_RDONLY | O_CLOEXEC);
    terminal->curses_in = keys >= 0 ? fdopen(keys, "r") : NULL;
    terminal->curses_out = terminal->collector >= 0 ? fdopen(terminal->collector, "w") : NULL;
    if (memory < 0 || terminal->curses_in == NULL || terminal->curses_out == NULL) {
        if (terminal->curses_in == NULL && keys >= 0) close(keys);
        if (memory >= 0) close(memory);
        return false;
    }
    // A window's size is asked of the window: LINES and COLUMNS may be inherited from another one.
    use_env(FALSE);
#if NCURSES_VERSION_PATCH >= 20120714
    // But asked it must be: the entry of the Linux console has no size, and newterm() fails without one.
    use_tioctl(TRUE);
#endif
    // See ESCAPE_PATIENCE.
    set_escdelay(ESCAPE_PATIENCE);
    terminal->screen = newterm(term, terminal->curses_out, terminal->curses_in);
    if (terminal->screen == NULL) {
        close(memory);
        return false;
    }
    // Ctrl-C stays a signal, so that it works whatever the program is doing.
    cbreak();
    noecho();
    nonl();
    if (terminal->is_tty) tcgetattr(terminal->tty, &terminal->program_modes);
    cterm_output_divert(terminal, memory);
    return true;
}

static void configure(cterm *terminal, const char *term) {
    terminal->window = stdscr;
    leaveok(terminal->window, TRUE);
    // Else a key that waits would make ncurses break off a frame.
    typeahead(-1);
    curs_set(0);
    if (has_colors()) {
        start_color();
        use_default_colors();
        terminal->colors = COLORS;
    }
    terminal->keys = newpad(1, 1);
    keypad(terminal->keys, TRUE);
    nodelay(terminal->keys, TRUE);
    // sequence.c reads the mouse's reports. ncurses would wait for the end of one without limit, which stops this
    // thread; and while its own mouse is off it takes a report's digits for keys.
    define_key(NULL, KEY_MOUSE);
    cterm_terminfo_capture(terminal, term);
    int rows, columns;
    cterm_size(terminal, &rows, &columns);
    resize_term(rows, columns);
    cterm_output_collect(terminal);
    cterm_repeat_modes(terminal);
}

cterm *cterm_open(const char *term, int input, int output, cterm_status *status) {
    bool expected = false;
    *status = CTERM_BUSY;
    if (!atomic_compare_exchange_strong(&is_open, &expected, true)) return NULL;
    *status = CTERM_SYSTEM_ERROR;
    cterm *terminal = calloc(1, sizeof *terminal);
    if (terminal == NULL) {
        atomic_store(&is_open, false);
        return NULL;
    }
    terminal->tty = terminal->collector = -1;
    terminal->input = input;
    terminal->escaped_at = LONG_MIN / 2;
    *status = cterm_terminfo_check(term, output);
    if (*status == CTERM_OPENED) {
        *status = CTERM_SYSTEM_ERROR;
        if (cterm_output_open(terminal, output)) {
            if (terminal->is_tty) tcgetattr(terminal->tty, &terminal->shell_modes);
            if (start(terminal, term, input, output)) *status = CTERM_OPENED;
        }
    }
    if (*status != CTERM_OPENED) {
        int reason = errno;
        dispose(terminal);
        errno = reason;
        return NULL;
    }
    terminal->is_entered = true;
    configure(terminal, term);
    return terminal;
}

void cterm_close(cterm *terminal, int patience) {
    cterm_leave(terminal, patience);
    dispose(terminal);
}

int cterm_colors(const cterm *terminal) { return terminal->colors; }
bool cterm_is_tty(const cterm *terminal) { return terminal->is_tty; }
int cterm_input_descriptor(const cterm *terminal) { return terminal->input; }
int cterm_output_descriptor(const cterm *terminal) { return terminal->tty; }

// A window that reports nonsense must not cost gigabytes.
enum { MAX_SIZE = 2000 };

static int min_int(int a, int b) { return a < b ? a : b; }

void cterm_size(const cterm *terminal, int *rows, int *columns) {
    struct winsize size = {0};
    if (terminal->is_tty) ioctl(terminal->tty, TIOCGWINSZ, &size);
    *rows = size.ws_row > 0 ? min_int(size.ws_row, MAX_SIZE) : 24;
    *columns = size.ws_col > 0 ? min_int(size.ws_col, MAX_SIZE) : 80;
}

void cterm_resize(cterm *terminal, int rows, int columns) {
    if (rows < 1 || columns < 1) return;
    resize_term(rows, columns);
    cterm_erase(terminal);
}
