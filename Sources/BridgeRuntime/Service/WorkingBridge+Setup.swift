public import BridgeConnector
public import BridgeDomain
import BridgeEngine
public import BridgeJournal
public import BridgeMapping
import BridgeHTTP
import BridgeHTTPServer
import BridgeSource
import Synchronization

extension WorkingBridge {
    /// One of the target's lists that rules take codes from.
    public enum CodeList: String, Hashable, Sendable, CaseIterable {
        case account
        case vatCode = "vat_code"
        case daybook
        case paymentCondition = "payment_condition"
        case costCentre = "cost_centre"
        case costUnit = "cost_unit"

        /// What people call a code of the list.
        public var name: BilingualText {
            switch self {
            case .account: BilingualText(nl: "rekening", en: "account")
            case .vatCode: BilingualText(nl: "btw-code", en: "VAT code")
            case .daybook: BilingualText(nl: "dagboek", en: "daybook")
            case .paymentCondition: BilingualText(nl: "betalingsconditie", en: "payment condition")
            case .costCentre: BilingualText(nl: "kostenplaats", en: "cost centre")
            case .costUnit: BilingualText(nl: "kostendrager", en: "cost unit")
            }
        }
    }

    /// A code of a rules file that the target does not have.
    public struct MissingCode: Hashable, Sendable {
        public var list: CodeList
        public var code: String
    }

    /// Reads the target's code lists and relations into the journal: what posting needs to know, and matching.
    public func refreshTarget() async throws -> MasterData {
        let lane = Lane(parts: parts, orders: translator, owner: "setup-\(parts.clock.now().milliseconds)")
        let master: MasterData
        do { master = try await lane.refreshTarget() } catch {
            await lane.release()
            throw error
        }
        await lane.release()
        return master
    }

    /// The codes that rules can give and the target does not have. Reads the target's lists anew.
    public func codesMissing(in rules: MappingRules) async throws -> [MissingCode] { missing(in: rules, from: try await refreshTarget()) }

    /// The codes that rules can give and these lists do not have.
    public func missing(in rules: MappingRules, from master: MasterData) -> [MissingCode] {
        let used = rules.codesUsed
        func missing(_ list: CodeList, _ codes: some Sequence<String>, _ known: [MasterCode]) -> [MissingCode] {
            let have = Set(known.filter { !$0.blocked }.map(\.code))
            return codes.filter { !have.contains($0) }.sorted().map { MissingCode(list: list, code: $0) }
        }
        return missing(.account, used.accounts.map(\.text), master.accounts)
            + missing(.vatCode, used.vatCodes.map(\.text), master.vatCodes)
            + missing(.daybook, used.daybooks.map(\.text), master.daybooks)
            + missing(.paymentCondition, used.paymentConditions.map(\.text), master.paymentConditions)
            + missing(.costCentre, used.costCentres.map(\.text), master.costCentres)
            + missing(.costUnit, used.costUnits.map(\.text), master.costUnits)
    }
}

/// Catches the callback of a consent on this machine.
public final class ConsentCallback: Sendable {
    private let server: HTTPServer
    private let query: AsyncStream<String>

    /// Listens where the redirect address says; fails when that is not on this machine.
    public init(redirect: String) throws(InstallationError) {
        guard let (port, path) = Self.local(redirect) else {
            throw InstallationError(
                nl: "het terugkeeradres \(redirect) is niet op deze machine: open de koppeling, en geef het adres waar de browser eindigt "
                    + "met --callback",
                en: "the redirect address \(redirect) is not on this machine: open the link, and give the address the browser ends at "
                    + "with --callback")
        }
        let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(1))
        var router = Router()
        router.on(.get, path) { request, _ in
            if let mark = request.target.firstIndex(of: "?") {
                continuation.yield(String(request.target[request.target.index(after: mark)...]))
            }
            let page =
                "<!doctype html><meta charset=utf-8><title>LedgerBridge</title>"
                + "<p>De toestemming is ontvangen; dit venster kan dicht.<p>The consent has arrived; this window can be closed."
            return .respond(
                HTTPResponse(status: 200, fields: ["Content-Type": "text/html; charset=utf-8"], body: Array(page.utf8)))
        }
        query = stream
        server = HTTPServer(handler: router, configuration: HTTPServer.Configuration(port: port))
        do { try server.start() } catch {
            throw InstallationError(
                nl: "poort \(port) voor het terugkeeradres is niet te openen: \(error)",
                en: "port \(port) for the redirect address cannot be opened: \(error)")
        }
    }

    /// The callback's query; nil when none came within `seconds`.
    public func wait(seconds: Int) async -> String? {
        let found = await withTaskGroup(of: String?.self) { group in
            group.addTask { [query] in
                for await text in query { return text }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        await server.stop()
        return found
    }

    private static func local(_ redirect: String) -> (port: UInt16, path: String)? {
        for host in ["http://127.0.0.1:", "http://localhost:"] where redirect.hasPrefix(host) {
            let rest = redirect.dropFirst(host.count)
            let digits = rest.prefix { $0.isNumber }
            guard let port = UInt16(digits) else { return nil }
            let path = String(rest.dropFirst(digits.count))
            return (port, path.isEmpty ? "/" : path)
        }
        return nil
    }
}

extension WorkingBridge {
    /// Links every party of a kind whose relation in the books has exactly its number and name; reads parties and relations first.
    /// Returns how many were linked.
    public func linkKnown(_ kind: PartyKind, by who: Who) async throws -> Int {
        let lane = Lane(parts: parts, orders: translator, owner: "setup-\(parts.clock.now().milliseconds)")
        do {
            try await lane.readSource([.debtors, .creditors])
            _ = try await lane.refreshTarget()
        } catch {
            await lane.release()
            throw error
        }
        await lane.release()
        return try await Desk(parts: parts, who: who).linkByNumber(kind, orders: translator).count
    }

    /// Reads everything the source has into the journal, and nothing else: nothing goes to the books. False when another process works on
    /// the bridge, which then reads by itself.
    public func readSource() async throws -> Bool {
        let lane = Lane(parts: parts, orders: translator, owner: "setup-\(parts.clock.now().milliseconds)")
        let isOurs: Bool
        do { isOurs = try await lane.readSource() } catch {
            await lane.release()
            throw error
        }
        await lane.release()
        return isOurs
    }
}
