import PromModel
internal import Yams

extension Incident {
    /// Why a file cannot be read.
    package struct FileFailure: Error, Sendable, CustomStringConvertible {
        /// In words.
        package let description: String
    }

    /// Reads a file's text; the name stands for one that is not in it.
    package init(yaml text: String, name: String) throws(FileFailure) {
        do {
            self = try YAMLDecoder().decode(Incident.self, from: text)
        } catch let error as DecodingError {
            throw FileFailure(description: "\(name): \(error.reason)")
        } catch {
            throw FileFailure(description: "\(name): \(error)")
        }
        if self.name.isEmpty { self.name = name }
        if let problem { throw FileFailure(description: "\(name): \(problem)") }
    }

    /// What does not fit together; nil where all does.
    private var problem: String? {
        let services = Set(instances.map(\.service))
        if instances.isEmpty || traffic.isEmpty { return "it has no instances or no traffic" }
        if let strange = traffic.first(where: { !services.contains($0.service) }) {
            return "no instance is of the service \(strange.service)"
        }
        if let strange = calls.first(where: { !services.contains($0.from) }) {
            return "no instance is of the service \(strange.from), which calls"
        }
        if let late = expect.first(where: { $0.moment > seconds }) {
            return "something is expected at \(late.moment) s, after its end"
        }
        return nil
    }

    /// Reads the whole of it, with what is usual where nothing is said.
    package init(from decoder: any Decoder) throws {
        let file = try StrictKeys(
            decoder,
            known: [
                "name", "kind", "seed", "seconds", "metrics", "instances", "traffic", "faults", "sources", "watch",
                "expect", "lead", "calls", "limits",
            ]
        )
        name = try file.value("name") ?? ""
        kind = try file.value("kind") ?? ""
        seed = try file.value("seed") ?? 1
        seconds = try file.value("seconds") ?? 150
        metrics = try file.value("metrics") ?? Spelling()
        instances = try file.value("instances") ?? []
        traffic = try file.value("traffic") ?? []
        faults = try file.value("faults") ?? []
        sources = try file.value("sources") ?? []
        watch = try file.value("watch")
        lead = try file.value("lead") ?? lead
        calls = try file.value("calls") ?? calls
        limits = try file.value("limits") ?? limits
        expect = try file.value("expect") ?? []
    }
}

/// A mapping whose keys are all known: one that is misspelt must not be taken for one that is not there.
struct StrictKeys {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder, known: Set<String>) throws {
        container = try decoder.container(keyedBy: Key.self)
        if let strange = container.allKeys.first(where: { !known.contains($0.stringValue) }) {
            throw Incident.FileFailure(description: "'\(strange.stringValue)' is no key here")
        }
    }

    /// The value of a key; nil where it is not there.
    func value<Value: Decodable>(_ key: String) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: Key(key))
    }

    /// One value, or a list of them.
    func values(_ key: String) throws -> [String]? {
        guard container.contains(Key(key)) else { return nil }
        return try container.decode(OneOrMore.self, forKey: Key(key)).values
    }
}

/// One text, or a list of them.
struct OneOrMore: Decodable {
    let values: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let list = try? container.decode([String].self) {
            values = list
        } else {
            values = [try container.decode(String.self)]
        }
    }
}
