public import BridgeAccess
public import BridgeDomain
public import BridgeJournal
public import BridgeWebhooks

/// What people do at the console and programs at the API: one of it for both, so that neither can do what the other cannot, nor otherwise.
///
/// An act takes what its doer looked at (`seal`), and refuses with ``ActRefusal`` when that is no longer so. Whether its doer may is asked
/// before, of ``/BridgeAccess/Rights``, by the face it came in at.
public struct Acts: Sendable {
    public let bridges: [OpenBridge]
    public let journal: any BridgeJournal
    public let clock: any TimeSource
    public let signIn: SignIn
    public let invitations: Invitations
    public let webhooks: Webhooks?
    public let chain: ChainCheck
    public let tokens: DoorTokens
    /// Where people open the console, `https://books.example.nl`; nil where nobody said so.
    public let publicAddress: String?

    /// The acts over bridges.
    public init(
        bridges: [OpenBridge], journal: any BridgeJournal, clock: any TimeSource, signIn: SignIn, webhooks: Webhooks? = nil,
        publicAddress: String? = nil
    ) {
        self.publicAddress = publicAddress
        self.bridges = bridges
        self.journal = journal
        self.clock = clock
        self.signIn = signIn
        self.webhooks = webhooks
        invitations = Invitations(signIn.accounts)
        chain = ChainCheck(journal: journal, clock: clock)
        tokens = DoorTokens(journal: journal, clock: clock)
    }

    public var now: Timestamp { clock.now() }

    /// Days and moments that concern the whole house are told on the clock of the first bridge.
    public var zone: TimeZoneRule { bridges.first?.zone ?? .amsterdam }

    /// The bridge of that name.
    public func bridge(_ name: String) throws(ActRefusal) -> OpenBridge {
        guard let bridge = bridges.first(where: { $0.id.text == name }) else { throw .notFound }
        return bridge
    }

    /// The person who counts for an act where two are needed: a token is nobody else than who made it.
    public func maker(of who: Who) async throws(JournalError) -> Who { try await tokens.maker(of: who) }

    /// What somebody typed, on one line and no longer than it may be; without what steers a terminal, or turns the order of what is read.
    public static func line(_ text: String?, max: Int) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in (text ?? "").unicodeScalars {
            let properties = scalar.properties
            if properties.isWhitespace {
                shown.append(" ")
            } else if !properties.isBidiControl, properties.generalCategory != .control {
                shown.append(scalar)
            }
        }
        return String(String(shown).split(separator: " ").joined(separator: " ").prefix(max))
    }

    /// A reason that must be given, on one line.
    static func reason(_ typed: String) throws(ActRefusal) -> String {
        let reason = line(typed, max: reasonMax)
        guard !reason.isEmpty else { throw .reasonMissing }
        return reason
    }
}
