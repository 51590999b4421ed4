import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeScenarios
import BridgeTesting
import ExactSimulator
import FreshPortalSimulator
import Testing

@testable import BridgeRuntime

extension QuietBridge {
    /// A customer whose invoice is booked, and so is in the books by our hand.
    func customer() async throws -> PartyKey {
        await town.approve(0..<1)
        try await settle()
        let posting = try #require(try await postings().first)
        return try #require(posting.party)
    }

    func party(_ key: PartyKey) async throws -> PartyRecord {
        try #require(try await town.journal.parties([key], bridge: working.parts.policy.bridge)[key])
    }

    /// What the books hold of it, by the service's own names.
    func account(_ key: PartyKey) async throws -> [String: String] {
        let number = try #require(try await party(key).number)
        return try #require(try await town.books.account(number, in: Self.division))
    }

    func accountant(_ key: PartyKey, _ change: (inout ExactSandbox.AccountChange) -> Void) async throws {
        var wish = ExactSandbox.AccountChange()
        change(&wish)
        try await town.books.changeAccount(try #require(try await party(key).number), wish, in: Self.division)
    }

    /// The trade system delivers the customer with other values.
    func trade(_ key: PartyKey, _ values: [String: JSON]) async throws {
        let found = town.day.parties.first { $0.kind == .debtor && $0.json["code"]?.string == key.code.text }
        guard case .object(let members) = try #require(found).json else { return }
        let kept = members.filter { values[$0.name] == nil }
        await town.trade.put(customer: .object(kept + values.map { JSON.Member($0.key, $0.value) }))
    }

    /// Reads the relations and does what follows.
    func look(hours: Int64 = 2) async throws {
        pass(hours: hours)
        try await settle()
    }

    func standing(_ key: PartyKey, _ field: PartyField) async throws -> PartyDifference.Standing? {
        try await party(key).alignment?.differences.first { $0.field == field }?.standing
    }

    var desk: PartyDesk { PartyDesk(parts: working.parts, who: .person("anna")) }
}

@Suite(.timeLimit(.minutes(2)), .serialized) struct `Relations on both sides` {
    @Test func `a change of ours goes to the books, and only that field; a change of theirs elsewhere stays theirs`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        try await bridge.accountant(key) { $0.email = "boekhouding@klant.example" }
        try await bridge.trade(key, ["name": "Bloemenhuis De Nieuwe Naam"])
        try await bridge.look()
        let account = try await bridge.account(key)
        #expect(account["Name"] == "Bloemenhuis De Nieuwe Naam", "\(account)")
        #expect(try await bridge.standing(key, .name) == nil)
        await town.close()
    }

    @Test func `what is ours and was changed in the books is put right once; changed again it is a conflict`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        let city = try #require(try await bridge.account(key)["City"])
        try await bridge.accountant(key) { $0.city = "Elders" }
        try await bridge.look()
        #expect(try await bridge.account(key)["City"] == city)
        try await bridge.accountant(key) { $0.city = "Elders" }
        try await bridge.look()
        #expect(try await bridge.account(key)["City"] == "Elders")
        #expect(try await bridge.standing(key, .city) == .conflict)
        await town.close()
    }

    @Test func `a field given to the books is shown, never sent`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town, bridge: "relation_fields: { city: theirs }")
        let key = try await bridge.customer()
        try await bridge.accountant(key) { $0.city = "Elders" }
        try await bridge.look()
        #expect(try await bridge.account(key)["City"] == "Elders")
        #expect(try await bridge.standing(key, .city) == .theirs)
        await town.close()
    }

    @Test func `two changes at once are a conflict, and a person says which holds`() async throws {
        for sendsOurs in [true, false] {
            let town = try await Town()
            let bridge = try await QuietBridge(town)
            let key = try await bridge.customer()
            try await bridge.accountant(key) { $0.name = "Naam van de boekhouder" }
            try await bridge.trade(key, ["name": "Naam van de handel"])
            try await bridge.look()
            #expect(try await bridge.standing(key, .name) == .conflict)
            #expect(try await bridge.account(key)["Name"] == "Naam van de boekhouder")
            let listed = try await town.journal.differingParties(bridge.working.parts.policy.bridge, after: nil, limit: 10)
            #expect(listed.map(\.key) == [key])
            #expect(try await bridge.desk.decide(key, [.name], sendsOurs: sendsOurs).map(\.field) == [.name])
            try await bridge.look()
            #expect(try await bridge.account(key)["Name"] == (sendsOurs ? "Naam van de handel" : "Naam van de boekhouder"))
            #expect(try await bridge.standing(key, .name) == (sendsOurs ? nil : .left))
            await town.close()
        }
    }

    @Test(arguments: [true, false])
    func `another VAT number waits for a person, whoever changed it`(isOurs: Bool) async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        let before = try await bridge.account(key)["VATNumber"]
        if isOurs {
            try await bridge.trade(key, ["vat_number": "NL004495445B01"])
        } else {
            try await bridge.accountant(key) { $0.vatNumber = "NL004495445B01" }
        }
        try await bridge.look()
        #expect(try await bridge.standing(key, .vatNumber) == .waits)
        #expect(try await bridge.account(key)["VATNumber"] == (isOurs ? before : "NL004495445B01"), "nothing was sent")
        #expect(try await bridge.desk.decide(key, [], sendsOurs: true).map(\.field) == [.vatNumber])
        try await bridge.look()
        #expect(try await bridge.account(key)["VATNumber"] == (isOurs ? "NL004495445B01" : before))
        let acts = try await town.journal.history(
            subject: key.description, bridge: bridge.working.parts.policy.bridge, after: 0, limit: 100)
        #expect(acts.contains { $0.entry.act == "difference_approved" && $0.entry.who == .person("anna") })
        await town.close()
    }

    @Test func `another bank account waits for a person; approved it becomes the main one, and the old one stays`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        try await bridge.trade(key, ["iban": "NL20INGB0001234567"])
        try await bridge.look()
        #expect(try await bridge.standing(key, .bankAccount) == .waits)
        let before = try await bridge.account(key)["BankAccount"]
        #expect(before != "NL20INGB0001234567")
        #expect(try await bridge.desk.decide(key, [.bankAccount], sendsOurs: true).count == 1)
        try await bridge.look()
        #expect(try await bridge.account(key)["BankAccount"] == "NL20INGB0001234567")
        #expect(try await bridge.standing(key, .bankAccount) == nil)
        // Now the accountant changes it: it is shown and waits, nothing is put back.
        try await bridge.accountant(key) { $0.bankAccount = "NL91ABNA0417164300" }
        try await bridge.look()
        #expect(try await bridge.standing(key, .bankAccount) == .waits)
        #expect(try await bridge.account(key)["BankAccount"] == "NL91ABNA0417164300")
        await town.close()
    }

    @Test func `a creditor is followed the same way, and another bank account to pay to waits for a person`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town, rules: `Purchases, ledger postings and files on their whole way`.rules)
        func deliver(_ more: [JSON.Member]) async {
            guard case .object(let members) = TradeScript.json(Cast.grower, id: 9_101) else { return }
            await town.trade.put(supplier: .object(members.filter { member in !more.contains { $0.name == member.name } } + more))
        }
        await deliver([.init("iban", "NL91ABNA0417164300")])
        await town.trade.approve(TradeScript.json(Scenario.named("P01").document, id: 900_101))
        try await bridge.settle()
        #expect(try await bridge.postings().map(\.state) == [.booked])
        let key = try #require(try await bridge.postings().first?.party)
        #expect(key.kind == .creditor)
        // It was made without: shown, and sent when somebody says so.
        #expect(try await bridge.standing(key, .bankAccount) == .found)
        #expect(try await bridge.account(key)["BankAccount"] == nil)
        #expect(try await bridge.desk.decide(key, [.bankAccount], sendsOurs: true).count == 1)
        try await bridge.look()
        #expect(try await bridge.account(key)["BankAccount"] == "NL91ABNA0417164300")
        await deliver([.init("iban", "NL20INGB0001234567"), .init("name", "Kwekerij Nieuw")])
        try await bridge.accountant(key) { $0.city = "Elders" }
        try await bridge.look()
        let account = try await bridge.account(key)
        #expect(account["Name"] == "Kwekerij Nieuw" && account["BankAccount"] == "NL91ABNA0417164300", "\(account)")
        #expect(account["City"] == "Elders", "we say nothing of it")
        #expect(try await bridge.standing(key, .bankAccount) == .waits)
        #expect(try await bridge.desk.decide(key, [], sendsOurs: false).map(\.field) == [.bankAccount])
        try await bridge.look()
        #expect(try await bridge.standing(key, .bankAccount) == .left)
        #expect(try await bridge.account(key)["BankAccount"] == "NL91ABNA0417164300")
        await town.close()
    }

    @Test func `a renumbered relation is followed, and its former number is remembered`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        let old = try #require(try await bridge.party(key).number)
        try await bridge.accountant(key) { $0.code = "990001" }
        try await bridge.look()
        let party = try await bridge.party(key)
        #expect(party.number == "990001" && party.alignment?.formerNumbers == [old] && party.state == .aligned)
        try await bridge.trade(key, ["name": "Na de omnummering"])
        try await bridge.look()
        #expect(try await bridge.account(key)["Name"] == "Na de omnummering")
        await town.close()
    }

    @Test func `a blocked relation is raised, its invoices wait, and flow when the block is lifted`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        try await bridge.accountant(key) { $0.isBlocked = true }
        try await bridge.look()
        let blocked = try await bridge.party(key)
        #expect(blocked.state == .parked && blocked.problems.map(\.code) == [.partyBlockedInBooks])
        try await bridge.accountant(key) { $0.isBlocked = false }
        try await bridge.look()
        #expect(try await bridge.party(key).state == .aligned)
        await town.close()
    }

    /// Another relation that carries the customer's VAT number, made by the accountant.
    private func double(of key: PartyKey, in bridge: QuietBridge) async throws -> String {
        let old = try #require(try await bridge.party(key).number)
        let vat = try #require(try await bridge.account(key)["VATNumber"])
        let other = try #require(try await bridge.town.books.accountCodes(in: QuietBridge.division).first { $0 != old })
        var wish = ExactSandbox.AccountChange()
        wish.vatNumber = vat
        try await bridge.town.books.changeAccount(other, wish, in: QuietBridge.division)
        try await bridge.look()
        return other
    }

    private func acts(_ key: PartyKey, in bridge: QuietBridge) async throws -> [String] {
        try await bridge.town.journal.history(subject: key.description, bridge: bridge.working.parts.policy.bridge, after: 0, limit: 1_000)
            .map { "\($0.entry.act) \($0.entry.detail)" }
    }

    @Test func `a merge is followed where our own entry stands on the relation that is left, with its history`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        let old = try #require(try await bridge.party(key).number)
        let other = try await double(of: key, in: bridge)
        try await town.books.mergeAccount(old, into: other, in: QuietBridge.division)
        try await bridge.look()
        let party = try await bridge.party(key)
        #expect(party.state == .aligned && party.number == other && party.problems.isEmpty, "\(party.state) \(party.problems)")
        #expect(party.alignment?.formerNumbers == [old])
        #expect(party.alignment?.differences.isEmpty == false, "\(String(describing: party.alignment))")
        let told = try await acts(key, in: bridge)
        #expect(told.contains { $0.hasPrefix("gone_in_books") } && told.contains { $0.hasPrefix("merge_followed relation \(other)") })
        // What was booked before is no difference, and what changes next goes to the relation that is left.
        try await bridge.look()
        #expect(try await bridge.postings().allSatisfy { if case .differs = $0.readBack { false } else { true } })
        try await bridge.trade(key, ["name": "Na de samenvoeging"])
        try await bridge.look()
        let after = try await bridge.party(key)
        #expect(
            try await bridge.account(key)["Name"] == "Na de samenvoeging",
            "\(after.state) \(String(describing: after.alignment)) \(after.party?.name ?? "")")
        await town.close()
    }

    @Test func `two of ours that are merged over there are one from then on, for what is booked next too`() async throws {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        await town.approve(0..<12)
        try await bridge.settle(turns: 80)
        let keys = Set(try await bridge.postings().compactMap { $0.state == .booked ? $0.party : nil }).sorted()
        try #require(keys.count > 1)
        let (gone, left) = (keys[0], keys[1])
        let numbers = (old: try #require(try await bridge.party(gone).number), new: try #require(try await bridge.party(left).number))
        try await town.books.mergeAccount(numbers.old, into: numbers.new, in: QuietBridge.division)
        try await bridge.look()
        let party = try await bridge.party(gone)
        #expect(party.state == .aligned && party.alignment?.mergedInto == left.code && party.number == numbers.new)
        #expect(party.alignment?.formerNumbers == [numbers.old])
        // A change of the one that went is not sent over the other's data, and makes no third.
        let accounts = try await town.books.accountCodes(in: QuietBridge.division).count
        try await bridge.trade(gone, ["name": "De ene van de twee"])
        try await bridge.look()
        #expect(try await bridge.party(gone).state == .aligned)
        #expect(try await town.books.accountCodes(in: QuietBridge.division).count == accounts)
        #expect(try await bridge.account(left)["Name"] != "De ene van de twee")
        #expect(try await bridge.postings().allSatisfy { if case .differs = $0.readBack { false } else { true } })
        await town.close()
    }

    @Test func `a deleted relation is raised; one that only looks like it is proposed with a reason, and linked by a person only`()
        async throws
    {
        let town = try await Town()
        let bridge = try await QuietBridge(town)
        let key = try await bridge.customer()
        let old = try #require(try await bridge.party(key).number)
        let other = try await double(of: key, in: bridge)
        // Without an entry of ours nothing says where it went.
        for entry in await town.books.entries(in: QuietBridge.division) {
            try await town.books.deleteEntry(entry.number, in: QuietBridge.division)
        }
        try await town.books.mergeAccount(old, into: other, in: QuietBridge.division)
        try await bridge.look()
        let party = try await bridge.party(key)
        #expect(party.state == .proposed && party.proposalReason?.contains("merged") == true, "\(party.state) \(party.problems)")
        #expect(party.alignment?.formerNumbers == [old])
        #expect(
            try await Desk(parts: bridge.working.parts, who: .person("anna")).link(key, orders: bridge.working.translator)?.number == other)
        try await bridge.look()
        let linked = try await bridge.party(key)
        #expect(linked.state == .aligned && linked.number == other)
        await town.close()
    }
}
