import BridgeAccess
public import BridgeDomain
public import BridgeHTTP
public import BridgeJournal

/// Tells webhooks what happened: reads the history from where each was told, keeps what is to be said, sends it, and keeps what became of it.
///
/// Nothing is in memory only. What happened is in the history; how far a webhook was told, and every message with its attempts, is in the journal
/// before anything is sent; so a crash anywhere loses nothing, and what was sent just before it is sent again under the same name. One process at a
/// time holds the lease and tells.
///
/// Messages about one document are sent in the order things happened: one waits until the one before it was taken or put aside. Documents do
/// not wait for each other.
public struct WebhookTeller: Sendable {
    /// The lease of who tells.
    static let lane = "webhooks"
    static let leaseSeconds: Int64 = 60
    /// Milliseconds a turn goes on with a webhook that always has more.
    private static let turnMilliseconds: Int64 = 5_000
    /// Messages to one webhook at once.
    static let atOnce = 8
    /// Milliseconds an attempt may take unless told otherwise.
    public static let attemptMilliseconds = 10_000
    /// Bytes of an answer that are read, and that are kept.
    static let answerMax = 64 << 10
    static let answerKept = 500
    /// Records of history looked at together.
    static let page = 500
    /// Messages that wait for one webhook before no more are taken out of the history.
    static let waitingMax = 1_000
    /// Days for which delivered messages are kept.
    static let keptDays: Int64 = 30

    /// What a turn came to.
    public enum Turn: Hashable, Sendable {
        /// Another process tells.
        case elsewhere
        /// There is nobody to tell.
        case nobody
        /// So many messages were sent; the next turn makes sense at once when there were any.
        case told(Int)
    }

    let webhooks: Webhooks
    let transport: any HTTPTransport
    let owner: String
    let patience: Int
    let link: @Sendable (BridgeID, DocumentKey?) -> String?
    var journal: any BridgeJournal { webhooks.journal }
    var clock: any TimeSource { webhooks.clock }

    /// A teller. `transport` must refuse addresses nothing may be sent to; `owner` names this process; `link` says where a person looks at a
    /// document, or at a connection; `patience` is how long an attempt may take, in milliseconds.
    public init(
        _ webhooks: Webhooks, transport: any HTTPTransport, owner: String, patience: Int = attemptMilliseconds,
        link: @escaping @Sendable (BridgeID, DocumentKey?) -> String?
    ) {
        self.webhooks = webhooks
        self.transport = transport
        self.owner = owner
        self.patience = patience
        self.link = link
    }

    /// Takes or prolongs the lease; nil while another process has it.
    public func lease() async throws(JournalError) -> Fence? {
        let now = clock.now()
        return try await journal.lease(Self.lane, owner: owner, now: now, until: now.adding(seconds: Self.leaseSeconds))
    }

    /// One turn: every active webhook is told what it has not heard yet.
    public func turn() async throws(JournalError) -> Turn {
        let active = try await journal.webhooks().filter { $0.state == .active }
        guard !active.isEmpty else { return .nobody }
        guard let fence = try await lease() else { return .elsewhere }
        let results = await withTaskGroup(of: Result<Int, JournalError>.self) { group in
            for webhook in active {
                group.addTask {
                    do throws(JournalError) { return .success(try await tell(webhook, fence)) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: [Result<Int, JournalError>]()) { $0.append($1) }
        }
        var sent = 0
        for result in results { sent += try result.get() }
        return .told(sent)
    }

    private func tell(_ webhook: WebhookRecord, _ fence: Fence) async throws(JournalError) -> Int {
        guard let signer = try await signer(of: webhook) else {
            return try await stop(webhook, "its secret cannot be opened: make another", fence)
        }
        guard let address = WebhookAddress(webhook.url) else { return try await stop(webhook, "its address cannot be read", fence) }
        let began = clock.now()
        var standing = webhook.standing
        var sent = 0
        repeat {
            standing = try await gather(webhook, standing, fence)
            let limit = standing.failingSince == nil ? Self.atOnce : 1
            let due = try await journal.deliveriesDue(webhook.id, now: clock.now(), limit: limit)
            guard !due.isEmpty else { break }
            let round = await send(due, to: address, signer)
            sent += due.count
            guard let next = try await settle(round, webhook, standing, fence) else { break }
            let failedAll = standing.failingSince != nil && next.failingSince != nil
            standing = next
            if failedAll { break }
        } while clock.now().milliseconds(since: began) < Self.turnMilliseconds
        let old = clock.now().adding(seconds: -Self.keptDays * 86_400)
        if sent > 0 {
            try await journal.commit(JournalUnit([.forgetDeliveries(webhook: webhook.id, by: old, limit: 100)], fence: fence))
        }
        return sent
    }

    // MARK: What is to be said

    /// Takes what happened out of the history, as messages that wait.
    private func gather(
        _ webhook: WebhookRecord, _ before: WebhookRecord.Standing, _ fence: Fence
    ) async throws(JournalError) -> WebhookRecord.Standing {
        var standing = before
        while try await journal.deliveryTotals(webhook.id).waiting < Self.waitingMax {
            let records = try await journal.history(subject: nil, bridge: nil, after: standing.position, limit: Self.page)
            guard let last = records.last else { break }
            let told = records.compactMap { record in
                WebhookEvent(record.entry).flatMap { event in concerns(event, record, webhook) ? (event: event, record: record) : nil }
            }
            let postings = try await findPostings(told.map(\.record))
            standing.position = last.sequence
            try await keep(told.map { delivery($0.event, $0.record, webhook, postings) }, webhook, standing, fence)
            if records.count < Self.page { break }
        }
        return standing
    }

    /// Keeps messages together with how far the history was read.
    private func keep(
        _ messages: [DeliveryRecord], _ webhook: WebhookRecord, _ standing: WebhookRecord.Standing, _ fence: Fence
    ) async throws(JournalError) {
        let move = JournalChange.moveWebhook(id: webhook.id, standing: standing)
        do throws(JournalError) {
            try await journal.commit(JournalUnit(messages.map { JournalChange.putDelivery($0) } + [move], fence: fence))
        } catch {
            guard error.code == .conflict else { throw error }
            // It was resumed while a turn was still under way, and reads some records a second time: what is kept already is left alone.
            var changes = [move]
            for message in messages where try await journal.delivery(webhook.id, sequence: message.sequence) == nil {
                changes.append(.putDelivery(message))
            }
            try await journal.commit(JournalUnit(changes, fence: fence))
        }
    }

    private func concerns(_ event: WebhookEvent, _ record: HistoryRecord, _ webhook: WebhookRecord) -> Bool {
        if event == .test { return record.entry.subject == Webhooks.subjectPrefix + webhook.id }
        guard webhook.events.contains(event.rawValue), let bridge = record.entry.bridge else { return false }
        return webhook.bridges.isEmpty || webhook.bridges.contains(bridge)
    }

    private func findPostings(_ records: [HistoryRecord]) async throws(JournalError) -> [BridgeID: [DocumentKey: PostingRecord]] {
        var keys: [BridgeID: [DocumentKey]] = [:]
        for record in records {
            if let bridge = record.entry.bridge, let key = DocumentKey(record.entry.subject) { keys[bridge, default: []].append(key) }
        }
        var found: [BridgeID: [DocumentKey: PostingRecord]] = [:]
        for (bridge, wanted) in keys { found[bridge] = try await journal.postings(wanted, bridge: bridge) }
        return found
    }

    private func delivery(
        _ event: WebhookEvent, _ record: HistoryRecord, _ webhook: WebhookRecord, _ postings: [BridgeID: [DocumentKey: PostingRecord]]
    ) -> DeliveryRecord {
        let key = event.isOfDocument ? DocumentKey(record.entry.subject) : nil
        let posting = record.entry.bridge.flatMap { bridge in key.flatMap { postings[bridge]?[$0] } }
        let body = WebhookMessage.body(
            event, record, posting: posting, link: record.entry.bridge.flatMap { link($0, key) })
        return DeliveryRecord(
            webhook: webhook.id, sequence: record.sequence, bridge: record.entry.bridge, subject: record.entry.subject,
            event: event.rawValue,
            at: record.entry.at, body: body, dueAt: clock.now())
    }

    // MARK: Saying it

    fileprivate struct Sent: Sendable {
        var delivery: DeliveryRecord
        var attempt: DeliveryRecord.Attempt
        var retryAfter: Int64?
    }

    private func send(_ due: [DeliveryRecord], to address: WebhookAddress, _ signer: WebhookSigner) async -> [Sent] {
        await withTaskGroup(of: Sent.self) { group in
            for delivery in due { group.addTask { await send(delivery, to: address, signer) } }
            return await group.reduce(into: [Sent]()) { $0.append($1) }
        }
    }

    private func send(_ delivery: DeliveryRecord, to address: WebhookAddress, _ signer: WebhookSigner) async -> Sent {
        let began = clock.now()
        let request = HTTPRequest(
            .post, origin: address.origin, target: address.target,
            fields: signer.fields(id: Webhooks.messageID(delivery), at: began, body: delivery.body), body: delivery.body,
            timeoutTotal: patience, answerMax: Self.answerMax)
        var attempt = DeliveryRecord.Attempt(at: began, status: nil, milliseconds: 0, answer: "")
        var retryAfter: Int64?
        do throws(HTTPFailure) {
            let response = try await transport.send(request)
            attempt.status = response.status
            attempt.answer = Self.shown(response.body)
            retryAfter = response.fields["Retry-After"].flatMap { Int64($0) }
        } catch {
            attempt.answer = error.words
        }
        attempt.milliseconds = Int(max(0, clock.now().milliseconds(since: began)))
        return Sent(delivery: delivery, attempt: attempt, retryAfter: retryAfter)
    }

    /// The first bytes of an answer, without what a terminal or a page could take for something else.
    private static func shown(_ body: [UInt8]) -> String {
        var shown = ""
        for scalar in String(decoding: body.prefix(answerKept), as: UTF8.self).unicodeScalars {
            shown.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return shown
    }

    // MARK: What became of it

    /// Keeps what became of a round; nil when the webhook was stopped over it.
    private func settle(
        _ round: [Sent], _ webhook: WebhookRecord, _ standing: WebhookRecord.Standing, _ fence: Fence
    ) async throws(JournalError) -> WebhookRecord.Standing? {
        for sent in round {
            do throws(JournalError) {
                try await journal.commit(JournalUnit([.putDelivery(after(sent))], fence: fence))
            } catch {
                // A person has it told again this very moment: then it is.
                guard error.code == .conflict else { throw error }
            }
        }
        var next = standing
        next.failingSince = round.contains { $0.isTaken } ? nil : standing.failingSince ?? round.map(\.attempt.at).min()
        if next != standing { try await journal.commit(JournalUnit([.moveWebhook(id: webhook.id, standing: next)], fence: fence)) }
        if round.contains(where: { $0.attempt.status == 410 }) {
            _ = try await stop(webhook, "the receiver says that it is gone (410)", fence)
            return nil
        }
        if let since = next.failingSince, clock.now().milliseconds(since: since) >= RetrySchedule.failingMax * 1_000 {
            _ = try await stop(webhook, "every attempt failed for three days", fence)
            return nil
        }
        return next
    }

    private func after(_ sent: Sent) -> DeliveryRecord {
        var next = sent.delivery
        next.revision += 1
        next.attemptsMade += 1
        next.attempts = Array((next.attempts + [sent.attempt]).suffix(DeliveryRecord.attemptsMax))
        guard !sent.isTaken else {
            (next.state, next.failures) = (.delivered, 0)
            return next
        }
        next.failures += 1
        if let due = RetrySchedule.next(failures: next.failures, now: clock.now(), asked: sent.retryAfter) {
            next.dueAt = due
        } else {
            next.state = .aside
        }
        return next
    }

    /// Pauses a webhook until a person lets it go on.
    private func stop(_ webhook: WebhookRecord, _ why: String, _ fence: Fence) async throws(JournalError) -> Int {
        guard var record = try await journal.webhook(webhook.id), record.state == .active else { return 0 }
        record.state = .failing
        record.reason = why
        record.revision += 1
        do throws(JournalError) {
            try await journal.commit(
                JournalUnit(
                    [.putWebhook(record), webhooks.entry(webhook.id, "webhook_stopped", why, by: .machine("webhooks"))], fence: fence))
        } catch {
            guard error.code == .conflict else { throw error }
        }
        return 0
    }

    /// Signs with the secret in force and, for a time, the one before it; nil where the newest cannot be opened.
    private func signer(of webhook: WebhookRecord) async throws(JournalError) -> WebhookSigner? {
        guard let newest = try await secret(webhook, webhook.secret) else { return nil }
        var secrets = [newest]
        if let until = webhook.olderUntil, clock.now() < until, let older = try await secret(webhook, webhook.secret - 1) {
            secrets.append(older)
        }
        return WebhookSigner(secrets: secrets)
    }

    private func secret(_ webhook: WebhookRecord, _ number: Int) async throws(JournalError) -> String? {
        let name = webhook.secretName(number)
        guard let box = try await journal.sealed(name: name) else { return nil }
        return webhooks.sealing.open(String(decoding: box, as: UTF8.self), name)
    }
}

extension WebhookTeller.Sent {
    fileprivate var isTaken: Bool { attempt.status.map { (200...299).contains($0) } ?? false }
}

extension HTTPFailure {
    /// For people, in a few words.
    fileprivate var words: String {
        switch self {
        case .notConnected(let reason): "no connection: \(reason)"
        case .insecure(let reason): "no safe connection: \(reason)"
        case .timedOut: "no answer in time"
        case .connectionLost(let reason): "the connection broke: \(reason)"
        case .answerTruncated: "the answer was cut short"
        case .answerTooLarge: "the answer was too long"
        case .cancelled: "the service was stopping"
        }
    }
}
