import BridgeDomain
import BridgeJournal

/// Reads what ``FieldWriter`` wrote. Bytes that were damaged or tampered with give an error, never a trap: after the first thing that does
/// not fit, every field is empty, and ``end(_:)`` throws.
struct FieldReader {
    private let bytes: [UInt8]
    private var place = 0
    /// True once something did not fit.
    private(set) var isBroken = false
    /// The number of the form: the first byte.
    let form: UInt8

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        form = bytes.first ?? 0
        place = 1
        isBroken = bytes.isEmpty
    }

    /// Ends the reading: everything must have fitted and nothing be left.
    func end(_ what: String) throws(JournalError) {
        guard !isBroken, place == bytes.count else { throw Codec.damaged(what, "form \(form), byte \(place) of \(bytes.count)") }
    }

    /// Notes that something does not fit.
    mutating func fail() {
        isBroken = true
        place = bytes.count
    }

    private mutating func byte() -> UInt8 {
        guard place < bytes.count else {
            fail()
            return 0
        }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() -> Int64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
            shift += 7
        }
        fail()
        return 0
    }

    mutating func int() -> Int { Int(number()) }

    mutating func flag() -> Bool {
        let value = byte()
        if value > 1 { fail() }
        return value == 1
    }

    mutating func text() -> String {
        let count = int()
        let (bytes, start) = (bytes, place)
        // A span is checked at twice the pace of a slice (measured); half of reading an entry is its texts.
        guard count >= 0, count <= bytes.count - start,
            let text = try? UTF8Span(validating: bytes.span.extracting(start..<start + count))
        else {
            fail()
            return ""
        }
        place = start + count
        return String(copying: text)
    }

    mutating func text<Identifier: TextIdentifier>(_ type: Identifier.Type = Identifier.self) -> Identifier { Identifier(text()) }
    mutating func optional<Value>(_ read: (inout FieldReader) -> Value) -> Value? { flag() ? read(&self) : nil }
    mutating func optionalText() -> String? { optional { $0.text() } }
    mutating func optionalText<Identifier: TextIdentifier>() -> Identifier? { optional { Identifier($0.text()) } }

    mutating func list<Element>(_ read: (inout FieldReader) -> Element) -> [Element] {
        let count = int()
        // Every element takes a byte at least.
        guard count >= 0, count <= bytes.count - place else {
            fail()
            return []
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count where !isBroken { elements.append(read(&self)) }
        return elements
    }

    /// A case by its raw value.
    mutating func choice<Case: RawRepresentable>(_ fallback: Case) -> Case where Case.RawValue == String {
        guard let found = Case(rawValue: text()) else {
            fail()
            return fallback
        }
        return found
    }

    mutating func currency() -> Currency {
        // The length of a code, or 0 for the euro.
        let start = place
        if number() == 0 { return .eur }
        place = isBroken ? bytes.count : start
        guard let currency = Currency(code: text()) else {
            fail()
            return .eur
        }
        return currency
    }

    mutating func money() -> Money {
        let currency = currency()
        return Money(minorUnits: number(), currency)
    }

    mutating func optionalMoney() -> Money? { optional { $0.money() } }

    mutating func decimal() -> ExactDecimal {
        let (decimals, significand) = (int(), number())
        guard (0...ExactDecimal.decimalsMax).contains(decimals) else {
            fail()
            return .zero
        }
        return ExactDecimal(significand: significand, decimals: decimals)
    }

    mutating func optionalDecimal() -> ExactDecimal? { optional { $0.decimal() } }
    mutating func day() -> CalendarDate { CalendarDate(daysSinceEpoch: Int32(clamping: number())) }
    mutating func optionalDay() -> CalendarDate? { optional { $0.day() } }
    mutating func moment() -> Timestamp? { optional { Timestamp(milliseconds: $0.number()) } }
    mutating func period() -> Period { Period(year: int(), number: int()) }

    mutating func key() -> DocumentKey {
        let administration: SourceAdministration = text()
        return DocumentKey(administration, choice(DocumentKind.salesInvoice), text())
    }

    mutating func party() -> PartyKey {
        let kind: PartyKind = flag() ? .creditor : .debtor
        return PartyKey(kind, text())
    }
}
