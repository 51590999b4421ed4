import BridgeDomain

// The purchase scenarios P01 to P09 and the money scenarios M01 to M08 of reference `dutch-finance` §15.
extension Scenario {
    public static let purchases: [Scenario] = [
        Scenario(
            "P01", "Grower invoice, flowers 9%", .purchaseInvoice, Cast.grower, [.flowers("2000.00", "L")],
            printed: ["L 2000.00 180.00"], vat: "I9 2000.00→180.00"),
        Scenario(
            "P02", "Auction clock invoice: product, buyer fee, deposits", .purchaseInvoice, Cast.auctionAsCreditor,
            [.flowers("5000.00", "L"), .of(.auctionFee, "60.00", "H"), .deposit("150.00", "X")],
            printed: ["L 5000.00 450.00", "H 60.00 12.60", "X 150.00 0.00"],
            vat: "I9 5000.00→450.00 + I21 60.00→12.60 + VNO 150.00→0.00"),
        Scenario("P03", "…auction collects by direct debit", "BANK", "Dr 1610 5672.60 · Cr 1100 5672.60"),
        Scenario(
            "P04", "Acquisition from a Belgian grower 1,500.00", .purchaseInvoice, Cast.belgianGrower, [.flowers("1500.00", "V")],
            Head(treatment: .euAcquisition), printed: ["V 1500.00 0.00"], vat: "I4B 1500.00→135.00 both sides"),
        Scenario(
            "P05", "Import from Kenya, article 23: USD 4,320.00 at 1.0800, customs value 4,650.00", .purchaseInvoice, Cast.kenyanGrower,
            [.flowers("4320.00", "E")],
            Head(
                treatment: .importArticle23, currency: .usd, rate: ExactDecimal(significand: 108, decimals: 2), customsValue: "4650.00"),
            printed: ["E 4320.00 0.00"], vat: "I4A 4650.00→418.50 both sides"),
        Scenario(
            "P06", "Domestic purchase with VAT shifted to us, 800.00", .purchaseInvoice, Cast.subcontractor, [.of(.service, "800.00", "V")],
            Head(treatment: .reverseCharge), printed: ["V 800.00 0.00"], vat: "I2A 800.00→168.00 both sides"),
        Scenario(
            "P07", "Purchase credit for a quality claim 120.00", .purchaseCreditNote, Cast.grower, [.flowers("120.00", "L")],
            Head(original: "P01"), printed: ["L 120.00 10.80"], vat: "I9 -120.00→-10.80"),
        Scenario(
            "P08", "Return of 40 auction buckets × 3.00", .purchaseCreditNote, Cast.auctionAsCreditor,
            [.returned("120.00", "X", 40, at: "3.00")], Head(original: "P02"), printed: ["X 120.00 0.00"], vat: "VNO -120.00→0.00"),
        Scenario(
            "P09", "Grower side: auction statement less auction charges", .salesInvoice, Cast.auctionAsDebtor,
            [.flowers("3000.00", "L"), .of(.auctionFee, "-210.00", "L")], printed: ["L 2790.00 251.10"], vat: "V9 2790.00→251.10"),
    ]

    public static let money: [Scenario] = [
        Scenario("M01", "Receipt in full for S01", "BANK", "Dr 1100 152.60 · Cr 1300 152.60"),
        Scenario("M02", "Part payment 200.00 on S02", "BANK", "Dr 1100 200.00 · Cr 1300 200.00"),
        Scenario("M03", "Receipt 1,000.00 for 944.00 of invoices", "BANK", "Dr 1100 1000.00 · Cr 1300 944.00 · Cr 1290 56.00"),
        Scenario("M04", "UK receipt for S17, 15.00 kept by the bank", "BANK", "Dr 1100 6285.00 · Dr 4810 15.00 · Cr 1320 6300.00"),
        Scenario("M05a", "Direct-debit batch for three invoices", "BANK", "Dr 1150 729.86 · Cr 1300 729.86"),
        Scenario("M05b", "…bank books the batch", "BANK", "Dr 1100 729.86 · Cr 1150 729.86"),
        Scenario("M05c", "…one collection is reversed", "BANK", "Dr 1300 354.25 · Cr 1100 354.25"),
        Scenario("M06", "Uncollectible debt written off, VAT reclaimed", "GENERAL", "Dr 4700 100.00 · Dr 1560 9.00 · Cr 1300 109.00"),
        Scenario("M07", "Receipt 152.58 on S01, 0.02 written off", "BANK", "Dr 1100 152.58 · Dr 4990 0.02 · Cr 1300 152.60"),
        Scenario("M08", "Set-off of credit note S25 against S01", "GENERAL", "Dr 1300 45.78 · Cr 1300 45.78"),
    ]

    /// All 61 documents.
    public static let all = domesticSales + salesAbroad + creditsAndRounding + purchases + money

    public static func named(_ id: String) -> Scenario {
        guard let scenario = all.first(where: { $0.id == id }) else { preconditionFailure("no scenario \(id)") }
        return scenario
    }
}
