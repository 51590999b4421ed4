import BridgeDomain
import BridgeMapping
import BridgeRuntime
import FreshPortalSimulator
import Glibc

/// The folder a demo leaves behind: configuration, rules, secrets, journal, logs; every other command can be tried on it.
struct DemoFolder {
    let path: String

    /// How many calls the sandbox grants.
    struct Limits {
        var perMinute: Int
        var perDay: Int
    }

    /// Makes the folder; an earlier demo's is emptied, anything else is left alone.
    init(_ path: String) throws {
        mkdir(path, 0o755)
        self.path = ConfigurationFile.absolute(path)
        let marker = self.path + "/.ledgerbridge-demo"
        if access(marker, F_OK) != 0 {
            guard Self.files(self.path).isEmpty else {
                throw CommandFailure(
                    .usage, nl: "\(path) is niet leeg en niet van een demo; noem een andere map met --directory",
                    en: "\(path) is not empty and not from a demo; name another folder with --directory")
            }
        }
        for file in Self.files(self.path) where !file.hasPrefix(".ledgerbridge-demo") { unlink(self.path + "/" + file) }
        try TextFile.write(Array("A demo of LedgerBridge; it is emptied when the demo runs again.\n".utf8), to: marker)
    }

    static func files(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// A script that starts both sandboxes again, as the demo left them.
    private func sandboxes(_ books: any DemoBooks, _ place: Place) throws -> String {
        """
        #!/bin/sh
        # Starts both sandboxes of the demo again, as it left them; Ctrl-C stops them.
        cd "$(dirname "$0")" || exit 1
        program='\(try ChildProcess.program())'
        "$program" sandbox freshportal --port \(place.freshPortal) --state freshportal.state &
        first=$!
        "$program" sandbox \(books.sandbox(self, place.limits).joined(separator: " ")) --port \(place.books) --state \(books.name).state &
        trap 'kill $first $!; wait' INT TERM
        wait

        """
    }

    var configuration: String { path + "/ledgerbridge.yaml" }
    func file(_ name: String) -> String { path + "/" + name }

    /// Where the sandboxes answer, and what the configuration says besides.
    struct Place {
        var freshPortal: Int
        var books: Int
        var limits: Limits
        var firstDate: CalendarDate
        var journal: String
        var language: Language
        /// Whether what customers pay comes back.
        var paymentsBack: Bool
        /// Whether documents' files follow them.
        var attachesFiles = false
    }

    /// Writes rules, secrets and configuration for sandboxes at these ports.
    func write(_ books: any DemoBooks, _ place: Place) throws {
        try TextFile.write(Array(books.rules.utf8), to: file("mapping.yaml"))
        try TextFile.write(Array("sandbox-key\n".utf8), to: file("freshportal.key"), mode: 0o600)
        for secret in books.secrets { try TextFile.write(Array(secret.text.utf8), to: file(secret.file), mode: 0o600) }
        try TextFile.write(Array(try sandboxes(books, place).utf8), to: file("sandboxes"), mode: 0o755)
        let target = books.configuration(self, port: place.books, place.limits).split(separator: "\n").joined(separator: "\n    ")
        let text = """
            # The demo's configuration: both ends are sandboxes on this machine. Try any command with --config on it.
            journal: \(place.journal)
            key_file: ledgerbridge.key
            language: \(place.language.rawValue)

            service:
              address: 127.0.0.1
              port: 0

            console:
              open: true

            sources:
              freshportal:
                type: freshportal
                url: http://127.0.0.1:\(place.freshPortal)
                key: file:\(file("freshportal.key"))

            targets:
              \(books.name):
                \(target)

            bridges:
              export:
                source: freshportal
                administration: NL01
                target: \(books.name)
                approval: automatic
                schedule: on_arrival
                closed_period: ask
                first_date: \(place.firstDate)
                wait_for_missing_seconds: 3
                poll_seconds: 1
                read_back_seconds: 5
                payments_back: \(place.paymentsBack)
            \(place.attachesFiles ? "    attach_files: true\n    attach_files_calls_per_day: 100000" : "")
            """
        try TextFile.write(Array(text.utf8), to: configuration)
    }
}
