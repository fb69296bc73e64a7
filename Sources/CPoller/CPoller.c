#define _GNU_SOURCE
#include "CPoller.h"

#if defined(__linux__)

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MOST_EVENTS = 64 };

static int watch(struct cpoller poller, int operation, int descriptor, uint64_t token, uint32_t events) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(poller.poll, operation, descriptor, &event);
}

int cpoller_open(struct cpoller *poller) {
    poller->poll = epoll_create1(EPOLL_CLOEXEC);
    poller->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    poller->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    // Edges: the timer is set again without being read.
    if (poller->poll >= 0 && poller->timer >= 0 && poller->bell >= 0 &&
        watch(*poller, EPOLL_CTL_ADD, poller->timer, cpoller_timer, EPOLLIN | EPOLLET) == 0 &&
        watch(*poller, EPOLL_CTL_ADD, poller->bell, cpoller_bell, EPOLLIN) == 0) {
        return 0;
    }
    int reason = errno;
    cpoller_close(*poller);
    errno = reason;
    return -1;
}

void cpoller_close(struct cpoller poller) {
    if (poller.poll >= 0) close(poller.poll);
    if (poller.timer >= 0) close(poller.timer);
    if (poller.bell >= 0) close(poller.bell);
}

int cpoller_wait(struct cpoller poller, struct cpoller_event *events, int capacity) {
    struct epoll_event found[MOST_EVENTS];
    int count = epoll_wait(poller.poll, found, capacity < MOST_EVENTS ? capacity : MOST_EVENTS, -1);
    for (int index = 0; index < count; index++) {
        uint32_t flags = found[index].events;
        events[index].token = found[index].data.u64;
        events[index].is_readable = (flags & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
        events[index].has_ended = (flags & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
        events[index].is_writable = (flags & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;
    }
    return count > 0 ? count : 0;
}

void cpoller_set_timer(struct cpoller poller, int64_t nanoseconds) {
    // All zero would stop it.
    if (nanoseconds < 1) nanoseconds = 1;
    struct itimerspec when = {.it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
    timerfd_settime(poller.timer, TFD_TIMER_ABSTIME, &when, NULL);
}

void cpoller_ring(struct cpoller poller) {
    uint64_t one = 1;
    // It can only fail where it has been rung before and was not heard yet.
    ssize_t written = write(poller.bell, &one, sizeof one);
    (void)written;
}

void cpoller_hush(struct cpoller poller) {
    uint64_t count;
    ssize_t got = read(poller.bell, &count, sizeof count);
    (void)got;
}

int cpoller_add(struct cpoller poller, int descriptor, uint64_t token) {
    // Edges: where levels are told, each wait looks again at every socket that the last one told of.
    return watch(poller, EPOLL_CTL_ADD, descriptor, token, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

int cpoller_connect(const struct sockaddr *address, socklen_t length) {
    int descriptor = socket(address->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(descriptor, address, length) == 0 || errno == EINPROGRESS) return descriptor;
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}

int cpoller_connect_result(int descriptor) {
    int reason = 0;
    socklen_t length = sizeof reason;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &length) != 0) return errno;
    return reason;
}

long cpoller_send(int descriptor, const void *bytes, size_t count) {
    ssize_t sent;
    do {
        sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0) return sent;
    return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
}

long cpoller_receive(int descriptor, void *bytes, size_t capacity) {
    ssize_t got;
    do {
        got = recv(descriptor, bytes, capacity, 0);
    } while (got < 0 && errno == EINTR);
    if (got >= 0) return got;
    return errno == EAGAIN || errno == EWOULDBLOCK ? -2 : -1;
}

#endif
