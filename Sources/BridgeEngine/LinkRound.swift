import BridgeDomain
import BridgeJournal

/// Where the rounds over missing links of credit notes stand. They go from the newest arrival to the oldest and begin again, a bounded number at a
/// time, so that each has its turn however many there are that nobody can tie.
struct LinkRound: Sendable {
    /// When the last round was.
    var triedAt: Timestamp?
    /// Missing links that reading back showed up to then were tried.
    var seenUntil: Timestamp?
    /// What arrived before this comes next; nil: from the newest. Durable: another owner of the lane goes on here.
    var before: Int64?
    private(set) var wasRead = false
    /// Links that stay missing: those seen since the newest was tried, and all of the time before.
    private var seen = Staying()
    private var known = Staying()

    private struct Staying: Sendable {
        var count = 0
        var oldest: (document: DocumentKey, since: Timestamp)?
    }

    /// A link was tried.
    mutating func tried(_ posting: PostingRecord, isTied: Bool, now: Timestamp) {
        before = posting.sequence
        guard !isTied, let since = posting.lacksLinkSince, now >= since.adding(seconds: TurnLimits.linkAlarmSeconds) else { return }
        seen.count += 1
        if seen.oldest.map({ since < $0.since }) ?? true { seen.oldest = (posting.document, since) }
    }

    /// All were tried: the next is the newest.
    mutating func endOfAll() {
        before = nil
        (known, seen) = (seen, Staying())
    }

    /// What a person is told of links that stay missing; nil when none does.
    func alarm(_ zone: TimeZoneRule) -> BilingualText? {
        let worst = seen.count > known.count ? seen : known
        guard let (document, since) = worst.oldest else { return nil }
        let day = zone.date(of: since)
        return BilingualText(
            nl: "\(worst.count) creditnota('s) zijn in de boekhouding niet aan hun factuur gekoppeld, \(document.number) al sinds \(day): "
                + "koppel ze daar met de hand; 'ledgerbridge list --differing --kind credit_note' noemt ze",
            en:
                "\(worst.count) credit note(s) are not linked to their invoice in the books, \(document.number) since \(day): link them there by "
                + "hand; 'ledgerbridge list --differing --kind credit_note' names them")
    }

    // MARK: Keeping

    /// Reads where the last owner of the lane stood.
    mutating func read(_ parts: BridgeParts) async throws(JournalError) {
        let bytes = try await parts.journal.value(parts.bridge, name: Names.links)
        // What cannot be read costs a round its place, nothing else.
        before = bytes.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }.flatMap { $0 > 0 ? $0 : nil }
        wasRead = true
    }

    func keep(_ parts: BridgeParts, _ fence: Fence?) async throws(JournalError) {
        let place = Array(String(before ?? 0).utf8)
        try await parts.journal.commit(JournalUnit([.putValue(parts.bridge, name: Names.links, value: place)], fence: fence))
    }
}
