import BridgeConnector
import BridgeDomain

@testable import ExactConnector

/// The books of a small exporter, and entries made for them.
enum Samples {
    static let customer = TargetID("1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11")

    static func account(_ code: String, type: String = "110", vat: String? = nil) -> MasterCode {
        MasterCode(code: code, id: TargetID("gl-\(code)"), name: "Account \(code)", type: type, more: vat.map { ["VATCode": $0] } ?? [:])
    }

    static func vat(_ code: String, _ type: String, _ percentage: String, charged: Bool = false, side: String = "B") -> MasterCode {
        MasterCode(
            code: code, id: TargetID("vat-\(code)"), name: "VAT \(code)", type: type,
            more: ["Percentage": percentage, "Charged": String(charged), "VATTransactionType": side])
    }

    static func daybook(_ code: String, _ type: String, foreign: Bool = true, vat: Bool = true) -> MasterCode {
        MasterCode(
            code: code, id: TargetID("j-\(code)"), name: "Daybook \(code)", type: type,
            more: [
                "AllowVariableCurrency": String(foreign), "AllowVariableExchangeRate": String(foreign), "AllowVAT": String(vat),
                "GLAccountCode": type == "22" ? "1600" : "1300",
            ])
    }

    static func master() -> MasterData {
        MasterData(
            administrationName: "Flora Export B.V.", currency: .eur,
            accounts: [
                account("1300", type: "20"), account("1600", type: "22"), account("1500", type: "24"), account("1510", type: "24"),
                account("1540", type: "24"), account("1560", type: "24"), account("1700", type: "60"), account("4990", type: "121"),
                account("7000", type: "111"), account("8000", vat: "9"), account("8010"), account("8020"), account("8100"), account("8200"),
            ],
            vatCodes: [
                vat("9", "E", "0.09"), vat("21", "E", "0.21"), vat("0", "B", "0"), vat("N", "N", "0"), vat("I21", "I", "0.21"),
                vat("ICP", "E", "0"), vat("VL", "E", "0.21", charged: true), vat("4B", "E", "0.09", charged: true, side: "P"),
            ],
            daybooks: [
                daybook("70", "20"), daybook("60", "22"), daybook("90", "90"), daybook("20", "12"), daybook("71", "20", foreign: false),
                daybook("91", "90", vat: false),
            ],
            paymentConditions: [MasterCode(code: "30", id: "pc-30", name: "30 days")],
            costCentres: [MasterCode(code: "AAL", id: "cc-aal", name: "Aalsmeer")],
            costUnits: [MasterCode(code: "ROS", id: "cu-ros", name: "Roses")], periods: periods(), readAt: Timestamp(milliseconds: 0))
    }

    static func periods() -> [MasterPeriod] {
        (1...12).map { month in
            let from = CalendarDate(year: 2026, month: month, day: 1) ?? CalendarDate(daysSinceEpoch: 0)
            return MasterPeriod(
                period: Period(year: 2026, number: month), from: from, to: from.endOfMonth(), closedFor: month == 9 ? ["70"] : [])
        }
    }

    static func money(_ text: String, _ currency: Currency = .eur) -> Money { Money(text, currency) ?? .zero(currency) }

    /// One line of an entry: role, account, amount, VAT code.
    static func line(
        _ role: EntryLineRole, _ account: AccountCode, _ amount: String, _ vatCode: VATCode? = nil, currency: Currency = .eur,
        book: String? = nil, number: Int = 0, description: String = "", costCentre: CostCentre? = nil, costUnit: CostUnit? = nil
    ) -> EntryLine {
        EntryLine(
            role: role, account: account, amount: money(amount, currency), bookAmount: money(book ?? amount, .eur), vatCode: vatCode,
            costCentre: costCentre, costUnit: costUnit, description: description, sourceLines: number > 0 ? [number] : [], rule: "test")
    }

    static func entry(
        _ kind: DocumentKind = .salesInvoice, number: String = "2026-104233", daybook: DaybookCode = "70", date: String = "2026-11-18",
        due: String? = "2026-12-02", period: Period = Period(year: 2026, number: 11), currency: Currency = .eur, rate: String = "1",
        condition: String? = "30", description: String = "Factuur 2026-104233", reference: EntryReference = "FP-2026-104233",
        payment: String? = "2026104233", originals: [EntryReference] = [], lines: [EntryLine]
    ) -> Entry {
        let date = CalendarDate(date) ?? CalendarDate(daysSinceEpoch: 0)
        let party: PartyKey? = kind == .ledgerPosting ? nil : PartyKey(kind.isSale ? .debtor : .creditor, "C0412")
        return Entry(
            document: DocumentKey("NL01", kind, DocumentNumber(number)), documentVersion: 1, mappingVersion: 1, daybook: daybook,
            date: date,
            period: period, invoiceDate: date, dueDate: due.flatMap { CalendarDate($0) }, currency: currency, bookCurrency: .eur,
            exchangeRate: ExactDecimal(rate) ?? .one, party: party, partyNumber: party == nil ? nil : "10042", paymentCondition: condition,
            description: description, reference: reference, paymentReference: payment, originalReferences: originals, lines: lines)
    }

    static func order(_ entry: Entry) -> PostingOrder {
        PostingOrder(entry: entry, relation: entry.party == nil ? nil : customer, originals: [])
    }
}

extension Entry {
    /// The same entry with something else in it.
    func copy(daybook: DaybookCode? = nil, condition: String?? = nil, lines: [EntryLine]? = nil) -> Entry {
        Entry(
            document: document, documentVersion: documentVersion, mappingVersion: mappingVersion, daybook: daybook ?? self.daybook,
            date: date,
            period: period, invoiceDate: invoiceDate, dueDate: dueDate, currency: currency, bookCurrency: bookCurrency,
            exchangeRate: exchangeRate, party: party, partyNumber: partyNumber, paymentCondition: condition ?? paymentCondition,
            description: description, reference: reference, paymentReference: paymentReference, originalReferences: originalReferences,
            lines: lines ?? self.lines)
    }
}
