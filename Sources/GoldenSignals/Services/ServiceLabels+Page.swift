extension ServiceLabels {
    /// What tells services apart on a page that is scraped directly.
    ///
    /// A page's own `job` is stored as `exported_job`, since the target has one. Whoever collects the metrics of others
    /// puts such labels on all that it passes on.
    package static let page = ServiceLabels().onPage(or: apps + deployments)

    /// The same labels as a page's are stored.
    package var onPage: ServiceLabels { onPage(or: []) }

    private func onPage(or more: [String]) -> ServiceLabels {
        let stored = names.map { $0 == "job" || $0 == "instance" ? "exported_\($0)" : $0 }
        return ServiceLabels(stored, further: ["service_name"] + more, isOnPage: true)
    }
}
