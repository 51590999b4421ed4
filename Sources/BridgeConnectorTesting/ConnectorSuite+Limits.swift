import BridgeConnector
import BridgeDomain

extension ConnectorSuite {
    static let limits: [ConnectorPromise] = [
        ConnectorPromise("each call is taken from the meter before it is sent", needs: [.calls]) { books in
            let master = try await books.connector.masterData(known: nil)
            _ = try await books.send(try await books.order(.salesInvoice, "F1"), master)
            _ = try await books.booked(master)
            _ = try await books.relations()
            try expectEqual(books.kit.meter.taken, books.kit.line.calls)
        },
        ConnectorPromise("a spent budget stops a call before anything is sent", needs: [.calls]) { books in
            let master = try await books.connector.masterData(known: nil)
            let order = try await books.order(.salesInvoice, "F1")
            books.kit.meter.spend(true)
            let calls = books.kit.line.calls
            try await expectFailure(.budgetSpent) { _ = try await books.send(order, master) }
            try expectEqual(books.kit.line.calls, calls)
            books.kit.meter.spend(false)
            _ = try await books.send(order, master)
        },
        ConnectorPromise("a process that stood still sends nothing", needs: [.calls]) { books in
            let master = try await books.connector.masterData(known: nil)
            let order = try await books.order(.salesInvoice, "F1")
            let writes = books.kit.line.writes
            books.kit.meter.standStill(seconds: CallDeadline.seconds + 1)
            try await expectFailure(.unavailable) { _ = try await books.send(order, master) }
            books.kit.meter.standStill(seconds: CallDeadline.seconds + 1)
            try await expectFailure(.unavailable) { _ = try await books.connector.create(books.party("30900", name: "Late")) }
            try expectEqual(books.kit.line.writes, writes)
        },
        ConnectorPromise("no more calls are under way at once than it says", needs: [.calls]) { books in
            let master = try await books.connector.masterData(known: nil)
            let orders = try await (0..<16).asyncMap { try await books.order(.salesInvoice, reference($0)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for order in orders {
                    group.addTask { _ = try? await books.hand(order, to: books.connector, master) }
                }
                try await group.waitForAll()
            }
            let most = books.kit.line.underWayMax
            try expect(most <= books.connector.capabilities.callsAtOnceMax, "\(most) were under way")
        },
        ConnectorPromise("code lists that were just read cost little to ask for again") { books in
            let master = try await books.connector.masterData(known: nil)
            let calls = books.kit.line.calls
            let again = try await books.connector.masterData(known: master)
            try expect(books.kit.line.calls - calls <= 1, "\(books.kit.line.calls - calls) calls")
            try expectEqual(again.accounts, master.accounts)
            try expect(!master.periods.isEmpty && !master.daybooks.isEmpty && !master.vatCodes.isEmpty, "the lists are there")
        },
        ConnectorPromise("its limits are such that others can keep them") { books in
            let can = books.connector.capabilities
            try expect((1...64).contains(can.callsAtOnceMax), "calls at once: \(can.callsAtOnceMax)")
            try expect(can.settlingSeconds > 2 * CallDeadline.seconds, "settling: \(can.settlingSeconds)")
            try expect(can.referenceMax >= 12 && can.descriptionMax >= 20 && can.entryLinesMax >= 100, "texts and lines")
        },
    ]
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
