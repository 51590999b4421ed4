import BridgeConnector
import BridgeDomain
import ExactSimulator
import Testing

@testable import ExactConnector

/// Relations on the bulk road, against the sandbox (`ExactAccountNode` says where the nodes come from).
@Suite struct `Many relations in one call to Exact Online` {
    private static func party(_ number: Int, _ kind: PartyKind = .debtor) -> Party {
        var party = Party(
            key: PartyKey(kind, PartyCode("C\(number)")), sourceID: SourceID("\(number)"), name: "Bloemist & Zn. \(number)", country: "NL")
        party.email = "factuur@b\(number).example"
        party.chamberOfCommerce = "\(10_000_000 + number)"
        party.vatNumber = "NL00\(1_000_000 + number)B01"
        party.currency = .eur
        party.gln = "8712345000004"
        party.billingAddress = PostalAddress(
            street: "Legmeerdijk", houseNumber: "\(number)", addition: "", postcode: "1431 AB", city: "Aalsmeer", country: "NL")
        return party
    }

    private static func order(_ number: Int, _ kind: PartyKind = .debtor) -> RelationOrder {
        RelationOrder(id: nil, order: PartyOrder(party: party(number, kind), number: "\(number)", paymentCondition: "30"))
    }

    private func opened(_ change: (inout ExactSandbox.Settings) -> Void = { _ in }) async throws -> Office {
        let office = try await Office.open(road: .xml, change)
        var cursor = TargetCursor.start
        while true {
            let page = try await office.connector.relations(after: cursor)
            cursor = page.next
            if !page.hasMore { return office }
        }
    }

    private func codes(_ answers: [Result<Relation, ConnectorError>]) -> [ConnectorError.Code?] {
        answers.map { if case .failure(let error) = $0 { error.code } else { nil } }
    }

    @Test func `are made in two calls, whatever their number, with all that an upload can say`() async throws {
        let office = try await opened()
        let before = office.meter.seen.taken.count
        let answers = await office.connector.align((0..<200).map { Self.order(7_000 + $0, $0 % 2 == 0 ? .debtor : .creditor) })
        #expect(answers.count == 200 && office.meter.seen.taken.count - before == 2)
        let made = try answers.map { try $0.get() }
        #expect(Set(made.map(\.id)).count == 200)
        #expect(made[0].isDebtor && !made[0].isCreditor && made[1].isCreditor && !made[1].isDebtor)
        let ours = Self.order(7_000).order.values
        let details = try #require(made[0].details)
        for field in ours.keys where field != .gln { #expect(field.agrees(ours[field], details[field]), "\(field)") }
        #expect(details[.gln] == "", "no node is known for it: it follows by REST")
        // By REST the same relation reads the same.
        let alone = try #require(try await office.connector.relation(numbered: "7000"))
        #expect(alone.id == made[0].id && alone.name == "Bloemist & Zn. 7000" && alone.vatNumber == "NL001007000B01")
    }

    @Test func `one that is refused takes no other down, and has the service's own words`() async throws {
        let office = try await opened()
        var orders = (0..<5).map { Self.order(7_100 + $0) }
        orders[3].order.paymentCondition = "99"
        let answers = await office.connector.align(orders)
        #expect(codes(answers) == [nil, nil, nil, .rejected, nil])
        if case .failure(let error) = answers[3] { #expect(error.vendorText?.isEmpty == false && !error.problems.isEmpty) }
        #expect(try await office.connector.relation(numbered: "7103") == nil)
    }

    @Test func `linked ones are changed by their key, in what is to be sent and nothing else`() async throws {
        let office = try await opened()
        let made = try await office.connector.align([Self.order(7_200), Self.order(7_201)]).map { try $0.get() }
        _ = try await office.connector.relations(after: .start)
        var orders = [Self.order(7_200), Self.order(7_201)]
        for place in orders.indices {
            orders[place].id = made[place].id
            orders[place].order.party.email = "nieuw@b.example"
            orders[place].order.party.name = "Een andere naam"
            orders[place].order.fields = [.email]
        }
        let before = office.meter.seen.taken.count
        let changed = try await office.connector.align(orders).map { try $0.get() }
        #expect(office.meter.seen.taken.count - before == 2)
        #expect(changed.map(\.id) == made.map(\.id))
        #expect(changed.map { $0.details?[.email] } == ["nieuw@b.example", "nieuw@b.example"])
        #expect(changed.map(\.name) == made.map(\.name))
        // A bank account has no node: such a change goes alone.
        orders[0].order.fields = [.bankAccount]
        orders[0].order.party.iban = "NL91ABNA0417164300"
        #expect(await office.connector.align(orders).count == 1)
    }

    static let troubles: [(ExactSandbox.Fault.Kind, ConnectorError.Code, Int)] = [
        (.loseAnswer, .outcomeUnknown, 4), (.loseRequest, .outcomeUnknown, 0), (.truncated(200), .outcomeUnknown, 4),
        (.serverError, .outcomeUnknown, 0), (.maintenancePage, .outcomeUnknown, 0), (.throttled, .throttled, 0),
    ]

    @Test(arguments: troubles) func `a lost or useless answer leaves each relation as open as one alone`(
        fault: ExactSandbox.Fault.Kind, code: ConnectorError.Code, made: Int
    ) async throws {
        let office = try await opened()
        await office.sandbox.plan([ExactSandbox.Fault(fault, pathContains: "XMLUpload")])
        let orders = (0..<4).map { Self.order(7_300 + $0) }
        #expect(codes(await office.connector.align(orders)) == Array(repeating: code, count: 4))
        office.clock.move(seconds: 900)
        var found = 0
        for order in orders where try await office.connector.relation(numbered: order.order.number) != nil { found += 1 }
        #expect(found == made)
    }

    @Test func `a refusal of the whole sends them one by one for a while`() async throws {
        let office = try await opened { $0.user.forbidden = ["docs/XMLUpload.aspx"] }
        let orders = (0..<3).map { Self.order(7_400 + $0) }
        #expect(codes(await office.connector.align(orders)) == [.unavailable, .unavailable, .unavailable])
        #expect(office.connector.capabilities.alignsTogether == nil)
        #expect(codes(await office.connector.align(orders)) == [nil])
    }

    @Test func `where an assumed node is not known, its field is seen to be missing, and never goes that way again`() async throws {
        let office = try await opened { $0.behaviour.uploadKnowsAssumedNodes = false }
        let orders = (0..<2).map { Self.order(7_500 + $0) }
        let made = try await office.connector.align(orders).map { try $0.get() }
        #expect(made.allSatisfy { $0.details?[.terms] == "" })
        var again = orders
        for place in again.indices {
            again[place].id = made[place].id
            again[place].order.fields = [.terms]
        }
        let first = await office.connector.align(again)
        #expect(first.count == 1 && codes(first) == [nil], "by REST, alone")
        #expect(try await office.connector.relation(numbered: "7500")?.details?[.terms] == "30")
    }

    @Test func `nothing is uploaded before relations were read, nor where the road is REST`() async throws {
        let fresh = try await Office.open(road: .xml)
        #expect(fresh.connector.capabilities.alignsTogether == nil)
        let rest = try await Office.open(road: .rest)
        _ = try await rest.connector.relations(after: .start)
        #expect(rest.connector.capabilities.alignsTogether == nil)
    }
}
