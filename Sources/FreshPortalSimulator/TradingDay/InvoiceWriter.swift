import BridgeDomain

/// Makes the invoices of a day, each by itself from the seed and its place.
struct InvoiceWriter: Sendable {
    let seed: UInt64
    let date: CalendarDate
    let administration: String
    let book: CustomerBook
    let plan: DayPlan
    /// Documents of the whole day: how far apart approvals lie.
    let documents: Int

    /// The invoice at a place among the invoices; beyond the day's number come further ordinary ones.
    func invoice(_ ordinal: Int) -> DocumentDraft {
        var random = SeededGenerator(seed: seed, purpose: 4, index: ordinal)
        let special = plan.specials[ordinal]
        let customer = customer(for: special, &random)
        var draft = head(ordinal, customer, &random)
        draft.treatment = treatment(of: customer, special)
        let lines = LineWriter(currency: draft.currency, vat: LineWriter.VAT(treatment: draft.treatment, special: special))
        draft.lines = lines.lines(for: customer.segment, special, &random)
        if special == .collective {
            draft.collectiveOf = (0..<3).map { orderSequence(ordinal * 7 + $0 + 1) }
            draft.deliveryNotes = (0..<3).map { "D-\(551_200 + ordinal * 3 + $0)" }
        }
        return draft
    }

    private func customer(for special: DayPlan.Special?, _ random: inout SeededGenerator) -> Customer {
        switch special {
        case .collective, .reverseCharge: book.draw(.dutchWholesale, &random)
        case .spreadTransport, .advance, .finalWithAdvance, .documentDiscount, .creditRestriction, .freeReplacement, .trolleyRental:
            book.draw(random.chance(70) ? .florist : .dutchWholesale, &random)
        case .mixedService: book.draw(.euWholesale, &random)
        case .consumer: book.draw(.consumer, &random)
        case .broken(.euWithoutVATNumber): book.withoutVATNumber
        case .broken(.invalidVATNumber): book.withInvalidVATNumber
        case .broken(.unknownCustomer): book.undelivered
        case .broken(.unknownCurrency): book.draw(.export, &random)
        case .broken: book.draw(.florist, &random)
        case nil: book.draw(&random)
        }
    }

    private func treatment(of customer: Customer, _ special: DayPlan.Special?) -> String {
        switch (special, customer.segment) {
        case (.reverseCharge, _): "reverse_charge"
        case (.mixedService, _): "mixed"
        case (_, .euWholesale): "eu_supply"
        case (_, .export): "export"
        case (_, .consumer): "oss"
        case (_, .florist), (_, .dutchWholesale), (_, .auction): "domestic"
        }
    }

    private func head(_ ordinal: Int, _ customer: Customer, _ random: inout SeededGenerator) -> DocumentDraft {
        let isYesterdays = ordinal < plan.invoicesOfYesterday
        let day = isYesterdays ? date.adding(days: -1) : date
        var draft = DocumentDraft(
            id: 700_000 + Int64(ordinal), kind: .salesInvoice, number: "\(day.year)-\(104_000 + ordinal)",
            orderSequence: orderSequence(ordinal), administration: administration, customer: customer, treatment: "domestic",
            invoiceDate: day, supplyDate: random.chance(8) ? day.adding(days: -1) : day, approvedAt: approval(ordinal, on: day),
            currency: customer.currency, exchangeRate: Catalogue.exchangeRate(customer.currency),
            deliveryTerms: customer.segment == .export ? "FCA" : random.pick(["DAP", "DAP", "EXW"]), lines: [])
        draft.customerOrder = random.chance(40) ? "PO-\(random.within(1_000...99_999))" : nil
        draft.deliveryNotes = ["D-\(551_200 + ordinal)"]
        return draft
    }

    /// Approvals run from 05:00 to 17:00 UTC, yesterday's in its last hour.
    func approval(_ ordinal: Int, on day: CalendarDate) -> Timestamp {
        if day < date { return Timestamp(day, milliseconds: 16 * 3_600_000 + Int64(ordinal) * 1_000) }
        let step = 12 * 3_600_000 / Int64(max(documents, 1))
        return Timestamp(day, milliseconds: 5 * 3_600_000 + Int64(ordinal) * step / 1000 * 1000)
    }

    private func orderSequence(_ number: Int) -> String {
        let digits = String(12_345 + number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
