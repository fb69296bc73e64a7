/// What `--once` and `--stream` print.
enum WatchForm {
    /// A frame, or a line of words.
    case text
    /// The verdict for machines.
    case json
    /// The numbers as comma-separated values, a header first.
    case csv
}
