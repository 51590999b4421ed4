public import BridgeAccess
public import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

// Books with nothing in them.
extension MasterData {
    /// Books of which only the name is known.
    public static var some: MasterData {
        MasterData(
            administrationName: "Bloemenexport", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 1_795_000_000_000))
    }
}

/// Has no rule for anything.
public struct Unmapped: DocumentTranslator, PartyOrdering {
    public let mappingVersion = 1
    public let vatAccounts: Set<AccountCode> = []

    /// Rules that know nothing.
    public init() {}

    public func translate(_ document: Document, party: Party?, today: CalendarDate) -> Translation {
        Translation(
            entry: nil, problems: [Problem(.accountUnmapped, at: Place(line: 1, "product_group"), found: "DRIED")], totals: [],
            deposits: nil)
    }

    public func order(for record: PartyRecord) -> PartyOrder? {
        record.party.map { PartyOrder(party: $0, number: "1\(record.key.code)", paymentCondition: nil) }
    }

    public func problems(of record: PartyRecord) -> [Problem] { record.problems }
}

extension KeySealing {
    /// Turns text round under its name: enough to see whether it was sealed.
    public static let turning = KeySealing { text, name in
        name + "|" + String(text.reversed())
    } open: { box, name in
        box.hasPrefix(name + "|") ? String(box.dropFirst(name.count + 1).reversed()) : nil
    }
}
