import BridgeDomain

/// Makes the lines of an invoice: goods, packaging, deposits, transport, rental.
struct LineWriter: Sendable {
    /// Which source codes the lines of a document carry.
    struct VAT: Sendable {
        let flowers: SourceVAT
        let general: SourceVAT
        let isDomestic: Bool
        /// Set on the lines of a mixed document.
        let goodsTreatment: String?

        init(treatment: String, special: DayPlan.Special?) {
            isDomestic = treatment == "domestic"
            goodsTreatment = treatment == "mixed" ? "eu_supply" : nil
            switch treatment {
            case "domestic": (flowers, general) = (.low, .high)
            case "reverse_charge": (flowers, general) = (.shifted, .shifted)
            case "oss": (flowers, general) = (.ossGermany, .ossGermany)
            default: (flowers, general) = (.zero, .zero)
            }
        }
    }

    let currency: Currency
    let vat: VAT

    func lines(for segment: Customer.Segment, _ special: DayPlan.Special?, _ random: inout SeededGenerator) -> [LineDraft] {
        switch special {
        case .freeReplacement: return freeReplacement(&random)
        case .advance: return [advance(share: 30, of: 100_000 + Int64(random.below(400)) * 1_000)]
        case .finalWithAdvance: return finalWithAdvance(&random)
        case .spreadTransport: return goodsAtTwoRates(&random) + [transport(&random, vat: nil)]
        default: break
        }
        var lines = goods(segment, special, &random)
        lines += extras(segment, lines, special, &random)
        if vat.goodsTreatment != nil {
            for index in lines.indices where lines[index].vat != .outside { lines[index].treatment = vat.goodsTreatment }
            for index in lines.indices where lines[index].vat == .outside { lines[index].treatment = "outside_scope" }
            lines.append(service())
        }
        return lines
    }

    /// Products as this kind of customer buys them: florists a few of many, wholesalers long lists in large lots.
    private func goods(_ segment: Customer.Segment, _ special: DayPlan.Special?, _ random: inout SeededGenerator) -> [LineDraft] {
        let count =
            switch segment {
            case .consumer: random.within(1...2)
            case .florist: random.within(2...11)
            case .auction: random.within(3...9)
            case .dutchWholesale, .euWholesale, .export: random.within(4...14) + (random.chance(15) ? random.within(10...45) : 0)
            }
        let isLarge = segment != .florist && segment != .consumer
        return (0..<(special == .collective ? random.within(20...90) : count)).map { _ in
            let ticket = random.below(100)
            if ticket < 68 { return product(random.pick(Catalogue.flowers), vat.flowers, isLarge: isLarge, &random) }
            if ticket < 88 || segment == .consumer { return product(random.pick(Catalogue.plants), vat.flowers, isLarge: isLarge, &random) }
            if ticket < 94 { return product(random.pick(Catalogue.dyed), vat.general, isLarge: isLarge, &random) }
            return product(random.pick(Catalogue.hardware), vat.general, isLarge: false, &random)
        }
    }

    private func goodsAtTwoRates(_ random: inout SeededGenerator) -> [LineDraft] {
        (0..<random.within(2...6)).map { _ in product(random.pick(Catalogue.flowers), .low, isLarge: false, &random) }
            + (0..<random.within(1...2)).map { _ in product(random.pick(Catalogue.hardware), .high, isLarge: false, &random) }
    }

    func product(_ article: Catalogue.Article, _ code: SourceVAT, isLarge: Bool, _ random: inout SeededGenerator) -> LineDraft {
        let packages = Int64(isLarge ? random.within(2...12) : random.within(1...4))
        let perPackage = Int64(random.pick(article.packing))
        let size = article.sizes.isEmpty ? nil : random.pick(article.sizes)
        let sizeText = size.map { article.unit == "stem" ? ", \($0) cm" : ", pot \($0)" } ?? ""
        var line = LineDraft(
            kind: "product", product: article.code + (size.map { String($0) } ?? ""), description: article.name + sizeText,
            group: article.group, quantity: packages * perPackage, unit: article.unit, price: price(article.price, &random),
            discount: random.chance(9) ? random.pick([ExactDecimal(2), 5, ExactDecimal(significand: 75, decimals: 1), 10]) : .zero,
            currency: currency, vat: code)
        line.vbn = article.vbn
        line.packages = packages
        line.perPackage = perPackage
        line.grower = article.group == "HARDWARE" ? nil : "\(random.within(10_000...49_999))"
        return line
    }

    /// Most prices have three decimals, some the four or five an auction clock and a currency conversion leave behind.
    private func price(_ thousandths: ClosedRange<Int>, _ random: inout SeededGenerator) -> ExactDecimal {
        let base = Int64(random.within(thousandths))
        let ticket = random.below(100)
        if ticket < 6 { return ExactDecimal(significand: base * 100 + Int64(random.below(100)), decimals: 5) }
        if ticket < 28 { return ExactDecimal(significand: base * 10 + Int64(random.below(10)), decimals: 4) }
        return ExactDecimal(significand: base, decimals: 3)
    }

    private func extras(
        _ segment: Customer.Segment, _ goods: [LineDraft], _ special: DayPlan.Special?, _ random: inout SeededGenerator
    ) -> [LineDraft] {
        var lines: [LineDraft] = []
        if segment == .consumer { return [transport(&random, vat: vat.flowers)] }
        if random.chance(45) { lines += oneWayPackaging(&random) }
        if segment != .export, random.chance(60) { lines += deposits(&random) }
        if random.chance(40) { lines.append(transport(&random, vat: vat.flowers)) }
        switch special {
        case .trolleyRental: lines.append(rental(&random))
        case .documentDiscount: lines.append(share(of: goods, percent: -3, "discount", "Factuurkorting 3%"))
        case .creditRestriction: lines.append(share(of: goods, percent: 2, "surcharge", "Kredietbeperking 2%"))
        default: break
        }
        return lines
    }

    private func oneWayPackaging(_ random: inout SeededGenerator) -> [LineDraft] {
        let (code, name, range) = random.pick(Catalogue.oneWay)
        let price = ExactDecimal(significand: Int64(random.within(range)), decimals: 3)
        return [
            LineDraft(
                kind: "packaging_sale", product: code, description: name, quantity: Int64(random.within(2...12)), unit: "piece",
                price: price,
                currency: currency, vat: vat.flowers)
        ]
    }

    /// Deposits outside VAT; now and then buckets come back on the same trip.
    private func deposits(_ random: inout SeededGenerator) -> [LineDraft] {
        let (code, name, cents) = random.pick(Catalogue.returnable)
        let price = ExactDecimal(significand: cents, decimals: 2)
        let given = Int64(random.within(3...16))
        var lines = [
            LineDraft(
                kind: "packaging_deposit", product: code, description: "\(name), statiegeld", quantity: given, unit: "piece", price: price,
                currency: currency, vat: .outside)
        ]
        if random.chance(20) {
            lines.append(
                LineDraft(
                    kind: "packaging_return", product: code, description: "\(name), retour",
                    quantity: -Int64(random.within(1...Int(given))),
                    unit: "piece", price: price, currency: currency, vat: .outside))
        }
        return lines
    }

    private func transport(_ random: inout SeededGenerator, vat: SourceVAT?) -> LineDraft {
        let price = ExactDecimal(significand: Int64(random.within(50...340)) * 25, decimals: 2)
        return LineDraft(
            kind: "transport", product: "TRANSP", description: "Transport koelwagen", quantity: 1, unit: "piece", price: price,
            currency: currency, vat: vat)
    }

    private func rental(_ random: inout SeededGenerator) -> LineDraft {
        LineDraft(
            kind: "packaging_rental", product: "KARHUUR", description: "Huur stapelwagens", quantity: Int64(random.within(20...160)),
            unit: "day", price: ExactDecimal(significand: 85, decimals: 2), currency: currency, vat: vat.general)
    }

    /// Commission to a business elsewhere in the EU: VAT is shifted to the customer.
    private func service() -> LineDraft {
        var line = LineDraft(
            kind: "service", product: "COMM", description: "Commissie inkoop", quantity: 1, unit: "piece",
            price: ExactDecimal(significand: 8_500, decimals: 2), currency: currency, vat: .zero)
        line.treatment = "eu_service"
        return line
    }

    /// A percentage of the goods at the flowers' rate, as one line.
    private func share(of goods: [LineDraft], percent: Int64, _ kind: String, _ text: String) -> LineDraft {
        let base = goods.filter { $0.vat == vat.flowers }.reduce(Money.zero(currency)) { $0 + $1.net }
        let amount = base.percentage(ExactDecimal(percent)) ?? .zero(currency)
        return LineDraft(
            kind: kind, description: text, quantity: 1, unit: "piece", price: amount.decimal, currency: currency, vat: vat.flowers)
    }

    /// A free replacement: goods and a discount of all of it (dutch-finance S35).
    private func freeReplacement(_ random: inout SeededGenerator) -> [LineDraft] {
        let goods = [product(random.pick(Catalogue.flowers), vat.flowers, isLarge: false, &random)]
        return goods + [share(of: goods, percent: -100, "discount", "Vervangende levering, geen berekening")]
    }

    private func advance(share percent: Int64, of cents: Int64) -> LineDraft {
        LineDraft(
            kind: "advance", description: "Aanbetaling \(percent)%", quantity: 1, unit: "piece",
            price: ExactDecimal(significand: cents * percent / 100, decimals: 2), currency: currency, vat: vat.flowers)
    }

    private func finalWithAdvance(_ random: inout SeededGenerator) -> [LineDraft] {
        let goods = (0..<4).map { _ in product(random.pick(Catalogue.flowers), vat.flowers, isLarge: true, &random) }
        return goods + [share(of: goods, percent: -30, "advance", "Af: aanbetaling 30%")]
    }
}
