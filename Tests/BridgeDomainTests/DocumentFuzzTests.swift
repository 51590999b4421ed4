import Testing

@testable import BridgeDomain

/// Whatever a document holds, it is judged: no input may stop the program.
struct DocumentFuzzTests {
    @Test(arguments: UInt64(0)..<40)
    func `any document is judged, and twice the same`(seed: UInt64) {
        var wild = WildDocuments(seed: seed)
        let validators = [DocumentValidator(), DocumentValidator(ownCountry: .germany, knownVATCodes: ["L"])]
        for _ in 0..<50 {
            let (document, today) = (wild.document(), wild.date())
            for validator in validators {
                let problems = validator.problems(of: document, today: today)
                #expect(problems == validator.problems(of: document, today: today), "replay with seed \(seed)")
                #expect(problems.allSatisfy { !$0.place.field.isEmpty && $0.found.count <= Problem.foundMax })
                #expect(problems.allSatisfy { !$0.message(.dutch).isEmpty && !$0.message(.english).isEmpty })
            }
            _ = PartyValidator().problems(of: wild.party())
        }
    }

    @Test(arguments: UInt64(0)..<40)
    func `a sound document passes, and one cent anywhere is noticed`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let today = date("2026-11-20")
        let validator = DocumentValidator()
        for _ in 0..<10 {
            let sound = soundDocument(&random)
            #expect(validator.problems(of: sound, today: today).isEmpty, "replay with seed \(seed)")
            let cent = Money(minorUnits: Bool.random(using: &random) ? 1 : -1, .eur)
            let line = Int.random(in: 0..<sound.lines.count, using: &random)
            let row = Int.random(in: 0..<sound.vatSummary.count, using: &random)
            let slips: [(inout Document) -> Void] = [
                { $0.lines[line].net += cent }, { $0.vatSummary[row].base += cent }, { $0.vatSummary[row].vat += cent },
                { $0.totals.net += cent }, { $0.totals.vat += cent }, { $0.totals.gross += cent },
            ]
            for (place, slip) in slips.enumerated() {
                var document = sound
                slip(&document)
                #expect(validator.problems(of: document, today: today).containsError, "slip \(place), replay with seed \(seed)")
            }
        }
    }

    /// Lines over three codes, with the VAT that the formula gives.
    private func soundDocument(_ random: inout SeededGenerator) -> Document {
        let codes = [("L", "9"), ("H", "21"), ("X", "0")]
        var bases: [Int: Int64] = [:]
        let lines = (0..<Int.random(in: 1...30, using: &random)).map { _ in
            let (code, cents) = (Int.random(in: 0..<3, using: &random), Int64.random(in: 1...5_000_000, using: &random))
            bases[code, default: 0] += cents
            return "product \(Money(minorUnits: cents, .eur).amountText) \(codes[code].0) \(codes[code].1)"
        }
        let vat = bases.sorted { $0.key < $1.key }.map { code, cents in
            let base = Money(minorUnits: cents, .eur)
            let vat = base.percentage(decimal(codes[code].1)) ?? base
            return "\(codes[code].0) \(codes[code].1) \(base.amountText) \(vat.amountText)"
        }
        return document(Bool.random(using: &random) ? .salesInvoice : .purchaseInvoice, lines: lines, vat: vat)
    }
}

/// Documents and parties of random and extreme values.
private struct WildDocuments {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[Int.random(in: 0..<choices.count, using: &random)] }

    private mutating func optional<Value>(_ make: (inout WildDocuments) -> Value) -> Value? {
        Bool.random(using: &random) ? make(&self) : nil
    }

    private mutating func integer() -> Int64 {
        pick([.min, .max, 0, 1, -1, Int64(random.next() >> 40), Int64(bitPattern: random.next())])
    }

    private mutating func money() -> Money {
        let foreign = Currency(index: UInt8.random(in: 0..<UInt8(CurrencyTable.rows.count), using: &random))
        return Money(minorUnits: integer(), pick([.eur, .eur, .eur, foreign]))
    }

    private mutating func decimal() -> ExactDecimal {
        pick([ExactDecimal(significand: integer(), decimals: Int.random(in: 0...12, using: &random)), 0, 1, 9, 21])
    }

    private mutating func text() -> String {
        pick(["", " ", "L", "NL", "DE", "XX", "é\u{301}\u{0}", "NL004495445B01", "DE136695976", "🌷", String(repeating: "x", count: 3000)])
    }

    mutating func date() -> CalendarDate {
        pick([CalendarDate(daysSinceEpoch: .min), CalendarDate(daysSinceEpoch: .max), CalendarDate(daysSinceEpoch: 20775)])
    }

    private mutating func line() -> DocumentLine {
        var line = DocumentLine(
            number: pick([Int.min, Int.max, 0, 1]), kind: pick(LineKind.allCases), description: text(), net: money(),
            vatCode: optional { SourceVATCode($0.text()) }, vatRate: optional { $0.decimal() })
        line.quantity = optional { $0.decimal() }
        line.unitPrice = optional { $0.decimal() }
        line.discountPercent = optional { $0.decimal() }
        line.vatTreatment = optional { $0.pick(VATTreatment.allCases) }
        return line
    }

    private mutating func ledgerLine() -> LedgerLine {
        LedgerLine(number: pick([.min, 1]), account: AccountCode(text()), debit: money(), credit: money(), description: text())
    }

    mutating func document() -> Document {
        let kind = pick(DocumentKind.allCases)
        var document = Document(
            key: DocumentKey(SourceAdministration(text()), kind, DocumentNumber(text())), sourceID: SourceID(text()),
            version: Int(integer()), invoiceDate: date(), supplyDate: date(), currency: pick([.eur, money().currency]),
            exchangeRate: decimal(), party: optional { DocumentParty(key: PartyKey(.debtor, PartyCode($0.text())), sourceID: "1") },
            vatTreatment: pick(VATTreatment.allCases), lines: (0..<pick([0, 1, 3, 12])).map { _ in line() },
            vatSummary: (0..<pick([0, 1, 3])).map { _ in
                VATSummaryLine(vatCode: SourceVATCode(text()), rate: decimal(), base: money(), vat: money())
            },
            totals: DocumentTotals(
                net: money(), vat: money(), gross: money(), prepaid: optional { $0.money() }, payable: optional { $0.money() }))
        document.dueDate = optional { $0.date() }
        document.delivery = optional { Delivery(gln: $0.text(), country: $0.text()) }
        document.dispatchCountry = optional { $0.text() }
        document.vatNumberUsed = optional { $0.text() }
        document.references.originalDocument = optional { DocumentNumber($0.text()) }
        document.customsValue = optional { $0.money() }
        document.description = text()
        document.ledgerLines = (0..<pick([0, 0, 2])).map { _ in ledgerLine() }
        return document
    }

    mutating func party() -> Party {
        var party = Party(key: PartyKey(.creditor, PartyCode(text())), sourceID: "1", name: text(), country: text())
        party.vatNumber = optional { $0.text() }
        party.chamberOfCommerce = optional { $0.text() }
        party.iban = optional { $0.text() }
        party.gln = optional { $0.text() }
        party.paymentTermDays = optional { Int($0.integer()) }
        party.creditLimit = optional { $0.money() }
        return party
    }
}
