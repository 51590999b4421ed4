import BridgeHTTP
import BridgeHash
import BridgeJSON

/// Telling subscribers what changed (reference §10).
extension ExactSandbox {
    /// Milliseconds a subscriber has for its answer.
    static let webhookTimeout = 10_000

    /// Calls a new subscription's address with an empty POST; one that does not answer with 2xx is refused.
    func validated(_ response: HTTPResponse, to request: HTTPRequest) async -> HTTPResponse {
        guard response.status == 201, request.path.hasSuffix("/webhooks/WebhookSubscriptions"), settings.behaviour.webhookValidation,
            let transport, let division = Address.division(in: request.path), let books = books[division],
            let row = (try? JSON(parsing: response.body))?["d"]?["ID"]?.string.flatMap({ GUID($0) }).flatMap({ books[.webhooks][$0] }),
            let (origin, target) = Self.parts(row.string(.CallbackURL) ?? "")
        else { return response }
        let call = HTTPRequest(.post, origin: origin, target: target, fields: ["Content-Length": "0"], timeoutTotal: Self.webhookTimeout)
        if let answer = try? await transport.send(call), (200..<300).contains(answer.status) { return response }
        books.delete(.webhooks, row.id, now: WallClock.milliseconds(at: now))
        return Refusal.business(Wording.invalid(.callbackURL)).response(settings.language)
    }

    /// The notifications that wait, ready to be sent: address and body with its hash.
    public func takeNotifications() -> [(address: String, body: [UInt8])] {
        books.values.sorted { $0.settings.code < $1.settings.code }.flatMap { books in
            defer { books.notifications = [] }
            return books.notifications.flatMap { note in
                books[.webhooks].rows.filter { $0.string(.Topic) == note.topic }.compactMap { row in
                    row.string(.CallbackURL).map { ($0, body(note, row, books)) }
                }
            }
        }
    }

    /// How often a notification is sent that gets no answer of 2xx; the service's own number is not known (reference §10, §16).
    static let deliveriesMax = 4

    /// A notification that got no answer of 2xx.
    struct Undelivered: Sendable {
        var address: String
        var body: [UInt8]
        var tries: Int
    }

    /// Loses the subscriptions of a division, as happens after a consent was withdrawn.
    public func loseSubscriptions(in division: Int) {
        guard let books = books[division] else { return }
        for row in books[.webhooks].rows { books.delete(.webhooks, row.id, now: WallClock.milliseconds(at: now)) }
    }

    /// How many subscriptions a division has.
    public func subscriptions(in division: Int) -> Int { books[division]?[.webhooks].count ?? 0 }

    /// Sends all waiting notifications over the transport, once each, and again those that got no answer of 2xx before, at most
    /// four times in all; how many got one now.
    @discardableResult
    public func deliverNotifications() async -> Int {
        var delivered = 0
        let waiting = undelivered + takeNotifications().map { Undelivered(address: $0.address, body: $0.body, tries: 0) }
        undelivered = []
        for note in waiting {
            let (address, body) = (note.address, note.body)
            guard let transport, let (origin, target) = Self.parts(address) else { continue }
            let call = HTTPRequest(
                .post, origin: origin, target: target, fields: ["Content-Type": "application/json"], body: body,
                timeoutTotal: Self.webhookTimeout)
            if let answer = try? await transport.send(call), (200..<300).contains(answer.status) {
                delivered += 1
            } else if note.tries + 1 < Self.deliveriesMax {
                undelivered.append(Undelivered(address: address, body: body, tries: note.tries + 1))
            }
        }
        return delivered
    }

    /// The hash is taken of the exact bytes of `Content` (reference §10).
    private func body(_ note: Books.Notification, _ row: Row, _ books: Books) -> [UInt8] {
        let endpoint =
            "\(settings.origin ?? "https://start.exactonline.nl")/api/v1/\(books.settings.code)/\(note.endpoint)(guid'\(note.key)')"
        let client = row[.ClientID].guid?.description ?? row.string(.ClientID) ?? ""
        let content: JSON = [
            "Topic": .string(note.topic), "ClientId": .string(client), "Division": .number(books.settings.code),
            "Action": .string(note.action), "Key": .string(note.key.description), "ExactOnlineEndpoint": .string(endpoint),
            "EventCreatedOn": .string(WallClock.text(note.at)),
        ]
        let bytes = content.bytes
        let secret = settings.apps.first { $0.clientID == client }?.webhookSecret ?? ""
        let hash = Hex.encode(HMACSHA256.tag(bytes, key: Array(secret.utf8)).bytes).uppercased()
        return Array("{\"Content\":".utf8) + bytes + Array(",\"HashCode\":\"\(hash)\"}".utf8)
    }

    /// Origin and target of an address.
    private static func parts(_ address: String) -> (origin: String, target: String)? {
        guard let start = address.range(of: "://") else { return nil }
        let rest = address[start.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        guard !host.isEmpty else { return nil }
        let target = rest[host.endIndex...]
        return ("\(address[..<start.upperBound])\(host)", target.hasPrefix("/") ? String(target) : "/\(target)")
    }
}
