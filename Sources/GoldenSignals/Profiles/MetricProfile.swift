/// How one kind of service names its metrics: data from which the catalogue builds its expressions.
package struct MetricProfile: Sendable, Equatable {
    /// One resource that can fill up.
    package struct Resource: Sendable, Equatable {
        /// Its name on the screen.
        package let name: String
        /// The share in use, 0 to 1, as PromQL; `{$selector}` and `$window` are replaced.
        package let expression: String

        /// Names a resource and its expression.
        package init(name: String, expression: String) {
            self.name = name
            self.expression = expression
        }
    }

    /// The profile's name.
    package let name: String
    /// The counter of requests.
    package let requests: String
    /// The latency histogram's base name, in seconds.
    package let latency: String
    /// The matcher that selects failed requests, without braces.
    package let errorMatcher: String
    /// The label that holds the route template.
    package let routeLabel: String
    /// The gauge that is 1 while a fault acts (labels `fault` and `route`), where the service tells.
    package let faultGauge: String?
    /// The gauge that holds a fault's share, beside `faultGauge`.
    package let faultShareGauge: String?
    /// The resources that make the saturation.
    package let resources: [Resource]

    /// Memberwise.
    package init(
        name: String,
        requests: String,
        latency: String,
        errorMatcher: String,
        routeLabel: String,
        faultGauge: String? = nil,
        faultShareGauge: String? = nil,
        resources: [Resource]
    ) {
        self.name = name
        self.requests = requests
        self.latency = latency
        self.errorMatcher = errorMatcher
        self.routeLabel = routeLabel
        self.faultGauge = faultGauge
        self.faultShareGauge = faultShareGauge
        self.resources = resources
    }
}
