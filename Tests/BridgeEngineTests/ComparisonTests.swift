import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import Testing

@Suite struct `Comparing the books with what was meant` {
    static func line(
        _ role: EntryLineRole, _ account: AccountCode, _ cents: Int64, book: Int64? = nil, _ code: VATCode? = nil,
        _ currency: Currency = .eur,
        centre: CostCentre? = nil
    ) -> EntryLine {
        EntryLine(
            role: role, account: account, amount: Money(minorUnits: cents, currency), bookAmount: Money(minorUnits: book ?? cents, .eur),
            vatCode: code, costCentre: centre, rule: "rule")
    }

    static func entry(_ lines: [EntryLine], _ currency: Currency = .eur, kind: DocumentKind = .salesInvoice) -> Entry {
        Entry(
            document: DocumentKey("NL01", kind, "1"), documentVersion: 1, mappingVersion: 1, daybook: "70", date: TestBridge.day,
            period: TestBridge.november, invoiceDate: TestBridge.day, dueDate: nil, currency: currency, bookCurrency: .eur,
            exchangeRate: .one, party: PartyKey(.debtor, "C0412"), partyNumber: "C0412", paymentCondition: nil, description: "",
            reference: "F-1", paymentReference: nil, originalReferences: [], lines: lines)
    }

    static let meant = entry([
        line(.party, "1300", 34_437), line(.amount, "8000", -25_000, "V9", centre: "FL"), line(.amount, "8020", -5_940, "V21"),
        line(.vat, "1510", -2_250, "V9"), line(.vat, "1500", -1_247, "V21"),
    ])

    static func booked(_ entry: Entry = meant, _ change: (inout BookedEntry) -> Void = { _ in }) -> BookedEntry {
        var booked = BookedEntry(
            id: "entry-1", number: "26700001", reference: entry.reference, daybook: entry.daybook, date: entry.date, period: entry.period,
            relation: "relation-1",
            lines: entry.lines.map {
                BookedLine(
                    account: $0.account, amount: $0.amount, bookAmount: $0.bookAmount, vatCode: $0.vatCode, costCentre: $0.costCentre,
                    costUnit: $0.costUnit, isParty: $0.role == .party)
            })
        change(&booked)
        return booked
    }

    static let dollar = Currency(code: "USD") ?? .eur
    static let comparison = BookedComparison(entry: meant, relation: "relation-1")

    @Test func `agrees with itself, also when the target joins, splits or adds empty lines`() {
        #expect(Self.comparison.problems(Self.booked()).isEmpty)
        let split = Self.booked { entry in
            entry.lines[1].amount = Money(minorUnits: -10_000, .eur)
            entry.lines[1].bookAmount = Money(minorUnits: -10_000, .eur)
            var rest = entry.lines[1]
            rest.amount = Money(minorUnits: -15_000, .eur)
            rest.bookAmount = Money(minorUnits: -15_000, .eur)
            entry.lines.append(rest)
            entry.lines.append(BookedLine(account: "9999", amount: .zero(.eur), bookAmount: .zero(.eur), vatCode: nil, isParty: false))
            entry.lines.reverse()
        }
        #expect(Self.comparison.problems(split).isEmpty)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var field: String
        var edit: @Sendable (inout BookedEntry) -> Void
        var testDescription: String { field }
    }

    @Test(arguments: [
        Change(field: "daybook") { $0.daybook = "71" }, Change(field: "date") { $0.date = $0.date.adding(days: 1) },
        Change(field: "period") { $0.period = Period(year: 2026, number: 12) }, Change(field: "party") { $0.relation = "relation-2" },
        Change(field: "party") { $0.relation = nil },
    ]) func `names each field of the head that differs`(_ change: Change) {
        #expect(Self.comparison.problems(Self.booked { change.edit(&$0) }).map(\.place.field) == [change.field])
    }

    @Test(arguments: [
        Change(field: "account") { $0.lines[2].account = "8021" }, Change(field: "VAT code") { $0.lines[2].vatCode = "V9" },
        Change(field: "no VAT code") { $0.lines[2].vatCode = nil }, Change(field: "cost centre") { $0.lines[1].costCentre = nil },
        Change(field: "cost unit") { $0.lines[1].costUnit = "U" },
        Change(field: "a cent") { $0.lines[3].amount += Money(minorUnits: 1, .eur) },
        Change(field: "a cent in the books only") { $0.lines[3].bookAmount += Money(minorUnits: 1, .eur) },
        Change(field: "a line missing") { $0.lines.removeLast() },
        Change(field: "sub-ledger") { $0.lines[0].isParty = false },
        Change(field: "signs turned") { entry in
            for place in entry.lines.indices { entry.lines[place].amount = -entry.lines[place].amount }
        },
        Change(field: "twice") { $0.lines += $0.lines },
    ]) func `finds each difference in the lines, to the cent`(_ change: Change) {
        let problems = Self.comparison.problems(Self.booked { change.edit(&$0) })
        #expect(!problems.isEmpty && problems.allSatisfy { $0.code == .bookedDiffers && $0.expected != nil })
    }

    @Test func `another currency is one difference, not one per line`() {
        let booked = Self.booked { entry in
            for place in entry.lines.indices {
                entry.lines[place].amount = Money(minorUnits: entry.lines[place].amount.minorUnits, Self.dollar)
            }
        }
        #expect(Self.comparison.problems(booked).map(\.place.field) == ["currency"])
    }

    @Test func `a VAT code on the party's line says nothing`() {
        #expect(Self.comparison.problems(Self.booked { $0.lines[0].vatCode = "V9" }).isEmpty)
    }

    /// Reference exact-online §6.2: the target converts each line by itself and rounds it once.
    @Test(arguments: [(Int64(0), true), (3, true), (-3, true), (4, false), (-4, false)])
    func `in a foreign currency the books may differ by a cent per line, the invoice by none`(_ cents: Int64, _ agrees: Bool) {
        let entry = Self.entry(
            [
                Self.line(.party, "1300", 10_000, book: 9_260, nil, Self.dollar),
                Self.line(.amount, "8200", -10_000, book: -9_260, "V0", Self.dollar),
            ], Self.dollar
        )
        let comparison = BookedComparison(entry: entry, relation: "relation-1")
        let converted = Self.booked(entry) { $0.lines[1].bookAmount += Money(minorUnits: cents, .eur) }
        #expect(comparison.problems(converted).isEmpty == agrees)
        let invoiced = Self.booked(entry) { $0.lines[1].amount += Money(minorUnits: 1, Self.dollar) }
        #expect(!comparison.problems(invoiced).isEmpty)
    }

    @Test func `one entry that agrees is ours; anything else under our reference is a stranger`() {
        #expect(Self.comparison.finding([]) == .nothing)
        #expect(Self.comparison.finding([Self.booked()]) == .ours(Self.booked()))
        let other = Self.booked { $0.lines[0].amount += Money(minorUnits: 1, .eur) }
        guard case .stranger(_, let problems) = Self.comparison.finding([other]) else {
            Issue.record("a stranger was adopted")
            return
        }
        #expect(problems.map(\.code) == [.foreignEntry, .bookedDiffers])
        guard case .stranger(let both, let several) = Self.comparison.finding([Self.booked(), other]) else {
            Issue.record("one of two was adopted")
            return
        }
        #expect(both.count == 2 && several.map(\.code) == [.foreignEntry])
    }
}

@Suite struct `Control totals` {
    typealias Books = `Comparing the books with what was meant`

    @Test func `sum an invoice per VAT code as revenue, its credit note as less revenue`() {
        let totals = ControlTotals.totals(of: Books.meant)
        #expect(totals.map(\.vatCode) == ["V21", "V9"])
        #expect(totals.map(\.net.minorUnits) == [5_940, 25_000] && totals.map(\.vat.minorUnits) == [1_247, 2_250])
        let credit = Books.entry(
            Books.meant.lines.map { Books.line($0.role, $0.account, -$0.amount.minorUnits, $0.vatCode) }, kind: .creditNote)
        #expect(ControlTotals.totals(of: credit).map(\.net.minorUnits) == [-5_940, -25_000])
    }

    @Test func `sum a purchase as cost and VAT to claim; self-assessed VAT cancels out`() {
        let acquisition = Books.entry(
            [
                Books.line(.amount, "7000", 150_000, "I4B"), Books.line(.vat, "1560", 13_500, "I4B"),
                Books.line(.vat, "1540", -13_500, "I4B"),
                Books.line(.party, "1600", -150_000),
            ], kind: .purchaseInvoice)
        let totals = ControlTotals.totals(of: acquisition)
        #expect(totals.map(\.net.minorUnits) == [150_000] && totals.map(\.vat.minorUnits) == [0])
    }

    @Test func `sum a ledger posting by its debits`() {
        let posting = Books.entry([Books.line(.amount, "4000", 7_500), Books.line(.amount, "1100", -7_500)], kind: .ledgerPosting)
        #expect(ControlTotals.totals(of: posting).map(\.net.minorUnits) == [7_500])
    }

    @Test func `amounts outside any VAT code have a row of their own`() {
        let deposit = Books.entry([Books.line(.party, "1300", 3_000), Books.line(.amount, "1700", -3_000)])
        let totals = ControlTotals.totals(of: deposit)
        #expect(totals.map(\.vatCode) == [nil] && totals.map(\.net.minorUnits) == [3_000])
    }
}
