import Testing

/// The built program as its user meets it.
///
/// One test at a time: two cores, one terminal, real time.
@Suite("End to end", .serialized)
enum EndToEnd {}
