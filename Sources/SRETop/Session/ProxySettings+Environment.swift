import Foundation
import PromClient

extension ProxySettings {
    /// The proxies of this run.
    static let environment = ProxySettings(environment: ProcessInfo.processInfo.environment)
}
