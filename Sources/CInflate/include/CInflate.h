#ifndef SRETOP_CINFLATE_H
#define SRETOP_CINFLATE_H

#include <stddef.h>
#include <stdint.h>

/// How a body was compressed.
typedef enum {
    SRETOP_GZIP,
    SRETOP_DEFLATE
} sretop_compression;

/// What came of it.
typedef enum {
    SRETOP_INFLATED,
    /// It is damaged, ends too early, or something else follows.
    SRETOP_DAMAGED,
    /// It is longer than the limit.
    SRETOP_TOO_LONG,
    /// There is no memory for it.
    SRETOP_NO_MEMORY
} sretop_inflated;

/// Uncompresses a body of any number of gzip members, or of one stream of zlib or deflate.
///
/// The output, of at most `limit` bytes, is to be given back; it is NULL where there is none.
sretop_inflated sretop_inflate(const uint8_t *input, size_t length, sretop_compression compression, size_t limit,
                               uint8_t **output, size_t *output_length);

/// Gives an output back; NULL is none.
void sretop_inflate_free(uint8_t *output);

#endif
