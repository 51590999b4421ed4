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
    case wrong(String)
}

extension KingFinanceConnector {
    /// Days back in which an entry of ours proves something.
    private static let proofDays = 31
    /// Entries looked at.
    private static let proofRows = 50

    /// Asks the books whether amounts arrive as they are sent, unless that is known: one call. Throws what a person must do when they do not.
    func prove(within deadline: CallDeadline? = nil) async throws(ConnectorError) {
        switch proof {
        case .right, .none: return
        // A person mends the setting or the books: the books are asked again each time.
        case .wrong, .unknown: break
        case .awaited(let until):
            guard clock.now() >= until else {
                throw ConnectorError(
                    .unavailable, "The first entry in these books is not read back yet: nothing else is sent before", retryAt: until)
            }
        }
        var selection = KingSelection(
            "BOE", "JR DAGB PN RG BEDRBOEK OPM", where: [KingCondition("OPM", .like, KingMark.beginning + "%")], order: KingBookedRow.order)
        selection.changedSince = KingCursor.day(at: clock.now()).adding(days: -Self.proofDays)
        selection.pageSize = Self.proofRows
        var found = KingProof.none
        for row in try await client.page(selection, within: deadline).rows {
            guard let verdict = verdict(KingMark(row["OPM"]), row) else { continue }
            found = verdict
            if case .wrong = verdict { break }
        }
        proof = found
        if case .wrong(let text) = found { throw ConnectorError(.unauthorised, text) }
    }

    /// What a row of ours proves; nil for nothing: it was sent with another setting, or changed.
    private func verdict(_ mark: KingMark?, _ row: KingRow) -> KingProof? {
        let currency = settings.bookCurrency
        guard let mark, mark.amount.contains(settings.decimalSeparator.character), let sent = KingValue.money(mark.amount, currency),
            let booked = row.money("BEDRBOEK", currency), !sent.isZero
        else { return nil }
        if sent == booked { return .right }
        let hundredfold = Int128(sent.minorUnits) * 100 == Int128(booked.minorUnits)
        guard hundredfold || Int128(booked.minorUnits) * 100 == Int128(sent.minorUnits) else { return nil }
        let place = [row["DAGB"], row["PN"], row["RG"]].compactMap(\.self).joined(separator: "-")
        return .wrong(Self.wrongText(place, sent, booked, settings.decimalSeparator))
    }

    private static func wrongText(_ place: String, _ sent: Money, _ booked: Money, _ separator: KingDecimalSeparator) -> String {
        let other: KingDecimalSeparator = separator == .comma ? .point : .comma
        return "King booked \(booked.amountText) where \(sent.amountText) was sent (entry \(place)): it reads amounts with another decimal "
            + "separator. Nothing more is sent. Set decimal_separator: \(other.rawValue), delete that entry in King, and go on"
    }

    /// Reads the first entry back, with its open item, and compares to the cent.
    func proveFirst(_ posting: KingPosting, _ entry: Entry) async throws(ConnectorError) {
        do throws(ConnectorError) {
            proof = .unknown
            try await prove()
            if proof == .right, let item = try await openItem(posting, entry), item != posting.rows[0].amount {
                let text = Self.wrongText("\(posting.invoice ?? "")", posting.rows[0].amount, item, settings.decimalSeparator)
                proof = .wrong(text)
            }
        } catch {
            if case .wrong = proof { return }
            // The entry stands; it is read back before the next goes.
            if proof == .unknown || proof == .none { proof = .awaited(until: clock.now()) }
        }
    }

    /// What the open item of an invoice amounts to; nil where it has none, or holds others besides.
    private func openItem(_ posting: KingPosting, _ entry: Entry) async throws(ConnectorError) -> Money? {
        guard let invoice = posting.invoice, let kind = entry.party?.kind, settings.creditLink != .sameNumber else { return nil }
        let column = KingRelationID.table(kind)
        let selection = KingSelection(
            KingRelationID.items(kind), "\(column) FACT BEDR", where: [KingCondition("FACT", .equal, invoice)], order: ["FACT"])
        let rows = try await client.rows(selection).filter { $0[column] == posting.rows[0].account && $0["FACT"] == invoice }
        return rows.first?.money("BEDR", settings.bookCurrency)
    }
}
