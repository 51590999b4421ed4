import BridgeDomain
import BridgeEngine
import BridgeYAML

// What only shows when parts of the configuration are looked at together.
// Tables are handed over as they were read: asking for one again would be a new reading, with keys nobody asks for.
typealias MappingTable = [(key: String, value: YAMLMapping)]

extension YAMLMapping {
    /// Names stand in addresses, leases and numbers to watch: letters, digits, `.`, `_` and `-`.
    static func checkNames(_ tables: MappingTable...) {
        for table in tables {
            for (name, mapping) in table where !isName(name) {
                mapping.report(
                    what: BilingualText(
                        nl: "'\(name)' kan geen naam zijn", en: "'\(name)' cannot be a name"),
                    remedy: BilingualText(
                        nl: "Gebruik 1 tot 50 letters, cijfers, punten, streepjes en lage streepjes",
                        en: "Use 1 to 50 letters, digits, points, hyphens and underscores"))
            }
        }
    }

    /// One administration is one target: two would each have a session and a count of calls of their own, and take each other's tokens.
    static func checkTargets(_ targets: [Configuration.Target], _ table: MappingTable) {
        var seen: [String: String] = [:]
        for target in targets {
            let administration = target.setup.administration
            if let other = seen[target.setup.connectionName] {
                table.first { $0.key == target.name }?.value.report(
                    what: BilingualText(
                        nl: "administratie \(administration) is ook die van '\(other)'",
                        en: "administration \(administration) is that of '\(other)' too"),
                    remedy: BilingualText(
                        nl: "Laat beide bruggen naar één doel wijzen", en: "Let both bridges point at one target"))
            }
            seen[target.setup.connectionName] = target.name
        }
    }

    /// Tokens belong to one app on one host: divisions that share a consent share those.
    static func checkConsents(_ targets: [Configuration.Target], _ table: MappingTable) {
        var seen: [String: (target: String, app: String)] = [:]
        for target in targets {
            guard let exact = target.setup as? ExactTarget, let consent = exact.consentName else { continue }
            let app = "\(exact.origin) \(exact.clientID) \(exact.clientSecret) \(exact.redirect)"
            if let other = seen[consent], other.app != app {
                table.first { $0.key == target.name }?.value.report(
                    "consent",
                    what: BilingualText(
                        nl: "'\(other.target)' deelt deze toestemming en heeft een ander adres, client-id, secret of terugkeeradres",
                        en: "'\(other.target)' shares this consent and has another address, client id, secret or redirect"),
                    remedy: BilingualText(
                        nl: "Toestemming geldt voor één app: maak ze gelijk, of geef elk een eigen woord",
                        en: "A consent is for one app: make them equal, or give each a word of its own"))
            }
            if seen[consent] == nil { seen[consent] = (target.name, app) }
        }
    }

    /// The same documents into the same books twice would be two bookings of each, also where they go by two ways that know nothing of
    /// each other. Where a way does not say whose books they are, they may be the same.
    static func checkBridges(_ bridges: [Configuration.Bridge], _ table: MappingTable, _ targets: [Configuration.Target]) {
        let books = Dictionary(targets.map { ($0.name, $0.setup.books) }) { first, _ in first }
        for (place, bridge) in bridges.enumerated() {
            let other = bridges[..<place].first { other in
                guard other.source == bridge.source, other.policy.source == bridge.policy.source else { return false }
                guard let one = books[bridge.target], let another = books[other.target] else { return bridge.target == other.target }
                return one.mayBe(another)
            }
            guard let other else { continue }
            let otherName = other.policy.bridge
            let isOtherWay = other.target != bridge.target
            table.first { $0.key == bridge.policy.bridge.text }?.value.report(
                "administration",
                what: BilingualText(
                    nl: "de brug '\(otherName)' brengt dezelfde administratie naar dezelfde boekhouding"
                        + (isOtherWay ? ", langs een andere weg" : ""),
                    en: "the bridge '\(otherName)' carries the same administration to the same books"
                        + (isOtherWay ? ", by another way" : "")),
                remedy: BilingualText(
                    nl: "Laat één van beide weg: elk document zou twee keer geboekt worden"
                        + (isOtherWay ? ". Is het een andere boekhouding, schrijf dan welke (AFAS Profit: participant, environment)" : ""),
                    en: "Leave one of them out: every document would be booked twice"
                        + (isOtherWay ? ". Where the books are others, say which (AFAS Profit: participant, environment)" : "")))
        }
    }

    /// A folder belongs to one source: two would take each other's files.
    static func checkFolders(_ sources: [Configuration.Source], _ table: MappingTable) {
        var seen: [String: String] = [:]
        for source in sources {
            guard let folder = source.kind.folder else { continue }
            let path = String(folder.path.reversed().drop { $0 == "/" }.reversed())
            if let other = seen[path] {
                table.first { $0.key == source.name }?.value.report(
                    "folder",
                    what: BilingualText(nl: "deze map is ook die van '\(other)'", en: "this folder is that of '\(other)' too"),
                    remedy: BilingualText(nl: "Geef elke bron een eigen map", en: "Give each source a folder of its own"))
            }
            seen[path] = source.name
        }
    }

    /// What such a source brings is taken once: a second bridge would find nothing, or half.
    static func checkOwnSources(_ bridges: [Configuration.Bridge], _ table: MappingTable, _ sources: [Configuration.Source]) {
        var seen: [String: String] = [:]
        for bridge in bridges {
            guard sources.first(where: { $0.name == bridge.source })?.kind.servesOneBridge ?? false else { continue }
            let name = bridge.policy.bridge.text
            if let other = seen[bridge.source] {
                table.first { $0.key == name }?.value.report(
                    "source",
                    what: BilingualText(
                        nl: "de brug '\(other)' leest dezelfde bron", en: "the bridge '\(other)' reads the same source"),
                    remedy: BilingualText(
                        nl: "Geef elke brug een eigen bron: wat de ene las, vindt de andere niet meer",
                        en: "Give each bridge a source of its own: what one has read, the other does not find"))
            }
            seen[bridge.source] = name
        }
    }

    func reportRelationField(_ field: String) {
        let known = PartyField.allCases.map(\.rawValue).joined(separator: ", ")
        report(
            "relation_fields",
            what: BilingualText(nl: "'\(field)' is geen veld van een relatie", en: "'\(field)' is no field of a relation"),
            remedy: BilingualText(nl: "Kies uit: \(known)", en: "Choose from: \(known)"))
    }

    func reportUntoldPayments(_ target: String) {
        let able = Configuration.targetTypes.filter { $0.tellsPayments }.map { $0.type }.joined(separator: ", ")
        report(
            "payments_back",
            what: BilingualText(
                nl: "de koppeling met '\(target)' kan geen betalingen lezen", en: "the connection to '\(target)' cannot read payments"),
            remedy: BilingualText(
                nl: "Laat payments_back weg; betalingen komen terug uit: \(able)",
                en: "Leave payments_back out; payments come back from: \(able)"))
    }

    func reportForeignEntryPage(_ origin: String) {
        report(
            "entry_page",
            what: BilingualText(nl: "dit adres ligt niet op \(origin)", en: "this address is not on \(origin)"),
            remedy: BilingualText(
                nl: "Neem het adres van een boeking in dezelfde omgeving", en: "Take the address of an entry in the same environment"))
    }

    func reportHalfTLS(lacks key: String) {
        report(
            what: BilingualText(nl: "\(key) ontbreekt", en: "\(key) is missing"),
            remedy: BilingualText(
                nl: "Geef tls_certificate en tls_key samen", en: "Give tls_certificate and tls_key together"))
    }

    func reportOpenDoor(_ address: String) {
        report(
            "address",
            what: BilingualText(
                nl: "\(address) staat open voor het netwerk, zonder TLS", en: "\(address) is open to the network, without TLS"),
            remedy: BilingualText(
                nl: "Geef tls_certificate en tls_key; of schrijf clear_text: true als het netwerk daarvoor zelf zorgt",
                en: "Give tls_certificate and tls_key; or write clear_text: true when the network itself sees to that"))
    }

    /// Passwords never leave this machine in clear text, whatever `clear_text` says of pushes.
    func reportOpenConsole(_ address: String) {
        report(
            "open",
            what: BilingualText(
                nl: "de console zou op \(address) zonder TLS openstaan", en: "the console would be open on \(address) without TLS"),
            remedy: BilingualText(
                nl: "Geef onder 'service' tls_certificate en tls_key; of noem hier de proxy die TLS spreekt: reverse_proxy: ADRES",
                en: "Give tls_certificate and tls_key under 'service'; or name the proxy that speaks TLS here: reverse_proxy: ADDRESS"))
    }

    private static func isName(_ text: String) -> Bool {
        (1...50).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
