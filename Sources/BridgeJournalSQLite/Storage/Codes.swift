import BridgeDomain
import BridgeJournal

/// The numbers that stand for states and kinds in the file. They are a promise: never changed, only added to.
enum Codes {
    /// From ``settledPosting`` on nothing more happens by itself: conditions of indexes ask for that with one comparison. A list of numbers
    /// (`NOT IN`) would make SQLite build a table for every row it writes.
    static func number(_ state: PostingState) -> Int64 {
        switch state {
        case .parked: 1
        case .held: 2
        case .ready: 3
        case .inFlight: 4
        case .outcomeUnknown: 5
        case .rejected: 6
        case .booked: 7
        case .withdrawn: 8
        case .nothingToPost: 9
        }
    }

    /// The first number of a settled state.
    static let settledPosting: Int64 = 7

    static func number(_ kind: DocumentKind) -> Int64 {
        switch kind {
        case .salesInvoice: 1
        case .creditNote: 2
        case .purchaseInvoice: 3
        case .purchaseCreditNote: 4
        case .ledgerPosting: 5
        }
    }

    static func number(_ state: PartyState) -> Int64 {
        switch state {
        case .known: 1
        case .ready: 2
        case .inFlight: 3
        case .outcomeUnknown: 4
        case .aligned: 5
        case .proposed: 6
        case .parked: 7
        case .rejected: 8
        }
    }

    static func number(_ column: ControlColumn) -> Int64 {
        switch column {
        case .mapped: 1
        case .sent: 2
        case .booked: 3
        }
    }

    private static let postingStates = table(PostingState.allCases) { number($0) }
    private static let kinds = table(DocumentKind.allCases) { number($0) }
    private static let partyStates = table(PartyState.allCases) { number($0) }

    /// Numbers to cases: the number is the place.
    private static func table<Case>(_ cases: [Case], _ number: (Case) -> Int64) -> [Case?] {
        let pairs = cases.map { (Int(number($0)), $0) }
        return (0...(pairs.map(\.0).max() ?? 0)).map { place in pairs.first { $0.0 == place }?.1 }
    }

    static func postingState(_ number: Int64) throws(JournalError) -> PostingState { try find(number, postingStates, "posting state") }
    static func kind(_ number: Int64) throws(JournalError) -> DocumentKind { try find(number, kinds, "document kind") }
    static func partyState(_ number: Int64) throws(JournalError) -> PartyState { try find(number, partyStates, "party state") }

    private static func find<Case>(_ number: Int64, _ cases: [Case?], _ what: String) throws(JournalError) -> Case {
        guard cases.indices.contains(Int(clamping: number)), let found = cases[Int(number)] else {
            throw JournalError(.damaged, "the journal holds \(number) as a \(what), which does not exist; restore a backup")
        }
        return found
    }
}
