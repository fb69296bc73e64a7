import Foundation
import Testing

/// One request by Python's client: any method, any header, to any of this machine's addresses.
enum PlainHTTP {
    /// The status and the body of an answer.
    static func ask(
        _ method: String,
        _ url: String,
        _ headers: [String] = []
    ) throws -> (status: String, body: String) {
        let script = """
            import sys, urllib.error, urllib.request
            method, url, *headers = sys.argv[1:]
            pairs = dict(header.split(": ", 1) for header in headers)
            try:
                answer = urllib.request.urlopen(urllib.request.Request(url, None, pairs, method=method), timeout=5)
            except urllib.error.HTTPError as error:
                answer = error
            print(answer.status, answer.read().decode())
            """
        let result = try Programs.run("/usr/bin/env", ["python3", "-B", "-c", script, method, url] + headers)
        if result.status == 127 { try Test.cancel("python3 is not installed") }
        try #require(result.status == 0, "\(result.output)")
        return (String(result.output.prefix(3)), String(result.output.dropFirst(4)))
    }
}

/// This machine as others see it.
enum OuterAddress {
    /// An address of this machine that is not loopback; ends the test, with the reason, where there is none.
    static func first() throws -> String {
        let names = try Programs.run("/bin/sh", ["-c", "hostname -I"])
        let address = names.output.split(whereSeparator: \.isWhitespace).first { $0.contains(".") }
        guard names.status == 0, let address else {
            try Test.cancel("this machine has no IPv4 address beside loopback, or no hostname to tell it")
        }
        return String(address)
    }
}
