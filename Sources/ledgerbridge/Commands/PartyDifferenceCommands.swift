import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReports
import BridgeRuntime

/// A party beside its relation in the books: what differs, and a person's decision about it.
let partyDifferenceCommands: [Command] = [partyShow, partyDifferences, partyApprove, partyRefuse]

private let partyOperand = Operand("PARTY", nl: "de code van een debiteur, of kind/code", en: "a debtor's code, or kind/code")

private let partyShow = Command(
    path: ["party", "show"], chapter: .parties,
    summary: BilingualText(
        nl: "een relatie naast die in de boekhouding, veld voor veld", en: "a party beside its relation in the books, field by field"),
    details: BilingualText(
        nl:
            "Saldo, blokkade en aanmaning zijn van de boekhouding: ze staan ernaast en worden nooit verzonden. Het saldo kost een oproep per 60 "
            + "openstaande posten; met --offline wordt niets gevraagd.",
        en:
            "Balance, block and dunning are the books': they stand beside ours and are never sent. The balance costs a call for each 60 open "
            + "items; with --offline nothing is asked."),
    example: "ledgerbridge party show C0412",
    options: [CommonOption.bridge, .flag("offline", nl: "de boekhouding niets vragen", en: "ask the books nothing")],
    operands: [partyOperand]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let key = PartyKey(invocation.operands[0]) ?? PartyKey(.debtor, PartyCode(invocation.operands[0]))
        let (journal, name) = (bridge.parts.journal, bridge.parts.policy.bridge)
        guard let party = try await journal.parties([key], bridge: name)[key] else {
            throw CommandFailure(
                .usage, nl: "relatie '\(key)' is niet bekend; 'ledgerbridge party list' noemt ze",
                en: "party '\(key)' is not known; 'ledgerbridge party list' lists them")
        }
        let ours = bridge.translator.order(for: party)?.values ?? [:]
        let sides = try await PartySides.read(party, ours: ours, ownership: bridge.parts.policy.ownership, journal: journal)
        var view = PartyView(context: context, sides: sides)
        view.theirs = try await BooksOfParty(bridge, key, sides.relation, terms: ours[.terms], asks: !invocation.flag("offline"))
        let acts = try await journal.history(subject: key.description, bridge: name, after: 0, limit: 1_000)
        view.history = Array(acts.suffix(PartyView.historyShown))
        context.print(view.json, view.text)
        return party.alignment?.needsPerson ?? false || party.state.asksPerson ? .needsPerson : .success
    }
}

private let partyDifferences = Command(
    path: ["party", "differences"], chapter: .parties,
    summary: BilingualText(
        nl: "relaties die anders in de boekhouding staan: van ons, van hen, en wat er volgt",
        en: "parties that differ from the books: ours, theirs, and what follows"),
    example: "ledgerbridge party differences",
    options: [
        CommonOption.bridge, .flag("undecided", nl: "alleen wat op iemand wacht", en: "only what waits for a person"),
        .value("after", "PARTY", nl: "verder na een bladzijde", en: "go on after a page"),
        .value("limit", "N", nl: "hoeveel relaties, 1 tot 1000; 100", en: "how many parties, 1 to 1000; 100 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let limit = try invocation.integer("limit", in: 1...1_000, default: 100)
    let bridge = try context.bridge().policy.bridge
    let after = invocation.value("after").map { PartyKey($0) ?? PartyKey(.debtor, PartyCode($0)) }
    let (page, blocked) = try await context.withJournal { journal in
        let parked = after == nil ? try await journal.listParties(bridge, states: [.parked, .proposed], after: nil, limit: limit) : []
        return (
            try await journal.differingParties(bridge, after: after, limit: limit),
            parked.filter { $0.problems.contains { $0.code == .partyBlockedInBooks || $0.code == .partyGoneInBooks } }
        )
    }
    let words = context.words
    var table = TextTable([
        .init(title: words.pick("Relatie", "Party")), .init(title: words.pick("Veld", "Field")),
        .init(title: words.pick("Van ons", "Ours"), shrinks: true),
        .init(title: words.pick("In de boekhouding", "In the books"), shrinks: true),
        .init(title: words.pick("Wat volgt", "What follows"), shrinks: true),
    ])
    var json: [JSON] = []
    for party in page {
        for difference in party.alignment?.differences ?? [] where !invocation.flag("undecided") || difference.standing.needsPerson {
            table.rows.append([
                party.key.description, difference.field.title[context.language], difference.ours ?? "–", difference.theirs ?? "–",
                difference.standing.text[context.language],
            ])
            json.append(PartyView.json(difference, of: party.key))
        }
    }
    for party in blocked {
        for problem in party.problems where problem.code == .partyBlockedInBooks || problem.code == .partyGoneInBooks {
            table.rows.append([
                party.key.description, words.pick("blokkade", "block"), "–", problem.found, problem.message(context.language),
            ])
            json.append(PartyView.json(problem, of: party.key))
        }
    }
    context.print(.array(json), json.isEmpty ? words.pick("Niets staat anders.", "Nothing differs.") : context.text(table))
    if page.count == limit, let last = page.last, !context.isJSON {
        context.console.out(words.pick("Verder: --after \(last.key)", "More: --after \(last.key)"))
    }
    return !blocked.isEmpty || page.contains { $0.alignment?.needsPerson ?? false } ? .needsPerson : .success
}

private let fieldOption = Option.value(
    "field", "FIELD", nl: "alleen dit veld (vat_number, bank_account, name …)", en: "only this field (vat_number, bank_account, name …)")

private let partyApprove = Command(
    path: ["party", "approve"], chapter: .parties,
    summary: BilingualText(
        nl: "onze gegevens naar de boekhouding laten gaan: een btw-nummer, een bankrekening, of wat beide kanten wijzigden",
        en: "let our data go to the books: a VAT number, a bank account, or what both sides changed"),
    example: "ledgerbridge party approve C0412 --field vat_number", options: [CommonOption.bridge, fieldOption], operands: [partyOperand]
) { try await decide($0, sendsOurs: true) }

private let partyRefuse = Command(
    path: ["party", "refuse"], chapter: .parties,
    summary: BilingualText(
        nl: "laten staan wat in de boekhouding staat, tot een van beide kanten opnieuw wijzigt",
        en: "leave what the books hold, until either side changes again"),
    example: "ledgerbridge party refuse C0412 --field bank_account", options: [CommonOption.bridge, fieldOption], operands: [partyOperand]
) { try await decide($0, sendsOurs: false) }

private func decide(_ invocation: Invocation, sendsOurs: Bool) async throws -> Exit {
    let context = try Context(invocation)
    var fields: Set<PartyField> = []
    if let name = invocation.value("field") {
        guard let field = PartyField(rawValue: name) else {
            let known = PartyField.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .usage, nl: "'\(name)' is geen veld; kies uit: \(known)", en: "'\(name)' is no field; choose from: \(known)")
        }
        fields = [field]
    }
    return try await context.working { bridge in
        let key = PartyKey(invocation.operands[0]) ?? PartyKey(.debtor, PartyCode(invocation.operands[0]))
        let decided = try await PartyDesk(parts: bridge.parts, who: context.person).decide(key, fields, sendsOurs: sendsOurs)
        guard !decided.isEmpty else {
            throw CommandFailure(
                .usage, nl: "bij \(key) is niets te beslissen; 'ledgerbridge party show' toont de verschillen",
                en: "there is nothing to decide about \(key); 'ledgerbridge party show' shows the differences")
        }
        let names = decided.map { $0.field.title[context.language] }.joined(separator: ", ")
        context.print(
            .array(decided.map { PartyView.json($0, of: key) }),
            sendsOurs
                ? context.words.pick("\(key): \(names) gaat naar de boekhouding", "\(key): \(names) goes to the books")
                : context.words.pick(
                    "\(key): \(names) blijft zoals de boekhouding het heeft", "\(key): \(names) stays as the books have it"))
        return .success
    }
}

/// One party beside its relation.
struct PartyView: Sendable {
    let context: Context
    let sides: PartySides
    var theirs = BooksOfParty()
    /// What happened to it last, oldest first.
    var history: [HistoryRecord] = []

    /// Lines of history that are shown.
    static let historyShown = 8

    private var party: PartyRecord { sides.party }
    private var relation: RelationRecord? { sides.relation }

    var text: String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Veld", "Field")), .init(title: words.pick("Van ons", "Ours"), shrinks: true),
            .init(title: words.pick("In de boekhouding", "In the books"), shrinks: true),
            .init(title: words.pick("Van wie", "Owner")), .init(title: words.pick("Wat volgt", "What follows"), shrinks: true),
        ])
        table.rows = sides.rows.map { row in
            [
                row.field.title[context.language], row.ours ?? "–", row.theirs ?? "–",
                row.owner == .ours ? words.pick("ons", "us") : words.pick("boekhouding", "books"),
                row.difference?.standing.text[context.language] ?? "",
            ]
        }
        table.rows += theirs.rows(context).map { [$0.name, $0.ours, $0.theirs, words.pick("boekhouding", "books"), $0.note] }
        var head = ["\(party.key) \(party.party?.name ?? ""): \(words.state(party.state))"]
        if let relation { head.append(words.pick("Relatie", "Relation") + " \(relation.number) \(relation.name)") }
        if relation?.blocked ?? false { head.append(words.pick("Geblokkeerd in de boekhouding", "Blocked in the books")) }
        if let former = party.alignment?.formerNumbers, !former.isEmpty {
            head.append(words.pick("Eerder bekend als ", "Formerly known as ") + former.joined(separator: ", "))
        }
        head +=
            party.problems.map { $0.message(context.language) } + [party.proposalReason.map { words.terms.story($0) }].compactMap(\.self)
        let told = history.map { "\(context.moment($0.entry.at))  \(words.act($0.entry.act)): \(words.terms.detail($0.entry))" }
        return (head + [context.text(table)] + told).joined(separator: "\n")
    }

    var json: JSON {
        .object([
            .init("party", .string(party.key.description)), .init("name", .string(party.party?.name)),
            .init("state", .string(party.state.rawValue)), .init("number", .string(relation?.number)),
            .init("former_numbers", .array(party.alignment?.formerNumbers.map { .string($0) } ?? [])),
            .init("blocked", .bool(relation?.blocked ?? false)), .init("deleted", .bool(relation?.deleted ?? false)),
            .init("proposal", .string(party.proposal?.text)), .init("reason", .string(party.proposalReason)),
            .init("books", theirs.json),
            .init(
                "history",
                .array(
                    history.map {
                        .object([
                            .init("at", .string($0.entry.at.description)), .init("act", .string($0.entry.act)),
                            .init("detail", .string($0.entry.detail)),
                        ])
                    })),
            .init(
                "fields",
                .array(
                    sides.rows.map { row in
                        .object([
                            .init("field", .string(row.field.rawValue)), .init("ours", .string(row.ours)),
                            .init("theirs", .string(row.theirs)), .init("owner", .string(row.owner.rawValue)),
                            .init("standing", .string(row.difference?.standing.rawValue)),
                        ])
                    })),
        ])
    }

    /// What the books decided about a relation as a whole, in the form of a difference.
    static func json(_ problem: Problem, of key: PartyKey) -> JSON {
        .object([
            .init("party", .string(key.description)), .init("field", .string("block")), .init("ours", .null),
            .init("theirs", .string(problem.found)), .init("agreed", .null), .init("standing", .string(problem.code.rawValue)),
            .init("seen_at", .null),
        ])
    }

    static func json(_ difference: PartyDifference, of key: PartyKey) -> JSON {
        .object([
            .init("party", .string(key.description)), .init("field", .string(difference.field.rawValue)),
            .init("ours", .string(difference.ours)), .init("theirs", .string(difference.theirs)),
            .init("agreed", .string(difference.agreed)), .init("standing", .string(difference.standing.rawValue)),
            .init("seen_at", .string(difference.seenAt.description)),
        ])
    }
}

extension PartyState {
    /// True where nothing more happens until a person, or newer content, mends it.
    fileprivate var asksPerson: Bool { self == .parked || self == .rejected || self == .proposed }
}

extension PartyDifference.Standing {
    /// What follows, for people, with the commands that decide.
    var text: BilingualText {
        let (dutch, english) = (Terms(.dutch).standing(self), Terms(.english).standing(self))
        guard needsPerson else { return BilingualText(nl: dutch, en: english) }
        return BilingualText(nl: "\(dutch): party approve of party refuse", en: "\(english): party approve or party refuse")
    }
}
