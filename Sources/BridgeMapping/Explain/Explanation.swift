public import BridgeDomain

/// Why an entry is what it is, line by line; for a document that could not be mapped, why not.
public struct Explanation: Hashable, Sendable {
    /// One line of the entry, or one line of the document when there is no entry.
    public struct Item: Hashable, Sendable {
        /// The entry's line; nil when mapping failed.
        public var entryLine: EntryLine?
        /// The document's lines it comes from.
        public var sourceLines: [Int]
        public var reasons: [Reason]
        /// What rules do not decide: where VAT or a difference comes from.
        public var remarks: [Remark]
    }

    /// A sentence that no rule stands behind.
    public enum Remark: Hashable, Sendable {
        /// The printed VAT of a code, and what the code is.
        case printedVAT(VATCode, name: String, base: Money)
        /// VAT the buyer works out itself.
        case selfAssessedVAT(VATCode, name: String, rate: ExactDecimal, base: Money)
        /// A part of a charge that was divided over the rates of the goods.
        case partOfCharge(line: Int)
        /// A difference inside a tolerance.
        case tolerance(String)
        /// The source chose the account itself.
        case ledgerReady
    }

    public var document: DocumentKey
    /// Daybook, payment condition and what else is decided once.
    public var head: [Reason]
    public var items: [Item]
    public var problems: [Problem]
}

extension Mapper {
    /// Explains a result this mapper gave. Asks the rules again, one by one, so it is for showing, not for bulk.
    public func explain(_ result: MappingResult, of document: Document, party: Party?, context: MappingContext) -> Explanation {
        let isLedger = document.key.kind == .ledgerPosting
        let kind = result.mappedAsCredit ? (document.key.kind == .salesInvoice ? .creditNote : .purchaseCreditNote) : document.key.kind
        let subject = RuleSubject(document, seenAs: kind, party, context)
        var head: [Reason] = []
        if !isLedger || result.rulesUsed.contains(where: { $0.table == .daybooks }) || result.entry == nil {
            head.append(compiled.daybooks.reason(.daybooks, subject, on: document.invoiceDate))
        }
        if !isLedger, compiled.rules.paymentConditions.fallback != nil || !compiled.rules.paymentConditions.rules.isEmpty {
            head.append(compiled.paymentConditions.reason(.paymentConditions, subject, on: document.invoiceDate))
        }
        if !isLedger, result.entry == nil {
            head.append(compiled.collectiveAccounts.reason(.collectiveAccounts, subject, on: document.invoiceDate))
        }
        let vatDate = (document.key.kind.isCredit ? context.originalSupplyDate : nil) ?? document.supplyDate
        let asker = Asker(compiled: compiled, head: subject, result: result, invoiceDate: document.invoiceDate, vatDate: vatDate)
        return Explanation(document: document.key, head: head, items: asker.items(), problems: result.problems)
    }
}

/// Asks the tables again for what a result says was decided.
private struct Asker {
    let compiled: CompiledRules
    let head: RuleSubject
    let result: MappingResult
    let invoiceDate: CalendarDate
    let vatDate: CalendarDate

    func items() -> [Explanation.Item] {
        guard let entry = result.entry else { return undecided() }
        return entry.lines.map { line in
            switch line.role {
            case _ where line.rule == LedgerMapping.rule: item(line, remarks: [.ledgerReady])
            case .party:
                item(line, reasons: [compiled.collectiveAccounts.reason(.collectiveAccounts, head, on: invoiceDate)])
            case .amount: amount(line)
            case .vat: item(line, remarks: [vatRemark(line)].compactMap(\.self))
            case .rounding: item(line, remarks: [.tolerance(line.rule.text)])
            }
        }
    }

    /// Without an entry the lines that found no rule are what matters; each cause is told once.
    private func undecided() -> [Explanation.Item] {
        var told: Set<RuleSubject> = []
        var items: [Explanation.Item] = []
        for decision in result.decisions where decision.accountRule == nil || decision.vatRule == nil {
            guard told.insert(decision.subject).inserted else { continue }
            let same = result.decisions.filter { $0.subject == decision.subject }.map(\.line)
            items.append(Explanation.Item(entryLine: nil, sourceLines: same, reasons: reasons(decision.subject), remarks: []))
        }
        return items
    }

    private func item(_ line: EntryLine, reasons: [Reason] = [], remarks: [Explanation.Remark] = []) -> Explanation.Item {
        Explanation.Item(entryLine: line, sourceLines: line.sourceLines, reasons: reasons, remarks: remarks)
    }

    /// A summed line may rest on several rules: each is told once.
    private func amount(_ line: EntryLine) -> Explanation.Item {
        var reasons: [Reason] = []
        var remarks: [Explanation.Remark] = []
        for decision in decisions(behind: line) {
            for reason in self.reasons(decision.subject)
            where !reasons.contains(where: { $0.table == reason.table && $0.rule == reason.rule }) { reasons.append(reason) }
            let remark = Explanation.Remark.partOfCharge(line: decision.line)
            if decision.isPart, !remarks.contains(remark) { remarks.append(remark) }
        }
        return item(line, reasons: reasons, remarks: remarks)
    }

    private func decisions(behind line: EntryLine) -> [LineDecision] {
        result.decisions.filter { decision in
            guard line.sourceLines.contains(decision.line) else { return false }
            let account = compiled.accounts.decide(decision.subject, on: invoiceDate)?.output.account
            return account == line.account && compiled.vatCodes.decide(decision.subject, on: vatDate)?.output == line.vatCode
        }
    }

    private func reasons(_ subject: RuleSubject) -> [Reason] {
        var reasons = [
            compiled.accounts.reason(.accounts, subject, on: invoiceDate), compiled.vatCodes.reason(.vatCodes, subject, on: vatDate),
        ]
        if subject.packagingPolicy != nil { reasons.append(packagingReason(subject)) }
        return reasons
    }

    private func packagingReason(_ subject: RuleSubject) -> Reason {
        var reason = compiled.packaging.reason(.packaging, subject, on: vatDate)
        // The customer's own policy, given by the source, may have gone before.
        if let policy = subject.packagingPolicy, policy != reason.outcome {
            reason.rule = "party.packaging_policy"
            reason.isDefault = false
            reason.outcome = policy
            reason.matches = [Reason.Match(key: .party, value: subject.party ?? "")]
        }
        return reason
    }

    private func vatRemark(_ line: EntryLine) -> Explanation.Remark? {
        guard let code = line.vatCode, let definition = compiled.definitions[code].map({ compiled.rules.vatDefinitions[$0] }),
            let base = line.vatBase
        else { return nil }
        return definition.kind == .selfAssessed
            ? .selfAssessedVAT(code, name: definition.name, rate: line.vatRate ?? .zero, base: line.vatBookBase ?? base)
            : .printedVAT(code, name: definition.name, base: base.magnitude)
    }
}

extension Explanation {
    /// The explanation in words, ready for a terminal.
    public func text(_ language: Language) -> String {
        var lines = ["\(document)"]
        lines += head.flatMap { $0.text(language) }.map { "  " + $0 }
        for item in items {
            lines.append(item.title(language))
            lines += item.remarks.map { "    " + $0.text(language) }
            lines += item.reasons.flatMap { $0.text(language) }.map { "    " + $0 }
        }
        lines += problems.map { "! " + $0.message(language) + ". " + $0.remedy(language) }
        return lines.joined(separator: "\n")
    }
}

extension Explanation.Item {
    private func sources(_ language: Language) -> String {
        guard !sourceLines.isEmpty else { return "" }
        let word = language == .dutch ? (sourceLines.count == 1 ? "regel" : "regels") : (sourceLines.count == 1 ? "line" : "lines")
        return "\(word) \(sourceLines.map(String.init).joined(separator: ", "))"
    }

    fileprivate func title(_ language: Language) -> String {
        guard let line = entryLine else { return sources(language) }
        let side = line.amount.isNegative ? "Cr" : "Dr"
        let amount = Formatting(language).money(line.amount.magnitude)
        let parts = ["\(side) \(line.account) \(amount)", line.vatCode?.text ?? "", sources(language)]
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }
}

extension Explanation.Remark {
    /// The sentence, for people.
    public func text(_ language: Language) -> String {
        let (isDutch, formatting) = (language == .dutch, Formatting(language))
        switch self {
        case .printedVAT(let code, let name, let base):
            let amount = formatting.money(base)
            return isDutch
                ? "de gedrukte btw van \(code) (\(name)) over \(amount)" : "the printed VAT of \(code) (\(name)) on \(amount)"
        case .selfAssessedVAT(let code, let name, let rate, let base):
            let (share, amount) = (formatting.percentage(rate), formatting.money(base.magnitude))
            return isDutch
                ? "\(share) over \(amount), zelf aan te geven: \(code) (\(name))"
                : "\(share) of \(amount), accounted for by the buyer: \(code) (\(name))"
        case .partOfCharge(let line):
            return isDutch
                ? "een deel van regel \(line), verdeeld naar de bedragen van de goederen"
                : "a part of line \(line), divided in proportion to the goods"
        case .tolerance(let name):
            let name = RuleID(name).title(language)
            return isDutch ? "verschil binnen de tolerantie (\(name))" : "a difference inside the tolerance (\(name))"
        case .ledgerReady:
            return isDutch ? "de bron koos de rekening zelf" : "the source chose the account itself"
        }
    }
}
