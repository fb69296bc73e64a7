import ArgumentParser
import ServiceKit

extension SetFault {
    /// The fault that some words say, those of the command line; else what is wrong with them.
    ///
    /// Where the service is and how long somebody watches are the screen's own business.
    static func request(of words: String) -> Result<FaultRequest, FaultControl.Failure> {
        let words = words.split(separator: " ").map(String.init)
        do {
            let command = try SetFault.parse(words)
            guard command.lease == nil else {
                return .failure(FaultControl.Failure(description: "--lease is for the command line", isRefusal: true))
            }
            return .success(command.request)
        } catch {
            let message = SetFault.message(for: error)
            let line = message.split(separator: "\n").first.map(String.init) ?? message
            return .failure(FaultControl.Failure(description: line, isRefusal: true))
        }
    }
}
