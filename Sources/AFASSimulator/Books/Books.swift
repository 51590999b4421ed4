import BridgeDomain

/// Everything one environment holds. A value; checked changes go through it, and a copy is a snapshot.
struct Books: Sendable {
    /// The set-up it started from.
    let environment: AFASSandbox.Environment
    let accounts: [String: AFASSandbox.LedgerAccount]
    let vatCodes: [String: AFASSandbox.VATCode]
    /// Ledger accounts that carry VAT lines.
    let vatAccounts: Set<String>
    let paymentConditions: [String: AFASSandbox.PaymentCondition]
    let currencies: Set<String>
    let countries: Set<String>
    let vatDuties: Set<String>
    var state: State

    /// What changes.
    struct State: Sendable, Codable {
        var units: [Int: UnitBooks]
        var organisations: [String: Organisation] = [:]
        var debtors: [String: RelationRecord] = [:]
        var creditors: [String: RelationRecord] = [:]
        var dimensionCodes: [AFASSandbox.DimensionCode]
        var assignments: Set<AFASSandbox.Assignment>
        var blockedAccounts: Set<String>
        var blockedConnectors: Set<String>
        var lastOrganisation = 1_000_730
        var lastRelation: Int
        /// Dossier items with the files that hang on them.
        var subjects: [Subject] = []
        /// How far customers are with paying, by administration and invoice.
        var paymentStages: [String: Int] = [:]
    }

    init(_ environment: AFASSandbox.Environment, now: Int64) {
        self.environment = environment
        accounts = Dictionary(environment.accounts.map { ($0.code, $0) }) { $1 }
        vatCodes = Dictionary(environment.vatCodes.map { ($0.code, $0) }) { $1 }
        vatAccounts = Set(environment.vatCodes.flatMap { [$0.account, $0.reclaimAccount].compactMap { $0 } })
        paymentConditions = Dictionary(environment.paymentConditions.map { ($0.code, $0) }) { $1 }
        currencies = Set(environment.currencies.map(\.code))
        countries = Set(environment.countries.map(\.code))
        vatDuties = Set(environment.vatDuties.map(\.code))
        state = State(
            units: Dictionary(environment.units.map { ($0.id, UnitBooks($0)) }) { $1 }, dimensionCodes: environment.dimensionCodes,
            assignments: Set(environment.assignments), blockedAccounts: Set(environment.accounts.filter(\.isBlocked).map(\.code)),
            blockedConnectors: environment.blockedConnectors, lastRelation: environment.lastRelation)
        for relation in environment.debtors { open(relation, isDebtor: true, now: now) }
        for relation in environment.creditors { open(relation, isDebtor: false, now: now) }
    }

    /// A debtor or creditor that is there from the start, with an organisation of its own.
    private mutating func open(_ relation: AFASSandbox.Relation, isDebtor: Bool, now: Int64) {
        let code = nextOrganisation()
        var organisation = Organisation(
            code: code, isPerson: false,
            fields: [
                "Nm": relation.name, "SeNm": String(relation.name.uppercased().filter { $0.isLetter }.prefix(10)),
                "CcNr": relation.chamberOfCommerce ?? "", "EmAd": relation.email ?? "",
            ],
            modified: now)
        organisation.address = ["CoId": relation.country, "Ad": relation.street, "ZpCd": relation.postcode, "Rs": relation.city]
        if let iban = relation.iban { organisation.bankAccounts = [["CoId": relation.country, "Iban": iban]] }
        state.organisations[code] = organisation
        let record = RelationRecord(
            number: relation.number, organisation: code,
            fields: [
                isDebtor ? "IsDb" : "IsCr": "true", "CuId": relation.currency, "PaCd": relation.paymentCondition,
                "ColA": relation.summaryAccount, "VaDu": relation.vatDuty, "VaId": relation.vatNumber ?? "",
                "BlTl": relation.isBlocked ? "true" : "false",
            ], created: now, modified: now)
        if isDebtor { state.debtors[relation.number] = record } else { state.creditors[relation.number] = record }
    }

    /// The next number for an organisation or person.
    mutating func nextOrganisation() -> String {
        repeat { state.lastOrganisation += 1 } while state.organisations[String(state.lastOrganisation)] != nil
        return String(state.lastOrganisation)
    }

    /// The next number for a debtor or creditor.
    mutating func nextRelation() -> String {
        repeat {
            state.lastRelation += 1
        } while state.debtors[String(state.lastRelation)] != nil
            || state.creditors[String(state.lastRelation)] != nil
        return String(state.lastRelation)
    }

    func unit(_ id: Int) -> AFASSandbox.Unit? { environment.units.first { $0.id == id } }
    func journal(_ code: String, in unit: Int) -> AFASSandbox.Journal? { self.unit(unit)?.journals.first { $0.code == code } }

    func relation(_ kind: AFASSandbox.LineKind, _ number: String) -> RelationRecord? {
        switch kind {
        case .ledger: nil
        case .debtor: state.debtors[number].flatMap { $0.flag("IsDb") ? $0 : nil }
        case .creditor: state.creditors[number].flatMap { $0.flag("IsCr") ? $0 : nil }
        }
    }

    func organisation(of relation: RelationRecord) -> Organisation? { state.organisations[relation.organisation] }

    /// The month that holds the day, as the period table has it; nil outside its years.
    func period(of date: CalendarDate, in unit: Int) -> Period? {
        guard let years = self.unit(unit)?.years, years.contains(date.year) else { return nil }
        return Period(monthOf: date)
    }

    func isBlocked(_ period: Period, in unit: Int) -> Bool { state.units[unit]?.blockedPeriods.contains(period) ?? false }

    func dimensionCode(_ axis: Int, _ code: String) -> AFASSandbox.DimensionCode? {
        state.dimensionCodes.first { $0.axis == axis && $0.code == code }
    }

    /// Books a checked draft, with what it brings along.
    mutating func book(_ draft: EntryDraft, now: Int64) -> AFASSandbox.BookedEntry? {
        state.dimensionCodes += draft.newCodes
        state.assignments.formUnion(draft.newAssignments)
        var draft = draft
        if draft.takesNumber, let number = state.units[draft.unit]?.nextInvoice(draft.journal) {
            for place in draft.lines.indices { draft.lines[place].invoice = number }
        }
        return state.units[draft.unit]?.book(draft, now: now)
    }
}

/// A dossier item: an invoice's PDF hangs on one (reference §10).
struct Subject: Sendable, Codable, Hashable {
    let id: Int
    let fields: [String: String]
    let links: [[String: String]]
    /// File name and content in base64.
    let attachments: [Attachment]

    struct Attachment: Sendable, Codable, Hashable {
        let name: String
        let content: String
    }
}
