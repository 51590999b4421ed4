import BridgeConnector
import BridgeDomain
import BridgeMapping

/// Holds the VAT codes of rules against what the books say of the same codes: rate, use and account.
struct VATComparison {
    let rules: MappingRules
    let master: MasterData
    /// What the books say of a code; nil where they do not tell.
    let reading: (MasterCode) -> VATInBooks?
    let today: CalendarDate

    /// A finding for each code that does something else in the books than the rules mean; none for codes that the books do not have, which are told
    /// apart.
    var findings: [ConnectionFinding] {
        let known = Dictionary(master.vatCodes.map { ($0.code, $0) }) { first, _ in first }
        let used = rules.codesUsed.vatCodes
        return rules.vatDefinitions.filter { used.contains($0.code) }.flatMap { definition -> [ConnectionFinding] in
            guard let code = known[definition.code.text], !code.blocked, let books = reading(code) else { return [] }
            return rateFindings(definition, code, books) + useFindings(definition, code, books) + accountFindings(definition, code, books)
        }
    }

    /// Codes whose rate today, or use, is another in the books. What is found there of other days, and on which account, is told only.
    var doubts: [VATCode: VATInBooks.Doubt] {
        let known = Dictionary(master.vatCodes.map { ($0.code, $0) }) { first, _ in first }
        let used = rules.codesUsed.vatCodes
        var doubts: [VATCode: VATInBooks.Doubt] = [:]
        for definition in rules.vatDefinitions where used.contains(definition.code) {
            guard let code = known[definition.code.text], !code.blocked, let books = reading(code) else { continue }
            if let differing = rateDiffers(definition, books, on: today) {
                let meant = differing.meant.map { "\($0)%" }.joined(separator: ", ")
                doubts[definition.code] = VATInBooks.Doubt(found: "\(differing.found)%", expected: meant.isEmpty ? "-" : meant)
            } else if let uses = books.uses, !uses.contains(definition.kind.use) {
                let found = VATInBooks.Use.allCases.filter(uses.contains).map(\.rawValue).joined(separator: ", ")
                doubts[definition.code] = VATInBooks.Doubt(found: found.isEmpty ? "-" : found, expected: definition.kind.use.rawValue)
            }
        }
        return doubts
    }

    private func rateFindings(_ definition: VATDefinition, _ code: MasterCode, _ books: VATInBooks) -> [ConnectionFinding] {
        ([today] + [books.next?.from].compactMap(\.self).filter { $0 > today }).compactMap { day in
            guard let (found, meant) = rateDiffers(definition, books, on: day) else { return nil }
            let rates = meant.map { "\($0)%" }.joined(separator: ", ")
            let (nl, en) = meant.isEmpty ? ("geen percentage", "no rate") : (rates, rates)
            return ConnectionFinding(
                text: BilingualText(
                    nl: "btw-code \(code.code) (\(code.name)): de boeken rekenen \(found)% op \(day), de regels \(nl); "
                        + "maak ze gelijk in vat_definitions of in de boekhouding",
                    en: "VAT code \(code.code) (\(code.name)): the books take \(found)% on \(day), the rules \(en); "
                        + "make them equal in vat_definitions or in the books"), isBlocking: false, needsPerson: true, part: .vatCode)
        }
    }

    /// The rate in the books on a day and those the rules mean; nil where they go together.
    private func rateDiffers(
        _ definition: VATDefinition, _ books: VATInBooks, on day: CalendarDate
    ) -> (found: ExactDecimal, meant: [ExactDecimal])? {
        // Where the buyer works it out, books may hold the rate or nothing; where none arises, a rate of the books does not matter to a code
        // that is for nothing else.
        let isForNothingElse = books.uses.map { $0.isDisjoint(with: [.due, .claimable]) } ?? false
        let mayBeZero = definition.kind == .selfAssessed || isForNothingElse
        guard let found = books.rate(on: day) else { return nil }
        let meant = definition.rates.filter { $0.holds(on: day) }.map(\.rate)
        let isZero = definition.kind == .none && meant.isEmpty && found.isZero
        return isZero || meant.contains(found) || (mayBeZero && (found.isZero || definition.kind == .none)) ? nil : (found, meant)
    }

    private func useFindings(_ definition: VATDefinition, _ code: MasterCode, _ books: VATInBooks) -> [ConnectionFinding] {
        guard let uses = books.uses, !uses.contains(definition.kind.use) else { return [] }
        func list(_ name: (VATInBooks.Use) -> String, _ nothing: String) -> String {
            let names = VATInBooks.Use.allCases.filter(uses.contains).map(name)
            return names.isEmpty ? nothing : names.joined(separator: ", ")
        }
        let (nl, en) = (list(\.dutch, "niets"), list(\.english, "nothing"))
        return [
            ConnectionFinding(
                text: BilingualText(
                    nl: "btw-code \(code.code) (\(code.name)) is in de boeken voor \(nl), in de regels voor \(definition.kind.use.dutch) "
                        + "(kind: \(definition.kind.rawValue)); kies een andere code of verander die in de boekhouding",
                    en: "VAT code \(code.code) (\(code.name)) is for \(en) in the books, for \(definition.kind.use.english) in the rules "
                        + "(kind: \(definition.kind.rawValue)); choose another code, or change it in the books"), isBlocking: false,
                needsPerson: true, part: .vatCode)
        ]
    }

    private func accountFindings(_ definition: VATDefinition, _ code: MasterCode, _ books: VATInBooks) -> [ConnectionFinding] {
        let meant: (key: String, account: AccountCode?) =
            definition.kind == .claimable ? ("claimable_account", definition.claimableAccount) : ("due_account", definition.dueAccount)
        guard definition.carriesVAT, let found = books.account, let account = meant.account, account != found else { return [] }
        return [
            ConnectionFinding(
                text: BilingualText(
                    nl: "btw-code \(code.code) (\(code.name)): de boeken zetten de btw op rekening \(found), de regels op \(account) "
                        + "(\(meant.key)); maak ze gelijk, anders wordt zo'n boeking geweigerd",
                    en: "VAT code \(code.code) (\(code.name)): the books put its VAT on account \(found), the rules on \(account) "
                        + "(\(meant.key)); make them equal, or such an entry is refused"), isBlocking: false, needsPerson: true,
                part: .vatCode)
        ]
    }
}

extension VATKind {
    fileprivate var use: VATInBooks.Use {
        switch self {
        case .due: .due
        case .claimable: .claimable
        case .selfAssessed: .selfAssessed
        case .none: .none
        }
    }
}

extension VATInBooks.Use {
    fileprivate var dutch: String {
        switch self {
        case .due: "af te dragen btw"
        case .claimable: "te vorderen btw"
        case .selfAssessed: "verlegde of verworven btw"
        case .none: "geen btw"
        }
    }

    fileprivate var english: String {
        switch self {
        case .due: "VAT owed"
        case .claimable: "VAT claimed"
        case .selfAssessed: "VAT owed and claimed at once"
        case .none: "no VAT"
        }
    }
}
