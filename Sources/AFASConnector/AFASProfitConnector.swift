public import BridgeConnector
public import BridgeDomain
public import BridgeHTTP
import Synchronization

/// AFAS Profit as an accounting system: one administration, through the token of an App Connector.
///
/// Everything is as reference `afas-profit` has it.
public final class AFASProfitConnector: AccountingConnector {
    let settings: AFASSettings
    /// The way to the service, for what goes beyond this connector.
    public let client: AFASClient
    let clock: any TimeSource
    let memory = AFASMemory()
    private let doubts = Mutex(Doubts())

    private struct Doubts {
        /// Something was refused that the code lists should have known about.
        var distrustsLists = false
        var listsReadAt: Timestamp?
        /// Connectors in which nothing stands in the way: a check that was broken off goes on behind them.
        var passed: Set<String> = []
        /// When it was last compared as a whole: a reading that was broken off behind it need not begin there again.
        var checkedAt: Timestamp?
    }

    /// Seconds between two comparisons of the App Connector with what we need.
    static let checkSeconds: Int64 = 86_400
    /// Where ``MasterData/cursors`` says when it was last compared and nothing stood in the way.
    static let checkedKey = "checked"
    /// Seconds between two complete readings of the code lists that refusals ask for.
    static let distrustSeconds: Int64 = 300
    /// Refusals that may come from code lists that are no longer right.
    static let staleCodes: Set<ProblemCode> = [
        .targetCodeUnknown, .targetCodeBlocked, .targetFieldMissing, .targetNotAllowed, .periodClosed, .periodUnknown, .vatUnmapped,
    ]

    /// A connection to one administration. Nothing is called until something is asked.
    ///
    /// - Parameters:
    ///   - token: of an App Connector in the environment of the settings; kept in memory only.
    ///   - meter: who counts the calls of this token.
    public init(settings: AFASSettings, token: AFASToken, transport: any HTTPTransport, meter: any CallMeter, clock: any TimeSource) {
        self.settings = settings
        self.clock = clock
        client = AFASClient(settings: settings, token: token, transport: transport, meter: meter, clock: clock)
    }

    /// What AFAS Profit can do. A credit note names its original in its text and invoice reference.
    public var capabilities: ConnectorCapabilities {
        let linesMax =
            switch settings.longEntries {
            case .summed: AFASLongEntries.linesMax
            case .split: AFASLongEntries.linesMax * (AFASLongEntries.partsMax - 1)
            }
        return ConnectorCapabilities(
            system: "afas", callsAtOnceMax: settings.callsAtOnce, settlingSeconds: settings.settlingSeconds,
            descriptionMax: AFASEntryLine.descriptionMax - 40, referenceMax: AFASInvoiceNumber(settings.shortenings).referenceMax,
            paymentReferenceMax: 32, entryLinesMax: linesMax, linksCreditNotes: true)
    }

    /// The code lists: seven calls when nothing is known and no list is longer than a page, none while all are young. Once a day, and before
    /// the first, the App Connector is compared with what we need (some thirty calls); what stands in the way is told instead. After a refusal
    /// that speaks of codes or periods everything is read again, at most once in five minutes.
    public func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        let now = clock.now()
        let kept = known?.cursors[Self.checkedKey].flatMap { Timestamp($0) }
        let checked = [kept, doubts.withLock { $0.checkedAt }].compactMap(\.self).max()
        let isCheckDue = checked.map { now < $0 || now >= $0.adding(seconds: Self.checkSeconds) } ?? true
        if isCheckDue {
            try await check()
            doubts.withLock { $0.checkedAt = now }
        }
        let isComplete = doubts.withLock { doubts in
            doubts.distrustsLists && doubts.listsReadAt.map { now >= $0.adding(seconds: Self.distrustSeconds) } ?? true
        }
        var known = known
        if isComplete, let cursors = known?.cursors {
            known?.cursors = cursors.filter { !$0.key.hasPrefix(AFASMasterReader.readPrefix) }
        }
        let isAnew = isComplete || known == nil
        var data = try await AFASMasterReader(client: client, now: now).read(known: known)
        data.cursors[Self.checkedKey] = (isCheckDue ? now : checked)?.description
        if isAnew {
            doubts.withLock { doubts in
                doubts.distrustsLists = false
                doubts.listsReadAt = now
            }
        }
        return data
    }

    private func check() async throws(ConnectorError) {
        let report = try await connectionReport(known: nil, passed: doubts.withLock { $0.passed }) { name in
            self.doubts.withLock { _ = $0.passed.insert(name) }
        }
        doubts.withLock { $0.passed = [] }
        let blocking = report.findings.filter(\.isBlocking)
        guard !blocking.isEmpty else { return }
        throw ConnectorError(
            .unauthorised,
            "The App Connector \(report.appName) lacks what is needed: \(blocking.map(\.text.english).joined(separator: "; "))")
    }

    /// Posts one entry: one call, or where the policy splits a long entry one look-up and one call for each part that is not there yet.
    /// Refused without a call when the code lists show that the administration would refuse it.
    public func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let deadline = CallDeadline(askedAt: clock.now())
        do throws(ConnectorError) {
            let posting = try AFASPosting(order, with: master, settings)
            guard posting.messages.count > 1 else { return try await post(posting.messages[0], deadline) }
            return try await post(parts: posting.messages, order.entry.reference, master, deadline)
        } catch {
            if error.problems.contains(where: { Self.staleCodes.contains($0.code) }) { doubts.withLock { $0.distrustsLists = true } }
            throw error
        }
    }

    private func post(_ message: AFASEntryMessage, _ deadline: CallDeadline) async throws(ConnectorError) -> PostedEntry {
        let answer = try await client.insert("FiEntries", message.json, within: deadline)
        guard let reply = AFASEntryReply(answer) else {
            throw ConnectorError(.outcomeUnknown, "AFAS Profit accepted an entry without saying which: look it up by its reference")
        }
        return PostedEntry(id: entryID(reply.EnNo), number: reply.EnNo)
    }

    /// Sends the parts that the books do not have. A part is known by the mark in its texts, so what was broken off is taken up where it stopped.
    private func post(
        parts messages: [AFASEntryMessage], _ reference: EntryReference, _ master: MasterData, _ deadline: CallDeadline
    ) async throws(ConnectorError) -> PostedEntry {
        var numbers = try await parts(carrying: reference, within: deadline)
        for (place, message) in messages.enumerated() where numbers[place + 1] == nil {
            do throws(ConnectorError) {
                numbers[place + 1] = try await post(message, deadline).number
            } catch {
                var error = error
                if !numbers.isEmpty { error.message += " (part \(place + 1) of \(messages.count); booked: \(Self.listed(numbers)))" }
                throw error
            }
        }
        guard let first = numbers[1] else {
            throw ConnectorError(.outcomeUnknown, "The first part of a split entry is not known: look it up by its reference")
        }
        return PostedEntry(id: entryID(first), number: Self.listed(numbers))
    }

    /// `71001 + 71002`.
    static func listed(_ numbers: [Int: String]) -> String { numbers.sorted { $0.key < $1.key }.map(\.value).joined(separator: " + ") }

    /// An entry's identifier: numbers are unique within an administration.
    func entryID(_ number: String) -> TargetID { TargetID("\(settings.administration)/\(number)") }
}
