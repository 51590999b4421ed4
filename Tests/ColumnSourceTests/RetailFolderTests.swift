import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import ColumnSource
import Glibc
import Testing

/// The eight days of the wholesaler, through the folder they are put in.
@Suite struct RetailFolderTests {
    private let clock = MovableClock(Timestamp(milliseconds: 4_000_000_000_000))

    private func source(_ path: String) throws -> FolderSource {
        FolderSource(
            FolderSettings(path: path), reader: try reader(example("columns-retail.yaml")),
            administration: SourceAdministrationInfo(code: "NL01", name: "Wholesaler", currency: .eur, vatNumber: nil), time: clock)
    }

    private func take(_ source: FolderSource, page: Int) async throws -> [SourceDocument] {
        for kind in [PartyKind.debtor, .creditor] {
            var cursor = SourceCursor.start
            while true {
                let page = try await source.parties(kind, after: cursor, limit: page)
                cursor = page.next
                if !page.hasMore { break }
            }
        }
        var documents: [SourceDocument] = []
        var cursor = SourceCursor.start
        while true {
            let page = try await source.documents(after: cursor, limit: page)
            documents += page.items
            cursor = page.next
            if !page.hasMore { return documents }
        }
    }

    @Test func `control totals of every day equal what the files' bytes add up to`() async throws {
        var template = Array("/tmp/ledgerbridge-retail-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let files = LinuxFiles()
        for day in Retail.days { try files.appear(try Retail.file(day), at: "\(path)/\(day).csv") }
        let source = try source(path)
        let documents = try await take(source, page: 200)
        #expect(Set(documents.map(\.key)).count == documents.count)

        for day in Retail.days {
            let date = try #require(CalendarDate(day))
            let sum = IndependentSum(try Retail.file(day))
            let totals = try await source.controlTotals(from: date, to: date)
            let net = totals.reduce(0) { $0 + Int($1.net?.minorUnits ?? .max) * ($1.kind.isCredit ? -1 : 1) }
            #expect(net == sum.net, "\(day)")
            #expect(totals.first { $0.kind == .salesInvoice }?.documents == sum.invoices.count)
            #expect(totals.first { $0.kind == .creditNote }?.documents == sum.cancellations.count)
        }
        let taken = try await source.takenFiles()
        #expect(taken.count == 8)
        #expect(taken.reduce(0) { $0 + $1.documents } == documents.count)
        #expect(taken.allSatisfy { $0.outcome == .taken && $0.rejectedPlaces == 0 })
        let found = try await source.document("credit_note/C536379")
        #expect(found == documents.first { $0.key.number == "C536379" })

        // The same day again, under another name, by another process.
        try files.appear(try Retail.file("2011-02-14"), at: "\(path)/valentine.csv")
        clock.advance(seconds: 60)
        let again = try self.source(path)
        #expect(try await take(again, page: 50).isEmpty)
        #expect(try files.names(in: "\(path)/repeats", countMax: 10).sorted() == ["valentine.csv", "valentine.csv.note.txt"])
        Self.removeAll(path)
    }

    private static func removeAll(_ path: String) {
        for name in (try? LinuxFiles().names(in: path, countMax: 1_000)) ?? [] {
            let below = "\(path)/\(name)"
            if let facts = try? LinuxFiles().facts(of: below), facts.kind == .folder { removeAll(below) } else { unlink(below) }
        }
        rmdir(path)
    }
}
