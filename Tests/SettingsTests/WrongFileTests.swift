import Settings
import Testing

@Suite("A wrong configuration file")
struct WrongFileTests {
    private static let allKeys =
        "source, sources, window, span, every, limits, services, theme, glyphs, utc, bell, mouse, "
        + "count_from_zero, memory_budget, profiles, saturation"
    private static let sourceKeys =
        "prometheus, scrape, http_config, headers, service, service_labels, label, sample_limit, "
        + "body_size_limit, label_limit, label_name_length_limit, label_value_length_limit"

    static func message(_ text: String) -> String? {
        do throws(ConfigurationFile.Failure) {
            _ = try ConfigurationFile.read(text, name: "c.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "Keys and kinds",
        arguments: [
            ("- a\n", "c.yaml:1:1: the file is to be a mapping of keys to values"),
            ("42\n", "c.yaml:1:1: the file is to be a mapping of keys to values"),
            (
                "\nwidow: 1m\n",
                "c.yaml:2:1: the file has no key 'widow': it may have \(allKeys); did you mean 'window'?"
            ),
            ("entirely-else: 1\n", "c.yaml:1:1: the file has no key 'entirely-else': it may have \(allKeys)"),
            ("Theme: mono\n", "c.yaml:1:1: the file has no key 'Theme': it may have \(allKeys); did you mean 'theme'?"),
            ("[a]: 1\n", "c.yaml:1:1: a key is to be a text"),
            ("utc: true\nspan: 5m\nutc: false\n", "c.yaml:1:1: given twice, here for the first time: 'utc'"),
            ("theme: drak\n", "c.yaml:1:8: theme 'drak' is not one of standard, light, colorblind, mono"),
            (
                "utc: true\ntheme: lihgt\n",
                "c.yaml:2:8: theme 'lihgt' is not one of standard, light, colorblind, mono; did you mean 'light'?"
            ),
            ("theme: [mono]\n", "c.yaml:1:8: theme is not one of standard, light, colorblind, mono"),
            (
                "glyphs: blocks\n",
                "c.yaml:1:9: glyphs 'blocks' is not one of braille, block, ascii; did you mean 'block'?"
            ),
            ("utc: maybe\n", "c.yaml:1:6: utc 'maybe' is neither true nor false"),
            ("bell: 'true'\n", "c.yaml:1:7: bell 'true' is neither true nor false"),
            ("memory_budget: 5\n", "c.yaml:1:16: memory_budget '5' is no size: write 500KiB, 64MiB or 1GiB"),
            ("memory_budget: 9KiB\n", "c.yaml:1:16: memory_budget is at least 1MiB"),
            (
                "sources: {a: {scrape: h:1, sample_limit: -1}}\n",
                "c.yaml:1:42: sample_limit '-1' is no whole number above zero"
            ),
            (
                "sources: {a: {prometheus: h:1, label_limit: 3}}\n",
                "c.yaml:1:45: source 'a' is a Prometheus: label_limit is for pages"
            ),
            ("mouse: {on: 1}\n", "c.yaml:1:8: mouse is neither true nor false"),
        ] as [(String, String)]
    )
    func keys(text: String, message: String) {
        #expect(Self.message(text) == message)
    }

    @Test(
        "Times",
        arguments: [
            ("window: 5 minutes\n", "c.yaml:1:9: window '5 minutes' is no duration: write 500ms, 15s, 5m, 1h or 1m30s"),
            ("window: 60\n", "c.yaml:1:9: window '60' is no duration: write 500ms, 15s, 5m, 1h or 1m30s"),
            ("span: [5m]\n", "c.yaml:1:7: span is no duration: write 500ms, 15s, 5m, 1h or 1m30s"),
            ("window: 25h\n", "c.yaml:1:9: window '25h' is not between 400ms and 1d"),
            ("every: 50ms\n", "c.yaml:1:8: every '50ms' is not between 100ms and 1h"),
            (
                "window: 10s\nevery: 5s\n",
                "c.yaml:1:9: window is less than four times every, 5s from c.yaml:2: a rate needs samples"
            ),
            ("span: 1m\nwindow: 5m\n", "c.yaml:1:7: span is shorter than window, 5m from c.yaml:2"),
            ("span: 1m\nevery: 30s\n", "c.yaml:1:7: span is less than four times every, 30s from c.yaml:2"),
            (
                "span: 1d\nevery: 100ms\n",
                "c.yaml:1:7: span is more than 20000 times every, 100ms from c.yaml:2: a chart keeps a point a poll"
            ),
            (
                "every: 10s\nservices:\n  shop: {window: 30s}\n",
                "c.yaml:3:18: window is less than four times every, 10s from c.yaml:1: a rate needs samples"
            ),
        ] as [(String, String)]
    )
    func times(text: String, message: String) {
        #expect(Self.message(text) == message)
    }

    @Test(
        "Sources",
        arguments: [
            ("sources: [a]\n", "c.yaml:1:10: sources is to be a mapping of keys to values"),
            ("sources:\n  prod:\n", "c.yaml:2:8: source 'prod' is to be a mapping of keys to values"),
            (
                "sources:\n  a b: {scrape: [h:1]}\n",
                "c.yaml:2:3: 'a b' is no name of a source: letters, digits, '-', '_', '.'"
            ),
            (
                "sources:\n  prod: {promethues: h:1}\n",
                "c.yaml:2:10: source 'prod' has no key 'promethues': it may have \(sourceKeys); "
                    + "did you mean 'prometheus'?"
            ),
            (
                "sources:\n  prod: {prometheus: h:1, service_labels: [app, 'a b']}\n",
                "c.yaml:2:49: service_labels: 'a b' is no name of a label: letters, digits and '_'"
            ),
            (
                "sources:\n  prod: {prometheus: h:1, service_labels: [app, app]}\n",
                "c.yaml:2:49: service_labels: 'app' is there twice"
            ),
            (
                "sources:\n  prod: {prometheus: h:1, service_labels: [le]}\n",
                "c.yaml:2:44: service_labels: 'le' tells no services apart"
            ),
            (
                "sources:\n  prod: {prometheus: h:1, service_labels: []}\n",
                "c.yaml:2:43: service_labels names no label"
            ),
            (
                "sources:\n  prod: {prometheus: h:1, service_labels: app}\n",
                "c.yaml:2:43: service_labels is to be a list"
            ),
            ("sources:\n  prod: {label: P}\n", "c.yaml:2:9: source 'prod' needs prometheus or scrape"),
            (
                "sources:\n  prod:\n    prometheus: h:1\n    scrape: [h:2]\n",
                "c.yaml:4:13: source 'prod' has both prometheus and scrape: keep one"
            ),
            ("source: prod\n", "c.yaml:1:9: source 'prod' is not defined: there are no sources in this file"),
            (
                "source: prd\nsources:\n  prod: {prometheus: h:1}\n",
                "c.yaml:1:9: source 'prd' is not one of prod; did you mean 'prod'?"
            ),
            (
                "sources:\n  prod: {prometheus: 'ftp://h'}\n",
                "c.yaml:2:22: prometheus is to begin with http:// or https://"
            ),
            (
                "sources:\n  prod: {prometheus: 'https://me:hunter2@h'}\n",
                "c.yaml:2:22: prometheus holds USER:PASSWORD@, which would show on the screen: "
                    + "give credentials with http_config"
            ),
            (
                "sources:\n  prod: {scrape: ['http://me:hunter2@h/metrics']}\n",
                "c.yaml:2:19: scrape holds USER:PASSWORD@, which would show on the screen: "
                    + "give credentials with http_config"
            ),
            (
                "sources:\n  prod: {prometheus: 'http://h:0'}\n",
                "c.yaml:2:22: prometheus has a port that is no number from 1 to 65535"
            ),
            (
                "sources:\n  prod: {prometheus: 'http://'}\n",
                "c.yaml:2:22: prometheus names no host: write http://HOST:PORT"
            ),
            (
                "sources:\n  prod: {prometheus: 'http://h/graph?g0=1'}\n",
                "c.yaml:2:22: prometheus ends at the path: leave out what begins with ? or #"
            ),
            ("sources:\n  prod: {prometheus: [h]}\n", "c.yaml:2:22: prometheus is to be a text"),
            ("sources:\n  a: {scrape: []}\n", "c.yaml:2:15: scrape names no page"),
            ("sources:\n  a: {scrape: [h:1, h:1]}\n", "c.yaml:2:21: a page twice: its requests would count twice"),
            (
                "sources:\n  a: {scrape: [h:1], headers: {X-A: b}}\n",
                "c.yaml:2:31: source 'a' scrapes pages, which are asked without headers"
            ),
            (
                "sources:\n  a: {prometheus: h:1, label: much too long for the row}\n",
                "c.yaml:2:31: label is longer than 20 characters"
            ),
            ("sources:\n  a: {prometheus: h:1, service: \"a\\nb\"}\n", "c.yaml:2:33: service holds control characters"),
            (
                "sources:\n  a: {prometheus: h:1, label: \"a\\u202Eb\"}\n",
                "c.yaml:2:31: label holds control characters"
            ),
            (
                "sources:\n  a: {prometheus: h:1, service: \"a\\u2028b\"}\n",
                "c.yaml:2:33: service holds control characters"
            ),
        ] as [(String, String)]
    )
    func sources(text: String, message: String) {
        #expect(Self.message(text) == message)
    }
}
