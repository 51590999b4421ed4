import Testing

@testable import BridgeDomain

/// The scenarios of the finance reference §15 as source documents: all pass, and where someone should look, it is said.
struct DocumentScenarioTests {
    static let scenarios: [(name: String, document: Document, remarks: [ProblemCode])] = domestic + abroad + credits + purchases

    static let domestic: [(name: String, document: Document, remarks: [ProblemCode])] = [
        ("S01", document(), []),
        ("S02", document(lines: ["product 420.00 L 9", "product 90.00 L 9"], vat: ["L 9 510.00 45.90"]), []),
        ("S03", document(lines: ["product 250.00 L 9", "product 59.40 H 21"], vat: ["L 9 250.00 22.50", "H 21 59.40 12.47"]), []),
        (
            "S04 spread transport",
            document(
                lines: ["product 250.00 L 9", "product 59.40 H 21", "transport 30.00 - -"], vat: ["L 9 274.24 24.68", "H 21 65.16 13.68"]),
            []
        ),
        ("S05", document(lines: ["product 300.00 L 9", "transport 25.00 L 9"], vat: ["L 9 325.00 29.25"]), []),
        ("S06", document(lines: ["product 800.00 L 9", "product 200.00 L 9", "discount -30.00 L 9"], vat: ["L 9 970.00 87.30"]), []),
        (
            "S07 line discount",
            document(lines: ["product 134.12 L 9"], vat: ["L 9 134.12 12.07"]) {
                $0.lines[0].quantity = 500
                $0.lines[0].unitPrice = decimal("0.29")
                $0.lines[0].discountPercent = decimal("7.5")
            }, []
        ),
        ("S08a", document(lines: ["product 1000.00 L 9", "surcharge 20.00 L 9"], vat: ["L 9 1020.00 91.80"]), []),
        (
            "S09 deposit outside VAT",
            document(lines: ["product 200.00 L 9", "packaging_deposit 30.00 X 0"], vat: ["L 9 200.00 18.00", "X 0 30.00 0.00"]), []
        ),
        (
            "S09 deposit left out of the summary",
            document(lines: ["product 200.00 L 9", "packaging_deposit 30.00 X 0"], vat: ["L 9 200.00 18.00"]), []
        ),
        (
            "S11 taxed deposit",
            document(lines: ["product 200.00 L 9", "packaging_deposit 30.00 H 21"], vat: ["L 9 200.00 18.00", "H 21 30.00 6.30"]), []
        ),
        ("S12", document(lines: ["product 200.00 L 9", "packaging_sale 4.60 L 9"], vat: ["L 9 204.60 18.41"]), []),
        ("S13", document(lines: ["packaging_rental 102.00 H 21"], vat: ["H 21 102.00 21.42"]), []),
        (
            "S20 in dollars",
            document(lines: ["product 1000.00 L 9"], vat: ["L 9 1000.00 90.00"], currency: currency("USD"), rate: "1.0850"), []
        ),
        (
            "S22 reverse charge",
            document(
                lines: ["product 1000.00 V 0"], vat: ["V 0 1000.00 0.00"], treatment: .reverseCharge, vatNumber: "NL004495445B01"), []
        ),
        ("S26a tie", document(lines: ["product 1.50 L 9"], vat: ["L 9 1.50 0.14"]), []),
        (
            "S28a ten lines", document(lines: Array(repeating: "product 0.50 L 9", count: 10), vat: ["L 9 5.00 0.45"]), []
        ),
        (
            "S28b VAT rounded per line", document(lines: Array(repeating: "product 0.50 L 9", count: 10), vat: ["L 9 5.00 0.50"]),
            [.vatOutsideTolerance]
        ),
        (
            "S29 four-decimal price",
            document(lines: ["product 257.81 L 9"], vat: ["L 9 257.81 23.20"]) {
                $0.lines[0].quantity = 1375
                $0.lines[0].unitPrice = decimal("0.1875")
            }, []
        ),
        ("S30", document(lines: ["product 50.50 L 9"], vat: ["L 9 50.50 4.55"]), []),
        (
            "S34a advance before supply",
            document(lines: ["advance 300.00 L 9"], vat: ["L 9 300.00 27.00"]) { $0.supplyDate = date("2026-12-20") }, []
        ),
        ("S34b", document(lines: ["product 1000.00 L 9", "advance -300.00 L 9"], vat: ["L 9 700.00 63.00"]), []),
        ("S35 zero invoice", document(lines: ["product 40.00 L 9", "discount -40.00 L 9"], vat: ["L 9 0.00 0.00"]), []),
    ]

    static let abroad: [(name: String, document: Document, remarks: [ProblemCode])] = [
        (
            "S14",
            document(
                lines: ["product 4250.00 I 0", "transport 150.00 I 0"], vat: ["I 0 4400.00 0.00"], treatment: .euSupply, deliverTo: "DE",
                vatNumber: "DE136695976"), []
        ),
        (
            "S15 with deposits",
            document(
                lines: ["product 1200.00 I 0", "packaging_deposit 375.00 X 0"], vat: ["I 0 1200.00 0.00", "X 0 375.00 0.00"],
                treatment: .euSupply, deliverTo: "BE", vatNumber: "BE0428759497"), []
        ),
        ("S16 Dutch VAT abroad", document(lines: ["product 500.00 L 9"], vat: ["L 9 500.00 45.00"], deliverTo: "DE"), []),
        (
            "S17 export", document(lines: ["product 6300.00 E 0"], vat: ["E 0 6300.00 0.00"], treatment: .export, deliverTo: "GB"), []
        ),
        (
            "S18a",
            document(
                lines: ["product 10800.00 E 0"], vat: ["E 0 10800.00 0.00"], currency: currency("USD"), rate: "1.0800", treatment: .export,
                deliverTo: "US"), []
        ),
        (
            "S19",
            document(
                lines: ["product 333.33 E 0", "product 333.33 E 0", "product 333.34 E 0"], vat: ["E 0 1000.00 0.00"],
                currency: currency("GBP"), rate: "0.8637", treatment: .export, deliverTo: "GB"), []
        ),
        (
            "S21 service",
            document(
                lines: ["service 250.00 S 0"], vat: ["S 0 250.00 0.00"], treatment: .euService, deliverTo: nil, vatNumber: "BE0697449992"),
            []
        ),
        ("S23 OSS", document(lines: ["product 50.00 D7 7"], vat: ["D7 7 50.00 3.50"], treatment: .oss, deliverTo: "DE"), []),
        (
            "goods to Northern Ireland, written GB",
            document(
                lines: ["product 100.00 I 0"], vat: ["I 0 100.00 0.00"], treatment: .euSupply, deliverTo: "GB", vatNumber: "XI980780684"),
            []
        ),
        (
            "goods to Northern Ireland, written XI",
            document(
                lines: ["product 100.00 I 0"], vat: ["I 0 100.00 0.00"], treatment: .euSupply, deliverTo: "XI", vatNumber: "XI980780684"),
            []
        ),
        (
            "mixed, each line with its own treatment",
            document(
                lines: ["product 100.00 L 9", "service 50.00 S 0"], vat: ["L 9 100.00 9.00", "S 0 50.00 0.00"], treatment: .mixed,
                deliverTo: "DE", vatNumber: "DE136695976"
            ) {
                $0.lines[0].vatTreatment = .domestic
                $0.lines[1].vatTreatment = .euService
            }, []
        ),
        (
            "a delivery of 2018 invoiced late, beside one of today",
            document(lines: ["product 100.00 L 6"], vat: ["L 6 100.00 6.00"]) { $0.supplyDate = date("2018-12-31") }, []
        ),
    ]

    static let credits: [(name: String, document: Document, remarks: [ProblemCode])] = [
        (
            "S10 deposit returned", document(.creditNote, lines: ["packaging_return 24.00 X 0"], vat: ["X 0 24.00 0.00"]), []
        ),
        ("S25", document(.creditNote, lines: ["product 42.00 L 9"], vat: ["L 9 42.00 3.78"]), []),
        ("S26b", document(.creditNote, lines: ["product 0.50 L 9"], vat: ["L 9 0.50 0.05"]), []),
        ("S26d capped", document(.creditNote, lines: ["product 0.50 L 9"], vat: ["L 9 0.50 0.04"]), []),
        (
            "S27",
            document(
                .creditNote, lines: ["product 200.00 I 0"], vat: ["I 0 200.00 0.00"], treatment: .euSupply, deliverTo: "DE",
                vatNumber: "DE136695976"), []
        ),
        (
            "a credit over several invoices",
            document(.creditNote) {
                $0.references.originalDocument = nil
                $0.references.collectiveOf = ["2026-1", "2026-2"]
            }, []
        ),
    ]

    static let purchases: [(name: String, document: Document, remarks: [ProblemCode])] = [
        ("P01", document(.purchaseInvoice, lines: ["product 2000.00 L 9"], vat: ["L 9 2000.00 180.00"]), []),
        (
            "P02 auction",
            document(
                .purchaseInvoice, lines: ["product 5000.00 L 9", "auction_fee 60.00 H 21", "packaging_deposit 150.00 X 0"],
                vat: ["L 9 5000.00 450.00", "H 21 60.00 12.60", "X 0 150.00 0.00"]), []
        ),
        (
            "P04 acquisition",
            document(.purchaseInvoice, lines: ["product 1500.00 B 9"], vat: ["B 9 1500.00 0.00"], treatment: .euAcquisition), []
        ),
        (
            "P05 import on the customs value",
            document(
                .purchaseInvoice, lines: ["product 4320.00 A 9"], vat: ["A 9 4320.00 0.00"], currency: currency("USD"), rate: "1.0800",
                treatment: .importArticle23
            ) { $0.customsValue = euro("4650.00") }, []
        ),
        (
            "P05 with the customs value as base",
            document(
                .purchaseInvoice, lines: ["product 4000.00 A 9"], vat: ["A 9 4650.00 0.00"], treatment: .importArticle23
            ) { $0.customsValue = euro("4650.00") }, []
        ),
        (
            "import without customs value",
            document(.purchaseInvoice, lines: ["product 4000.00 A 9"], vat: ["A 9 4000.00 0.00"], treatment: .importArticle23),
            [.fieldMissing]
        ),
        (
            "P06",
            document(.purchaseInvoice, lines: ["service 800.00 V 21"], vat: ["V 21 800.00 0.00"], treatment: .reverseCharge), []
        ),
        ("P07", document(.purchaseCreditNote, lines: ["product 120.00 L 9"], vat: ["L 9 120.00 10.80"]), []),
        ("P08", document(.purchaseCreditNote, lines: ["packaging_return 120.00 X 0"], vat: []), []),
        (
            "P09 auction statement", document(lines: ["product 3000.00 L 9", "discount -210.00 L 9"], vat: ["L 9 2790.00 251.10"]), []
        ),
        ("M08 ledger posting", ledgerPosting(["1300 45.78 0.00", "1300 0.00 45.78"]), []),
    ]

    @Test(arguments: scenarios.indices)
    func `a scenario passes, with its remarks`(index: Int) {
        let scenario = Self.scenarios[index]
        let problems = DocumentValidator().problems(of: scenario.document, today: date("2026-11-20"))
        #expect(problems.map(\.code) == scenario.remarks, "\(scenario.name): \(problems.map { $0.message(.english) })")
        #expect(!problems.containsError, "\(scenario.name)")
    }
}
