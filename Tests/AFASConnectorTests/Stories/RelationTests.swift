import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeJSON
import Testing

@testable import AFASConnector

@Suite struct `Debtors and creditors` {
    private static func party(_ kind: PartyKind = .debtor, group: String? = nil) -> Party {
        var party = Party(key: PartyKey(kind, "C0412"), sourceID: "12", name: "Blumen Köln GmbH", country: "DE")
        party.vatNumber = "DE811569869"
        party.chamberOfCommerce = "12345679"
        party.customerGroup = group
        party.iban = "NL20 INGB 0001 2345 67"
        party.billingAddress = PostalAddress(street: "Am Markt", houseNumber: "7b", postcode: "50667", city: "Köln", country: "DE")
        return party
    }

    private static func order(_ party: Party, _ number: String = "30001", account: AccountCode = "1310") -> PartyOrder {
        PartyOrder(party: party, number: number, paymentCondition: "14", collectiveAccount: account)
    }

    private static func rows(_ office: Office, _ connector: String, _ field: String, _ value: String) async throws -> [AFASRow] {
        try await office.connector.client.rows(AFASQuery(connector, where: [AFASCondition(field, value)], order: [field]))
    }

    @Test func `a debtor comes with organisation, address, VAT number, condition, collective account and bank account`() async throws {
        let office = try Office(settings: Office.settings { $0.relations.vatDuties = [.eu: "2"] })
        let made = try await office.connector.create(Self.order(Self.party()))
        #expect(made.id == "D30001" && made.isDebtor && !made.isCreditor)
        let row = try #require(try await Self.rows(office, "Profit_Debtor", "DebtorId", "30001").first)
        #expect(row.text("DebtorName") == "Blumen Köln GmbH" && row.text("VatNr") == "DE811569869" && row.text("ChOfCommNr") == "12345679")
        #expect(row.text("CollectAccount") == "1310" && row.text("PayCon") == "14" && row.text("VatDuty") == "2")
        #expect(row.text("AdressLine1") == "Am Markt 7 b" && row.text("AdressLine3") == "50667  Köln")
        #expect(row.text("IBAN") == "NL20INGB0001234567")
    }

    @Test func `a creditor and a private person have connectors of their own`() async throws {
        let office = try Office(settings: Office.settings { $0.relations.personGroups = ["CONSUMER"] })
        let creditor = try await office.connector.create(Self.order(Self.party(.creditor), "60001", account: "1600"))
        #expect(creditor.id == "C60001" && creditor.isCreditor)
        #expect(try await office.connector.relation(.creditor, numbered: "60001")?.id == "C60001")
        #expect(try await office.connector.relation(.debtor, numbered: "60001") == nil)
        let person = try await office.connector.create(Self.order(Self.party(group: "CONSUMER"), "30002"))
        let row = try #require(try await Self.rows(office, "Profit_Debtor", "DebtorId", "30002").first)
        let organisation = try #require(row.text("BcCo"))
        #expect(try await Self.rows(office, "Profit_OrgPer", "BcCo", organisation).first?.text("Type") == "Persoon")
        _ = try await office.connector.update(person.id, Self.order(Self.party(group: "CONSUMER"), "30002"))
    }

    @Test func `a linked debtor keeps its collective account, and a bank account it has is not sent again`() async throws {
        let office = try Office()
        let made = try await office.connector.create(Self.order(Self.party()))
        var party = Self.party()
        party.name = "Blumen Köln AG"
        _ = try await office.connector.update(made.id, Self.order(party, account: "1300"))
        party.iban = "NL91ABNA0417164300"
        _ = try await office.connector.update(made.id, Self.order(party, account: "1300"))
        let row = try #require(try await Self.rows(office, "Profit_Debtor", "DebtorId", "30001").first)
        #expect(row.text("DebtorName") == "Blumen Köln AG" && row.text("CollectAccount") == "1310")
        let accounts = try await Self.rows(office, "Profit_BankAccounts", "BcCo", try #require(row.text("BcCo")))
        #expect(accounts.compactMap { $0.text("IBAN") }.sorted() == ["NL20INGB0001234567", "NL91ABNA0417164300"])
    }

    @Test func `a party linked to a creditor becomes a debtor of the same organisation`() async throws {
        let office = try Office()
        let before = try #require(try await Self.rows(office, "LedgerBridge_Creditors", "CreditorId", "50010").first)
        let linked = try await office.connector.update(Office.grower, Self.order(Self.party(), "30003"))
        #expect(linked.id == "D30003" && linked.isDebtor)
        let row = try #require(try await Self.rows(office, "Profit_Debtor", "DebtorId", "30003").first)
        #expect(row.text("BcCo") == before.text("BcCo"))
        #expect(row.text("DebtorName") == before.text("CreditorName"), "what the organisation is stays as it was")
    }

    @Test func `new relations never match an organisation that is there`() async throws {
        let office = try Office()
        var twin = Self.party()
        twin.name = "Bloemenhuis De Tulp B.V."
        twin.chamberOfCommerce = "12345678"
        _ = try await office.connector.create(Self.order(twin))
        let rows = try await Self.rows(office, "Profit_Debtor", "ChOfCommNr", "12345678")
        #expect(Set(rows.compactMap { $0.text("BcCo") }).count == 2)
        #expect(rows.first { $0.text("DebtorId") == "10044" }?.text("AdressLine1") == "Bloemstraat 12")
    }

    @Test func `what a relation needs and nobody says is told before anything is sent`() async throws {
        let office = try Office(
            settings: Office.settings { settings in
                settings.relations.paymentCondition = nil
                settings.relations.debtorAccount = nil
            })
        var party = Self.party()
        party.billingAddress.country = "XK"
        let error = await office.failure {
            _ = try await office.connector.create(PartyOrder(party: party, number: "1", paymentCondition: nil))
        }
        #expect(Set(error?.problems.map(\.code) ?? []) == [.targetFieldMissing, .collectiveAccountUnmapped, .targetCodeUnknown])
        #expect(office.meter.taken.isEmpty)
    }

    @Test func `debtors and creditors are told of page by page, with those that are blocked`() async throws {
        let office = try Office()
        let page = try await office.connector.relations(after: .start)
        #expect(page.items.map(\.id).sorted() == ["C50010", "C50020", "D10044", "D10077", "D10099", "D20012"])
        #expect(page.items.first { $0.number == "10099" }?.blocked == true)
        #expect(page.items.first { $0.number == "10077" }?.vatNumber == "DE136695976")
        #expect(!page.hasMore)
    }
}
