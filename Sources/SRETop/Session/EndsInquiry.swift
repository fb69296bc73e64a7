import ArgumentParser
import PromClient
import ServiceKit

/// The service's own account of a run, asked for before and after it.
struct EndsInquiry: Sendable {
    private let page: ServicePage?
    private let before: ServiceAccount

    /// Asks for the first time, or nothing where there is no target.
    ///
    /// Ends with 2 where the target tells nothing to compare with.
    init(_ target: LoadTarget?) async throws {
        page = target.map(ServicePage.init)
        guard let page else {
            before = ServiceAccount()
            return
        }
        do throws(ServicePage.Failure) {
            before = try await Self.ask(page)
        } catch {
            StandardError.print(TextCharacters.harmless("sretop load: --both-ends: \(error)"))
            throw ExitCode(2)
        }
    }

    /// Asks again; nil where nothing was to be compared, or cannot be, which is said.
    func compared(with summary: LoadSummary) async -> LoadEnds? {
        guard let page else { return nil }
        do throws(ServicePage.Failure) {
            let after = try await Self.ask(page)
            if let ends = LoadEnds(summary, before: before, after: after) { return ends }
            StandardError.print("sretop load: the service began to count anew during the run: its end is not compared")
        } catch {
            StandardError.print(TextCharacters.harmless("sretop load: --both-ends: \(error)"))
        }
        return nil
    }

    private static func ask(_ page: ServicePage) async throws(ServicePage.Failure) -> ServiceAccount {
        let transport = AsyncHTTPTransport(proxies: .environment)
        let result: Result<ServiceAccount, ServicePage.Failure>
        do throws(ServicePage.Failure) { result = .success(try await page.account(transport)) } catch {
            result = .failure(error)
        }
        await transport.close()
        return try result.get()
    }
}
