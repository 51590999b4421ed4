public import BridgeDomain

/// Something in Profit that is not as the connection needs it, with what to change there.
public struct AFASFinding: Hashable, Sendable {
    /// What kind of thing is not as it should be.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A connector that is not in the App Connector.
        case connectorMissing
        /// A field that a connector does not have.
        case fieldMissing
        /// A field too short for what we send, or must read whole.
        case fieldTooShort
        /// Rows or columns that the user's rights hide, as far as that shows.
        case hidden
        /// The token is another environment's, or ends soon.
        case token
        /// A shortening or a row of the refusal table that cannot be used.
        case setting
    }

    public var kind: Kind
    /// The connector, and after a slash the field: `FiEntries/InId`.
    public var subject: String
    /// What is wrong and what to change.
    public var text: BilingualText
    /// True when entries cannot be booked or read back as long as it is so.
    public var isBlocking: Bool
}

/// What an App Connector is, compared with what we need.
public struct AFASConnectionReport: Hashable, Sendable {
    /// The environment behind the token: `O12345AA`.
    public var environmentID: String
    public var appName: String
    public var group: String
    /// As the service writes it; `0` for a token without end.
    public var tokenExpiry: String
    /// The version of Profit.
    public var version: String
    /// The administration's name; empty when the user does not see it.
    public var administrationName: String
    public var findings: [AFASFinding]

    /// True when nothing stands in the way.
    public var isUsable: Bool { !findings.contains { $0.isBlocking } }
}
