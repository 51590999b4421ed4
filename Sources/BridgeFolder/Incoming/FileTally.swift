import BridgeDomain
import BridgeHash
import BridgeSource

/// What a file brought: sums per day, kind and currency, places per rule, counts. Bounded by days, kinds, currencies and rules.
struct FileTally: Hashable {
    /// One day, kind and currency.
    struct Day: Hashable {
        var date: CalendarDate
        var kind: DocumentKind
        var currency: Currency?
    }

    /// What one rule did.
    struct Ruled: Hashable {
        var count = 0
        /// Per currency, in minor units.
        var amounts: [Currency: Int64] = [:]
        var examples: [RuledPlace] = []
    }

    /// Places listed per rule; the rest is only counted.
    static let examplesMax = 100

    var days: [Day: ControlTotal] = [:]
    var rules: [String: Ruled] = [:]
    var documents = 0
    /// Documents that could not be read and are parked.
    var unreadable = 0
    var rejected = 0

    /// Counts a document.
    mutating func add(_ line: DocumentLineOfRecord, isReadable: Bool) {
        documents += 1
        if !isReadable { unreadable += 1 }
        days.add(line)
    }

    mutating func add(_ place: RuledPlace) {
        var rule = rules[place.rule] ?? Ruled()
        rule.count += 1
        if let amount = place.amount { rule.amounts[amount.currency, default: 0] &+= amount.minorUnits }
        if rule.examples.count < Self.examplesMax { rule.examples.append(place) }
        rules[place.rule] = rule
    }
}

extension [FileTally.Day: ControlTotal] {
    mutating func add(_ line: DocumentLineOfRecord) {
        let day = FileTally.Day(date: line.date, kind: line.kind, currency: line.gross?.currency)
        let none = line.gross.map { Money.zero($0.currency) }
        var total = self[day] ?? ControlTotal(date: line.date, kind: line.kind, documents: 0, lines: 0, net: none, vat: none, gross: none)
        total.documents += 1
        total.lines += line.lines
        total.net = line.net.flatMap { amount in total.net.map { $0 + amount } }
        total.vat = line.vat.flatMap { amount in total.vat.map { $0 + amount } }
        total.gross = line.gross.flatMap { amount in total.gross.map { $0 + amount } }
        self[day] = total
    }

    /// In order of day, kind and currency.
    var inOrder: [ControlTotal] {
        sorted {
            ($0.key.date, $0.key.kind.rawValue, $0.key.currency?.code ?? "") < (
                $1.key.date, $1.key.kind.rawValue, $1.key.currency?.code ?? ""
            )
        }.map(\.value)
    }
}

/// One document in the list that is kept of a file: enough to count it once over all files and to find it back.
struct DocumentLineOfRecord: Hashable {
    var date: CalendarDate
    var kind: DocumentKind
    var lines: Int
    var net: Money?
    var vat: Money?
    var gross: Money?
    /// Tells documents of one identifier apart by content: half a digest.
    var content: String
    var sourceID: SourceID

    /// A document without a readable date counts on the day it was taken, as it does in the engine.
    init(_ item: SourceDocument, today: CalendarDate) {
        date = item.document?.invoiceDate ?? today
        kind = item.key.kind
        lines = item.document?.lines.count ?? 0
        net = item.document?.totals.net
        vat = item.document?.totals.vat
        gross = item.document?.totals.gross
        content = String(SHA256.hash(item.raw).hex.prefix(32))
        sourceID = item.sourceID
    }

    /// Reads ``text``; nil when it is damaged.
    init?(_ text: Substring) {
        let parts = text.split(separator: "\t", maxSplits: 8, omittingEmptySubsequences: false)
        guard parts.count == 9, let date = CalendarDate(parts[0]), let kind = DocumentKind(rawValue: String(parts[1])),
            let lines = Int(parts[2])
        else { return nil }
        (self.date, self.kind, self.lines) = (date, kind, lines)
        if let currency = Currency(code: parts[3]) {
            guard let net = Money(parts[4], currency), let vat = Money(parts[5], currency), let gross = Money(parts[6], currency) else {
                return nil
            }
            (self.net, self.vat, self.gross) = (net, vat, gross)
        }
        content = String(parts[7])
        sourceID = SourceID(String(parts[8]))
    }

    /// One line without its end; the identifier last, because only it is not ours.
    var text: String {
        let amounts = [net, vat, gross].map { $0?.amountText ?? "" }
        let identifier = String(sourceID.text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        return
            "\(date)\t\(kind.rawValue)\t\(lines)\t\(gross?.currency.code ?? "-")\t\(amounts.joined(separator: "\t"))\t\(content)\t\(identifier)"
    }
}
