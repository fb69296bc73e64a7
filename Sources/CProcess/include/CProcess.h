#ifndef CPROCESS_H
#define CPROCESS_H

// System calls that Swift's import of the C library leaves out on Linux.

/// Lets all threads share one heap where the C library would give each its own (glibc; elsewhere nothing happens).
void cprocess_share_heap(void);

/// Makes a pipe whose ends no child inherits. Returns 0, or -1 with errno set.
int cprocess_pipe(int ends[2]);

/// What the build is of, such as a commit and its day; empty where whoever built it did not say.
const char *cprocess_build(void);

#endif
