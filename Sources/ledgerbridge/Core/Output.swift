import BridgeDomain
import BridgeJournal
import BridgeJSON
import FoundationEssentials

extension JSON {
    /// A value as JSON, members in order of name.
    init(of value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value), let json = try? JSON(parsing: data) else {
            preconditionFailure("our own values always encode")
        }
        self = json
    }
}

/// Words for states and reasons, in the reader's language.
struct Words: Sendable {
    let language: Language

    func state(_ state: PostingState) -> String {
        switch (state, language) {
        case (.parked, .dutch): "geparkeerd"
        case (.parked, .english): "parked"
        case (.held, .dutch): "wacht"
        case (.held, .english): "held"
        case (.ready, .dutch): "klaar"
        case (.ready, .english): "ready"
        case (.inFlight, .dutch): "onderweg"
        case (.inFlight, .english): "in flight"
        case (.outcomeUnknown, .dutch): "uitkomst onbekend"
        case (.outcomeUnknown, .english): "outcome unknown"
        case (.booked, .dutch): "geboekt"
        case (.booked, .english): "booked"
        case (.rejected, .dutch): "geweigerd"
        case (.rejected, .english): "rejected"
        case (.withdrawn, .dutch): "ingetrokken"
        case (.withdrawn, .english): "withdrawn"
        case (.nothingToPost, .dutch): "niets te boeken"
        case (.nothingToPost, .english): "nothing to post"
        }
    }

    func kind(_ kind: DocumentKind) -> String {
        switch (kind, language) {
        case (.salesInvoice, .dutch): "verkoopfactuur"
        case (.salesInvoice, .english): "sales invoice"
        case (.creditNote, .dutch): "creditnota"
        case (.creditNote, .english): "credit note"
        case (.purchaseInvoice, .dutch): "inkoopfactuur"
        case (.purchaseInvoice, .english): "purchase invoice"
        case (.purchaseCreditNote, .dutch): "inkoopcreditnota"
        case (.purchaseCreditNote, .english): "purchase credit note"
        case (.ledgerPosting, .dutch): "memoriaal"
        case (.ledgerPosting, .english): "ledger posting"
        }
    }

    /// Why a posting stands where it stands, in one line.
    func reason(_ posting: PostingRecord) -> String {
        if let problem = posting.problems.first(where: { $0.severity == .error }) ?? posting.problems.first,
            posting.state.needsPerson || posting.differs
        {
            return problem.message(language)
        }
        if case .differs(_, let problems) = posting.readBack, let first = problems.first { return first.message(language) }
        if posting.state == .booked, let number = posting.targetNumber { return number }
        return posting.hold.map(hold) ?? ""
    }

    func hold(_ hold: Hold) -> String {
        switch (hold, language) {
        case (.approval, .dutch): "wacht op goedkeuring"
        case (.approval, .english): "waits for approval"
        case (.schedule, .dutch): "wacht op de volgende overdracht"
        case (.schedule, .english): "waits for the next run"
        case (.period(let period), .dutch): "periode \(period) is afgesloten"
        case (.period(let period), .english): "period \(period) is closed"
        case (.party(let key), .dutch): "wacht op relatie \(key.code)"
        case (.party(let key), .english): "waits for party \(key.code)"
        case (.original(let key), .dutch): "wacht op factuur \(key.number)"
        case (.original(let key), .english): "waits for invoice \(key.number)"
        case (.person, .dutch): "vastgehouden"
        case (.person, .english): "held by a person"
        }
    }

    /// Dutch or English, for sentences of a command.
    func pick(_ dutch: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language == .dutch ? dutch() : english()
    }
}

extension Context {
    var words: Words { Words(language: language) }

    func amount(_ money: Money?) -> String { money.map { formatting.money($0) } ?? "–" }
}
