extension ExpositionReader {
    /// Adds a sample to those of the page, in the place of one of the last page.
    ///
    /// The line is the one of the cache that the labels are from, if there is one.
    mutating func add(_ labels: consuming Labels, value: Double, timestamp: Timestamp?, line: Int? = nil) {
        // Handed on: a copy would count a reference up and down again for every sample.
        let sample = ExpositionSample(labels: consume labels, value: value, timestamp: timestamp)
        if sampleCount == cache.samples.count {
            cache.samples.append(consume sample)
            cache.sampleLines.append(Int32(line ?? -1))
        } else {
            cache.samples[sampleCount] = consume sample
            cache.sampleLines[sampleCount] = Int32(line ?? -1)
        }
        if let line { cache.lines[line].sample = Int32(sampleCount) }
        sampleCount += 1
    }

    /// Reads the rest of the line of a known series if it is no more than a blank and a number; whether it is.
    mutating func readPlainEnd(ofLine number: Int) -> Bool {
        guard current == UInt8(ascii: " "), let (value, end) = NumberText.decimal(bytes, from: index + 1),
            end < bytes.count, bytes[end] == UInt8(ascii: "\n")
        else { return false }
        index = end + 1
        if bringSample(ofLine: number) {
            cache.samples[sampleCount].become(value)
            sampleCount += 1
        } else if let labels = cache.lines[number].labels {
            add(labels, value: value, timestamp: nil, line: number)
        }
        countSample()
        return true
    }

    /// Brings the sample that the last page had for a line to where the next one stands; whether there was one.
    ///
    /// Labels change places then and are not counted as used: that would cost more than all else of a line.
    private mutating func bringSample(ofLine number: Int) -> Bool {
        guard sampleCount < cache.sampleLines.count else { return false }
        if cache.sampleLines[sampleCount] == number { return true }
        let place = Int(cache.lines[number].sample)
        guard place > sampleCount, place < cache.sampleLines.count, cache.sampleLines[place] == number else {
            return false
        }
        cache.samples.withUnsafeMutableBufferPointer { $0.swapAt(sampleCount, place) }
        cache.sampleLines.swapAt(sampleCount, place)
        cache.lines[number].sample = Int32(sampleCount)
        let other = Int(cache.sampleLines[place])
        if other >= 0 { cache.lines[other].sample = Int32(place) }
        return true
    }

    /// Keeps what a comment declares.
    mutating func declare(_ fact: ExpositionCache.Declaration.Fact, of family: String) {
        let declaration = ExpositionCache.Declaration(family: family, fact: fact, page: 0)
        if let label = declaration.boundLabel, semantics.normalizesBounds { boundLabel = label }
        cache.declarations.append(declaration)
        lineDeclaration = cache.declarations.count - 1
        note(declaration: cache.declarations.count - 1)
    }

    /// Notes a declaration as the next of the page.
    mutating func note(declaration: Int) {
        if cache.declarations[declaration].page != cache.pageCount - 1 { areDeclarationsNew = true }
        cache.declarations[declaration].page = cache.pageCount
        if declarationCount == cache.declared.count {
            cache.declared.append(declaration)
            areDeclarationsNew = true
        } else if cache.declared[declarationCount] != declaration {
            cache.declared[declarationCount] = declaration
            areDeclarationsMoved = true
        }
        declarationCount += 1
    }

    /// Drops what is left of the last page, and draws up what this one declares.
    mutating func finishPage() {
        cache.samples.removeLast(cache.samples.count - sampleCount)
        cache.sampleLines.removeLast(cache.sampleLines.count - sampleCount)
        let areDeclarationsFewer = declarationCount < cache.declared.count
        if areDeclarationsNew || areDeclarationsFewer || areDeclarationsMoved && !cache.isDeclaredOnce {
            cache.declared.removeLast(cache.declared.count - declarationCount)
            cache.collectMetadata()
        }
    }
}

extension ExpositionSample {
    /// Changes to a value without a timestamp.
    fileprivate mutating func become(_ value: Double) {
        self.value = value
        timestamp = nil
    }
}
