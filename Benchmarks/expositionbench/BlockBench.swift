/// What a sample takes.
enum BlockBench {
    static func run(page: [UInt8]) {}
}
