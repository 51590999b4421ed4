public import BridgeConnector
import BridgeDomain

extension KingFinanceConnector {
    /// Looks at what the connection needs, and changes nothing: which King it is, rights on tables, journals, VAT codes, split account, number
    /// ranges, periods, and whether amounts arrive as they are sent. Some twenty-five calls.
    public func examine() async throws(ConnectorError) -> [KingFinanceFinding] {
        var findings = try await tables()
        if findings.contains(where: \.isBlocking) { return findings }
        let master = try await KingMasterReader(client: client, now: clock.now()).read(known: nil)
        guard let basics = KingBasics(master, settings) else { return findings }
        findings.insert(try await identity(master), at: 0)
        let check = KingSetUpCheck(master: master, basics: basics, settings: settings, today: TimeZoneRule.amsterdam.date(of: clock.now()))
        findings += check.findings
        findings += try await money()
        return findings
    }

    /// Which King answers, in words its user knows.
    private func identity(_ master: MasterData) async throws(ConnectorError) -> KingFinanceFinding {
        let version = try await version()
        let way = settings.profile == .http ? "HTTP" : "SOAP \(settings.soapVersion.rawValue)"
        let journals = master.daybooks.map { "\($0.code) \($0.name)" }.joined(separator: ", ")
        let name = "KING Finance \(version)".trimmedEnd
        return KingFinanceFinding(
            "BASALG",
            nl: "dit is \(name) (online; voorheen iMUIS), administratie '\(master.administrationName)', via \(way); dagboeken: \(journals)",
            en: "this is \(name) (online; once iMUIS), administration '\(master.administrationName)', by \(way); journals: \(journals)")
    }

    /// Tables the user of the connection may not read.
    private func tables() async throws(ConnectorError) -> [KingFinanceFinding] {
        let wanted = [
            ("GRB", "NR"), ("BTW", "NR"), ("DAGBOEK", "NR"), ("BETCOND", "NR"), ("KPL", "NR"), ("KDR", "NR"), ("DEB", "NR"), ("CRE", "NR"),
            ("DEBOPP", "DEB"), ("BOE", "JR"),
        ]
        var findings: [KingFinanceFinding] = []
        for (table, column) in wanted {
            var selection = KingSelection(table, column, order: [column])
            selection.pageSize = 1
            do throws(ConnectorError) {
                _ = try await client.page(selection)
            } catch {
                guard error.code == .misused else { throw error }
                let words = error.vendorText ?? error.message
                findings.append(
                    KingFinanceFinding(
                        table, isBlocking: true, part: .rights,
                        nl: "tabel \(table) is niet te lezen (\(words)): geef de gebruiker van de koppeling in King recht op deze tabel",
                        en: "table \(table) cannot be read (\(words)): give the connection's user the right to it in King"))
            }
        }
        return findings
    }

    private func money() async throws(ConnectorError) -> [KingFinanceFinding] {
        do throws(ConnectorError) { try await prove() } catch {
            guard case .wrong(let text) = proof else { throw error }
            return [KingFinanceFinding("decimal_separator", isBlocking: true, nl: text.dutch, en: text.english)]
        }
        guard proof == .none else { return [] }
        return [
            KingFinanceFinding(
                "decimal_separator",
                nl: "er staat nog geen boeking van ons: de eerste wordt teruggelezen voordat er een tweede gaat",
                en: "no entry of ours is there yet: the first is read back before a second goes")
        ]
    }
}

extension String {
    fileprivate var trimmedEnd: String { hasSuffix(" ") ? String(dropLast()) : self }
}
