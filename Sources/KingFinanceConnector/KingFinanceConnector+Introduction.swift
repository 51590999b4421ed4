public import BridgeConnector

/// Which King it is that answers.
public struct KingFinanceIntroduction: Hashable, Sendable {
    /// The version King gives of itself; empty where it does not say.
    public var version: String
    /// The administration's name in King.
    public var administration: String
}

extension KingFinanceConnector {
    /// Asks who answers, and changes nothing: at most three calls, of which the first logs in.
    public func introduce() async throws(ConnectorError) -> KingFinanceIntroduction {
        let names = try await client.rows(KingSelection("BASALG", "NAAM", order: ["NAAM"], isInfo: true))
        return KingFinanceIntroduction(version: try await version(), administration: names.first?["NAAM"] ?? "")
    }

    /// The version of King. How it is asked for over plain HTTP is assumed; without it nothing is lost.
    func version() async throws(ConnectorError) -> String {
        do throws(ConnectorError) { return try await client.version() } catch {
            guard error.code == .misused else { throw error }
            return ""
        }
    }

    /// Ends the session, if there is one: for whoever is done, so that the administration's sessions are not used up by what nobody needs any more
    /// (how many there may be is not published, reference `king` §1.3). The next call logs in again.
    public func logOut() async { await client.logOut() }
}
