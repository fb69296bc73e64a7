#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int fatal[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
enum { FATAL = sizeof fatal / sizeof *fatal, STACK = 64 * 1024 };

static struct sigaction previous[FATAL];
// All that a handler needs, as plain memory: it may not allocate, lock or call ncurses.
static struct {
    int tty;
    bool is_tty;
    struct termios modes;
    char leave[CTERM_LEAVE];
    size_t leave_length;
} state = {.tty = -1};
static atomic_bool is_armed = false;
static atomic_bool is_installed = false;

static void restore(void) {
    if (!atomic_exchange(&is_armed, false)) return;
    if (state.is_tty) {
        // Without flow control a terminal stopped by Ctrl-S goes on, and the sequence gets through.
        struct termios modes = state.modes;
        modes.c_iflag &= ~(tcflag_t)IXON;
        tcsetattr(state.tty, TCSANOW, &modes);
    }
    ssize_t written = write(state.tty, state.leave, state.leave_length);
    (void)written;
    if (state.is_tty) tcsetattr(state.tty, TCSANOW, &state.modes);
}

static void handle(int number, siginfo_t *info, void *context) {
    (void)context;
    int saved = errno;
    restore();
    // A handler before ours (Swift's, which prints a backtrace) returns and counts on the fault to happen again. What
    // another process sent does not, and would be survived; abort() sees to its own end.
    bool is_sent = info->si_code <= 0 && number != SIGABRT;
    for (int i = 0; i < FATAL; i++) {
        if (fatal[i] == number && !is_sent) sigaction(number, &previous[i], NULL);
    }
    if (is_sent) signal(number, SIG_DFL);
    // A fault happens again on return, now with the handler that was there before. What was sent does not; and after
    // a trap instruction the program would just go on.
    if (info->si_code <= 0 || number == SIGTRAP || number == SIGABRT) raise(number);
    errno = saved;
}

void cterm_guard_arm(const cterm *terminal) {
    atomic_store(&is_armed, false);
    state.tty = terminal->tty;
    state.is_tty = terminal->is_tty;
    state.modes = terminal->shell_modes;
    memcpy(state.leave, terminal->leave, terminal->leave_length);
    state.leave_length = terminal->leave_length;
    atomic_store(&is_armed, true);
    if (atomic_exchange(&is_installed, true)) return;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &previous[i]);
}

void cterm_guard_disarm(void) {
    atomic_store(&is_armed, false);
    if (!atomic_exchange(&is_installed, false)) return;
    for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &previous[i], NULL);
}

void cterm_guard_prepare_thread(void) {
    stack_t current;
    // The Swift runtime may have given the thread one already. Ours is kept for the life of the process: it is one per
    // opening thread, and there is no moment at which a handler surely does not run on it.
    if (sigaltstack(NULL, &current) != 0 || !(current.ss_flags & SS_DISABLE)) return;
    stack_t stack = {.ss_sp = malloc(STACK), .ss_size = STACK};
    if (stack.ss_sp != NULL) sigaltstack(&stack, NULL);
}
