import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

@testable import ExactConnector

/// An entry and the message it becomes, readable for a bookkeeper who knows the service.
struct PostingRow: Sendable, CustomTestStringConvertible {
    var name: String
    var entry: Entry
    var endpoint = "salesentry/SalesEntries"
    var json: String
    var testDescription: String { name }

    static let usd = Currency(code: "USD") ?? .eur

    static let rows = [
        PostingRow(
            name: "domestic with one rate",
            entry: Samples.entry(lines: [
                Samples.line(.party, "1300", "152.60"), Samples.line(.amount, "8000", "-140.00", "9", description: "Snijbloemen 9%"),
                Samples.line(.vat, "1510", "-12.60", "9"),
            ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00",\
                "DueDate":"2026-12-02T00:00:00","Currency":"EUR","YourRef":"FP-2026-104233","Description":"Factuur 2026-104233",\
                "PaymentReference":"2026104233","PaymentCondition":"30","ReportingYear":2026,"ReportingPeriod":11,"SalesEntryLines":[\
                {"GLAccount":"gl-8000","AmountFC":140.00,"VATCode":"9","VATAmountFC":12.60,"Description":"Snijbloemen 9%"}]}
                """),
        PostingRow(
            name: "mixed rates, printed VAT shared over the lines of its code, a discount, cost centre and unit",
            entry: Samples.entry(lines: [
                Samples.line(.party, "1300", "369.86"),
                Samples.line(.amount, "8000", "-100.00", "9", costCentre: "AAL", costUnit: "ROS"),
                Samples.line(.amount, "8010", "-50.00", "9"), Samples.line(.amount, "8000", "10.00", "9"),
                Samples.line(.amount, "8020", "-180.00", "21"), Samples.line(.vat, "1510", "-12.61", "9"),
                Samples.line(.vat, "1500", "-37.25", "21"),
            ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00",\
                "DueDate":"2026-12-02T00:00:00","Currency":"EUR","YourRef":"FP-2026-104233","Description":"Factuur 2026-104233",\
                "PaymentReference":"2026104233","PaymentCondition":"30","ReportingYear":2026,"ReportingPeriod":11,"SalesEntryLines":[\
                {"GLAccount":"gl-8000","AmountFC":100.00,"VATCode":"9","VATAmountFC":9.01,"CostCenter":"AAL","CostUnit":"ROS"},\
                {"GLAccount":"gl-8010","AmountFC":50.00,"VATCode":"9","VATAmountFC":4.50},\
                {"GLAccount":"gl-8000","AmountFC":-10.00,"VATCode":"9","VATAmountFC":-0.90},\
                {"GLAccount":"gl-8020","AmountFC":180.00,"VATCode":"21","VATAmountFC":37.25}]}
                """),
        PostingRow(
            name: "packaging deposit without VAT",
            entry: Samples.entry(
                due: nil, condition: nil, payment: nil,
                lines: [
                    Samples.line(.party, "1300", "248.00"), Samples.line(.amount, "8000", "-200.00", "9"),
                    Samples.line(.amount, "1700", "-30.00", "N"), Samples.line(.vat, "1510", "-18.00", "9"),
                ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00","Currency":"EUR",\
                "YourRef":"FP-2026-104233","Description":"Factuur 2026-104233","ReportingYear":2026,"ReportingPeriod":11,\
                "SalesEntryLines":[{"GLAccount":"gl-8000","AmountFC":200.00,"VATCode":"9","VATAmountFC":18.00},\
                {"GLAccount":"gl-1700","AmountFC":30.00,"VATCode":"N"}]}
                """),
        PostingRow(
            name: "credit note, negative and naming its original",
            entry: Samples.entry(
                .creditNote, description: "Creditnota C-17", reference: "FP-C-17", originals: ["FP-2026-104233"],
                lines: [
                    Samples.line(.party, "1300", "-45.78"), Samples.line(.amount, "8000", "42.00", "9"),
                    Samples.line(.vat, "1510", "3.78", "9"),
                ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00",\
                "DueDate":"2026-12-02T00:00:00","Currency":"EUR","YourRef":"FP-C-17",\
                "Description":"Credit FP-2026-104233: Creditnota C-17","PaymentReference":"2026104233","PaymentCondition":"30",\
                "ReportingYear":2026,"ReportingPeriod":11,"SalesEntryLines":[\
                {"GLAccount":"gl-8000","AmountFC":-42.00,"VATCode":"9","VATAmountFC":-3.78}]}
                """),
        PostingRow(
            name: "export in dollars, rate turned round",
            entry: Samples.entry(
                currency: usd, rate: "1.0800",
                lines: [
                    Samples.line(.party, "1300", "10800.00", currency: usd, book: "10000.00"),
                    Samples.line(.amount, "8200", "-10800.00", "0", currency: usd, book: "-10000.00"),
                ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00",\
                "DueDate":"2026-12-02T00:00:00","Currency":"USD","Rate":0.925925925926,"YourRef":"FP-2026-104233",\
                "Description":"Factuur 2026-104233","PaymentReference":"2026104233","PaymentCondition":"30","ReportingYear":2026,\
                "ReportingPeriod":11,"SalesEntryLines":[{"GLAccount":"gl-8200","AmountFC":10800.00,"VATCode":"0"}]}
                """),
        PostingRow(
            name: "a late invoice in the first open period keeps its date",
            entry: Samples.entry(
                date: "2026-08-31", due: nil, period: Period(year: 2026, number: 10), condition: nil, payment: nil,
                lines: [Samples.line(.party, "1300", "100.00"), Samples.line(.amount, "8100", "-100.00", "ICP")]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-08-31T00:00:00","Currency":"EUR",\
                "YourRef":"FP-2026-104233","Description":"Factuur 2026-104233","ReportingYear":2026,"ReportingPeriod":10,\
                "SalesEntryLines":[{"GLAccount":"gl-8100","AmountFC":100.00,"VATCode":"ICP"}]}
                """),
        PostingRow(
            name: "a code of the including type reads the amount with VAT; a charged code carries none on a sale",
            entry: Samples.entry(
                due: nil, condition: nil, payment: nil,
                lines: [
                    Samples.line(.party, "1300", "171.00"), Samples.line(.amount, "8020", "-100.00", "I21"),
                    Samples.line(.amount, "8010", "-50.00", "VL"), Samples.line(.vat, "1500", "-21.00", "I21"),
                ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00","Currency":"EUR",\
                "YourRef":"FP-2026-104233","Description":"Factuur 2026-104233","ReportingYear":2026,"ReportingPeriod":11,\
                "SalesEntryLines":[{"GLAccount":"gl-8020","AmountFC":121.00,"VATCode":"I21","VATAmountFC":21.00},\
                {"GLAccount":"gl-8010","AmountFC":50.00,"VATCode":"VL"}]}
                """),
        PostingRow(
            name: "a line too small for VAT says so, since the service would compute it",
            entry: Samples.entry(
                due: nil, condition: nil, payment: nil,
                lines: [
                    Samples.line(.party, "1300", "0.05"), Samples.line(.amount, "8000", "-0.05", "9"),
                    Samples.line(.rounding, "4990", "0.00", "N"),
                ]),
            json: """
                {"Journal":"70","Customer":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00","Currency":"EUR",\
                "YourRef":"FP-2026-104233","Description":"Factuur 2026-104233","ReportingYear":2026,"ReportingPeriod":11,\
                "SalesEntryLines":[{"GLAccount":"gl-8000","AmountFC":0.05,"VATCode":"9","VATAmountFC":0.00},\
                {"GLAccount":"gl-4990","AmountFC":0.00,"VATCode":"N"}]}
                """),
        PostingRow(
            name: "purchase with VAT",
            entry: Samples.entry(
                .purchaseInvoice, daybook: "60", due: nil, condition: nil, payment: nil,
                lines: [
                    Samples.line(.party, "1600", "-2180.00"), Samples.line(.amount, "7000", "2000.00", "9"),
                    Samples.line(.vat, "1560", "180.00", "9"),
                ]), endpoint: "purchaseentry/PurchaseEntries",
            json: """
                {"Journal":"60","Supplier":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00","Currency":"EUR",\
                "YourRef":"FP-2026-104233","Description":"Factuur 2026-104233","ReportingYear":2026,"ReportingPeriod":11,\
                "PurchaseEntryLines":[{"GLAccount":"gl-7000","AmountFC":2000.00,"VATCode":"9","VATAmountFC":180.00}]}
                """),
        PostingRow(
            name: "acquisition credit: VAT that is both payable and claimable goes once, with the sign of its base",
            entry: Samples.entry(
                .purchaseCreditNote, daybook: "60", due: nil, condition: nil, payment: nil,
                lines: [
                    Samples.line(.party, "1600", "1500.00"), Samples.line(.amount, "7000", "-1500.00", "4B"),
                    Samples.line(.vat, "1560", "-135.00", "4B"), Samples.line(.vat, "1540", "135.00", "4B"),
                ]), endpoint: "purchaseentry/PurchaseEntries",
            json: """
                {"Journal":"60","Supplier":"1d9f3c52-9f0e-4f7e-8a3e-7e3c6c1d0a11","EntryDate":"2026-11-18T00:00:00","Currency":"EUR",\
                "YourRef":"FP-2026-104233","Description":"Factuur 2026-104233","ReportingYear":2026,"ReportingPeriod":11,\
                "PurchaseEntryLines":[{"GLAccount":"gl-7000","AmountFC":-1500.00,"VATCode":"4B","VATAmountFC":-135.00}]}
                """),
        PostingRow(
            name: "ledger posting, reference first in each description",
            entry: Samples.entry(
                .ledgerPosting, daybook: "91", due: nil, condition: nil, reference: "FP-M-3", payment: nil,
                lines: [
                    Samples.line(.amount, "1700", "250.00", description: "Fust", costCentre: "AAL"),
                    Samples.line(.amount, "8010", "-250.00"),
                ]), endpoint: "generaljournalentry/GeneralJournalEntries",
            json: """
                {"JournalCode":"91","Currency":"EUR","FinancialYear":2026,"FinancialPeriod":11,"GeneralJournalEntryLines":[\
                {"Date":"2026-11-18T00:00:00","GLAccount":"gl-1700","AmountFC":250.00,"Description":"FP-M-3 Fust","CostCenter":"AAL"},\
                {"Date":"2026-11-18T00:00:00","GLAccount":"gl-8010","AmountFC":-250.00,"Description":"FP-M-3"}]}
                """),
    ]
}

@Suite struct `Entries as messages` {
    @Test(arguments: PostingRow.rows)
    func `an entry becomes this message`(row: PostingRow) throws {
        let posting = try ExactPosting(Samples.order(row.entry), with: Samples.master())
        #expect(posting.endpoint == row.endpoint)
        #expect(posting.body.description == row.json)
    }

    @Test(arguments: PostingRow.rows.filter { !$0.endpoint.hasPrefix("general") })
    func `the message adds up to the entry`(row: PostingRow) throws {
        let posting = try ExactPosting(Samples.order(row.entry), with: Samples.master())
        let lines = try #require(posting.body["SalesEntryLines"]?.array ?? posting.body["PurchaseEntryLines"]?.array)
        func total(_ field: String) throws -> Money {
            try lines.map { line in
                guard let value = line[field] else { return .zero(row.entry.currency) }
                return try #require(ExactValue.money(value, row.entry.currency))
            }.total(row.entry.currency)
        }
        let included = try lines.filter { $0["VATCode"]?.string == "I21" }.map { line in
            try #require(ExactValue.money(line["VATAmountFC"], row.entry.currency))
        }.total(row.entry.currency)
        let totals = row.entry.totals
        #expect(try total("AmountFC") - included == totals.net)
        if !row.name.hasPrefix("acquisition") { #expect(try total("VATAmountFC") == totals.vat) }
    }

    /// What the books would refuse, found without a call: where, and why.
    @Test(arguments: [
        ("account unknown", ["8000": "8999"], ProblemCode.targetCodeUnknown, "account"),
        ("daybook unknown", ["70": "75"], .targetCodeUnknown, "journal"),
        ("daybook of another kind", ["70": "60"], .targetNotAllowed, "journal"),
        ("VAT code unknown", ["VAT": "99"], .targetCodeUnknown, "vat_code"),
        ("VAT code for purchases only", ["VAT": "4B"], .targetNotAllowed, "vat_code"),
        ("VAT on a code without VAT", ["VAT": "N"], .targetNotAllowed, "lines.vat_code"),
        ("no VAT code where the account gives one", ["VAT": ""], .vatUnmapped, "vat_code"),
        ("payment condition unknown", ["condition": "99"], .targetCodeUnknown, "payment_term_code"),
        ("period closed", ["period": "2026-09"], .periodClosed, "period"),
        ("period unknown", ["period": "2027-01"], .periodUnknown, "period"),
        ("reference too long", ["reference": "FP-2026-104233-0000000000000000000"], .referenceTooLong, "reference"),
        ("cost centre unknown", ["costCentre": "XXX"], .targetCodeUnknown, "cost_centre"),
        ("cost unit unknown", ["costUnit": "XXX"], .targetCodeUnknown, "cost_unit"),
    ])
    func `what the books would surely refuse costs no call`(name: String, change: [String: String], code: ProblemCode, field: String) async
    {
        let vat: VATCode? = change["VAT"].map { VATCode($0) } ?? "9"
        let entry = Samples.entry(
            daybook: DaybookCode(change["70"] ?? "70"), period: Period(change["period"] ?? "2026-11") ?? Period(year: 2026, number: 11),
            condition: change["condition"] ?? "30", reference: EntryReference(change["reference"] ?? "FP-1"),
            lines: [
                Samples.line(.party, "1300", "109.00"),
                Samples.line(
                    .amount, AccountCode(change["8000"] ?? "8000"), "-100.00", vat?.text == "" ? nil : vat, number: 1,
                    costCentre: change["costCentre"].map { CostCentre($0) }, costUnit: change["costUnit"].map { CostUnit($0) }),
                Samples.line(.vat, "1510", "-9.00", vat?.text == "" ? "9" : vat),
            ])
        let bench = Bench()
        let failed = await bench.failure { _ = try await bench.connector.post(Samples.order(entry), with: Samples.master()) }
        #expect(failed?.code == .rejected)
        #expect(failed?.problems.contains { $0.code == code && $0.place.field == field } == true, "\(failed?.problems ?? [])")
        #expect(bench.transport.requests.isEmpty)
    }

    @Test func `all problems are shown at once`() {
        let entry = Samples.entry(
            daybook: "99", condition: "x",
            lines: [
                Samples.line(.party, "1300", "100.00"), Samples.line(.amount, "1", "-60.00", "x"),
                Samples.line(.amount, "2", "-40.00", "y"),
            ])
        let error = #expect(throws: ConnectorError.self) { try ExactPosting(Samples.order(entry), with: Samples.master()) }
        #expect(error?.problems.count == 6)
    }

    @Test func `a blocked code is refused`() {
        var master = Samples.master()
        master.accounts = master.accounts.map { account in
            var account = account
            account.blocked = account.code == "8000"
            return account
        }
        let error = #expect(throws: ConnectorError.self) { try ExactPosting(Samples.order(PostingRow.rows[0].entry), with: master) }
        #expect(error?.problems.map(\.code) == [.targetCodeBlocked])
    }

    @Test func `foreign currency needs a daybook that allows it`() {
        let usd = PostingRow.usd
        let entry = Samples.entry(
            daybook: "71", currency: usd, rate: "1.08",
            lines: [
                Samples.line(.party, "1300", "108.00", currency: usd, book: "100.00"),
                Samples.line(.amount, "8200", "-108.00", "0", currency: usd, book: "-100.00"),
            ])
        let error = #expect(throws: ConnectorError.self) { try ExactPosting(Samples.order(entry), with: Samples.master()) }
        #expect(error?.problems.map(\.place.field) == ["currency", "exchange_rate"])
    }

    @Test func `an invoice without its relation is refused`() {
        var order = Samples.order(PostingRow.rows[0].entry)
        order.relation = nil
        let error = #expect(throws: ConnectorError.self) { try ExactPosting(order, with: Samples.master()) }
        #expect(error?.problems.map(\.code) == [.partyUnknown])
    }

    @Test func `VAT without a line it is of is refused, with and without a code`() {
        for code in [VATCode("21"), nil] {
            let entry = Samples.entry(lines: [
                Samples.line(.party, "1300", "121.00"), Samples.line(.amount, "8010", "-100.00"),
                Samples.line(.vat, "1500", "-21.00", code),
            ])
            let error = #expect(throws: ConnectorError.self) { try ExactPosting(Samples.order(entry), with: Samples.master()) }
            #expect(error?.problems.map(\.code) == [.vatUnmapped])
        }
    }

    @Test func `VAT of lines that cancel goes to the largest`() throws {
        let entry = Samples.entry(lines: [
            Samples.line(.party, "1300", "0.01"), Samples.line(.amount, "8010", "-100.00", "9"),
            Samples.line(.amount, "8010", "100.00", "9"),
            Samples.line(.vat, "1510", "-0.01", "9"),
        ])
        let posting = try ExactPosting(Samples.order(entry), with: Samples.master())
        #expect(posting.body["SalesEntryLines"]?.array?.map { $0["VATAmountFC"]?.description } == ["0.01", "0.00"])
    }

    @Test(arguments: [
        ("Creditnota C-17", ["FP-1", "FP-2"], "Credit FP-1, FP-2: Creditnota C-17"), ("Credit op FP-1", ["FP-1"], "Credit op FP-1"),
        ("", ["FP-1"], "Credit FP-1"), ("Creditnota", [], "Creditnota"),
        (String(repeating: "x", count: 70), ["FP-1"], "Credit FP-1: " + String(repeating: "x", count: 46) + "…"),
    ])
    func `a credit note's description shows its originals within the length`(text: String, originals: [String], expected: String) {
        let entry = Samples.entry(
            .creditNote, description: text, originals: originals.map { EntryReference($0) },
            lines: [Samples.line(.party, "1300", "-1.00"), Samples.line(.amount, "8010", "1.00", "N")])
        #expect(ExactText.description(entry) == expected)
        #expect(expected.count <= ExactText.descriptionMax)
    }

    @Test func `an accepted entry is known by its identifier and number`() async throws {
        let bench = Bench(.json(#"{"d":{"EntryID":"9a40","EntryNumber":24700001,"AmountFC":1132.5}}"#, status: 201))
        let posted = try await bench.connector.post(Samples.order(PostingRow.rows[0].entry), with: Samples.master())
        #expect(posted == PostedEntry(id: "9a40", number: "24700001"))
        let request = bench.transport.requests[0]
        #expect(request.method == .post)
        #expect(request.target == "/api/v1/3456789/salesentry/SalesEntries")
        #expect(request.fields["Content-Type"] == "application/json")
        #expect(request.fields["Prefer"] == "return=representation")
        #expect(String(decoding: request.body, as: UTF8.self) == PostingRow.rows[0].json)
    }

    @Test func `an acceptance that names no entry is looked up`() async {
        let bench = Bench(.json(#"{"d":{"EntryNumber":24700001}}"#, status: 201))
        let failed = await bench.failure {
            _ = try await bench.connector.post(Samples.order(PostingRow.rows[0].entry), with: Samples.master())
        }
        #expect(failed?.code == .outcomeUnknown)
    }
}
