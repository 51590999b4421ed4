public import BridgeDomain
public import BridgeJournal

/// The words for states, kinds, holds and acts, in the reader's language: the same in a terminal and on a page.
public struct Terms: Hashable, Sendable {
    /// The language that is written.
    public let language: Language

    /// Words of a language.
    public init(_ language: Language) { self.language = language }

    func pick(_ dutch: @autoclosure () -> String, _ english: @autoclosure () -> String) -> String {
        language == .dutch ? dutch() : english()
    }

    /// Where a posting stands.
    public func state(_ state: PostingState) -> String {
        switch state {
        case .parked: pick("geparkeerd", "parked")
        case .held: pick("wacht", "held")
        case .ready: pick("klaar", "ready")
        case .inFlight: pick("onderweg", "in flight")
        case .outcomeUnknown: pick("uitkomst onbekend", "outcome unknown")
        case .booked: pick("geboekt", "booked")
        case .rejected: pick("geweigerd", "rejected")
        case .withdrawn: pick("ingetrokken", "withdrawn")
        case .nothingToPost: pick("niets te boeken", "nothing to post")
        }
    }

    /// Where a party stands.
    public func state(_ state: PartyState) -> String {
        switch state {
        case .known: pick("bekend", "known")
        case .ready: pick("klaar", "ready")
        case .inFlight: pick("onderweg", "in flight")
        case .outcomeUnknown: pick("uitkomst onbekend", "outcome unknown")
        case .aligned: pick("gekoppeld", "aligned")
        case .proposed: pick("voorgesteld", "proposed")
        case .parked: pick("geparkeerd", "parked")
        case .rejected: pick("geweigerd", "rejected")
        }
    }

    /// What a document is.
    public func kind(_ kind: DocumentKind) -> String { kind.name[language] }

    /// The kind in a word that fits a column.
    public func shortKind(_ kind: DocumentKind) -> String {
        switch kind {
        case .salesInvoice: pick("factuur", "invoice")
        case .creditNote: pick("credit", "credit")
        case .purchaseInvoice: pick("inkoop", "purchase")
        case .purchaseCreditNote: pick("inkoopcredit", "p. credit")
        case .ledgerPosting: pick("memoriaal", "ledger")
        }
    }

    /// What a party is.
    public func kind(_ kind: PartyKind) -> String {
        switch kind {
        case .debtor: pick("debiteur", "debtor")
        case .creditor: pick("crediteur", "creditor")
        }
    }

    /// What a line is.
    public func kind(_ kind: LineKind) -> String { kind.name[language] }

    /// What a held posting waits for.
    public func hold(_ hold: Hold) -> String {
        switch hold {
        case .approval: pick("wacht op goedkeuring", "waits for approval")
        case .schedule: pick("wacht op de volgende overdracht", "waits for the next run")
        case .period(let period): pick("periode \(period) is afgesloten", "period \(period) is closed")
        case .party(let key): pick("wacht op relatie \(key.code)", "waits for party \(key.code)")
        case .original(let key): pick("wacht op factuur \(key.number)", "waits for invoice \(key.number)")
        case .person: pick("door iemand vastgehouden", "held by a person")
        }
    }

    /// What a call was for.
    public func purpose(_ purpose: AttemptRecord.Purpose) -> String {
        switch purpose {
        case .post: pick("boeken", "post")
        case .lookUp: pick("opzoeken", "look up")
        case .createParty: pick("relatie maken", "make party")
        case .updateParty: pick("relatie bijwerken", "update party")
        case .lookUpParty: pick("relatie opzoeken", "look up party")
        case .attach: pick("bijlage toevoegen", "attach file")
        }
    }

    /// How a call ended; nil while it is under way, and for ever when the program died in it.
    public func verdict(_ verdict: String?) -> String {
        switch verdict {
        case nil: pick("geen antwoord bewaard", "no answer kept")
        case "done": pick("gedaan", "done")
        case "found": pick("gevonden", "found")
        case "notFound": pick("niet gevonden", "not found")
        case "unavailable": pick("niet bereikbaar", "unavailable")
        case "throttled": pick("te snel", "throttled")
        case "budgetSpent": pick("budget op", "budget spent")
        case "unauthorised": pick("geen toestemming", "no consent")
        case "rejected": pick("geweigerd", "rejected")
        case "outcomeUnknown": pick("antwoord verloren", "answer lost")
        case "misused": pick("fout van ons", "our fault")
        case let other?: other
        }
    }

    /// An act of the history. The English word is the act itself, so only Dutch needs a table; an act that is not in it stays as it is.
    public func act(_ act: String) -> String {
        language == .dutch ? Self.dutchActs[act] ?? act : act.split(separator: "_").joined(separator: " ")
    }

    /// The acts of the history in Dutch.
    public static let dutchActs: [String: String] = [
        "adopted": "overgenomen", "aligned": "gekoppeld", "approved": "goedgekeurd", "attached": "bestand bijgevoegd",
        "attachment_refused": "bestand niet bijgevoegd", "attachment_retried": "bestand opnieuw geprobeerd", "booked": "geboekt",
        "booked_by_hand": "met de hand geboekt", "code_lists_read": "codelijsten gelezen", "consented": "toestemming gegeven",
        "corrected": "gecorrigeerd", "difference_approved": "verschil goedgekeurd", "difference_refused": "verschil zo gelaten",
        "differs": "anders in de boeken", "difference_explained": "verschil verklaard", "difference_reopened": "verschil weer open",
        "flagged": "gemeld", "held": "wacht",
        "look_up_failed": "opzoeken mislukt",
        "mapped": "gemapt", "match_proposed": "koppeling voorgesteld", "needed": "nodig", "not_found": "niet gevonden",
        "nothing_to_post": "niets te boeken", "open_item_doubted": "open post betwijfeld", "outcome_unknown": "uitkomst onbekend",
        "parked": "geparkeerd", "postponed": "uitgesteld",
        "payment_retold": "betaling opnieuw gemeld",
        "read_back": "teruggelezen", "ready": "klaar", "received": "ontvangen", "rejected": "geweigerd", "released": "vrijgegeven",
        "report_refused": "melding geweigerd", "retried": "opnieuw geprobeerd", "saved": "bewaard", "started": "begonnen",
        "started_over": "opnieuw begonnen", "settled": "afgeletterd", "unsettled": "weer open",
        "withdrawn": "ingetrokken", "signed_in": "aangemeld", "signed_out": "afgemeld", "sign_in_refused": "aanmelden geweigerd",
        "locked_out": "buitengesloten", "password_changed": "wachtwoord gewijzigd", "language_changed": "taal gewijzigd",
        "role_changed": "rol gewijzigd",
        "setup_found": "inrichting: gevonden", "setup_mended": "inrichting: verholpen", "created": "gemaakt", "closed": "afgesloten",
        "proposed": "voorgesteld", "proposal_withdrawn": "voorstel ingetrokken", "proposal_refused": "voorstel afgewezen",
        "bulk_begun": "taak begonnen", "bulk_stop_asked": "taak: stoppen gevraagd", "bulk_stopped": "taak gestopt",
        "bulk_ended": "taak klaar", "tested": "verbinding geprobeerd", "paused": "gepauzeerd", "resumed": "hervat",
        "renumbered": "anders genummerd",
        "invited": "uitgenodigd",
        "session_ended": "sessie beëindigd", "sessions_ended": "overal afgemeld", "unlocked": "weer toegelaten",
        "merge_followed": "samenvoeging gevolgd", "repeated": "herhaald", "gone_in_books": "weg uit de boeken",
        "blocked_in_books": "geblokkeerd in de boeken", "unblocked_in_books": "blokkade in de boeken opgeheven", "compared": "vergeleken",
        "awaited": "wordt afgewacht", "delivered": "afgeleverd", "stirred": "opnieuw aan de beurt",
        "overtaken": "ingehaald door het bronsysteem",
        "begun": "begonnen", "ended": "afgelopen", "read_back_begun": "teruglezen begonnen", "payments_begun": "betalingen lezen begonnen",
        "payment_told": "betaling gemeld", "payment_gone": "betaling weg uit de boeken", "payment_read": "betaling gelezen",
        "payment_changed": "betaling gewijzigd", "payment_refused": "melding van betaling geweigerd", "notice_made": "melding gemaakt",
        "revoked": "ingetrokken",
        "second_factor_set": "code aangezet", "second_factor_removed": "code uitgezet", "recovery_code_used": "herstelcode gebruikt",
        "became_late": "te laat geworden", "person_needed": "iemand nodig", "webhook_added": "webhook toegevoegd",
        "webhook_paused": "webhook gepauzeerd", "webhook_resumed": "webhook hervat", "webhook_ended": "webhook beëindigd",
        "webhook_secret_changed": "geheim gewijzigd", "webhook_tested": "proefbericht gestuurd", "webhook_replayed": "opnieuw verteld",
        "webhook_stopped": "webhook gestopt",
        "verified": "historie nagekeken", "verify_failed": "historie nagekeken: afwijkingen",
    ]

    /// Why a posting stands where it stands, in one line; `brief` says a problem in one sentence.
    public func reason(_ posting: PostingRecord, brief: (Problem) -> String) -> String {
        if let problem = posting.problems.first(where: { $0.severity == .error }) ?? posting.problems.first,
            posting.state.needsPerson || posting.differs
        {
            return brief(problem)
        }
        if case .differs(_, let problems) = posting.readBack, let first = problems.first { return brief(first) }
        if posting.state == .booked, let number = posting.targetNumber { return number }
        return posting.hold.map(hold) ?? ""
    }
}
