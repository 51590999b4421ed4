import BridgeConnector
import BridgeDomain

/// Whether amounts arrive in King's books as they are sent. Sources disagree on the separator King reads, and the wrong one books a hundred times
/// the amount without a word (reference `king` §2.4).
enum KingProof: Hashable, Sendable {
    /// Not asked yet in this process.
    case unknown
    /// Nothing of ours is in the books: the next entry is the first.
    case none
    /// The first was sent and not read back.
    case awaited(until: Timestamp)
    case right
    /// What to do, for people.
    case wrong(BilingualText)
}

extension KingFinanceConnector {
    /// Days back in which an entry of ours proves something.
    private static let proofDays = 31
    /// Entries looked at.
    private static let proofRows = 50

    /// Asks the books whether amounts arrive as they are sent, unless that is known: one call, and up to two for the open item of an only entry.
    /// Throws what a person must do when they do not.
    func prove(within deadline: CallDeadline? = nil) async throws(ConnectorError) {
        try await prove(looksAtItem: true, within: deadline)
    }

    private func prove(looksAtItem: Bool, within deadline: CallDeadline?) async throws(ConnectorError) {
        switch proof {
        case .right, .none: return
        // A person mends the setting or the books: the books are asked again each time.
        case .wrong, .unknown: try await lookAgainAtItem()
        case .awaited(let until):
            guard clock.now() >= until else {
                throw ConnectorError(
                    .unavailable, "The first entry in these books is not read back yet: nothing else is sent before", retryAt: until)
            }
        }
        var selection = KingSelection(
            "BOE", "JR DAGB PN RG REK BEDRBOEK FACT OPM", where: [KingCondition("OPM", .like, KingMark.beginning + "%")],
            order: KingBookedRow.order)
        selection.changedSince = KingCursor.day(at: clock.now()).adding(days: -Self.proofDays)
        selection.pageSize = Self.proofRows
        var found = KingProof.none
        var odd: KingProof?
        var ours: [(row: KingRow, sent: Money)] = []
        for row in try await client.page(selection, within: deadline).rows {
            switch verdict(KingMark(row["OPM"]), row) {
            case .right(let sent):
                found = .right
                ours.append((row, sent))
            case .hundredfold(let wrong):
                found = wrong
            case .other(let wrong): odd = odd ?? wrong
            case nil: continue
            }
            if case .wrong = found { break }
        }
        // One entry that differs beside others that agree was changed by a person; nothing but such entries were read wrongly.
        if found == .none, let odd { found = odd }
        if looksAtItem, found == .right, ours.count == 1 { found = try await proofOfItem(ours[0].row, sent: ours[0].sent) }
        proof = found
        if case .wrong(let text) = found { throw Self.stop(text) }
    }

    /// What a row of ours says of how amounts are read.
    private enum Verdict {
        case right(Money)
        case hundredfold(KingProof)
        case other(KingProof)
    }

    /// What a row of ours proves; nil for nothing: it was sent with another setting.
    private func verdict(_ mark: KingMark?, _ row: KingRow) -> Verdict? {
        let currency = settings.bookCurrency
        guard let mark, mark.amount.contains(settings.decimalSeparator.character), let sent = KingValue.money(mark.amount, currency),
            let booked = row.money("BEDRBOEK", currency), !sent.isZero
        else { return nil }
        if sent == booked { return .right(sent) }
        let hundredfold = Int128(sent.minorUnits) * 100 == Int128(booked.minorUnits)
        let place = [row["DAGB"], row["PN"], row["RG"]].compactMap(\.self).joined(separator: "-")
        let wrong = KingProof.wrong(Self.wrongText(place, sent, booked, settings.decimalSeparator))
        return hundredfold || Int128(booked.minorUnits) * 100 == Int128(sent.minorUnits) ? .hundredfold(wrong) : .other(wrong)
    }

    /// Nothing goes until a person acts, and it is not our access that is wrong.
    private static func stop(_ text: BilingualText) -> ConnectorError { ConnectorError(.unauthorised, text.english, remedy: text) }

    private static func wrongText(_ place: String, _ sent: Money, _ booked: Money, _ separator: KingDecimalSeparator) -> BilingualText {
        let other = (separator == .comma ? KingDecimalSeparator.point : .comma).rawValue
        return BilingualText(
            nl:
                "King heeft \(booked.amountText) geboekt waar \(sent.amountText) is verzonden (boeking \(place)): King leest bedragen met een "
                + "ander decimaalteken. Er wordt niets meer verzonden. Zet decimal_separator: \(other), verwijder die boeking in King, en ga "
                + "verder",
            en:
                "King booked \(booked.amountText) where \(sent.amountText) was sent (entry \(place)): it reads amounts with another decimal "
                + "separator. Nothing more is sent. Set decimal_separator: \(other), delete that entry in King, and go on")
    }

    /// Reads the first entry back, with its open item, and compares to the cent: whatever else than the amount that was sent is there, nothing
    /// more goes.
    func proveFirst(_ posting: KingPosting, _ entry: Entry) async throws(ConnectorError) {
        do throws(ConnectorError) {
            proof = .unknown
            try await prove(looksAtItem: false, within: nil)
            let sent = posting.rows[0].amount
            // The day's own entries may not show among those that changed: then it is found by its reference.
            let row = proof == .none ? try await rows(carrying: entry.reference).first : nil
            if let row, row.amount != sent {
                proof = .wrong(Self.wrongText("\(entry.reference)", sent, row.amount, settings.decimalSeparator))
            } else if proof == .right || row != nil, let item = try await openItem(posting, entry), item != sent {
                wrongItem = (posting, entry)
                proof = .wrong(Self.wrongText("\(posting.invoice ?? "")", sent, item, settings.decimalSeparator))
            } else if row != nil {
                proof = .right
            }
        } catch {
            if case .wrong = proof { return }
            // The entry stands; it is read back before the next goes.
            if proof == .unknown || proof == .none { proof = .awaited(until: clock.now()) }
        }
    }

    /// Throws as long as an open item that was not what its entry meant stands as it stood.
    private func lookAgainAtItem() async throws(ConnectorError) {
        guard let (posting, entry) = wrongItem else { return }
        let sent = posting.rows[0].amount
        if let item = try await openItem(posting, entry), item != sent {
            throw Self.stop(Self.wrongText("\(posting.invoice ?? "")", sent, item, settings.decimalSeparator))
        }
        wrongItem = nil
    }

    /// What the open item of the only entry of ours proves: another process may have found it wrong, stopped, and ended.
    private func proofOfItem(_ row: KingRow, sent: Money) async throws(ConnectorError) -> KingProof {
        guard let invoice = row["FACT"], let account = row["REK"], settings.creditLink != .sameNumber else { return .right }
        for kind in [PartyKind.debtor, .creditor] {
            if let item = try await openItem(kind, account, invoice), item != sent {
                return .wrong(Self.wrongText(invoice, sent, item, settings.decimalSeparator))
            }
        }
        return .right
    }

    /// What the open item of an invoice amounts to; nil where it has none, or holds others besides.
    private func openItem(_ posting: KingPosting, _ entry: Entry) async throws(ConnectorError) -> Money? {
        guard let invoice = posting.invoice, let kind = entry.party?.kind, settings.creditLink != .sameNumber else { return nil }
        return try await openItem(kind, posting.rows[0].account, invoice)
    }

    private func openItem(_ kind: PartyKind, _ account: String, _ invoice: String) async throws(ConnectorError) -> Money? {
        let column = KingRelationID.table(kind)
        let selection = KingSelection(
            KingRelationID.items(kind), "\(column) FACT BEDR", where: [KingCondition("FACT", .equal, invoice)], order: ["FACT"])
        let rows = try await client.rows(selection).filter { $0[column] == account && $0["FACT"] == invoice }
        return rows.first?.money("BEDR", settings.bookCurrency)
    }
}
