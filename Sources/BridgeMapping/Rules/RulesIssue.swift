public import BridgeDomain

/// Something wrong with a mapping itself, found before it is saved.
public struct RulesIssue: Hashable, Sendable {
    /// What is wrong.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Two rules with equally many filled keys can match the same input on the same day.
        case tie
        /// Two rules have one name.
        case nameTwice = "name_twice"
        /// A name is empty, or has a point, which names of the product's own have.
        case nameNotAllowed = "name_not_allowed"
        /// No input can ever match.
        case neverMatches = "never_matches"
        /// The table is not asked with this key.
        case keyNotAsked = "key_not_asked"
        /// A last day lies before the first.
        case datesReversed = "dates_reversed"
        case tooManyRules = "too_many_rules"
        case codeEmpty = "code_empty"
        /// A rule gives a VAT code that is not defined.
        case vatCodeUndefined = "vat_code_undefined"
        case vatCodeTwice = "vat_code_twice"
        /// A VAT code lacks the account its kind needs.
        case vatAccountMissing = "vat_account_missing"
        /// A VAT code has no rate, or a self-assessed one has two on one day.
        case vatRatesUnclear = "vat_rates_unclear"
        case placeholderUnknown = "placeholder_unknown"
        /// A placeholder that only a line has stands in a text of the whole entry.
        case placeholderMisplaced = "placeholder_misplaced"
        /// A reference does not lead back to its document.
        case referenceNotReversible = "reference_not_reversible"
        /// Two kinds of document can come to one reference.
        case referencesCollide = "references_collide"
        /// Two parties can come to one number.
        case numberTwice = "number_twice"
        case numberRangeEmpty = "number_range_empty"
        case toleranceAccountMissing = "tolerance_account_missing"
    }

    public let kind: Kind
    /// Warnings are told, errors refuse the mapping.
    public let severity: Severity
    /// The table, where it is about one.
    public let table: RuleTableName?
    /// The rules, VAT codes or settings concerned, the first to be mended first.
    public let names: [String]
    /// What was found; for a tie an input and a day that both rules match.
    public let found: String

    init(_ kind: Kind, _ table: RuleTableName? = nil, _ names: [String], found: String = "", severity: Severity = .error) {
        self.kind = kind
        self.severity = severity
        self.table = table
        self.names = names
        self.found = found
    }

    /// One sentence: what is wrong and where.
    public func message(_ language: Language) -> String {
        let place = [table?.rawValue, names.joined(separator: ", ")].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
        let detail = found.isEmpty ? "" : " (\(found))"
        return "\(kind.text.what(language)): \(place)\(detail)"
    }

    /// One sentence: what to do.
    public func remedy(_ language: Language) -> String { kind.text.remedy(language) }
}

/// Two sentences in two languages.
struct IssueText {
    let what: (nl: String, en: String)
    let remedy: (nl: String, en: String)

    func what(_ language: Language) -> String { language == .dutch ? what.nl : what.en }
    func remedy(_ language: Language) -> String { language == .dutch ? remedy.nl : remedy.en }
}

extension RulesIssue.Kind {
    var text: IssueText {
        switch self {
        case .tie:
            IssueText(
                what: ("Twee regels passen even goed op hetzelfde", "Two rules fit the same input equally well"),
                remedy: (
                    "Vul bij een van beide nog een sleutel in, of laat hun datums niet overlappen",
                    "Fill one more key in one of them, or keep their dates apart"
                ))
        case .nameTwice:
            IssueText(
                what: ("Naam komt twee keer voor", "A name occurs twice"),
                remedy: ("Geef elke regel een eigen naam", "Give each rule a name of its own"))
        case .nameNotAllowed:
            IssueText(
                what: ("Naam van een regel is leeg of bevat een punt", "A rule's name is empty or has a point in it"),
                remedy: ("Gebruik letters, cijfers en streepjes", "Use letters, digits and hyphens"))
        case .neverMatches:
            IssueText(
                what: ("Regel kan nooit passen", "The rule can never match"),
                remedy: (
                    "Haal de sleutels weg die elkaar uitsluiten; emballagebeleid geldt alleen op statiegeldregels",
                    "Remove keys that exclude each other; a packaging policy exists on deposit lines only"
                ))
        case .keyNotAsked:
            IssueText(
                what: ("Sleutel bestaat niet in deze tabel", "This table is not asked with that key"),
                remedy: ("Haal de sleutel weg", "Remove the key"))
        case .datesReversed:
            IssueText(
                what: ("Einddatum ligt voor de begindatum", "The last day lies before the first"),
                remedy: ("Verwissel of corrigeer de datums", "Swap or correct the dates"))
        case .tooManyRules:
            IssueText(
                what: ("Te veel regels in een tabel", "Too many rules in a table"),
                remedy: ("Voeg regels samen: een sleutel kan meer waarden hebben", "Merge rules: a key can have several values"))
        case .codeEmpty:
            IssueText(
                what: ("Code is leeg", "A code is empty"), remedy: ("Vul de code van de boekhouding in", "Fill in the code of the books"))
        case .vatCodeUndefined:
            IssueText(
                what: ("Btw-code is niet beschreven", "The VAT code is not defined"),
                remedy: ("Voeg de code toe onder vat_definitions", "Add the code under vat_definitions"))
        case .vatCodeTwice:
            IssueText(
                what: ("Btw-code is twee keer beschreven", "The VAT code is defined twice"),
                remedy: ("Houd een van beide", "Keep one of them"))
        case .vatAccountMissing:
            IssueText(
                what: ("Btw-code mist een rekening", "The VAT code lacks an account"),
                remedy: ("Vul due_account of claimable_account in", "Fill in due_account or claimable_account"))
        case .vatRatesUnclear:
            IssueText(
                what: ("Tarief van de btw-code is niet eenduidig", "The rate of the VAT code is not clear"),
                remedy: ("Geef elke dag precies een tarief", "Give each day exactly one rate"))
        case .placeholderUnknown:
            IssueText(
                what: ("Onbekend invulveld in een tekst", "Unknown placeholder in a text"),
                remedy: (
                    "Kies uit: \(TextPlaceholder.allCases.map(\.rawValue).joined(separator: ", "))",
                    "Choose from: \(TextPlaceholder.allCases.map(\.rawValue).joined(separator: ", "))"
                ))
        case .placeholderMisplaced:
            IssueText(
                what: ("Invulveld van een regel in een tekst van de hele boeking", "A line's placeholder in a text of the whole entry"),
                remedy: ("Gebruik line.… alleen in line_description", "Use line.… in line_description only"))
        case .referenceNotReversible:
            IssueText(
                what: ("Kenmerk wijst niet eenduidig naar zijn document", "The reference does not lead back to its document"),
                remedy: (
                    "Gebruik {number} precies een keer, verder alleen vaste tekst en {administration}",
                    "Use {number} exactly once, besides fixed text and {administration} only"
                ))
        case .referencesCollide:
            IssueText(
                what: ("Twee soorten documenten kunnen hetzelfde kenmerk krijgen", "Two kinds of document can come to one reference"),
                remedy: ("Geef elke soort een eigen voorvoegsel", "Give each kind a prefix of its own"))
        case .numberTwice:
            IssueText(
                what: ("Twee relaties kunnen hetzelfde nummer krijgen", "Two parties can come to one number"),
                remedy: ("Kies een nummer dat niemand anders heeft", "Choose a number nobody else has"))
        case .numberRangeEmpty:
            IssueText(
                what: ("Nummerreeks kan geen nummer geven", "The number range can give no number"),
                remedy: ("Controleer from, to en digits", "Check from, to and digits"))
        case .toleranceAccountMissing:
            IssueText(
                what: ("Tolerantie zonder rekening", "A tolerance without an account"),
                remedy: ("Vul de rekening voor het verschil in", "Fill in the account for the difference"))
        }
    }
}
