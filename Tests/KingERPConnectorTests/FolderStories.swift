import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeTesting
import KingERPConnector
import KingSimulator
import Testing

@Suite struct `A day with King's import folder` {
    private var rules: KingERPRules {
        var rules = Samples.rules
        rules.debtorNumbers = 1_000...1_999
        return rules
    }

    private func order(_ number: String, to debtor: String) -> PostingOrder { Samples.order(number) { $0.partyNumber = debtor } }

    @Test func `a new debtor travels before the entry that names it, and King is given one file at a time`() async throws {
        let desk = ImportDesk(rules)
        _ = try await desk.connector.create(Samples.debtor("1231"))
        _ = try await desk.connector.post(order("F1", to: "1231"), with: .unknown)
        try await desk.deliver()
        #expect(desk.lying == ["LB-000001-001-DEBITEUREN.xml"])
        desk.clock.advance(seconds: 60)
        try await desk.deliver()
        #expect(desk.lying == ["LB-000001-001-DEBITEUREN.xml"], "as long as it lies there, the next one waits")
        let written = try await desk.work()
        #expect(written.keys.sorted() == ["LB-000001-001-DEBITEUREN.xml", "LB-000001-002-JOURNAAL.xml"])
        #expect(await desk.booked() == ["F1"])
        #expect(await desk.sandbox.debtor(1231, in: "BLOEMEN")?["ADR_NAAM1"] == "Bloemenhuis De Tulp B.V.")
        #expect(try await desk.isBooked(order("F1", to: "1231")))
    }

    @Test func `a debtor that says nothing new is not sent again, a changed one is`() async throws {
        let desk = ImportDesk(rules)
        let made = try await desk.connector.create(Samples.debtor("1231"))
        try await desk.work()
        _ = try await desk.connector.update(made.id, Samples.debtor("1231"))
        #expect(try await desk.work(rounds: 2).isEmpty)
        _ = try await desk.connector.update(made.id, Samples.debtor("1231", "De Tulp Export B.V."))
        #expect(try await desk.work().keys.sorted() == ["LB-000002-001-DEBITEUREN.xml"])
        #expect(await desk.sandbox.debtor(1231, in: "BLOEMEN")?["ADR_NAAM1"] == "De Tulp Export B.V.")
    }

    @Test func `a debtor outside our numbers is linked and never written`() async throws {
        let desk = ImportDesk(rules)
        let linked = try await desk.connector.create(Samples.debtor("231", "Somebody else"))
        #expect(linked.number == "231")
        #expect(try await desk.work(rounds: 2).isEmpty)
        #expect(await desk.sandbox.debtor(231, in: "BLOEMEN")?["ADR_NAAM1"] == "Bloemenhuis De Tulp B.V.")
    }

    @Test func `what King refuses comes back with its own words, and only that goes again`() async throws {
        let desk = ImportDesk { $0.exchange.waitsForPickUp = false }
        let orders = (1...3).map { number in
            Samples.order("F\(number)") { draft in
                if number == 2 { draft.lines[1] = Samples.line(.amount, "8999", "-100.00") }
            }
        }
        for order in orders { _ = try await desk.connector.post(order, with: .unknown) }
        try await desk.work()
        #expect(try await desk.refusal(orders[1]) == ["1202 Rekening 8999 is geblokkeerd"])
        #expect(await desk.booked() == ["F1", "F3"])
        #expect(try await desk.isBooked(orders[0]))

        _ = try await desk.connector.post(orders[0], with: .unknown)
        _ = try await desk.connector.post(Samples.order("F2"), with: .unknown)
        try await desk.work()
        #expect(await desk.booked() == ["F1", "F3", "F2"])
        #expect(try await desk.isBooked(orders[1]))
    }

    @Test func `a refused debtor is an alarm, tells its entries why, and goes again with the next one`() async throws {
        let desk = ImportDesk(rules)
        var debtor = Samples.debtor("1231")
        debtor.paymentCondition = "7"
        let made = try await desk.connector.create(debtor)
        let entry = order("F1", to: "1231")
        _ = try await desk.connector.post(entry, with: .unknown)
        try await desk.work()
        let alarm = try await desk.deliver().alarm
        #expect(alarm?.english.contains("1231") ?? false)
        #expect(alarm?.dutch.contains("Betalingsconditie 7 bestaat niet") ?? false)
        let reasons = try #require(try await desk.refusal(entry))
        #expect(reasons == ["1201 Rekening 13001231 bestaat niet", "debtor:1231: 1212 Betalingsconditie 7 bestaat niet"])

        // The customer's record is mended at the source, and the entry is tried again.
        debtor.paymentCondition = "30"
        _ = try await desk.connector.update(made.id, debtor)
        _ = try await desk.connector.post(entry, with: .unknown)
        try await desk.work()
        #expect(await desk.booked() == ["F1"])
        #expect(try await desk.deliver().alarm == nil)
    }

    @Test func `a refused debtor whose cause was mended in King goes again with the next entry`() async throws {
        let desk = ImportDesk(rules, books: { $0.erpAdministrations[0].countries = ["BE"] })
        _ = try await desk.connector.create(Samples.debtor("1231"))
        let entry = order("F1", to: "1231")
        _ = try await desk.connector.post(entry, with: .unknown)
        try await desk.work()
        #expect(try await desk.refusal(entry)?.last == "debtor:1231: 1213 Land NL bestaat niet")
        _ = try await desk.connector.post(entry, with: .unknown)
        let written = try await desk.work()
        #expect(written.keys.sorted() == ["LB-000002-001-DEBITEUREN.xml", "LB-000002-002-JOURNAAL.xml"])
    }

    @Test func `a file that came back whole gives every entry the one reason`() async throws {
        let desk = ImportDesk()
        let orders = [Samples.order("F1"), Samples.order("F2")]
        for order in orders { _ = try await desk.connector.post(order, with: .unknown) }
        try await desk.deliver()
        let name = try #require(desk.lying.first)
        let file = try desk.text(name)
        try desk.files.remove(name)
        desk.files.write(Array("\(file)\n<!-- 1105 Waarde '8e3' is ongeldig -->\n".utf8), to: "afgekeurd/\(name.dropLast(4))-afgekeurd.xml")
        for _ in 0..<2 {
            desk.clock.advance(seconds: 30)
            try await desk.deliver()
        }
        for order in orders { #expect(try await desk.refusal(order) == ["1105 Waarde '8e3' is ongeldig"]) }
    }

    @Test func `records written otherwise are known, a stranger's or half a list proves nothing`() async throws {
        let desk = ImportDesk()
        let order = Samples.order("F1") { $0.description = "Rozen & lelies" }
        _ = try await desk.connector.post(order, with: .unknown)
        try await desk.deliver()
        let name = try #require(desk.lying.first)
        let format = KingERPFileFormat(desk.settings.rules)
        let file = try desk.files.read(name)
        let text = String(decoding: file, as: UTF8.self)
        let spread = text.replacing("><", with: ">\n  <").replacing("&amp;", with: "&#38;")
        let list = spread.replacing("<JOURNAALPOST>", with: "<!-- eerst -->\n<!-- 1210 niet in evenwicht -->\n<JOURNAALPOST>")
        #expect(format.refusals(in: Array(list.utf8), of: file)?.rows == [RefusedRow(row: 0, reason: "1210 niet in evenwicht")])
        #expect(format.refusals(in: Array(list.dropLast(20).utf8), of: file) == nil)
        let strange = format.refusals(in: Array(list.replacing("121.00", with: "122.00").utf8), of: file)
        #expect(strange?.rows == [])
        #expect(strange?.strange.count == 1)
        #expect(format.refusals(in: Array(list.utf8), of: Array("<KING_ARTIKELEN/>".utf8)) == nil)
    }

    @Test func `nobody picks the first file up: an alarm, although the rest waits`() async throws {
        let desk = ImportDesk(rules) { $0.exchange.pickUpSeconds = 3_600 }
        _ = try await desk.connector.create(Samples.debtor("1231"))
        _ = try await desk.connector.post(order("F1", to: "1231"), with: .unknown)
        #expect(try await desk.deliver().alarm == nil)
        desk.clock.advance(seconds: 3_700)
        let alarm = try await desk.deliver().alarm
        #expect(alarm?.english.contains("LB-000001-001-DEBITEUREN.xml") ?? false)
        try await desk.work()
        #expect(try await desk.deliver().alarm == nil)
        #expect(await desk.booked() == ["F1"])
    }

    @Test func `batches are final where the customer wants that`() async throws {
        for isFinal in [true, false] {
            var rules = Samples.rules
            rules.isFinal = isFinal
            let desk = ImportDesk(rules)
            _ = try await desk.connector.post(Samples.order("F1"), with: .unknown)
            try await desk.work()
            #expect(await desk.sandbox.batches(in: "BLOEMEN").map(\.isFinal) == [isFinal])
            #expect(await desk.sandbox.batches(in: "BLOEMEN").map(\.description) == ["LedgerBridge LB-000001-001-JOURNAAL"])
        }
    }
}
