public import BridgeConnector
public import BridgeDomain
import BridgeEngine
public import BridgeJournal
public import BridgeMapping
import BridgeSource

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

    /// Reads the target's code lists and relations into the journal: what posting needs to know, and matching. `anew` reads all lists, also those
    /// that are young: somebody has just changed them.
    public func refreshTarget(anew: Bool = false) async throws -> MasterData {
        let lane = Lane(parts: parts, orders: translator, owner: "setup-\(parts.clock.now().milliseconds)")
        let master: MasterData
        do { master = try await lane.refreshTarget(anew: anew) } catch {
            await lane.release()
            throw error
        }
        await lane.release()
        return master
    }

    /// What in these lists of the target does not go with the rules in force: VAT codes that do something else there, and what the system itself
    /// cannot do with a code. Calls nobody.
    public func findings(in master: MasterData, _ target: any TargetSetup) -> [ConnectionFinding] {
        let rules = translator.mapper.rules
        return target.findings(in: master, rules, on: parts.zone.date(of: parts.clock.now())) + findingsUntold(of: rules, by: master)
    }

    /// The codes that rules can give and the target does not have. Reads the target's lists anew.
    public func codesMissing(in rules: MappingRules) async throws -> [MissingCode] { missing(in: rules, from: try await refreshTarget()) }

    /// The codes that rules can give and these lists do not have.
    public func missing(in rules: MappingRules, from master: MasterData) -> [MissingCode] {
        comparedLists(of: rules, master).flatMap { list, used, known -> [MissingCode] in
            // A list nobody gave is not known, rather than empty.
            if isUnasked, known.isEmpty { return [] }
            let have = Set(known.filter { !$0.blocked }.map(\.code))
            return used.filter { !have.contains($0) }.sorted().map { MissingCode(list: list, code: $0) }
        }
    }

    /// Each list with the codes that rules can give and those the books tell.
    func comparedLists(of rules: MappingRules, _ master: MasterData) -> [(list: CodeList, used: [String], known: [MasterCode])] {
        let used = rules.codesUsed
        return [
            (.account, used.accounts.map(\.text), master.accounts), (.vatCode, used.vatCodes.map(\.text), master.vatCodes),
            (.daybook, used.daybooks.map(\.text), master.daybooks),
            (.paymentCondition, used.paymentConditions.map(\.text), master.paymentConditions),
            (.costCentre, used.costCentres.map(\.text), master.costCentres), (.costUnit, used.costUnits.map(\.text), master.costUnits),
        ]
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

extension TargetSetup {
    /// What in these lists does not go with the rules on that day: VAT codes that do something else there, and what the system itself cannot do
    /// with a code. Calls nobody.
    func findings(in master: MasterData, _ rules: MappingRules, on day: CalendarDate) -> [ConnectionFinding] {
        VATComparison(rules: rules, master: master, reading: Self.vat, today: day).findings
            + findings(using: rules.codesUsed, known: master)
    }
}
