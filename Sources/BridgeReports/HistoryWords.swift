import BridgeDomain
public import BridgeJournal

/// What the history says of each act, in the reader's words.
///
/// History is written once, in English, and hashed: it is never written anew for a reader. What our own rooms write follows the patterns of a table,
/// one for each sentence. Values in it are written as people write them; what vendors and people wrote stays as it is, wherever it stands in such
/// a sentence.
enum HistoryWords {
    /// A sentence with holes; what kind each is says the sentence as it is kept. The others name their places, in the same order.
    struct Pattern: Sendable {
        /// What stands in a hole.
        enum Hole: String, Sendable {
            /// An amount, a date, a key, a code.
            case value = ""
            /// A sentence of the history.
            case told = "+"
            /// Words of others.
            case quoted
            /// Words of the trade system: what was asked, and what it answered.
            case answer
            case who, settlement, field, stream
            /// Which documents a list held.
            case asked
            /// What a token opens.
            case opens
        }

        enum Piece: Sendable { case text(String), hole(Hole) }

        fileprivate let kept: [Piece]
        fileprivate let dutch: [Piece]
        fileprivate let english: [Piece]

        /// `en` where people are told otherwise than it is kept.
        init(_ kept: String, _ dutch: String, en english: String? = nil) {
            self.kept = Self.pieces(kept)
            self.dutch = Self.pieces(dutch)
            self.english = english.map { Self.pieces($0) } ?? self.kept
        }

        private static func pieces(_ text: String) -> [Piece] {
            var pieces: [Piece] = []
            var rest = Substring(text)
            while let mark = rest.firstIndex(of: "{"), let end = rest[mark...].firstIndex(of: "}") {
                if mark > rest.startIndex { pieces.append(.text(String(rest[..<mark]))) }
                pieces.append(.hole(Hole(rawValue: String(rest[mark...end].dropFirst().dropLast())) ?? .value))
                rest = rest[rest.index(after: end)...]
            }
            if !rest.isEmpty { pieces.append(.text(String(rest))) }
            return pieces
        }

        /// What stands in the holes; nil where the text is not of this sentence.
        fileprivate func holes(in text: Substring) -> [(hole: Hole, text: Substring)]? {
            var holes: [(hole: Hole, text: Substring)] = []
            var rest = text
            var open: Hole?
            for (place, piece) in kept.enumerated() {
                switch piece {
                case .hole(let hole): open = hole
                case .text(let fixed):
                    guard let hole = open else {
                        guard rest.hasPrefix(fixed) else { return nil }
                        rest = rest.dropFirst(fixed.count)
                        continue
                    }
                    // The last piece stands at the end, so that a hole may hold the same words.
                    let isLast = place == kept.count - 1
                    let found =
                        isLast
                        ? rest.hasSuffix(fixed) ? rest.index(rest.endIndex, offsetBy: -fixed.count)..<rest.endIndex : nil
                        : rest.firstRange(of: fixed)
                    guard let found else { return nil }
                    holes.append((hole, rest[..<found.lowerBound]))
                    rest = rest[found.upperBound...]
                    open = nil
                }
            }
            if let open { holes.append((open, rest)) } else if !rest.isEmpty { return nil }
            return holes
        }
    }

    /// Sentences of which parts are read on at most: one hides in another or stands behind it, never more than this.
    private static let depthMax = 10

    /// What a record says beside its act, in the reader's words; of some acts there are sentences that stand nowhere else. nil where it is no
    /// sentence of ours.
    static func told(_ text: String, _ terms: Terms, of act: String? = nil) -> String? {
        if let act, settlementActs.contains(act), let told = settlements(text, terms) { return told }
        if let act, explainingActs.contains(act) { return explained(text, terms) }
        return Reading(terms: terms, own: act.flatMap { byAct[$0] } ?? []).told(Substring(text), depthMax)
    }

    /// One reading of a text.
    private struct Reading {
        let terms: Terms
        /// Sentences of the act alone.
        let own: [Pattern]

        func told(_ text: Substring, _ depth: Int) -> String? {
            if let problems = HistoryWords.problems(text, terms) { return problems }
            guard depth > 0 else { return nil }
            for pattern in [own, patterns, connectors].joined() {
                guard let holes = pattern.holes(in: text) else { continue }
                var place = 0
                return (terms.language == .dutch ? pattern.dutch : pattern.english).map { piece in
                    switch piece {
                    case .text(let fixed): return fixed
                    case .hole:
                        defer { place += 1 }
                        return place < holes.count ? word(holes[place].hole, holes[place].text, depth) : ""
                    }
                }.joined()
            }
            return nil
        }

        private func word(_ hole: Pattern.Hole, _ part: Substring, _ depth: Int) -> String {
            let text = String(part)
            switch hole {
            case .value: return terms.kept(text)
            case .told: return told(part, depth - 1) ?? terms.kept(text)
            case .quoted: return text.isEmpty ? "" : terms.quote(text)
            case .answer: return TradeAnswer(text).map { terms.quoted($0) } ?? terms.quote(text)
            case .who: return terms.name(text)
            case .settlement: return SettlementKind(rawValue: text).map { terms.settlement($0) } ?? text
            case .field: return PartyField(rawValue: text)?.title[terms.language] ?? FieldNames.name(text, terms.language)
            case .stream: return HistoryWords.streams[text]?[terms.language] ?? text
            case .asked: return HistoryWords.asked(text, terms)
            case .opens:
                return text.split(separator: ", ").map { HistoryWords.opens[String($0)]?[terms.language] ?? String($0) }
                    .joined(separator: ", ")
            }
        }
    }

    // MARK: Words of programs

    private static let streams: [String: BilingualText] = [
        "debtors": BilingualText(nl: "debiteuren", en: "debtors"), "creditors": BilingualText(nl: "crediteuren", en: "creditors"),
        "documents": BilingualText(nl: "documenten", en: "documents"),
    ]

    /// Roles and scopes of a token.
    private static let opens: [String: BilingualText] = [
        "viewer": BilingualText(nl: "kijker", en: "viewer"), "bookkeeper": BilingualText(nl: "boekhouder", en: "bookkeeper"),
        "controller": BilingualText(nl: "controller", en: "controller"),
        "administrator": BilingualText(nl: "beheerder", en: "administrator"),
        "documents:write": BilingualText(nl: "documenten aanleveren", en: "push documents"),
        "parties:write": BilingualText(nl: "relaties aanleveren", en: "push parties"),
        "status:read": BilingualText(nl: "naar de stand vragen", en: "ask what became of them"),
    ]

    /// Which documents a list held, as addresses ask for them: `bridge=export-nl state=parked from=2026-11-01: reason`.
    private static func asked(_ text: String, _ terms: Terms) -> String {
        var told: [String] = []
        var rest = Substring(text)
        while let sign = rest.firstIndex(of: "="), let name = names[String(rest[..<sign])] {
            // A value may hold spaces; the next condition begins behind the last one.
            let value = rest[rest.index(after: sign)...]
            let next = names.keys.compactMap { value.firstRange(of: " \($0)=")?.lowerBound }.min() ?? value.firstRange(of: ": ")?.lowerBound
            let end = next ?? value.endIndex
            told.append("\(name[terms.language]) \(condition(String(rest[..<sign]), value[..<end], terms))")
            rest = value[end...].drop { $0 == " " }
        }
        return told.joined(separator: ", ") + rest
    }

    private static func condition(_ name: String, _ value: Substring, _ terms: Terms) -> String {
        let text = String(value)
        switch name {
        case "state":
            return value.split(separator: ",").map { word in states[String(word)].map { terms.state($0) } ?? String(word) }
                .joined(separator: terms.language == .dutch ? " of " : " or ")
        case "kind": return DocumentKind(rawValue: text).map { terms.kind($0) } ?? text
        case "problem":
            guard let what = ProblemCode(rawValue: text)?.text.what else { return text }
            return terms.quote(terms.language == .dutch ? what.nl : what.en)
        case "hold": return Reading(terms: terms, own: []).told(value, 1) ?? text
        case "late", "differing": return terms.language == .dutch ? "ja" : "yes"
        case "amount": return Formatting(terms.language).kept(text, isNumber: true)
        default: return terms.kept(text)
        }
    }

    private static let states = Dictionary(uniqueKeysWithValues: PostingState.allCases.map { ($0.rawValue, $0) })

    private static let names: [String: BilingualText] = [
        "bridge": BilingualText(nl: "brug", en: "bridge"), "state": BilingualText(nl: "stand", en: "state"),
        "kind": BilingualText(nl: "soort", en: "kind"), "problem": BilingualText(nl: "oorzaak", en: "cause"),
        "q": BilingualText(nl: "zoektekst", en: "search"), "party": BilingualText(nl: "relatie", en: "party"),
        "amount": BilingualText(nl: "bedrag", en: "amount"), "from": BilingualText(nl: "vanaf", en: "from"),
        "to": BilingualText(nl: "tot en met", en: "up to"), "late": BilingualText(nl: "te laat", en: "late"),
        "differing": BilingualText(nl: "anders in de boeken", en: "different in the books"),
        "hold": BilingualText(nl: "wacht", en: "held"),
    ]

    // MARK: Payments and differences

    /// Acts that say what a payment settles.
    private static let settlementActs: Set<String> = ["payment_read", "payment_changed"]

    /// What a payment settles: `20 26200001 of 2026-11-20: payment 100.00 EUR on 2026-104233, refund 1.00 EUR on - and 3 more`.
    private static func settlements(_ text: String, _ terms: Terms) -> String? {
        guard let mark = text.firstRange(of: ": "), let of = text[..<mark.lowerBound].firstRange(of: " of ") else { return nil }
        let isDutch = terms.language == .dutch
        var rest = text[mark.upperBound...]
        var more = ""
        if rest.hasSuffix(" more"), let and = rest.ranges(of: " and ").last {
            let count = rest[and.upperBound...].dropLast(" more".count)
            more = isDutch ? " en nog \(count)" : " and \(count) more"
            rest = rest[..<and.lowerBound]
        }
        let parts = rest.split(separator: ", ").map { settlement($0, terms) }
        let date = terms.kept(String(text[of.upperBound..<mark.lowerBound]))
        return "\(text[..<of.lowerBound]) \(isDutch ? "van" : "of") \(date): \(parts.joined(separator: ", "))\(more)"
    }

    /// `payment 100.00 EUR on 2026-104233`, or `on -` where it is on nothing of ours.
    private static func settlement(_ part: Substring, _ terms: Terms) -> String {
        let words = part.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let kind = SettlementKind(rawValue: String(words[0])), let on = words[1].firstRange(of: " on ") else {
            return String(part)
        }
        let (isDutch, number) = (terms.language == .dutch, words[1][on.upperBound...])
        let place = number == "-" ? (isDutch ? "op niets van ons" : "on nothing of ours") : "\(isDutch ? "op" : "on") \(number)"
        return "\(terms.settlement(kind)) \(terms.kept(String(words[1][..<on.lowerBound]))) \(place)"
    }

    /// Acts that hold the text a person typed behind what differs.
    private static let explainingActs: Set<String> = ["difference_explained", "difference_reopened"]

    /// `2026-11/70/V9/EUR, 12.00 EUR: a memorial`: the figure and the amount, where there are any, and the text as it was typed.
    private static func explained(_ text: String, _ terms: Terms) -> String {
        guard let mark = text.firstRange(of: ": ") else { return text }
        var told: [String] = []
        for part in text[..<mark.lowerBound].split(separator: ", ") {
            if let figure = Difference.Figure(String(part)) {
                told.append(terms.figure(figure))
            } else {
                let value = terms.kept(String(part))
                guard part.split(separator: " ").count == 2, part.last?.isLetter == true, part.contains(where: { $0.isNumber }) else {
                    return text
                }
                told.append(value)
            }
        }
        return told.joined(separator: ", ") + text[mark.lowerBound...]
    }

    // MARK: Problems

    /// Problems as ``Problem/message(_:)`` writes them, one or several with `; ` between, as ``Terms/message(_:)`` tells them; nil where the text does
    /// not begin with one.
    private static func problems(_ text: Substring, _ terms: Terms) -> String? {
        var told: [String] = []
        var rest = text
        while let first = sentence(rest) {
            let body = rest.dropFirst(first.length)
            // Up to the next sentence all is this one's: where, what was found, what was expected.
            let next = body.ranges(of: "; ").first { sentence(body[$0.upperBound...]) != nil }
            told.append(terms.message(problem(first.code, body[..<(next?.lowerBound ?? body.endIndex)])))
            guard let next else { return told.joined(separator: "; ") }
            rest = body[next.upperBound...]
        }
        return nil
    }

    /// The problem that a sentence tells: its place, and what stands in brackets behind it.
    private static func problem(_ code: ProblemCode, _ body: Substring) -> Problem {
        let mark = [found, expected].compactMap { body.firstRange(of: " (\($0)") }.min { $0.lowerBound < $1.lowerBound }
        let place = placed(body[..<(mark?.lowerBound ?? body.endIndex)])
        guard let mark else { return Problem(code, at: place) }
        // A long sentence may have been cut off before its end.
        var detail = body[mark.lowerBound...].dropFirst(2)
        if detail.last == ")" { detail = detail.dropLast() }
        if let wanted = detail.dropping(prefix: expected) { return Problem(code, at: place, expected: String(wanted)) }
        let value = detail.dropFirst(found.count)
        guard let wanted = value.ranges(of: ", \(expected)").last else { return Problem(code, at: place, found: String(value)) }
        return Problem(code, at: place, found: String(value[..<wanted.lowerBound]), expected: String(value[wanted.upperBound...]))
    }

    private static let (found, expected) = ("found: ", "expected: ")

    /// `line 3, net`, or a field alone.
    static func placed(_ text: Substring) -> Place {
        guard let rest = text.dropping(prefix: "line "), let comma = rest.firstRange(of: ", "), let line = Int(rest[..<comma.lowerBound])
        else { return Place(String(text)) }
        return Place(line: line, String(rest[comma.upperBound...]))
    }

    private static func sentence(_ text: Substring) -> (code: ProblemCode, length: Int)? {
        sentences.first { text.hasPrefix($0.english) }.map { ($0.code, $0.english.count) }
    }

    /// Longest first: one may begin as another does.
    private static let sentences: [(english: String, code: ProblemCode)] = ProblemCode.allCases
        .map { (english: $0.text.what.en + ": ", code: $0) }.sorted { $0.english.count > $1.english.count }
}

extension StringProtocol where SubSequence == Substring {
    /// What stands behind a beginning; nil where it does not begin so.
    func dropping(prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}

extension Terms {
    /// What a record of the history says beside its act, in the reader's words. What a person typed stays as it was typed.
    public func detail(_ entry: HistoryEntry) -> String {
        let isTyped = if case .person = entry.who { Self.typed.contains(entry.act) } else { false }
        guard !isTyped, !entry.detail.isEmpty else { return entry.detail }
        if let told = HistoryWords.told(entry.detail, self, of: entry.act) { return told }
        return Self.quoted.contains(entry.act) ? answered(entry.detail) : kept(entry.detail)
    }

    /// What was answered to a call, in the reader's words: our own sentences told, the words of others quoted.
    public func answer(_ attempt: AttemptRecord) -> String {
        guard let detail = attempt.detail, !detail.isEmpty else { return attempt.detail ?? "" }
        return HistoryWords.told(detail, self) ?? (attempt.verdict == "done" ? detail : answered(detail))
    }

    /// Words of another system as what they are.
    private func answered(_ text: String) -> String {
        TradeAnswer(text).map { quoted($0) } ?? (language == .dutch ? "gemeld werd: " : "the answer was: ") + quote(text)
    }

    /// Acts that say what another system said, where it is not a sentence of ours.
    private static let quoted: Set<String> = [
        "rejected", "outcome_unknown", "postponed", "look_up_failed", "attachment_refused", "report_refused", "payment_refused",
        "setup_found", "setup_mended", "person_needed", "tested",
    ]

    /// Acts whose detail is the reason a person gave.
    private static let typed: Set<String> = ["withdrawn", "paused", "resumed"]

    /// Why a party was proposed to be linked, and other sentences that the history holds as well.
    public func story(_ text: String) -> String { HistoryWords.told(text, self) ?? text }
}
