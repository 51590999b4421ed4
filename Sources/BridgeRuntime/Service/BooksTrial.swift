import BridgeActs
import BridgeConnector
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeMapping

/// Tries every right that is needed in the books, one small question each, and changes nothing.
struct BooksTrial {
    let working: WorkingBridge
    let setup: any TargetSetup

    /// Adds what the books said to a trial. What the system itself says of rights comes first: where that blocks, nothing more is asked, since
    /// every further refusal would count against us.
    func add(to trial: inout ConnectionTrial) async throws(ConnectorError) {
        let rights: [ConnectionFinding]
        do throws(ConnectorError) {
            rights = try await working.connection.examine(known: keptMasterData())
        } catch {
            // Where access lives on a person's consent, this speaks of that, not of a right.
            guard error.code == .unauthorised, working.connection.consent == nil else { throw error }
            trial.findings.append(refused(BilingualText(nl: "de inrichting bekijken", en: "looking at the set-up"), error))
            return
        }
        trial.findings += rights.map { SetupFinding($0) }
        if rights.contains(where: \.isBlocking) { return }
        let connector = working.parts.connector
        var master: MasterData?
        try await ask(BilingualText(nl: "codelijsten van de boekhouding lezen", en: "reading the books' code lists"), &trial) {
            () async throws(ConnectorError) in master = try await connector.masterData(known: nil)
        }
        // Books that are not asked tell nothing of relations and entries either.
        if !working.isUnasked {
            try await ask(
                BilingualText(nl: "debiteuren en crediteuren van de boekhouding lezen", en: "reading the books' relations"), &trial
            ) {
                () async throws(ConnectorError) in _ = try await connector.relations(after: .start)
            }
        }
        guard let master else { return }
        if !working.isUnasked {
            try await ask(BilingualText(nl: "boekingen teruglezen", en: "reading entries back"), &trial) {
                () async throws(ConnectorError) in
                _ = try await connector.booked(after: try await connector.bookedEnd(with: master), with: master)
            }
        }
        trial.books = "\(master.administrationName), \(master.currency)"
        trial.counts = counts(master)
        trial.findings += working.findings(in: master, setup).map { SetupFinding($0) }
        trial.findings += working.missing(in: working.translator.mapper.rules, from: master).map { code in
            SetupFinding(
                BilingualText(
                    nl: "\(code.list.name.dutch) \(code.code) uit de regels bestaat niet",
                    en: "\(code.list.name.english) \(code.code) of the rules does not exist"), isBlocking: false, part: code.list.part)
        }
    }

    /// A journal that cannot be read says nothing of the books.
    private func keptMasterData() async throws(ConnectorError) -> MasterData? { try? await working.parts.keptMasterData() }

    private func ask(
        _ name: BilingualText, _ trial: inout ConnectionTrial, _ question: () async throws(ConnectorError) -> Void
    ) async throws(ConnectorError) {
        do throws(ConnectorError) {
            try await question()
            trial.allowed.append(name)
        } catch {
            guard error.code == .unauthorised else { throw error }
            trial.findings.append(refused(name, error))
        }
    }

    private func refused(_ name: BilingualText, _ error: ConnectorError) -> SetupFinding {
        SetupFinding(
            BilingualText(nl: "\(name.dutch): \(error.text.dutch)", en: "\(name.english): \(error.text.english)"), isBlocking: true,
            part: .rights)
    }

    private func counts(_ master: MasterData) -> [(name: BilingualText, count: Int)] {
        let counts = [
            (BilingualText(nl: "rekeningen", en: "accounts"), master.accounts.count),
            (BilingualText(nl: "btw-codes", en: "VAT codes"), master.vatCodes.count),
            (BilingualText(nl: "dagboeken", en: "daybooks"), master.daybooks.count),
            (BilingualText(nl: "perioden", en: "periods"), master.periods.count),
        ]
        return counts.filter { $0.1 > 0 }.map { (name: $0.0, count: $0.1) }
    }
}
