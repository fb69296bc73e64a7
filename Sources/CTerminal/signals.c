#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static const int caught[] = {SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT};
enum { CAUGHT = sizeof caught / sizeof *caught };

static struct sigaction previous[CAUGHT];
static bool is_caught[CAUGHT];
static int wake_pipe[2] = {-1, -1};
// A flood of one signal may fill the pipe, but must not hide another one: the bits are what counts.
static atomic_ullong arrived = 0;
static atomic_bool is_installed = false;

static void wake(void) {
    int saved = errno;
    char byte = 0;
    // Full is as good as written.
    ssize_t written = write(wake_pipe[1], &byte, 1);
    (void)written;
    errno = saved;
}

static void handle(int number) {
    atomic_fetch_or(&arrived, 1ULL << number);
    wake();
}

static void catch(int index) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(caught[index], &action, NULL);
}

int cterm_signals_install(void) {
    // Once only: a second time would take our own handlers for those to go back to.
    if (atomic_exchange(&is_installed, true)) {
        errno = EBUSY;
        return -1;
    }
    // The pipe is made once and kept, so that a wake-up from another thread never meets a descriptor that was closed
    // and given to a file.
    if (wake_pipe[0] < 0) {
        int ends[2];
        if (pipe(ends) != 0) {
            atomic_store(&is_installed, false);
            return -1;
        }
        for (int i = 0; i < 2; i++) {
            fcntl(ends[i], F_SETFD, FD_CLOEXEC);
            fcntl(ends[i], F_SETFL, O_NONBLOCK);
            wake_pipe[i] = ends[i];
        }
    }
    cterm_signals_take();
    for (int i = 0; i < CAUGHT; i++) {
        sigaction(caught[i], NULL, &previous[i]);
        // nohup, and shells without job control, ask for signals to be ignored.
        bool is_ignored = !(previous[i].sa_flags & SA_SIGINFO) && previous[i].sa_handler == SIG_IGN;
        is_caught[i] = !is_ignored || caught[i] == SIGWINCH || caught[i] == SIGCONT || caught[i] == SIGTERM;
        if (is_caught[i]) catch(i);
    }
    // A reader that goes away is an error of the write, not the end of the program.
    signal(SIGPIPE, SIG_IGN);
    return wake_pipe[0];
}

void cterm_signals_remove(void) {
    if (!atomic_load(&is_installed)) return;
    for (int i = 0; i < CAUGHT; i++) {
        if (is_caught[i]) sigaction(caught[i], &previous[i], NULL);
    }
    atomic_store(&is_installed, false);
}

uint64_t cterm_signals_take(void) {
    char bytes[256];
    while (read(wake_pipe[0], bytes, sizeof bytes) > 0) {
    }
    return atomic_exchange(&arrived, 0);
}

void cterm_signals_unblock(void) {
    sigset_t signals;
    sigemptyset(&signals);
    for (int i = 0; i < CAUGHT; i++) sigaddset(&signals, caught[i]);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

void cterm_signals_wake(void) { wake(); }

void cterm_signals_stop(void) {
    sigset_t stop, old;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    signal(SIGTSTP, SIG_DFL);
    // Who calls this knows by its return that the process goes on. A signal nobody waits for is not even kept.
    signal(SIGCONT, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &stop, &old);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    for (int i = 0; i < CAUGHT; i++) {
        if (is_caught[i]) catch(i);
    }
}
