import PromModel
import PromQL

/// Builds stores and asks questions in few words.
enum Fixture {
    /// A store with one series whose samples lie `step` seconds apart; nil leaves a gap.
    static func store(_ series: [String: [Double?]], step: Int64 = 15) throws -> SampleStore {
        var store = SampleStore()
        for (name, values) in series {
            let labels = try PromQLParser.parseSeries(name)
            for (index, value) in values.enumerated() {
                guard let value else { continue }
                let time = Timestamp(milliseconds: Int64(index) * step * 1000)
                store.append(labels, Sample(timestamp: time, value: value))
            }
        }
        return store
    }

    /// The values of an instant query, by labels in text.
    static func ask(
        _ query: String,
        at seconds: Double,
        in store: SampleStore,
        _ semantics: PromQLEngine.WindowSemantics = .leftOpen
    ) throws -> [String: Double] {
        let engine = PromQLEngine(options: .init(windowSemantics: semantics))
        let expression = try PromQLParser.parse(query)
        switch try engine.instant(expression, at: Timestamp(seconds: seconds), in: store) {
        case .scalar(let sample): return ["scalar": sample.value]
        case .vector(let elements):
            return Dictionary(uniqueKeysWithValues: elements.map { ($0.labels.description, $0.sample.value) })
        case .matrix(let series):
            return Dictionary(uniqueKeysWithValues: series.map { ($0.labels.description, Double($0.samples.count)) })
        case .string(let text): return [text: 0]
        }
    }

    /// The only value of an instant query; nil if there is none.
    static func value(
        _ query: String,
        at seconds: Double,
        in store: SampleStore,
        _ semantics: PromQLEngine.WindowSemantics = .leftOpen
    ) throws -> Double? {
        try ask(query, at: seconds, in: store, semantics).first?.value
    }
}
