import BridgeConnector
import BridgeDomain
import BridgeEngine

extension ConnectorSuite {
    static let posting: [ConnectorPromise] = [
        ConnectorPromise("what is posted is found by its reference as it was meant") { books in
            let master = try await books.connector.masterData(known: nil)
            for (number, kind) in books.kinds.enumerated() {
                let order = try await books.order(kind, reference(number))
                let posted = try await books.send(order, master)
                let found = try await books.connector.entries(carrying: order.entry.reference, with: master)
                try expectEqual(found.map(\.id), [posted.id], "\(kind)")
                try expectAgrees(found[0], order, "\(kind)")
            }
            try expectEqual(try await books.held().sorted(), books.kinds.indices.map(reference), "in the books")
        },
        ConnectorPromise("what is posted is read back as it was meant", needs: [.readBack]) { books in
            let master = try await books.connector.masterData(known: nil)
            for (number, kind) in books.kinds.enumerated() {
                _ = try await books.send(try await books.order(kind, reference(number)), master)
            }
            let all = try await books.booked(master).entries
            try expectEqual(all.map(\.reference), books.kinds.indices.map(reference))
            for (number, kind) in books.kinds.enumerated() {
                try expectAgrees(all[number], try await books.order(kind, reference(number)), "\(kind), read back")
            }
        },
        ConnectorPromise("a reading goes on after its cursor and tells nothing twice", needs: [.readBack]) { books in
            let master = try await books.connector.masterData(known: nil)
            let end = try await books.connector.bookedEnd(with: master)
            var (told, next): ([EntryReference], TargetCursor) = ([], end)
            for number in 0..<6 {
                _ = try await books.send(try await books.order(.salesInvoice, reference(number)), master)
                guard number % 2 == 1 else { continue }
                let (entries, cursor) = try await books.booked(after: next, master)
                told += entries.map(\.reference)
                next = cursor
                try expectEqual(try await books.booked(after: next, master).entries, [], "after the cursor")
            }
            try expectEqual(told, (0..<6).map(reference))
        },
        ConnectorPromise("whoever could not keep a page is told it again", needs: [.readBack]) { books in
            let master = try await books.connector.masterData(known: nil)
            let end = try await books.connector.bookedEnd(with: master)
            _ = try await books.send(try await books.order(.salesInvoice, reference(1)), master)
            let first = try await books.booked(after: end, master).entries
            try expectEqual(first.map(\.reference), [reference(1)])
            try expectEqual(try await books.booked(after: end, master).entries, first)
        },
        ConnectorPromise("the end of the stream leaves out what was booked before", needs: [.readBack]) { books in
            let master = try await books.connector.masterData(known: nil)
            _ = try await books.send(try await books.order(.salesInvoice, reference(1)), master)
            books.kit.clock.move(seconds: 86_400)
            let end = try await books.connector.bookedEnd(with: master)
            try expect(end != .start, "there is a stream")
            _ = try await books.send(try await books.order(.salesInvoice, reference(2)), master)
            try expect(try await books.booked(after: end, master).entries.map(\.reference).contains(reference(2)), "told of the new one")
        },
        ConnectorPromise("a reference that is nowhere gives nothing, nor does the beginning of one") { books in
            let master = try await books.connector.masterData(known: nil)
            _ = try await books.send(try await books.order(.salesInvoice, "F12345"), master)
            for reference in ["F9", "F1234", "F123456", "f12345"] as [EntryReference] {
                try expectEqual(
                    try await books.connector.entries(carrying: reference, with: master).filter { $0.reference == reference }, [])
            }
        },
        ConnectorPromise("references asked about together tell what each tells alone, in no more calls") { books in
            let master = try await books.connector.masterData(known: nil)
            var asked: [EntryReference] = []
            for (number, kind) in books.kinds.enumerated() {
                asked += [reference(2 * number), reference(2 * number + 1)]
                _ = try await books.send(try await books.order(kind, reference(2 * number)), master)
            }
            asked = Array(asked.prefix(max(1, books.connector.capabilities.lookUpsAtOnceMax)))
            // What a connector remembers from one look-up to the next is not what is counted.
            _ = try await books.connector.entries(carrying: asked[0], with: master)
            var calls = books.kit.line.calls
            let together = try await books.connector.entries(carrying: asked, with: master)
            let callsTogether = books.kit.line.calls - calls
            calls = books.kit.line.calls
            for reference in asked {
                let alone = try await books.connector.entries(carrying: reference, with: master)
                try expectEqual(together[reference] ?? [], alone, "\(reference)")
            }
            try expect(callsTogether <= books.kit.line.calls - calls, "\(callsTogether) calls together")
        },
        ConnectorPromise("what the books refuse by rule is told in our words, and nothing is booked") { books in
            let master = try await books.connector.masterData(known: nil)
            try await books.closePeriod()
            let order = try await books.order(.salesInvoice, "F1")
            let error = try await expectFailure(.rejected) { _ = try await books.send(order, master) }
            // Once for each line that was given back, where lines are.
            try expectEqual(Set(error.problems.map(\.code)), [.periodClosed])
            try expect(error.vendorText?.isEmpty == false, "with the system's own text")
            try expectEqual(try await books.connector.entries(carrying: "F1", with: master), [])
        },
    ]

    static func reference(_ number: Int) -> EntryReference { EntryReference("F\(1_000 + number)") }

    static func expectAgrees(_ booked: BookedEntry, _ order: PostingOrder, _ what: String) throws {
        let problems = BookedComparison(entry: order.entry, relation: order.relation).problems(booked)
        try expect(problems.isEmpty, "\(what): \(problems.map { $0.message(.english) })")
    }
}
