import BridgeConnector
import BridgeDomain

/// An order as messages to `FiEntries`: one, unless the entry is too long for one and the policy splits.
struct AFASPosting: Sendable {
    /// What is sent, in order.
    private(set) var messages: [AFASEntryMessage] = []
    private let settings: AFASSettings
    private let order: PostingOrder
    private let number: String?
    private let voucherDate: CalendarDate

    private var entry: Entry { order.entry }

    /// Makes the messages; fails with ``ConnectorError/Code/rejected`` and every problem when the books would surely refuse the entry.
    init(_ order: PostingOrder, with master: MasterData, _ settings: AFASSettings) throws(ConnectorError) {
        self.order = order
        self.settings = settings
        number = AFASInvoiceNumber(settings.shortenings).number(of: order.entry.reference)
        voucherDate = Self.voucherDate(order.entry, master)
        var codes = AFASCodes(master, settings)
        check(&codes)
        guard codes.problems.isEmpty else {
            throw ConnectorError(
                .rejected, "The entry does not fit the set-up of the administration; nothing was sent", problems: codes.problems)
        }
        let lines = merged(entry.lines).map { line($0, codes) }
        messages = try parts(lines).map(message)
    }

    // MARK: Checks

    private func check(_ codes: inout AFASCodes) {
        let reference = entry.reference.text
        if number == nil {
            codes.report(
                Problem(.referenceTooLong, at: Place("reference"), found: reference, expected: "≤ \(AFASInvoiceNumber.charactersMax)"))
        }
        codes.checkHead(entry)
        if entry.lines.isEmpty { codes.report(Problem(.noLines, at: Place("lines"))) }
        for line in entry.lines {
            if line.role == .party {
                if relation(line) == nil {
                    let found = line.party?.code.text ?? entry.partyNumber ?? ""
                    codes.report(Problem(.partyUnknown, at: Place(line: line.sourceLines.first, "party"), found: found))
                }
            } else {
                codes.check(line)
            }
        }
    }

    /// Whose number stands on a party's line: on a ledger posting each line has its own.
    private func relation(_ line: EntryLine) -> AFASRelationID? {
        let target = line.party.flatMap { order.lineRelations[$0] } ?? order.relation
        guard let id = target.flatMap({ AFASRelationID($0) }) else { return nil }
        // A debtor's invoice on a creditor's number would be somebody else's.
        return id.kind == (line.party ?? entry.party)?.kind ?? id.kind ? id : nil
    }

    // MARK: Lines

    /// One VAT line per account and code is what the service wants (reference `afas-profit` §6.3, rule 2); lines of nothing are none.
    private func merged(_ lines: [EntryLine]) -> [EntryLine] {
        var merged: [EntryLine] = []
        for line in lines {
            if line.role == .vat,
                let place = merged.firstIndex(where: { $0.role == .vat && $0.account == line.account && $0.vatCode == line.vatCode })
            {
                merged[place].amount += line.amount
                merged[place].bookAmount += line.bookAmount
            } else {
                merged.append(line)
            }
        }
        return merged.filter { !$0.amount.isZero || !$0.bookAmount.isZero }
    }

    private func line(_ line: EntryLine, _ codes: AFASCodes) -> AFASEntryLine {
        let relation = line.role == .party ? relation(line) : nil
        let isInvoice = entry.document.kind != .ledgerPosting
        var made = AFASEntryLine(
            VaAs: relation?.accountKind ?? "1", AcNr: relation?.number ?? line.account.text, EnDa: entry.date, BpDa: voucherDate,
            BpNr: entry.reference.text, InId: isInvoice ? number : settles(line), Ds: description(line), amount: line.bookAmount,
            VaId: relation == nil ? line.vatCode?.text : nil)
        if entry.currency != entry.bookCurrency {
            made.foreign = .init(amount: line.amount, Rate: LineRate.rate(entry.exchangeRate, base: line.bookAmount, foreign: line.amount))
        }
        made.isVAT = line.role == .vat
        if relation != nil {
            if isInvoice {
                made.DaEx = entry.document.kind.isCredit ? nil : entry.dueDate
                made.PaCd = entry.paymentCondition
                made.PaId = entry.paymentReference
            }
            made.Fref = fileReference
        } else {
            made.dimensions = codes.dimensions(line)
        }
        return made
    }

    /// On the party's line: the reference whole, or for a credit note the original it takes back.
    private var fileReference: String {
        entry.originalReferences.first.map { String($0.text.prefix(AFASInvoiceNumber.referenceMax)) } ?? entry.reference.text
    }

    private func description(_ line: EntryLine) -> String {
        let text = line.description.isEmpty ? entry.description : line.description
        let originals = entry.originalReferences.map(\.text).filter { !text.contains($0) }
        guard line.role == .party, entry.document.kind.isCredit, !originals.isEmpty else { return text }
        return "Credit \(originals.joined(separator: ", ")): \(text)"
    }

    /// The invoice that a line of a ledger posting settles.
    private func settles(_ line: EntryLine) -> String? {
        guard line.role == .party, let text = line.documentReference else { return nil }
        return AFASInvoiceNumber(settings.shortenings).number(of: EntryReference(text))
    }

    /// The voucher's date decides the VAT period and must lie in an open one: the invoice date, unless its period is closed and the entry was
    /// moved.
    private static func voucherDate(_ entry: Entry, _ master: MasterData) -> CalendarDate {
        guard entry.date != entry.invoiceDate else { return entry.date }
        let isOpen = master.period(of: entry.invoiceDate).map { !$0.closedFor.contains(entry.daybook) } ?? false
        return isOpen ? entry.invoiceDate : entry.date
    }

    // MARK: Messages

    private func message(_ lines: [AFASEntryLine]) -> AFASEntryMessage {
        AFASEntryMessage(
            Year: entry.period.year, Peri: entry.period.number, UnId: settings.administration, JoCo: entry.daybook.text, lines: lines)
    }

    private func parts(_ lines: [AFASEntryLine]) throws(ConnectorError) -> [[AFASEntryLine]] {
        guard lines.count > AFASLongEntries.linesMax else { return [lines] }
        guard case .split(let clearing) = settings.longEntries else {
            let problem = Problem(.tooManyLines, at: Place("lines"), found: "\(lines.count)", expected: "≤ \(AFASLongEntries.linesMax)")
            throw ConnectorError(.rejected, "The entry has more lines than one call carries; nothing was sent", problems: [problem])
        }
        return try AFASSplit(lines, clearing: clearing.text, entry.currency).parts()
    }
}
