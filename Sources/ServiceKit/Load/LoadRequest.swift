/// One kind of request among those that a run sends.
package struct LoadRequest: Sendable, Equatable {
    /// How often it is sent beside the others.
    package var weight = 1.0
    /// In capitals.
    package var method = "GET"
    /// Path and query.
    package var path: String
    /// Headers beside Host and the driver's own, as written on the wire.
    package var headers: [String] = []
    /// Nil for none.
    package var body: [UInt8]?

    /// A GET.
    package init(path: String) {
        self.path = path
    }

    /// Whether it may go out twice without doing more than once (RFC 9110 §9.2.2).
    var isRepeatable: Bool { ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"].contains(method) }

    /// Its bytes; `host` is the Host header's value.
    func bytes(host: String, run: String) -> [UInt8] {
        func isGiven(_ name: String) -> Bool { headers.contains { $0.lowercased().hasPrefix("\(name):") } }
        var text = "\(method) \(path) HTTP/1.1\r\n"
        if !isGiven("host") { text += "Host: \(host)\r\n" }
        if !isGiven("user-agent") { text += "User-Agent: sretop-load\r\n" }
        if !isGiven("accept") { text += "Accept: */*\r\n" }
        // Whoever finds the requests in a log shall know where they come from.
        text += "X-Sretop-Run: \(run)\r\n"
        for header in headers { text += "\(header)\r\n" }
        if let body { text += "Content-Length: \(body.count)\r\n" }
        return Array((text + "\r\n").utf8) + (body ?? [])
    }
}

extension LoadRequest {
    /// Why a text is no list of requests.
    package struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// One line for a person, with the line's number where it is about one.
        package let description: String

        /// Wraps a line.
        package init(description: String) {
            self.description = description
        }
    }

    /// Reads requests: a line each, `[WEIGHT] [METHOD] PATH`; below it, indented, headers (`Name: value`) and `@FILE` for
    /// the body.
    ///
    /// Empty lines and lines that begin with `#` are left out. `read` gives a file's bytes, nil where it cannot be read.
    package static func list(_ text: String, read: (String) -> [UInt8]?) throws(Failure) -> [LoadRequest] {
        var requests: [LoadRequest] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            func failure(_ reason: String) -> Failure { Failure(description: "line \(index + 1): \(reason)") }
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if line.first == " " || line.first == "\t" {
                guard var request = requests.popLast() else { throw failure("there is no request before it") }
                do throws(Failure) { try request.add(words.joined(separator: " "), read: read) } catch {
                    throw failure(error.description)
                }
                requests.append(request)
            } else {
                do throws(Failure) { requests.append(try one(words)) } catch { throw failure(error.description) }
            }
        }
        guard !requests.isEmpty else { throw Failure(description: "there is no request in it") }
        return requests
    }

    private static func one(_ words: [Substring]) throws(Failure) -> LoadRequest {
        var words = words[...]
        var weight = 1.0
        if words.count > 1, let number = words.first.flatMap({ Double($0) }) {
            guard number.isFinite, number > 0 else { throw Failure(description: "a weight is above 0") }
            weight = number
            words = words.dropFirst()
        }
        guard let path = words.last, path.hasPrefix("/"), words.count <= 2 else {
            throw Failure(description: "a request is [WEIGHT] [METHOD] /PATH")
        }
        var request = LoadRequest(path: String(path))
        request.weight = weight
        if words.count == 2, let method = words.first { try request.take(method: String(method)) }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Failure(description: "a path is visible ASCII")
        }
        return request
    }

    /// Takes a method.
    package mutating func take(method text: String) throws(Failure) {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else {
            throw Failure(description: "'\(text)' is no method: methods are written in capitals")
        }
        method = text
    }

    /// Takes a header, or a body from a file.
    package mutating func add(_ text: String, read: (String) -> [UInt8]?) throws(Failure) {
        if text.hasPrefix("@") {
            let name = String(text.dropFirst())
            guard let bytes = read(name) else { throw Failure(description: "cannot read '\(name)'") }
            body = bytes
            return
        }
        let name = text.prefix { $0 != ":" }
        let isToken = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        // A line end in a value would begin another header.
        guard !name.isEmpty, name.count < text.count, isToken, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else {
            throw Failure(description: "'\(text)' is no header: write 'Name: value'")
        }
        guard !["content-length", "transfer-encoding", "connection"].contains(name.lowercased()) else {
            throw Failure(description: "\(name) is the driver's own")
        }
        headers.append(text)
    }
}
