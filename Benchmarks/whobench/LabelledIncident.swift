internal import Foundation
internal import GoldenSignals
internal import PromModel

/// An incident whose cause is known.
struct LabelledIncident {
    private struct Truth: Decodable {
        let table: String
        let timestamp: Int
        let causes: [[String: String]]
    }

    /// Why a folder cannot be read.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The table's name.
    let name: String
    /// The labels in the order of the table.
    let labels: [String]
    /// What was counted of each part.
    let parts: [TrafficPart]
    /// The parts that broke.
    let causes: [Labels]

    /// Every cause is one label.
    var hasSingleLabels: Bool { causes.allSatisfy { $0.count == 1 } }

    /// All incidents of a folder.
    static func all(in folder: URL) throws -> [LabelledIncident] {
        let lines = try text(folder.appending(path: "truth.jsonl")).split(separator: "\n")
        guard !lines.isEmpty else { throw Failure(description: "\(folder.path): truth.jsonl is empty") }
        return try lines.map { line in
            let truth = try JSONDecoder().decode(Truth.self, from: Data(line.utf8))
            return try LabelledIncident(truth, table: text(folder.appending(path: "tables/\(truth.table)")))
        }
    }

    private static func text(_ file: URL) throws -> String {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw Failure(description: "\(file.path) cannot be read")
        }
        return text
    }

    private init(_ truth: Truth, table: String) throws {
        name = truth.table
        causes = truth.causes.map { Labels($0) }
        let lines = table.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        guard let head = lines.first?.map(String.init), let minute = head.firstIndex(of: "min"),
            let value = head.firstIndex(of: "value"), let count = head.firstIndex(of: "cnt")
        else { throw Failure(description: "\(truth.table): a column is missing: min, value, cnt") }
        let places = head.indices.filter { $0 != minute && $0 != value && $0 != count }
        labels = places.map { head[$0] }
        var parts: [Labels: TrafficPart] = [:]
        var minutes: Set<Int> = []
        for (number, line) in lines.enumerated().dropFirst() {
            guard line.count == head.count, let at = Int(line[minute]), let bad = Double(line[value]),
                let requests = Double(line[count])
            else {
                throw Failure(description: "\(truth.table), line \(number + 1): not \(head.count) fields of numbers")
            }
            let key = Labels(places.map { (head[$0], String(line[$0])) })
            var part = parts[key] ?? TrafficPart(labels: key, requests: 0, bad: 0)
            if at == truth.timestamp {
                part.requests += requests
                part.bad += bad
            } else if at < truth.timestamp {
                minutes.insert(at)
                part.requestsBefore += requests
                part.badBefore += bad
            }
            parts[key] = part
        }
        // Of the same length as now.
        let length = Double(max(1, minutes.count))
        self.parts = parts.values.map { part in
            var part = part
            part.requestsBefore /= length
            part.badBefore /= length
            return part
        }
        .sorted { $0.labels < $1.labels }
    }
}
