/// What of PromQL a server may or may not read.
enum QueryLanguage: Sendable, Hashable {
    /// What every server reads.
    case plain
    /// Functions of native histograms.
    case nativeHistograms
    /// Names in quotes.
    case quotedNames
}
