import Settings
import Testing

@Suite("Times that fit the source")
struct TimesTests {
    private static let prometheus = Configuration.Times(window: .seconds(60), span: .seconds(1800), every: .seconds(5))
    private static let pages = Configuration.Times(window: .seconds(15), span: .seconds(300), every: .seconds(1))

    private static func times(
        _ text: String,
        _ standard: Configuration.Times = prometheus,
        service: String? = nil,
        _ change: (inout Overrides) -> Void = { _ in }
    ) throws -> Configuration.Times {
        var overrides = Overrides()
        change(&overrides)
        return try ConfigurationFile.read(text, name: "/etc/c.yaml").overridden(by: overrides)
            .times(for: service, standard: standard, kind: standard == prometheus ? "on a Prometheus" : "of pages")
    }

    private static func problem(
        _ text: String,
        _ standard: Configuration.Times = prometheus,
        service: String? = nil,
        _ change: (inout Overrides) -> Void = { _ in }
    ) -> String? {
        do {
            _ = try times(text, standard, service: service, change)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("What nobody gave follows what was given")
    func followed() throws {
        #expect(try Self.times("") == Self.prometheus)
        #expect(try Self.times("window: 15s", Self.pages) == Self.pages)
        let slow = try Self.times("every: 1m")
        #expect(slow == Configuration.Times(window: .seconds(240), span: .seconds(1800), every: .seconds(60)))
        let wide = try Self.times("window: 2h", service: "shop")
        #expect(wide == Configuration.Times(window: .seconds(7200), span: .seconds(7200), every: .seconds(5)))
        let own = try Self.times("services: {shop: {window: 90s}}", service: "shop")
        #expect(own.window == .seconds(90))
    }

    @Test("What the file gave is blamed on its line, with the value and what is allowed")
    func file() {
        #expect(
            Self.problem("utc: true\nwindow: 15s")
                == "/etc/c.yaml:2: window 15s is less than four times every, 5s by default on a Prometheus: "
                + "a rate needs samples, at least 20s"
        )
        #expect(
            Self.problem("services:\n  shop: {window: 15s}", service: "shop")
                == "/etc/c.yaml:2: window 15s is less than four times every, 5s by default on a Prometheus: "
                + "a rate needs samples, at least 20s"
        )
        #expect(Self.problem("services:\n  shop: {window: 15s}", service: "cart") == nil)
        #expect(
            Self.problem("\nspan: 30s")
                == "/etc/c.yaml:2: span 30s is shorter than window, 1m by default on a Prometheus: at least 1m"
        )
        #expect(
            Self.problem("window: 1d", Self.pages)
                == "/etc/c.yaml:1: window 1d is more than 20000 times every, 1s by default of pages: "
                + "the charts keep a point a poll, at most 20000s"
        )
    }

    @Test("What the command line gave is blamed on its option")
    func option() {
        #expect(
            Self.problem("every: 30s") { $0.window = .seconds(15) }
                == "window (from --window) is less than four times every, 30s from c.yaml:1: a rate needs samples"
        )
        #expect(
            Self.problem("") { $0.window = .seconds(15) }
                == "--window 15s is less than four times every, 5s by default on a Prometheus: "
                + "a rate needs samples, at least 20s"
        )
        #expect(
            Self.problem("") { $0.span = .seconds(86_400) } == nil
        )
        #expect(
            Self.problem("", Self.pages) { $0.span = .seconds(86_400) }
                == "--span 1d is more than 20000 times every, 1s by default of pages: "
                + "the charts keep a point a poll, at most 20000s"
        )
    }
}
