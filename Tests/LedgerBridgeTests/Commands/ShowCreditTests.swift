import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeJSON
import BridgeRuntime
import FoundationEssentials
import Testing

@testable import ledgerbridge

/// An invoice and its credit notes, at the command line.
@Suite struct `Showing an invoice that was credited` {
    @Test func `names its amount, each credit note with its link, and what is left`() async throws {
        let place = try CreditPlace()
        try await place.keep()
        let said = await place.words(["show", "sales_invoice/S01"])
        #expect(said.exit == .success, "\(said.status)")
        for text in [
            "Credit notes on S01", "109.00", "-43.60", "-10.90", "linked", "MISSING", "Credited 54.50 EUR", "left of the invoice 54.50 EUR",
        ] {
            #expect(said.output.contains(text), "\(text) in \(said.output)")
        }
        let json = try #require(try JSON(parsing: await place.words(["show", "sales_invoice/S01", "--json"]).output.utf8)["credit"])
        #expect(json["originals"]?[0]?["gross"]?.string == "109.00 EUR" && json["remaining"]?.string == "54.50 EUR")
        #expect(json["credits"]?.array?.map { $0["link"]?.string } == ["tied", "missing"])
        #expect(json["credited"]?.string == "54.50 EUR" && json["under_way"]?.string == "0.00 EUR")
    }

    @Test func `what went to the books and what they answered is shown to whoever asks for it`() async throws {
        let place = try CreditPlace()
        try await place.keep()
        let said = await place.words(["show", "credit_note/C01", "--calls", "--lang", "nl"])
        for text in ["POST /entries", "VERZOEK", "\"Journal\": \"70\"", "ANTWOORD status 201", "<ok/>"] {
            #expect(said.output.contains(text), "\(text) in \(said.output)")
        }
        #expect(await !place.words(["show", "credit_note/C01"]).output.contains("POST /entries"))
        let json = try JSON(parsing: await place.words(["show", "credit_note/C01", "--calls", "--json"]).output.utf8)
        #expect(json["calls"]?[0]?["calls"]?[0]?["status"]?.integer == 201)
    }

    @Test func `the credit note shows the same, and in Dutch`() async throws {
        let place = try CreditPlace()
        try await place.keep()
        let said = await place.words(["show", "credit_note/C02", "--lang", "nl"])
        #expect(said.exit == .needsPerson, "its link is missing")
        #expect(said.output.contains("Creditnota's op S01") && said.output.contains("ONTBREEKT"), "\(said.output)")
        #expect(said.output.contains("rest van de factuur"))
    }

    @Test func `a warning of the books stands at the top of the document`() async throws {
        let place = try CreditPlace()
        try await place.keep()
        let said = await place.words(["show", "credit_note/C01"])
        let head = said.output.split(separator: "\n").prefix(10).joined(separator: "\n")
        #expect(head.contains("Warning") && head.contains("Controleer de boeking"), "\(said.output)")
    }
}

/// A folder with a configuration and a journal with an invoice and two credit notes; removed when the test lets go of it.
private final class CreditPlace: Sendable {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-credit-\(UUID().uuidString)")
    private let listener = Listener(environment: ["LANG": "en_GB.UTF-8", "USER": "anna", "TOKEN": String(repeating: "A", count: 64)])

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = """
            language: en
            sources: { trade: { type: freshportal, url: "http://127.0.0.1:1", key: "env:TOKEN" } }
            targets: { profit: { type: afas, participant: "12345", administration: 1, token: "env:TOKEN" } }
            bridges: { sales: { source: trade, administration: NL01, target: profit } }
            """
        try configuration.write(to: folder.appending(path: "ledgerbridge.yaml"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func keep() async throws {
        let journal: any BridgeJournal = try await JournalFile.open(
            folder.appending(path: "ledgerbridge.sqlite").path(percentEncoded: false))
        let day = try #require(CalendarDate("2026-11-18"))
        let at = Timestamp(day, milliseconds: 36_000_000)
        func posting(_ kind: DocumentKind, _ number: DocumentNumber, cents: Int64, credits: [DocumentNumber] = []) -> PostingRecord {
            var posting = PostingRecord(
                bridge: "sales", document: DocumentKey("NL01", kind, number), sourceID: SourceID(number.text), documentVersion: 1,
                contentHash: "", state: .booked, receivedAt: at, invoiceDate: day)
            posting.gross = Money(minorUnits: cents, .eur)
            posting.reference = EntryReference("F-\(number)")
            posting.originals = credits
            posting.targetID = TargetID("id-\(number)")
            posting.targetNumber = number.text
            posting.readBack = .agrees(at: at)
            return posting
        }
        let tied = posting(.creditNote, "C01", cents: 4_360, credits: ["S01"])
        var missing = posting(.creditNote, "C02", cents: 1_090, credits: ["S01"])
        missing.readBack = .differs(at: at, problems: [Problem(.creditLinkMissing, at: Place("originals"), found: "", expected: "F-S01")])
        let entry = BookedEntry(
            id: "id-C01", number: "C01", reference: "F-C01", daybook: "10", date: day, period: Period(monthOf: day), relation: nil,
            lines: [],
            creditedReferences: ["F-S01"])
        let content = String(decoding: try JSONEncoder().encode(entry), as: UTF8.self)
        var attempt = AttemptRecord(
            bridge: "sales", subject: tied.document.description, number: 1, purpose: .post, startedAt: at)
        attempt.endedAt = at
        attempt.verdict = "done"
        attempt.detail = "Controleer de boeking"
        let call = BooksCall(
            "POST /entries", startedAt: at, milliseconds: 5, sent: KeptText(#"{"Journal":"70"}"#), status: 201,
            answer: KeptText("<ok/>"))
        try await journal.commit(
            JournalUnit([
                .startPosting(posting(.salesInvoice, "S01", cents: 10_900)), .startPosting(tied), .startPosting(missing),
                .keepBooked(
                    BookedRecord(
                        bridge: "sales", document: tied.document, targetID: "id-C01", targetNumber: "C01", content: content, totals: [],
                        readAt: at)),
                .keepAttempt(attempt),
                .keepCalls(AttemptCalls(bridge: "sales", attempts: [attempt.name], calls: [call])),
            ]))
        await journal.close()
    }

    func words(_ words: [String]) async -> (exit: Exit, output: String, status: String) {
        let file = folder.appending(path: "ledgerbridge.yaml").path(percentEncoded: false)
        let exit = await LedgerBridge.run(words + ["--config", file], in: listener.surroundings)
        let heard = listener.take()
        return (exit, heard.output, heard.status)
    }
}
