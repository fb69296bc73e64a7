import PromClient
import PromModel

extension FailureCase {
    /// Of what stands between.
    static let proxies: [FailureCase] = [
        FailureCase(
            name: "a login page",
            status: 200,
            type: "text/html; charset=UTF-8",
            body: "<!DOCTYPE html>\n<html><head><TITLE class=x>\n Sign\u{1B}[1m in </TITLE></head><p>s3cret</p>",
            failure: .html(status: 200, title: "Sign in"),
            words: ["an HTML page (title 'Sign in') instead of the API", "login page", "path prefix"]
        ),
        FailureCase(
            name: "a page without a type",
            status: 200,
            type: nil,
            body: "  <html><body>x",
            failure: .html(status: 200, title: nil),
            words: ["an HTML page instead of the API"]
        ),
        FailureCase(
            name: "nginx, 502",
            status: 502,
            type: "text/html",
            body: "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>",
            failure: .unexpected(status: 502, detail: "502 Bad Gateway"),
            words: ["a proxy answers, the server behind it does not"]
        ),
        FailureCase(
            name: "nginx, 503, by date",
            status: 503,
            type: "text/html",
            headers: ["Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT", "Date": "Wed, 21 Oct 2015 07:28:00 GMT"],
            body: "<html><head><title>503 Service Temporarily Unavailable</title></head></html>",
            failure: .overloaded(status: 503, retryAfter: .seconds(30)),
            words: ["503", "ask again in 30 s"]
        ),
        FailureCase(
            name: "429 with a date and no clock",
            status: 429,
            type: "text/plain",
            headers: ["Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT"],
            body: "slow down",
            failure: .overloaded(status: 429, retryAfter: nil),
            words: ["429 Too Many Requests"]
        ),
        FailureCase(
            name: "a wrong prefix",
            status: 404,
            type: "text/plain; charset=utf-8",
            body: "404 page not found\n",
            failure: .notFound(path: "/prom/api/v1/query"),
            words: ["/prom/api/v1/query", "prefix"]
        ),
        FailureCase(
            name: "a wrong prefix behind nginx",
            status: 404,
            type: "text/html",
            body: "<html><title>404 Not Found</title></html>",
            failure: .notFound(path: "/prom/api/v1/query"),
            words: ["404"]
        ),
        FailureCase(
            name: "a page of metrics",
            status: 200,
            type: "application/openmetrics-text; version=1.0.0",
            body: "up 1\n# EOF\n",
            failure: .notJSON(
                status: 200,
                contentType: "application/openmetrics-text; version=1.0.0",
                excerpt: "up 1 # EOF"
            ),
            words: ["instead of JSON", "openmetrics-text", "up 1"]
        ),
        FailureCase(
            name: "nothing",
            status: 204,
            type: nil,
            body: "",
            failure: .malformed("the answer is empty (status 204)"),
            words: ["empty"]
        ),
        FailureCase(
            name: "nothing, called JSON",
            status: 200,
            body: "",
            failure: .malformed("the answer is empty (status 200)"),
            words: ["empty"]
        ),
        FailureCase(
            name: "a gateway's own JSON",
            status: 500,
            body: #"{"message":"upstream failed","status":500,"error":{"code":1}}"#,
            failure: .internalError("upstream failed"),
            words: ["upstream failed"]
        ),
        FailureCase(
            name: "an error called JSON that is none",
            status: 418,
            body: "teapot",
            failure: .unexpected(status: 418, detail: "teapot"),
            words: ["status 418", "it says: teapot"]
        ),
    ]

    /// Credentials are missing, wrong, or not enough.
    static let credentials: [FailureCase] = [
        FailureCase(
            name: "Mimir, no tenant",
            status: 401,
            type: "text/plain; charset=utf-8",
            body: "no org id\n",
            failure: .unauthorized(detail: "no org id", challenge: nil),
            words: ["401 Unauthorized", "--http-config", "it says: no org id", "X-Scope-OrgID"]
        ),
        FailureCase(
            name: "basic authentication",
            status: 401,
            type: "text/html",
            headers: ["Www-Authenticate": #"Basic realm="s3cret""#],
            body: "<html><head><title>401 Authorization Required</title></head></html>",
            failure: .unauthorized(detail: "401 Authorization Required", challenge: "Basic"),
            words: ["asks for Basic"]
        ),
        FailureCase(
            name: "forbidden by POST and by GET",
            status: 403,
            type: "text/plain",
            body: "RBAC: access denied",
            failure: .forbidden("RBAC: access denied"),
            words: ["403 Forbidden", "RBAC: access denied"]
        ),
    ]

    /// Redirects that are not followed.
    static let redirects: [FailureCase] = redirectTargets.map { location, goal, isWithinOrigin in
        FailureCase(
            name: "redirect to \(goal)",
            status: 302,
            type: "text/html",
            headers: ["Location": location],
            body: "<a href=s3cret>Found</a>",
            failure: .redirect(status: 302, goal: goal, isWithinOrigin: isWithinOrigin),
            words: [
                "redirects to \(goal)", "give the final URL", isWithinOrigin ? "follow_redirects" : "another origin",
            ]
        )
    }

    private static let redirectTargets: [(location: String, goal: String, isWithinOrigin: Bool)] = [
        ("https://me:s3cret@sso.example.com:8443/login?token=s3cret", "https://sso.example.com:8443", false),
        ("https://sso.example.com?s3cret", "https://sso.example.com", false),
        ("//sso.example.com/s3cret", "http://sso.example.com", false),
        ("https://h:9090/prom/api/v1/query", "https://h:9090", false),
        ("/graph?s3cret", "http://h:9090/graph", true),
        ("login", "http://h:9090/prom/api/v1/login", true),
        ("http://me:s3cret@H:9090", "http://h:9090/", true),
        ("https://x\u{1B}[31my/s3cret", "https://xy", false),
    ]
}
