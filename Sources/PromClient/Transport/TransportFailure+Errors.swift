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
        case let error as ServerNameCheck.WrongName: self = .tls(error.description)
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
        case .proxyAuthenticationRequired: self = .other("it wants a user and a password")
        case .invalidProxyResponse: self = .other("it does not connect to the host")
        case .socksHandshakeTimeout, .httpProxyHandshakeTimeout: self = .timedOut(question.timeout)
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

    /// What to do about a failed handshake, by the TLS library's name for it.
    private static func tlsReason(_ text: String) -> String {
        let known = [
            ("CERTIFICATE_VERIFY_FAILED", "the server's certificate is signed by nobody that is trusted (ca_file?)"),
            ("failedToValidateHostname", "the server's certificate is for another name (server_name?)"),
            ("unableToValidateCertificate", "the server's certificate is for another name (server_name?)"),
            ("CERTIFICATE_REQUIRED", "the server asks for a client certificate (cert_file, key_file?)"),
            ("BAD_CERTIFICATE", "the server refuses the client certificate (cert_file, key_file?)"),
            ("UNKNOWN_CA", "the server does not know who signed the client certificate (cert_file?)"),
            ("WRONG_VERSION_NUMBER", "what listens there does not speak TLS (http:// instead of https://?)"),
            ("PROTOCOL_VERSION", "the server speaks no version of TLS that is allowed (min_version?)"),
        ]
        if let reason = known.first(where: { text.contains($0.0) })?.1 { return reason }
        // The library's words hold a path of its own sources: the name between is what says something.
        guard let start = text.firstRange(of: "OPENSSL_internal:")?.upperBound else { return text }
        return String(text[start...].prefix { $0 != " " && $0 != "]" })
    }

    /// Errors whose types are not in reach are told apart by their names.
    private init(describing error: any Error) {
        let kind = String(describing: type(of: error))
        let text = String(describing: error)
        if kind.contains("SSL") || kind.contains("TLS") || text.contains("BoringSSL") {
            self = .tls(Self.tlsReason(text))
        } else {
            self = .other(text)
        }
    }
}
