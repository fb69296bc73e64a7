import PromModel

extension APIFailure {
    /// Tells what an answer means that is not a success of the API.
    ///
    /// - Parameters:
    ///   - answer: the answer.
    ///   - path: the path that was asked for.
    ///   - origin: the origin that was asked, for redirects that name none.
    init(_ answer: HTTPAnswer, path: String, origin: String) {
        let body = ErrorBody(answer)
        switch answer.status {
        case 300..<400:
            self = Self.redirect(answer, from: origin + path)
        case 401:
            let challenge = answer.header("WWW-Authenticate").map { text in
                PrintableExcerpt.of(String(text.prefix { $0 != " " }), atMost: 20)
            }
            self = .unauthorized(detail: body.detail, challenge: challenge)
        case 403: self = .forbidden(body.detail)
        case 429: self = .overloaded(status: 429, retryAfter: Self.retryAfter(answer))
        default:
            switch body {
            case .api(let type, let detail): self.init(errorType: type, detail: detail, answer: answer, path: path)
            case .html(let title): self = Self.page(answer, title: title, path: path)
            case .text(let text): self = Self.text(answer, text: text, path: path)
            }
        }
    }

    /// An error in the API's own words; VictoriaMetrics writes the status where others write a type.
    init(errorType: String, detail: String, answer: HTTPAnswer, path: String) {
        let status = answer.status
        switch errorType {
        case "bad_data", "400": self = .badQuery(detail)
        case "execution", "too_large_entry", "422": self = .execution(detail)
        case "timeout": self = .queryTimedOut(detail)
        case "canceled": self = .canceled
        case "internal", "500": self = .internalError(detail)
        case "not_found", "404": self = .notFound(path: path)
        case "unavailable": self = Self.unavailable(detail, answer: answer)
        case "too_many_requests", "429": self = .overloaded(status: 429, retryAfter: Self.retryAfter(answer))
        default: self = Self.status(status, detail: detail, answer: answer, path: path)
        }
    }

    private static func status(_ status: Int, detail: String, answer: HTTPAnswer, path: String) -> APIFailure {
        switch status {
        case 404: .notFound(path: path)
        case 499: .canceled
        case 500: .internalError(detail)
        case 503: .overloaded(status: 503, retryAfter: retryAfter(answer))
        default: .unexpected(status: status, detail: detail)
        }
    }

    /// Why a server is not available, as far as it says: one that is not ready yet is another matter than one that has too
    /// much to do, or whose storage is away.
    private static func unavailable(_ detail: String, answer: HTTPAnswer) -> APIFailure {
        let words = detail.lowercased()
        if words.isEmpty || ["ready", "starting", "stopping", "shutting"].contains(where: { words.contains($0) }) {
            return .notReady
        }
        if ["too many", "outstanding", "overload", "throttl"].contains(where: { words.contains($0) }) {
            return .overloaded(status: answer.status, retryAfter: retryAfter(answer))
        }
        return .unexpected(status: answer.status, detail: detail)
    }

    private static func page(_ answer: HTTPAnswer, title: String?, path: String) -> APIFailure {
        switch answer.status {
        case 404, 500...: status(answer.status, detail: title ?? "", answer: answer, path: path)
        default: .html(status: answer.status, title: title)
        }
    }

    private static func text(_ answer: HTTPAnswer, text: String, path: String) -> APIFailure {
        switch answer.status {
        case 200..<300 where answer.body.isEmpty: return .malformed("the answer is empty (status \(answer.status))")
        case 200..<300:
            let type = answer.contentType.map { PrintableExcerpt.of($0, atMost: PrintableExcerpt.pageLength) }
            return .notJSON(status: answer.status, contentType: type, excerpt: text)
        case 503 where text == "Service Unavailable" || answer.header("X-Prometheus-Stopping") != nil:
            // A Prometheus that replays its log, and nothing else, answers in just these words.
            return .notReady
        default: return status(answer.status, detail: text, answer: answer, path: path)
        }
    }

    /// Seconds, or a date, which is held against the server's own clock.
    private static func retryAfter(_ answer: HTTPAnswer) -> Duration? {
        guard let text = answer.header("Retry-After") else { return nil }
        if let seconds = Int64(text), seconds >= 0 { return .seconds(min(seconds, 86_400)) }
        guard let then = Timestamp(httpDate: text), let now = answer.header("Date").flatMap(Timestamp.init(httpDate:))
        else { return nil }
        return min(max(.zero, then - now), .seconds(86_400))
    }

    /// Where an answer leads, without credentials and query; of another origin without the path too.
    private static func redirect(_ answer: HTTPAnswer, from asked: String) -> APIFailure {
        guard let location = answer.header("Location"), !location.isEmpty, let asked = HTTPURL(asked),
            let goal = asked.resolving(location)
        else { return .redirect(status: answer.status, goal: nil, isWithinOrigin: false) }
        let isWithin = goal.isWithinOrigin(of: asked)
        let text = isWithin ? goal.origin + goal.path : goal.origin
        return .redirect(
            status: answer.status,
            goal: PrintableExcerpt.of(text, atMost: PrintableExcerpt.pageLength),
            isWithinOrigin: isWithin
        )
    }
}
