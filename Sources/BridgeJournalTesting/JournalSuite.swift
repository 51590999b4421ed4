import BridgeDomain
public import BridgeJournal

/// One promise of ``/BridgeJournal/BridgeJournal`` that can be checked on any implementation.
public struct JournalPromise: Sendable, CustomStringConvertible {
    /// The promise in words.
    public let description: String
    private let body: @Sendable (any BridgeJournal) async throws -> Void

    init(_ description: String, _ body: @escaping @Sendable (any BridgeJournal) async throws -> Void) {
        self.description = description
        self.body = body
    }

    /// Checks the promise on a journal that is empty, and closes it. Throws ``BrokenPromise`` where it does not hold.
    public func check(_ makeJournal: () async throws -> any BridgeJournal) async throws {
        let journal = try await makeJournal()
        do {
            try await body(journal)
        } catch {
            await journal.close()
            throw error
        }
        await journal.close()
    }
}

/// What did not hold.
public struct BrokenPromise: Error, CustomStringConvertible {
    public let description: String
}

/// The journal's promises as one list of checks. Every implementation passes all of them:
///
/// ```swift
/// @Test(arguments: JournalSuite.promises)
/// func `keeps its promises`(promise: JournalPromise) async throws { try await promise.check { try await openMyJournal() } }
/// ```
public enum JournalSuite {
    /// All promises.
    public static let promises: [JournalPromise] =
        units + guards + decisions + parties + people + totals + door + console + webhooks + payments + attachments + keeping

    /// A promise by its words; for replaying one.
    public static func promise(_ description: String) -> JournalPromise? { promises.first { $0.description == description } }
}

func expect(_ condition: Bool, _ what: String, file: String = #fileID, line: Int = #line) throws {
    if !condition { throw BrokenPromise(description: "\(file):\(line): \(what)") }
}

func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: String = "", file: String = #fileID, line: Int = #line
) throws {
    if found != expected { throw BrokenPromise(description: "\(file):\(line): \(what)\nfound    \(found)\nexpected \(expected)") }
}

/// Expects that the journal refuses with this code.
func expectRefused(
    _ code: JournalError.Code, file: String = #fileID, line: Int = #line, _ body: () async throws(JournalError) -> Void
) async throws {
    do throws(JournalError) {
        try await body()
    } catch {
        try expectEqual(error.code, code, error.message, file: file, line: line)
        return
    }
    throw BrokenPromise(description: "\(file):\(line): nothing was refused; expected \(code)")
}

extension BridgeJournal {
    func commit(_ changes: JournalChange...) async throws(JournalError) { try await commit(JournalUnit(changes)) }

    /// The stored posting of a sample.
    func stored(_ number: Int, _ kind: DocumentKind = .salesInvoice, bridge: BridgeID = JournalSample.bridge) async throws -> PostingRecord
    {
        let key = JournalSample.key(number, kind)
        guard let record = try await postings([key], bridge: bridge)[key] else {
            throw BrokenPromise(description: "the posting of \(key) is not there")
        }
        return record
    }

    /// Moves a sample's posting on from where it stands.
    func move(_ number: Int, _ kind: DocumentKind = .salesInvoice, _ change: (inout PostingRecord) -> Void) async throws {
        try await commit(.movePosting(try await stored(number, kind).moved(change)))
    }
}
