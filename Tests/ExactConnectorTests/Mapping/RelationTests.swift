import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

@testable import ExactConnector

@Suite struct `Relations` {
    private var party: Party {
        var party = Party(key: PartyKey(.debtor, "C0412"), sourceID: "12", name: "Bloemenhuis De Tulp B.V.", country: "NL")
        party.chamberOfCommerce = "12345678"
        party.vatNumber = "NL001234567B01"
        party.email = "factuur@tulp.example"
        party.currency = .eur
        party.creditLimit = Money(minorUnits: 2_500_000, .eur)
        party.billingAddress = PostalAddress(
            street: "Legmeerdijk", houseNumber: "1", addition: "a", postcode: "1431 AB", city: "Aalsmeer", country: "NL")
        return party
    }

    private var order: PartyOrder { PartyOrder(party: party, number: "10042", paymentCondition: "30") }

    private func row(_ id: String, _ code: String, status: String = "C", timestamp: Int = 1) -> String {
        #"{"ID":"\#(id)","Code":"\#(ExactCode.padded(relation: code, .netherlands))","Name":"N \#(id)","Status":"\#(status)","#
            + #""IsSupplier":false,"Blocked":false,"VATNumber":null,"ChamberOfCommerce":"12345678","Timestamp":"\#(timestamp)"}"#
    }

    private func page(_ rows: [String], next: Bool = false) -> ScriptedTransport.Step {
        .json(
            #"{"d":{"results":[\#(rows.joined(separator: ","))]"#
                + (next ? #","__next":"https://start.exactonline.nl/api/v1/3456789/sync/CRM/Accounts?x""# : "") + "}}")
    }

    private func filters(_ bench: Bench) -> [String] {
        bench.transport.requests.compactMap { $0.query.first { $0.name == "$filter" }?.value }
    }

    @Test func `are streamed by row version, removals from the first page's version on`() async throws {
        let bench = Bench(page([row("a", "1", timestamp: 7), row("b", "2", status: "P", timestamp: 9)], next: true))
        let first = try await bench.connector.relations(after: .start)
        #expect(first.items.map(\.number) == ["1", "2"])
        #expect(first.items.map(\.isDebtor) == [true, false])
        #expect(first.hasMore)
        #expect(filters(bench) == ["Timestamp gt 1L"])

        bench.transport.add(
            page([row("c", "3", timestamp: 12)]),
            .json(#"{"d":{"results":[{"EntityKey":"a","EntityType":2,"Timestamp":"11"}]}}"#),
            .json(#"{"d":{"results":[{"Account":"b","BankAccount":"NL1","Main":true,"Modified":"/Date(1795000000000)/"}]}}"#))
        let second = try await bench.connector.relations(after: first.next)
        #expect(second.items.map(\.id) == ["c", "a"])
        #expect(second.items.map(\.deleted) == [false, true])
        #expect(!second.hasMore)
        #expect(filters(bench).dropFirst() == ["Timestamp gt 9L", "Timestamp gt 9L and EntityType eq 2"])

        bench.transport.add(page([]))
        #expect(try await bench.connector.relations(after: second.next).next == second.next)
        #expect(filters(bench).count == 4, "what was removed is asked for once in a quarter of an hour, bank accounts once in an hour")
        bench.clock.move(seconds: 900)
        bench.transport.add(.tokens(1), page([]), page([]))
        let third = try await bench.connector.relations(after: second.next)
        #expect(third.items.isEmpty)
        #expect(filters(bench).dropFirst(4) == ["Timestamp gt 12L", "Timestamp gt 11L and EntityType eq 2"])
        #expect(third.next == second.next)
    }

    private func banks(_ account: String, _ number: String, isMain: Bool = true, at moment: Int64) -> ScriptedTransport.Step {
        .json(
            #"{"d":{"results":[{"Account":"\#(account)","BankAccount":"\#(number)","Main":\#(isMain),"Modified":"/Date(\#(moment))/"}]}}"#)
    }

    @Test func `come with the main bank account that was changed, each hour, in a call more for those nothing else was changed of`()
        async throws
    {
        let bench = Bench(page([row("a", "1", timestamp: 7)]), banks("a", "NL1", at: 1_795_000_000_000))
        let first = try await bench.connector.relations(after: .start)
        #expect(first.items.map { $0.details?[.bankAccount] } == [nil], "what was there before is no change")
        bench.clock.move(seconds: 3_600)
        bench.transport.add(.tokens(1), page([]), page([]), banks("a", "NL2", at: 1_795_000_060_000), page([row("a", "1", timestamp: 7)]))
        let second = try await bench.connector.relations(after: first.next)
        #expect(second.items.map { $0.details?[.bankAccount] } == ["NL2"])
        #expect(filters(bench).suffix(2) == ["Modified gt datetime'2026-11-18T11:06:40'", "ID eq guid'a'"])
        bench.clock.move(seconds: 3_600)
        bench.transport.add(.tokens(2), page([]), page([]), banks("a", "NL3", isMain: false, at: 1_795_000_120_000))
        #expect(try await bench.connector.relations(after: second.next).items.isEmpty, "another account beside the main one")
    }

    @Test func `are found by the padded number`() async throws {
        let bench = Bench(page([row("a", "10042")]))
        let found = try await bench.connector.relation(numbered: "10042")
        #expect(
            found
                == Relation(
                    id: "a", number: "10042", name: "N a", chamberOfCommerce: "12345678", isDebtor: true, isCreditor: false,
                    details: [.name: "N a", .vatNumber: "", .chamberOfCommerce: "12345678"]))
        #expect(filters(bench) == ["Code eq '             10042'"])
    }

    @Test func `that are not there are nil`() async throws {
        #expect(try await Bench(nothingFound).connector.relation(numbered: "1") == nil)
    }

    @Test func `are made with all that is known`() async throws {
        let bench = Bench(.json("{\"d\":\(row("new", "10042"))}", status: 201))
        let made = try await bench.connector.create(order)
        #expect(made.id == "new" && made.number == "10042")
        let request = bench.transport.requests[0]
        #expect(request.target == "/api/v1/3456789/crm/Accounts")
        #expect(request.fields["Prefer"] == "return=representation")
        #expect(
            String(decoding: request.body, as: UTF8.self) == """
                {"Code":"             10042","Name":"Bloemenhuis De Tulp B.V.","Status":"C","AddressLine1":"Legmeerdijk 1 a",\
                "Postcode":"1431 AB","City":"Aalsmeer","Country":"NL","Email":"factuur@tulp.example","VATNumber":"NL001234567B01",\
                "ChamberOfCommerce":"12345678","PaymentConditionSales":"30","SalesCurrency":"EUR","CreditLineSales":25000.00}
                """)
    }

    @Test func `that answer with nothing but their key are known from the order`() async throws {
        let bench = Bench(.json(#"{"d":{"ID":"new","Code":null,"Name":null,"Blocked":false}}"#, status: 201))
        let made = try await bench.connector.create(order)
        #expect(made.number == "10042" && made.isDebtor && !made.isCreditor && made.name == party.name)
    }

    @Test func `that exist already are proposed, not overwritten`() async {
        let bench = Bench(.refusal("Bestaat reeds: Code"))
        let failed = await bench.failure { _ = try await bench.connector.create(order) }
        #expect(failed?.code == .rejected)
        #expect(failed?.problems.map(\.code) == [.partyMatchProposed])
    }

    @Test func `a creditor becomes a supplier`() throws {
        var creditor = Party(key: PartyKey(.creditor, "S9"), sourceID: "9", name: "Kwekerij", country: "NL")
        creditor.currency = .eur
        let body = ExactAccountBody.create(PartyOrder(party: creditor, number: "9", paymentCondition: "14"), .netherlands)
        #expect(
            body.description
                == #"{"Code":"                 9","Name":"Kwekerij","IsSupplier":true,"Country":"NL","#
                + #""PaymentConditionPurchase":"14","PurchaseCurrency":"EUR"}"#)
    }

    @Test func `are brought up to date without touching their number`() async throws {
        let bench = Bench(.status(204))
        let updated = try await bench.connector.update("1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11", order)
        #expect(updated.id == "1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11")
        let request = bench.transport.requests[0]
        #expect(request.method == .put)
        #expect(request.target == "/api/v1/3456789/crm/Accounts(guid'1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11')")
        #expect(request.fields["Prefer"] == nil)
        let body = try JSON(parsing: request.body)
        #expect(body["Code"] == nil && body["Name"]?.string == party.name)
    }

    @Test func `that were removed meanwhile are reported to a person`() async {
        let bench = Bench(.status(404))
        let failed = await bench.failure { _ = try await bench.connector.update("a", order) }
        #expect(failed?.code == .rejected)
        #expect(failed?.problems.map(\.code) == [.partyUnknown])
    }

    @Test(arguments: ["x", "accounts=", "accounts=one", "a=1;b"])
    func `a cursor that is not ours is refused`(text: String) async {
        let bench = Bench()
        let failed = await bench.failure { _ = try await bench.connector.relations(after: TargetCursor(text)) }
        #expect(failed?.code == .misused)
    }

    @Test func `a moved division is read from the beginning`() throws {
        let cursor = try ExactCursor("moved=5;accounts=9;deleted=9", movedNow: "6")
        #expect(cursor.marks.isEmpty && cursor.moved == "6")
        #expect(try ExactCursor("moved=5;accounts=9", movedNow: "5").target == "moved=5;accounts=9")
        #expect(try ExactCursor("moved=5;accounts=9", movedNow: nil).target == "moved=5;accounts=9")
        #expect(try ExactCursor("accounts=9", movedNow: "5").target == "moved=5;accounts=9")
        #expect(try ExactCursor("moved=;accounts=9", movedNow: "").marks == ["accounts": 9])
    }
}
