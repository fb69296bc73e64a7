#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

// A buffer larger than this is given back once it is empty: a whole screen comes seldom.
enum { KEPT_CAPACITY = 64 * 1024, SMALL_WRITE = 64 };

int cterm_collector_open(void) {
#ifdef __linux__
    return memfd_create("terminal", MFD_CLOEXEC);
#else
    FILE *file = tmpfile();
    if (file == NULL) return -1;
    int copy = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
    fclose(file);
    return copy;
#endif
}

static int reopen(int output) {
    const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    char name[256];
    if (ttyname_r(output, name, sizeof name) == 0) {
        int fd = open(name, flags);
        if (fd >= 0) return fd;
    }
#ifdef __linux__
    // The name may belong to another mount namespace, as in a container.
    snprintf(name, sizeof name, "/proc/self/fd/%d", output);
    return open(name, flags);
#else
    return -1;
#endif
}

bool cterm_output_open(cterm *terminal, int output) {
    terminal->is_tty = isatty(output) == 1;
    terminal->tty = terminal->is_tty ? reopen(output) : -1;
    if (terminal->tty < 0) {
        terminal->tty = fcntl(output, F_DUPFD_CLOEXEC, 3);
        terminal->may_block = terminal->is_tty;
    }
    return terminal->tty >= 0;
}

// From here on ncurses writes into memory, whatever it believes.
void cterm_output_divert(cterm *terminal, int collector) {
    dup2(collector, terminal->collector);
    fcntl(terminal->collector, F_SETFD, FD_CLOEXEC);
    close(collector);
}

static bool reserve(cterm *terminal, size_t count) {
    if (terminal->pending_start == terminal->pending_end) terminal->pending_start = terminal->pending_end = 0;
    size_t wanted = terminal->pending_end + count;
    if (wanted <= terminal->pending_capacity) return true;
    char *larger = realloc(terminal->pending, wanted);
    if (larger == NULL) return false;
    terminal->pending = larger;
    terminal->pending_capacity = wanted;
    return true;
}

void cterm_output_append(cterm *terminal, const char *bytes, size_t count) {
    if (!reserve(terminal, count)) return;
    memcpy(terminal->pending + terminal->pending_end, bytes, count);
    terminal->pending_end += count;
}

// Moves what ncurses has written to the bytes that wait for the terminal.
void cterm_output_collect(cterm *terminal) {
    off_t size = lseek(terminal->collector, 0, SEEK_END);
    if (size <= 0) return;
    if (reserve(terminal, (size_t)size)) {
        char *target = terminal->pending + terminal->pending_end;
        ssize_t count = pread(terminal->collector, target, (size_t)size, 0);
        if (count > 0) terminal->pending_end += cterm_shorten(target, (size_t)count);
    }
    if (ftruncate(terminal->collector, 0) == 0) lseek(terminal->collector, 0, SEEK_SET);
}

void cterm_output_discard(cterm *terminal) {
    terminal->pending_start = terminal->pending_end = 0;
}

static bool is_writable(const cterm *terminal, int patience) {
    struct pollfd wait = {.fd = terminal->tty, .events = POLLOUT};
    return poll(&wait, 1, patience) == 1 && (wait.revents & POLLOUT) != 0;
}

long cterm_flush(cterm *terminal) {
    if (terminal->is_gone) return -1;
    while (terminal->pending_start < terminal->pending_end) {
        size_t count = terminal->pending_end - terminal->pending_start;
        if (terminal->may_block) {
            if (!is_writable(terminal, 0)) break;
            if (count > SMALL_WRITE) count = SMALL_WRITE;
        }
        ssize_t written = write(terminal->tty, terminal->pending + terminal->pending_start, count);
        if (written > 0) {
            terminal->pending_start += (size_t)written;
        } else if (written < 0 && errno == EINTR) {
            continue;
        } else if (written == 0 || errno == EAGAIN || errno == EWOULDBLOCK) {
            break;
        } else {
            terminal->is_gone = true;
            cterm_output_discard(terminal);
            return -1;
        }
    }
    if (terminal->pending_start == terminal->pending_end && terminal->pending_capacity > KEPT_CAPACITY) {
        free(terminal->pending);
        terminal->pending = NULL;
        terminal->pending_capacity = terminal->pending_start = terminal->pending_end = 0;
    }
    return (long)(terminal->pending_end - terminal->pending_start);
}

long cterm_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

bool cterm_output_drain(cterm *terminal, int patience) {
    const long deadline = cterm_milliseconds() + patience;
    for (;;) {
        long left = cterm_flush(terminal);
        if (left <= 0) return left == 0;
        long remaining = deadline - cterm_milliseconds();
        if (remaining <= 0) return false;
        is_writable(terminal, (int)remaining);
    }
}
