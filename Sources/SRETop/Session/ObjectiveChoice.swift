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
    /// What they are.
    let wanted: WantedObjectives

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
        wanted = WantedObjectives(files: files, worded: worded)
    }

    /// Nothing was asked for.
    var isEmpty: Bool { wanted.isEmpty }

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
        if looked.catalog == nil, !wanted.worded.isEmpty {
            return [CheckResult(subject: "objectives", status: .unknown, words: "no service to ask about")]
        }
        var results: [CheckResult] = []
        for (service, objective) in wanted.all(for: looked.catalog, named: name) {
            let inquiry = ObjectiveInquiry(engine: looked.engine, moment: looked.moment)
            do throws(QueryFailure) {
                results += try await inquiry.lines(of: objective, service).map(\.result)
            } catch {
                let subject = "\(service.service) \(objective.name)"
                results.append(CheckResult(subject: subject, status: .unknown, words: "\(error)"))
            }
        }
        return results
    }
}
