/// A key, and how one sees on the screen that it did what the help says.
struct KeyCase: Sendable {
    /// How the help writes it.
    let label: String
    /// In tmux's notation, before it is looked at: what must be open for the key to do something.
    var before: [String] = []
    let press: String
    /// In words, for the message where it is not seen.
    let effect: String
    /// False before the key is pressed, true after it.
    let isSeen: @Sendable (String) -> Bool
    /// Undoes it all.
    var back: [String] = []

    init(
        _ label: String,
        before: [String] = [],
        _ press: String,
        _ effect: String,
        back: [String] = [],
        isSeen: @escaping @Sendable (String) -> Bool
    ) {
        (self.label, self.before, self.press, self.effect) = (label, before, press, effect)
        (self.isSeen, self.back) = (isSeen, back)
    }

    /// A key that brings a text to the screen.
    init(_ label: String, before: [String] = [], _ press: String, shows text: String, back: [String] = []) {
        self.init(label, before: before, press, "'\(text)'", back: back) { $0.contains(text) }
    }
}

/// What each key does, by the screen on which it can be seen best.
enum KeyTable {
    /// Two services of the same kind, scraped without a Prometheus.
    static let pages: [KeyCase] = [
        KeyCase("?", "?", shows: "sretop keys", back: ["?"]),
        KeyCase("?", "F1", shows: "sretop keys", back: ["Escape"]),
        KeyCase("p, space", "p", shows: "PAUSED", back: ["p"]),
        KeyCase("p, space", "Space", shows: "PAUSED", back: ["Space"]),
        firstChart("Tab", "RPS", back: ["Escape"]),
        firstChart("BTab", "saturation", back: ["Tab"]),
        firstChart("1", "RPS", back: ["1"]),
        firstChart("2", "OK %", back: ["2"]),
        // The chart of failures is the first one anyway.
        KeyCase("Tab, 1-7", before: ["1", "Enter"], "3", "the chart of failures alone", back: ["Escape", "Escape"]) {
            charts($0) == ["5xx %"]
        },
        firstChart("4", "AVG", back: ["4"]),
        firstChart("5", "p95", back: ["5"]),
        firstChart("6", "p99", back: ["6"]),
        firstChart("7", "saturation", back: ["7"]),
        KeyCase("g", "g", shows: "who · by instance", back: ["g", "g", "g"]),
        KeyCase("S", "S", shows: "this source has one service", back: ["S"]),
        KeyCase("s", "s", shows: "this source has one service", back: ["Escape"]),
        KeyCase("r", "r", shows: "this source has one service", back: ["Escape", "r", "Escape"]),
        // The first Escape ends the writing.
        KeyCase("/", "/", shows: "this source has one service", back: ["Escape", "Escape"]),
        KeyCase("!", "!", shows: "no other service is broken"),
        KeyCase("t", "t", shows: "targets  2/2 up", back: ["t"]),
        KeyCase("a", "a", shows: "a direct source has none", back: ["a"]),
        KeyCase("v", "v", "the panel of events", back: ["v"]) {
            $0.contains("5xx over its limit") && $0.contains("Esc closes")
        },
        KeyCase("←", "Left", shows: " AT ", back: ["End"]),
        KeyCase("←", "S-Left", shows: " AT ", back: ["End"]),
        KeyCase("→", before: ["Left", "Left", "Left"], "S-Right", "the newest again") { header($0).contains("LIVE") },
        KeyCase("Home", "Home", shows: " AT ", back: ["End"]),
        KeyCase("End", before: ["Left"], "End", "the newest again") { header($0).contains("LIVE") },
        KeyCase("N", "N", shows: " AT ", back: ["End"]),
        KeyCase("n", before: ["Home"], "n", "a word about the event") { screen in
            let row = screen.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
            return header(screen).contains(" AT ") && row.contains(": ")
        },
        KeyCase("Esc", before: ["Left"], "Escape", "the newest again") { header($0).contains("LIVE") },
        KeyCase("e", before: ["3"], "e", shows: "PromQL at ", back: ["e", "3"]),
        firstChart("↓", "RPS", key: "Down", back: ["Escape"]),
        firstChart("↑", "OK %", before: ["Down", "Down", "Down"], key: "Up", back: ["Escape"]),
        KeyCase(
            "Enter",
            before: Array(repeating: "Down", count: 8),
            "Enter",
            shows: "{method=GET,route=/risky}",
            back: ["Escape"]
        ),
        KeyCase("c", before: ["v", "c", "s", "e", "e", "n"], "Enter", "the note among the events", back: ["v"]) {
            $0.contains("note     seen") && $0.contains("Esc closes")
        },
        KeyCase("m", "m", shows: "A is ", back: ["m"]),
        KeyCase("b", "b", shows: "before: 1h ago", back: ["b", "b", "b"]),
        KeyCase("+", "+", shows: "2m in the charts", back: ["0"]),
        KeyCase("+", "=", shows: "2m in the charts", back: ["0"]),
        KeyCase("-", "-", shows: "10m in the charts", back: ["0"]),
        KeyCase("h", "h", shows: "latency by bucket", back: ["h", "Escape", "Escape"]),
        KeyCase("Q", "Q", shows: "Enter asks, Tab completes", back: ["Escape"]),
        KeyCase("w", "w", shows: "window of every rate: 15s", back: ["Escape"]),
        KeyCase("Y", "Y", shows: "to the terminal's clipboard: 7 expressions"),
        KeyCase("y", "y", shows: "to the terminal's clipboard: verdict"),
        KeyCase("E", "E", shows: "evidence.txt, .md and .json"),
        KeyCase("o", "o", shows: "nobody promised it", back: ["o"]),
        KeyCase("i", "i", shows: "about these numbers", back: ["i"]),
        KeyCase("u", "u", "the clock's zone as an offset", back: ["u"]) { header($0).contains(" +0") },
        KeyCase("L", "L", "a linear axis", back: ["L"]) { !$0.contains(", log,") },
        KeyCase("C", "C", shows: "colours: light", back: ["C", "C", "C"]),
        KeyCase("M", "M", shows: "mouse on", back: ["M"]),
        KeyCase("Enter", before: ["1"], "Enter", "one chart alone", back: ["Escape", "Escape"]) {
            charts($0).count == 1
        },
        KeyCase("Esc", before: ["t"], "Escape", "no panel") { !$0.contains("targets  2/2 up") },
        KeyCase("Esc", before: ["1", "Enter"], "Escape", "the other charts") { charts($0).count > 1 },
        KeyCase("Esc", "Escape", "the usual chart first") { charts($0).first == "5xx %" },
    ]

    /// A load and faults of its own, with the load on.
    static let demo: [KeyCase] = [
        KeyCase("l", before: ["l"], "l", shows: "ON 200/s"),
        KeyCase("<", "<", shows: "ON 100/s", back: [">"]),
        KeyCase("<", ",", shows: "ON 100/s", back: ["."]),
        KeyCase(">", ">", shows: "ON 400/s", back: ["<"]),
        KeyCase(">", ".", shows: "ON 400/s", back: [","]),
        KeyCase("x", "x", shows: "Enter switches", back: ["x"]),
        KeyCase("x", before: ["x"], "s", shows: "sretop faults set", back: ["Escape", "x"]),
        KeyCase("x", before: ["x"], "Enter", shows: "[ ] off", back: ["Enter"]),
        KeyCase("f", before: ["Escape"], "f", shows: "faults none on"),
    ]

    /// Many services, by way of a Prometheus.
    static let services: [KeyCase] = [
        // Before any that Esc ends: an Esc and a bracket at once are another key.
        KeyCase("[", "[", shows: " AT ", back: ["0"]),
        KeyCase("]", before: ["["], "]", "the newest again", back: ["0"]) { header($0).contains("LIVE") },
        KeyCase("0", before: ["["], "0", "the newest again") { header($0).contains("LIVE") },
        KeyCase("S", "S", shows: "Enter opens  s sort", back: ["Escape"]),
        KeyCase("s", "s", shows: "service↑", back: ["s", "s", "s", "s", "s", "Escape"]),
        KeyCase("r", before: ["s"], "r", shows: "service↓", back: ["r", "s", "s", "s", "s", "s", "Escape"]),
        KeyCase("/", before: ["/", "0", "0"], "7", shows: "services (1 of 21", back: ["Escape", "Escape"]),
        KeyCase("a", "a", shows: "alerts of the source,", back: ["a"]),
        KeyCase("t", "t", "a target as Prometheus names it", back: ["t"]) {
            $0.contains("Esc closes") && $0.contains(":8080")
        },
        KeyCase("i", "i", "how the metrics are named", back: ["i"]) {
            $0.contains("about these numbers") && $0.contains("profile")
        },
        KeyCase("Enter", before: ["/", "0", "0", "4", "Enter"], "Enter", "the service of that name") {
            header($0).contains("service-004")
        },
        KeyCase("Esc", "Escape", shows: "Enter opens  s sort", back: ["/", "Escape", "Escape"]),
    ]

    /// Those that need a screen of their own.
    static let alone = ["q, Ctrl-C", "Ctrl-L", "R"]

    /// The titles of the charts from top to bottom.
    static func charts(_ screen: String) -> [String] {
        let titles = ["RPS", "OK %", "5xx %", "AVG", "p95", "p99", "saturation"]
        return screen.split(separator: "\n").compactMap { row in titles.first { row.hasPrefix("─ \($0) ") } }
    }

    static func header(_ screen: String) -> String { screen.split(separator: "\n").first.map(String.init) ?? "" }

    private static func firstChart(_ key: String, _ title: String, back: [String]) -> KeyCase {
        firstChart("Tab, 1-7", title, key: key, back: back)
    }

    private static func firstChart(
        _ label: String,
        _ title: String,
        before: [String] = [],
        key: String,
        back: [String]
    ) -> KeyCase {
        KeyCase(label, before: before, key, "the chart of \(title) first", back: back) { charts($0).first == title }
    }
}
