import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeReports

extension DeskCall {
    private static let base = "/bridges/{bridge}/payments"
    private static let example = ["bridge": Example.bridge]

    static var payments: [DeskCall] {
        [
            .read(
                "paymentSummary", base + "/summary", .look, "How much there is to look at among the payments.",
                pages: ["/payments", "/payments/{bridge}/retry"],
                tells: Telling<PaymentSummary>.paymentSummary, example: Example(example)
            ) { asking in
                let (acts, bridge) = (asking.acts, asking.bridge)
                return Seen(
                    PaymentSummary(totals: try await acts.journal.paymentTotals(bridge.id), reads: bridge.policy.payments != nil),
                    seal: Acts.seal(try await acts.refusedNotices(bridge)))
            },
            .list(
                "payments", base, .look, "What the books say was paid, per document with what remains, the newest first.",
                pages: ["/payments"],
                query: [.flag("stuck", "`1`: only payments of which something does not fit, or is on items of others.")],
                item: Telling<PaymentAnswer>.payment, example: Example(example)
            ) { (asking: Asking, before: Int64?) in
                let (journal, bridge) = (asking.acts.journal, asking.bridge.id)
                let standings: Set<PaymentRecord.Standing> =
                    asking.asked("stuck") != nil ? [.trouble, .foreign] : Set(PaymentRecord.Standing.allCases)
                let found = try await journal.payments(
                    standings, bridge: bridge, before: before, limit: asking.limit + 1)
                let shown = Array(found.prefix(asking.limit))
                let lines = Dictionary(
                    grouping: try await PaymentLine.read(shown, bridge: bridge, journal: journal), by: \.payment.id)
                return Part(
                    shown.map { PaymentAnswer(payment: $0, lines: lines[$0.id] ?? []) },
                    next: found.count > asking.limit ? shown.last.map { "\($0.sequence)" } : nil)
            },
            .list(
                "paymentNotices", base + "/notices", .look, "What the trade system is told, or did not take, oldest first.",
                pages: ["/payments"],
                query: [.word("state", ["waiting", "told", "refused"], "Where the telling stands; `waiting` unless said.")],
                item: Telling<NoticeRecord>.notice, example: Example(example, query: [("state", "refused")])
            ) { (asking: Asking, after: Int64?) in
                let state: NoticeRecord.State =
                    switch asking.asked("state") {
                    case "refused": .refused
                    case "told": .told
                    default: .waiting
                    }
                let found = try await asking.acts.journal.notices(
                    state, bridge: asking.bridge.id, after: after ?? 0, limit: asking.limit + 1)
                return Part(found, limit: asking.limit) { "\($0.sequence)" }
            },
            .list(
                "openItems", base + "/items", .look, "Documents whose remainder needs somebody.",
                pages: ["/payments"],
                item: Telling<SettledItemRecord>.openItem, example: Example(example)
            ) { (asking: Asking, after: DocumentKey?) in
                let found = try await asking.acts.journal.itemsInTrouble(asking.bridge.id, after: after, limit: asking.limit + 1)
                return Part(found, limit: asking.limit) { "\($0.document)" }
            },
            .act(
                "tellPaymentsAgain", base + "/retry", .tellPayments,
                "Have what the trade system refused told again, after its cause was mended.",
                pages: ["/payments/{bridge}/retry"], of: "paymentSummary", tells: Telling<ToldAgain>.toldAgain, example: Example(example)
            ) { asking in
                Seen(ToldAgain(notices: try await asking.acts.tellAgain(asking.bridge, seal: asking.seal, by: asking.who)))
            },
        ]
    }
}
