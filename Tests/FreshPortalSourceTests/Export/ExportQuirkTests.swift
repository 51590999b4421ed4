import BridgeDomain
import BridgeHTTP
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// The habits of the real API (reference freshportal §3), each a test with its number, against exports.
struct ExportQuirkTests {
    /// Every document of a day read under these habits equals the one read without.
    static func expectSameDocuments(_ change: (inout SandboxQuirks) -> Void) async throws {
        var quirks = SandboxQuirks()
        change(&quirks)
        let plain = try await ExportTrade.readAll(ExportTrade().source()).items
        let odd = try await ExportTrade.readAll(ExportTrade(quirks: quirks).source()).items
        #expect(plain.count == 86)
        #expect(odd.map(\.key) == plain.map(\.key))
        #expect(odd.map(\.document) == plain.map(\.document))
    }

    @Test func `quirk 1: codes lose their outer spaces, numbers keep their leading zeros`() async throws {
        try await Self.expectSameDocuments { $0.trailingSpaces = true }
        let items = try await ExportTrade.readAll(HandExport([.files(HandExport.invoice)]).source()).items
        #expect(items.first?.document?.lines.first?.product == "ROSPM60")
        #expect(items.first.map { String(decoding: $0.raw, as: UTF8.self) }?.contains(#""order_sequence":"00012345""#) == true)
    }

    @Test func `quirk 2: a date may stand either way round`() async throws {
        try await Self.expectSameDocuments { $0.dayFirstDates = true }
    }

    @Test func `quirk 3: decimals may have a comma, in files separated by commas too`() async throws {
        try await Self.expectSameDocuments { $0.commaDecimals = true }
    }

    @Test func `quirk 4: a zero is no identifier`() async throws {
        let source = try HandExport([.files(HandExport.invoice)]).source()
        let document = try await source.documents(after: .start, limit: 10).items.first?.document
        #expect(document?.lines.map(\.product) == ["ROSPM60", nil])
        #expect(document?.references == DocumentReferences())
        try await #expect(source.standing().waiting == 0)
    }

    @Test func `quirk 5: 204 is nothing new, 404 is never taken for it`() async throws {
        let empty = try HandExport([.answer(.respond(HTTPResponse(status: 204)))]).source()
        let page = try await empty.documents(after: .start, limit: 10)
        #expect(page.items.isEmpty && !page.hasMore)
        let lost = try HandExport([]).source()
        await #expect { try await lost.documents(after: .start, limit: 10) } throws: { ($0 as? SourceError)?.code == .notFound }
    }

    @Test func `quirk 6: signing in gives every key the API demands, and no other`() async throws {
        // The sandbox refuses a missing key and one that is not known with 422.
        let trade = try await ExportTrade()
        _ = try await trade.source().documents(after: .start, limit: 1)
        await #expect(trade.sandbox.calls()["POST v1/auth"] == 1)
    }

    @Test func `quirk 7: the reason of a 422 is kept, wherever in the body it stands`() async throws {
        let body = #"{"errors": [{"field": "mutation_datetime", "code": "value", "message": "too long ago"}]}"#
        let source = try HandExport([.answer(ScriptedHandler.json(body, status: 422))]).source()
        await #expect { try await source.documents(after: .start, limit: 10) } throws: {
            guard let error = $0 as? SourceError else { return false }
            return error.code == .contract && error.message.contains("mutation_datetime") && error.message.contains("too long ago")
        }
    }

    @Test(arguments: UInt64(1)...6)
    func `quirk 8: rows that come apart, children first, give the same documents`(seed: UInt64) async throws {
        let plain = ExportTrade.newest(try await ExportTrade.readAll(ExportTrade().source()).items)
        var quirks = SandboxQuirks()
        quirks.scatteredExports = 4
        let trade = try await ExportTrade(quirks: quirks, seed: seed)
        var cursor = SourceCursor.start
        var items: [SourceDocument] = []
        for _ in 0..<4 {
            // Each export is read by a process of its own: what waits must survive.
            let page = try await ExportTrade.readAll(trade.source(), after: cursor)
            items += page.items
            cursor = page.cursor
            trade.waitForNextExport()
        }
        #expect(items.count == plain.count, "each once, as a whole")
        #expect(ExportTrade.newest(items).mapValues(\.document) == plain.mapValues(\.document), "seed \(seed)")
    }

    @Test func `quirk 9: a row that was touched but not changed makes no new version`() async throws {
        let trade = try await ExportTrade()
        let source = trade.source()
        let (items, cursor) = try await ExportTrade.readAll(source)
        let id = try #require(items.first.flatMap { Int($0.sourceID.text) })
        await trade.sandbox.resend(id)
        trade.waitForNextExport()
        #expect(try await ExportTrade.readAll(source, after: cursor).items.isEmpty)
        await #expect(trade.sandbox.calls()["GET v2/export"] == 2)
    }

    @Test func `quirk 10: a flag whose name says the opposite decides nothing`() async throws {
        for visible in ["0", "1"] {
            let entry = "id,product_id,supplier_id,visible\n900,5,0,\(visible)\n"
            let source = try HandExport([HandExport.invoice(["stock_entry": entry])]).source()
            #expect(try await source.documents(after: .start, limit: 1).items.first?.document?.lines.first?.product == "ROSPM60")
        }
        // A column whose meaning is not known stops the document where it says something.
        let lines = HandExport.invoice["customer_stock_item"]?.replacing("collective_invoice_id", with: "main_invoice_id")
            .replacing("70,7,0,", with: "70,7,8,")
        let source = try HandExport([HandExport.invoice(["customer_stock_item": lines])]).source()
        let item = try await source.documents(after: .start, limit: 1).items.first
        #expect(item?.document == nil && item?.problems.map(\.place) == [Place(line: 1, "main_invoice_id")])
    }

    @Test func `quirk 11: tables are told by their exact names`() async throws {
        try await Self.expectSameDocuments { $0.similarTables = true }
    }

    @Test(arguments: [",", ";", "\t", "|"], [(false, false), (true, false), (false, true)])
    func `quirk 12: separator and encoding are told from the file`(separator: String, encoding: (latin1: Bool, mark: Bool)) async throws {
        try await Self.expectSameDocuments {
            $0.csvSeparator = separator
            $0.latin1 = encoding.latin1
            $0.byteOrderMark = encoding.mark
        }
    }

    @Test func `quirk 13: what comes twice is one document with one name`() async throws {
        let trade = try await ExportTrade()
        let source = trade.source()
        let first = try await source.documents(after: .start, limit: 30)
        let again = try await source.documents(after: .start, limit: 30)
        #expect(again.items == first.items && again.next == first.next)
        trade.waitForNextExport()
        let rest = try await ExportTrade.readAll(source, after: first.next)
        #expect(Set(rest.items.map(\.sourceID)).isDisjoint(with: first.items.map(\.sourceID)))
    }

    @Test func `quirk 14: a link that is over is asked for again, never used again`() async throws {
        let trade = try await ExportTrade()
        // The link is nine minutes old by the time it is used the first time, the next one is fresh.
        let slow = SlowStorage(trade.sandbox, trade.clock, seconds: [601])
        trade.between = slow
        #expect(try await ExportTrade.readAll(trade.source()).items.count == 86)
        #expect(slow.links.count == 2 && Set(slow.links).count == 2)
        #expect(try await trade.source().standing().linkOverAt != nil, "people can see that links run out")

        trade.waitForNextExport()
        let never = SlowStorage(trade.sandbox, trade.clock, seconds: [601, 601])
        trade.between = never
        await #expect { try await trade.source().documents(after: "9000000000000000000", limit: 1) } throws: {
            guard let error = $0 as? SourceError else { return false }
            return error.code == .unavailable && !error.message.contains("signature")
        }
        #expect(Set(never.links).count == 2)
    }

    @Test func `quirk 15: what cannot be read of an export stops only its own documents`() async throws {
        let items = try await ExportTrade.readAll(ExportTrade().source()).items
        let unread = items.filter { $0.document == nil }
        #expect(unread.flatMap { $0.problems.map(\.code) }.sorted { $0.rawValue < $1.rawValue } == [.amountDecimals, .currencyUnknown])
        #expect(items.count - unread.count == 84)
    }

    @Test func `quirk 16: amounts may be written the Dutch way`() async throws {
        try await Self.expectSameDocuments {
            $0.commaDecimals = true
            $0.thousandsSeparators = true
        }
    }
}
