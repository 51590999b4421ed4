import BridgeDomain

// The sales scenarios S01 to S35 of reference `dutch-finance` §15, one row each: what was printed, and the VAT per code in the books.
// The postings they must make stand in Fixtures/postings.csv (§16).
extension Scenario {
    public static let domesticSales: [Scenario] = [
        Scenario(
            "S01", "Domestic florist, one flower line: 400 stems × 0.35", .salesInvoice, Cast.florist,
            [.flowers("140.00", "L", 400, at: "0.35")],
            printed: ["L 140.00 12.60"], vat: "V9 140.00→12.60"),
        Scenario(
            "S02", "Two product groups: roses 1,000 × 0.42, plants 24 × 3.75", .salesInvoice, Cast.florist,
            [.flowers("420.00", "L", 1000, at: "0.42"), .plants("90.00", "L", 24, at: "3.75")],
            printed: ["L 510.00 45.90"], vat: "V9 510.00→45.90"),
        Scenario(
            "S03", "Mixed rates: flowers 250.00, glass vases 12 × 4.95", .salesInvoice, Cast.florist,
            [.flowers("250.00", "L"), .goods("HARDWARE", "59.40", "H", 12, at: "4.95")],
            printed: ["L 250.00 22.50", "H 59.40 12.47"], vat: "V9 250.00→22.50 + V21 59.40→12.47"),
        Scenario(
            "S04", "Transport 30.00 without a code, spread over the rates of the goods", .salesInvoice, Cast.florist,
            [.flowers("250.00", "L"), .goods("HARDWARE", "59.40", "H", 12, at: "4.95"), .of(.transport, "30.00", nil)],
            printed: ["L 274.24 24.68", "H 65.16 13.68"], vat: "V9 274.24→24.68 + V21 65.16→13.68"),
        Scenario(
            "S05", "Transport 25.00 on a flowers-only invoice follows the 9% rate", .salesInvoice, Cast.florist,
            [.flowers("300.00", "L"), .of(.transport, "25.00", "L")],
            printed: ["L 325.00 29.25"], vat: "V9 325.00→29.25"),
        Scenario(
            "S06", "Document discount 3% over 1,000.00", .salesInvoice, Cast.florist,
            [.flowers("800.00", "L"), .plants("200.00", "L"), .of(.discount, "-30.00", "L")],
            printed: ["L 970.00 87.30"], vat: "V9 970.00→87.30"),
        Scenario(
            "S07", "Line discount 7.5% of 500 × 0.29: 10.875 becomes 10.88", .salesInvoice, Cast.florist,
            [.flowers("134.12", "L", 500, at: "0.29").less(ExactDecimal(significand: 75, decimals: 1))],
            printed: ["L 134.12 12.07"], vat: "V9 134.12→12.07"),
        Scenario(
            "S08a", "Credit-restriction surcharge 2% added to 1,000.00", .salesInvoice, Cast.florist,
            [.flowers("1000.00", "L"), .of(.surcharge, "20.00", "L")],
            printed: ["L 1020.00 91.80"], vat: "V9 1020.00→91.80"),
        Scenario("S08b", "…paid in time without the surcharge", "BANK", "Dr 1100 1090.00 · Dr 8030 20.00 · Dr 1510 1.80 · Cr 1300 1111.80"),
        Scenario(
            "S09", "Returnable buckets 10 × 3.00, deposit outside VAT", .salesInvoice, Cast.florist,
            [.flowers("200.00", "L"), .deposit("30.00", "X", 10, at: "3.00")],
            printed: ["L 200.00 18.00", "X 30.00 0.00"], vat: "V9 200.00→18.00 + VNO 30.00→0.00"),
        Scenario(
            "S10", "Customer returns 8 buckets × 3.00: deposit-only credit", .creditNote, Cast.florist,
            [.returned("24.00", "X", 8, at: "3.00")], Head(original: "S09"),
            printed: ["X 24.00 0.00"], vat: "VNO -24.00→0.00"),
        Scenario(
            "S11", "Same delivery as S09, deposit taxed at the general rate", .salesInvoice, Cast.taxedDeposits,
            [.flowers("200.00", "L"), .deposit("30.00", "H", 10, at: "3.00")],
            printed: ["L 200.00 18.00", "H 30.00 6.30"], vat: "V9 200.00→18.00 + V21 30.00→6.30"),
        Scenario(
            "S12", "One-way boxes 4 × 1.15 follow the flowers", .salesInvoice, Cast.florist,
            [.flowers("200.00", "L"), .of(.packagingSale, "4.60", "L", 4, at: "1.15")],
            printed: ["L 204.60 18.41"], vat: "V9 204.60→18.41"),
        Scenario(
            "S13", "Stand-alone trolley rental 120 × 0.85", .salesInvoice, Cast.florist,
            [.of(.packagingRental, "102.00", "H", 120, at: "0.85")],
            printed: ["H 102.00 21.42"], vat: "V21 102.00→21.42"),
        Scenario(
            "S22", "Domestic supply with VAT shifted to the customer", .salesInvoice, Cast.florist, [.flowers("1000.00", "V")],
            Head(treatment: .reverseCharge, vatNumber: "NL123456782B90"),
            printed: ["V 1000.00 0.00"], vat: "V0V 1000.00→0.00"),
    ]

    public static let salesAbroad: [Scenario] = [
        Scenario(
            "S14", "Intra-EU supply to a German wholesaler, transport included", .salesInvoice, Cast.german,
            [.flowers("4250.00", "I"), .of(.transport, "150.00", "I")], Head(treatment: .euSupply, vatNumber: "DE136695976"),
            printed: ["I 4400.00 0.00"], vat: "V0I 4400.00→0.00"),
        Scenario(
            "S15", "Intra-EU supply with trolley deposits 375.00 outside VAT", .salesInvoice, Cast.german,
            [.plants("1200.00", "I"), .deposit("375.00", "X")], Head(treatment: .euSupply, vatNumber: "DE136695976"),
            printed: ["I 1200.00 0.00", "X 375.00 0.00"], vat: "V0I 1200.00→0.00 + VNO 375.00→0.00"),
        Scenario(
            "S16", "EU customer whose VAT number fails VIES: Dutch VAT is charged", .salesInvoice, Cast.german, [.flowers("500.00", "L")],
            printed: ["L 500.00 45.00"], vat: "V9 500.00→45.00"),
        Scenario(
            "S17", "Export to a UK wholesaler in EUR", .salesInvoice, Cast.british, [.flowers("6300.00", "E")], Head(treatment: .export),
            printed: ["E 6300.00 0.00"], vat: "V0E 6300.00→0.00"),
        Scenario(
            "S18a", "Export invoice USD 10,800.00 at 1.0800", .salesInvoice, Cast.american, [.flowers("10800.00", "E")],
            Head(treatment: .export, currency: .usd, rate: ExactDecimal(significand: 108, decimals: 2)),
            printed: ["E 10800.00 0.00"], vat: "V0E 10000.00→0.00"),
        Scenario("S18b", "…paid when 1 EUR = 1.1000 USD", "BANK", "Dr 1110 9818.18 · Dr 4820 181.82 · Cr 1320 10000.00"),
        Scenario(
            "S19", "GBP invoice, three lines: convert the total, the cent on the last line", .salesInvoice, Cast.british,
            [.flowers("333.33", "E"), .flowers("333.33", "E"), .flowers("333.34", "E")],
            Head(treatment: .export, currency: .gbp, rate: ExactDecimal(significand: 8637, decimals: 4)),
            printed: ["E 1000.00 0.00"], vat: "V0E 1157.81→0.00"),
        Scenario(
            "S20", "Domestic invoice in USD: net 1,000.00, VAT 90.00, rate 1.0850", .salesInvoice, Cast.florist,
            [.flowers("1000.00", "L")], Head(currency: .usd, rate: ExactDecimal(significand: 1085, decimals: 3)),
            printed: ["L 1000.00 90.00"], vat: "V9 921.66→82.95"),
        Scenario(
            "S21", "Commission service to a Belgian business", .salesInvoice, Cast.belgian, [.of(.service, "250.00", "V")],
            Head(treatment: .euService, vatNumber: "BE0697449992"),
            printed: ["V 250.00 0.00"], vat: "V0S 250.00→0.00"),
        Scenario(
            "S23", "Web order of a German consumer under OSS", .salesInvoice, Cast.germanConsumer, [.flowers("50.00", "D")],
            Head(treatment: .oss), printed: ["D 50.00 3.50"], vat: "VOSS-DE7 50.00→3.50"),
        Scenario(
            "S27", "Intra-EU credit note in a later month", .creditNote, Cast.german, [.flowers("200.00", "I")],
            Head(treatment: .euSupply, vatNumber: "DE136695976", date: "2026-12-05", original: "S14"),
            printed: ["I 200.00 0.00"], vat: "V0I -200.00→0.00"),
    ]

    public static let creditsAndRounding: [Scenario] = [
        Scenario(
            "S24", "Full credit note for S03", .creditNote, Cast.florist,
            [.flowers("250.00", "L"), .goods("HARDWARE", "59.40", "H", 12, at: "4.95")], Head(original: "S03"),
            printed: ["L 250.00 22.50", "H 59.40 12.47"], vat: "V9 -250.00→-22.50 + V21 -59.40→-12.47"),
        Scenario(
            "S25", "Claim: 100 roses of S02 credited at 0.42", .creditNote, Cast.florist, [.flowers("42.00", "L", 100, at: "0.42")],
            Head(original: "S02"), printed: ["L 42.00 3.78"], vat: "V9 -42.00→-3.78"),
        Scenario(
            "S26a", "Invoice of 1.50 net (tie in the VAT)", .salesInvoice, Cast.florist, [.flowers("1.50", "L")],
            printed: ["L 1.50 0.14"], vat: "V9 1.50→0.14"),
        Scenario(
            "S26b", "First of three part-credits of 0.50", .creditNote, Cast.florist, [.flowers("0.50", "L")], Head(original: "S26a"),
            printed: ["L 0.50 0.05"], vat: "V9 -0.50→-0.05"),
        Scenario(
            "S26c", "Second part-credit of 0.50", .creditNote, Cast.florist, [.flowers("0.50", "L")], Head(original: "S26a"),
            printed: ["L 0.50 0.05"], vat: "V9 -0.50→-0.05"),
        Scenario(
            "S26d", "Last part-credit: VAT capped at what is left", .creditNote, Cast.florist, [.flowers("0.50", "L")],
            Head(original: "S26a"), printed: ["L 0.50 0.04"], vat: "V9 -0.50→-0.04"),
        Scenario(
            "S28a", "Ten lines of 0.50, VAT rounded on the total", .salesInvoice, Cast.florist,
            Array(repeating: .flowers("0.50", "L"), count: 10), printed: ["L 5.00 0.45"], vat: "V9 5.00→0.45"),
        Scenario(
            "S28b", "Same ten lines, VAT rounded per line: posted as printed", .salesInvoice, Cast.florist,
            Array(repeating: .flowers("0.50", "L"), count: 10), printed: ["L 5.00 0.50"], vat: "V9 5.00→0.50"),
        Scenario(
            "S29", "Four-decimal price: 1,375 × 0.1875 = 257.8125", .salesInvoice, Cast.florist,
            [.flowers("257.81", "L", 1375, at: "0.1875")], printed: ["L 257.81 23.20"], vat: "V9 257.81→23.20"),
        Scenario(
            "S30", "Tie: 50.50 × 9% = 4.545 becomes 4.55", .salesInvoice, Cast.florist, [.flowers("50.50", "L")],
            printed: ["L 50.50 4.55"], vat: "V9 50.50→4.55"),
        Scenario(
            "S31", "Mirror of S30 as credit note", .creditNote, Cast.florist, [.flowers("50.50", "L")], Head(original: "S30"),
            printed: ["L 50.50 4.55"], vat: "V9 -50.50→-4.55"),
        Scenario(
            "S32", "Dyed roses are not a reduced-rate product", .salesInvoice, Cast.florist, [.goods("DYED", "100.00", "H")],
            printed: ["H 100.00 21.00"], vat: "V21 100.00→21.00"),
        Scenario(
            "S33", "Collective invoice of three delivery notes", .salesInvoice, Cast.florist,
            [.flowers("120.00", "L"), .flowers("75.50", "L"), .flowers("64.25", "L")],
            Head(collects: ["O-1", "O-2", "O-3"], notes: ["D-1", "D-2", "D-3"]),
            printed: ["L 259.75 23.38"], vat: "V9 259.75→23.38"),
        Scenario(
            "S34a", "Advance invoice 30% of 1,000.00", .salesInvoice, Cast.florist, [.of(.advance, "300.00", "L")],
            printed: ["L 300.00 27.00"], vat: "V9 300.00→27.00"),
        Scenario(
            "S34b", "Final invoice 1,000.00 less advance 300.00", .salesInvoice, Cast.florist,
            [.flowers("1000.00", "L"), .of(.advance, "-300.00", "L")], printed: ["L 700.00 63.00"], vat: "V9 700.00→63.00"),
        Scenario(
            "S35", "Free replacement: 100 × 0.40 and a 100% discount", .salesInvoice, Cast.florist,
            [.flowers("40.00", "L", 100, at: "0.40"), .of(.discount, "-40.00", "L")], printed: ["L 0.00 0.00"], vat: "V9 0.00→0.00"),
    ]
}
