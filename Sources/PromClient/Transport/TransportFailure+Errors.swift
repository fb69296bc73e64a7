import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TransportFailure {
    /// Tells the errors of the layers below apart.
    init(_ error: any Error, question: HTTPQuestion) {
        switch error {
        case is CancellationError: self = .cancelled
        case let error as HTTPClientError: self.init(error, question: question)
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: self = .closedEarly
        case is HTTPParserError: self = .notHTTP
        case is NIOTooManyBytesError: self = .tooLarge(limit: question.bodyLimit)
        case let error as NIOConnectionError: self.init(error, question: question)
        case let error as IOError: self.init(error)
        case let error as ChannelError:
            if case .connectTimeout = error { self = .timedOut(question.timeout) } else { self = .closedEarly }
        default: self.init(describing: error)
        }
    }

    private init(_ error: HTTPClientError, question: HTTPQuestion) {
        switch error {
        case .invalidURL, .emptyHost, .emptyScheme: self = .badURL(question.url)
        case .connectTimeout, .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout, .writeTimeout:
            self = .timedOut(question.timeout)
        case .cancelled: self = .cancelled
        case .remoteConnectionClosed: self = .closedEarly
        case .tlsHandshakeTimeout: self = .tls("the handshake took too long")
        default: self = .other("\(error)")
        }
    }

    private init(_ error: NIOConnectionError, question: HTTPQuestion) {
        guard let first = error.connectionErrors.first else {
            self = error.dnsAError != nil || error.dnsAAAAError != nil ? .unknownHost : .other("cannot connect")
            return
        }
        self.init(first.error, question: question)
    }

    private init(_ error: IOError) {
        switch error.errnoCode {
        case ECONNREFUSED: self = .refused
        case ECONNRESET, EPIPE: self = .closedEarly
        case EHOSTUNREACH, ENETUNREACH: self = .other("no route to the host")
        default: self = .other(String(cString: strerror(error.errnoCode)))
        }
    }

    /// Errors whose types are not in reach are told apart by their names.
    private init(describing error: any Error) {
        let kind = String(describing: type(of: error))
        let text = String(describing: error)
        if kind.contains("SSL") || kind.contains("TLS") {
            self = .tls(text)
        } else if kind.contains("Decompression") {
            self = .other("the compressed answer cannot be read")
        } else {
            self = .other(text)
        }
    }
}
