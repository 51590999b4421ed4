public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// Which way waiting postings go to books that take them one by one and many in one call, and why. Pure.
///
/// One by one is preferred as long as it fits: each answer then says at once what the entry is called, and a lost answer leaves one entry
/// open. It fits while all that wait can go in what is left of the minute, and need no more than half of what is left of the day, so that
/// what comes later today has its calls too.
public struct PostingRoad: Hashable, Sendable {
    /// The two ways.
    public enum Way: String, Hashable, Sendable, Codable, CaseIterable {
        case oneByOne = "one_by_one"
        case together
    }

    public var way: Way
    /// For people and for each document's history.
    public var reason: BilingualText

    /// Chooses for `waiting` postings, by the calls that are left of the minute and of the day.
    public init(_ together: PostingTogether, waiting: Int, minute: BudgetWindow, day: BudgetWindow) {
        let left = (minute: minute.left, day: day.left)
        if together.isAlways {
            way = .together
            reason = BilingualText(nl: "zo staat het in de instellingen", en: "the settings say so")
        } else if minute.limit < together.calls || waiting <= together.calls {
            way = .oneByOne
            reason = BilingualText(
                nl: "er wachten er \(waiting): samen gaan spaart geen oproepen", en: "\(waiting) wait: going together would save no calls")
        } else if waiting > left.minute {
            way = .together
            reason = BilingualText(
                nl: "er wachten er ten minste \(waiting), en deze minuut zijn nog \(left.minute) oproepen over",
                en: "at least \(waiting) wait, and \(left.minute) calls are left of this minute")
        } else if waiting > left.day / 2 {
            way = .together
            reason = BilingualText(
                nl: "er wachten er ten minste \(waiting), en vandaag zijn nog \(left.day) oproepen over",
                en: "at least \(waiting) wait, and \(left.day) calls are left of today")
        } else {
            way = .oneByOne
            reason = BilingualText(
                nl: "er wachten er \(waiting), en er zijn genoeg oproepen over: \(left.minute) deze minuut, \(left.day) vandaag",
                en: "\(waiting) wait, and enough calls are left: \(left.minute) of this minute, \(left.day) of today")
        }
    }

    /// What the journal says would be chosen now for what waits to go over `bridge`; nil when nothing waits. Two questions to the journal.
    public init?(
        of bridge: BridgeID, connection: String, together: PostingTogether, limits: BudgetMeter.Limits, journal: any BridgeJournal,
        now: Timestamp
    ) async throws(JournalError) {
        let waiting = try await journal.stateTotals(bridge).reduce(0) { $0 + ($1.state == .ready ? $1.count : 0) }
        guard waiting > 0 else { return nil }
        let standing = BudgetMeter.Standing(try await journal.budget(connection: connection), limits: limits, now: now)
        self.init(together, waiting: waiting, minute: standing.minute, day: standing.day)
    }

    /// What is chosen and why, in a sentence of its own.
    public var text: BilingualText {
        switch way {
        case .oneByOne: BilingualText(nl: "één boeking per oproep: \(reason.dutch)", en: "one entry a call: \(reason.english)")
        case .together: BilingualText(nl: "veel boekingen per oproep: \(reason.dutch)", en: "many entries a call: \(reason.english)")
        }
    }
}
