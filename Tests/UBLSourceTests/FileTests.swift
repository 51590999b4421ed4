import BridgeDomain
import BridgeSource
import Testing
import UBLSource

@Suite("UBL files")
struct FileTests {
    private func refusal(_ text: String) -> FileRefusal? {
        do {
            _ = try UBLReader(.ourSales).read(Array(text.utf8))
            return nil
        } catch { return error }
    }

    @Test func `a file is one document and one party, each in the stream of its own`() throws {
        let reader = UBLReader(.ourSales)
        func items(_ stream: FileStream) throws -> [FileItem] {
            var reading = try reader.open(DocumentFile(name: "a.xml", bytes: MemoryBytes(UBLSample().text.utf8)), for: stream)
            var items: [FileItem] = []
            while let item = try reading.next() { items.append(item) }
            #expect(try reading.next() == nil)
            return items
        }
        #expect(try items(.documents) == [.document(UBLSample().read().document)])
        #expect(try items(.parties(.debtor)) == [.party(try #require(try UBLSample().read().party))])
        #expect(try items(.parties(.creditor)).isEmpty)
        #expect(reader.partyKinds == [.debtor] && reader.endings == ["xml"])
    }

    @Test func `all that is missing is told at once, with the file's line, beside the file`() throws {
        var sample = UBLSample()
        sample.number = nil
        sample.date = "18-11-2026"
        sample.gross = "veel"
        let reading = try sample.read()
        #expect(reading.document.document == nil)
        #expect(Set(reading.document.problems.map(\.place.field)) == ["ID", "IssueDate", "LegalMonetaryTotal/TaxInclusiveAmount"])
        #expect(reading.document.key.number.text.hasPrefix("#content-"))
        let date = try #require(reading.rejected.first { $0.field == "IssueDate" })
        #expect(date.line == 4 && date.found == "18-11-2026" && date.reason.dutch.contains("niet leesbaar"))
    }

    @Test func `what is read depends on nothing but bytes and settings`() throws {
        #expect(try UBLSample().read() == (try UBLSample().read()))
        let reader = UBLReader(.ourSales)
        #expect(reader.fingerprint == UBLReader(.ourSales).fingerprint)
        var changed = UBLSettings.ourSales
        changed.negativeInvoice = .park
        #expect(reader.fingerprint != UBLReader(changed).fingerprint && reader.fingerprint.count <= 64)
    }

    @Test func `another document of UBL, or none, is refused with what to ask for`() throws {
        let order = "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"/>"
        #expect(try #require(refusal(order)).reason.english.hasPrefix("this is no UBL invoice"))
        #expect(try #require(refusal("<Invoice/>")).reason.dutch.hasPrefix("dit is geen UBL-factuur"))
        #expect(try #require(refusal("Factuur 2026-1")).line == 1)
    }

    struct Attack: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (String) -> String
        var reason: String
    }

    private static func inserting(_ markup: String) -> @Sendable (String) -> String {
        { $0.replacing("<cbc:IssueDate>", with: markup + "<cbc:IssueDate>") }
    }

    private static func declaring(_ declaration: String) -> @Sendable (String) -> String {
        { $0.replacing("?>\n", with: "?>\n\(declaration)\n").replacing("Rosa Red Naomi 60", with: "&x;") }
    }

    static let attacks: [Attack] = [
        Attack(
            testDescription: "a billion laughs",
            change: declaring("<!DOCTYPE Invoice [<!ENTITY a \"ha\"><!ENTITY x \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>"), reason: "DOCTYPE"),
        Attack(
            testDescription: "a file of this machine", change: declaring("<!DOCTYPE Invoice [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
            reason: "DOCTYPE"),
        Attack(testDescription: "an entity from nowhere", change: { $0.replacing("Rosa Red", with: "&x;") }, reason: "no such entity"),
        Attack(
            testDescription: "deep nesting", change: inserting(String(repeating: "<cac:Party>", count: 10_000)),
            reason: "more than 100 levels"),
        Attack(
            testDescription: "a huge attribute", change: inserting("<x a=\"\(String(repeating: "x", count: 200_000))\"/>"),
            reason: "longer than"),
        Attack(testDescription: "broken encoding", change: { $0.replacing("UTF-8", with: "UTF-7") }, reason: "encoding \"UTF-7\""),
        Attack(testDescription: "half a file", change: { String($0.prefix(1500)) }, reason: "breaks off"),
    ]

    @Test(arguments: attacks)
    func `a hostile or broken file is refused with a reason`(attack: Attack) throws {
        let found = try #require(refusal(attack.change(UBLSample().text)))
        #expect(found.reason.english.contains(attack.reason))
        #expect(found.line != nil)
    }

    @Test func `a file beyond its bound is not read`() throws {
        var settings = UBLSettings.ourSales
        settings.bytesMax = 100
        let file = DocumentFile(name: "a.xml", bytes: MemoryBytes(UBLSample().text.utf8))
        #expect(throws: FileRefusal.tooLarge(bytesMax: 100)) { try UBLReader(settings).open(file, for: .documents) }
    }

    /// Amounts, dates and counts at the edge of what can be held.
    @Test(arguments: [
        "9223372036854775807", "-9223372036854775808", "92233720368547758.07", "99999999999999999999999", "0.000000000001", "-", "", ".",
        "NaN",
        "1e400", "2147483648",
    ])
    func `no number, however strange, stops anything but its own document`(text: String) throws {
        var sample = UBLSample()
        (sample.net, sample.gross, sample.payable, sample.vat) = (text, text, text, text)
        sample.lines = [
            UBLSample.Line(
                id: text, quantity: text, net: text, percent: text,
                price: "<cbc:PriceAmount>\(text)</cbc:PriceAmount><cbc:BaseQuantity>\(text)</cbc:BaseQuantity>",
                allowances: "<cac:AllowanceCharge><cbc:Amount>\(text)</cbc:Amount></cac:AllowanceCharge>")
        ]
        for settings in [UBLSettings.ourSales, .ourPurchases] { _ = try sample.judged(settings) }
        let whole = try sample.read().document
        #expect(whole.document != nil || whole.problems.containsError)
    }

    @Test func `a file cut or changed at any byte is read or refused, never more`() throws {
        let whole = Array(UBLSample().text.utf8)
        let reader = UBLReader(.ourSales)
        for place in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: FileRefusal.self) { try reader.read(Array(whole[..<place])) }
            for byte: UInt8 in [0, 0x26, 0x2D, 0x39, 0x3C, 0x3E, 0xFF] {
                var changed = whole
                changed[place] = byte
                guard let item = try? reader.read(changed).document else { continue }
                #expect(item.document != nil || item.problems.containsError)
            }
        }
    }
}

@Suite("What an invoice carries with it")
struct AttachmentTests {
    private func sample(_ attachment: String) -> [UInt8] {
        var sample = UBLSample()
        sample.references = """
            <cac:AdditionalDocumentReference><cbc:ID>Factuur</cbc:ID><cac:Attachment>\(attachment)</cac:Attachment>\
            </cac:AdditionalDocumentReference>
            """
        return Array(sample.text.utf8)
    }

    private func embedded(_ base64: String) -> [UInt8] {
        sample(
            """
            <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="factuur.pdf">\(base64)</cbc:EmbeddedDocumentBinaryObject>
            """)
    }

    @Test func `the PDF comes out of the kept file as it went in`() throws {
        let bytes = embedded("JVBERi0x\r\n  LjcKw6k=\n")
        let kept = try UBLReader(.ourSales).read(bytes).document.raw
        let found = try UBLAttachment.all(in: kept)
        #expect(
            found == [
                UBLAttachment(
                    id: "Factuur", filename: "factuur.pdf", mimeCode: "application/pdf", uri: nil, content: Array("%PDF-1.7\né".utf8))
            ])
    }

    @Test func `the PDF is given as the document's file, other files and broken text as none`() throws {
        let reader = UBLReader(.ourSales)
        let file = OriginalFile(Array("%PDF-1.7\né".utf8)).map { FileAnswer.file($0) }
        #expect(reader.original(in: embedded("JVBERi0xLjcKw6k="), bytesMax: 100) == file)
        #expect(reader.original(in: embedded("JVBERi0xLjcKw6k="), bytesMax: 5) == .tooLarge)
        #expect(reader.original(in: embedded("iVBORw0KGgo="), bytesMax: 100) == .none)
        #expect(reader.original(in: embedded("not base64!"), bytesMax: 100) == .none)
        #expect(reader.original(in: Array("no XML".utf8), bytesMax: 100) == .none)
    }

    @Test func `an attachment does not change the document`() throws {
        #expect(try UBLReader(.ourSales).read(embedded("JVBERi0xLjc=")).document.document == (try UBLSample().read().document.document))
    }

    @Test func `what is only pointed at is not fetched, and what is no base64 has no content`() throws {
        let pointed = sample("<cac:ExternalReference><cbc:URI>https://example.org/f.pdf</cbc:URI></cac:ExternalReference>")
        let found = try #require(try UBLAttachment.all(in: pointed).first)
        #expect(found.uri == "https://example.org/f.pdf" && found.content == nil)
        #expect(try #require(try UBLAttachment.all(in: embedded("not base64!")).first).content == nil)
    }
}
