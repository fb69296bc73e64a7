import Testing

extension EndToEnd {
    /// Programs and libraries that nobody prepared for sretop, each under a load whose counts are known.
    @Suite("Real services under a known load", .serialized, .realServices)
    struct RealServicesTests {
        @Test("What its page tells is right, and what it cannot tell is not made up", arguments: RealServices.names)
        func page(name: String) throws {
            #expect(try RealServices.faults(of: name, via: .page) == [])
        }

        @Test("Through a Prometheus it is the same", arguments: RealServices.names)
        func prometheus(name: String) throws {
            #expect(try RealServices.faults(of: name, via: .prometheus) == [])
        }
    }
}
