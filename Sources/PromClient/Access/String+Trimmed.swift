extension String {
    /// Without white space at either end.
    var trimmed: String {
        let head = unicodeScalars.drop { $0.properties.isWhitespace }
        let length = head.reversed().drop { $0.properties.isWhitespace }.count
        return String(head.prefix(length))
    }
}
