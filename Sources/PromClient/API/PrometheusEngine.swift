package import GoldenSignals
package import PromModel
import PromQL

/// The query engine that a Prometheus is.
package struct PrometheusEngine: QueryEngine {
    private let api: PrometheusAPI

    /// An engine over an API.
    package init(_ api: PrometheusAPI) {
        self.api = api
    }

    /// The value of each series of the expression at an instant; a scalar is one value without labels.
    package func instant(_ expression: String, at moment: Timestamp) async throws(QueryFailure) -> [InstantValue] {
        do throws(APIFailure) {
            switch try await api.query(expression, at: moment).value.result {
            case .scalar(let sample): return [InstantValue(labels: Labels(), value: sample.value)]
            case .vector(let vector): return vector.map { InstantValue(labels: $0.labels, value: $0.sample.value) }
            case .matrix, .string: return []
            }
        } catch {
            throw Self.failure(error, expression)
        }
    }

    /// The values at `start`, `start + step`, … up to `end`; a step without a value is left out.
    package func range(
        _ expression: String,
        from start: Timestamp,
        through end: Timestamp,
        step: Duration
    ) async throws(QueryFailure) -> [Series] {
        do throws(APIFailure) {
            return try await api.queryRange(expression, from: start, through: end, step: step).value
        } catch {
            throw Self.failure(error, expression)
        }
    }

    /// The numbers and the native histograms of an expression.
    func ask(_ expression: String, at moment: Timestamp) async throws(QueryFailure) -> InstantAnswer {
        do throws(APIFailure) {
            return try await api.query(expression, at: moment).value
        } catch {
            throw Self.failure(error, expression)
        }
    }

    private static func failure(_ error: APIFailure, _ expression: String) -> QueryFailure {
        error.isAboutTheQuery
            ? .badQuery(expression: expression, detail: "\(error)") : .unavailable(reason: "\(error)")
    }
}
