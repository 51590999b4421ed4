import BridgeDomain
public import BridgeJournal

/// What the history says of each act, in Dutch.
///
/// History is written once, in English, and hashed: it is never written anew for a reader. What our own rooms write follows the patterns of this
/// table, one for each sentence; what vendors and people wrote stays as it is, wherever it stands in such a sentence.
enum HistoryWords {
    /// A sentence with holes: `{}` keeps what stands there, `{+}` is itself a sentence of the history.
    private struct Pattern: Sendable {
        enum Piece: Hashable, Sendable { case text(String), kept, told }

        let english: [Piece]
        let dutch: [Piece]

        init(_ english: String, _ dutch: String) {
            self.english = Self.pieces(english)
            self.dutch = Self.pieces(dutch)
        }

        private static func pieces(_ text: String) -> [Piece] {
            var pieces: [Piece] = []
            var rest = Substring(text)
            while let mark = rest.firstIndex(of: "{"), let end = rest[mark...].firstIndex(of: "}") {
                if mark > rest.startIndex { pieces.append(.text(String(rest[..<mark]))) }
                pieces.append(rest[mark...end] == "{+}" ? .told : .kept)
                rest = rest[rest.index(after: end)...]
            }
            if !rest.isEmpty { pieces.append(.text(String(rest))) }
            return pieces
        }

        /// What stands in the holes; nil where the text is not of this sentence.
        func holes(in text: Substring) -> [Substring]? {
            var holes: [Substring] = []
            var rest = text
            var isOpen = false
            for piece in english {
                guard case .text(let fixed) = piece else {
                    isOpen = true
                    continue
                }
                if isOpen {
                    // The last piece stands at the end, so that a hole may hold the same words.
                    let isLast = piece == english.last
                    guard
                        let place = isLast
                            ? rest.hasSuffix(fixed) ? rest.index(rest.endIndex, offsetBy: -fixed.count)..<rest.endIndex : nil
                            : rest.firstRange(of: fixed)
                    else { return nil }
                    holes.append(rest[..<place.lowerBound])
                    rest = rest[place.upperBound...]
                    isOpen = false
                } else {
                    guard rest.hasPrefix(fixed) else { return nil }
                    rest = rest.dropFirst(fixed.count)
                }
            }
            if isOpen { holes.append(rest) } else if !rest.isEmpty { return nil }
            return holes
        }
    }

    /// Sentences of which parts are read on at most: one hides in another or stands behind it, never more than this.
    private static let depthMax = 10

    /// What a record says beside its act, in Dutch; of some acts there are sentences that stand nowhere else.
    static func dutch(_ text: String, of act: String? = nil) -> String {
        if let act, settlementActs.contains(act), let told = settlements(text) { return told }
        return dutch(Substring(text), act.flatMap { byAct[$0] } ?? [], depthMax)
    }

    private static func dutch(_ text: Substring, _ own: [Pattern], _ depth: Int) -> String {
        if let told = problems(text) { return told }
        guard depth > 0 else { return String(text) }
        for pattern in own + patterns {
            guard let holes = pattern.holes(in: text) else { continue }
            var place = 0
            return pattern.dutch.map { piece in
                switch piece {
                case .text(let fixed): return fixed
                case .kept, .told:
                    defer { place += 1 }
                    return piece == .told ? dutch(holes[place], own, depth - 1) : String(holes[place])
                }
            }.joined()
        }
        return String(text)
    }

    /// What a payment settles: `20 26200001 of 2026-11-20: payment 100.00 EUR on 2026-104233, refund 1.00 EUR on - and 3 more`.
    private static func settlements(_ text: String) -> String? {
        guard let mark = text.firstRange(of: ": "), let of = text[..<mark.lowerBound].firstRange(of: " of ") else { return nil }
        var rest = text[mark.upperBound...]
        var more = ""
        if rest.hasSuffix(" more"), let and = rest.ranges(of: " and ").last {
            more = " en nog " + rest[and.upperBound...].dropLast(" more".count)
            rest = rest[..<and.lowerBound]
        }
        let parts = rest.split(separator: ", ").map { part in
            let words = part.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let kind = SettlementKind(rawValue: String(words[0])) else { return String(part) }
            return "\(Terms(.dutch).settlement(kind)) " + words[1].replacing(" on ", with: " op ")
        }
        return "\(text[..<of.lowerBound]) van \(text[of.upperBound..<mark.lowerBound]): \(parts.joined(separator: ", "))\(more)"
    }

    /// Acts that say what a payment settles.
    private static let settlementActs: Set<String> = ["payment_read", "payment_changed"]

    /// Problems as ``Problem/message(_:)`` writes them, one or several with `; ` between; nil where the text does not begin with one.
    private static func problems(_ text: Substring) -> String? {
        guard let first = sentence(text) else { return nil }
        var told = first.dutch
        var rest = text.dropFirst(first.length)
        // Up to the next sentence all is this one's: where, what was found, what was expected.
        while !rest.isEmpty {
            if rest.hasPrefix("; "), let next = sentence(rest.dropFirst(2)) {
                told += "; " + next.dutch
                rest = rest.dropFirst(2 + next.length)
            } else if let word = words.first(where: { rest.hasPrefix($0.english) }) {
                told += word.dutch
                rest = rest.dropFirst(word.english.count)
            } else {
                told.append(rest.removeFirst())
            }
        }
        return told
    }

    private static func sentence(_ text: Substring) -> (dutch: String, length: Int)? {
        guard let found = sentences.first(where: { text.hasPrefix($0.english) }) else { return nil }
        // Where it lies comes first behind it.
        let place = text.dropFirst(found.english.count)
        let isOnLine = place.hasPrefix(line.english) && place.dropFirst(line.english.count).first?.isNumber == true
        return (found.dutch + (isOnLine ? line.dutch : ""), found.english.count + (isOnLine ? line.english.count : 0))
    }

    /// Longest first: one may begin as another does.
    private static let sentences: [(english: String, dutch: String)] = ProblemCode.allCases.map(\.text)
        .map { (english: $0.what.en + ": ", dutch: $0.what.nl + ": ") }.sorted { $0.english.count > $1.english.count }

    private static let line = (english: "line ", dutch: "regel ")
    private static let words: [(english: String, dutch: String)] = [
        (" (found: ", " (gevonden: "), (" (expected: ", " (verwacht: "), (", expected: ", ", verwacht: "),
    ]

    private static let patterns: [Pattern] = [
        // Webhooks and codes
        Pattern("the receiver says that it is gone (410)", "de ontvanger zegt dat hij er niet meer is (410)"),
        Pattern("every attempt failed for three days", "drie dagen lang mislukte elke poging"),
        Pattern("its secret cannot be opened: make another", "het geheim is niet te openen: maak een nieuw"),
        Pattern("its address cannot be read", "het adres is niet te lezen"), Pattern("stopped by {}", "gestopt door {}"),
        Pattern("with a code", "met een code"),
        Pattern("no connection: {}", "geen verbinding: {}"), Pattern("no safe connection: {}", "geen veilige verbinding: {}"),
        Pattern("no answer in time", "geen antwoord op tijd"), Pattern("the connection broke: {}", "de verbinding werd verbroken: {}"),
        Pattern("the answer was cut short", "het antwoord hield te vroeg op"),
        Pattern("the answer was too long", "het antwoord was te lang"),
        Pattern("the service was stopping", "de service was aan het stoppen"),
        Pattern("{}: {} for every bridge", "{}: {} voor elke brug"), Pattern("{}: {} for the bridges {}", "{}: {} voor de bruggen {}"),
        Pattern("{}:write for every bridge", "{}:write voor elke brug"), Pattern("{}:read for every bridge", "{}:read voor elke brug"),
        Pattern("{}:write for {}", "{}:write voor {}"), Pattern("{}:read for {}", "{}:read voor {}"),
        Pattern("{} recovery codes left", "nog {} herstelcodes over"),
        // Documents
        Pattern("version {} takes the place of version {}", "versie {} neemt de plaats in van versie {}"),
        Pattern("version {}, id {}", "versie {}, kenmerk {}"),
        Pattern("with mapping version {}", "met versie {} van de regels"),
        Pattern("may go to the books", "mag naar de boeken"),
        Pattern("the document amounts to nothing", "het document komt op niets uit"),
        Pattern("approval", "wacht op goedkeuring"), Pattern("schedule", "wacht op de volgende overdracht"),
        Pattern("person", "door iemand vastgehouden"), Pattern("period:{}", "periode {} is afgesloten"),
        Pattern("party:{}", "wacht op relatie {}"), Pattern("original:{}", "wacht op factuur {}"),
        Pattern("attempt {}, one of {} together: {+}", "poging {}, een van {} tegelijk: {+}"),
        Pattern("attempt {}: {+}", "poging {}: {+}"), Pattern("attempt {}", "poging {}"),
        Pattern("the settings say so", "zo staat het in de instellingen"),
        Pattern("{} wait: going together would save no calls", "er wachten er {}: samen gaan spaart geen oproepen"),
        Pattern(
            "at least {} wait, and {} calls are left of this minute",
            "er wachten er ten minste {}, en deze minuut zijn nog {} oproepen over"),
        Pattern(
            "at least {} wait, and {} calls are left of today", "er wachten er ten minste {}, en vandaag zijn nog {} oproepen over"),
        Pattern(
            "{} wait, and enough calls are left: {} of this minute, {} of today",
            "er wachten er {}, en er zijn genoeg oproepen over: {} deze minuut, {} vandaag"),
        Pattern("number {}; the books warn: {}", "nummer {}; de boekhouding waarschuwt: {}"), Pattern("number {}", "nummer {}"),
        Pattern("the process stopped while the call was under way", "het programma stopte terwijl de oproep onderweg was"),
        Pattern(
            "found {} entry under our reference that differ from ours", "{} boeking onder ons kenmerk gevonden die anders is dan de onze"),
        Pattern(
            "found {} entries under our reference that differ from ours",
            "{} boekingen onder ons kenmerk gevonden die anders zijn dan de onze"),
        Pattern("an entry that is not ours stands under our reference", "onder ons kenmerk staat een boeking die niet van ons is"),
        Pattern("found in the books as {}", "in de boeken gevonden als {}"),
        Pattern("the stranger's entry is gone: judged anew", "de vreemde boeking is weg: opnieuw beoordeeld"),
        Pattern(
            "nothing under our reference after the settling time: may be sent again",
            "na de wachttijd staat er niets onder ons kenmerk: mag opnieuw worden verstuurd"),
        Pattern("nothing under our reference after the settling time", "na de wachttijd staat er niets onder ons kenmerk"),
        Pattern("withdrawn in the source; {+}", "ingetrokken in het bronsysteem; {+}"),
        Pattern("withdrawn in the source", "ingetrokken in het bronsysteem"),
        Pattern("corrected in the source: judged anew; {+}", "gecorrigeerd in het bronsysteem: opnieuw beoordeeld; {+}"),
        Pattern("the books hold what was meant", "in de boeken staat wat bedoeld was"),
        Pattern("by a person", "door iemand"),
        Pattern(
            "the books are asked again what stands under our reference", "de boekhouding wordt opnieuw gevraagd wat onder ons kenmerk staat"
        ),
        Pattern("{} arrived", "{} is aangekomen"),
        Pattern("{} by payment {}; {} remains open", "{} met betaling {}; {} blijft open"),
        Pattern("{} together, {}, seal {}, {}", "{} tegelijk, {}, zegel {}, {}"),
        Pattern("job {}: retry {} documents, seal {}, {}", "taak {}: {} documenten opnieuw proberen, zegel {}, {}"),
        Pattern("job {}: approve {} documents, seal {}, {}", "taak {}: {} documenten goedkeuren, zegel {}, {}"),
        Pattern("job {}: hold {} documents, seal {}, {}", "taak {}: {} documenten vasthouden, zegel {}, {}"),
        Pattern("job {}: withdraw {} documents, seal {}, {}", "taak {}: {} documenten intrekken, zegel {}, {}"),
        Pattern(
            "job {}: {} done, {} left alone, {} not reached", "taak {}: {} gedaan, {} ongemoeid gelaten, {} niet aan toegekomen"),
        Pattern("job {} at {} of {}", "taak {}, bij {} van {}"),
        Pattern("not sent: posting was broken off before it", "niet verzonden: het boeken brak daarvoor af"),
        Pattern("not sent with the others", "niet met de andere verzonden"),
        Pattern("the connector gave no answer at all", "de koppeling gaf helemaal geen antwoord"),
        Pattern("the connector said nothing of an upload", "de koppeling zei niets van een verzending"),
        // Parties
        Pattern("entry {} of ours stands on it now", "boeking {} van ons staat er nu op"),
        Pattern(
            "the party's data cannot be used, so its number is not known",
            "de gegevens van de relatie zijn niet te gebruiken, dus haar nummer is niet bekend"),
        Pattern("a document needs it in the books", "een document heeft haar nodig in de boeken"),
        Pattern("the policy of the bridge makes no relations", "deze brug maakt geen relaties aan"),
        Pattern(
            "relation {} is gone from the books, perhaps merged: {+}",
            "relatie {} staat niet meer in de boeken, misschien samengevoegd: {+}"),
        Pattern("relation {} is gone from the books", "relatie {} staat niet meer in de boeken"),
        Pattern("relation {} is blocked in the books", "relatie {} is geblokkeerd in de boeken"),
        Pattern("relation {}: {+}", "relatie {}: {+}"), Pattern("relation {}", "relatie {}"),
        Pattern(
            "no relation under that number after the settling time: may be made again",
            "na de wachttijd is er geen relatie met dat nummer: mag opnieuw worden gemaakt"),
        Pattern("the lost answer was to an update: it is done again", "het verloren antwoord ging over een wijziging: die wordt herhaald"),
        Pattern("the block in the books was lifted", "de blokkade in de boeken is opgeheven"),
        Pattern("nothing differs", "niets wijkt af"), Pattern("{} fields differ", "{} velden wijken af"),
        Pattern("{} is now {}", "{} is nu {}"),
        Pattern("{}: ours '{}', theirs '{}'", "{}: bij ons '{}', bij hen '{}'"),
        Pattern("{}: same VAT number {}", "{}: zelfde btw-nummer {}"), Pattern("same VAT number {}", "zelfde btw-nummer {}"),
        Pattern("{}: same chamber of commerce number", "{}: zelfde KvK-nummer"),
        Pattern("same chamber of commerce number", "zelfde KvK-nummer"),
        Pattern("{}: same number {}, linked to another party", "{}: zelfde nummer {}, gekoppeld aan een andere relatie"),
        Pattern("same number {}, linked to another party", "zelfde nummer {}, gekoppeld aan een andere relatie"),
        Pattern("{}: same number {}, other name", "{}: zelfde nummer {}, andere naam"),
        Pattern("same number {}, other name", "zelfde nummer {}, andere naam"),
        Pattern("{}: same number {}", "{}: zelfde nummer {}"), Pattern("same number {}", "zelfde nummer {}"),
        // Payments, files, runs, connection
        Pattern("{} is no longer in the books", "{} staat niet meer in de boeken"),
        Pattern("notice {}: {} of {}", "melding {}: {} van {}"), Pattern("notice {}: {}", "melding {}: {}"),
        Pattern("notice {}", "melding {}"),
        Pattern("{} documents, seal {}", "{} documenten, zegel {}"),
        Pattern("{} booked, {} stopped, seal {}", "{} geboekt, {} blijven staan, zegel {}"),
        Pattern("documents that have arrived", "documenten die binnen zijn"),
        Pattern("documents dated up to {}, of period {}", "documenten met datum tot en met {}, van periode {}"),
        Pattern("documents dated up to {}", "documenten met datum tot en met {}"),
        Pattern("documents of period {}", "documenten van periode {}"),
        Pattern("{} accounts, {} VAT codes", "{} grootboekrekeningen, {} btw-codes"),
        Pattern("entries booked from now on are compared", "wat vanaf nu geboekt wordt, wordt vergeleken"),
        Pattern("what is settled from {} on is read", "wat vanaf {} is afgeletterd, wordt gelezen"),
        Pattern(
            "the source no longer keeps what lies after the cursor of {}", "het bronsysteem bewaart niet meer wat na de plaats van {} ligt"),
        Pattern("{} records, {} documents, {} faults", "{} regels, {} documenten, {} fouten"),
        Pattern("{}: no consent was given yet: {}", "{}: er is nog geen toestemming: {}"),
        Pattern("{}: the consent ran out on {}: {}", "{}: de toestemming is verlopen op {}: {}"),
        Pattern(
            "{}: the consent runs out on {} unless the connection is used: start the service, or give consent again with {}",
            "{}: de toestemming verloopt op {} als de verbinding niet wordt gebruikt: start de service, of geef opnieuw toestemming met {}"),
        // People and rules
        Pattern("version {}: {}", "versie {}: {}"), Pattern("version {}", "versie {}"), Pattern("from {}", "vanaf {}"),
        Pattern("viewer", "kijker"), Pattern("bookkeeper", "boekhouder"), Pattern("administrator", "beheerder"),
        Pattern("nl", "Nederlands"), Pattern("en", "Engels"),
    ]

    /// Sentences of one act that would fit what others write.
    private static let byAct: [String: [Pattern]] = {
        let proposal = [Pattern("version {} of {}: {}", "versie {} van {}: {}"), Pattern("version {} of {}", "versie {} van {}")]
        let saved = [
            Pattern("version {}: {} (approved by {})", "versie {}: {} (goedgekeurd door {})"),
            Pattern("version {}: (approved by {})", "versie {}: (goedgekeurd door {})"),
        ]
        let file = [
            Pattern("{}, {} bytes, SHA-256 {}: {+}", "{}, {} bytes, SHA-256 {}: {+}"), Pattern("{}, {} bytes: {+}", "{}, {} bytes: {+}"),
        ]
        let tested = [Pattern("nothing found", "niets gevonden"), Pattern("{} found", "{} gevonden")]
        let replayed = [Pattern("message {}", "bericht {}"), Pattern("{} messages of {} to {}", "{} berichten van {} tot {}")]
        let found = [
            (
                "the books are kept in {}, the bridge counts in {}: choose the right administration, or correct the bridge's currency",
                "de boekhouding wordt gevoerd in {}, de brug rekent in {}: kies de juiste administratie, of zet currency van de brug goed"
            ),
            (
                "the administration follows the law of {}, the bridge that of {}: VAT would be booked wrongly; choose the right "
                    + "administration, or correct the bridge's country",
                "de administratie volgt de wetgeving van {}, de brug die van {}: btw zou verkeerd worden geboekt; kies de juiste "
                    + "administratie, of zet country van de brug goed"
            ),
            (
                "{+} of the rules does not exist in the books (any more): what needs it is parked; make it or change the rules",
                "{+} uit de regels bestaat niet (meer) in de boekhouding: wat hem nodig heeft wordt geparkeerd; maak hem aan of pas de "
                    + "regels aan"
            ),
            (
                "{+} is blocked in the books: what needs it is parked; lift the block or change the rules",
                "{+} is geblokkeerd in de boekhouding: wat hem nodig heeft wordt geparkeerd; hef de blokkade op of pas de regels aan"
            ),
            (
                "the books have no period that holds {}: make the financial year",
                "de boekhouding heeft geen periode waarin {} valt: maak het boekjaar aan"
            ),
            (
                "period {} is closed for daybook {}: what is dated today waits; open the period",
                "periode {} is gesloten voor dagboek {}: wat van vandaag is wacht; open de periode"
            ),
        ]
        // Several findings stand behind one another, with how many more there are at the end.
        let setup =
            found.map { Pattern("\($0.0); {+}", "\($0.1); {+}") } + found.map { Pattern($0.0, $0.1) } + [
                Pattern("and {} more", "en nog {}"),
                Pattern("account {}", "rekening {}"), Pattern("VAT code {}", "btw-code {}"), Pattern("daybook {}", "dagboek {}"),
                Pattern("payment condition {}", "betalingsconditie {}"), Pattern("cost centre {}", "kostenplaats {}"),
                Pattern("cost unit {}", "kostendrager {}"),
            ]
        return [
            "approved": proposal, "proposal_withdrawn": proposal, "proposal_refused": proposal, "saved": saved, "attached": file,
            "attachment_refused": file, "attachment_retried": file, "setup_found": setup, "setup_mended": setup, "tested": tested,
            "webhook_replayed": replayed,
        ]
    }()
}

extension Terms {
    /// What a record of the history says beside its act, in the reader's language. What a person typed stays as it was typed.
    public func detail(_ entry: HistoryEntry) -> String {
        let isTyped = if case .person = entry.who { Self.typed.contains(entry.act) } else { false }
        guard !isTyped, language == .dutch, !entry.detail.isEmpty else { return entry.detail }
        let told = HistoryWords.dutch(entry.detail, of: entry.act)
        return told == entry.detail && Self.quoted.contains(entry.act) ? quote(entry.detail) : told
    }

    /// What was answered to a call, in the reader's language: our own sentences told, the words of others quoted.
    public func answer(_ attempt: AttemptRecord) -> String {
        guard language == .dutch, let detail = attempt.detail, !detail.isEmpty else { return attempt.detail ?? "" }
        let told = HistoryWords.dutch(detail)
        return told == detail && attempt.verdict != "done" ? quote(detail) : told
    }

    /// Words of another system, or of ours that were kept in English only, as what they are.
    private func quote(_ text: String) -> String { "gemeld werd: „\(text)”" }

    /// Acts that say what another system said, where it is not a sentence of ours.
    private static let quoted: Set<String> = [
        "rejected", "outcome_unknown", "postponed", "look_up_failed", "attachment_refused", "report_refused", "payment_refused",
        "setup_found", "setup_mended", "person_needed", "tested",
    ]

    /// Acts whose detail is the reason a person gave.
    private static let typed: Set<String> = ["withdrawn", "paused", "resumed", "difference_explained", "difference_reopened"]

    /// Why a party was proposed to be linked, and other sentences that the history holds as well.
    public func story(_ text: String) -> String { language == .dutch ? HistoryWords.dutch(text) : text }
}
