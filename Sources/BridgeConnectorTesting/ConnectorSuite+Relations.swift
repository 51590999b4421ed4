import BridgeConnector
import BridgeDomain

extension ConnectorSuite {
    static let relations: [ConnectorPromise] = [
        ConnectorPromise("a relation is made, found by its number, and told of once", needs: [.relations]) { books in
            _ = try await books.connector.masterData(known: nil)
            let before = try await books.relations()
            books.kit.clock.move(seconds: 3_600)
            let order = books.party("30900", name: "Blumen Köln GmbH")
            let made = try await books.connector.create(order)
            try expect(made.number == "30900" && made.name == order.party.name && made.isDebtor, "\(made)")
            try expectEqual(try await books.connector.relation(.debtor, numbered: "30900")?.id, made.id)
            try expectEqual(try await books.connector.relation(.debtor, numbered: "3090")?.id, nil)
            let after = try await books.relations(after: before.next)
            try expectEqual(after.relations.map(\.id), [made.id])
            try expectEqual(try await books.relations(after: after.next).relations, [])
        },
        ConnectorPromise("a linked relation is brought up to date, and no other", needs: [.relations]) { books in
            _ = try await books.connector.masterData(known: nil)
            let made = try await books.connector.create(books.party("30900", name: "Blumen Köln GmbH"))
            let other = try await books.connector.create(books.party("30901", name: "Bloemen Gent BV"))
            let cursor = try await books.relations().next
            books.kit.clock.move(seconds: 3_600)
            let updated = try await books.connector.update(made.id, books.party("30900", name: "Blumen Köln AG"))
            try expectEqual(updated.id, made.id)
            try expectEqual(try await books.relations(after: cursor).relations.map(\.name), ["Blumen Köln AG"])
            try expectEqual(try await books.connector.relation(.debtor, numbered: "30901")?.name, other.name)
        },
        ConnectorPromise("a number that is taken is proposed to a person, not changed", needs: [.relations]) { books in
            _ = try await books.connector.masterData(known: nil)
            _ = try await books.connector.create(books.party("30900", name: "Blumen Köln GmbH"))
            let again = books.party("30900", name: "Somebody else")
            let error = try await expectFailure(.rejected) { _ = try await books.connector.create(again) }
            try expectEqual(error.problems.map(\.code), [.partyMatchProposed])
            try expectEqual(try await books.connector.relation(.debtor, numbered: "30900")?.name, "Blumen Köln GmbH")
        },
        ConnectorPromise("a link to a relation that is gone is told as such", needs: [.relations]) { books in
            _ = try await books.connector.masterData(known: nil)
            let made = try await books.connector.create(books.party("30900", name: "Blumen Köln GmbH"))
            let gone = TargetID(String(made.id.text.dropLast(1)) + (made.id.text.hasSuffix("9") ? "8" : "9"))
            try await expectFailure(.rejected, .misused) { _ = try await books.connector.update(gone, books.party("30900", name: "New")) }
        },
        ConnectorPromise("a debtor is in the books before the entry that names it", needs: [.debtors]) { books in
            let master = try await books.connector.masterData(known: nil)
            let made = try await books.connector.create(books.party("30900", name: "Blumen Köln GmbH"))
            var order = try await books.order(.salesInvoice, "F1")
            order.relation = made.id
            _ = try await books.send(order, master)
            try expectEqual(try await books.held(), ["F1"])
            let found = try await books.connector.entries(carrying: "F1", with: master)
            try expectEqual(found.map(\.relation), [made.id])
        },
    ]
}
