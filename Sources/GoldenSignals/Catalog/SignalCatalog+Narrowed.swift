package import PromModel
import PromQL

extension SignalCatalog {
    /// The same expressions of one part of the traffic: that with these labels.
    package func narrowed(to part: Labels) -> SignalCatalog {
        selecting(part.map { "\(PromQLName.label($0.name))=\(Labels.quoted($0.value))" }.joined(separator: ","))
    }
}
