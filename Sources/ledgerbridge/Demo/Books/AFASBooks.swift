import BridgeDomain
import BridgeJSON
import BridgeRuntime

/// AFAS Profit, by its REST connectors.
struct AFASBooks: DemoBooks {
    let name = AFASTarget.type
    let title = "AFAS Profit"
    var rules: String { AFASTarget.sampleRules }
    let connectionName = "afas/12345/live/1"
    let secrets = [(file: "afas.token", text: "\(String(repeating: "0123456789ABCDEF", count: 4))\n")]

    func sandbox(_ folder: DemoFolder, _ limits: DemoFolder.Limits) -> [String] { ["afas"] }

    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String {
        """
        type: afas
        participant: "12345"
        url: http://127.0.0.1:\(port)
        administration: 1
        token: file:\(folder.file("afas.token"))
        relations: { vat_duties: { domestic: "1", eu: "2", non_eu: "3" } }
        limits: { per_minute: \(limits.perMinute), per_day: \(limits.perDay) }
        # The sandbox answers within milliseconds: a lost answer need not be waited for as long as a real one.
        settling_seconds: 2
        """
    }

    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] {
        try await sandbox.json("/_sandbox/books")["entries"]?.array?.compactMap(DemoEntry.init(profit:)) ?? []
    }

    var lostAnswers: JSON? {
        [
            "faults": [
                ["kind": "loseAnswer", "method": "POST", "path": "FiEntries", "skip": 20, "times": 2],
                ["kind": "loseRequest", "method": "POST", "path": "FiEntries", "skip": 60, "times": 1],
            ]
        ]
    }

    let disasters = DemoDisasters(
        path: "ProfitRestServices",
        passing: [
            [.init("kind", "loseAnswer"), .init("method", "POST")],
            [.init("kind", "loseAnswer")],
            [.init("kind", "loseRequest"), .init("method", "POST")],
            [.init("kind", "answerLate"), .init("milliseconds", 300)],
            // Shorter than the settling time the demo's configuration gives: the books' own limit is what may be waited out.
            [.init("kind", "startLate"), .init("milliseconds", 700), .init("method", "POST")],
            [.init("kind", "truncated"), .init("bytes", 40), .init("method", "POST")],
            [.init("kind", "locked"), .init("method", "POST")],
        ],
        asksToWait: [
            [.init("kind", "throttled")],
            [.init("kind", "serverError")],
            [.init("kind", "unavailable")],
            [.init("kind", "edge")],
        ])
}

extension DemoEntry {
    /// An entry of Profit with a debtor's line; nil for one that carries no voucher of ours.
    init?(profit entry: JSON) {
        let party = (entry["lines"]?.array ?? []).filter { $0["kind"]?.string == "debtor" }
        guard let reference = party.first?["voucher"]?.string else { return nil }
        let thousandths = party.reduce(Int64(0)) { sum, line in
            let debit = line["debitForeign"]?.decimal ?? line["debit"]?.decimal ?? .zero
            let credit = line["creditForeign"]?.decimal ?? line["credit"]?.decimal ?? .zero
            return sum + (debit.scaled(to: 3) ?? 0) - (credit.scaled(to: 3) ?? 0)
        }
        self.init(reference: reference, amount: ExactDecimal(significand: thousandths, decimals: 3))
    }
}
