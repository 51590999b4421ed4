public import BridgeDomain
import BridgeHash
import BridgeJSON
public import BridgeSource

/// What became of a file, as it is kept beside the folder under the hash of its content. Once written, the file counts as dealt with.
public struct TakenFile: Hashable, Sendable {
    /// How it ended.
    public enum Outcome: String, Hashable, Sendable {
        /// Read to its end. The same content is not taken again.
        case taken
        /// Not read, or not to its end. After mending (of the file or of the settings) it may come again.
        case refused
    }

    /// One rule's work in the file.
    public struct Rule: Hashable, Sendable {
        public var name: String
        public var places: Int
        /// What the rule decided about, per currency.
        public var amounts: [Money]
    }

    public var outcome: Outcome
    /// The name it came under.
    public var name: String
    /// The name it has where it was moved to.
    public var keptAs: String
    public var size: Int
    public var takenAt: Timestamp
    public var documents: Int
    /// Of these, how many could not be read and are parked.
    public var unreadable: Int
    public var rejectedPlaces: Int
    public var rules: [Rule]
    /// Per day, kind and currency.
    public var totals: [ControlTotal]
    /// Why it was refused.
    public var reason: BilingualText?
    let content: SHA256Digest
    let fingerprint: String
}

extension TakenFile {
    init(
        _ outcome: Outcome, name: String, keptAs: String, size: Int, content: SHA256Digest, fingerprint: String, takenAt: Timestamp,
        _ tally: FileTally, reason: BilingualText? = nil
    ) {
        let rules = tally.rules.sorted { $0.key < $1.key }.map { name, ruled in
            Rule(
                name: name, places: ruled.count,
                amounts: ruled.amounts.sorted { $0.key.code < $1.key.code }.map { Money(minorUnits: $0.value, $0.key) })
        }
        self.init(
            outcome: outcome, name: name, keptAs: keptAs, size: size, takenAt: takenAt, documents: tally.documents,
            unreadable: tally.unreadable, rejectedPlaces: tally.rejected, rules: rules, totals: tally.days.inOrder, reason: reason,
            content: content, fingerprint: fingerprint)
    }

    /// The record as it is written.
    var json: JSON {
        [
            "outcome": .string(outcome.rawValue), "name": .string(name), "kept_as": .string(keptAs), "size": .number(size),
            "taken_at": .string(takenAt.description), "content": .string(content.hex), "fingerprint": .string(fingerprint),
            "documents": .number(documents), "unreadable": .number(unreadable), "rejected_places": .number(rejectedPlaces),
            "rules": .array(rules.map(\.json)), "totals": .array(totals.map(\.json)),
            "reason": reason.map { ["nl": .string($0.dutch), "en": .string($0.english)] } ?? .null,
        ]
    }

    /// Reads ``json``; nil for anything else.
    init?(_ json: JSON) {
        guard let outcome = json["outcome"]?.string.flatMap(Outcome.init), let name = json["name"]?.string,
            let keptAs = json["kept_as"]?.string, let size = json["size"]?.integer,
            let takenAt = json["taken_at"]?.string.flatMap({ Timestamp($0) }),
            let content = json["content"]?.string.flatMap({ SHA256Digest(hex: $0) }), let fingerprint = json["fingerprint"]?.string,
            let documents = json["documents"]?.integer, let unreadable = json["unreadable"]?.integer,
            let rejected = json["rejected_places"]?.integer, let rules = json["rules"]?.array, let totals = json["totals"]?.array
        else { return nil }
        let reason = json["reason"].flatMap { reason in
            reason["nl"]?.string.flatMap { dutch in reason["en"]?.string.map { BilingualText(nl: dutch, en: $0) } }
        }
        self.init(
            outcome: outcome, name: name, keptAs: keptAs, size: Int(size), takenAt: takenAt, documents: Int(documents),
            unreadable: Int(unreadable), rejectedPlaces: Int(rejected), rules: rules.compactMap(Rule.init),
            totals: totals.compactMap(ControlTotal.init), reason: reason, content: content, fingerprint: fingerprint)
    }
}

extension TakenFile.Rule {
    fileprivate var json: JSON {
        ["name": .string(name), "places": .number(places), "amounts": .array(amounts.map { .string($0.description) })]
    }

    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.string, let places = json["places"]?.integer, let amounts = json["amounts"]?.array else {
            return nil
        }
        self.init(name: name, places: Int(places), amounts: amounts.compactMap { $0.string.flatMap(Money.init(written:)) })
    }
}

extension ControlTotal {
    fileprivate var json: JSON {
        [
            "date": .string(date.description), "kind": .string(kind.rawValue), "documents": .number(documents), "lines": .number(lines),
            "net": .string(net?.description), "vat": .string(vat?.description), "gross": .string(gross?.description),
        ]
    }

    fileprivate init?(_ json: JSON) {
        guard let date = json["date"]?.string.flatMap({ CalendarDate($0) }), let kind = json["kind"]?.string.flatMap(DocumentKind.init),
            let documents = json["documents"]?.integer, let lines = json["lines"]?.integer
        else { return nil }
        func money(_ name: String) -> Money? { json[name]?.string.flatMap(Money.init(written:)) }
        self.init(
            date: date, kind: kind, documents: Int(documents), lines: Int(lines), net: money("net"), vat: money("vat"),
            gross: money("gross"))
    }
}

extension Money {
    /// Reads ``description``.
    fileprivate init?(written text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let currency = Currency(code: parts[1]) else { return nil }
        self.init(parts[0], currency)
    }
}
