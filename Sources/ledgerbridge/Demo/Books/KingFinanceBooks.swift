import BridgeDomain
import BridgeJSON
import BridgeRuntime

/// KING Finance, by one of the two ways to it.
struct KingFinanceBooks: DemoBooks {
    let name: String
    let title: String
    private let type: String
    /// What the body of a call that posts holds, and that of any call that makes or changes something.
    private let posting: String
    private let writing: String

    /// Plain HTTP: what `--target king` means.
    static let http = KingFinanceBooks(
        name: "king", title: "KING Finance", type: KingFinanceTarget<KingFinanceByHTTP>.type, posting: "ACTIE=CREATEJOURNAALPOST",
        writing: "ACTIE=CREATE")
    /// SOAP.
    static let soap = KingFinanceBooks(
        name: "king-soap", title: "KING Finance (SOAP)", type: KingFinanceTarget<KingFinanceBySOAP>.type, posting: "<CreateJournaalpost ",
        writing: "<Create")

    var rules: String { KingFinanceTarget<KingFinanceByHTTP>.sampleRules }
    var connectionName: String { "king-finance/bloemenexport" }
    var secrets: [(file: String, text: String)] { [(file: "king.partner", text: "demo-partner\n"), (file: "king.code", text: "A1B2C\n")] }

    func sandbox(_ folder: DemoFolder, _ limits: DemoFolder.Limits) -> [String] { ["king"] }

    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String {
        """
        type: \(type)
        administration: bloemenexport
        partner_key: file:\(folder.file("king.partner"))
        omgevingscode: file:\(folder.file("king.code"))
        url: http://127.0.0.1:\(port)
        relations: { payment_condition: "30" }
        limits: { per_minute: \(limits.perMinute), per_day: \(limits.perDay) }
        # The sandbox answers within milliseconds: a lost answer need not be waited for as long as a real one.
        settling_seconds: 2
        """
    }

    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] {
        try await sandbox.json("/_sandbox/books")["entries"]?.array?.compactMap(DemoEntry.init(kingFinance:)) ?? []
    }

    var lostAnswers: JSON? {
        [
            "faults": [
                ["kind": "loseAnswer", "contains": .string(posting), "skip": 20, "times": 2],
                ["kind": "loseRequest", "contains": .string(posting), "skip": 60, "times": 1],
            ]
        ]
    }

    /// Each strikes calls of either way to KING Finance, none of the keeper's.
    private func fault(_ kind: String, _ more: JSON.Member..., holding text: String = "") -> DemoDisasters.Fault {
        [.init("kind", .string(kind)), .init("operation", "ws1_"), .init("contains", .string(text))] + more
    }

    var disasters: DemoDisasters {
        DemoDisasters(
            path: "ws1_",
            passing: [
                fault("loseAnswer", holding: writing),
                fault("loseAnswer"),
                fault("loseRequest", holding: writing),
                fault("answerLate", .init("milliseconds", 300)),
                // Shorter than the settling time the demo's configuration gives: the books' own limit is what may be waited out.
                fault("startLate", .init("milliseconds", 700), holding: writing),
                fault("truncated", .init("bytes", 40), holding: writing),
                fault("htmlPage"),
                fault("emptyPage"),
                fault("warning", holding: posting),
            ],
            asksToWait: [fault("unavailable"), fault("sessionKilled")])
    }
}

extension DemoEntry {
    /// An entry of King with a debtor's line; nil for one that carries no document number of ours.
    init?(kingFinance entry: JSON) {
        let party = (entry["lines"]?.array ?? []).filter { $0["kind"]?.string == "debtor" }
        guard let reference = party.first?["voucher"]?.string else { return nil }
        let thousandths = party.reduce(Int64(0)) { sum, line in
            let own = (line["debit"]?.decimal?.scaled(to: 3) ?? 0) - (line["credit"]?.decimal?.scaled(to: 3) ?? 0)
            return sum + (line["amountForeign"]?.decimal?.scaled(to: 3) ?? own)
        }
        self.init(reference: reference, amount: ExactDecimal(significand: thousandths, decimals: 3))
    }
}
