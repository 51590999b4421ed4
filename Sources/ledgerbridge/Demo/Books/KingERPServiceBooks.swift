import BridgeDomain
import BridgeJSON
import BridgeRuntime

/// KING ERP, by its web services.
struct KingERPServiceBooks: DemoBooks {
    let name = KingERPServiceTarget.type
    let title = "KING ERP (webservices)"
    var rules: String { KingERPServiceTarget.sampleRules }
    /// Its port differs from run to run.
    let connectionName = "king-erp-webservice"
    let secrets = [(file: "king.code", text: "erp-toegang\n")]
    let answersLater = true

    func sandbox(_ folder: DemoFolder, _ limits: DemoFolder.Limits) -> [String] { ["king"] }

    func configuration(_ folder: DemoFolder, port: Int, _ limits: DemoFolder.Limits) -> String {
        """
        type: king-erp-webservice
        url: http://127.0.0.1:\(port)
        access_code: file:\(folder.file("king.code"))
        \(KingERPDemo.administration)
        limits: { per_minute: \(limits.perMinute * 10), per_day: \(limits.perDay * 10) }
        """
    }

    func reasons(for code: ProblemCode) -> Set<ProblemCode> { KingERPDemo.reasons(for: code) }
    func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] { try await KingERPDemo.entries(sandbox) }

    var lostAnswers: JSON? {
        [
            "faults": [
                ["kind": "loseAnswer", "operation": "Boekingsgang_Afsluiten", "times": 1],
                ["kind": "loseAnswer", "operation": "Boekingsgang_Journaalpost_Toevoegen", "skip": 20, "times": 2],
                ["kind": "loseRequest", "operation": "Boekingsgang_Journaalpost_Journaalregel_Toevoegen", "skip": 60, "times": 1],
            ]
        ]
    }

    let disasters = DemoDisasters(
        path: "KingWebservices",
        passing: [
            [.init("kind", "loseAnswer")], [.init("kind", "loseRequest")], [.init("kind", "doubled")],
            [.init("kind", "answerLate"), .init("milliseconds", 300)], [.init("kind", "startLate"), .init("milliseconds", 700)],
            [.init("kind", "truncated"), .init("bytes", 30)],
        ], asksToWait: [[.init("kind", "unavailable")], [.init("kind", "htmlPage")]])
}

/// What both ways into KING ERP share in a demo.
enum KingERPDemo {
    /// Debtors of the sample rules; their numbers are ours.
    static let administration = """
        administration: BLOEMEN
        account_width: 8
        debtor_section: "13"
        creditor_section: "16"
        # The sandbox's day has invoices in pounds and dollars.
        foreign_currency: in_book_currency
        debtors: { from: 100000, to: 199999 }
        """

    /// King cannot be asked which periods are open: what falls into a closed one is refused.
    static func reasons(for code: ProblemCode) -> Set<ProblemCode> { code == .periodClosed ? [code, .targetRejected] : [code] }

    static func entries(_ sandbox: SandboxClient) async throws -> [DemoEntry] {
        let books = try await sandbox.json("/_sandbox/books?administration=BLOEMEN")
        return books["entries"]?.array?.compactMap(DemoEntry.init(king:)) ?? []
    }
}

extension DemoEntry {
    /// An entry of KING ERP with a debtor's line; nil for one that carries no reference of ours. The line of an invoice in another currency begins
    /// with its own amount: `GBP 125.00`.
    fileprivate init?(king entry: JSON) {
        guard let line = (entry["lines"]?.array ?? []).first(where: { $0["kind"]?.string == "debtor" }),
            let reference = line["voucher"]?.string
        else { return nil }
        let words = (line["description"]?.string ?? "").split(separator: " ")
        let own = words.count > 1 && Currency(code: String(words[0])) != nil ? ExactDecimal(String(words[1])) : nil
        let debit = line["debit"]?.decimal ?? .zero
        let isDebit = !debit.isZero
        let amount = own ?? (isDebit ? debit : line["credit"]?.decimal ?? .zero)
        self.init(reference: reference, amount: isDebit ? amount : -amount)
    }
}
