import BridgeDomain
import BridgeJournal
import BridgeReports

/// Words for states, reasons and acts, in the reader's language: ``/BridgeReports/Terms``, and sentences of commands.
struct Words: Sendable {
    let language: Language

    var terms: Terms { Terms(language) }

    /// Dutch or English, for sentences of a command.
    func pick(_ dutch: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language == .dutch ? dutch() : english()
    }

    func state(_ state: PostingState) -> String { terms.state(state) }
    func state(_ state: PartyState) -> String { terms.state(state) }
    func kind(_ kind: DocumentKind) -> String { terms.kind(kind) }
    func shortKind(_ kind: DocumentKind) -> String { terms.shortKind(kind) }
    func kind(_ kind: PartyKind) -> String { terms.kind(kind) }
    func kind(_ kind: LineKind) -> String { terms.kind(kind) }
    func hold(_ hold: Hold) -> String { terms.hold(hold) }
    func purpose(_ purpose: AttemptRecord.Purpose) -> String { terms.purpose(purpose) }
    func verdict(_ verdict: String?) -> String { terms.verdict(verdict) }
    func act(_ act: String) -> String { terms.act(act) }
    static var dutchActs: [String: String] { Terms.dutchActs }

    /// Why a posting stands where it stands, in one line.
    func reason(_ posting: PostingRecord) -> String { terms.reason(posting, brief: brief) }

    /// How much of what was found is told where a problem has to fit a line; `show` tells all of it.
    static let foundShown = 60

    /// A problem in one sentence, with a long found text cut.
    func brief(_ problem: Problem) -> String {
        func short(_ text: String) -> String { TerminalText.cut(text, to: Self.foundShown) }
        return Problem(
            problem.code, at: problem.place, found: short(problem.found), expected: problem.expected.map(short), severity: problem.severity
        ).message(language)
    }
}

extension Words {
    /// What `status` says of a queue: how many wait since when, and how many were refused; nothing where none do.
    func backlog(_ waiting: Int, since: String?, _ wait: BilingualText, refused: Int, _ refusal: BilingualText) -> [String] {
        let moment = since.map { " (\(pick("sinds", "since")) \($0))" } ?? ""
        return (waiting > 0 ? ["\(waiting) \(wait[language])\(moment)"] : []) + (refused > 0 ? ["\(refused) \(refusal[language])"] : [])
    }
}
