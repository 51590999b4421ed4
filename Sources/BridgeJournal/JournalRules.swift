public import BridgeDomain

// The parts of the promise that are plain functions of values, so that every implementation decides them alike.

extension ControlColumn {
    /// Whether what was kept of a posting in this state counts in the column.
    public func counts(_ state: PostingState) -> Bool {
        switch self {
        case .mapped:
            switch state {
            case .held, .ready, .inFlight, .outcomeUnknown, .booked, .rejected: true
            case .parked, .withdrawn, .nothingToPost: false
            }
        case .sent: state == .booked
        case .booked: true
        }
    }
}

extension PostingRecord {
    /// What holds it, when it is held: the text ``BridgeJournal/held(_:blocker:after:limit:)`` looks for.
    public var blocker: String? { state == .held ? hold?.blocker : nil }

    /// True when the read-back found something else than was meant.
    public var differs: Bool { if case .differs = readBack { true } else { false } }

    /// The originals as keys: same administration, the kind this kind takes back. Empty for kinds that are no credit.
    public var originalKeys: [DocumentKey] {
        guard let kind = document.kind.original else { return [] }
        var seen: Set<DocumentNumber> = []
        return originals.filter { seen.insert($0).inserted }.map { DocumentKey(document.administration, kind, $0) }
    }

    /// The currency of net, VAT and gross; nil without amounts.
    public var currency: Currency? { (gross ?? net ?? vat)?.currency }

    /// Refuses totals in different currencies with ``JournalError/Code/failed``: no sum could hold them.
    public func checkCurrency() throws(JournalError) {
        if [net, vat, gross].contains(where: { $0.map { $0.currency != currency } ?? false }) {
            throw JournalError(.failed, "the totals of \(document) are in different currencies")
        }
    }

    /// Whether it takes part in ``BridgeJournal/credited(_:bridge:except:)``.
    public var countsAsCredit: Bool { state != .withdrawn && state != .parked }

    /// The problems it is counted under in ``BridgeJournal/problemTotals(_:)``: the errors, or, where there are only warnings, these;
    /// each code and found value once.
    public var causes: [Problem] {
        guard state.needsPerson else { return [] }
        let errors = problems.filter { $0.severity == .error }
        var seen: Set<[String]> = []
        return (errors.isEmpty ? problems : errors).filter { seen.insert([$0.code.rawValue, $0.found]).inserted }
    }
}

extension PostingFilter {
    /// The longest search text that is looked for; the rest is cut off.
    public static let searchMax = 100

    /// Whether a posting belongs in the list. Searching ignores the case of the letters A to Z.
    public func includes(_ posting: PostingRecord) -> Bool {
        if let bridge, posting.bridge != bridge { return false }
        if !states.isEmpty, !states.contains(posting.state) { return false }
        if !kinds.isEmpty, !kinds.contains(posting.document.kind) { return false }
        if let party, posting.party != party { return false }
        if let problem, !posting.problems.contains(where: { $0.code == problem }) { return false }
        if let blocker, posting.blocker != blocker { return false }
        if let invoiceDates, !invoiceDates.contains(posting.invoiceDate) { return false }
        if let lateAt {
            guard let deadline = posting.deadline, deadline < lateAt, !posting.state.isSettled else { return false }
        }
        if differing, !posting.differs { return false }
        return matchesSearch(posting)
    }

    private func matchesSearch(_ posting: PostingRecord) -> Bool {
        guard let search, !search.isEmpty else { return true }
        let needle = PostingFilter.folded(search.prefix(Self.searchMax))
        let texts = [posting.document.number.text, posting.reference?.text, posting.targetNumber, posting.party?.code.text]
        return texts.contains { text in text.map { PostingFilter.folded($0).firstRange(of: needle) != nil } ?? false }
    }

    /// UTF-8 with the letters A to Z made small: what searching compares.
    private static func folded(_ text: some StringProtocol) -> [UInt8] {
        text.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}

extension EntryTotal {
    /// Amounts of one daybook, VAT code and currency added up, so that a document counts once in each row of the control table.
    public static func grouped(_ totals: [EntryTotal]) -> [EntryTotal] {
        var sums: [EntryTotal] = []
        for total in totals {
            let place = sums.firstIndex {
                $0.daybook == total.daybook && $0.vatCode == total.vatCode && $0.net.currency == total.net.currency
            }
            guard let place else {
                sums.append(total)
                continue
            }
            sums[place].net += total.net
            sums[place].vat += total.vat
        }
        return sums
    }
}

extension BudgetWindow {
    /// How this window, as configured, stands at `now` when the journal holds `stored` for it.
    public func continuing(_ stored: BudgetWindow?, now: Timestamp) -> BudgetWindow {
        guard let stored, stored.resetsAt > now else { return BudgetWindow(name: name, limit: limit, used: 0, resetsAt: resetsAt) }
        return BudgetWindow(name: name, limit: min(limit, stored.limit), used: stored.used, resetsAt: stored.resetsAt)
    }

    /// The window after `amount` more.
    public func using(_ amount: Int) -> BudgetWindow {
        BudgetWindow(name: name, limit: limit, used: used + amount, resetsAt: resetsAt)
    }

    /// Whether this report of the target takes the place of what is stored.
    public func overrides(_ stored: BudgetWindow?) -> Bool {
        guard let stored else { return true }
        return left < stored.left || resetsAt != stored.resetsAt
    }
}

// The order in which totals come.
extension StateTotal {
    /// By bridge, state, kind (as declared), currency; rows without amounts first.
    public static func inOrder(_ left: StateTotal, _ right: StateTotal) -> Bool { left.place < right.place }

    private var place: (String, Int, Int, String) {
        (
            bridge.text, PostingState.allCases.firstIndex(of: state) ?? 0, DocumentKind.allCases.firstIndex(of: kind) ?? 0,
            gross?.currency.code ?? ""
        )
    }
}

extension DaybookTotal {
    /// By daybook, VAT code (none first), currency.
    public static func inOrder(_ left: DaybookTotal, _ right: DaybookTotal) -> Bool { left.place < right.place }

    private var place: (String, Int, String, String) {
        (daybook.text, vatCode == nil ? 0 : 1, vatCode?.text ?? "", net.currency.code)
    }
}

extension ProblemTotal {
    /// Most postings first; then by bridge, code and what was found.
    public static func inOrder(_ left: ProblemTotal, _ right: ProblemTotal) -> Bool { left.place < right.place }

    private var place: (Int, String, String, String) { (-count, bridge.text, code.rawValue, found) }
}
