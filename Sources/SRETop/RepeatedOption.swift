import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An option that takes one value and was given two: the parser takes the last one without a word.
///
/// Which options those are its own description tells, so that this is one rule for all commands. Describing costs more than
/// a glance, and is done only where something stands there twice.
struct RepeatedOption: Equatable {
    /// The option, as it is written.
    let name: String
    /// Its values, in their order.
    let values: [String]

    /// The first of them in what was given to the program; nil where there is none.
    init?(in arguments: [String]) {
        guard Self.mayRepeat(arguments) else { return nil }
        let (command, rest) = Self.command(of: arguments)
        guard let options = Self.options(of: command), let found = Self.first(in: rest, options) else { return nil }
        self = found
    }

    private init(name: String, values: [String]) {
        (self.name, self.values) = (name, values)
    }

    /// What is to be said of it.
    var refusal: ValidationError {
        let given = values.map { "'\($0)'" }.joined(separator: " and ")
        return ValidationError.quoting("\(name) is given \(values.count) times, as \(given): it takes one value")
    }

    /// Whether anything that looks like an option is there twice.
    private static func mayRepeat(_ arguments: [String]) -> Bool {
        var seen: Set<Substring> = []
        for word in arguments.prefix(while: { $0 != "--" }) where word.hasPrefix("--") {
            if !seen.insert(word.prefix { $0 != "=" }).inserted { return true }
        }
        return false
    }

    /// The command that is asked for, and what it was given.
    private static func command(of arguments: [String]) -> (any ParsableCommand.Type, rest: ArraySlice<String>) {
        var command: any ParsableCommand.Type = SRETop.self
        var rest = arguments[...]
        while let word = rest.first,
            let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word })
        {
            command = next
            rest = rest.dropFirst()
        }
        // Where none is named, one of them runs.
        while let next = command.configuration.defaultSubcommand { command = next }
        return (command, rest)
    }

    /// The options of a command that take a value, by each of their names: by which one they are called here, and whether
    /// they may be repeated; nil where the description cannot be read.
    private static func options(of command: any ParsableCommand.Type) -> [String: Option]? {
        let text = Data(command._dumpHelp().utf8)
        guard let described = try? JSONDecoder().decode(Description.self, from: text) else { return nil }
        var options: [String: Option] = [:]
        for argument in described.command.arguments ?? [] where argument.kind == "option" {
            let names = (argument.names ?? []).filter { $0.kind == "long" }.map { "--\($0.name)" }
            for name in names {
                options[name] = Option(name: names[0], isRepeating: argument.isRepeating)
            }
        }
        return options
    }

    private static func first(in words: ArraySlice<String>, _ options: [String: Option]) -> RepeatedOption? {
        var given: [String: [String]] = [:]
        var order: [String] = []
        var rest = words.prefix { $0 != "--" }
        while let word = rest.popFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = options[parts[0]] else { continue }
            // A value that looks like an option is one: the parser says so itself.
            guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else { continue }
            guard !option.isRepeating else { continue }
            if given[option.name] == nil { order.append(option.name) }
            given[option.name, default: []].append(value)
        }
        let name = order.first { given[$0].map { $0.count > 1 } ?? false }
        return name.map { RepeatedOption(name: $0, values: given[$0] ?? []) }
    }

    private struct Option {
        let name: String
        let isRepeating: Bool
    }

    /// What the parser tells of a command, as far as it is needed here.
    private struct Description: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        struct Argument: Decodable {
            let kind: String
            let isRepeating: Bool
            let names: [Name]?
        }

        struct Command: Decodable {
            let arguments: [Argument]?
        }

        let command: Command
    }
}
