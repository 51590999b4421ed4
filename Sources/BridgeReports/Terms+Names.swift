public import BridgeDomain
public import BridgeJournal

// What the history calls by short names, as people call it. The names themselves are hashed with their records and stay in exports and answers.
extension Terms {
    /// Who did something: a person by the name they work under, a program by the name its token was given, a part of the machine by what it does.
    public func who(_ who: Who) -> String {
        switch who {
        case .person(let name): name
        case .machine(let name): Self.program(name).map { text($0.program) } ?? Self.machines[name]?[language] ?? name
        }
    }

    /// The same of a name that was kept alone, or with its sort before it (`person:chris`).
    public func name(_ kept: String) -> String {
        if let who = Who(kept) { return self.who(who) }
        return Self.program(kept).map { text($0.program) } ?? kept
    }

    /// The name by which the history calls a part of the machine, from the words for it in either language; nil for any other text.
    public static func machine(called words: String) -> String? {
        machines.first { $0.value.dutch == words || $0.value.english == words }?.key
    }

    /// Parts of the machine, by the name under which they write.
    public static let machines: [String: BilingualText] = [
        "intake": BilingualText(nl: "de ontvangst", en: "receiving"),
        "gate": BilingualText(nl: "de beoordeling", en: "judging"),
        "posting": BilingualText(nl: "het doorboeken", en: "posting to the books"),
        "recovery": BilingualText(nl: "het nagaan van onbekende uitkomsten", en: "settling unknown outcomes"),
        "parties": BilingualText(nl: "het bijwerken van relaties", en: "aligning parties"),
        "relations": BilingualText(nl: "het volgen van relaties in de boekhouding", en: "following relations in the books"),
        "payments": BilingualText(nl: "het lezen en melden van betalingen", en: "reading and telling payments"),
        "reports": BilingualText(nl: "het terugmelden", en: "telling back"),
        "schedule": BilingualText(nl: "het schema", en: "the schedule"),
        "setup": BilingualText(nl: "het nakijken van de inrichting", en: "checking the set-up"),
        "linking": BilingualText(nl: "het koppelen van creditnota's", en: "linking credit notes"),
        "attaching": BilingualText(nl: "het bijvoegen van bestanden", en: "attaching files"),
        "bulk": BilingualText(nl: "een taak over veel documenten", en: "a job over many documents"),
        "webhooks": BilingualText(nl: "het vertellen aan webhooks", en: "telling webhooks"),
        "console": BilingualText(nl: "het aanmelden", en: "signing in"),
        "first-run": BilingualText(nl: "de eerste start", en: "the first run"),
        "read-back": BilingualText(nl: "het teruglezen", en: "reading back"),
        "master-data": BilingualText(nl: "het lezen van de codelijsten", en: "reading the code lists"),
        "forecast": BilingualText(nl: "de vooruitblik", en: "the forecast"),
        "bench": BilingualText(nl: "de meting", en: "the bench"),
    ]

    /// A program's token: its identifier and the name it was given.
    private static func program(_ name: String) -> (id: Substring, program: BilingualText)? {
        guard name.hasPrefix("token/") else { return nil }
        let parts = name.dropFirst("token/".count).split(separator: " ", maxSplits: 1)
        guard let id = parts.first else { return nil }
        let given = parts.count > 1 ? " \(parts[1])" : ""
        return (id, BilingualText(nl: "programma\(given)", en: "program\(given)"))
    }

    private func text(_ text: BilingualText) -> String { text[language] }

    // MARK: What something is about

    /// A debtor or creditor: `debiteur C0407`.
    public func party(_ key: PartyKey) -> String { "\(kind(key.kind)) \(key.code)" }

    /// A document: `verkoopfactuur 2026-104233`.
    public func document(_ key: DocumentKey) -> String { "\(kind(key.kind)) \(key.number)" }

    /// What a record of the history is about. `name` is what people call it, where only an identifier stands in the record: a payment's number in
    /// the books, the name of a webhook or of a program's token.
    public func subject(_ subject: String, name: String? = nil) -> String {
        if let known = Self.subjects[subject] { return known[language] }
        for (mark, what, showsRest) in Self.marks where subject.hasPrefix(mark) {
            let rest = String(subject.dropFirst(mark.count))
            if let key = DocumentKey(rest) { return "\(what[language]) \(document(key))" }
            guard let shown = name ?? (showsRest ? rest : nil) else { return what[language] }
            return "\(what[language]) \(shown)"
        }
        return DocumentKey(subject).map { document($0) } ?? PartyKey(subject).map { party($0) } ?? subject
    }

    private static let subjects: [String: BilingualText] = [
        "connection": BilingualText(nl: "de verbinding met de boekhouding", en: "the connection to the books"),
        "source": BilingualText(nl: "het bronsysteem", en: "the trade system"),
        "schedule": BilingualText(nl: "het schema", en: "the schedule"),
        "mapping": BilingualText(nl: "de regels", en: "the rules"),
        "bridge": BilingualText(nl: "de brug", en: "the bridge"),
        "documents": BilingualText(nl: "veel documenten tegelijk", en: "many documents at once"),
        "history": BilingualText(nl: "de historie", en: "the history"),
        "reconcile": BilingualText(nl: "de aansluiting", en: "the reconciliation"),
    ]

    /// Beginnings of subjects, and whether what stands behind them is what people call it.
    private static let marks: [(mark: String, what: BilingualText, showsRest: Bool)] = [
        ("payment:", BilingualText(nl: "betaling", en: "payment"), false),
        ("attachment:", BilingualText(nl: "bestand bij", en: "file of"), true),
        ("account/", BilingualText(nl: "gebruiker", en: "user"), true),
        ("token/", BilingualText(nl: "programma", en: "program"), false),
        ("webhook/", BilingualText(nl: "webhook", en: "webhook"), false),
        ("run ", BilingualText(nl: "overdracht", en: "run"), true),
    ]

    /// A row of a month's control table: `Dagboek 70, btw-code V9, 2026-11`.
    public func figure(_ figure: Difference.Figure) -> String {
        let code = figure.vatCode?.text
        return language == .dutch
            ? "Dagboek \(figure.daybook), \(code.map { "btw-code \($0)" } ?? "zonder btw-code"), \(figure.month)"
            : "Daybook \(figure.daybook), \(code.map { "VAT code \($0)" } ?? "no VAT code"), \(figure.month)"
    }

    // MARK: Values in sentences

    /// A value as it was kept, in a sentence: keys and names in words, amounts, dates and moments as people write them.
    func kept(_ text: String) -> String {
        if let key = PartyKey(text) { return party(key) }
        if let key = DocumentKey(text) { return document(key) }
        if text.hasPrefix("person:") || text.hasPrefix("machine:") || text.hasPrefix("token/") { return name(text) }
        return Formatting(language).kept(text)
    }

    /// Words of somebody else, as what they are.
    public func quote(_ text: String) -> String { language == .dutch ? "„\(text)”" : "“\(text)”" }
}
