import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeMapping
import Testing

@testable import BridgeEngine

/// The gate as a function: facts in, verdict out.
@Suite struct `The gate` {
    static let now = TestBridge.morning
    static let customer = PartyKey(.debtor, "C0412")

    /// One question to the gate; everything is in order unless a test says otherwise.
    struct Question {
        var policy = BridgePolicy(bridge: "export", source: "NL01", target: "1")
        var document = Document.sale("2026-1")
        var posting: PostingRecord
        var warnings: [Problem] = []
        var party: PartyRecord? = Question.party()
        var originals: [(key: DocumentKey, posting: PostingRecord?)] = []
        var originalDocuments: [Document] = []
        var credited: [Document] = []
        var depositBalance: Money?
        var master: MasterData? = TestBridge.master
        var release: ManualRelease?
        var now = `The gate`.now
        var deposits: Money?

        init(_ document: Document = .sale("2026-1"), _ change: (inout Question) -> Void = { _ in }) {
            self.document = document
            posting = Question.posting(document, .parked)
            change(&self)
        }

        static func party(_ change: (inout PartyRecord) -> Void = { _ in }) -> PartyRecord {
            var record = PartyRecord(
                bridge: "export", key: customer, version: 1, contentHash: "", raw: [], party: .florist(), problems: [], state: .aligned,
                changedAt: `The gate`.now)
            record.alignedVersion = 1
            change(&record)
            return record
        }

        static func posting(_ document: Document, _ state: PostingState) -> PostingRecord {
            var record = PostingRecord(
                bridge: "export", document: document.key, sourceID: document.sourceID, documentVersion: 1, contentHash: "", state: state,
                receivedAt: `The gate`.now, invoiceDate: document.invoiceDate)
            record.gross = document.totals.gross
            return record
        }

        /// Booked invoices that the document takes back.
        mutating func credit(_ documents: Document...) {
            originalDocuments = documents
            originals = documents.map { ($0.key, Question.posting($0, .booked)) }
        }

        func verdict() -> GateVerdict {
            var translation = PlainTranslator().translate(document, party: party?.party, today: document.invoiceDate)
            translation.problems += warnings
            translation.deposits = deposits
            return Gate(policy: policy).judge(
                posting, document: document, translation: translation,
                facts: GateFacts(
                    party: party, originals: originals, originalDocuments: originalDocuments, alreadyCredited: credited,
                    depositBalance: depositBalance, master: master,
                    release: release, now: now))
        }
    }

    static func closed(_ months: Int...) -> MasterData {
        var master = TestBridge.master
        for month in months { master.periods[month - 1].closedFor = ["70"] }
        return master
    }

    static let warning = Problem(.dateOrder, at: Place("due_date"), found: "2026-11-01")

    @Test func `with everything in order a document leaves now, with its entry`() {
        let verdict = Question().verdict()
        #expect(verdict.state == .ready && verdict.dueAt == Self.now && verdict.hold == nil && verdict.problems.isEmpty)
        #expect(verdict.entry?.date == TestBridge.day)
    }

    // MARK: The refusals of dutch-finance §14 that are the gate's

    struct Refusal: Sendable, CustomTestStringConvertible {
        var id: String
        var code: ProblemCode
        var state: PostingState
        var question: @Sendable () -> Question
        var testDescription: String { id }
    }

    static let refusals: [Refusal] = [
        Refusal(id: "N03 credit larger than what is left of the original", code: .creditExceedsOriginal, state: .parked) {
            Question(.sale("C-1", cents: 6_001, credits: "2026-1")) {
                $0.credit(.sale("2026-1"))
                $0.credited = [.sale("C-0", cents: 4_000, credits: "2026-1")]
            }
        },
        Refusal(id: "N07 the same number with other content", code: .numberWithOtherContent, state: .parked) {
            Question { $0.warnings = [Problem(.numberWithOtherContent, at: Place("number"), found: "2026-1")] }
        },
        Refusal(id: "N08 customer not delivered in time", code: .partyUnknown, state: .parked) {
            Question {
                $0.party = nil
                $0.now = `The gate`.now.adding(seconds: 3600)
            }
        },
        Refusal(id: "N08 customer not delivered yet", code: .partyUnknown, state: .held) { Question { $0.party = nil } },
        Refusal(id: "N08 customer creation refused", code: .partyCreationRefused, state: .held) {
            Question {
                $0.party = Question.party {
                    $0.state = .parked
                    $0.alignedVersion = nil
                    $0.problems = [Problem(.partyCreationRefused, at: Place("party"), found: "C0412")]
                }
            }
        },
        Refusal(id: "N09 period closed, a person is asked", code: .periodClosed, state: .parked) {
            Question {
                $0.master = `The gate`.closed(11)
                $0.policy.periodPolicy = .ask
            }
        },
        Refusal(id: "N09 period not in the books at all", code: .periodUnknown, state: .parked) {
            Question { $0.master?.periods.removeLast(2) }
        },
        Refusal(id: "N11 deposit returned above the balance: a warning", code: .depositBelowZero, state: .ready) {
            Question {
                $0.deposits = Money(minorUnits: -2_400, .eur)
                $0.depositBalance = Money(minorUnits: 2_399, .eur)
            }
        },
        Refusal(id: "N15 before the first date to export", code: .beforeFirstDate, state: .parked) {
            Question { $0.policy.firstDate = TestBridge.day.adding(days: 1) }
        },
    ]

    @Test(arguments: refusals) func `is refused with its own problem`(_ refusal: Refusal) {
        let verdict = refusal.question().verdict()
        #expect(verdict.state == refusal.state)
        #expect(Set(verdict.problems.map(\.code)) == [refusal.code])
    }

    @Test func `a closed period under the policy of holding is waited for by name`() {
        let verdict = Question { $0.master = Self.closed(11) }.verdict()
        #expect(verdict.state == .held && verdict.hold == .period(TestBridge.november) && verdict.dueAt == nil)
        let noneOpen = Question {
            $0.master = Self.closed(11, 12)
            $0.policy.periodPolicy = .firstOpen
        }.verdict()
        #expect(noneOpen.state == .held && noneOpen.hold == .period(TestBridge.november))
    }

    @Test func `the first open period keeps the invoice date and skips what is closed`() {
        let verdict = Question(.sale("2026-1", on: TestBridge.day.endOfMonth(adding: -2))) {
            $0.master = Self.closed(9, 10)
            $0.policy.periodPolicy = .firstOpen
        }.verdict()
        #expect(verdict.state == .ready)
        #expect(verdict.entry?.date.description == "2026-11-01" && verdict.entry?.period == TestBridge.november)
        #expect(verdict.entry?.invoiceDate.description == "2026-09-30")
    }

    @Test func `a period closed for another daybook is open for ours`() {
        let verdict = Question { $0.master?.periods[10].closedFor = ["60"] }.verdict()
        #expect(verdict.state == .ready)
    }

    @Test func `a ledger posting is judged by the period it names`() {
        var posting = Document.sale("M-1")
        posting.period = Period(year: 2026, number: 13)
        let thirteenth = MasterPeriod(
            period: Period(year: 2026, number: 13), from: TestBridge.day.endOfMonth(adding: 1), to: TestBridge.day.endOfMonth(adding: 1),
            closedFor: [])
        let verdict = Question(posting) { $0.master?.periods.append(thirteenth) }.verdict()
        #expect(verdict.entry?.period == Period(year: 2026, number: 13) && verdict.entry?.date.description == "2026-12-31")
        #expect(Question(posting).verdict().problems.map(\.code) == [.periodUnknown])
    }

    @Test func `without code lists periods are judged later`() {
        #expect(Question { $0.master = nil }.verdict().state == .ready)
    }

    @Test func `a credit of exactly what is left passes`() {
        let exact = Question(.sale("C-1", cents: 6_000, credits: "2026-1")) {
            $0.credit(.sale("2026-1"))
            $0.credited = [.sale("C-0", cents: 4_000, credits: "2026-1")]
        }
        #expect(exact.verdict().state == .ready)
    }

    @Test func `a credit over several invoices may take what they have together, once all of them are known`() {
        let credit = Document.sale("C-1", cents: 15_000, credits: "2026-1")
        #expect(Question(credit) { $0.credit(.sale("2026-1"), .sale("2026-2")) }.verdict().state == .ready)
        let unknown = Question(credit) {
            $0.credit(.sale("2026-1"))
            $0.originals.append((DocumentKey("NL01", .salesInvoice, "2026-2"), nil))
        }
        #expect(unknown.verdict().hold == .original(DocumentKey("NL01", .salesInvoice, "2026-2")))
    }

    @Test func `a return of deposits down to zero passes without a word`() {
        let verdict = Question {
            $0.deposits = Money(minorUnits: -2_400, .eur)
            $0.depositBalance = Money(minorUnits: 2_400, .eur)
        }.verdict()
        #expect(verdict.problems.isEmpty)
    }

    @Test func `a document that amounts to nothing is kept and not sent`() {
        #expect(Question(.sale("2026-1", cents: 0)).verdict().state == .nothingToPost)
    }

    // MARK: Approval

    @Test(arguments: [
        (ApprovalGate.reviewAll, false, false), (.reviewAll, true, false), (.reviewExceptions, false, true),
        (.reviewExceptions, true, false),
        (.automatic, false, true), (.automatic, true, true),
    ]) func `trust grows in three steps`(_ gate: ApprovalGate, _ hasWarning: Bool, _ leaves: Bool) {
        func ask(approvedBy: String?) -> GateVerdict {
            Question {
                $0.policy.approval = gate
                $0.warnings = hasWarning ? [Self.warning] : []
                $0.posting.approvedBy = approvedBy
            }.verdict()
        }
        let verdict = ask(approvedBy: nil)
        #expect(leaves ? verdict.state == .ready : verdict.state == .held && verdict.hold == .approval && verdict.dueAt == nil)
        #expect(ask(approvedBy: "anna").state == .ready)
    }

    @Test func `a daybook's own gate comes before the bridge's`() {
        let strict = Question { $0.policy.approvalByDaybook = ["70": .reviewAll] }
        #expect(strict.verdict().hold == .approval)
        let free = Question {
            $0.policy.approval = .reviewAll
            $0.policy.approvalByDaybook = ["70": .automatic]
        }
        #expect(free.verdict().state == .ready)
    }

    // MARK: Schedules and releases

    @Test func `a scheduled document waits for the next run and leaves with it`() {
        let policy: (inout Question) -> Void = { $0.policy.schedule = .every(minutes: 30) }
        let before = Question {
            policy(&$0)
            $0.posting.receivedAt = Self.now.adding(seconds: 1)
            $0.now = Self.now.adding(seconds: 1)
        }.verdict()
        #expect(before.hold == .schedule && before.dueAt == Self.now.adding(seconds: 1_800))
        let after = Question {
            policy(&$0)
            $0.posting.receivedAt = Self.now.adding(seconds: 1)
            $0.now = Self.now.adding(seconds: 1_800)
        }.verdict()
        #expect(after.state == .ready)
    }

    @Test func `a manual release takes what had arrived by then and is dated up to its day`() {
        func ask(received: Int64, until: CalendarDate) -> PostingState {
            Question {
                $0.policy.schedule = .manual
                $0.posting.receivedAt = Self.now.adding(seconds: received)
                $0.release = ManualRelease(at: Self.now, until: until)
            }.verdict().state
        }
        #expect(ask(received: 0, until: TestBridge.day) == .ready)
        #expect(ask(received: 1, until: TestBridge.day) == .held)
        #expect(ask(received: 0, until: TestBridge.day.adding(days: -1)) == .held)
        #expect(Question { $0.policy.schedule = .manual }.verdict().hold == .schedule)
    }

    // MARK: The order of the questions

    /// Each row mends the obstacle of the row before: the answer is always the first thing a person would want to hear.
    @Test func `refusals and holds come in the order a person would want to hear them`() {
        let originalKey = DocumentKey("NL01", .salesInvoice, "2026-1")
        var question = Question(.sale("C-1", cents: 4_000, credits: "2026-1")) {
            $0.posting.hold = .person
            $0.party = nil
            $0.warnings = [Problem(.netMismatch, at: Place("totals.net"))]
            $0.master = Self.closed(11)
            $0.policy.approval = .reviewAll
            $0.policy.schedule = .manual
            $0.originals = [(originalKey, Question.posting(.sale("2026-1"), .ready))]
        }
        #expect(question.verdict().hold == .person)
        question.posting.hold = nil
        #expect(question.verdict().hold == .party(Self.customer) && question.verdict().problems.map(\.code) == [.partyUnknown])
        question.party = Question.party { $0.alignedVersion = nil }
        #expect(question.verdict().state == .parked && question.verdict().problems.map(\.code) == [.netMismatch])
        question.warnings = []
        #expect(question.verdict().hold == .period(TestBridge.november))
        question.master = TestBridge.master
        #expect(question.verdict().hold == .approval)
        question.posting.approvedBy = "anna"
        #expect(question.verdict().hold == .party(Self.customer))
        question.party = Question.party()
        #expect(question.verdict().hold == .original(originalKey) && question.verdict().dueAt == nil)
        question.originals = [(originalKey, nil)]
        #expect(question.verdict().hold == .original(originalKey) && question.verdict().dueAt == Self.now.adding(seconds: 3600))
        question.now = Self.now.adding(seconds: 3600)
        #expect(question.verdict().state == .parked && question.verdict().problems.map(\.code) == [.originalUnknown])
        question.originals = [(originalKey, Question.posting(.sale("2026-1"), .booked))]
        #expect(question.verdict().hold == .schedule)
        question.policy.schedule = .onArrival
        #expect(question.verdict().state == .ready)
    }

    @Test func `a linked customer whose newest data the books refused does not hold up invoices`() {
        let verdict = Question {
            $0.party = Question.party {
                $0.state = .rejected
                $0.version = 2
            }
        }.verdict()
        #expect(verdict.state == .ready)
    }
}
