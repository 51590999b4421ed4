public import BridgeConnector
public import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Something in a division that is not as posting needs it.
public struct ExactFinding: Hashable, Sendable {
    public var text: BilingualText
    /// True when nothing can be booked or read back as long as it is so.
    public var isBlocking: Bool
    /// Where in Exact Online it is mended; nil where nothing there has to be.
    public var part: BooksPart?
}

extension ExactOnlineConnector {
    /// What is called, and for which daybooks.
    private static let needs: [(endpoint: String, use: ExactDaybookUse)] = [
        ("salesentry/SalesEntries", .sales), ("purchaseentry/PurchaseEntries", .purchases),
        ("generaljournalentry/GeneralJournalEntries", .general),
    ]

    /// Tries the rights that posting needs by reading one row, and looks at what only this system knows of the codes the rules use: a call, and
    /// one for each kind of daybook they use; for no daybooks, each kind we may post to. Changes nothing. The rights to relations and ledger
    /// rows need no question: both are read before anything is posted.
    public func examine(
        daybooks: Set<DaybookCode>, vatCodes: Set<VATCode>, with master: MasterData
    ) async throws(ConnectorError) -> [ExactFinding] {
        var findings = try await division()
        if findings.contains(where: \.isBlocking) { return findings }
        let types = Set(master.daybooks.filter { daybooks.contains(DaybookCode($0.code)) }.map(\.type))
        for need in Self.needs where settings.daybookUse.contains(need.use) && (daybooks.isEmpty || types.contains(need.use.journalType)) {
            if let missing = try await missingRight(need.endpoint) { findings.append(missing) }
        }
        return findings + self.types(daybooks, vatCodes, master)
    }

    private func division() async throws(ConnectorError) -> [ExactFinding] {
        let call = ExactCall(
            .get, "system/Divisions", in: settings.division, key: "(\(settings.division))",
            query: [("$select", "Code,Status,BlockingStatus")])
        let row = try await client.perform(call).row
        let isActive = ExactValue.integer(row?["Status"]) ?? 1 == 1
        let isBlocked = ExactValue.integer(row?["BlockingStatus"]) ?? 0 != 0
        guard !isActive || isBlocked else { return [] }
        return [ExactFinding(text: ExactAccess.divisionBlocked.text("\(settings.division)"), isBlocking: true)]
    }

    private func missingRight(_ endpoint: String) async throws(ConnectorError) -> ExactFinding? {
        do throws(ConnectorError) {
            _ = try await client.perform(get(endpoint, [("$top", "1"), ("$select", "EntryID")]))
            return nil
        } catch {
            guard error.code == .unauthorised, let remedy = error.remedy, error.isForbidden else { throw error }
            return ExactFinding(text: remedy, isBlocking: true, part: .rights)
        }
    }

    private func types(_ daybooks: Set<DaybookCode>, _ vatCodes: Set<VATCode>, _ master: MasterData) -> [ExactFinding] {
        let postable = Set(ExactDaybookUse.allCases.map(\.journalType))
        let wrong = master.daybooks.filter { daybooks.contains(DaybookCode($0.code)) && !postable.contains($0.type) }.map { daybook in
            BilingualText(
                nl:
                    "dagboek \(daybook.code) \(daybook.name) uit de regels is geen verkoop-, inkoop- of memoriaaldagboek (soort \(daybook.type)): "
                    + "kies een ander",
                en: "daybook \(daybook.code) \(daybook.name) of the rules is no sales, purchase or general daybook (type \(daybook.type)): "
                    + "choose another")
        }
        let inclusive = master.vatCodes.filter { vatCodes.contains(VATCode($0.code)) && $0.type == "I" }.map { code in
            BilingualText(
                nl:
                    "btw-code \(code.code) \(code.name) uit de regels rekent met bedragen inclusief btw (soort I), en wij boeken exclusief: kies "
                    + "een code van soort E",
                en:
                    "VAT code \(code.code) \(code.name) of the rules takes amounts as including VAT (type I), and we post them excluding it: "
                    + "choose one of type E")
        }
        return wrong.map { ExactFinding(text: $0, isBlocking: false, part: .daybook) }
            + inclusive.map { ExactFinding(text: $0, isBlocking: false, part: .vatCode) }
    }
}

extension ConnectorError {
    /// True for a 403, which says nothing of the session: another endpoint may well be let through.
    var isForbidden: Bool { message.hasPrefix(ExactVerdict.forbids) }
}
