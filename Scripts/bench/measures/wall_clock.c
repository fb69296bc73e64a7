// Loaded before a program (LD_PRELOAD), moves its clock on the wall by WALL_CLOCK_SHIFT seconds, and no other clock:
// timers go on as they do. libfaketime translates the moments of timers too, also those of clocks that it leaves alone;
// a program that waits by timerfd then sleeps a minute too long.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long shift;

__attribute__((constructor)) static void read_shift(void) {
    const char *text = getenv("WALL_CLOCK_SHIFT");
    shift = text ? atol(text) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *moment) {
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, moment);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) moment->tv_sec += shift;
    return result;
}

int gettimeofday(struct timeval *moment, void *zone) {
    int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
    int result = real(moment, zone);
    if (result == 0) moment->tv_sec += shift;
    return result;
}

time_t time(time_t *moment) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (moment) *moment = now.tv_sec;
    return now.tv_sec;
}
