public import BridgeConnector
public import BridgeDomain

/// Books of one accounting system, set up for the suite: a connection to a sandbox, with everything around it in the suite's hands.
public protocol ConnectorHarness: Sendable {
    var connector: any AccountingConnector { get }
    /// The clock, meter and line the connection works with.
    var kit: ConnectorKit { get }
    /// Kinds of entry these books take.
    var kinds: [SampleKind] { get }
    /// An entry of a kind, in the books' own codes; of the same kind and reference the same.
    func order(_ kind: SampleKind, _ reference: EntryReference) async throws -> PostingOrder
    /// A new debtor.
    func party(_ number: String, name: String) -> PartyOrder
    /// Closes the period that the entries of ``order(_:_:)`` fall in, where only the books know of it.
    func closePeriod() async throws
    /// Plans what is to go wrong with the next request of that sort.
    func plan(_ trouble: Trouble, write: Bool) async
    /// Keys that nobody may read in what is kept of a call; those in headers are known without being named.
    var secrets: [String] { get }
    /// What these books cannot show or do; promises that rest on it are left out.
    static var lacks: Set<BooksAbility> { get }
    /// Lets the other side do its work, where it works by itself: an importer eats what lies in its folder.
    func otherSideWorks() async throws
    /// The references of what is in the books, in the order it was booked, as somebody sees who sits before them.
    func held() async throws -> [EntryReference]
}

/// What not every accounting system can show or do.
public enum BooksAbility: String, Sendable, CaseIterable {
    /// Each posting is answered by the call that makes it.
    case answers
    /// Entries are delivered in batches and answered later.
    case batches
    /// The books can be asked for what was booked in them.
    case readBack
    /// Debtors and creditors can be asked for.
    case relations
    /// A new debtor can be made by us.
    case debtors
    /// Everything goes by calls, which a meter counts; elsewhere by files.
    case calls
    /// A delivery comes with sums by which whoever takes it in sees that it is whole.
    case controlTotals
}

/// Kinds of entry the suite posts.
public enum SampleKind: String, Sendable, CaseIterable {
    case salesInvoice, creditNote, foreignInvoice, purchaseInvoice, purchaseCreditNote, ledgerPosting
}

/// What can go wrong on the way.
public enum Trouble: String, Sendable, CaseIterable {
    /// Nothing arrives over there.
    case requestLost
    /// The work is done, the answer is lost.
    case answerLost
    /// The work is done, the answer is cut short.
    case answerCut
    /// A fault over there; nothing says what was done.
    case fault
}

/// One promise of ``/BridgeConnector/AccountingConnector`` that can be checked on any accounting system.
public struct ConnectorPromise: Sendable, CustomStringConvertible {
    /// The promise in words.
    public let description: String
    /// What it rests on.
    public let needs: Set<BooksAbility>
    private let body: @Sendable (any ConnectorHarness) async throws -> Void

    init(
        _ description: String, needs: Set<BooksAbility> = [], _ body: @escaping @Sendable (any ConnectorHarness) async throws -> Void
    ) {
        self.description = description
        self.needs = needs
        self.body = body
    }

    /// Checks the promise on fresh books. Throws ``BrokenConnectorPromise`` where it does not hold.
    public func check(_ harness: any ConnectorHarness) async throws { try await body(harness) }
}

/// What did not hold.
public struct BrokenConnectorPromise: Error, CustomStringConvertible {
    public let description: String
}

/// The connector's promises as one list of checks. Every accounting system passes all of them, but for those that rest on what its books
/// cannot do, and says which those are:
///
/// ```swift
/// @Test(arguments: ConnectorSuite.promises(of: MyBooks.self))
/// func `keeps its promises`(promise: ConnectorPromise) async throws { try await promise.check(MyBooks()) }
/// ```
public enum ConnectorSuite {
    /// What every accounting system promises that answers each call.
    public static let promises: [ConnectorPromise] = all.filter { !$0.needs.contains(.batches) && !$0.needs.contains(.controlTotals) }

    private static let all = posting + told + losses + limits + relations + batches + refusedInBatches

    /// What these books promise.
    public static func promises(of books: any ConnectorHarness.Type) -> [ConnectorPromise] {
        all.filter { $0.needs.isDisjoint(with: books.lacks) }
    }

    /// What these books cannot promise, with what they lack for it: whoever runs the suite writes it down, so that nothing is left out unseen.
    public static func leftOut(of books: any ConnectorHarness.Type) -> [String: [BooksAbility]] {
        let missing = all.map { ($0.description, $0.needs.intersection(books.lacks).sorted { $0.rawValue < $1.rawValue }) }
        return Dictionary(missing.filter { !$0.1.isEmpty }) { $1 }
    }
}

func expect(_ condition: Bool, _ what: String, file: String = #fileID, line: Int = #line) throws {
    if !condition { throw BrokenConnectorPromise(description: "\(file):\(line): \(what)") }
}

func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: String = "", file: String = #fileID, line: Int = #line
) throws {
    if found != expected { throw BrokenConnectorPromise(description: "\(file):\(line): \(what)\nfound    \(found)\nexpected \(expected)") }
}

/// Expects that a call fails, and gives what with.
@discardableResult func expectFailure(
    _ codes: ConnectorError.Code..., file: String = #fileID, line: Int = #line, _ body: () async throws -> Void
) async throws -> ConnectorError {
    do {
        try await body()
    } catch let error as ConnectorError {
        try expect(codes.contains(error.code), "\(error): \(error.vendorText ?? "")", file: file, line: line)
        return error
    }
    throw BrokenConnectorPromise(description: "\(file):\(line): nothing failed; expected one of \(codes)")
}

extension ConnectorHarness {
    /// Everything that was booked after a cursor, and the next.
    func booked(
        after cursor: TargetCursor = .start, _ master: MasterData
    ) async throws -> (entries: [BookedEntry], next: TargetCursor) {
        var cursor = cursor
        var entries: [BookedEntry] = []
        for _ in 0..<1_000 {
            let page = try await connector.booked(after: cursor, with: master)
            entries += page.items
            cursor = page.next
            if !page.hasMore { return (entries, cursor) }
        }
        throw BrokenConnectorPromise(description: "a stream without an end")
    }

    /// Everything told of relations after a cursor, and the next.
    func relations(after cursor: TargetCursor = .start) async throws -> (relations: [Relation], next: TargetCursor) {
        var cursor = cursor
        var relations: [Relation] = []
        for _ in 0..<1_000 {
            let page = try await connector.relations(after: cursor)
            relations += page.items
            cursor = page.next
            if !page.hasMore { return (relations, cursor) }
        }
        throw BrokenConnectorPromise(description: "a stream without an end")
    }
}
