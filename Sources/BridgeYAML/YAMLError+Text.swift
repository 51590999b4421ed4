public import BridgeDomain

extension YAMLError {
    /// What is wrong, in one sentence without a full stop.
    public func what(_ language: Language) -> String { kind.what[language] }
    /// What to do, in one sentence without a full stop.
    public func remedy(_ language: Language) -> String { kind.remedy[language] }
}

extension YAMLError.Kind {
    fileprivate var what: BilingualText {
        switch self {
        case .tooLong(let max): BilingualText(nl: "de tekst is langer dan \(max) bytes", en: "the text is longer than \(max) bytes")
        case .tooDeep(let max):
            BilingualText(nl: "er zijn meer dan \(max) niveaus genest", en: "more than \(max) levels are nested")
        case .tooManyNodes(let max):
            BilingualText(nl: "de tekst heeft meer dan \(max) waarden", en: "the text has more than \(max) values")
        case .alias(let name):
            BilingualText(
                nl: "ankers en aliassen (&\(name), *\(name)) worden niet gelezen",
                en: "anchors and aliases (&\(name), *\(name)) are not read")
        case .tag(let tag): BilingualText(nl: "het type \"\(tag)\" wordt niet gelezen", en: "the tag \"\(tag)\" is not read")
        case .severalDocuments:
            BilingualText(nl: "hier begint een tweede document", en: "a second document starts here")
        case .duplicateKey(let key, let first):
            BilingualText(
                nl: "de sleutel \"\(key)\" staat er al op regel \(first)", en: "the key \"\(key)\" is there already, on line \(first)")
        case .keyIsNoText:
            BilingualText(nl: "een sleutel moet gewone tekst zijn", en: "a key must be plain text")
        case .syntax(let syntax): syntax.what
        case .missingKey(let key): BilingualText(nl: "de sleutel \"\(key)\" ontbreekt", en: "the key \"\(key)\" is missing")
        case .missingValue(let key): BilingualText(nl: "de sleutel \"\(key)\" heeft geen waarde", en: "the key \"\(key)\" has no value")
        case .unknownKey(let key, _, _): BilingualText(nl: "onbekende sleutel \"\(key)\"", en: "unknown key \"\(key)\"")
        case .wrongForm(let expected, _, let found):
            BilingualText(
                nl: "\(expected.dutch) verwacht, gevonden: \(found.isEmpty ? "niets" : found)",
                en: "\(expected.english) expected, found: \(found.isEmpty ? "nothing" : found)")
        case .noChoice(let found, _, _): BilingualText(nl: "onbekende waarde \"\(found)\"", en: "unknown value \"\(found)\"")
        case .other(let what, _): what
        }
    }

    fileprivate var remedy: BilingualText {
        switch self {
        case .tooLong, .tooManyNodes: BilingualText(nl: "Verdeel de tekst over meer bestanden", en: "Spread the text over more files")
        case .tooDeep: BilingualText(nl: "Haal niveaus weg", en: "Remove levels")
        case .alias: BilingualText(nl: "Schrijf de waarde uit waar ze nodig is", en: "Write the value out where it is needed")
        case .tag:
            BilingualText(
                nl: "Haal het weg; zet tekst tussen aanhalingstekens", en: "Remove it; put text between quotes")
        case .severalDocuments:
            BilingualText(nl: "Zet elk document in een eigen bestand", en: "Put each document in a file of its own")
        case .duplicateKey: BilingualText(nl: "Haal een van de twee weg", en: "Remove one of the two")
        case .keyIsNoText: BilingualText(nl: "Schrijf hier een naam, dan een dubbele punt", en: "Write a name here, then a colon")
        case .syntax(let syntax): syntax.remedy
        case .missingKey(let key):
            BilingualText(nl: "Voeg \"\(key):\" met een waarde toe", en: "Add \"\(key):\" with a value")
        case .missingValue: BilingualText(nl: "Schrijf een waarde achter de dubbele punt", en: "Write a value behind the colon")
        case .unknownKey(_, let nearest, let known): suggestion(nearest, of: known, nl: "Bekende sleutels", en: "Known keys")
        case .wrongForm(_, let remedy, _): remedy
        case .noChoice(_, let nearest, let allowed): suggestion(nearest, of: allowed, nl: "Toegestaan", en: "Allowed")
        case .other(_, let remedy): remedy
        }
    }

    private func suggestion(_ nearest: String?, of all: [String], nl: String, en: String) -> BilingualText {
        if let nearest { return BilingualText(nl: "Bedoelde u \"\(nearest)\"?", en: "Did you mean \"\(nearest)\"?") }
        let list = all.sorted().joined(separator: ", ")
        guard !list.isEmpty else { return BilingualText(nl: "Haal dit weg", en: "Remove it") }
        return BilingualText(nl: "\(nl): \(list)", en: "\(en): \(list)")
    }
}

extension YAMLSyntax {
    fileprivate var what: BilingualText {
        switch self {
        case .tab: BilingualText(nl: "hier staat een tab", en: "there is a tab here")
        case .character: BilingualText(nl: "een waarde kan niet met dit teken beginnen", en: "a value cannot start with this character")
        case .colon: BilingualText(nl: "een dubbele punt op een plaats waar geen sleutel kan staan", en: "a colon where no key can be")
        case .indentation:
            BilingualText(nl: "deze regel springt anders in dan de regels erboven", en: "this line is indented unlike those above it")
        case .quote: BilingualText(nl: "een aanhalingsteken wordt nergens gesloten", en: "a quote is closed nowhere")
        case .bracket: BilingualText(nl: "een [ of { wordt niet gesloten", en: "a [ or { is not closed")
        case .escape: BilingualText(nl: "een backslash met een onbekend teken erachter", en: "a backslash followed by an unknown character")
        case .bytes: BilingualText(nl: "een teken dat geen leesbare UTF-8-tekst is", en: "a character that is no readable UTF-8 text")
        case .other(let text): BilingualText(nl: "geen geldige YAML (\(text))", en: "not valid YAML (\(text))")
        }
    }

    fileprivate var remedy: BilingualText {
        switch self {
        case .tab: BilingualText(nl: "Spring in met spaties", en: "Indent with spaces")
        case .character:
            BilingualText(
                nl: "Zet de waarde tussen aanhalingstekens; spring in met spaties, niet met tabs",
                en: "Put the value between quotes; indent with spaces, not with tabs")
        case .colon:
            BilingualText(
                nl: "Zet een waarde met \": \" erin tussen aanhalingstekens, of laat de sleutel even ver inspringen als die erboven",
                en: "Put a value that contains \": \" between quotes, or indent the key like the one above it")
        case .indentation:
            BilingualText(
                nl: "Laat regels van hetzelfde niveau even ver inspringen; sluit elke sleutel af met een dubbele punt",
                en: "Indent lines of one level equally; end each key with a colon")
        case .quote: BilingualText(nl: "Sluit de tekst met hetzelfde aanhalingsteken", en: "Close the text with the same quote")
        case .bracket:
            BilingualText(nl: "Sluit met ] of }, met komma's tussen de waarden", en: "Close with ] or }, with commas between the values")
        case .escape:
            BilingualText(
                nl: "Schrijf \\\\ voor een backslash, of gebruik enkele aanhalingstekens",
                en: "Write \\\\ for a backslash, or use single quotes")
        case .bytes: BilingualText(nl: "Bewaar het bestand als UTF-8", en: "Save the file as UTF-8")
        case .other:
            BilingualText(
                nl: "Vergelijk de regel met het voorbeeld in de handleiding", en: "Compare the line with the example in the manual")
        }
    }
}
