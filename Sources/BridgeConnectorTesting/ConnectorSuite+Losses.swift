import BridgeConnector
import BridgeDomain

extension ConnectorSuite {
    static let losses: [ConnectorPromise] =
        Trouble.allCases.map { trouble in
            ConnectorPromise("the look-up tells what became of a posting: \(trouble.rawValue)", needs: [.answers]) { books in
                let master = try await books.connector.masterData(known: nil)
                let order = try await books.order(.salesInvoice, "F1")
                await books.plan(trouble, write: true)
                let writes = books.kit.line.writes
                try await expectFailure(.outcomeUnknown) { _ = try await books.connector.post(order, with: master) }
                try expectEqual(books.kit.line.writes - writes, 1, "a write is never repeated")
                books.kit.clock.move(seconds: books.connector.capabilities.settlingSeconds)
                let isDone = trouble == .answerLost || trouble == .answerCut
                try expectEqual(try await books.connector.entries(carrying: "F1", with: master).count, isDone ? 1 : 0)
                if !isDone { _ = try await books.connector.post(order, with: master) }
                let found = try await books.connector.entries(carrying: "F1", with: master)
                try expectEqual(found.count, 1)
                try expectAgrees(found[0], order, "\(trouble)")
            }
        }
        + Trouble.allCases.map { trouble in
            ConnectorPromise("an entry is in the books once, and told so: \(trouble.rawValue)") { books in
                let master = try await books.connector.masterData(known: nil)
                let order = try await books.order(.salesInvoice, "F1")
                await books.plan(trouble, write: true)
                let found = try await books.carry(order, by: books.connector, master)
                try expectAgrees(found, order, "\(trouble)")
                try expectEqual(try await books.connector.entries(carrying: "F1", with: master).map(\.id), [found.id])
                try expectEqual(try await books.held(), ["F1"], "in the books")
            }
        }
        + [
            ConnectorPromise("the look-up tells what became of a relation", needs: [.relations]) { books in
                _ = try await books.connector.masterData(known: nil)
                for (trouble, number) in [(Trouble.answerLost, "30901"), (.requestLost, "30902")] {
                    await books.plan(trouble, write: true)
                    let order = books.party(number, name: "Bloem & Zn. \(number)")
                    try await expectFailure(.outcomeUnknown) { _ = try await books.connector.create(order) }
                    let found = try await books.connector.relation(.debtor, numbered: number)
                    try expectEqual(found?.name, trouble == .answerLost ? order.party.name : nil)
                }
            },
            ConnectorPromise("a lost answer to a question is no outcome to look up", needs: [.relations]) { books in
                _ = try await books.connector.masterData(known: nil)
                for trouble in Trouble.allCases {
                    await books.plan(trouble, write: false)
                    try await expectFailure(.unavailable) { _ = try await books.connector.relation(.debtor, numbered: "1") }
                }
            },
        ]
}
