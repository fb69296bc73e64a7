#include "CInflate.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// Windows of 32 KiB: with the header of gzip, of zlib, or without one.
static const int gzip_window = 15 + 16;
static const int zlib_window = 15;
static const int raw_window = -15;

struct sink {
    uint8_t *bytes;
    size_t length, capacity, limit;
};

// Room for more output; 0 where the limit is reached or there is no memory.
static size_t room(struct sink *sink) {
    if (sink->length < sink->capacity) return sink->capacity - sink->length;
    // One byte beyond the limit tells that there is more.
    size_t most = sink->limit == SIZE_MAX ? SIZE_MAX : sink->limit + 1;
    if (sink->capacity >= most) return 0;
    size_t wanted = sink->capacity > most / 2 ? most : sink->capacity * 2;
    uint8_t *grown = realloc(sink->bytes, wanted);
    if (grown == NULL) return 0;
    sink->bytes = grown;
    sink->capacity = wanted;
    return wanted - sink->length;
}

// One stream after another until the input ends.
static sretop_inflated run(z_stream *stream, const uint8_t *input, size_t length, int has_members, struct sink *sink) {
    size_t used = 0;
    for (;;) {
        size_t left = length - used;
        stream->next_in = (Bytef *)(input + used);
        stream->avail_in = left > UINT_MAX ? UINT_MAX : (uInt)left;
        size_t space = room(sink);
        if (space == 0) return sink->length > sink->limit ? SRETOP_TOO_LONG : SRETOP_NO_MEMORY;
        stream->next_out = sink->bytes + sink->length;
        stream->avail_out = space > UINT_MAX ? UINT_MAX : (uInt)space;
        uInt before_in = stream->avail_in, before_out = stream->avail_out;
        int result = inflate(stream, Z_NO_FLUSH);
        used += before_in - stream->avail_in;
        sink->length += before_out - stream->avail_out;
        if (sink->length > sink->limit) return SRETOP_TOO_LONG;
        if (result == Z_STREAM_END) {
            if (used == length) return SRETOP_INFLATED;
            if (!has_members || inflateReset(stream) != Z_OK) return SRETOP_DAMAGED;
        } else if (result == Z_MEM_ERROR) {
            return SRETOP_NO_MEMORY;
        } else if (result != Z_OK && !(result == Z_BUF_ERROR && stream->avail_out == 0)) {
            return SRETOP_DAMAGED;
        }
    }
}

static sretop_inflated attempt(const uint8_t *input, size_t length, int window, size_t limit, struct sink *sink) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (inflateInit2(&stream, window) != Z_OK) return SRETOP_NO_MEMORY;
    size_t capacity = length > SIZE_MAX / 8 ? length : length * 8 + 1024;
    sink->length = 0;
    sink->limit = limit;
    sink->capacity = capacity > limit && limit < SIZE_MAX ? limit + 1 : capacity;
    sink->bytes = malloc(sink->capacity);
    sretop_inflated result = SRETOP_NO_MEMORY;
    if (sink->bytes != NULL) result = run(&stream, input, length, window == gzip_window, sink);
    inflateEnd(&stream);
    if (result != SRETOP_INFLATED) {
        free(sink->bytes);
        sink->bytes = NULL;
        sink->length = 0;
    }
    return result;
}

sretop_inflated sretop_inflate(const uint8_t *input, size_t length, sretop_compression compression, size_t limit,
                               uint8_t **output, size_t *output_length) {
    struct sink sink;
    sretop_inflated result;
    if (compression == SRETOP_GZIP) {
        result = attempt(input, length, gzip_window, limit, &sink);
    } else {
        // What is called deflate has a header of zlib, or none.
        result = attempt(input, length, zlib_window, limit, &sink);
        if (result == SRETOP_DAMAGED) result = attempt(input, length, raw_window, limit, &sink);
    }
    *output = sink.bytes;
    *output_length = sink.length;
    return result;
}

void sretop_inflate_free(uint8_t *output) { free(output); }
