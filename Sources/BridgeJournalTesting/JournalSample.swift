public import BridgeDomain
public import BridgeJournal

/// Believable records for tests of a journal. Everything hangs on the arguments; nothing is drawn by chance.
public enum JournalSample {
    /// The bridge samples belong to unless another is given.
    public static let bridge: BridgeID = "export-nl"
    /// The moment samples happen at.
    public static let now = Timestamp(milliseconds: 1_795_000_000_000)
    /// The day sample documents carry.
    public static let date = CalendarDate(daysSinceEpoch: 20_775)

    /// A document's key.
    public static func key(_ number: Int, _ kind: DocumentKind = .salesInvoice) -> DocumentKey {
        DocumentKey("NL01", kind, DocumentNumber("2026-\(100_000 + number)"))
    }

    /// The numbers samples' keys were made of.
    public static func numbers(_ keys: some Sequence<DocumentKey>) -> [Int] {
        keys.compactMap { Int($0.number.text.dropFirst("2026-".count)).map { $0 - 100_000 } }
    }

    /// A call to the books: each third one has no answer, each third one is cut.
    public static func call(_ number: Int) -> BooksCall {
        var call = BooksCall(
            "POST /entries?number=\(number)", startedAt: now.adding(milliseconds: Int64(number)), milliseconds: Int64(number),
            sent: KeptText("{\"number\": \(number), \"name\": \"De Tulp & zn \u{1F337}\"}", bytesLeft: number % 3 == 1 ? 12_000 : 0))
        if number % 3 == 0 {
            call.failure = BooksCall.Failure.allCases[number % BooksCall.Failure.allCases.count]
        } else {
            call.status = 200 + number
            call.answer = KeptText(number % 3 == 1 ? "" : "<ok/>\n", bytesLeft: number)
        }
        call.omitted = number % 2
        return call
    }

    /// An amount in euro cents.
    public static func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }

    /// A posting with amounts, ready to go, due at once.
    public static func posting(
        _ number: Int, _ kind: DocumentKind = .salesInvoice, state: PostingState = .ready, bridge: BridgeID = bridge,
        party: PartyCode = "C0412", net: Int64 = 10_000, date: CalendarDate = date
    ) -> PostingRecord {
        var record = PostingRecord(
            bridge: bridge, document: key(number, kind), sourceID: SourceID("src-\(kind.rawValue)-\(number)"), documentVersion: 1,
            contentHash: ContentHash.text(raw(number, kind)), state: state, receivedAt: now.adding(seconds: Int64(number)),
            invoiceDate: date)
        record.party = PartyKey(kind.isSale ? .debtor : .creditor, party)
        record.dueAt = now
        record.daybook = kind.isSale ? "70" : "60"
        record.period = Period(monthOf: date)
        record.reference = EntryReference("FP\(kind.rawValue.prefix(2))\(100_000 + number)")
        record.mappingVersion = 1
        record.net = euro(net)
        record.vat = euro(net * 9 / 100)
        record.gross = euro(net + net * 9 / 100)
        return record
    }

    /// The text of a sample document.
    public static func raw(_ number: Int, _ kind: DocumentKind = .salesInvoice, version: Int = 1) -> [UInt8] {
        Array("{\"kind\":\"\(kind.rawValue)\",\"number\":\"2026-\(100_000 + number)\",\"version\":\(version)}".utf8)
    }

    /// A version of a document with one line of flowers.
    public static func document(
        _ number: Int, _ kind: DocumentKind = .salesInvoice, version: Int = 1, bridge: BridgeID = bridge, net: Int64 = 10_000
    ) -> DocumentRecord {
        let amount = euro(net)
        let vat = euro(net * 9 / 100)
        var line = DocumentLine(
            number: 1, kind: .product, description: "Rosa Red Naomi 60 cm", productGroup: "ROSES", net: amount, vatCode: "L", vatRate: 9)
        line.quantity = ExactDecimal(significand: 1_200, decimals: 0)
        line.unitPrice = ExactDecimal(significand: 38_500, decimals: 5)
        let document = Document(
            key: key(number, kind), sourceID: SourceID("src-\(kind.rawValue)-\(number)"), version: version, invoiceDate: date,
            currency: .eur, party: DocumentParty(key: PartyKey(.debtor, "C0412"), sourceID: "p-412"), vatTreatment: .domestic,
            lines: [line], vatSummary: [VATSummaryLine(vatCode: "L", rate: 9, base: amount, vat: vat)],
            totals: DocumentTotals(net: amount, vat: vat, gross: amount + vat))
        let text = raw(number, kind, version: version)
        return DocumentRecord(
            bridge: bridge, key: key(number, kind), version: version, contentHash: ContentHash.text(text), raw: text, document: document,
            problems: [], receivedAt: now)
    }

    /// The entry of a sample document.
    public static func entry(
        _ number: Int, _ kind: DocumentKind = .salesInvoice, version: Int = 1, bridge: BridgeID = bridge, net: Int64 = 10_000,
        daybook: DaybookCode = "70", vatCode: VATCode = "VL", mappingVersion: Int = 1
    ) -> EntryRecord {
        let sign: Int64 = kind.isCredit == kind.isSale ? -1 : 1
        let (amount, vat) = (euro(sign * net), euro(sign * (net * 9 / 100)))
        func line(_ role: EntryLineRole, _ account: AccountCode, _ money: Money) -> EntryLine {
            EntryLine(role: role, account: account, amount: money, bookAmount: money, vatCode: vatCode, vatRate: 9, rule: "sales-roses")
        }
        let entry = Entry(
            document: key(number, kind), documentVersion: version, mappingVersion: mappingVersion, daybook: daybook, date: date,
            period: Period(monthOf: date), invoiceDate: date, dueDate: date.adding(days: 14), currency: .eur, bookCurrency: .eur,
            exchangeRate: .one, party: PartyKey(.debtor, "C0412"), partyNumber: "10412", paymentCondition: "14",
            description: "Invoice \(number)", reference: EntryReference("FP\(number)"), paymentReference: nil, originalReferences: [],
            lines: [line(.party, "1300", amount + vat), line(.amount, "8000", -amount), line(.vat, "1510", -vat)])
        let totals = [EntryTotal(daybook: daybook, vatCode: vatCode, net: euro(kind.isCredit ? -net : net), vat: vat)]
        return EntryRecord(bridge: bridge, entry: entry, totals: totals, madeAt: now)
    }

    /// What the books hold of a sample document.
    public static func booked(_ number: Int, bridge: BridgeID = bridge, net: Int64 = 10_000, vatCode: VATCode? = "VL") -> BookedRecord {
        BookedRecord(
            bridge: bridge, document: key(number), targetID: TargetID("guid-\(number)"), targetNumber: "\(26_700_000 + number)",
            content: "{\"EntryNumber\":\(26_700_000 + number)}",
            totals: [EntryTotal(daybook: "70", vatCode: vatCode, net: euro(net), vat: euro(net * 9 / 100))], readAt: now)
    }

    /// A debtor, new in the journal.
    public static func party(_ code: String, version: Int = 1, bridge: BridgeID = bridge, state: PartyState = .ready) -> PartyRecord {
        let key = PartyKey(.debtor, PartyCode(code))
        var party = Party(key: key, sourceID: SourceID("p-\(code)"), name: "Bloemen \(code) B.V.", country: "NL")
        party.vatNumber = "NL001234567B01"
        let text = Array("{\"code\":\"\(code)\",\"version\":\(version)}".utf8)
        var record = PartyRecord(
            bridge: bridge, key: key, version: version, contentHash: ContentHash.text(text), raw: text, party: party, problems: [],
            state: state, changedAt: now)
        record.revision = Int64(version)
        record.number = "1\(code)"
        return record
    }

    /// Fields beside those of the books.
    public static func alignment(differing: Bool = true) -> PartyAlignment {
        var alignment = PartyAlignment()
        alignment.agreed = [.name: "De Tulp", .vatNumber: "NL001234567B01"]
        alignment.formerNumbers = ["10412"]
        alignment.restored = [.name: now]
        alignment.decisions = [
            PartyDecision(field: .bankAccount, ours: "NL91ABNA0417164300", theirs: nil, sendsOurs: true, by: .person("anna"), at: now)
        ]
        if differing {
            alignment.differences = [
                PartyDifference(
                    field: .name, ours: "De Tulp", theirs: "De Roos", agreed: "De Tulp", standing: .conflict, seenAt: now)
            ]
        }
        return alignment
    }

    /// A relation of the target.
    public static func relation(_ id: String, vatNumber: String? = nil, chamberOfCommerce: String? = nil, number: String) -> RelationRecord
    {
        RelationRecord(
            bridge: bridge, id: TargetID(id), number: number, name: "Relation \(id)", vatNumber: vatNumber,
            chamberOfCommerce: chamberOfCommerce, isDebtor: true, isCreditor: false, blocked: false, deleted: false)
    }

    /// A history entry about a document.
    public static func record(
        _ act: String, _ number: Int, _ kind: DocumentKind = .salesInvoice, bridge: BridgeID? = bridge, hash: String? = nil
    ) -> HistoryEntry {
        HistoryEntry(
            at: now, who: .machine("intake"), bridge: bridge, subject: "\(key(number, kind))", act: act, detail: "", contentHash: hash)
    }

    /// What intake and mapping do with one document, as one unit: version, posting, entry and their records.
    public static func arrival(
        _ number: Int, _ kind: DocumentKind = .salesInvoice, state: PostingState = .ready, bridge: BridgeID = bridge, net: Int64 = 10_000
    ) -> JournalUnit {
        let document = document(number, kind, bridge: bridge, net: net)
        let entry = entry(number, kind, bridge: bridge, net: net)
        return JournalUnit([
            .keepDocument(document), .startPosting(posting(number, kind, state: state, bridge: bridge, net: net)), .keepEntry(entry),
            .record(record("received", number, kind, bridge: bridge, hash: document.contentHash)),
            .record(record("mapped", number, kind, bridge: bridge, hash: entry.contentHash)),
        ])
    }
}

// What the tests of the pages and of the API both speak of.
extension JournalSample {
    /// The same with something else of its posting.
    public static func arrival(_ number: Int, state: PostingState, _ change: (inout PostingRecord) -> Void) -> JournalUnit {
        var unit = arrival(number, state: state)
        unit.changes = unit.changes.map { each in
            guard case .startPosting(var posting) = each else { return each }
            change(&posting)
            return .startPosting(posting)
        }
        return unit
    }

    /// A party beside a relation of the books: linked to it, with differences, or only looking like it.
    public static func beside(party code: String, _ differences: [PartyDifference], proposed: Bool) -> JournalUnit {
        var party = Self.party(code, state: proposed ? .proposed : .aligned)
        var relation = Self.relation("guid-\(code)", vatNumber: "NL001234567B01", number: "1\(code)")
        relation.details = [.name: "Bloemen \(code) B.V.", .vatNumber: "NL001234567B01", .country: "NL"]
        for difference in differences { relation.details?[difference.field] = difference.theirs }
        var changes: [JournalChange] = [.putRelation(relation)]
        if proposed {
            (party.proposal, party.proposalReason) = (relation.id, "same VAT number NL001234567B01")
        } else {
            party.alignment = PartyAlignment()
            party.alignment?.differences = differences
            changes.append(
                .bind(Binding(bridge: bridge, kind: .debtor, ours: code, theirs: relation.id, number: relation.number, boundAt: now)))
        }
        return JournalUnit(changes + [.putParty(party)])
    }

    /// One payment that was told, one the trade system refused for that reason, one that waits, one on nobody's item that does not fit, and a
    /// remainder that is not right: on documents 1 to 4.
    public static func payments(refusedFor reason: String) -> JournalUnit {
        var changes: [JournalChange] = []
        for (number, state) in [(1, NoticeRecord.State.told), (2, .refused), (3, .waiting)] {
            var notice = Self.notice(of: number, number: 1)
            notice.state = state
            notice.allocations = [.init(document: key(number), amount: euro(1_000), openAfter: euro(9_900))]
            if state == .refused { notice.reason = reason }
            if state != .waiting { notice.settledAt = now }
            changes += [
                .putPayment(payment(number, on: [number])), .putNotice(notice), .putSettledItem(settledItem(number, checkAfter: nil)),
            ]
        }
        var wrong = settledItem(4, checkAfter: nil)
        wrong.problems = [Problem(.openItemGone, at: Place("item"))]
        return JournalUnit(changes + [.putPayment(payment(4, on: [4], problem: .openItemGone)), .putSettledItem(wrong)])
    }
}

extension PostingRecord {
    /// The posting one revision on, after `change`.
    public func moved(_ change: (inout PostingRecord) -> Void) -> PostingRecord {
        var next = self
        next.revision += 1
        change(&next)
        return next
    }
}
