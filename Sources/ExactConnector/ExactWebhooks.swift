public import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON

/// Messages of a division that something changed (reference `exact-online` §10).
///
/// The service calls a new address with an empty POST, which must be answered with 2xx. Its messages carry keys only and are signed with the
/// app's webhook secret, over the bytes of `Content` as they came.
public struct ExactWebhooks: TargetWebhooks {
    /// What we want to be told of: every entry and payment, and every relation.
    static let topics = ["FinancialTransactions", "Accounts"]
    /// Bytes a message may have; they are about 500.
    static let bodyMax = 64 << 10

    private let settings: ExactSettings
    private let client: ExactClient
    private let callback: String
    private let secret: String

    init(settings: ExactSettings, client: ExactClient, callback: String, secret: String) {
        self.settings = settings
        self.client = client
        self.callback = callback
        self.secret = secret
    }

    /// Six hours: a look costs a call.
    public var subscriptionSeconds: Int64 { 21_600 }

    /// What a message says. The hash is compared in constant time.
    public func nudge(body: [UInt8]) -> TargetNudge? {
        guard !secret.isEmpty, body.count <= Self.bodyMax, let json = try? JSON(parsing: body), let hash = json["HashCode"]?.string,
            let tag = SHA256Digest(hex: hash), let content = RawMember.value(of: "Content", in: body),
            HMACSHA256.isValid(tag, message: content, key: secret.utf8), let told = try? JSON(parsing: Array(content)),
            told["ClientId"]?.string?.lowercased() == settings.clientID.lowercased(),
            ExactValue.integer(told["Division"]) == Int64(settings.division), let topic = told["Topic"]?.string,
            let key = told["Key"]?.string
        else { return nil }
        let stream: TargetStream
        switch topic {
        case "Accounts": stream = .relations
        case "FinancialTransactions": stream = .entries
        default: return nil
        }
        return TargetNudge(eventID: "\(topic)/\(key)/\(told["EventCreatedOn"]?.string ?? "")", stream: stream)
    }

    /// One call, and one for each subscription that is missing or leads elsewhere.
    public func keepSubscribed() async throws(ConnectorError) -> Int {
        let endpoint = "webhooks/WebhookSubscriptions"
        let rows = try await client.rows(
            ExactCall(.get, endpoint, in: settings.division, query: [("$select", "ID,CallbackURL,Topic,ClientID")]))
        // The list may hold other apps' subscriptions of the same division.
        let own = rows.filter { row in row["ClientID"]?.string.map { $0.lowercased() == settings.clientID.lowercased() } ?? true }
        var made = 0
        for topic in Self.topics {
            let present = own.filter { $0["Topic"]?.string == topic }
            if present.contains(where: { $0["CallbackURL"]?.string == callback }) { continue }
            // One subscription a topic, app and division: one that leads elsewhere makes room first.
            for row in present {
                guard let id = row["ID"]?.string else { continue }
                var call = ExactCall(.delete, endpoint, in: settings.division, key: "(\(ExactFilter.guid(id)))")
                call.alsoAccepts = [404]
                _ = try await client.perform(call)
            }
            let body = ExactBody.object([("CallbackURL", .string(callback)), ("Topic", .string(topic))])
            _ = try await client.perform(ExactCall(.post, endpoint, in: settings.division, body: body))
            made += 1
        }
        return made
    }
}

extension ExactOnlineConnector {
    /// What the division tells on its own, at an address of ours. Nothing is called until ``ExactWebhooks/keepSubscribed()``.
    ///
    /// - Parameters:
    ///   - callback: https, on the host of the app's redirect address (reference `exact-online` §10).
    ///   - secret: the app's webhook secret, which is not its client secret; kept in memory only.
    public func webhooks(callback: String, secret: String) -> ExactWebhooks {
        ExactWebhooks(settings: settings, client: client, callback: callback, secret: secret)
    }
}

/// Finds a member of a JSON object as its bytes came: a hash is taken of those, and writing them anew might change them.
enum RawMember {
    /// The bytes of the object that the outermost object has under `name`; nil when there is none, or what stands there is no object.
    static func value(of name: String, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var place = 0
        var depth = 0
        var start: Int?
        var key: ArraySlice<UInt8>?
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard let end = endOfText(from: place, in: bytes) else { return nil }
                if depth == 1 { key = bytes[(place + 1)..<end] }
                place = end
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let isOurs = depth == 1 && bytes[place] == UInt8(ascii: "{") && key.map { $0.elementsEqual(name.utf8) } == true
                if isOurs, start == nil { start = place }
                depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 1, let start { return bytes[start...place] }
            case UInt8(ascii: ",") where depth == 1: key = nil
            default: break
            }
            place += 1
        }
        return nil
    }

    /// The place of the quote that ends the text beginning at `start`.
    private static func endOfText(from start: Int, in bytes: [UInt8]) -> Int? {
        var place = start + 1
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "\"") { return place }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}
