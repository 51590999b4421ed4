public import BridgeDomain
public import BridgeJournal

/// What a webhook can be told. The raw value is a promise: it stands in messages and in the journal.
public enum WebhookEvent: String, Hashable, Sendable, CaseIterable {
    case documentBooked = "document.booked"
    case documentRejected = "document.rejected"
    case documentParked = "document.parked"
    case documentLate = "document.late"
    case connectionNeedsPerson = "connection.needs_person"
    /// Asked for by a person, to try an address; told to that webhook alone, whatever else it is told.
    case test = "webhook.test"

    /// What a webhook can be set to.
    public static let choices: [WebhookEvent] = allCases.filter { $0 != .test }

    /// The act by which history says that a document is late.
    public static let lateAct = "became_late"
    /// The act by which history says that a connection needs a person.
    public static let connectionAct = "person_needed"
    /// The act by which history says that somebody tries a webhook.
    public static let testAct = "webhook_tested"

    /// The event a record of history is; nil for most. What happens to parties is none.
    public init?(_ entry: HistoryEntry) {
        switch entry.act {
        case Self.connectionAct where entry.bridge != nil: self = .connectionNeedsPerson
        case Self.testAct where entry.subject.hasPrefix(Webhooks.subjectPrefix): self = .test
        case "booked", "adopted", "booked_by_hand": self = .documentBooked
        case "rejected": self = .documentRejected
        case "parked": self = .documentParked
        case Self.lateAct: self = .documentLate
        default: return nil
        }
        if isOfDocument, entry.bridge == nil || DocumentKey(entry.subject) == nil { return nil }
    }

    /// True where a document is what it is about.
    public var isOfDocument: Bool {
        switch self {
        case .documentBooked, .documentRejected, .documentParked, .documentLate: true
        case .connectionNeedsPerson, .test: false
        }
    }

    /// For people.
    public var text: BilingualText {
        switch self {
        case .documentBooked: BilingualText(nl: "document geboekt", en: "document booked")
        case .documentRejected: BilingualText(nl: "document geweigerd", en: "document rejected")
        case .documentParked: BilingualText(nl: "document geparkeerd", en: "document parked")
        case .documentLate: BilingualText(nl: "document te laat", en: "document late")
        case .connectionNeedsPerson: BilingualText(nl: "koppeling heeft iemand nodig", en: "connection needs a person")
        case .test: BilingualText(nl: "proefbericht", en: "test message")
        }
    }
}
