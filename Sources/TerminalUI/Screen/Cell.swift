/// What one cell shows: a scalar and at most two combining marks, in eight bytes.
///
/// Smaller than a `Character` and free of references, so that a screen of cells is copied and compared as plain
/// memory. Further combining marks are dropped, which also stops text that climbs over its neighbours.
package struct Symbol: Hashable, Sendable {
    /// The base in the low 21 bits, then the marks in 21 bits each.
    private var bits: UInt64

    package static let space = Symbol(Unicode.Scalar(0x20 as UInt8))

    /// A symbol of one scalar, which must be printable and not a combining mark.
    package init(_ base: Unicode.Scalar) {
        bits = UInt64(base.value)
    }

    /// The first cell of the character; anything that is not printable becomes its visible replacement.
    package init(_ character: Character) {
        var symbol: Symbol?
        for scalar in character.unicodeScalars {
            guard let printable = PrintableText.printable(scalar) else { continue }
            if DisplayWidth.width(of: printable) > 0 {
                guard symbol == nil else { break }
                symbol = Symbol(printable)
            } else {
                symbol?.add(mark: printable)
            }
        }
        self = symbol ?? .space
    }

    /// Puts a combining mark over the base; ignored when there are two already.
    package mutating func add(mark: Unicode.Scalar) {
        if bits >> 21 == 0 {
            bits |= UInt64(mark.value) << 21
        } else if bits >> 42 == 0 {
            bits |= UInt64(mark.value) << 42
        }
    }

    package var base: Unicode.Scalar { Symbol.scalar(bits) ?? " " }

    /// The combining marks, in order; `nil` where there is none.
    package var marks: (first: Unicode.Scalar?, second: Unicode.Scalar?) {
        (bits >> 21 == 0 ? nil : Symbol.scalar(bits >> 21), bits >> 42 == 0 ? nil : Symbol.scalar(bits >> 42))
    }

    /// The columns the symbol takes, 1 or 2.
    package var width: Int { max(1, DisplayWidth.width(of: base)) }

    /// Appends the symbol's scalars to a text.
    package func write(to text: inout String.UnicodeScalarView) {
        text.append(base)
        let (first, second) = marks
        if let first { text.append(first) }
        if let second { text.append(second) }
    }

    private static func scalar(_ bits: UInt64) -> Unicode.Scalar? {
        Unicode.Scalar(UInt32(truncatingIfNeeded: bits & 0x1F_FFFF))
    }
}

extension Symbol: ExpressibleByExtendedGraphemeClusterLiteral {
    package init(extendedGraphemeClusterLiteral value: Character) {
        self.init(value)
    }
}

/// One cell of the screen.
package struct Cell: Hashable, Sendable {
    package static let blank = Cell()

    package var symbol: Symbol
    package var style: Style
    /// True for the right half of a wide symbol; it shows nothing itself.
    package var isContinuation: Bool

    package init(symbol: Symbol = .space, style: Style = .normal, isContinuation: Bool = false) {
        self.symbol = symbol
        self.style = style
        self.isContinuation = isContinuation
    }
}
