import BridgeConnector
import BridgeDomain

extension ConnectorPromise {
    /// A promise of books that take batches.
    fileprivate init(
        batch description: String, needs: Set<BooksAbility> = [],
        _ body: @escaping @Sendable (any BatchHarness, MasterData) async throws -> Void
    ) {
        self.init(description, needs: needs.union([.batches])) { books in
            guard let books = books as? any BatchHarness else {
                throw BrokenConnectorPromise(description: "\(type(of: books)) says it takes batches and is no BatchHarness")
            }
            try await body(books, try await books.connector.masterData(known: nil))
        }
    }
}

extension ConnectorSuite {
    static let batches: [ConnectorPromise] = [
        ConnectorPromise(batch: "nothing is in the books before it is delivered, nor told as booked before it is there") { books, master in
            let order = try await books.order(.salesInvoice, "F1")
            let posted = try await books.connector.post(order, with: master)
            try expect(posted.awaitedUntil != nil, "the answer is awaited")
            try await books.otherSideWorks()
            try expectEqual(try await books.held(), [])
            guard case .awaited = try await books.connector.fate(of: "F1", with: master) else {
                throw BrokenConnectorPromise(description: "collected, and not awaited")
            }
            try expectEqual(try await books.connector.entries(carrying: "F1", with: master), [])
            _ = try await books.connector.deliver(runIsOver: true)
            _ = try await books.truthfulFate(of: "F1", by: books.connector, master)
            let found = try await books.answer(to: "F1", by: books.connector, master)
            try expectEqual(found.reference, "F1")
            try expectEqual(try await books.held(), ["F1"])
        },
        ConnectorPromise(batch: "a death at any step delivers each entry once") { books, master in
            var number = 0
            for after in [false, true] {
                for step in 1...SuiteTimes.roundsMax {
                    number += 1
                    let life = SuiteLife(endsAt: step, after: after)
                    let order = try await books.order(.salesInvoice, reference(number))
                    try await books.live(life, as: "dying \(number)", order, master)
                    _ = try await books.carry(order, by: books.process("next \(number)", SuiteLife()), master, asksFirst: true)
                    let place = "step \(step), \(after ? "after" : "before") it"
                    try expectEqual(try await books.arrivals(of: reference(number)), 1, place)
                    if !life.isDead {
                        try expect(step > 4, "the story has \(step - 1) steps")
                        break
                    }
                }
            }
            try expectEqual(try await books.held(), (1...number).map(reference))
        },
        ConnectorPromise(batch: "an entry is told as nowhere only when it can no longer get into the books") { books, master in
            let order = try await books.order(.salesInvoice, "F1")
            let (slow, quick) = (books.process("slow", SuiteLife()), books.process("quick", SuiteLife()))
            _ = try await slow.post(order, with: master)
            books.kit.clock.move(seconds: slow.capabilities.settlingSeconds)
            try expectEqual(try await quick.fate(of: "F1", with: master), .found([]))
            _ = try await slow.deliver(runIsOver: true)
            try await books.otherSideWorks()
            try expectEqual(try await books.arrivals(of: "F1"), 0, "who was late delivers nothing behind his back")
            _ = try await books.carry(order, by: quick, master)
            _ = try await slow.deliver(runIsOver: true)
            try await books.otherSideWorks()
            try expectEqual(try await books.arrivals(of: "F1"), 1)
            try expectEqual(try await books.held(), ["F1"])
        },
        ConnectorPromise(batch: "what may be on its way is not told as nowhere, whoever asks") { books, master in
            for (number, trouble) in Trouble.allCases.enumerated() {
                let order = try await books.order(.salesInvoice, reference(number))
                await books.plan(trouble, write: true)
                _ = try? await books.hand(order, to: books.connector, master)
                books.kit.clock.move(seconds: books.connector.capabilities.settlingSeconds)
                for asked in [books.connector, books.process("other \(number)", SuiteLife())] {
                    let fate = try await asked.fate(of: reference(number), with: master)
                    try expect(fate != .found([]), "\(trouble): in a batch, and told as nowhere")
                }
                _ = try await books.answer(to: reference(number), by: books.connector, master)
                try expectEqual(try await books.arrivals(of: reference(number)), 1, "\(trouble)")
            }
        },
        ConnectorPromise(batch: "an entry that is in a batch is not put into another, however often it is asked for") { books, master in
            let order = try await books.order(.salesInvoice, "F1")
            let other = books.process("other", SuiteLife())
            for process in [books.connector, other, books.connector] { _ = try await books.hand(order, to: process, master) }
            _ = try await books.answer(to: "F1", by: other, master)
            _ = try await books.hand(order, to: other, master)
            try await books.otherSideWorks()
            try expectEqual(try await books.arrivals(of: "F1"), 1)
        },
        ConnectorPromise(batch: "entries reach the books in the order they were handed over") { books, master in
            for batch in 0..<3 {
                for number in 0..<4 {
                    _ = try await books.connector.post(try await books.order(.salesInvoice, reference(4 * batch + number)), with: master)
                }
                _ = try await books.connector.deliver(runIsOver: true)
            }
            for number in 0..<12 { _ = try await books.answer(to: reference(number), by: books.connector, master) }
            try expectEqual(try await books.held(), (0..<12).map(reference))
        },
        ConnectorPromise(batch: "processes that take turns deliver what each collected, once") { books, master in
            let other = books.process("other", SuiteLife())
            for number in 0..<6 {
                let order = try await books.order(.salesInvoice, reference(number))
                _ = try await (number % 2 == 0 ? books.connector : other).post(order, with: master)
            }
            for process in [books.connector, other, books.connector] { _ = try? await process.deliver(runIsOver: true) }
            for number in 0..<6 {
                let order = try await books.order(.salesInvoice, reference(number))
                _ = try await books.carry(order, by: number % 2 == 0 ? other : books.connector, master, asksFirst: true)
            }
            for number in 0..<6 { try expectEqual(try await books.arrivals(of: reference(number)), 1, "\(reference(number))") }
            try expectEqual(try await books.held().sorted(), (0..<6).map(reference))
        },
        ConnectorPromise(batch: "where nobody takes what was delivered, a person is told, and it goes on when somebody does") {
            books, master in
            try await books.shut(true)
            let order = try await books.order(.salesInvoice, "F1")
            _ = try? await books.hand(order, to: books.connector, master)
            var isTold = false
            for _ in 0..<6 {
                books.kit.clock.move(seconds: 3_600)
                do { isTold = try await books.connector.deliver(runIsOver: true).alarm != nil } catch is ConnectorError { isTold = true }
            }
            try expect(isTold, "somebody is told")
            try await books.shut(false)
            _ = try await books.carry(order, by: books.connector, master, asksFirst: true)
            try expect(try await books.connector.deliver(runIsOver: true).alarm == nil, "the alarm is over")
            try expectEqual(try await books.arrivals(of: "F1"), 1)
        },
        ConnectorPromise(batch: "the sums beside a delivery are those of its entries", needs: [.controlTotals]) { books, master in
            var expected = AnnouncedTotals()
            for (number, kind) in books.kinds.enumerated() {
                let order = try await books.order(kind, reference(number))
                _ = try await books.connector.post(order, with: master)
                expected.entries += 1
                for line in order.entry.lines {
                    let amount = line.bookAmount.minorUnits
                    if amount < 0 { expected.credit -= amount } else { expected.debit += amount }
                }
            }
            _ = try await books.connector.deliver(runIsOver: true)
            for number in books.kinds.indices { _ = try await books.answer(to: reference(number), by: books.connector, master) }
            try expectEqual(try await books.announced(), expected)
            try expect(expected.debit == expected.credit && expected.debit > 0, "balanced")
        },
    ]

    static let refusedInBatches: [ConnectorPromise] = [
        ConnectorPromise(batch: "a refused entry comes back with its text, and only that one is delivered again") { books, master in
            let orders = [
                try await books.order(.salesInvoice, "F1001"), try await books.refusedOrder("F1002"),
                try await books.order(.salesInvoice, "F1003"),
            ]
            for order in orders { _ = try await books.connector.post(order, with: master) }
            _ = try await books.connector.deliver(runIsOver: true)
            let error = try await expectFailure(.rejected) {
                _ = try await books.answer(to: "F1002", by: books.connector, master)
            }
            try expect(error.vendorText?.isEmpty == false, "with the system's own text")
            try expect(error.problems.contains { $0.found.isEmpty == false }, "\(error.problems)")
            for reference in ["F1001", "F1003"] as [EntryReference] {
                try expectEqual(try await books.answer(to: reference, by: books.connector, master).reference, reference)
            }
            try expectEqual(try await books.held(), ["F1001", "F1003"])
            // A person mended it; somebody asks for all three again.
            for reference in ["F1001", "F1002", "F1003"] as [EntryReference] {
                _ = try await books.send(try await books.order(.salesInvoice, reference), master)
            }
            try expectEqual(try await books.held(), ["F1001", "F1003", "F1002"])
            try expectEqual(try await books.arrivals(of: "F1001"), 1)
            try expectEqual(try await books.arrivals(of: "F1003"), 1)
        },
        ConnectorPromise(batch: "what was decided of an entry is told once, when it is") { books, master in
            let orders = [try await books.order(.salesInvoice, "F1001"), try await books.refusedOrder("F1002")]
            for order in orders { _ = try await books.connector.post(order, with: master) }
            var told: [EntryReference] = []
            for _ in 0..<SuiteTimes.roundsMax {
                let news = try await books.connector.deliver(runIsOver: true)
                for reference in news.settled {
                    if case .awaited = try await books.connector.fate(of: reference, with: master) {
                        throw BrokenConnectorPromise(description: "\(reference) is told as decided and awaited")
                    }
                }
                told += news.settled
                try await books.otherSideWorks()
                books.kit.clock.move(seconds: SuiteTimes.roundSeconds)
            }
            try expectEqual(told.sorted(), ["F1001", "F1002"])
        },
    ]
}

extension BatchHarness {
    /// A process hands an entry over and goes on until it is in the books, as far as its life goes.
    fileprivate func live(_ life: SuiteLife, as owner: String, _ order: PostingOrder, _ master: MasterData) async throws {
        let process = process(owner, life)
        _ = try? await process.post(order, with: master)
        for _ in 0..<SuiteTimes.roundsMax where !life.isDead {
            _ = try? await process.deliver(runIsOver: true)
            if life.isDead { break }
            try await otherSideWorks()
            if case .found(let entries)? = try? await process.fate(of: order.entry.reference, with: master), !entries.isEmpty { break }
            kit.clock.move(seconds: SuiteTimes.roundSeconds)
        }
        try await otherSideWorks()
        // The next one finds the lease of the dead run out.
        kit.clock.move(seconds: SuiteTimes.roundSeconds)
    }
}
