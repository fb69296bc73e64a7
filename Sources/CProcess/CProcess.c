#define _GNU_SOURCE
#include "CProcess.h"

#include <fcntl.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void cprocess_share_heap(void) {
#ifdef __GLIBC__
    // A heap a thread costs a megabyte and more each; a screen has little to contend for.
    mallopt(M_ARENA_MAX, 1);
    // Free memory at the top goes back to the system instead of waiting for the next burst.
    mallopt(M_TRIM_THRESHOLD, 256 * 1024);
#endif
}

int cprocess_pipe(int ends[2]) {
#ifdef __linux__
    return pipe2(ends, O_CLOEXEC);
#else
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 0;
#endif
}

const char *cprocess_build(void) {
#ifdef SRETOP_BUILD
    return SRETOP_BUILD;
#else
    return "";
#endif
}
