public import BridgeAccess
public import BridgeDomain
import BridgeHash
public import BridgeJournal

/// Why a webhook cannot be made or changed, for the person who asked.
public enum WebhookProblem: Error, Hashable, Sendable, CaseIterable {
    case badName, badAddress, privateAddress, noEvents, badEvent, badBridge, tooMany, notThere, doesNotFit, noSealing, changedMeanwhile,
        nothingThere

    /// What is wrong and what to do.
    public var text: BilingualText {
        switch self {
        case .badName:
            BilingualText(
                nl: "Geef een naam van 1 tot \(Webhooks.nameMax) tekens.", en: "Give a name of 1 to \(Webhooks.nameMax) characters.")
        case .badAddress:
            BilingualText(
                nl: "Schrijf een heel adres dat met https:// begint; http:// mag alleen naar deze machine zelf.",
                en: "Write a whole address that begins with https://; http:// only to this machine itself.")
        case .privateAddress:
            BilingualText(
                nl: "Dit adres ligt in een eigen netwerk. Sta dat toe in de configuratie: webhooks, allowed_networks.",
                en: "This address lies within a private network. Allow it in the configuration: webhooks, allowed_networks.")
        case .noEvents: BilingualText(nl: "Kies minstens één gebeurtenis.", en: "Choose at least one event.")
        case .badEvent:
            BilingualText(
                nl: "Kies uit: \(WebhookEvent.choices.map(\.rawValue).joined(separator: ", ")).",
                en: "Choose from: \(WebhookEvent.choices.map(\.rawValue).joined(separator: ", ")).")
        case .badBridge: BilingualText(nl: "Deze brug is niet ingesteld.", en: "This bridge is not set up.")
        case .tooMany:
            BilingualText(
                nl: "Er zijn al \(Webhooks.countMax) webhooks: beëindig er eerst een.",
                en: "There are \(Webhooks.countMax) webhooks already: end one first.")
        case .notThere: BilingualText(nl: "Deze webhook bestaat niet.", en: "There is no such webhook.")
        case .doesNotFit:
            BilingualText(
                nl: "Zoals de webhook nu staat, kan dit niet.", en: "As the webhook stands now, this is not possible.")
        case .noSealing:
            BilingualText(
                nl: "Het geheim kan hier niet worden bewaard of geopend: de sleutel van de service ontbreekt of is een andere.",
                en: "The secret cannot be kept or opened here: the key of the service is missing or is another one.")
        case .changedMeanwhile:
            BilingualText(
                nl: "Dit is intussen veranderd. Bekijk het opnieuw.", en: "This has changed meanwhile. Look at it again.")
        case .nothingThere:
            BilingualText(nl: "In deze periode is niets verteld.", en: "Nothing was told within this period.")
        }
    }
}

/// What people do with webhooks: add, pause, resume, end, change the secret, try, tell again. Every act stands in the history with who did it.
public struct Webhooks: Sendable {
    /// Webhooks that are not ended, at most.
    public static let countMax = 20
    /// Characters of a name.
    public static let nameMax = 100
    /// Seconds for which the secret before signs as well, after a change: a day.
    public static let olderSeconds: Int64 = 86_400
    /// Messages told again at once.
    public static let replayMax = 1_000
    static let subjectPrefix = "webhook/"

    let journal: any BridgeJournal
    let clock: any TimeSource
    let sealing: KeySealing
    private let bridges: [BridgeID]
    private let mayReach: @Sendable (_ host: String) -> Bool

    /// The webhooks of a journal. `mayReach` says of a host that is written in numbers whether anything may be sent there; names are looked up
    /// when a message is sent.
    public init(
        journal: any BridgeJournal, clock: any TimeSource, sealing: KeySealing, bridges: [BridgeID],
        mayReach: @escaping @Sendable (_ host: String) -> Bool
    ) {
        self.journal = journal
        self.clock = clock
        self.sealing = sealing
        self.bridges = bridges
        self.mayReach = mayReach
    }

    // MARK: Looking

    /// All webhooks, those that were ended last.
    public func list() async throws(JournalError) -> [WebhookRecord] {
        let all = try await journal.webhooks()
        return all.filter { $0.state != .ended } + all.filter { $0.state == .ended }
    }

    /// What needs somebody: messages put aside, and webhooks that fail.
    public func needsPerson() async throws(JournalError) -> (aside: Int, failing: Int) {
        var (aside, failing) = (0, 0)
        for webhook in try await journal.webhooks() where webhook.state != .ended {
            aside += try await journal.deliveryTotals(webhook.id).aside
            if webhook.state == .failing { failing += 1 }
        }
        return (aside, failing)
    }

    /// The name of a message, the same in every repetition.
    public static func messageID(_ delivery: DeliveryRecord) -> String { "msg_\(delivery.webhook.dropFirst(3))_\(delivery.sequence)" }

    // MARK: Adding

    /// Adds a webhook that is told what happens from now on. Returns its secret, which nobody is shown again.
    public func add(
        name: String, url: String, events: [String], bridges: [BridgeID], by who: Who
    ) async throws -> (webhook: WebhookRecord, secret: String) {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...Self.nameMax).contains(name.count) else { throw WebhookProblem.badName }
        guard let address = WebhookAddress(url) else { throw WebhookProblem.badAddress }
        guard mayReach(address.host) else { throw WebhookProblem.privateAddress }
        guard !events.isEmpty else { throw WebhookProblem.noEvents }
        let known = WebhookEvent.choices.map(\.rawValue)
        guard events.allSatisfy({ known.contains($0) }) else { throw WebhookProblem.badEvent }
        guard bridges.allSatisfy({ self.bridges.contains($0) }) else { throw WebhookProblem.badBridge }
        // Those that were ended stay, to be looked at, and the journal lists no more than so many.
        let all = try await journal.webhooks()
        guard all.count < JournalLimits.webhooksMax, all.count(where: { $0.state != .ended }) < Self.countMax else {
            throw WebhookProblem.tooMany
        }
        let (now, secret) = (clock.now(), WebhookSigner.freshSecret())
        let webhook = WebhookRecord(
            id: "wh_" + Hex.encode(SecureRandom().bytes(6)), name: name, url: url, events: known.filter { events.contains($0) },
            bridges: self.bridges.filter { bridges.contains($0) }, createdAt: now, createdBy: who, position: try await journal.historyEnd())
        try await journal.commit(
            JournalUnit([
                .putWebhook(webhook), seal(secret, webhook), entry(webhook.id, "webhook_added", "\(name): \(address.origin)", by: who),
            ]))
        return (webhook, secret)
    }

    // MARK: Changing

    /// Tells nothing until it is resumed; what happens meanwhile is told then.
    public func pause(_ id: String, seen: Int64? = nil, by who: Who) async throws -> WebhookRecord {
        try await change(id, "webhook_paused", seen: seen, by: who) { webhook in
            guard webhook.state == .active else { throw WebhookProblem.doesNotFit }
            webhook.state = .paused
            webhook.reason = "stopped by \(who.name)"
        }
    }

    /// Tells again, from where it stopped.
    public func resume(_ id: String, seen: Int64? = nil, by who: Who) async throws -> WebhookRecord {
        let resumed = try await change(id, "webhook_resumed", seen: seen, by: who) { webhook in
            guard webhook.state == .paused || webhook.state == .failing else { throw WebhookProblem.doesNotFit }
            webhook.state = .active
            webhook.reason = ""
        }
        try await journal.commit(
            JournalUnit([.moveWebhook(id: id, standing: WebhookRecord.Standing(position: resumed.standing.position))]))
        return resumed
    }

    /// Ends it for good.
    public func end(_ id: String, seen: Int64? = nil, by who: Who) async throws -> WebhookRecord {
        try await change(id, "webhook_ended", seen: seen, by: who) { webhook in
            guard webhook.state != .ended else { throw WebhookProblem.doesNotFit }
            webhook.state = .ended
            webhook.reason = "stopped by \(who.name)"
        }
    }

    /// Makes another secret; the one before signs as well for ``olderSeconds``. Returns it, once.
    public func rotate(_ id: String, seen: Int64? = nil, by who: Who) async throws -> (webhook: WebhookRecord, secret: String) {
        let secret = WebhookSigner.freshSecret()
        let until = clock.now().adding(seconds: Self.olderSeconds)
        let changed = try await change(id, "webhook_secret_changed", sealing: secret, seen: seen, by: who) { webhook in
            guard webhook.state != .ended else { throw WebhookProblem.doesNotFit }
            webhook.secret += 1
            webhook.olderUntil = until
        }
        return (changed, secret)
    }

    /// Sends a test message, as soon as messages are sent.
    public func test(_ id: String, seen: Int64? = nil, by who: Who) async throws {
        _ = try await change(id, WebhookEvent.testAct, seen: seen, by: who) { webhook in
            guard webhook.state == .active else { throw WebhookProblem.doesNotFit }
        }
    }

    /// Has one message told again.
    public func replay(_ id: String, sequence: Int64, seen: Int64? = nil, by who: Who) async throws {
        guard let delivery = try await journal.delivery(id, sequence: sequence) else { throw WebhookProblem.notThere }
        guard delivery.state != .waiting else { throw WebhookProblem.doesNotFit }
        try await again([delivery], id, "message \(Self.messageID(delivery))", seen: seen, by: who)
    }

    /// Has what happened within a period told again, oldest first, at most the newest ``replayMax``; only what was put aside, where asked. Returns
    /// how many.
    public func replay(
        _ id: String, from: Timestamp, until: Timestamp, onlyAside: Bool, seen: Int64? = nil, by who: Who
    ) async throws -> Int {
        guard try await journal.webhook(id) != nil else { throw WebhookProblem.notThere }
        var found: [DeliveryRecord] = []
        var before: Int64?
        var looked = 0
        while looked < 100, found.count < Self.replayMax {
            let page = try await journal.deliveries(
                id, states: onlyAside ? [.aside] : [.aside, .delivered], before: before, limit: JournalLimits.listMax)
            found += page.filter { $0.at >= from && $0.at < until }
            guard page.count == JournalLimits.listMax, let last = page.last, last.at >= from else { break }
            before = last.sequence
            looked += 1
        }
        let chosen = Array(found.prefix(Self.replayMax))
        guard !chosen.isEmpty else { throw WebhookProblem.nothingThere }
        try await again(chosen, id, "\(chosen.count) messages of \(from) to \(until)", seen: seen, by: who)
        return chosen.count
    }

    // MARK: How it happens

    private func again(_ deliveries: [DeliveryRecord], _ id: String, _ what: String, seen: Int64?, by who: Who) async throws {
        let now = clock.now()
        let waiting: [JournalChange] = deliveries.map { delivery in
            var next = delivery
            (next.state, next.dueAt, next.failures) = (.waiting, now, 0)
            next.revision += 1
            return .putDelivery(next)
        }
        _ = try await change(id, "webhook_replayed", what, seen: seen, by: who, beside: waiting) { webhook in
            guard webhook.state != .ended else { throw WebhookProblem.doesNotFit }
        }
    }

    /// Refused where it is not at the revision at which it was `seen` (nil: however it stands). The webhook is put also where nothing of it changes:
    /// of two who saw the same, the second is told to look again. What is `beside` happens with it.
    private func change(
        _ id: String, _ act: String, _ detail: String = "", sealing secret: String? = nil, seen: Int64?, by who: Who,
        beside others: [JournalChange] = [], _ body: (inout WebhookRecord) throws -> Void
    ) async throws -> WebhookRecord {
        guard var webhook = try await journal.webhook(id) else { throw WebhookProblem.notThere }
        if let seen, webhook.revision != seen { throw WebhookProblem.changedMeanwhile }
        try body(&webhook)
        webhook.revision += 1
        var changes: [JournalChange] = [.putWebhook(webhook)] + others + [entry(id, act, detail, by: who)]
        if let secret { changes.append(seal(secret, webhook)) }
        do throws(JournalError) { try await journal.commit(JournalUnit(changes)) } catch {
            throw error.code == .conflict ? WebhookProblem.changedMeanwhile : error as any Error
        }
        return webhook
    }

    private func seal(_ secret: String, _ webhook: WebhookRecord) -> JournalChange {
        let name = webhook.secretName(webhook.secret)
        return .putSealed(name: name, value: Array(sealing.seal(secret, name).utf8))
    }

    func entry(_ id: String, _ act: String, _ detail: String = "", by who: Who) -> JournalChange {
        .record(HistoryEntry(at: clock.now(), who: who, bridge: nil, subject: Self.subjectPrefix + id, act: act, detail: detail))
    }
}
