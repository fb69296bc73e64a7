import ArgumentParser
import PromClient

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The token that switches a service's faults from another machine, as service and client are given it.
enum ControlToken {
    static let variable = "UNSTABLE_API_CONTROL_TOKEN"

    /// The content of the file, else the variable's; nil where neither is given.
    static func given(file: String?) throws -> String? {
        do throws(AccessFailure) {
            if let file { return try checked(SecretSource.file(file).current().reveal(), from: file) }
            guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else { return nil }
            return try checked(value, from: variable)
        } catch {
            throw ValidationError.quoting(error)
        }
    }

    private static func checked(_ value: String, from place: String) throws(AccessFailure) -> String {
        guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .unusable(path: place, problem: "holds what no header may carry: a token is visible ASCII")
        }
        return value
    }
}
