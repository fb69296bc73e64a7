import PromModel

extension APIFailure: CustomStringConvertible {
    /// What happened and what helps, in words for a person.
    package var description: String {
        switch self {
        case .badQuery(let detail): "the expression is refused\(Self.appended(detail))"
        case .execution(let detail): "the expression cannot be evaluated\(Self.appended(detail))"
        case .queryTimedOut(let detail):
            "the server gave up on the expression: it takes longer than allowed\(Self.appended(detail))"
        case .canceled: "the server canceled the query"
        case .internalError(let detail): "the server failed\(Self.appended(detail))"
        case .notFound(let path): "404 Not Found: there is no \(path); is a path prefix missing or wrong?"
        case .notReady: "503 Service Unavailable: the server is starting (it replays its log) or stopping"
        case .overloaded(let status, let retryAfter): Self.overloaded(status, retryAfter: retryAfter)
        case .unauthorized(let detail, let challenge): Self.unauthorized(detail, challenge: challenge)
        case .forbidden(let detail):
            "403 Forbidden: these credentials may not read here\(Self.quoted(detail))"
        case .notJSON(let status, let contentType, let excerpt):
            "status \(status) with \(contentType ?? "no content type") instead of JSON\(Self.quoted(excerpt))"
        case .html(let status, let title): Self.html(status, title: title)
        case .redirect(let status, let goal, let isWithinOrigin):
            "status \(status) redirects to \(goal ?? "an unknown place"): "
                + (isWithinOrigin ? "follow_redirects is off" : "redirects to another origin are not followed")
                + "; give the final URL"
        case .malformed(let detail): detail
        case .tooManySeries(let limit): "the result has more than \(limit) series: aggregate or select fewer"
        case .transport(let failure): failure.description
        case .unexpected(let status, let detail): Self.unexpected(status, detail: detail)
        }
    }

    private static func overloaded(_ status: Int, retryAfter: Duration?) -> String {
        let name = status == 429 ? "429 Too Many Requests" : "\(status) Service Unavailable"
        guard let retryAfter else { return "\(name): the server sheds load" }
        let seconds = max(1, (retryAfter.milliseconds + 999) / 1000)
        return "\(name): the server sheds load; ask again in \(seconds) s"
    }

    private static func unauthorized(_ detail: String, challenge: String?) -> String {
        let scheme = challenge.map { ", it asks for \($0)" } ?? ""
        let text = "401 Unauthorized\(scheme): give credentials with --http-config FILE or --header\(quoted(detail))"
        let tenant = detail.lowercased().contains("no org id")
        return tenant ? text + "; a Mimir or Cortex needs the tenant header X-Scope-OrgID" : text
    }

    private static func html(_ status: Int, title: String?) -> String {
        if status == 400, let title, title.lowercased().contains("certificate") {
            return "a proxy asks for a client certificate: cert_file and key_file in --http-config FILE ('\(title)')"
        }
        let title = title.map { " (title '\($0)')" } ?? ""
        let start = status == 200 ? "an HTML page" : "status \(status) with an HTML page"
        return "\(start)\(title) instead of the API: a login page or a wrong path prefix"
    }

    private static func unexpected(_ status: Int, detail: String) -> String {
        switch status {
        case 502, 504: "status \(status): a proxy answers, the server behind it does not\(quoted(detail))"
        case 407: "status 407: the proxy wants credentials\(quoted(detail))"
        default: "status \(status)\(quoted(detail))"
        }
    }

    private static func appended(_ detail: String) -> String {
        detail.isEmpty ? "" : ": " + detail
    }

    private static func quoted(_ detail: String) -> String {
        detail.isEmpty ? "" : " (it says: \(detail))"
    }
}
