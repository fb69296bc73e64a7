/// A reason for which Prometheus would reject an exposition, and where it lies.
package struct ExpositionProblem: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Kind: Hashable, Sendable {
        case missingContentType
        case unknownContentType(String)
        case unexpectedByte(UInt8)
        case unexpectedEnd
        case blankLine
        case leadingBlank
        case carriageReturn
        case invalidComment
        case missingMetadataName
        case missingMetadataText
        case invalidType(String, ExpositionFormat)
        case invalidHelp
        case unitNotSuffix(unit: String, name: String)
        case missingMetricName
        case secondMetricName
        case expectedLabelName
        case expectedComma
        case expectedEqualSign
        case expectedLabelValue
        case unterminatedLabelValue
        case invalidUTF8
        case duplicateLabel(String)
        case missingValue
        case invalidValue(String)
        case valueOutOfRange(String)
        case invalidTimestamp(String, ExpositionFormat)
        case negativeTimestamp
        case trailingText
        case invalidExemplar
        case exemplarNotAllowed(String)
        case missingEndOfFile
        case textAfterEndOfFile
        case malformedMessage(String)
    }

    /// What is wrong.
    package var kind: Kind
    /// The line, or of protocol buffers the message, from 1; zero if the problem lies outside the body.
    package var line: Int
    /// The byte within it, from 1; zero if the problem lies outside the body.
    package var column: Int

    /// Creates a problem.
    package init(kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    /// The problem in one line of text, with its position.
    package var description: String {
        line > 0 ? "\(line):\(column): \(kind.text)" : kind.text
    }
}

extension ExpositionProblem.Kind {
    /// What is wrong in words, without the place.
    package var text: String {
        switch self {
        case .missingContentType: "the response has no Content-Type"
        case .unknownContentType(let type): "unknown content type \(Labels.quoted(type))"
        case .unexpectedByte(let byte): "expected a metric name, found \(ExpositionProblem.Kind.name(of: byte))"
        case .unexpectedEnd: "unexpected end of the body"
        case .blankLine: "blank line"
        case .leadingBlank: "blank before the metric name"
        case .carriageReturn: "carriage return at the end of the line"
        case .invalidComment: "comment that is neither HELP, TYPE, UNIT nor EOF"
        case .missingMetadataName: "expected a metric name behind HELP, TYPE or UNIT"
        case .missingMetadataText: "expected a blank and text behind the metric name"
        case .invalidType(let type, .text):
            "invalid metric type \(Labels.quoted(type)), expected counter, gauge, histogram, summary or untyped"
        case .invalidType(let type, .openMetrics), .invalidType(let type, .protobuf):
            "invalid metric type \(Labels.quoted(type)), expected counter, gauge, histogram, gaugehistogram, summary, "
                + "info, stateset or unknown"
        case .invalidHelp: "help text is not valid UTF-8"
        case .unitNotSuffix(let unit, let name): "unit \(unit) is not a suffix of \(name)"
        case .missingMetricName: "expected a metric name, before the labels or in quotes among them"
        case .secondMetricName: "the metric name is given twice"
        case .expectedLabelName: "expected a label name"
        case .expectedComma: "expected a comma between labels"
        case .expectedEqualSign: "expected = after the label name"
        case .expectedLabelValue: "expected a label value in double quotes"
        case .unterminatedLabelValue: "label value without a closing quote"
        case .invalidUTF8: "label value or name is not valid UTF-8"
        case .duplicateLabel(let name): "label \(name) occurs twice"
        case .missingValue: "expected a value"
        case .invalidValue(let text): "invalid value \(Labels.quoted(text)), expected a decimal number, Inf or NaN"
        case .valueOutOfRange(let text): "value \(text) is out of range"
        case .invalidTimestamp(let text, .text):
            "invalid timestamp \(Labels.quoted(text)), expected milliseconds since 1970"
        case .invalidTimestamp(let text, .openMetrics), .invalidTimestamp(let text, .protobuf):
            "invalid timestamp \(Labels.quoted(text)), expected seconds since 1970"
        case .negativeTimestamp: "negative timestamp"
        case .trailingText: "expected the end of the line behind the sample"
        case .invalidExemplar: "expected a value behind the labels of the exemplar"
        case .exemplarNotAllowed(let name): "metric \(name) may not have exemplars"
        case .missingEndOfFile: "the body does not end with # EOF"
        case .textAfterEndOfFile: "text after # EOF"
        case .malformedMessage(let what): "malformed message: \(what)"
        }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x0a: "end of line"
        case 0x20: "blank"
        case 0x21...0x7e: "character \(Character(Unicode.Scalar(byte)))"
        default: "byte 0x" + String(byte, radix: 16)
        }
    }
}
