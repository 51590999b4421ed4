public import BridgeDomain
import BridgeHTTP
import BridgeJSON
public import BridgeConnector

/// Whose consent a connection lives on; kept beside the tokens, and carried over with every renewal. Holds nothing secret.
public struct ExactConsentRecord: Hashable, Sendable, Codable {
    /// Who gave the order at our side.
    public var givenTo: String
    /// The user of Exact Online who agreed; empty where that could not be read.
    public var user: String
    public var at: Timestamp
    /// The divisions that user can reach, by number; empty where that could not be read.
    public var divisions: [Int]

    /// A consent.
    public init(givenTo: String, user: String, at: Timestamp, divisions: [Int]) {
        self.givenTo = givenTo
        self.user = user
        self.at = at
        self.divisions = divisions
    }
}

extension ExactTokens {
    /// Seconds an unused refresh token lives (reference `exact-online` §2.2).
    public static let idleLifeSeconds: Int64 = 30 * 86_400
    /// Seconds before its end at which people are warned.
    public static let warningSeconds: Int64 = 7 * 86_400

    /// When the consent dies unless the connection is used before.
    public var idleUntil: Timestamp { receivedAt.adding(seconds: Self.idleLifeSeconds) }
}

extension ExactOnlineConnector {
    /// Who agreed and what they can reach: two calls.
    public func consentRecord(givenTo who: String) async throws(ConnectorError) -> ExactConsentRecord {
        let me = try await client.perform(
            ExactCall(get: "current/Me", target: "/api/v1/current/Me?$select=CurrentDivision,FullName,UserName"))
        let names = [me.row?["FullName"]?.string, me.row?["UserName"]?.string.map { "(\($0))" }].compactMap(\.self)
        let reachable = try await divisions(from: me)
        return ExactConsentRecord(
            givenTo: who, user: names.joined(separator: " "), at: clock.now(), divisions: reachable.filter(\.isActive).map(\.code))
    }
}
