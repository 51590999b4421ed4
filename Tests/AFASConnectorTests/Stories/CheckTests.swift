import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeJSON
import Testing

@testable import AFASConnector

@Suite struct `The check of a connection` {
    private static let all = Set(AFASNeeds(Office.settings()).getConnectors.map(\.name))

    @Test func `an App Connector with everything has no findings`() async throws {
        let office = try Office()
        let report = try await office.connector.connectionReport()
        #expect(report.findings == [])
        #expect(report.isUsable && report.environmentID == "O12345AA" && report.version == "22.22.5")
        #expect(report.administrationName == "Bloemenexport Aalsmeer B.V." && report.appName == "LedgerBridge")
    }

    @Test func `connectors that were not added are named, with the tab they belong on`() async throws {
        let office = try Office { settings in
            settings.apps[0].getConnectors = Self.all.subtracting(["Profit_VAT_code", "LedgerBridge_EntryLines"])
            settings.apps[0].updateConnectors = ["FiEntries"]
        }
        let report = try await office.connector.connectionReport()
        #expect(!report.isUsable)
        let missing = report.findings.filter { $0.kind == .connectorMissing }
        #expect(
            missing.map(\.subject).sorted() == [
                "KnPurchaseRelationOrg", "KnPurchaseRelationPer", "KnSalesRelationOrg", "KnSalesRelationPer", "LedgerBridge_EntryLines",
                "Profit_VAT_code",
            ])
        let own = try #require(missing.first { $0.subject == "LedgerBridge_EntryLines" })
        #expect(own.text.english.contains("GetConnectors") && own.text.english.contains("make it"))
        #expect(own.text.dutch.contains("GetConnectoren"))
        let error = await office.failure { _ = try await office.connector.masterData(known: nil) }
        #expect(error?.code == .unauthorised && error?.message.contains("Profit_VAT_code is not in the App Connector") == true)
    }

    @Test func `purchases that are not booked need nothing`() async throws {
        let office = try Office(
            { settings in
                settings.apps[0].getConnectors = Self.all.subtracting(["LedgerBridge_Creditors"])
                settings.apps[0].updateConnectors = ["FiEntries", "KnSalesRelationOrg", "KnSalesRelationPer"]
            }, settings: Office.settings { $0.usesPurchases = false })
        #expect(try await office.connector.connectionReport().findings == [])
    }

    @Test func `payments need two connectors more, and without them entries are booked all the same`() async throws {
        let office = try Office(
            { settings in
                settings.apps[0].getConnectors = Self.all.union(["Profit_Fin_ChangedEntrydate"])
            }, settings: Office.settings { $0.readsPayments = true })
        let report = try await office.connector.connectionReport()
        #expect(report.findings.map(\.subject) == ["Profit_Debtor_Invoices"] && report.isUsable)
        #expect(report.findings.first?.text.english.contains("until then payments do not come back") == true)
        #expect(try await !office.connector.masterData(known: nil).accounts.isEmpty)
        let without = try Office({ settings in settings.apps[0].getConnectors = Self.all })
        #expect(try await without.connector.connectionReport().findings == [])
    }

    @Test func `an administration, a list or a column that rights hide is named`() async throws {
        var token = AFASSandbox.Token.live
        token.user.hiddenUnits = [1]
        token.user.hiddenFields = ["Profit_Accounts": ["VatAllowed"], "Profit_Debtor": ["VatNr"]]
        let (user, changed) = (token.user, token)
        let office = try Office({ $0.tokens[0].user = user }, token: changed)
        let report = try await office.connector.connectionReport()
        let hidden = report.findings.filter { $0.kind == .hidden }.map(\.subject)
        #expect(hidden.contains("Profit_Administrations") && hidden.contains("Profit_Journals"))
        #expect(hidden.contains("Profit_periods_per_administration") && hidden.contains("Profit_Accounts/VatAllowed"))
        #expect(hidden.contains("Profit_Debtor/VatNr"))
        #expect(!report.isUsable)
    }

    @Test func `a check that the budget broke off goes on where it stopped, and lasts a day`() async throws {
        let office = try Office()
        office.meter.spend(after: 20)
        var calls = 0
        for _ in 0..<10 {
            let error = await office.failure { _ = try await office.connector.masterData(known: nil) }
            if error == nil { break }
            #expect(error?.code == .budgetSpent)
            calls += 20
            office.meter.spend(after: 20)
        }
        #expect(calls > 0 && calls <= 60)
        office.meter.spend(after: .max)
        let master = try await office.connector.masterData(known: nil)
        let before = office.meter.taken.count
        let next = AFASProfitConnector(
            settings: office.settings, token: try #require(AFASToken(AFASSandbox.Token.live.xml)), transport: office.wire,
            meter: office.meter,
            clock: office.clock)
        _ = try await next.masterData(known: master)
        #expect(office.meter.taken.count == before, "another process knows that it was checked")
        office.clock.move(seconds: AFASProfitConnector.checkSeconds)
        _ = try await next.masterData(known: master)
        #expect(office.meter.taken.filter { $0 == "metainfo" }.count > 20)
    }

    @Test func `country codes that the environment does not know are named`() async throws {
        let office = try Office(settings: Office.settings { $0.relations.countryCodes = ["DE": "DEU", "KE": "EAK"] })
        let findings = try await office.connector.connectionReport().findings
        #expect(findings.map(\.subject) == ["ProfitCountries"] && !findings[0].isBlocking)
        #expect(findings[0].text.english.contains("DE (DEU)") && !findings[0].text.english.contains("EAK"))
    }

    @Test func `a list that became shorter is named with what is gone`() async throws {
        let office = try Office()
        var known = try await office.connector.masterData(known: nil)
        known.vatCodes.append(MasterCode(code: "X9", id: "X9", name: "gone"))
        let findings = try await office.connector.connectionReport(known: known).findings
        #expect(findings.map(\.subject) == ["Profit_VAT_code"])
        #expect(findings[0].text.english.contains("X9") && !findings[0].isBlocking)
    }

    @Test func `a token that ends soon, and shortenings that cannot work, are named`() async throws {
        let clock = MovableClock()
        let end = clock.now().adding(seconds: 86_400 * 10)
        let office = try Office(
            { $0.tokens[0].end = end }, settings: Office.settings { $0.shortenings = [AFASShortening("", to: "F")] }, clock: clock)
        let findings = try await office.connector.connectionReport().findings
        #expect(Set(findings.map(\.kind)) == [.token, .setting])
    }

    @Test func `a field that is missing or too short is named, object by object`() throws {
        let need = AFASNeeds.Connector("FiEntries", ["FiEntryPar": "Year", "FiEntryPar/FiEntries": "InId:12 Fref:32 Extra? Rate"])
        let metainfo = try JSON(
            parsing: """
                {"id":"FiEntries","fields":[{"fieldId":"Year","dataType":"int","length":4}],
                 "objects":[{"name":"FiEntries","objects":[],"fields":[
                   {"fieldId":"InId","dataType":"string","length":10},{"fieldId":"Rate","dataType":"decimal","length":2}]}]}
                """)
        let findings = AFASMetainfo.findings(update: need, metainfo)
        #expect(
            findings.map { "\($0.kind) \($0.subject) \($0.isBlocking)" } == [
                "fieldTooShort FiEntries/FiEntries/InId true", "fieldMissing FiEntries/FiEntries/Fref true",
                "fieldMissing FiEntries/FiEntries/Extra false",
            ])
        #expect(findings[0].text.english.contains("10 characters where 12 are needed"))
    }

    @Test func `a revoked token is told as such`() async throws {
        let office = try Office()
        await office.sandbox.revoke(.live)
        let error = await office.failure { _ = try await office.connector.connectionReport() }
        #expect(error?.code == .unauthorised && error?.message.contains("revoked") == true)
        #expect(office.meter.erred == ["metainfo"])
    }
}
