import BridgeDomain
import BridgeJSON
import BridgeRuntime

/// Exact Online, with the consent given at once.
struct ExactBooks: DemoBooks {
    let name = ExactTarget.type
    let title = "Exact Online"
    var rules: String { ExactTarget.sampleRules }
    let connectionName = "exact/3456789"
    let secrets = [(file: "exact.secret", text: "sandbox-secret\n")]

    let takesPayments = true

    func sandbox(_ folder: DemoFolder, _ limits: DemoFolder.Limits) -> [String] {
        ["exact", "--calls-per-minute", "\(limits.perMinute)", "--calls-per-day", "\(limits.perDay)", "--consent-at-once"]
    }

    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String {
        """
        type: exact
        url: http://127.0.0.1:\(port)
        division: 3456789
        client_id: 6f1c0000-1111-2222-3333-444455556666
        client_secret: file:\(folder.file("exact.secret"))
        redirect: http://127.0.0.1:8080/exact/callback
        # As the sandbox was told: a minute limit that keeps nobody waiting.
        limits: { per_minute: \(limits.perMinute), per_day: \(limits.perDay) }
        # The sandbox answers within milliseconds: a lost answer need not be waited for as long as a real one.
        settling_seconds: 2
        """
    }

    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] {
        (try await sandbox.json("/_sandbox/books")["entries"]?.array ?? []).compactMap { entry in
            entry["yourReference"]?.string.map { DemoEntry(reference: $0, amount: entry["amount"]?.decimal ?? .zero) }
        }
    }

    func files(_ sandbox: SandboxClient) async throws -> [DemoFile]? {
        (try await sandbox.json("/_sandbox/documents")["documents"]?.array ?? []).map { document in
            DemoFile(
                entry: document["entry"]?.string, isLinked: document["isLinked"]?.bool ?? false,
                names: document["files"]?.array?.compactMap(\.string) ?? [])
        }
    }

    var lostAnswers: JSON? {
        [
            "faults": [
                ["kind": "loseAnswer", "method": "POST", "path": "SalesEntries", "skip": 20, "times": 2],
                ["kind": "loseRequest", "method": "POST", "path": "SalesEntries", "skip": 60, "times": 1],
            ]
        ]
    }

    let disasters = DemoDisasters(
        // Not the renewal of the consent: an answer lost there costs the consent, and only a person can give it anew.
        path: "api/v1",
        passing: [
            [.init("kind", "loseAnswer"), .init("method", "POST")],
            [.init("kind", "loseAnswer")],
            [.init("kind", "loseRequest"), .init("method", "POST")],
            [.init("kind", "answerLate"), .init("milliseconds", 300)],
            // Shorter than the settling time the demo's configuration gives: the books' own limit is what may be waited out.
            [.init("kind", "startLate"), .init("milliseconds", 700), .init("method", "POST")],
            [.init("kind", "truncated"), .init("bytes", 40), .init("method", "POST")],
        ],
        asksToWait: [
            [.init("kind", "throttled")],
            [.init("kind", "serverError")],
            [.init("kind", "unavailable")],
            [.init("kind", "maintenancePage")],
            [.init("kind", "tokenExpired")],
        ])
}
