internal import PromModel
internal import PromQL
import Randomness

/// Expressions, printed and read again, and asked of a small store in both semantics.
struct PromQLFuzz: FuzzTarget {
    private let mutator: Mutator
    private let patterns: Mutator
    private let store: SampleStore

    /// Queries may hold few samples, so that none is meant to take long.
    private static let maximumSamples = 5_000

    init(_ corpus: FuzzCorpus) throws {
        let words = PromQLFuzz.words + PromQLFuzz.words.map { [0x20] + $0 + [0x20] }
        mutator = Mutator(seeds: try corpus.expressions(), words: words, maximumLength: 2_000)
        patterns = Mutator(seeds: PromQLFuzz.patterns, words: PromQLFuzz.patternWords, maximumLength: 200)
        store = PromQLFuzz.makeStore()
    }

    private static let words = Mutator.words(
        #"""
        sum avg min max count topk bottomk quantile count_values stddev group limitk limit_ratio by without on ignoring \#
        group_left group_right bool offset @ start() end() rate increase delta irate deriv predict_linear holt_winters \#
        absent absent_over_time histogram_quantile histogram_fraction label_replace label_join sort sort_by_label_desc \#
        scalar vector time() round clamp timestamp day_of_month quantile_over_time mad_over_time last_over_time atan2 \#
        and or unless + - * / % ^ == != <= >= < > =~ !~ = ( ) { } [ ] , : [5m] [1h:30s] [1d:] [5m:1ms] offset -5m 1h30m \#
        1000y 9223372036854775807s 0x1F 1e309 .5 5e-324 1_000 Inf NaN "a" 'b' `c` "\x41\u00e9\n" "\xff" x y l_bucket \#
        {a="1"} {__name__=~".+"} {"u.t"} # é Σ $1 __name__ le 0 -1 1.7e9
        """#
    )

    private static let patterns = Mutator.words(
        #"""
        a|b|c (a+)+b [^a-z]{2,5}? (?i:x)(?P<n>y)* \d+\.\w \p{Greek}\PN x{1000} (?s).* [[:alpha:]_] ^$|\b (x*)*$ \#
        ((a{9}){9}){9} (|a)* (?U:a+?)b (?:é|σ)+
        """#
    )

    private static let patternWords = Mutator.words(
        #"""
        ( ) [ ] { } | * + ? . ^ $ \ - , {2,3} {1000} {0} (?: (?i) (?-s: (?P<n> [^ \d \p{L} \x{41} \Q \E \z \B a é 𝄞 \#
        [[:^word:]] *? ++ {,5} \C \07 a-
        """#
    )

    private static func makeStore() -> SampleStore {
        var store = SampleStore()
        for (name, labels) in [("x", ["1", "2", ""]), ("y", ["1", "2"]), ("l_bucket", ["1"]), ("u.t", ["é"])] {
            for (label, bound) in labels.flatMap({ label in ["0.1", "1", "+Inf"].map { (label, $0) } }) {
                let le = name == "l_bucket" ? bound : ""
                let labels = Labels([("__name__", name), ("a", label), ("b", name == "y" ? bound : ""), ("le", le)])
                let rate = labels.description.utf8.count
                for index in 0..<40 {
                    let time = Timestamp(milliseconds: Int64(index) * 15_000)
                    let value = index == 25 ? .nan : index % 13 == 12 ? 0 : Double(index * rate)
                    store.append(labels, Sample(timestamp: time, value: value))
                }
            }
        }
        return store
    }

    func makeInput(_ random: inout SeededRandom) -> [UInt8] {
        switch random.below(20) {
        case 0: return random.bytes(fewerThan: 100)
        case 1, 2, 3: return selector(matching: patterns.mutated(&random))
        case 4..<10: return combined(&random)
        default: return mutator.mutated(&random)
        }
    }

    /// What expressions stand in, each at the place of a question mark.
    private static let frames = [
        "(?) + (?)", "(?) ^ ?", "? / on (a) group_left ?", "(?) or (?)", "(?) and ignoring (b) ?", "(?) > bool ?",
        "sum by (a) (?)", "topk(2, ?)", "count_values without (a) ('v', ?)", "quantile(0.3, ?)", "-(?)", "-?", "abs(?)",
        "vector(scalar(?))", "max_over_time((?)[1m:10s])", "rate((?)[2m:] offset 30s)", "deriv((?)[1m:7s] @ 300)",
        "histogram_quantile(0.9, ?)", "label_replace(?, 'a', '$1', 'le', '(.*)')", "absent(?)", "timestamp(?)",
        "predict_linear((?)[1m:20s], scalar(?))", "limit_ratio(0.5, ?)", "clamp(?, scalar(?), 7)",
    ]

    /// Expressions of the corpus put into one another: most of what comes out can be read.
    private func combined(_ random: inout SeededRandom) -> [UInt8] {
        var text = random.pick(mutator.seeds)
        for _ in 0...random.below(4) {
            let frame = random.pick(PromQLFuzz.frames)
            let parts = frame.utf8.split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
            text = Array(parts.dropFirst().reduce(Array(parts[0])) { $0 + text + $1 }.prefix(mutator.maximumLength))
        }
        return text
    }

    private func selector(matching pattern: [UInt8]) -> [UInt8] {
        Array("count({a=~\(Labels.quoted(String(decoding: pattern, as: UTF8.self)))}) or x".utf8)
    }

    func finding(_ input: [UInt8]) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        for semantics in [PromQLEngine.WindowSemantics.leftOpen, .closed] {
            let expression: Expression
            do throws(PromQLSyntaxError) {
                expression = try PromQLParser.parse(text, dotMatchesAll: semantics == .leftOpen)
            } catch {
                let isWithin = error.line >= 1 && 1...(text.utf8.count + 1) ~= error.column
                if !isWithin || error.message.isEmpty { return "refused without a place: \(error)" }
                continue
            }
            if let reason = difference(afterPrinting: expression, semantics) { return reason }
            if let reason = contradiction(in: expression, semantics) { return reason }
        }
        return nil
    }

    /// How an expression differs that is printed and read again; nil if it does not.
    private func difference(
        afterPrinting expression: Expression,
        _ semantics: PromQLEngine.WindowSemantics
    ) -> String? {
        let text = expression.description
        do throws(PromQLSyntaxError) {
            let again = try PromQLParser.parse(text, dotMatchesAll: semantics == .leftOpen)
            // An expression with NaN does not equal itself.
            if again == expression || text.contains("NaN") && again.description == text { return nil }
            return "printed as \(text), read as \(again)"
        } catch {
            return "printed as \(text), refused: \(error)"
        }
    }

    /// What cannot be true of any answer; nil if nothing is wrong, or the expression has no answer.
    private func contradiction(in expression: Expression, _ semantics: PromQLEngine.WindowSemantics) -> String? {
        let options = PromQLEngine.Options(windowSemantics: semantics, maxSamples: PromQLFuzz.maximumSamples)
        let engine = PromQLEngine(options: options)
        let moment = Timestamp(milliseconds: 450_000)
        do throws(PromQLError) {
            let answer = try engine.instant(expression, at: moment, in: store)
            guard case .vector(let elements) = answer else { return nil }
            if Set(elements.map(\.labels)).count < elements.count { return "several elements with the same labels" }
            let series = try engine.range(
                expression,
                from: moment,
                through: moment + .seconds(60),
                step: .seconds(20),
                in: store
            )
            if zip(series, series.dropFirst()).contains(where: { !($0.labels < $1.labels) }) {
                return "series out of order"
            }
            if series.contains(where: { $0.samples.isEmpty || $0.samples.count > 4 }) {
                return "a series without samples, or with too many"
            }
        } catch {
            if error.description.isEmpty { return "an error without words" }
        }
        return nil
    }
}
