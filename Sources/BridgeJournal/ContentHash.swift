import BridgeDomain
import BridgeHash

/// The hashes by which history vouches for what is kept beside it (``HistoryEntry/contentHash``).
///
/// Rule: a unit that keeps a document, an entry or a new version of a party also holds a ``JournalChange/record(_:)`` about it (the subject
/// is the key's text) with its hash. `verify` then finds a kept text that was changed, forged or removed behind the journal's back.
public enum ContentHash {
    /// What stands before the hash of an entry, so that it is never taken for the hash of a document.
    public static let entryMark = "entry:"

    /// The hash of a document's or party's own text: 64 hexadecimal digits.
    public static func text(_ raw: [UInt8]) -> String { SHA256.hash(raw).hex }

    /// The hash of an entry: ``entryMark`` and 64 hexadecimal digits. Covers everything but the moment it was made, so that mapping the
    /// same document again by the same rules gives the same hash. Cost: linear in the lines, some 10 µs for ten.
    public static func entry(_ record: EntryRecord) -> String {
        var canonical = CanonicalBytes(reserving: 512 + 256 * record.entry.lines.count)
        canonical.append(tag: "LBE1")
        canonical.text(record.bridge.text)
        canonical.head(of: record.entry)
        canonical.count(record.entry.lines.count)
        for line in record.entry.lines { canonical.line(line) }
        canonical.count(record.totals.count)
        for total in record.totals { canonical.total(total) }
        return entryMark + SHA256.hash(canonical.bytes).hex
    }
}

extension EntryRecord {
    /// ``ContentHash/entry(_:)`` of this record.
    public var contentHash: String { ContentHash.entry(self) }
}

extension CanonicalBytes {
    fileprivate mutating func head(of entry: Entry) {
        text(entry.document.description)
        number(Int64(entry.documentVersion))
        number(Int64(entry.mappingVersion))
        text(entry.daybook.text)
        text(entry.date.description)
        text(entry.period.description)
        text(entry.invoiceDate.description)
        text(entry.dueDate?.description)
        text(entry.currency.code)
        text(entry.bookCurrency.code)
        text(entry.exchangeRate.description)
        text(entry.party?.description)
        text(entry.partyNumber)
        text(entry.paymentCondition)
        text(entry.description)
        text(entry.reference.text)
        text(entry.paymentReference)
        count(entry.originalReferences.count)
        for reference in entry.originalReferences { text(reference.text) }
    }

    fileprivate mutating func line(_ line: EntryLine) {
        text(line.role.rawValue)
        text(line.account.text)
        money(line.amount)
        money(line.bookAmount)
        text(line.vatCode?.text)
        text(line.vatRate?.description)
        money(line.vatBase)
        money(line.vatBookBase)
        text(line.costCentre?.text)
        text(line.costUnit?.text)
        text(line.description)
        count(line.sourceLines.count)
        for source in line.sourceLines { number(Int64(source)) }
        text(line.rule.text)
        text(line.vatRule?.text)
        text(line.party?.description)
        text(line.documentReference)
    }

    fileprivate mutating func total(_ total: EntryTotal) {
        text(total.daybook.text)
        text(total.vatCode?.text)
        money(total.net)
        money(total.vat)
    }
}
