extension ExpositionReader {
    /// What is under the cursor, where a page before had it too.
    enum KnownLine {
        /// The name and the labels of a series, over which the cursor has moved.
        case series(Int)
        /// A whole comment, over which the cursor has moved.
        case comment
    }

    /// Moves over the beginning of a line that a page before had, and does what it says; nil if it is new.
    mutating func readKnownLine() -> KnownLine? {
        guard let number = knownLine() else { return nil }
        follow(with: number)
        index += cache.lines[number].range.count
        guard cache.lines[number].labels != nil else {
            let declaration = Int(cache.lines[number].declaration)
            if declaration >= 0 { note(declaration: declaration) }
            if let bound = cache.lines[number].bound { boundLabel = bound }
            // Whatever order families come in, what declares one mostly stays together.
            isInOrder = true
            return .comment
        }
        // The blank before the value is read with it.
        if isBlank(bytes[index - 1]) { index -= 1 }
        return .series(number)
    }

    /// The line that begins under the cursor: the expected one, or one that is looked up.
    private mutating func knownLine() -> Int? {
        // Where the last line was not the expected one, the next is not likely to be.
        if isInOrder, let expectedLine, isAtLine(expectedLine) { return expectedLine }
        guard hasKnownLines else { return nil }
        if cache.hashedCount < cache.lines.count { cache.hashLines() }
        let hash = bytes.hash(bytes.lineKey(from: index))
        var step = 0
        while let candidate = cache.index.line(withHash: hash, step: &step) {
            guard isAtLine(candidate) else { continue }
            isInOrder = candidate == expectedLine
            return candidate
        }
        isInOrder = false
        return nil
    }

    /// The line that came next on the last page; mutating as ``isAtLine(_:)`` is.
    private var expectedLine: Int? {
        mutating get {
            guard let lastLine else { return cache.first }
            let next = Int(cache.lines[lastLine].next)
            return next < 0 ? nil : next
        }
    }

    /// Whether the line under the cursor begins with the text of one that is known, and means the same.
    ///
    /// Nothing changes: what is not called mutating gets a copy of the reader, line by line.
    private mutating func isAtLine(_ number: Int) -> Bool {
        let range = cache.lines[number].range
        let isSameText = cache.text.withUnsafeBufferPointer { text in
            bytes.hasText(UnsafeBufferPointer(rebasing: text[range]), at: index)
        }
        guard isSameText else { return false }
        let end = index + range.count
        let following = end < bytes.count ? bytes[end] : UInt8(ascii: "\n")
        guard cache.lines[number].labels != nil else {
            // Zero bytes behind a comment may belong to it.
            return following != 0
        }
        // Labels may follow blanks.
        guard !isBlank(following), following != UInt8(ascii: "{") else { return false }
        guard let bound = cache.lines[number].bound else { return true }
        return bound == boundLabel
    }

    /// Notes which line comes after the last one.
    private mutating func follow(with number: Int) {
        if let lastLine {
            if cache.lines[lastLine].next != number { cache.lines[lastLine].next = Int32(number) }
        } else {
            cache.first = number
        }
        lastLine = number
        lineCount += 1
    }

    /// Keeps what the line begins with, up to the cursor behind its labels, if it can be known again; its number then.
    ///
    /// Labels are nil for a series that is refused.
    mutating func remember(_ labels: Labels?, from start: Int) -> Int? {
        let end = current == UInt8(ascii: " ") ? index + 1 : index
        let last = bytes[end - 1]
        // Whatever else comes behind a name could be a part of it another time.
        guard labels != nil, isLineClean, isBlank(last) || last == UInt8(ascii: "}") else { return nil }
        // The blank before the value is read with it.
        index = isBlank(last) ? end - 1 : end
        return keep(start..<end, labels: labels, bound: needsBoundLabel ? boundLabel : nil)
    }

    /// Keeps a comment that lies before the cursor, if it was without fault and is a line of its own.
    mutating func rememberComment(from start: Int) {
        let comment = UnsafeBufferPointer(rebasing: bytes[start..<min(index, bytes.count)])
        // A zero byte may be the end of the whole body.
        guard isLineClean, comment.last == UInt8(ascii: "\n"),
            comment.firstIndex(of: UInt8(ascii: "\n"), or: 0, from: 0) == comment.count - 1
        else { return }
        let isType = lineDeclaration.map { cache.declarations[$0].boundLabel != nil } ?? false
        _ = keep(start..<index, labels: nil, bound: isType ? boundLabel : nil)
    }

    private mutating func keep(_ range: Range<Int>, labels: Labels?, bound: BoundLabel?) -> Int? {
        let number = cache.lines.count
        guard number < ExpositionCache.maximumLines, range.count <= ExpositionCache.maximumLength else { return nil }
        // The first page's text is there already.
        let start = hasKnownLines ? cache.text.count : range.lowerBound
        if hasKnownLines { cache.text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range])) }
        let next = Int32(expectedLine ?? -1)
        cache.lines.append(
            ExpositionCache.Line(
                start: start,
                count: Int32(range.count),
                labels: labels,
                declaration: Int32(lineDeclaration ?? -1),
                bound: bound,
                next: next
            )
        )
        follow(with: number)
        return number
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
