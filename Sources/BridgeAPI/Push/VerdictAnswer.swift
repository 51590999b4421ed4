import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeReports

/// The verdict on one item, as it is answered.
struct VerdictAnswer: Sendable {
    var index: Int
    var word: VerdictWord
    var id: String?
    var document: DocumentKey?
    var party: PartyKey?
    var version: Int?
    var problems: [Problem]
    /// Where to ask what became of it.
    var status: String?

    func json(_ language: Language) -> JSON {
        var members = [
            JSON.Member(VerdictField.index.field.name, .number(index)),
            JSON.Member(VerdictField.verdict.field.name, .string(word.rawValue)),
        ]
        members.add(VerdictField.id, id.map { .string($0) })
        members.add(VerdictField.document, document.map { .string($0.description) })
        members.add(VerdictField.party, party.map { .string($0.description) })
        members.add(VerdictField.version, version.map { .number($0) })
        members.add(VerdictField.problems, .array(problems.map { $0.json(language) }))
        members.add(VerdictField.status, status.map { .string($0) })
        return .object(members)
    }
}

extension Problem {
    /// `mending` says who can mend it and where, where that is told: then in the words of the pages, otherwise in those of what was pushed.
    func json(_ language: Language, _ mending: Mending? = nil) -> JSON {
        var members: [JSON.Member] = []
        members.add(RemarkField.code, .string(code.rawValue))
        members.add(RemarkField.severity, .string(severity.rawValue))
        members.add(RemarkField.field_, .string(place.field))
        members.add(RemarkField.line, place.line.map { .number($0) })
        members.add(RemarkField.found, found.isEmpty ? nil : .string(found))
        members.add(RemarkField.expected, expected.map { .string($0) })
        members.add(RemarkField.message, .string(mending == nil ? message(language) : Terms(language).message(self)))
        members.add(RemarkField.remedy, .string(remedy(language)))
        members.add(RemarkField.mender, mending.map { .string($0.mender.text[language]) })
        members.add(RemarkField.whereToClick, mending?.place.map { .string($0[language]) })
        return .object(members)
    }
}

extension [VerdictAnswer] {
    /// The answer to a batch.
    func json(_ bridge: BridgeID, _ language: Language) -> JSON {
        var counts: [VerdictWord: Int] = [:]
        for verdict in self { counts[verdict.word, default: 0] += 1 }
        var members: [JSON.Member] = []
        members.add(BatchField.bridge, .string(bridge.text))
        members.add(
            BatchField.counts, .object(CountField.allCases.map { JSON.Member($0.field.name, .number(counts[$0.word] ?? 0)) }))
        members.add(BatchField.results, .array(map { $0.json(language) }))
        return .object(members)
    }
}

extension PostingRecord {
    /// Where it stands, for whoever pushed it.
    func json(_ language: Language) -> JSON {
        var members: [JSON.Member] = []
        let differences: [Problem] = if case .differs(_, let problems) = readBack { problems } else { [] }
        members.add(DocumentStateField.document, .string(document.description))
        members.add(DocumentStateField.version, .number(documentVersion))
        members.add(DocumentStateField.state, .string(state.rawValue))
        members.add(DocumentStateField.waitsFor, blocker.map { .string($0) })
        members.add(DocumentStateField.problems, .array((problems + differences).map { $0.json(language) }))
        members.add(DocumentStateField.booked, booked)
        members.add(DocumentStateField.differs, .bool(differs))
        members.add(DocumentStateField.changedAt, .string(changedAt.description))
        return .object(members)
    }

    private var booked: JSON? {
        guard state == .booked, let bookedAt, let targetNumber else { return nil }
        var members: [JSON.Member] = []
        members.add(BookedField.number, .string(targetNumber))
        members.add(BookedField.id, targetID.map { .string($0.text) })
        members.add(BookedField.daybook, daybook.map { .string($0.text) })
        members.add(BookedField.period, period.map { .string($0.description) })
        members.add(BookedField.at, .string(bookedAt.description))
        return .object(members)
    }
}

extension [JSON.Member] {
    /// Adds a member under the name its shape gives it; nothing where there is nothing.
    mutating func add(_ key: some ShapeKey, _ value: JSON?) {
        if let value { append(JSON.Member(key.field.name, value)) }
    }
}
