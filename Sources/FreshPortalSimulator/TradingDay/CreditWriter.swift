import BridgeDomain

/// Makes the credit notes of a day from the invoices they take back: positive amounts, same treatment and rates.
struct CreditWriter: Sendable {
    let invoices: InvoiceWriter

    func credit(_ ordinal: Int) -> DocumentDraft {
        let plan = invoices.plan
        var random = SeededGenerator(seed: invoices.seed, purpose: 5, index: ordinal)
        let original = invoices.invoice(plan.originals[ordinal])
        var draft = original
        draft.id = 800_000_000 + Int64(ordinal)
        draft.kind = .creditNote
        draft.number = "\(invoices.date.year)-\(900_000 + ordinal)"
        draft.original = original.number
        draft.collectiveOf = []
        draft.deliveryNotes = []
        draft.invoiceDate = invoices.date
        draft.approvedAt = Timestamp(invoices.date, milliseconds: 12 * 3_600_000 + Int64(ordinal) * 1000)
        draft.lines = lines(of: original, plan.credits[ordinal], &random)
        return draft
    }

    private func lines(of original: DocumentDraft, _ credit: DayPlan.Credit, _ random: inout SeededGenerator) -> [LineDraft] {
        switch credit {
        case .full, .broken(.creditWithoutOriginal): return original.lines
        case .broken: return twice(original.lines)
        case .claim: return [claim(original, &random)]
        case .packaging: return [packaging(original) ?? claim(original, &random)]
        }
    }

    /// Part of one product line: what arrived damaged.
    private func claim(_ original: DocumentDraft, _ random: inout SeededGenerator) -> LineDraft {
        let products = original.lines.filter { $0.kind == "product" && $0.quantity > 0 }
        guard var line = products.isEmpty ? original.lines.first : random.pick(products) else {
            preconditionFailure("an invoice that is credited has lines")
        }
        let packages = line.packages ?? 1
        if packages > 1 { line.setQuantity(Int64(random.within(1...Int(packages) - 1)) * (line.perPackage ?? 1)) }
        line.description += " (claim)"
        return line
    }

    /// Buckets of the invoice that came back later.
    private func packaging(_ original: DocumentDraft) -> LineDraft? {
        guard var line = original.lines.first(where: { $0.kind == "packaging_deposit" }) else { return nil }
        line.kind = "packaging_return"
        line.description = line.description.replacingEnding("statiegeld", with: "retour")
        line.setQuantity(max(1, line.quantity / 2))
        return line
    }

    private func twice(_ lines: [LineDraft]) -> [LineDraft] {
        lines.map { line in
            var line = line
            line.setQuantity(line.quantity * 2)
            return line
        }
    }
}

extension String {
    fileprivate func replacingEnding(_ ending: String, with other: String) -> String {
        hasSuffix(ending) ? dropLast(ending.count) + other : self
    }
}
