import BridgeDomain
import BridgeHash
public import BridgeHTTP
import BridgeJSON

/// A signed push that is due: whoever runs the sandbox sends it.
public struct SandboxDelivery: Sendable, Hashable {
    /// Where to, as subscribed.
    public let url: String
    public let fields: HTTPFields
    public let body: [UInt8]
}

/// Subscriptions and pushes (reference freshportal §4.5).
extension FreshPortalSandbox {
    /// Subscriptions an environment may have.
    static let subscriptionsMax = 20

    private static let events = [
        "document.approved", "document.corrected", "document.withdrawn", "customer.changed", "supplier.changed",
    ]

    /// The pushes that are due now, signed at this moment, and forgotten here: a push that is not delivered is not repeated.
    public func takeDueWebhooks() -> [SandboxDelivery] {
        let now = time.now()
        var due = state.pushes.filter { $0.due <= now }
        state.pushes.removeAll { $0.due <= now }
        if state.webhookTrouble.reordered { due = state.random.shuffled(due) }
        return due.compactMap { push in
            state.subscriptions[push.subscription].map { delivery(push.body, $0, at: now) }
        }
    }

    private func delivery(_ body: String, _ subscription: SandboxState.Subscription, at now: Timestamp) -> SandboxDelivery {
        let seconds = now.milliseconds / 1000
        let tag = HMACSHA256.tag(Array("\(seconds).\(body)".utf8), key: subscription.secret.utf8)
        return SandboxDelivery(
            url: subscription.url,
            fields: ["Content-Type": "application/json", "X-FP-Signature": "t=\(seconds),v1=\(tag.hex)"], body: Array(body.utf8))
    }

    /// Notes an event for everyone who subscribed to it.
    func tell(_ event: String, resource: Int, sequence: Int, administration: String?) {
        state.events += 1
        let body: JSON = [
            "event_id": .string("ev-\(state.events)"), "event": .string(event), "tenant": .string(settings.tenant),
            "administration": .string(administration), "resource_id": .number(resource), "sequence": .number(sequence),
            "occurred_at": .string(time.now().description),
        ]
        for subscription in state.subscriptions.values.sorted(by: { $0.id < $1.id }) where subscription.events.contains(event) {
            let trouble = state.webhookTrouble
            if state.random.below(1000) < trouble.lost { continue }
            for _ in 0..<(state.random.below(1000) < trouble.doubled ? 2 : 1) {
                if state.pushes.count >= SandboxState.pushesMax { state.pushes.removeFirst() }
                let late = Int64(state.random.below(trouble.lateSecondsMax + 1))
                state.pushes.append(
                    SandboxState.Push(subscription: subscription.id, body: body.description, due: time.now().adding(seconds: late)))
            }
        }
    }

    func subscribe(_ request: HTTPRequest) -> HTTPResponse {
        guard let json = try? JSON(parsing: request.body) else { return Self.refusal(400, "malformed", "The body is no JSON") }
        var faults = BodyForm([.init("url", .text), .init("events", .list), .init("secret", .text)]).faults(in: json)
        let url = json["url"]?.string ?? ""
        let events = (json["events"]?.array ?? []).map { $0.string ?? "" }
        if !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            faults.append(BodyFault(field: "url", code: "value", message: "An http or https address is expected"))
        }
        if events.isEmpty || !events.allSatisfy({ Self.events.contains($0) }) {
            faults.append(BodyFault(field: "events", code: "value", message: "Known events: \(Self.events.joined(separator: ", "))"))
        }
        if (json["secret"]?.string ?? "").utf8.count < 16 {
            faults.append(BodyFault(field: "secret", code: "value", message: "At least 16 characters"))
        }
        guard faults.isEmpty else { return Self.refusal(422, faults) }
        guard state.subscriptions.count < Self.subscriptionsMax else { return Self.refusal(409, "conflict", "Too many subscriptions") }
        let id = (state.subscriptions.keys.max() ?? 0) + 1
        state.subscriptions[id] = SandboxState.Subscription(id: id, url: url, events: events, secret: json["secret"]?.string ?? "")
        return Self.success(["id": .number(id)], status: 201)
    }

    func unsubscribe(_ id: String) -> HTTPResponse {
        guard let id = Int(id), state.subscriptions.removeValue(forKey: id) != nil else {
            return Self.refusal(404, "not_found", "There is no such subscription")
        }
        return Self.nothing
    }
}
