package import PromModel
package import PromQL

/// The query engine over samples that sretop scraped itself.
///
/// An actor: evaluations run one after the other. Two bursts at once in the process that also paints were measured to
/// cost 30 times the latency of one.
package actor EmbeddedQueryEngine: QueryEngine {
    private var store: SampleStore
    private let engine: PromQLEngine
    private var retention: Duration
    private let memoryBudget: Int
    private var parsed: [String: Expression] = [:]
    private let memo = SelectionMemo()
    /// Samples before this are gone.
    private var dropped: Timestamp?
    /// The oldest sample that is left where others had to go for want of memory; nil where there was enough.
    package private(set) var cut: Timestamp?

    /// An engine that forgets samples older than `retention` before the newest, an eighth of that late at most.
    ///
    /// - Parameters:
    ///   - options: How queries are answered.
    ///   - retention: How far back samples are kept.
    ///   - memoryBudget: About how many bytes they may take: beyond it the oldest go earlier.
    ///   - countsFromZero: See ``SampleStore/bornFromZero``.
    package init(
        options: PromQLEngine.Options = PromQLEngine.Options(),
        retention: Duration,
        memoryBudget: Int = .max,
        countsFromZero: Bool = true
    ) {
        store = SampleStore()
        store.bornFromZero = countsFromZero
        engine = PromQLEngine(options: options)
        self.retention = retention
        self.memoryBudget = memoryBudget
    }

    /// Takes in the outcome of a scrape, good or bad.
    package func ingest(_ scrape: Scrape) {
        memo.clear()
        store.ingest(scrape)
        // Going through all series is not for every poll.
        let limit = scrape.start - retention
        guard dropped.map({ limit - $0 >= retention / 8 || limit < $0 }) ?? true else { return }
        store.dropSamples(before: limit)
        dropped = limit
        cut = store.shrink(toBytes: memoryBudget) ?? cut.flatMap { $0 < limit ? nil : $0 }
    }

    /// Keeps samples for another time from now on; what is gone stays so.
    package func keep(for retention: Duration) { self.retention = retention }

    /// How many series and samples are held; the zeros that no scrape saw are told apart.
    package func size() -> (series: Int, samples: Int, syntheticSamples: Int) {
        (store.seriesCount, store.sampleCount, store.syntheticSampleCount)
    }

    /// The value of each series of the expression at an instant.
    package func instant(_ expression: String, at moment: Timestamp) throws(QueryFailure) -> [InstantValue] {
        let tree = try parse(expression)
        let result: QueryResult
        do throws(PromQLError) {
            result = try engine.instant(tree, at: moment, in: store, memo: memo)
        } catch {
            throw .badQuery(expression: expression, detail: "\(error)")
        }
        switch result {
        case .scalar(let sample): return [InstantValue(labels: Labels(), value: sample.value)]
        case .vector(let vector):
            // Only plain numbers are read; what is a native histogram is asked for by its functions.
            return vector.compactMap { element in
                element.histogram == nil ? InstantValue(labels: element.labels, value: element.sample.value) : nil
            }
        case .matrix, .string:
            throw .badQuery(expression: expression, detail: "it gives neither a vector nor a scalar")
        }
    }

    /// The native histograms that the expression gives at an instant, whatever their labels.
    func histograms(_ expression: String, at moment: Timestamp) throws(QueryFailure) -> [FloatHistogram] {
        let tree = try parse(expression)
        do throws(PromQLError) {
            guard case .vector(let vector) = try engine.instant(tree, at: moment, in: store, memo: memo) else {
                return []
            }
            return vector.compactMap(\.histogram)
        } catch {
            throw .badQuery(expression: expression, detail: "\(error)")
        }
    }

    /// The values of the expression over a range.
    package func range(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration
    ) throws(QueryFailure) -> [Series] {
        let tree = try parse(expression)
        do throws(PromQLError) {
            let series = try engine.range(tree, from: start, through: end, step: step, in: store)
            return series.filter { !$0.samples.isEmpty }
        } catch {
            throw .badQuery(expression: expression, detail: "\(error)")
        }
    }

    private func parse(_ expression: String) throws(QueryFailure) -> Expression {
        if let known = parsed[expression] { return known }
        do throws(PromQLSyntaxError) {
            let tree = try PromQLParser.parse(expression)
            parsed[expression] = tree
            return tree
        } catch {
            throw .badQuery(expression: expression, detail: "\(error)")
        }
    }
}
