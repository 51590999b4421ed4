import BridgeDomain

/// The texts the service refuses with, as data (reference `exact-online` §4). The text is the only detail an answer gives; its language
/// follows the user, so each row has the Dutch and the English wording. Compared without regard to case.
enum ExactRefusals {
    /// How a line of the text begins, and what that means.
    struct Head: Sendable {
        var texts: [String]
        var code: ProblemCode
    }

    /// What a line is about, and where that lies for us.
    struct Subject: Sendable {
        var texts: [String]
        var place: String
        /// Overrides of the head's code for this subject.
        var codes: [ProblemCode: ProblemCode] = [:]
    }

    /// Longer beginnings stand before shorter ones they contain.
    static let heads: [Head] = [
        Head(texts: ["Mandatory", "Verplicht"], code: .targetFieldMissing),
        Head(texts: ["Invalid reference", "Ongeldige referentie"], code: .targetCodeUnknown),
        Head(texts: ["Invalid", "Ongeldig"], code: .targetNotAllowed),
        Head(texts: ["Already exists", "Bestaat reeds", "Data already exists", "Gegeven bestaat reeds"], code: .targetRejected),
        Head(texts: ["In use", "In gebruik"], code: .targetRejected),
        Head(texts: ["Already processed", "Reeds verwerkt"], code: .targetRejected),
        Head(texts: ["Period is closed", "Periode is afgesloten"], code: .periodClosed),
        Head(texts: ["Not allowed", "Niet toegestaan"], code: .targetNotAllowed),
        Head(texts: ["A VAT amount is not allowed with a VAT code of type"], code: .targetNotAllowed),
        Head(texts: ["Blocked", "Geblokkeerd"], code: .targetCodeBlocked),
        Head(texts: ["Ledger account is of a wrong type"], code: .targetNotAllowed),
        Head(texts: ["Opening balance plus lines"], code: .notBalanced),
    ]

    /// The first that a line contains; longer ones stand first.
    static let subjects: [Subject] = [
        Subject(
            texts: [
                "Customer (Type)", "Klant (Type)", "Supplier (Type)", "Leverancier (Type)", "Account (Type)", "Relatie (Type)",
            ],
            place: "party", codes: [.targetNotAllowed: .partyRoleMissing]),
        Subject(texts: ["VAT code", "Btw-code", "VAT percentage", "Btw-percentage", "btw)", "VAT amount"], place: "lines.vat_code"),
        Subject(texts: ["Payment condition", "Betalingsconditie"], place: "payment_term_code"),
        Subject(texts: ["Due date", "Vervaldatum"], place: "due_date"),
        Subject(texts: ["Cost center", "Cost centre", "Kostenplaats"], place: "lines.cost_centre"),
        Subject(texts: ["Cost unit", "Kostendrager"], place: "lines.cost_unit"),
        Subject(texts: ["Exchange rate", "Wisselkoers"], place: "exchange_rate"),
        Subject(texts: ["Currency", "Valuta"], place: "currency"),
        Subject(texts: ["Entry number", "Boekstuknummer"], place: "number"),
        Subject(texts: ["Ledger account", "Grootboekrekening", "G/L account"], place: "lines.account"),
        Subject(texts: ["Period", "Periode", "Financial year", "Boekjaar"], place: "period"),
        Subject(texts: ["Journal", "Dagboek", "Diary"], place: "journal"),
        Subject(
            texts: [
                "Customer", "Klant", "Supplier", "Leverancier", "Relationship", "Relatie", "Invoice to", "Factuur voor", "Ordered by",
                "Besteld door", "Deliver to", "Leveren aan",
            ],
            place: "party", codes: [.targetCodeBlocked: .partyBlocked, .targetCodeUnknown: .partyUnknown]),
        Subject(texts: ["Code"], place: "party.number", codes: [.targetRejected: .partyMatchProposed]),
    ]

    /// Texts of a fault on the other side: nothing says whether the request was carried out. The last ones were not seen with this
    /// service; they stand here because a database's timeout or deadlock is no verdict on our data.
    static let faults = [
        "a problem has occurred", "will be investigated", "object reference not set", "an error has occurred",
        "er is een fout opgetreden", "er is een probleem opgetreden", "timeout", "time-out", "timed out", "deadlock",
    ]

    /// What the lines of a refusal mean; empty when no line begins as a known refusal does.
    static func problems(in text: String) -> [Problem] { lines(text).compactMap(problem) }

    /// True when the text speaks of a fault over there, not of our data.
    static func isFault(_ text: String) -> Bool {
        let lowered = text.lowercased()
        return faults.contains { lowered.contains($0) }
    }

    static func lines(_ text: String) -> [String] {
        text.split { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }.map(String.init)
    }

    private static func problem(_ line: String) -> Problem? {
        let lowered = line.lowercased()
        guard let head = heads.first(where: { $0.texts.contains { lowered.hasPrefix($0.lowercased()) } }) else { return nil }
        let subject = subjects.first { $0.texts.contains { lowered.contains($0.lowercased()) } }
        return Problem(subject?.codes[head.code] ?? head.code, at: Place(subject?.place ?? "document"), found: line)
    }
}
