/// A regular expression compiled to instructions that run in time linear to the text.
///
/// The machine follows all ways through the expression at once, in order of preference, so no expression can make
/// it slow the way backtracking would.
struct RegexProgram: Sendable {
    /// One step of the machine.
    enum Instruction: Sendable {
        case scalar(UInt32)
        case set(ScalarSet)
        case jump(Int)
        /// Two ways, the preferred one first.
        case split(Int, Int)
        /// Remember the position.
        case save(Int)
        case assert(RegexAssertion)
        case match
    }

    static let maximumInstructions = 20_000

    private(set) var instructions: [Instruction] = []
    /// Bounds the work of compiling: repetitions of nothing cost time without adding instructions.
    private var budget = 200_000
    /// How many groups there are, the whole match included.
    let groupCount: Int

    /// Compiles an expression.
    init(_ node: RegexNode, groupCount: Int) throws(RegexError) {
        self.groupCount = groupCount
        try emit(node)
        instructions.append(.match)
    }

    private mutating func add(_ instruction: Instruction) throws(RegexError) {
        guard instructions.count < RegexProgram.maximumInstructions else { throw .tooLarge }
        instructions.append(instruction)
    }

    private mutating func emit(_ node: RegexNode) throws(RegexError) {
        budget -= 1
        guard budget > 0 else { throw .tooLarge }
        switch node {
        case .empty: break
        case .scalar(let scalar): try add(.scalar(scalar))
        case .set(let set): try add(.set(set))
        case .assertion(let assertion): try add(.assert(assertion))
        case .sequence(let parts):
            for part in parts {
                try emit(part)
            }
        case .group(let inner, let index):
            try add(.save(index * 2))
            try emit(inner)
            try add(.save(index * 2 + 1))
        case .alternatives(let branches): try emitAlternatives(branches)
        case .repeated(let inner, let minimum, let maximum, let greedy):
            for _ in 0..<minimum {
                try emit(inner)
            }
            if let maximum {
                try emitOptional(inner, count: maximum - minimum, greedy: greedy)
            } else {
                try emitLoop(inner, greedy: greedy)
            }
        }
    }

    private mutating func emitAlternatives(_ branches: [RegexNode]) throws(RegexError) {
        var jumps: [Int] = []
        for (position, branch) in branches.enumerated() {
            guard position < branches.count - 1 else {
                try emit(branch)
                break
            }
            let split = instructions.count
            try add(.split(split + 1, split + 1))
            try emit(branch)
            jumps.append(instructions.count)
            try add(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps {
            instructions[jump] = .jump(instructions.count)
        }
    }

    private mutating func emitOptional(_ node: RegexNode, count: Int, greedy: Bool) throws(RegexError) {
        var splits: [Int] = []
        for _ in 0..<count {
            splits.append(instructions.count)
            try add(.jump(0))
            try emit(node)
        }
        for split in splits {
            let ways = (split + 1, instructions.count)
            instructions[split] = greedy ? .split(ways.0, ways.1) : .split(ways.1, ways.0)
        }
    }

    private mutating func emitLoop(_ node: RegexNode, greedy: Bool) throws(RegexError) {
        let split = instructions.count
        try add(.jump(0))
        try emit(node)
        try add(.jump(split))
        let ways = (split + 1, instructions.count)
        instructions[split] = greedy ? .split(ways.0, ways.1) : .split(ways.1, ways.0)
    }
}
