import BridgeAccess
import BridgeDomain
import BridgeJournal
import BridgeRuntime

/// The demo's last act: its service runs on, with the console open and somebody who may sign in, until it is told to stop.
struct DemoConsole {
    static let options: [Option] = [
        .flag(
            "console", nl: "laat de console ook open als niemand aan een terminal zit",
            en: "leave the console open even where nobody sits at a terminal"),
        .flag("no-console", nl: "eindig na het bewijs", en: "end after the proof"),
    ]

    /// How often it is looked whether everything still runs.
    private static let lookEvery: Duration = .milliseconds(200)
    private static let login = "demo"

    let town: DemoTown
    let context: Context
    let freshPortal: String
    let books: String

    /// Whether the demo ends with it: for a person at a terminal, unless told otherwise.
    static func isWanted(_ invocation: Invocation) throws -> Bool {
        let (asked, refused) = (invocation.flag("console"), invocation.flag("no-console"))
        if asked && refused {
            throw CommandFailure(.usage, nl: "geef --console of --no-console", en: "give --console or --no-console, not both")
        }
        return asked || !refused && invocation.console.isTerminal && !invocation.flag("json")
    }

    /// Opens it, says where and for whom, and returns when the person stops it.
    func keepOpen(until stop: SignalCount) async throws {
        let password = try await invite()
        let portFile = town.folder.file("console.port")
        let service = try town.serve(["--port-file", portFile])
        let port = try await town.waited(
            nl: "de service begint niet; zie \(town.serviceLog)", en: "the service does not start; see \(town.serviceLog)"
        ) {
            try town.stillRuns(service, town.serviceLog)
            return try TextFile.read(portFile).flatMap { Int(String(decoding: $0.dropLast(), as: UTF8.self)) }
        }
        context.console.out(text(port, password))
        // Ctrl-C is heard by all of them: the service may be the first to end.
        while true {
            try await Task.sleep(for: Self.lookEvery)
            if stop.isAny { return }
            try town.stillRuns(service, town.serviceLog)
        }
    }

    /// Makes the person, with a password that is kept nowhere.
    private func invite() async throws -> String {
        let password = FreshPassword.make()
        return try await context.withJournal { journal in
            _ = try await Accounts(journal: journal, clock: context.clock).create(
                Self.login, name: "Demo", role: .administrator, language: context.language, password: password, by: context.person)
            return password
        }
    }

    private func text(_ port: Int, _ password: String) -> String {
        let words = context.words
        let hint = words.pick(
            "De sandboxen lopen door. Keur nog een factuur goed en zie haar langskomen:",
            "The sandboxes run on. Approve one more invoice and see it pass:")
        let end = words.pick(
            "Het wachtwoord wordt niet nog eens getoond. Ctrl-C stopt alles.", "The password is not shown again. Ctrl-C stops everything.")
        return """

            ── \(words.pick("De console staat open", "The console is open"))
              \(words.pick("Adres       ", "Address     "))http://127.0.0.1:\(port)/
              \(words.pick("Gebruiker   ", "User        "))\(Self.login)
              \(words.pick("Wachtwoord  ", "Password    "))\(password)
              FreshPortal \(freshPortal)/_sandbox/
              \(words.pick("De boeken   ", "The books   "))\(books)/_sandbox/
            \(hint)
              curl --data '{}' \(freshPortal)/_sandbox/approve
            \(end)
            """
    }
}
