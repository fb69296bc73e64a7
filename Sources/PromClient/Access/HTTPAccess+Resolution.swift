extension HTTPAccess {
    /// The environment variable that holds a bearer token.
    ///
    /// The name follows `LOKI_BEARER_TOKEN` of logcli; promtool reads no variable.
    package static let tokenVariable = "PROMETHEUS_BEARER_TOKEN"

    /// Puts together what the user gave: a configuration file, `--header` arguments and the environment.
    ///
    /// The more deliberate wins: credentials of the file or of a header over the environment's token, a header argument
    /// over the file's header of that name. What loses is told in `notes`. A tenant is a header (`X-Scope-OrgID`) like
    /// any other and has no variable of its own.
    package static func resolve(
        file: String?,
        headers arguments: [String],
        environment: [String: String]
    ) throws(AccessFailure) -> HTTPAccess {
        var access = if let file { try read(file: file) } else { HTTPAccess() }
        let fileName = file ?? ""
        let given = try headers(from: arguments)
        let authorization = given.first { $0.isNamed("Authorization") }
        if let authorization {
            guard access.credentials == nil else {
                throw .header(problem: "Authorization is given here and by the credentials in \(fileName); keep one")
            }
            if case .inline = authorization.source {
                access.notes.append("--header Authorization shows in process lists; write 'Authorization: @FILE'")
            }
        }
        access.replaceHeaders(with: given, of: fileName)
        try access.adoptToken(of: environment, insteadOf: authorization == nil ? fileName : "--header Authorization")
        return access
    }

    private static func headers(from arguments: [String]) throws(AccessFailure) -> [AccessHeader] {
        var headers: [AccessHeader] = []
        for argument in arguments {
            let header = try AccessHeader(argument: argument)
            // Servers disagree about which of two counts.
            guard !header.isNamed("Authorization") || !headers.contains(where: { $0.isNamed("Authorization") }) else {
                throw .header(problem: "Authorization is given twice")
            }
            headers.append(header)
        }
        return headers
    }

    private mutating func replaceHeaders(with given: [AccessHeader], of fileName: String) {
        for (index, header) in given.enumerated() {
            let isFirst = !given[..<index].contains { $0.isNamed(header.name) }
            if isFirst, headers.contains(where: { $0.isNamed(header.name) }) {
                notes.append("--header \(header.name) replaces the header of that name in \(fileName)")
            }
        }
        headers.removeAll { header in given.contains { $0.isNamed(header.name) } }
        headers += given
    }

    private mutating func adoptToken(
        of environment: [String: String],
        insteadOf winner: String
    ) throws(AccessFailure) {
        let token = environment[Self.tokenVariable, default: ""].trimmed
        guard !token.isEmpty else { return }
        guard HeaderSyntax.isValue(token) else {
            throw .environment(name: Self.tokenVariable, problem: "holds control characters")
        }
        guard credentials == nil, !headers.contains(where: { $0.isNamed("Authorization") }) else {
            notes.append("\(Self.tokenVariable) is not used: \(winner) has credentials")
            return
        }
        credentials = .authorization(type: "Bearer", credentials: .inline(Secret(token)))
    }
}
