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

    private static func files(_ path: String) -> [String] {
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
    private func sandboxes(freshPortal: Int, exact: Int, limits: Limits) throws -> String {
        """
        #!/bin/sh
        # Starts both sandboxes of the demo again, as it left them; Ctrl-C stops them.
        cd "$(dirname "$0")" || exit 1
        program='\(try ChildProcess.program())'
        "$program" sandbox freshportal --port \(freshPortal) --state freshportal.state &
        first=$!
        "$program" sandbox exact --port \(exact) --state exact.state --calls-per-minute \(limits.perMinute) &
        trap 'kill $first $!; wait' INT TERM
        wait

        """
    }

    var configuration: String { path + "/ledgerbridge.yaml" }
    func file(_ name: String) -> String { path + "/" + name }

    /// Writes rules, secrets and configuration for sandboxes at these ports.
    func write(
        freshPortal: Int, exact: Int, firstDate: CalendarDate, limits: Limits, journal: String, language: Language
    ) throws {
        try TextFile.write(Array(MappingSamples.exactFlowerExporter.utf8), to: file("mapping.yaml"))
        try TextFile.write(Array("sandbox-key\n".utf8), to: file("freshportal.key"), mode: 0o600)
        try TextFile.write(Array("sandbox-secret\n".utf8), to: file("exact.secret"), mode: 0o600)
        try TextFile.write(
            Array(try sandboxes(freshPortal: freshPortal, exact: exact, limits: limits).utf8), to: file("sandboxes"), mode: 0o755)
        let text = """
            # The demo's configuration: both ends are sandboxes on this machine. Try any command with --config on it.
            journal: \(journal)
            key_file: ledgerbridge.key
            language: \(language.rawValue)

            service:
              address: 127.0.0.1
              port: 0

            sources:
              freshportal:
                type: freshportal
                url: http://127.0.0.1:\(freshPortal)
                key: file:\(file("freshportal.key"))

            targets:
              exact:
                type: exact
                url: http://127.0.0.1:\(exact)
                division: 3456789
                client_id: 6f1c0000-1111-2222-3333-444455556666
                client_secret: file:\(file("exact.secret"))
                redirect: http://127.0.0.1:8080/exact/callback
                # As the sandbox was told: a minute limit that keeps nobody waiting.
                limits: { per_minute: \(limits.perMinute), per_day: \(limits.perDay) }
                # The sandbox answers within milliseconds: a lost answer need not be waited for as long as a real one.
                settling_seconds: 2

            bridges:
              export:
                source: freshportal
                administration: NL01
                target: exact
                approval: automatic
                schedule: on_arrival
                closed_period: ask
                first_date: \(firstDate)
                wait_for_missing_seconds: 3
                poll_seconds: 1
                read_back_seconds: 5

            """
        try TextFile.write(Array(text.utf8), to: configuration)
    }
}
