import BridgeConnector
import BridgeDomain

// What of a posting is kept for people: each request as it was sent, and each answer.
extension ConnectorSuite {
    static let told: [ConnectorPromise] = [
        ConnectorPromise("whoever keeps what is said to the books hears all of a posting, and no key") { books in
            let master = try await books.connector.masterData(known: nil)
            let order = try await books.order(.salesInvoice, "F1")
            let calls = books.kit.line.calls
            let (told, _) = try await kept { try await books.send(order, master) }
            // In a batch, opening and closing it are calls for all of its entries.
            let least = type(of: books).lacks.contains(.answers) ? 1 : max(1, books.kit.line.calls - calls)
            try expect(told.count >= least, "\(told.count) of \(books.kit.line.calls - calls) calls")
            try expect(told.contains { $0.sent.text.contains("F1") }, "what was sent: \(told.map(\.sent.text))")
            try expectNoKey(told, books)
        },
        ConnectorPromise("an answer that is lost is kept as lost, with what was sent", needs: [.answers]) { books in
            let master = try await books.connector.masterData(known: nil)
            let order = try await books.order(.salesInvoice, "F1")
            await books.plan(.answerLost, write: true)
            let (told, _) = try await kept {
                try await expectFailure(.outcomeUnknown) { _ = try await books.connector.post(order, with: master) }
            }
            guard let last = told.last(where: { $0.failure != nil }) else {
                throw BrokenConnectorPromise(description: "no call without an answer: \(told)")
            }
            try expectEqual(last.failure, .connectionLost)
            try expect(last.sent.text.contains("F1") && last.answer == nil && last.status == nil, "\(last)")
        },
        ConnectorPromise("what the books refused is kept in their own words", needs: [.answers]) { books in
            let master = try await books.connector.masterData(known: nil)
            try await books.closePeriod()
            let (told, error) = try await kept {
                let order = try await books.order(.salesInvoice, "F1")
                return try await expectFailure(.rejected) { _ = try await books.connector.post(order, with: master) }
            }
            let words = told.compactMap(\.answer?.text).joined()
            // Said to be wrong before it was sent: then nothing was said to the books either.
            try expect(told.isEmpty || !words.isEmpty, "\(error): \(told)")
            try expectNoKey(told, books)
        },
        ConnectorPromise("without anybody who keeps it, a posting is the same") { books in
            let master = try await books.connector.masterData(known: nil)
            let posted = try await books.send(try await books.order(.salesInvoice, "F1"), master)
            let (told, second) = try await kept { try await books.send(try await books.order(.salesInvoice, "F2"), master) }
            try expect(posted.id != second.id && !told.isEmpty, "both are there")
        },
    ]

    /// A piece of work with what was kept of it.
    private static func kept<Outcome: Sendable>(_ work: () async throws -> Outcome) async throws -> (told: [BooksCall], Outcome) {
        let (outcome, told) = await CallRecorder.recording { () async -> Result<Outcome, any Error> in
            do { return .success(try await work()) } catch { return .failure(error) }
        }
        return (told, try outcome.get())
    }

    private static func expectNoKey(_ told: [BooksCall], _ books: any ConnectorHarness) throws {
        let texts = told.flatMap { [$0.name, $0.sent.text, $0.answer?.text ?? ""] }
        for secret in books.secrets + books.kit.line.keys {
            try expect(!texts.contains { $0.contains(secret) }, "a key in what is kept: \(texts.filter { $0.contains(secret) })")
        }
    }
}
