extension Credentials {
    /// The credentials of a configuration file; nil without any.
    init?(_ file: ConfigurationMapping) throws(AccessFailure) {
        let basic = try file.section(
            "basic_auth",
            knownKeys: ["password", "password_file", "username", "username_file"]
        )
        let authorization = try file.section(
            "authorization",
            knownKeys: ["credentials", "credentials_file", "type"]
        )
        var given: [String] = []
        if basic != nil { given.append("basic_auth") }
        if authorization != nil { given.append("authorization") }
        for key in ["bearer_token", "bearer_token_file"] where try file.text(key) != nil { given.append(key) }
        guard given.count <= 1 else {
            let list = given.joined(separator: " and ")
            throw file.failure(at: file.later(of: given), "\(list) exclude each other; keep one")
        }
        if let basic {
            try self.init(basicAuth: basic, in: file)
        } else if let authorization {
            try self.init(authorization: authorization, in: file)
        } else if let token = try file.fieldSecret("bearer_token", orFile: "bearer_token_file") {
            self = .authorization(type: "Bearer", credentials: token)
        } else {
            return nil
        }
    }

    private init(basicAuth: ConfigurationMapping, in file: ConfigurationMapping) throws(AccessFailure) {
        let username = try basicAuth.secret("username", orFile: "username_file")
        let password = try basicAuth.secret("password", orFile: "password_file")
        guard username != nil || password != nil else {
            throw file.failure(at: "basic_auth", "basic_auth has neither a username nor a password")
        }
        if case .inline(let name) = username, name.reveal().contains(":") {
            throw basicAuth.failure(at: "username", "username \(Self.colonProblem)")
        }
        let nothing = SecretSource.inline(Secret(""))
        self = .basic(username: username ?? nothing, password: password ?? nothing)
    }

    private init(authorization: ConfigurationMapping, in file: ConfigurationMapping) throws(AccessFailure) {
        let written = try authorization.text("type")?.trimmed ?? ""
        let type = written.isEmpty ? "Bearer" : written
        guard type.lowercased() != "basic" else {
            throw authorization.failure(at: "type", "authorization cannot have the type basic; use basic_auth")
        }
        guard HeaderSyntax.isToken(type) else {
            throw authorization.failure(at: "type", "type must be one word, like Bearer")
        }
        guard let source = try authorization.fieldSecret("credentials", orFile: "credentials_file") else {
            throw file.failure(at: "authorization", "authorization has neither credentials nor credentials_file")
        }
        self = .authorization(type: type, credentials: source)
    }
}
