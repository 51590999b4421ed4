import BridgeDomain
import BridgeHTTP
import BridgeSource
import FreshPortalSource
import Testing

/// How rows become documents, on exports written by hand.
struct ExportAssemblyTests {
    /// The documents of exports that are read one after the other, each a while after the one before.
    static func read(
        _ exports: [HandExport.Export], pause: Int64 = 301, _ change: (inout FreshPortalExportConfiguration) -> Void = { _ in }
    ) async throws -> [[SourceDocument]] {
        let clock = TestClock(Trade.clock.now())
        let hand = try HandExport(exports)
        let source = hand.source(clock: clock, change)
        var cursor = SourceCursor.start
        var pages: [[SourceDocument]] = []
        for _ in exports {
            let page = try await source.documents(after: cursor, limit: 100)
            pages.append(page.items)
            cursor = page.next
            clock.advance(seconds: pause)
        }
        return pages
    }

    static func changed(_ table: String, _ text: String, to other: String) -> String? {
        HandExport.invoice[table]?.replacing(text, with: other)
    }

    static func only(_ tables: String...) -> HandExport.Export {
        .files(HandExport.invoice.filter { tables.contains($0.key) })
    }

    @Test func `an invoice is made of its rows, packages times content, packed price and product's group`() async throws {
        let document = try #require(try await Self.read([.files(HandExport.invoice)])[0].first?.document)
        #expect(document.key == DocumentKey("NL01", .salesInvoice, "2026-104233") && document.sourceID == "7")
        #expect(document.party == DocumentParty(key: PartyKey(.debtor, "C0412"), sourceID: "12"))
        #expect(document.delivery?.country == "NL")
        let goods = document.lines[0]
        #expect(goods.quantity == 400 && goods.productGroup == "CUTFLOWER" && goods.vatCode == "L" && goods.vatRate == 9)
        #expect(document.lines.map(\.kind) == [.product, .transport] && document.lines[1].net == Money(minorUnits: 1_200, .eur))
        #expect(DocumentValidator().problems(of: document, today: Trade.date) == [])
    }

    @Test func `an open invoice is no document until it is printed`() async throws {
        let open = HandExport.invoice(["invoice": Self.changed("invoice", "7,12,1,00012345,2026-104233", to: "7,12,0,00012345,0")])
        let pages = try await Self.read([open, Self.only("invoice")])
        #expect(pages.map(\.count) == [0, 1] && pages[1].first?.version == 1)
    }

    @Test(arguments: ["customer", "product", "product_group", "vat", "stock_entry", "customer_stock_item", "invoice_vat"])
    func `whatever comes last, the document comes with it and not before`(table: String) async throws {
        let whole = try await Self.read([.files(HandExport.invoice)])[0]
        let pages = try await Self.read([HandExport.invoice([table: nil]), Self.only(table)])
        #expect(pages[0].isEmpty && pages[1] == whole)
    }

    @Test func `what never comes is told after a while, and mended when it comes all the same`() async throws {
        let nothing = HandExport.Export.answer(.respond(HTTPResponse(status: 204)))
        let pages = try await Self.read([HandExport.invoice(["customer": nil]), nothing, Self.only("customer")], pause: 7_300)
        #expect(pages.map(\.count) == [0, 1, 1])
        let parked = try #require(pages[1].first)
        #expect(parked.document == nil && parked.problems.map(\.code) == [.partyUnknown] && parked.problems[0].found == "12")
        #expect(pages[2].first?.document != nil && pages[2].first?.version == 2)

        let lines = try await Self.read([HandExport.invoice(["product": nil]), nothing], pause: 7_300)
        #expect(lines[1].first?.problems.contains { $0.code == .sourceRowMissing && $0.found == "5" } == true)
    }

    @Test func `a line that moves to another invoice changes both`() async throws {
        let two = HandExport.invoice([
            "invoice": """
            id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date,currency,vat_treatment,net,vat,gross
            7,12,1,1,A1,2026-11-18,2026-11-18,EUR,domestic,152.00,13.68,165.68
            8,12,0,2,0,2026-11-18,2026-11-18,EUR,domestic,0,0,0
            """
        ])
        let moved = HandExport.Export.files([
            "invoice": """
            id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date,currency,vat_treatment,net,vat,gross
            7,12,1,1,A1,2026-11-18,2026-11-18,EUR,domestic,140.00,12.60,152.60
            8,12,1,2,A2,2026-11-18,2026-11-18,EUR,domestic,12.00,1.08,13.08
            """,
            "customer_stock_item": """
            id,invoice_id,collective_invoice_id,stock_entry_id,description,quantity,quantity_per_pack,price,line_kind,net,vat_id
            71,8,0,0,Transport,1,1,12.00,transport,12.00,1
            """, "invoice_vat": "id,invoice_id,vat_id,base,vat\n1,7,1,140.00,12.60\n2,8,1,12.00,1.08\n",
        ])
        let pages = try await Self.read([two, moved])
        #expect(pages[0].map(\.key.number) == ["A1"])
        #expect(pages[1].map(\.key.number) == ["A1", "A2"] && pages[1].map(\.version) == [2, 1])
        #expect(pages[1].compactMap { $0.document?.totals.gross.minorUnits } == [15_260, 1_308])
    }

    @Test func `a collective invoice is one document, and what it bundles is named on it`() async throws {
        let export = HandExport.invoice([
            "invoice": """
            id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date,currency,vat_treatment,net,vat,gross
            7,12,1,9,V100,2026-11-18,2026-11-18,EUR,domestic,152.00,13.68,165.68
            21,12,1,00012346,0,2026-11-18,2026-11-18,EUR,domestic,140.00,12.60,152.60
            22,12,1,00012347,0,2026-11-18,2026-11-18,EUR,domestic,12.00,1.08,13.08
            """,
            "customer_stock_item": """
            id,invoice_id,collective_invoice_id,main_invoice_id,stock_entry_id,description,quantity,quantity_per_pack,price,line_kind,net,vat_id
            70,21,7,21,900,Rosa,4,100,0.3500,,140.00,1
            71,22,7,22,0,Transport,1,1,12.00,transport,12.00,1
            """,
        ])
        let items = try await Self.read([export])[0]
        #expect(items.map(\.key.number) == ["V100"])
        #expect(items[0].document?.references.collectiveOf == ["00012346", "00012347"])
    }

    @Test func `a negative total is a credit note with positive amounts that names what it takes back`() async throws {
        let export = HandExport.invoice([
            "invoice": """
            id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date,currency,vat_treatment,net,vat,gross
            6,12,1,1,A1,2026-10-01,2026-10-01,EUR,domestic,1,0,1
            7,12,1,2,C9,2026-11-18,2026-11-18,EUR,domestic,-152.00,-13.68,-165.68
            """,
            "customer_stock_item": """
            id,invoice_id,stock_entry_id,description,quantity,quantity_per_pack,price,line_kind,net,vat_id,original_invoice_id
            70,7,900,Rosa,-4,100,0.3500,,-140.00,1,6
            71,7,0,Transport,-1,1,12.00,transport,-12.00,1,6
            """, "invoice_vat": "id,invoice_id,vat_id,base,vat\n1,7,1,-152.00,-13.68\n",
        ])
        let document = try #require(try await Self.read([export])[0].first { $0.sourceID == "7" }?.document)
        #expect(document.key.kind == .creditNote && document.references.originalDocument == "A1")
        #expect(document.totals.gross == Money(minorUnits: 16_568, .eur) && document.lines[0].quantity == 400)
    }

    @Test func `invoices from before the first date are known, and not delivered`() async throws {
        let old = Self.changed("invoice", "2026-11-18,2026-11-18", to: "2026-10-01,2026-10-01")
        let pages = try await Self.read([HandExport.invoice(["invoice": old]), .files(HandExport.invoice)])
        #expect(pages[0].isEmpty)
        #expect(pages[1].count == 1, "one that is changed afterwards is no history")
    }

    @Test func `a product that is renamed or taxed otherwise afterwards changes no invoice`() async throws {
        let renamed = HandExport.Export.files([
            "product": "id,group_id,number,vbn_number,vat_id\n5,3,OTHER,1234,2\n", "vat": "id,code,name,percentage\n1,L,Laag,10\n",
        ])
        #expect(try await Self.read([.files(HandExport.invoice), renamed]).map(\.count) == [1, 0])
    }
}

/// What an administrator states where the export is silent.
struct ExportStatementTests {
    static var bare: HandExport.Export {
        HandExport.invoice([
            "invoice": """
            id,customer_id,printed,sequence,invoice_number,invoice_date,departure_date
            7,12,1,00012345,2026-104233,2026-11-18,2026-11-18
            """,
            "customer_stock_item": """
            id,invoice_id,stock_entry_id,description,quantity,quantity_per_pack,price
            70,7,900,Rosa,4,100,0.3500
            71,7,900,Rosa,1,33,0.2350
            """, "invoice_vat": nil,
        ])
    }

    @Test func `VAT that is not in the export is never computed unasked`() async throws {
        let item = try #require(
            try await ExportAssemblyTests.read([Self.bare]) { $0.stated = .init(currency: .eur, vatTreatment: .domestic) }[0].first)
        #expect(item.document == nil)
        #expect(item.problems.contains { $0.code == .vatNotPrinted && $0.severity == .error })
    }

    @Test func `VAT that may be computed follows the product at home, and the document says so`() async throws {
        let stated = FreshPortalExportConfiguration.Statements(currency: .eur, vatTreatment: .domestic, computesVAT: true)
        let item = try #require(try await ExportAssemblyTests.read([Self.bare]) { $0.stated = stated }[0].first)
        let document = try #require(item.document, "\(item.problems)")
        // 140.00 + 33 × 0.2350 = 7.755, half away from zero 7.76; 9% of 147.76 is 13.2984.
        #expect(document.lines.map(\.net.minorUnits) == [14_000, 776])
        #expect(document.totals.vat.minorUnits == 1_330 && document.totals.gross.minorUnits == 16_106)
        #expect(item.problems.map(\.code) == [.vatNotPrinted] && item.problems[0].severity == .warning)
        #expect(DocumentValidator().problems(of: document, today: Trade.date) == [])
    }

    @Test func `abroad the product's VAT says nothing, and nothing is guessed`() async throws {
        let stated = FreshPortalExportConfiguration.Statements(currency: .eur, vatTreatment: .euSupply, computesVAT: true)
        let item = try #require(try await ExportAssemblyTests.read([Self.bare]) { $0.stated = stated }[0].first)
        #expect(item.document == nil && item.problems.contains { $0.place == Place(line: 1, "vat_id") })
    }

    @Test func `what is stated later mends what was parked, as a new version`() async throws {
        let hand = try HandExport([Self.bare, .answer(.respond(HTTPResponse(status: 204)))])
        let clock = TestClock(Trade.clock.now())
        let first = try await hand.source(clock: clock).documents(after: .start, limit: 10)
        #expect(first.items.map { $0.document == nil } == [true])
        clock.advance(seconds: 301)
        let mended = hand.source(clock: clock) { $0.stated = .init(currency: .eur, vatTreatment: .domestic, computesVAT: true) }
        let second = try await mended.documents(after: first.next, limit: 10)
        #expect(second.items.map(\.version) == [2] && second.items.first?.document != nil)
    }

    @Test func `an assumed column is read under the name it really has`() async throws {
        let renamed = ExportAssemblyTests.changed("invoice", "invoice_date", to: "Factuur_Datum")
        let items = try await ExportAssemblyTests.read([HandExport.invoice(["invoice": renamed])]) {
            $0.columns = ["invoice.invoice_date": "factuur_datum"]
        }[0]
        #expect(items.first?.document?.invoiceDate == Trade.date)
    }

    @Test(
        arguments: [
            ("invoice", "id,printed\n1,1\n", "needed are"), ("vat", "", "line 1"), ("vat", "id,code,code\n1,L,L\n", "named twice"),
            ("vat", "id,code,name,percentage\n0,L,Laag,9\n", "without an id"),
            ("vat", "id,code,name,percentage\n1,L,Laag,9,9\n", "5 fields where the first line has 4"),
            ("vat", "id,code,name,percentage\n1,\"L,Laag,9\n", "line 2"),
        ])
    func `a table that is not what it should be refuses the export with file, line and reason`(
        table: String, text: String, reason: String
    ) async throws {
        let source = try HandExport([HandExport.invoice([table: text])]).source()
        await #expect { try await source.documents(after: .start, limit: 1) } throws: {
            guard let error = $0 as? SourceError else { return false }
            return error.code == .contract && error.message.contains("\(table).csv") && error.message.contains(reason)
        }
    }

    @Test func `an archive that is none, too large or full of tricks is refused`() async throws {
        let hand = try HandExport([])
        let good = try hand.archive(HandExport.invoice)
        for (bytes, code) in [
            (Array("<html>".utf8), SourceError.Code.unavailable), (Array(good.dropLast(30)), .unavailable),
            (try hand.archive(["../invoice": "id\n"]), .contract),
            (try hand.archive(["a/invoice": "id\n", "b/invoice": "id\n"]), .contract),
        ] {
            hand.add(.bytes(bytes))
            await #expect { try await hand.source().documents(after: .start, limit: 1) } throws: { ($0 as? SourceError)?.code == code }
        }
        hand.add(.bytes(good))
        await #expect { try await hand.source { $0.archiveMax = 100 }.documents(after: .start, limit: 1) } throws: {
            ($0 as? SourceError)?.code == .contract
        }
    }

    @Test(
        arguments: [
            "ftp://storage.test/a", "http://", "/relative", "https://user:word@storage.test/a", "http://storage.test/a b",
            "file:///etc/passwd",
        ])
    func `a link that leads elsewhere is not followed`(link: String) async throws {
        let hand = try HandExport([.answer(ScriptedHandler.json(#"{"export_url": "\#(link)"}"#))])
        await #expect { try await hand.source().documents(after: .start, limit: 1) } throws: { ($0 as? SourceError)?.code == .contract }
        #expect(hand.requests.count == 2)
    }

    @Test func `a 401 signs in once more and asks once more`() async throws {
        let refused = HandExport.Export.answer(.respond(HTTPResponse(status: 401)))
        let hand = try HandExport([refused, .files(HandExport.invoice)])
        #expect(try await hand.source().documents(after: .start, limit: 1).items.count == 1)
        #expect(hand.requests.filter { $0.hasPrefix("POST") }.count == 2)
        let never = try HandExport([refused, refused])
        await #expect { try await never.source().documents(after: .start, limit: 1) } throws: {
            ($0 as? SourceError)?.code == .unauthorised
        }
        #expect(never.requests.count == 4)
    }

    @Test func `each export asks from a day before the last one, the first from as far as the lists reach back`() async throws {
        let hand = try HandExport([.files(HandExport.invoice), .files(HandExport.invoice)])
        let clock = TestClock(Trade.clock.now())
        let source = hand.source(clock: clock) { $0.historyDays = 10 }
        let first = try await source.documents(after: .start, limit: 10)
        clock.advance(seconds: 3 * 86_400)
        _ = try await source.documents(after: first.next, limit: 10)
        let days = hand.requests.filter { $0.hasPrefix("GET /v2/export") }.map { String($0.suffix(10)) }
        #expect(days == ["2026-10-09", "2026-11-17"])
        // Within the interval none is asked for, also not by other streams.
        _ = try await source.parties(.debtor, after: "9999999999999999", limit: 10)
        #expect(hand.requests.filter { $0.hasPrefix("GET /v2/export") }.count == 2)
    }
}
