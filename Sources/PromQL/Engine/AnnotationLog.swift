/// Collects what queries say beside their answers, each thing once.
package final class AnnotationLog {
    /// What was said, in order.
    package private(set) var annotations: [Annotation] = []
    /// By text, since NaN differs from itself.
    private var known: Set<String> = []

    /// Nothing said yet.
    package init() {}

    func add(_ annotation: Annotation) {
        if known.insert(annotation.description).inserted { annotations.append(annotation) }
    }
}
