extension [Double] {
    /// The value in the middle by size, of an even number the upper one; nil where there is none.
    package var median: Double? {
        isEmpty ? nil : sorted()[count / 2]
    }
}
