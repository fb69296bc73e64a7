package import PromModel

/// Follows objectives: what is due to be asked, what was answered, and what that says.
///
/// What rules recorded is looked up each time; what they did not is asked at most every hundredth of its window. Pure:
/// whoever asks gives the moments.
package struct ObjectiveBook: Sendable {
    /// Questions in one query, with a tag each.
    package struct Inquiry: Sendable, Equatable {
        /// The query.
        package let expression: String
        /// They look up what rules recorded.
        package let isRecorded: Bool
        fileprivate let parts: [Part]
        fileprivate let generation: Int
    }

    fileprivate struct Part: Sendable, Equatable {
        let page: Int
        let subject: ObjectiveQuestions.Subject

        func tag(_ place: Int) -> String { "objective\(place)" }
    }

    private struct Page: Sendable, Equatable {
        let followed: FollowedObjective
        var values: [ObjectiveQuestions.Subject: [InstantValue]] = [:]
        var asked: [ObjectiveQuestions.Subject: Timestamp] = [:]
        var recorded: Set<ObjectiveQuestions.Subject> = []
        var at: Timestamp?
        /// Why a question was not answered last.
        var problems: [ObjectiveQuestions.Subject: String] = [:]
        var curves: [Labels: BudgetCurve] = [:]
        var curveAsked: Timestamp?
    }

    private var pages: [Page] = []
    /// Grows when other objectives are followed: answers to older questions are none to theirs.
    private var generation = 0

    /// How far back all samples reach, where who is asked knows: then nobody has to ask how full a window is, and what
    /// has no answer yet may have one soon.
    package var held: Duration?

    /// Follows nothing yet.
    package init() {}

    /// Nothing is followed.
    package var isEmpty: Bool { pages.isEmpty }

    /// Follows these from now on; what is known of those among them that were followed already stays.
    package mutating func follow(_ objectives: [FollowedObjective]) {
        guard objectives != pages.map(\.followed) else { return }
        generation += 1
        pages = objectives.map { objective in
            pages.first { $0.followed == objective } ?? Page(followed: objective)
        }
    }

    /// What rules may have recorded.
    package func lookups(longest: Int = .max) -> [Inquiry] {
        let parts = pages.enumerated().flatMap { index, page in
            page.followed.questions.compactMap { question in
                question.recorded.map { (Part(page: index, subject: question.subject), $0) }
            }
        }
        return inquiries(parts, isRecorded: true, longest: longest)
    }

    /// What nobody recorded, and was not asked for a hundredth of its window: long windows one by one.
    package func due(at moment: Timestamp, atLeast least: Duration, longest: Int = .max) -> [Inquiry] {
        var inquiries: [Inquiry] = []
        for (index, page) in pages.enumerated() {
            var short: [(Part, String)] = []
            for question in page.followed.questions {
                guard let direct = question.direct, !page.recorded.contains(question.subject) else { continue }
                let window = question.subject.window
                if held != nil, question.subject.isFullness { continue }
                let isBlank = held != nil && page.values[question.subject]?.isEmpty ?? true
                let wait = isBlank ? least : max(window / 100, least)
                if let last = page.asked[question.subject], moment >= last, moment - last < wait {
                    continue
                }
                let part = (Part(page: index, subject: question.subject), direct)
                if window <= Self.shortWindow {
                    short.append(part)
                } else {
                    inquiries += self.inquiries([part], isRecorded: false, longest: longest)
                }
            }
            inquiries += self.inquiries(short, isRecorded: false, longest: longest)
        }
        return inquiries
    }

    /// Takes an answer.
    package mutating func take(_ values: [InstantValue], of inquiry: Inquiry, at moment: Timestamp) {
        guard inquiry.generation == generation else { return }
        let byTag = Dictionary(grouping: values) { $0.labels[SignalCatalog.tagLabel] }
        for (place, part) in inquiry.parts.enumerated() {
            let told = byTag[part.tag(place)] ?? []
            if inquiry.isRecorded {
                guard !told.isEmpty else {
                    // Nobody records it any more: the expression itself is next.
                    pages[part.page].recorded.remove(part.subject)
                    continue
                }
                pages[part.page].recorded.insert(part.subject)
            }
            pages[part.page].values[part.subject] = told
            pages[part.page].asked[part.subject] = moment
            pages[part.page].at = moment
            pages[part.page].problems[part.subject] = nil
        }
    }

    /// Notes that a question was not answered; what was known stays, and it is not asked again at once.
    package mutating func fail(_ inquiry: Inquiry, _ reason: String, at moment: Timestamp) {
        guard inquiry.generation == generation else { return }
        for part in inquiry.parts {
            if !inquiry.isRecorded { pages[part.page].asked[part.subject] = moment }
            pages[part.page].problems[part.subject] = reason
        }
    }

    /// The questions for curves that are due, the best first for each objective, by its place.
    package func dueCurves(at moment: Timestamp) -> [(place: Int, questions: [BudgetCurveQuestion])] {
        pages.enumerated().compactMap { place, page in
            let wait = max(page.followed.objective.period / 100, .seconds(30))
            if let last = page.curveAsked, moment >= last, moment - last < wait { return nil }
            return page.followed.curves.isEmpty ? nil : (place, page.followed.curves)
        }
    }

    /// Takes the answer to a question for a curve; false where it says nothing, so that the next one is to be asked.
    package mutating func take(
        curve series: [Series],
        of question: BudgetCurveQuestion,
        place: Int,
        at moment: Timestamp
    ) -> Bool {
        guard pages.indices.contains(place), pages[place].followed.curves.contains(question) else { return true }
        pages[place].curveAsked = moment
        let followed = pages[place].followed
        let curves = question.curves(series, budget: followed.objective.budget, by: followed.grouping)
        guard !curves.isEmpty else { return false }
        pages[place].curves = curves
        return true
    }

    /// What is known of each, one for each group of labels that it is kept apart by.
    package var reports: [ObjectiveReport] { pages.flatMap { reports(of: $0) } }

    /// Windows up to this are asked for together.
    private static let shortWindow = Duration.seconds(6 * 3600)

    private func reports(of page: Page) -> [ObjectiveReport] {
        let followed = page.followed
        var groups: [Labels: ObjectiveReadings] = [:]
        var bounds: [Double] = []
        for (subject, values) in page.values {
            if case .bounds(let unit) = subject {
                bounds = values.bucketBounds(unit: unit)
                continue
            }
            for value in values where !value.value.isNaN {
                let group = value.labels.keeping(only: followed.grouping)
                groups[group, default: ObjectiveReadings(group: group)].take(value.value, of: subject)
            }
        }
        if followed.origin == .recorded { groups = groups.joined }
        if groups.isEmpty { groups[Labels()] = ObjectiveReadings(group: Labels()) }
        for question in followed.questions
        where question.subject.isFullness && page.values[question.subject]?.isEmpty == true {
            // An answer without a sample: at none of the moments that were looked at was there one.
            for group in groups.keys { groups[group]?.take(0, of: question.subject) }
        }
        if let held {
            for question in followed.questions where question.subject.isFullness {
                let share = min(1, held / question.subject.window)
                for group in groups.keys { groups[group]?.take(share, of: question.subject) }
            }
        }
        let problem = followed.problem ?? page.problems.values.min()
        return groups.values.sorted { $0.group < $1.group }.map { readings in
            ObjectiveReport(
                service: followed.service,
                origin: followed.origin,
                status: ObjectiveStatus(followed.objective, readings),
                at: page.at,
                problem: problem ?? readings.problem(of: followed.objective, bounds: bounds),
                curve: page.curves[readings.group] ?? (groups.count == 1 ? page.curves.values.first : nil)
            )
        }
    }

    private func inquiries(_ parts: [(Part, String)], isRecorded: Bool, longest: Int) -> [Inquiry] {
        var rest = parts[...]
        var inquiries: [Inquiry] = []
        while !rest.isEmpty {
            var taken: [Part] = []
            var expression = ""
            while let (part, text) = rest.first {
                let tagged = SignalCatalog.tagged(text, as: part.tag(taken.count))
                let joined = expression.isEmpty ? tagged : "\(expression) or \(tagged)"
                guard taken.isEmpty || joined.utf8.count <= longest else { break }
                expression = joined
                taken.append(part)
                rest.removeFirst()
            }
            inquiries.append(
                Inquiry(expression: expression, isRecorded: isRecorded, parts: taken, generation: generation)
            )
        }
        return inquiries
    }
}
