#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who the client is, as the `Authorization` header tells it.
package enum Credentials: Sendable, Equatable {
    /// User name and password; servers that take tokens as passwords may do without a name.
    case basic(username: SecretSource, password: SecretSource)
    /// Any other scheme: `Bearer` and a token, as a rule.
    case authorization(type: String, credentials: SecretSource)

    /// The value of the `Authorization` header as it is now; files are read at every call.
    package func currentValue() throws(AccessFailure) -> String {
        switch self {
        case .basic(let username, let password):
            let name = try username.current().reveal()
            if case .file(let path) = username, name.contains(":") {
                throw .unusable(path: path, problem: Self.colonProblem)
            }
            let pair = Data("\(name):\(try password.current().reveal())".utf8)
            return "Basic \(pair.base64EncodedString())"
        case .authorization(let type, let credentials):
            return "\(type) \(try credentials.currentFieldValue())"
        }
    }

    /// Servers take what follows the first colon for the password.
    static let colonProblem = "holds a colon, which basic authentication cannot carry in a user name"
}

extension Credentials: CustomStringConvertible {
    /// The kind of credentials and where they come from, never the secret.
    package var description: String {
        switch self {
        case .basic(.inline(let name), _):
            name.reveal().isEmpty ? "basic auth without a user name" : "basic auth as \(name.reveal())"
        case .basic(.file(let path), _): "basic auth as the user in \(path)"
        case .authorization(let type, .inline): "\(type) credentials"
        case .authorization(let type, .file(let path)): "\(type) credentials from \(path)"
        }
    }
}
