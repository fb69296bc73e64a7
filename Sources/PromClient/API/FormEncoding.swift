/// Names and values as the body of a form, which is also the form of a URL's query.
enum FormEncoding {
    /// Joins pairs, every byte but the unreserved ones percent-encoded.
    ///
    /// A blank becomes `%20`, which both places understand, unlike `+`.
    static func encode(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { escape($0.name) + "=" + escape($0.value) }.joined(separator: "&")
    }

    /// One name, value or path component.
    static func escape(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default:
                result += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Milliseconds as seconds with three decimals, exact for every number of them.
    static func seconds(_ milliseconds: Int64) -> String {
        let (whole, rest) = milliseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        let decimals = String(rest + 1000).dropFirst()
        return "\(milliseconds < 0 ? "-" : "")\(whole).\(decimals)"
    }
}
