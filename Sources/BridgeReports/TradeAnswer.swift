public import BridgeDomain
public import BridgeJournal

/// What the trade system answered to something it was told, taken apart: which system, what it was asked, with which status, in which words.
///
/// It is kept as one line (`FreshPortal POST /finance/v1/payments: 422: document · unknown · no such invoice [request 7f2]`), because the history holds
/// it so; this is the one place that reads it again.
public struct TradeAnswer: Hashable, Sendable {
    public let system: String
    /// What was asked of it: `POST /finance/v1/payments`.
    public let request: String
    /// The status of its answer.
    public let status: Int
    /// The system's own words; empty where it gave none.
    public let said: String

    /// Reads such a line; nil for anything else, what nobody answered among it.
    public init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, ["GET", "POST", "PUT", "DELETE"].contains(words[1]), words[2].hasPrefix("/"), words[2].hasSuffix(":") else {
            return nil
        }
        system = String(words[0])
        request = "\(words[1]) \(words[2].dropLast())"
        var rest = words[3]
        // What our side adds at the end, to be found again in a log.
        if rest.hasSuffix("]"), let mark = rest.ranges(of: " [request ").last { rest = rest[..<mark.lowerBound] }
        rest = rest.dropping(prefix: "unexpected status ") ?? rest
        guard let status = Int(rest.prefix { $0.isNumber }), (100..<600).contains(status) else { return nil }
        self.status = status
        // Before the first colon our side says what the status means.
        said = rest.firstRange(of: ": ").map { String(rest[$0.upperBound...]) } ?? ""
    }

    /// What it did not do with what it was told, as the end of a sentence.
    fileprivate var why: BilingualText {
        switch status {
        case 404:
            BilingualText(nl: "kent het document niet, of het adres klopt niet", en: "does not know the document, or the address is wrong")
        case 409:
            BilingualText(
                nl: "kreeg dezelfde melding eerder met andere inhoud, of heeft een nieuwere versie",
                en: "had the same message before with other content, or has a newer version")
        case 400, 422: BilingualText(nl: "keurt de inhoud van de melding af", en: "does not accept what the message says")
        case 401, 403: BilingualText(nl: "geeft onze sleutel hiervoor geen recht", en: "gives our key no right to do this")
        default: BilingualText(nl: "antwoordde met status \(status)", en: "answered with status \(status)")
        }
    }
}

extension Terms {
    /// What the trade system answered: what it did in our words, and its own as a quotation.
    public func quoted(_ answer: TradeAnswer) -> String {
        let what = "\(answer.system) \(answer.why[language])."
        guard !answer.said.isEmpty else { return what }
        return what + (language == .dutch ? " \(answer.system) zei: " : " \(answer.system) said: ") + quote(answer.said)
    }

    /// A reason as it was kept: what the trade system answered in words, or a quotation of what nobody can take apart.
    public func tradeReason(_ reason: String) -> String {
        TradeAnswer(reason).map { quoted($0) } ?? (reason.isEmpty ? "" : quote(reason))
    }
}

/// A payment that the trade system did not take, for people: what was refused, who can mend it, where, and what to do then.
public struct RefusedNotice: Hashable, Sendable {
    /// What was refused of which payment and document, with the system's own words behind it.
    public let what: BilingualText
    public let mender: BilingualText
    /// Where to click in the trade system; nil where nobody knows its menus.
    public let place: BilingualText?
    /// What to do after it was mended.
    public let remedy: BilingualText

    /// `trade` is the table of the trade system's menus, where there is one.
    public init(_ notice: NoticeRecord, trade: BooksMenus?) {
        let reason = notice.reason ?? ""
        let answer = TradeAnswer(reason)
        let system = answer?.system ?? trade?.system
        func told(_ language: Language) -> String {
            let (terms, formatting) = (Terms(language), Formatting(language))
            let isDutch = language == .dutch
            let documents = notice.allocations.map { terms.document($0.document) }.joined(separator: isDutch ? " en " : " and ")
            let on = documents.isEmpty ? "" : (isDutch ? " op \(documents)" : " on \(documents)")
            let what = "\(terms.settlement(notice.kind)) \(isDutch ? "van" : "of") \(formatting.money(notice.amount))\(on)"
            let date = formatting.date(notice.date)
            let name = system ?? (isDutch ? "Het handelssysteem" : "The trade system")
            let first =
                isDutch
                ? "\(name) nam de melding niet aan: \(what), bankdatum \(date)."
                : "\(name) did not take this notice: \(what), bank date \(date)."
            return reason.isEmpty ? first : "\(first) \(terms.tradeReason(reason))"
        }
        what = BilingualText(nl: told(.dutch), en: told(.english))
        let nameOrKind = (nl: system ?? "het handelssysteem", en: system ?? "the trade system")
        mender = BilingualText(
            nl: "Wie facturen en betalingen bijhoudt in \(nameOrKind.nl)", en: "Whoever keeps invoices and payments in \(nameOrKind.en)")
        place = trade?.text(.openItem)
        remedy = BilingualText(
            nl: "Laat de melding daarna hier opnieuw doen met Opnieuw melden.", en: "Then have it told again here with Tell again.")
    }
}
