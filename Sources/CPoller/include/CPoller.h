#ifndef CPOLLER_H
#define CPOLLER_H

// Waiting for many sockets and a timer at once: Linux's epoll, which Swift's import of the C library leaves out. Elsewhere
// there is none of this.
#if defined(__linux__)

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/// What a wait tells of one descriptor.
struct cpoller_event {
    /// The number that the descriptor was added with.
    uint64_t token;
    /// Whether it can be read from, or has ended.
    uint8_t is_readable;
    /// Whether it can be written to, or has failed.
    uint8_t is_writable;
    /// Whether nothing more comes after what is to be read now.
    uint8_t has_ended;
};

/// Descriptors of a poller; its timer and its bell are among those that it waits for.
struct cpoller {
    int poll;
    int timer;
    int bell;
};

/// The tokens of the timer and of the bell.
static const uint64_t cpoller_timer = UINT64_MAX;
static const uint64_t cpoller_bell = UINT64_MAX - 1;

/// Opens a poller. Returns 0, or -1 with errno set.
int cpoller_open(struct cpoller *poller);

/// Closes all of its descriptors.
void cpoller_close(struct cpoller poller);

/// Waits until something is ready, and tells of at most `capacity`. Returns how many; 0 after a signal.
int cpoller_wait(struct cpoller poller, struct cpoller_event *events, int capacity);

/// Has the timer go off at a moment of the monotonic clock, in nanoseconds; once, in place of what was set before.
void cpoller_set_timer(struct cpoller poller, int64_t nanoseconds);

/// Ends a wait from any thread; rung several times it is heard once.
void cpoller_ring(struct cpoller poller);

/// Stops the bell.
void cpoller_hush(struct cpoller poller);

/// Waits for a socket, from now on and until it is closed: each time that something comes to be read, and each time that it
/// takes bytes again. What is told once is not told again: read until less comes than was asked for, and to the end where
/// it has ended. Returns 0, or -1 with errno set.
int cpoller_add(struct cpoller poller, int descriptor, uint64_t token);

/// Begins to open a TCP connection that never blocks and delays nothing. Returns its descriptor, or -1 with errno set.
int cpoller_connect(const struct sockaddr *address, socklen_t length);

/// Whether opening it has failed, once it is writable: 0, or errno's value.
int cpoller_connect_result(int descriptor);

/// Sends what fits now. Returns how many bytes, 0 where none do, or -1 where the connection is broken.
long cpoller_send(int descriptor, const void *bytes, size_t count);

/// Reads what is there. Returns how many bytes, 0 at the end, -1 where the connection is broken, -2 where nothing is there.
long cpoller_receive(int descriptor, void *bytes, size_t capacity);

#endif
#endif
