import AFASWords
public import BridgeConnector
import BridgeDomain
import BridgeJSON

extension AFASProfitConnector {
    /// Seconds before a token's end in which the report speaks of it.
    static let tokenWarningSeconds: Int64 = 30 * 86_400

    /// What the App Connector allows, compared with what we need: missing connectors and fields, fields too short, rows and columns that the
    /// user's rights hide as far as that shows, and a token of another environment. Some forty calls, none of which changes anything.
    ///
    /// - Parameter known: the code lists as last read: lists that have become shorter are named.
    public func connectionReport(known: MasterData? = nil) async throws(ConnectorError) -> AFASConnectionReport {
        try await connectionReport(known: known, passed: []) { _ in }
    }

    /// - Parameters:
    ///   - passed: connectors that need not be asked for again.
    ///   - pass: told each connector in which nothing stands in the way.
    func connectionReport(
        known: MasterData?, passed: Set<String>, _ pass: (String) -> Void
    ) async throws(ConnectorError) -> AFASConnectionReport {
        let overview = try await client.metainfo()
        let info = AFASVerdict.member("info", of: overview) ?? .null
        func text(_ name: String) -> String { AFASVerdict.member(name, of: info)?.string ?? "" }
        var report = AFASConnectionReport(
            environmentID: text("envid"), appName: text("appName"), group: text("group"), tokenExpiry: text("tokenExpiry"),
            version: try await client.version(), administrationName: "", findings: settingFindings())
        report.findings += tokenFindings(report)
        let needs = AFASNeeds(settings)
        let gets = Set(AFASMetainfo.names("getConnectors", in: overview))
        for need in needs.getConnectors where !passed.contains(need.name) {
            let before = report.findings.count
            guard gets.contains(need.name) else {
                report.findings.append(AFASMetainfo.missing(need, isGet: true))
                continue
            }
            var findings = AFASMetainfo.findings(get: need, try await client.metainfo(get: need.name))
            findings += try await hidden(need, &report, findings)
            if need.isForPayments { for place in findings.indices { findings[place].isBlocking = false } }
            report.findings += findings
            if report.findings.count == before { pass(need.name) }
        }
        let updates = Set(AFASMetainfo.names("updateConnectors", in: overview))
        for need in needs.updateConnectors where !passed.contains(need.name) {
            guard updates.contains(need.name) else {
                report.findings.append(AFASMetainfo.missing(need, isGet: false))
                continue
            }
            let found = AFASMetainfo.findings(update: need, try await client.metainfo(update: need.name))
            if found.isEmpty { pass(need.name) }
            report.findings += found
        }
        if let known, report.isUsable { report.findings += try await shrunk(known) }
        return report
    }

    // MARK: Rights

    /// Rights hide rows and columns without a word: lists that cannot be empty are, columns that metainfo names do not come.
    private func hidden(
        _ need: AFASNeeds.Connector, _ report: inout AFASConnectionReport, _ found: [AFASFinding]
    ) async throws(ConnectorError) -> [AFASFinding] {
        let names = settings.connectors
        let administration = String(settings.administration)
        var conditions: [AFASCondition] = []
        switch need.name {
        case names.administrations: conditions = [AFASCondition("AdminId", administration)]
        case names.journals, names.entryLines, names.openDebtorItems: conditions = [AFASCondition("UnitId", administration)]
        case names.periods: conditions = [AFASCondition("Unit", administration)]
        default: break
        }
        let fields = (need.fields[""] ?? []).map(\.id)
        guard let order = fields.first, !found.contains(where: { $0.subject == "\(need.name)/\(order)" }) else { return [] }
        if need.name == names.countries { return try await unknownCountries() }
        let rows = try await client.page(AFASQuery(need.name, where: conditions, order: [order]), take: 1).rows
        guard let row = rows.first else {
            let mayBeEmpty = [
                names.entryLines, names.debtors, names.creditors, names.bankAccounts, names.organisations, names.dimensionCodes,
                names.changedDays, names.openDebtorItems,
            ]
            return mayBeEmpty.contains(need.name) ? [] : [Self.noRows(need.name, administration)]
        }
        if need.name == names.administrations { report.administrationName = row.text("AdminNm") ?? "" }
        let present = Set(row.fields)
        return (need.fields[""] ?? []).filter { !present.contains($0.id) }
            .filter { field in !found.contains { $0.subject == "\(need.name)/\(field.id)" } }
            .map { Self.hiddenColumn(need.name, $0) }
    }

    /// Countries whose code in our table the environment does not have: relations there would be refused.
    private func unknownCountries() async throws(ConnectorError) -> [AFASFinding] {
        let name = settings.connectors.countries
        let known = Set(try await client.rows(AFASQuery(name, order: ["CoId"])).compactMap { $0.text("CoId") })
        if known.isEmpty { return [Self.noRows(name, String(settings.administration))] }
        let wanted = Set(AFASCountries.checked).union(settings.relations.countryCodes.keys)
        let gone = wanted.filter { iso in AFASCountries.code(iso, settings.relations).map { !known.contains($0) } ?? true }.sorted()
        guard !gone.isEmpty else { return [] }
        let codes = gone.map { "\($0) (\(AFASCountries.code($0, settings.relations) ?? "-"))" }.joined(separator: ", ")
        return [
            AFASFinding(
                kind: .setting, subject: name,
                text: BilingualText(
                    nl: "deze landcodes kent de omgeving niet: \(codes); noem de juiste in de instellingen",
                    en: "the environment does not know these country codes: \(codes); name the right ones in the settings"),
                isBlocking: false)
        ]
    }

    private static func noRows(_ connector: String, _ administration: String) -> AFASFinding {
        AFASFinding(
            kind: .hidden, subject: connector,
            text: BilingualText(
                nl:
                    "\(connector) geeft geen regels voor administratie \(administration): de gebruiker van de App Connector mag ze niet zien; verruim zijn filterautorisatie, of verbeter het administratienummer",
                en:
                    "\(connector) gives no rows for administration \(administration): the App Connector's user may not see them; widen the user's filter authorisation, or correct the administration's number"
            ), isBlocking: true)
    }

    private static func hiddenColumn(_ connector: String, _ field: AFASNeeds.Field) -> AFASFinding {
        AFASFinding(
            kind: .hidden, subject: "\(connector)/\(field.id)",
            text: BilingualText(
                nl: "de kolom \(field.id) van \(connector) komt niet mee: geef de gebruiker van de App Connector recht op dat veld",
                en: "the column \(field.id) of \(connector) does not come along: give the App Connector's user the right to that field"),
            isBlocking: !field.isOptional)
    }

    /// Lists that have become shorter by codes we knew: deleted in Profit, or hidden by rights that were narrowed.
    private func shrunk(_ known: MasterData) async throws(ConnectorError) -> [AFASFinding] {
        let now = try await AFASMasterReader(client: client, now: clock.now()).read(known: nil)
        let names = settings.connectors
        let lists = [
            (names.accounts, known.accounts, now.accounts), (names.vatCodes, known.vatCodes, now.vatCodes),
            (names.journals, known.daybooks, now.daybooks), (names.paymentConditions, known.paymentConditions, now.paymentConditions),
            (names.dimensionCodes, known.costCentres + known.costUnits, now.costCentres + now.costUnits),
        ]
        return lists.compactMap { name, before, after in
            let gone = Set(before.map(\.code)).subtracting(after.map(\.code)).sorted()
            guard !gone.isEmpty else { return nil }
            let codes = gone.prefix(10).joined(separator: ", ") + (gone.count > 10 ? ", …" : "")
            return AFASFinding(
                kind: .hidden, subject: name,
                text: BilingualText(
                    nl:
                        "\(name) geeft minder regels dan eerst, zonder: \(codes). Verwijderd in Profit, of verborgen door de rechten van de gebruiker",
                    en: "\(name) gives fewer rows than before, without: \(codes). Deleted in Profit, or hidden by the user's rights"),
                isBlocking: false)
        }
    }

    // MARK: Token and settings

    private func tokenFindings(_ report: AFASConnectionReport) -> [AFASFinding] {
        var findings: [AFASFinding] = []
        if let letter = settings.environment.idLetter, let first = report.environmentID.first, "OTA".contains(first), first != letter,
            settings.originOverride == nil
        {
            findings.append(
                AFASFinding(
                    kind: .token, subject: report.environmentID,
                    text: BilingualText(
                        nl:
                            "het token hoort bij omgeving \(report.environmentID), ingesteld is '\(settings.environment.rawValue)': gebruik het token van die omgeving",
                        en:
                            "the token belongs to environment \(report.environmentID) but '\(settings.environment.rawValue)' is set: use that environment's token"
                    ), isBlocking: true))
        }
        if let end = AFASClock.Moment(report.tokenExpiry), end < AFASClock.moment(at: clock.now()).adding(seconds: Self.tokenWarningSeconds)
        {
            findings.append(
                AFASFinding(
                    kind: .token, subject: report.environmentID,
                    text: BilingualText(
                        nl: "het token verloopt op \(end): maak een nieuw token, zet het over en verwijder het oude",
                        en: "the token expires at \(end): make a new token, switch to it and delete the old one"), isBlocking: false))
        }
        return findings
    }

    private func settingFindings() -> [AFASFinding] {
        (AFASInvoiceNumber.issues(settings.shortenings) + AFASRefusals.issues(settings.refusals)).map {
            AFASFinding(kind: .setting, subject: "settings", text: $0, isBlocking: true)
        }
    }
}
