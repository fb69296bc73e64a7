import PromModel
internal import Yams

extension FaultScenario {
    /// The scenarios that come with sretop, in the order of their file.
    ///
    /// Read from `scenarios.yaml`, which is compiled in; a test proves that it can be read.
    package static let shipped: [FaultScenario] = {
        let text = String(decoding: PackageResources.scenarios_yaml, as: UTF8.self)
        return (try? FaultScenario.list(yaml: text)) ?? []
    }()

    /// Reads a file with one scenario; `name` stands for one that is not in it.
    package init(yaml text: String, name: String) throws(FaultProblem) {
        let read: FaultScenario = try Self.decode(text)
        self.init(name: read.name.isEmpty ? name : read.name, about: read.about, steps: read.steps)
    }

    /// Reads a file with a list of them.
    package static func list(yaml text: String) throws(FaultProblem) -> [FaultScenario] {
        try decode(text)
    }

    private static func decode<Value: Decodable>(_ text: String) throws(FaultProblem) -> Value {
        do {
            return try YAMLDecoder().decode(Value.self, from: text)
        } catch let problem as FaultProblem {
            throw problem
        } catch let error as DecodingError {
            // What a value itself had to say comes wrapped.
            if case .dataCorrupted(let context) = error, let problem = context.underlyingError as? FaultProblem {
                throw problem
            }
            throw FaultProblem(description: error.reason)
        } catch {
            throw FaultProblem(description: "\(error)")
        }
    }
}
