/// An HTTP request, as far as a source needs one.
package struct HTTPQuestion: Sendable, Equatable {
    /// GET or POST.
    package var method = "GET"
    /// The whole URL.
    package var url: String
    /// Names and values, in order.
    package var headers: [(name: String, value: String)] = []
    /// The body; empty for none.
    package var body: [UInt8] = []
    /// How long the whole exchange may take.
    package var timeout: Duration
    /// How many bytes of body are read, after decompression.
    package var bodyLimit: Int

    /// A GET request without headers.
    package init(url: String, timeout: Duration, bodyLimit: Int) {
        self.url = url
        self.timeout = timeout
        self.bodyLimit = bodyLimit
    }

    /// Compares all fields.
    package static func == (left: HTTPQuestion, right: HTTPQuestion) -> Bool {
        left.method == right.method && left.url == right.url && left.body == right.body
            && left.timeout == right.timeout && left.bodyLimit == right.bodyLimit
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }
}

/// An HTTP response whose body was read to its end.
package struct HTTPAnswer: Sendable, Equatable {
    /// The status code.
    package let status: Int
    /// The Content-Type header, if any.
    package let contentType: String?
    /// The body after decompression.
    package let body: [UInt8]
    /// All headers, in order.
    package let headers: [(name: String, value: String)]
    /// When the question left, once there was a connection; nil where that is not known.
    ///
    /// Two answers that differ in it are equal.
    package let sentAt: ContinuousClock.Instant?
    /// When the answer began; nil where that is not known.
    ///
    /// Two answers that differ in it are equal.
    package let answeredAt: ContinuousClock.Instant?

    /// Memberwise.
    package init(
        status: Int,
        contentType: String?,
        body: [UInt8],
        headers: [(name: String, value: String)] = [],
        sentAt: ContinuousClock.Instant? = nil,
        answeredAt: ContinuousClock.Instant? = nil
    ) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
        self.sentAt = sentAt
        self.answeredAt = answeredAt
    }

    /// The first header of a name, whatever its case; nil without one.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Compares what the server said.
    package static func == (left: HTTPAnswer, right: HTTPAnswer) -> Bool {
        left.status == right.status && left.contentType == right.contentType && left.body == right.body
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }
}

/// Why there is no answer.
package enum TransportFailure: Error, Sendable, Equatable {
    /// The text is no http or https URL.
    case badURL(String)
    /// Nobody listens there.
    case refused
    /// Nobody listens at the port that stands in where none was written.
    case refusedAtUsual(port: Int)
    /// No answer within the time limit.
    case timedOut(Duration)
    /// An answer began within the time limit, and did not end within it.
    case stalled(Duration)
    /// The name has no address.
    case unknownHost
    /// The certificate or the handshake is at fault.
    case tls(String)
    /// The connection ended before the answer did.
    case closedEarly
    /// What came is not HTTP.
    case notHTTP
    /// The body is larger than is read.
    case tooLarge(limit: Int)
    /// Each redirect leads to one that was followed before, or there are too many.
    case redirectsInCircle
    /// One redirect leads to the next, more often than anybody follows.
    case tooManyRedirects
    /// What went wrong on the way through a proxy, with the proxy's place.
    indirect case proxied(String, TransportFailure)
    /// Nobody waits for the answer any more.
    case cancelled
    /// Anything else, in the words of the layer below.
    case other(String)
}

/// Sends one request and reads one answer.
///
/// The only door to the network for sources.
package protocol HTTPTransport: Sendable {
    /// Asks, and waits for the whole answer, at most as long as the question allows.
    func ask(_ question: HTTPQuestion) async throws(TransportFailure) -> HTTPAnswer
}
