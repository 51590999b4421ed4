import BridgeDomain
import BridgeXML

/// One `GLTransaction` of an upload as it was sent: the whole entry, its VAT lines and the account's line among them (reference §11).
struct UploadedEntry {
    /// The number the sender wants it to have.
    var number: String?
    /// 20 and 21 sales, 30 and 31 purchases, 90 general (reference §7.17).
    var type: Int?
    var journal: String?
    var condition: String?
    var date: CalendarDate?
    var year: Int?
    var period: Int?
    var description: String?
    var lines: [UploadedLine]
}

/// One `GLTransactionLine`: debit positive.
struct UploadedLine {
    var date: CalendarDate?
    var dueDate: CalendarDate?
    var ledgerAccount: String?
    /// The relation, by its key or its code.
    var accountID: String?
    var account: String?
    var description: String?
    var costCentre: String?
    var costUnit: String?
    var currency: String?
    var value: ExactDecimal?
    var vatCode: String?
    var yourRef: String?
    var paymentReference: String?
}

/// Why an upload is refused as a whole: it is no text of the topic.
struct UnreadableUpload: Error {
    var message: String
}

/// Reads the body of an upload.
struct UploadReader {
    private let tree: XMLTree

    /// Entries of an upload, in their order.
    static func entries(_ body: [UInt8], bytesMax: Int) throws(UnreadableUpload) -> [UploadedEntry] {
        let tree: XMLTree
        do { tree = try XMLReader.read(body, UploadWord.vocabulary, limits: XMLLimits(bytesMax: bytesMax)) } catch {
            throw UnreadableUpload(message: "The XML is not well-formed: \(error)")
        }
        return try UploadReader(tree: tree).entries()
    }

    private func entries() throws(UnreadableUpload) -> [UploadedEntry] {
        guard tree.name(of: tree.root) == UploadWord.eExact.name, let topic = first(.GLTransactions, tree.root) else {
            throw UnreadableUpload(message: "The XML has no GLTransactions")
        }
        guard count(tree.root) == tree.elementCount else {
            throw UnreadableUpload(message: "The XML has an element that is not valid here")
        }
        return tree.children(of: topic).filter { tree.name(of: $0) == UploadWord.GLTransaction.name }.map(entry)
    }

    private func count(_ node: XMLNode) -> Int { tree.children(of: node).reduce(1) { $0 + count($1) } }

    private func first(_ word: UploadWord, _ node: XMLNode) -> XMLNode? { tree.first(word.name, in: node) }
    private func text(_ word: UploadWord, _ node: XMLNode) -> String? {
        first(word, node).map { tree.string(of: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    private func attribute(_ word: UploadWord, _ child: UploadWord, _ node: XMLNode) -> String? {
        first(child, node).flatMap { tree.attribute(word.name, of: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    private func date(_ word: UploadWord, _ node: XMLNode) -> CalendarDate? { text(word, node).flatMap { CalendarDate($0) } }

    private func entry(_ node: XMLNode) -> UploadedEntry {
        UploadedEntry(
            number: tree.attribute(UploadWord.entry.name, of: node).flatMap { $0.isEmpty ? nil : $0 },
            type: attribute(.number, .TransactionType, node).flatMap { Int($0) }, journal: attribute(.code, .Journal, node),
            condition: attribute(.code, .PaymentCondition, node), date: date(.Date, node),
            year: attribute(.number, .FinYear, node).flatMap { Int($0) }, period: attribute(.number, .FinPeriod, node).flatMap { Int($0) },
            description: text(.Description, node),
            lines: tree.children(of: node).filter { tree.name(of: $0) == UploadWord.GLTransactionLine.name }.map(line))
    }

    private func line(_ node: XMLNode) -> UploadedLine {
        var line = UploadedLine(
            date: date(.Date, node), dueDate: date(.DueDate, node), ledgerAccount: attribute(.code, .GLAccount, node),
            accountID: attribute(.ID, .Account, node), account: attribute(.code, .Account, node), description: text(.Description, node),
            costCentre: attribute(.code, .Costcenter, node), costUnit: attribute(.code, .Costunit, node))
        if let amount = first(.Amount, node) {
            line.currency = attribute(.code, .Currency, amount)
            line.value = text(.Value, amount).flatMap { ExactDecimal($0) }
            line.vatCode = attribute(.code, .VAT, amount)
        }
        if let references = first(.References, node) {
            line.yourRef = text(.YourRef, references)
            line.paymentReference = text(.PaymentReference, references)
        }
        return line
    }
}
