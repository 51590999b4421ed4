import BridgeDomain
import BridgeEngine
import BridgeJournal

// What happens around the product: trade, the person at the desk, the accountant.
extension Simulation {
    func somethingHappensInTrade() async {
        let document = trade.documents[draw(trade.documents.count)]
        switch draw(5) {
        case 0:
            // Approved once; what is changed afterwards is a correction.
            guard await !trade.holds(document) else { return }
            await trade.approve(document)
            tell("trade approves \(document.number)")
        case 1: if await trade.correct(document) { tell("trade corrects \(document.number)") }
        case 2: if await trade.deliverAgain(document) { tell("trade delivers \(document.number) again") }
        case 3: if chance(4), await trade.withdraw(document) { tell("trade withdraws \(document.number)") }
        default:
            let party = await trade.deliverParty(draw(trade.partyCount))
            tell("trade delivers customer \(party) again")
        }
    }

    /// A verb on some document, whatever state it is in: the machines say whether it fits.
    func aPersonActs() async throws {
        let all = try await postings()
        guard !all.isEmpty else { return }
        let posting = all[draw(all.count)]
        try await asAnna { desk in
            let key = posting.document
            let outcomes =
                switch draw(5) {
                case 0: try await desk.hold([key])
                case 1: try await desk.retry([key])
                case 2: try await desk.approve([key])
                case 3: chance(3) ? try await desk.withdraw([key], reason: "double") : []
                default: chance(4) ? try await desk.bookedByHand(key, number: "hand-\(posting.sequence)") : []
                }
            if let outcome = outcomes.first, outcome.changed { tell("anna makes \(key) \(outcome.state.rawValue)") }
        }
    }

    func connect() async throws {
        let opened = try await disk.open(Life(nil))
        try await books.connect(opened.journal, clock: clock)
        await opened.journal.close()
    }

    /// A session that is lost for good, with a refresh token that died under way, is mended by a person only.
    func thePersonConnects() async throws {
        guard let trouble, books.asksForConnection(trouble) else { return }
        do {
            try await connect()
            report.consents += 1
            tell("anna connects the books again")
        } catch {
            tell("anna cannot connect the books now: \(error)")
        }
    }

    /// At the end: what waits for a person's word gets it.
    func thePersonDecides() async throws {
        try await thePersonConnects()
        let held = try await postings(.held)
        let kept = held.filter { $0.hold == .person }.map(\.document)
        let waiting = held.filter { $0.hold == .approval }.map(\.document)
        let strangers = try await postings(.parked).filter { posting in
            posting.problems.contains { $0.code == .foreignEntry } && !meetsOwnChangedEntry(posting)
        }.map(\.document)
        // What came back from the importer, such as entries of a month that was closed, goes again when its cause is gone.
        let refused = books.answersByFile ? try await postings(.rejected).filter { !isBroken($0) }.map(\.document) : []
        try await asAnna { desk in
            _ = try await desk.retry(kept + strangers + refused)
            _ = try await desk.approve(waiting)
            for party in try await look().listParties(Self.bridge, states: [.proposed, .parked, .rejected], after: nil, limit: 100) {
                if party.state == .proposed, try await desk.link(party.key) != nil { continue }
                _ = try await desk.retry(party.key)
            }
        }
        if filesFollow { try await beside { _ = try await AttachmentDesk(parts: $0, who: .person("anna")).tryAgain() } }
    }

    /// A command beside the service: a process of its own, in which nothing goes wrong.
    private func asAnna(_ body: (Desk) async throws -> Void) async throws {
        try await beside { try await body(Desk(parts: $0, who: .person("anna"))) }
    }

    func beside(_ body: (BridgeParts) async throws -> Void) async throws {
        let life = Life(nil)
        let opened = try await disk.open(life)
        do { try await body(parts(opened.journal, life)) } catch {
            await opened.journal.close()
            throw error
        }
        await opened.journal.close()
    }

    /// An entry is changed in the books, or the month is closed for a while.
    func theAccountantActs() async {
        let month = Period(monthOf: Self.today)
        switch draw(3) {
        case 0:
            let ledger = await books.ledger()
            guard !ledger.isEmpty else { return }
            let entry = ledger[draw(ledger.count)]
            guard await books.moveToDayBefore(entry) else { return }
            seen.touched.insert(entry.id)
            tell("the accountant moves entry \(entry.number) to the day before")
        case 1: if await books.close(month) { tell("the accountant closes \(month)") }
        default: if await books.open(month) { tell("the accountant opens \(month)") }
        }
        seen.accountantActs += 1
    }
}

// Looking at the journal from outside.
extension Simulation {
    func look() async throws -> any BridgeJournal {
        if let reader { return reader }
        let opened = try await disk.open(Life(nil))
        readerSystem = opened.system
        reader = opened.journal
        return opened.journal
    }

    /// Every posting, or those in one state; oldest arrival first.
    func postings(_ states: PostingState...) async throws -> [PostingRecord] {
        try await look().list(PostingFilter(bridge: Self.bridge, states: Set(states)), before: nil, limit: 1_000).reversed()
    }
}
