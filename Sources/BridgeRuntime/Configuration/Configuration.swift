public import BridgeDomain
public import BridgeEngine

/// The one file an operator writes, as values. Everything people change in daily life (mappings, approvals) lives in the journal instead.
public struct Configuration: Hashable, Sendable {
    /// The service's own door.
    public struct Door: Hashable, Sendable {
        /// A numeric address; loopback unless told otherwise.
        public var address: String
        public var port: UInt16
        /// Without it the door speaks clear text.
        public var tls: TLS?
        /// Somebody has decided that clear text may leave this machine.
        public var allowsClearText = false
        /// Requests of one token, or of one bridge's signed pushes, in a minute.
        public var pushesPerMinute = 6_000
        /// Requests of one address that showed no valid token, in a minute.
        public var strangersPerMinute = 120

        /// Certificate and key, as files in PEM form.
        public struct TLS: Hashable, Sendable {
            public var certificate: String
            public var key: String
        }

        /// True when only this machine can reach the door.
        public var isLocal: Bool { address.hasPrefix("127.") || address == "::1" }
    }

    /// The pages for people, at the service's own door.
    public struct Console: Hashable, Sendable {
        /// The address of the reverse proxy in front of it, which speaks TLS with browsers.
        public var proxy: String?
        /// Scheme, host and port by which people reach the console; nil where nobody said so.
        public var publicAddress: String?
        /// Minutes without a request after which somebody is signed out.
        public var idleMinutes = 30
        /// Hours after which they are in any case.
        public var sessionHours = 12
    }

    /// Where documents come from.
    public struct Source: Hashable, Sendable {
        public var name: String
        public var kind: SourceKind
    }

    /// One bridge: where from, where to, and how.
    public struct Bridge: Hashable, Sendable {
        public var source: String
        public var target: String
        public var policy: BridgePolicy
        public var zone: TimeZoneRule
    }

    /// The folder paths are relative to.
    public var directory: String
    public var journal: String
    public var keyFile: String
    public var language: Language
    public var door: Door
    /// nil where there are no pages for people.
    public var console: Console?
    /// Networks of one's own that webhooks may be sent to, beside the public one (`10.1.0.0/16`).
    public var webhookNetworks: [String] = []
    public var sources: [Source]
    public var targets: [Target]
    public var bridges: [Bridge]

    /// The source of a bridge; nil when it names one that is not set up.
    public func source(of bridge: Bridge) -> Source? { sources.first { $0.name == bridge.source } }

    /// Makes a path of the file absolute.
    public func path(_ text: String) -> String { text.hasPrefix("/") ? text : "\(directory)/\(text)" }

    /// The target of a bridge; nil when it names one that is not set up.
    public func target(of bridge: Bridge) -> Target? { targets.first { $0.name == bridge.target } }

    /// True where a bridge to that connection brings payments back.
    func readsPayments(from connectionName: String) -> Bool {
        bridges.contains { $0.policy.payments != nil && target(of: $0)?.setup.connectionName == connectionName }
    }

    /// The names under which calls are counted, each once.
    public var connectionNames: [String] { targets.map(\.setup.connectionName) }

    /// The bridge of that name; the only one there is when no name is given.
    public func bridge(named name: String?) -> Bridge? {
        guard let name else { return bridges.count == 1 ? bridges[0] : nil }
        return bridges.first { $0.policy.bridge.text == name }
    }
}
