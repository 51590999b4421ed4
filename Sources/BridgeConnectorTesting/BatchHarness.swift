public import BridgeConnector
public import BridgeDomain
public import BridgeExchange
public import BridgeHTTP
import BridgeJSON
import Synchronization

/// Books that take entries in batches and answer later, with what the suite needs to see of their deliveries.
public protocol BatchHarness: ConnectorHarness {
    /// Another process beside ``ConnectorHarness/connector``, on the same journal and the same way to the books; its journal dies with it.
    ///
    /// - Parameter owner: no other process has the same.
    func process(_ owner: String, _ life: SuiteLife) -> any AccountingConnector
    /// How often an entry was handed over for good: in files that appeared, in batches that were closed. What was refused counts too.
    func arrivals(of reference: EntryReference) async throws -> Int
    /// An invoice that the books refuse, in which nothing of ours can see why.
    func refusedOrder(_ reference: EntryReference) async throws -> PostingOrder
    /// Nobody works over there until it is opened again.
    func shut(_ isShut: Bool) async throws
    /// What the companions of all deliveries so far say that these hold, where there are such.
    func announced() async throws -> AnnouncedTotals
}

/// Sums that come with deliveries.
public struct AnnouncedTotals: Hashable, Sendable {
    public var entries = 0
    /// In minor units of the books' currency.
    public var debit: Int64 = 0
    public var credit: Int64 = 0

    /// Nothing.
    public init() {}
}

/// The life of a process, which may end at one of its steps outside: before the step, or after it without hearing of it.
public final class SuiteLife: Sendable {
    private let state = Mutex<(steps: Int, isDead: Bool)>((0, false))
    private let last: Int
    private let isAfter: Bool

    /// A life; without end unless told otherwise.
    public init(endsAt step: Int = .max, after: Bool = false) {
        last = step
        isAfter = after
    }

    /// Steps so far.
    public var steps: Int { state.withLock { $0.steps } }
    /// Whether it is over: its journal takes nothing more.
    public var isDead: Bool { state.withLock { $0.isDead } }

    /// Whether the next step is done.
    public func begin() -> Bool {
        state.withLock { state in
            state.steps += 1
            if state.steps == last, !isAfter { state.isDead = true }
            return !state.isDead
        }
    }

    /// Whether what came of it is still heard.
    public func end() -> Bool {
        state.withLock { state in
            if state.steps == last { state.isDead = true }
            return !state.isDead
        }
    }
}

/// Whether nobody works on the other side.
public final class SuiteDoor: Sendable {
    private let state = Mutex(false)

    /// Open.
    public init() {}
    /// Whether it is shut.
    public var isShut: Bool {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

/// A line to a service, for as long as a process lives.
public struct MortalLine: HTTPTransport {
    private let line: any HTTPTransport
    private let life: SuiteLife

    /// A process' end of a line.
    public init(_ line: any HTTPTransport, _ life: SuiteLife) {
        self.line = line
        self.life = life
    }

    /// Sends, or dies.
    public func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard life.begin() else { throw .connectionLost("dead") }
        let response = try await line.send(request)
        guard life.end() else { throw .connectionLost("dead") }
        return response
    }
}

/// What happens in a folder that processes share: which files appeared there, and what is to go wrong next.
public final class SuiteCarrier: Sendable {
    private let state = Mutex<(trouble: Trouble?, staged: [String: [UInt8]], appeared: [(name: String, content: [UInt8])])>((nil, [:], []))

    /// Nothing yet.
    public init() {}

    /// Plans what goes wrong with the next file that gets its name.
    public func plan(_ trouble: Trouble) { state.withLock { $0.trouble = trouble } }
    /// Files that got their names, in that order.
    public var appeared: [(name: String, content: [UInt8])] { state.withLock { $0.appeared } }

    fileprivate func takeTrouble() -> Trouble? {
        state.withLock { state in
            defer { state.trouble = nil }
            return state.trouble
        }
    }
    fileprivate func note(_ content: [UInt8], as staged: String) { state.withLock { $0.staged[staged] = content } }
    fileprivate func note(_ staged: String, appearedAs name: String) {
        state.withLock { $0.appeared.append((name, $0.staged[staged] ?? [])) }
    }

    /// In how many files a reference stands.
    public func arrivals(of reference: EntryReference) -> Int {
        appeared.count { !Self.isCompanion($0.name) && String(decoding: $0.content, as: UTF8.self).contains(reference.text) }
    }

    /// The sums of all companions.
    public func announced() throws -> AnnouncedTotals {
        var sums = AnnouncedTotals()
        for file in appeared where Self.isCompanion(file.name) {
            let json = try JSON(parsing: file.content)
            let currency = Currency(code: json["currency"]?.string ?? "") ?? .eur
            func amount(_ name: String) -> Int64 { json[name]?.string.flatMap { Money($0, currency) }?.minorUnits ?? 0 }
            sums.entries += Int(json["entries"]?.integer ?? 0)
            sums.debit += amount("debit")
            sums.credit += amount("credit")
        }
        return sums
    }

    private static func isCompanion(_ name: String) -> Bool { name.hasSuffix(".control.json") }
}

/// An exchange folder as one process sees it.
public struct SuiteFolder: ExchangeFolder {
    private let real: any ExchangeFolder
    private let carrier: SuiteCarrier
    private let life: SuiteLife

    /// A process' view of a folder.
    public init(_ real: any ExchangeFolder, _ carrier: SuiteCarrier, _ life: SuiteLife) {
        self.real = real
        self.carrier = carrier
        self.life = life
    }

    private static let lost = ExchangeFolderError(.unavailable, BilingualText(nl: "geen verbinding", en: "no connection"))

    private func step<Answer>(_ work: () async throws(ExchangeFolderError) -> Answer) async throws(ExchangeFolderError) -> Answer {
        guard life.begin() else { throw Self.lost }
        let answer = try await work()
        guard life.end() else { throw Self.lost }
        return answer
    }

    /// Looks, or dies.
    public func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        try await step { () async throws(ExchangeFolderError) in try await real.names(in: below) }
    }
    /// Reads, or dies.
    public func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        try await step { () async throws(ExchangeFolderError) in try await real.read(name, in: below, bytesMax: bytesMax) }
    }
    /// Writes, or dies.
    public func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) {
        try await step { () async throws(ExchangeFolderError) in
            try await real.stage(content, as: staged)
            carrier.note(content, as: staged)
        }
    }
    /// Publishes, or dies, or what was planned goes wrong.
    public func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        try await step { () async throws(ExchangeFolderError) in
            let trouble = carrier.takeTrouble()
            if trouble == .requestLost || trouble == .fault { throw Self.lost }
            let publication = try await real.publish(staged, as: name)
            if publication == .published { carrier.note(staged, appearedAs: name) }
            if trouble != nil { throw Self.lost }
            return publication
        }
    }
    /// Takes away, or dies.
    public func discard(_ staged: String) async throws(ExchangeFolderError) {
        try await step { () async throws(ExchangeFolderError) in try await real.discard(staged) }
    }
}
