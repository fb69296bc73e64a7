import GoldenSignals
import PromModel
import PromQL

extension PrometheusSource {
    /// Finds out who answers, what time it is there, what it scrapes, and which services it knows.
    func connect() async throws(APIFailure) {
        let api = api
        async let building = Self.attempt { () async throws(APIFailure) in try await api.buildInfo() }
        let sent = now()
        let answer = try await api.query("time()")
        note(answer)
        if let stamp = answer.value.at { knowledge.clock.note(sent: sent, received: now(), server: stamp) }
        let buildAnswer = await building
        cost.queries += 1
        let info = try? buildAnswer.get()
        var traits = answer.traits.union(info?.traits ?? [])
        if case .vector = answer.value.result { traits.insert(.scalarAsVector) }
        var dialect = Dialect(buildInfo: info?.value, traits: traits)
        if dialect.program == .victoriaMetrics {
            let delay = try await remainingDelay()
            dialect = Dialect(buildInfo: info?.value, traits: traits, delay: delay)
        }
        knowledge.dialect = dialect
        self.api = api.speaking(dialect)
        if !dialect.readsQuotedLabels { knowledge.askPlainly() }
        do {
            async let targets: Void = askTargets()
            try await detect()
            await targets
            await recognize()
        } catch {
            // Connected means that everything is known: the next poll begins anew.
            knowledge.dialect = nil
            self.api = api
            throw error
        }
    }

    /// How far behind its now a server answers that is asked for its newest samples, in whole seconds.
    ///
    /// It stamps the answer with the moment that was asked for, and its value is the moment that it looked at.
    private func remainingDelay() async throws(APIFailure) -> Duration {
        let answer = try await api.adding(parameters: Dialect.live).query("time()", at: serverNow)
        note(answer)
        guard let stamp = answer.value.at, let looked = answer.value.values.first?.value else { return .zero }
        let seconds = (stamp - Timestamp(seconds: looked)).inSeconds.rounded()
        return seconds > 2 ? .seconds(seconds) : .zero
    }

    /// Asks which services there are.
    func detect() async throws(APIFailure) {
        let wanted = options.profiles.filter { options.profile == nil || $0.name == options.profile }
        let before = knowledge.directory
        let detection = detection(of: wanted)
        knowledge.lack = nil
        var directory = detection.directory(from: try await counts(detection, isFull: false))
        directory.replicas = before.replicas
        knowledge.directory = directory
        await findSignals()
        knowledge.asked[.services] = monotonic()
        knowledge.isDirectoryOld = false
        await findFacts()
    }

    private static let versionsTag = "versions"
    private static let callsTag = "calls"
    private static let processesTag = "processes"
    private static let unstartedTag = "unstarted"

    /// Asks which metrics tell versions, which service calls which, and behind which several processes answer in turn: a
    /// server that does not tell them tells everything else.
    private func findFacts() async {
        let labels = knowledge.directory.labels
        let parts: [(tag: String, expression: String?)] = [
            (Self.versionsTag, VersionQueries.discovery), (Self.callsTag, CallMetrics.expression(labels)),
        ]
        guard let question = SignalCatalog.combined(parts + mixedProcesses) else { return }
        let api = api
        let facts = await Self.attempt { () async throws(APIFailure) in try await api.query(question) }
        guard case .success(let answer) = facts else { return }
        note(answer)
        let known = Dictionary(grouping: answer.value.values) { $0.labels[SignalCatalog.tagLabel] }
        knowledge.versionMetrics = VersionQueries.metrics(from: known[Self.versionsTag] ?? [])
        knowledge.calls = CallMetrics.calls(from: known[Self.callsTag] ?? [], labels: labels)
        knowledge.mixed = Set((known[Self.processesTag] ?? []).map { labels.key(of: $0.labels) })
        knowledge.unstarted = UnstartedProcesses(known[Self.unstartedTag] ?? [], labels: labels)
    }

    /// Where several processes answer behind one address, and where none tells its start time, by the profiles of the
    /// services; nothing where there are too many series to look through.
    private var mixedProcesses: [(tag: String, expression: String?)] {
        let directory = knowledge.directory
        let matches = directory.matches.filter { $0.requestSeries > 0 }
        guard directory.services.count > 1, matches.reduce(0, { $0 + $1.requestSeries }) <= Self.mostForFirstValues
        else {
            return []
        }
        var seen: Set<String> = []
        let names = directory.labels.names + directory.labels.further + ["instance"]
        let catalogs = matches.map(\.profile).filter { seen.insert($0.identifier).inserted }.map { profile in
            SignalCatalog(profile: profile, selector: "", window: .seconds(60))
        }
        var questions: [(tag: String, expression: String?)] = []
        for catalog in catalogs {
            questions.append((Self.processesTag, catalog.severalProcesses(by: names)))
            questions.append((Self.unstartedTag, catalog.unstarted(by: names)))
        }
        // Of one server's question no more than half is for this.
        let longest = (knowledge.dialect?.longestQuery ?? .max) / 2
        return questions.reduce(0) { $0 + ($1.expression?.utf8.count ?? 0) } <= longest ? questions : []
    }

    /// Counts what there is of some profiles, by service.
    ///
    /// What the server cannot read is not asked again: it has nothing of the kind. Without `isWhole` histograms that are
    /// kept whole are left out.
    func counts(
        _ detection: ServiceDetection,
        selector: String = "",
        isFull: Bool,
        isWhole: Bool = true
    ) async throws(APIFailure) -> [InstantValue] {
        let isWhole = isWhole && knowledge.dialect?.storesNativeHistograms ?? true
        let quoted = detection.quotedExpression(selector: selector, isFull: isFull, isWhole: isWhole)
        let questions: [(language: QueryLanguage, expression: String?)] = [
            (.plain, detection.expression(selector: selector, isFull: isFull, withQuotes: false)),
            (.nativeHistograms, isWhole ? detection.wholeExpression(selector: selector) : nil),
            (.quotedNames, quoted),
        ]
        if let dialect = knowledge.dialect, !dialect.readsQuotedNames { knowledge.unreadable.insert(.quotedNames) }
        if let values = try await counts(together: questions.compactMap(\.expression)) { return values }
        var values: [InstantValue] = []
        for (language, expression) in questions where !knowledge.unreadable.contains(language) {
            guard let expression else { continue }
            do throws(APIFailure) {
                // Over all series of a big server this takes its time.
                let reply = try await api.query(expression, timeout: .seconds(30))
                note(reply)
                knowledge.lack = knowledge.lack ?? reply.lack
                values += reply.value.values
            } catch {
                guard language != .plain, error.isAboutTheQuery else { throw error }
                if case .badQuery = error {
                    knowledge.unreadable.insert(language)
                } else {
                    cost.failed.append("\(error)")
                }
            }
        }
        return values
    }

    /// The answers of several questions in one, of a server that is known to read all of them; nil where it is not, or
    /// says otherwise.
    private func counts(together expressions: [String]) async throws(APIFailure) -> [InstantValue]? {
        guard knowledge.dialect?.readsEverything == true, knowledge.unreadable.isEmpty, expressions.count > 1 else {
            return nil
        }
        do throws(APIFailure) {
            let reply = try await api.query(expressions.joined(separator: " or "), timeout: .seconds(30))
            note(reply)
            knowledge.lack = knowledge.lack ?? reply.lack
            return reply.value.values
        } catch {
            guard error.isAboutTheQuery else { throw error }
            return nil
        }
    }

    /// Asks for the targets; servers that scrape nothing have none, which is no failure.
    func askTargets() async {
        knowledge.asked[.targets] = monotonic()
        let api = api
        do throws(APIFailure) {
            let answer = try await api.targets()
            note(answer)
            knowledge.targets = TargetIndex(answer.value, labels: knowledge.directory.labels)
            knowledge.targetsFailure = nil
        } catch {
            knowledge.targetsFailure = "\(error)"
        }
    }

    /// An instant query's vector at the server's now.
    func vector(_ expression: String) async throws(APIFailure) -> [InstantValue] {
        let sent = now()
        let answer = try await api.query(expression)
        note(answer)
        if let stamp = answer.value.at { knowledge.clock.note(sent: sent, received: now(), server: stamp) }
        return answer.value.values
    }

    /// Counts what an answer cost.
    func note<Value>(_ answer: APIAnswer<Value>) {
        cost.queries += 1
        cost.bytes += answer.bytes
        for warning in answer.warnings where !cost.warnings.contains(warning) { cost.warnings.append(warning) }
        if answer.isPartial { cost.warnings.append(APIAnswer<Value>.partialText) }
    }

    /// An answer or its failure, for calls that run beside others.
    static func attempt<Value: Sendable>(
        _ work: @Sendable () async throws(APIFailure) -> APIAnswer<Value>
    ) async -> Result<APIAnswer<Value>, APIFailure> {
        do throws(APIFailure) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
}

extension InstantAnswer {
    /// Its elements; a scalar is one without labels, a native histogram one for each bound.
    var values: [InstantValue] {
        switch result {
        case .scalar(let sample): [InstantValue(labels: Labels(), value: sample.value)]
        case .vector(let vector):
            vector.map { InstantValue(labels: $0.labels, value: $0.sample.value) }
                + histograms.flatMap { series in
                    series.elements.flatMap { $0.histogram.cumulative(series.labels) }
                }
        case .matrix, .string: []
        }
    }
}
