import ArgumentParser
import Dashboard
import Gates
import GoldenSignals
import PromModel
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The objectives that were asked for: in files, or in words.
struct ObjectiveChoice: Sendable {
    /// Those of files, each with what it says of its service.
    private let files: [ServiceObjectives]
    /// Those in words, of the service on the screen.
    private let worded: [ServiceLevelObjective]

    /// Reads what was given: a file where there is one of that name, else an objective in words.
    ///
    /// - Throws: `ValidationError` that says what is wrong with it.
    init(_ given: [String]) throws {
        var files: [ServiceObjectives] = []
        var worded: [ServiceLevelObjective] = []
        for text in given {
            if FileManager.default.fileExists(atPath: text) || text.hasSuffix(".yaml") || text.hasSuffix(".yml") {
                do throws(ConfigurationFile.Failure) {
                    files.append(try SLOFile.load(text))
                } catch {
                    throw ValidationError.quoting(error)
                }
            } else {
                do throws(ObjectiveText.Failure) {
                    worded.append(try ObjectiveText.parse(text))
                } catch {
                    throw ValidationError.quoting("objective '\(text)': \(error)")
                }
            }
        }
        self.files = files
        self.worded = worded
    }

    /// Nothing was asked for.
    var isEmpty: Bool { files.isEmpty && worded.isEmpty }

    /// The one service that files are about; nil where there is none, or several.
    var service: ServiceObjectives? { files.count == 1 && worded.isEmpty ? files[0] : nil }

    /// Every objective with the service that it is about, by the service on the screen where the words name none.
    func all(for catalog: SignalCatalog?, named name: String) -> [(ServiceObjectives, ServiceLevelObjective)] {
        var pairs = files.flatMap { file in file.objectives.map { (file, $0) } }
        guard let catalog else { return pairs }
        var own = ServiceObjectives(service: name, selector: catalog.selector)
        own.profile = catalog.profile
        own.targetSelector = catalog.targetSelector
        own.grouping = []
        pairs += worded.map { (own, $0) }
        return pairs
    }

    /// What a check says of each objective.
    func results(_ looked: LookedSource) async -> [CheckResult] {
        guard !isEmpty else { return [] }
        guard looked.hasPast else {
            return [
                CheckResult(
                    subject: "objectives",
                    status: .unknown,
                    words: "a page has no past: they need a Prometheus"
                )
            ]
        }
        let name = looked.state.settings.service
        if looked.catalog == nil, !worded.isEmpty {
            return [CheckResult(subject: "objectives", status: .unknown, words: "no service to ask about")]
        }
        var results: [CheckResult] = []
        for (service, objective) in all(for: looked.catalog, named: name) {
            let inquiry = ObjectiveInquiry(engine: looked.engine, moment: looked.moment)
            do throws(QueryFailure) {
                let statuses = try await inquiry.statuses(of: objective, service)
                results += statuses.map { ObjectiveLine(service: service.service, status: $0).result }
            } catch {
                let subject = "\(service.service) \(objective.name)"
                results.append(CheckResult(subject: subject, status: .unknown, words: "\(error)"))
            }
        }
        return results
    }
}
