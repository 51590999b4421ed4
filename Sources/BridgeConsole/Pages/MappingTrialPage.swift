import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTML
import BridgeJournal
import BridgeMapping
import BridgeReports

/// Tries the rules in force on one document: its entry, and why each line is what it is. Nothing is written.
struct MappingTrialPage: Sendable {
    let call: Call

    init(_ call: Call) { self.call = call }

    static func address(_ bridge: Console.Bridge, _ key: DocumentKey) -> Address {
        Address(
            "/mapping/try",
            query: [
                ("bridge", bridge.id.text), ("number", key.number.text), ("kind", key.kind.rawValue),
                ("administration", key.administration.text),
            ])
    }

    /// A field for the number.
    static func form(_ call: Call, _ bridge: Console.Bridge) -> HTML {
        el(.form, Attribute("method", "get"), .action(Address("/mapping/try")), .class("search")) {
            Form.hidden("bridge", bridge.id.text)
            Form.field("number", call.say(Say.tryDocument), value: call.asked("number") ?? "", hint: call.say(Say.documentNumber))
            el(.button, .type("submit"), .class("other")) { call.say(Say.tryIt) }
        }
    }

    func page() async throws -> Page {
        let bridge = try call.askedBridge()
        let acts = call.console.acts
        let rules = try await acts.rules(bridge)
        let found = try await postings(bridge)
        var tried: HTML?
        if let posting = found.first, found.count == 1 {
            tried =
                try await acts.trial(rules, posting).tried.map { explain(rules, $0.isMapped, $0.explanation) }
                ?? Form.alert(call.say(Say.notReadable))
        }
        return Page(title: call.say(Say.tryDocument), part: .mapping) {
            if found.isEmpty { el(.p, .class("lead")) { call.say(Say.noSuchNumber) } }
            if found.count > 1 { several(bridge, found) }
            if let posting = found.first, found.count == 1 {
                el(.p) { el(.a, .href(DocumentPage.address(posting))) { Say.title(posting.document, call.terms) } }
            }
            tried
            Self.form(call, bridge)
            el(.p) { el(.a, .href(MappingPage.address(bridge))) { call.say(Say.toMapping) } }
        }
    }

    /// Documents of the number that is asked for: one of each kind may have it.
    private func postings(_ bridge: Console.Bridge) async throws -> [PostingRecord] {
        guard let number = call.asked("number") else { return [] }
        return try await call.console.acts.postings(
            bridge, number: number, administration: call.asked("administration"),
            kind: call.asked("kind").flatMap { DocumentKind(rawValue: $0) })
    }

    private func several(_ bridge: Console.Bridge, _ found: [PostingRecord]) -> HTML {
        pieces {
            el(.p, .class("lead")) { call.say(Say.severalDocuments) }
            el(.ul) {
                for posting in found {
                    el(.li) { el(.a, .href(Self.address(bridge, posting.document))) { Say.title(posting.document, call.terms) } }
                }
            }
        }
    }

    // MARK: Why

    private func explain(_ rules: RulesInForce, _ isMapped: Bool, _ explanation: Explanation) -> HTML {
        pieces {
            el(.p, .class("lead")) {
                el(.strong, .class(isMapped ? "good" : "bad")) {
                    call.say(isMapped ? Say.mappedBy(rules.version) : Say.notMappedBy(rules.version))
                }
            }
            MappingProblems(call: call, problems: explanation.problems).html
            if !explanation.items.isEmpty {
                el(.h2) { call.say(Say.theEntry) }
                Form.table(
                    call.say(Say.linesOfEntry),
                    pieces {
                        Form.heading(call.say(Say.ledgerAccount))
                        Form.heading(call.say(Say.debit), isNumber: true)
                        Form.heading(call.say(Say.credit), isNumber: true)
                        Form.heading(call.say(Say.vat))
                        Form.heading(call.say(Say.ofLines), isWide: true)
                        Form.heading(call.say(Say.because))
                    }, pieces { for item in explanation.items { row(item) } }, isNamed: false)
            }
            if !explanation.head.isEmpty {
                el(.h2) { call.say(Say.decidedOnce) }
                for reason in explanation.head { sentences(reason.text(call.language)) }
            }
        }
    }

    private func row(_ item: Explanation.Item) -> HTML {
        let line = item.entryLine
        return el(.tr) {
            el(.th, .scope("row")) { line?.account.text ?? "–" }
            Form.cell(isNumber: true) { line.flatMap { $0.amount.isNegative ? nil : call.formatting.amount($0.amount) } }
            Form.cell(isNumber: true) { line.flatMap { $0.amount.isNegative ? call.formatting.amount(-$0.amount) : nil } }
            Form.cell { line?.vatCode?.text }
            Form.cell(isWide: true) { LineRanges.text(item.sourceLines) }
            Form.cell {
                for remark in item.remarks { el(.p, .class("small")) { remark.text(call.language) } }
                for reason in item.reasons { sentences(reason.text(call.language)) }
            }
        }
    }

    /// What decided, and behind it what nearly did.
    @HTMLBuilder private func sentences(_ all: [String]) -> HTML {
        if let first = all.first, all.count > 1 {
            el(.details) {
                el(.summary) { first }
                el(.ul, .class("small")) { for sentence in all.dropFirst() { el(.li) { sentence } } }
            }
        } else if let first = all.first {
            el(.p, .class("small")) { first }
        }
    }
}

/// Problems with what to do about each.
struct MappingProblems: Sendable {
    let call: Call
    let problems: [Problem]

    @HTMLBuilder var html: HTML {
        if !problems.isEmpty {
            el(.ul, .class("problems"), .label(call.say(Say.whatIsWrong))) {
                for problem in problems {
                    el(.li, .class(problem.severity == .error ? nil : "mild")) {
                        el(.p) { el(.strong) { call.terms.message(problem) } }
                        el(.p) { problem.remedy(call.language) }
                    }
                }
            }
        }
    }
}
