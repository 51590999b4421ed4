public import AFASSimulator
import BridgeDomain
import BridgeJSON
import BridgeMapping
public import ExactSimulator
public import FreshPortalSimulator
public import KingSimulator

// Books in which the customers that a trading day knows from before are there already, under the numbers of the sample rules, and in which
// the day's closed month is closed.

extension ExactSandbox.Settings {
    /// Adds the day's known customers, and closes its closed month.
    public mutating func know(_ day: TradingDay) {
        guard !divisions.isEmpty else { return }
        for customer in KnownCustomer.all(of: day, under: ExactTarget.sampleRules) {
            var relation = ExactSandbox.Relation(customer.number, customer.name)
            relation.country = customer.country
            relation.vatNumber = customer.vatNumber
            relation.chamberOfCommerce = customer.chamberOfCommerce
            divisions[0].accounts.append(relation)
        }
        divisions[0].closedPeriods.append(ExactSandbox.ClosedPeriod(day.manifest.closedPeriod))
    }
}

extension AFASSandbox.Settings {
    /// The vendor's own country codes (reference afas-profit §3.5) of those customers are from.
    private static let countries = ["BE": "B", "DE": "D", "FR": "F", "NO": "N", "US": "USA"]

    /// Adds the day's known customers, or all of them, and blocks its closed month.
    public mutating func know(_ day: TradingDay, withNew: Bool = false) {
        guard !environments.isEmpty, !environments[0].units.isEmpty else { return }
        for customer in KnownCustomer.all(of: day, under: AFASTarget.sampleRules, withNew: withNew) {
            let isDomestic = customer.country == "NL"
            var relation = AFASSandbox.Relation(customer.number, customer.name, summaryAccount: customer.control)
            relation.country = Self.countries[customer.country] ?? customer.country
            relation.vatDuty = isDomestic ? "1" : customer.isMember ? "2" : "3"
            relation.vatNumber = customer.vatNumber
            relation.chamberOfCommerce = customer.chamberOfCommerce
            environments[0].debtors.append(relation)
        }
        environments[0].units[0].blockedPeriods.insert(day.manifest.closedPeriod)
    }
}

extension KingSandbox.Settings {
    /// Adds the day's known customers, or all of them, to the administration of KING ERP, and closes its closed month there.
    public mutating func knowERP(_ day: TradingDay, withNew: Bool = false) {
        guard !erpAdministrations.isEmpty else { return }
        for customer in KnownCustomer.all(of: day, under: KingERPFileTarget.sampleRules, withNew: withNew) {
            guard let number = Int(customer.number) else { continue }
            erpAdministrations[0].debtors.append(KingSandbox.Relation(number, customer.code, customer.name, control: customer.control))
        }
        // The day has customers who pay within a week.
        erpAdministrations[0].paymentConditions.append(7)
        erpAdministrations[0].closedPeriods.insert(day.manifest.closedPeriod)
    }

    /// Adds the day's known customers to KING Finance, and closes its closed month.
    public mutating func know(_ day: TradingDay) {
        guard !administrations.isEmpty else { return }
        for customer in KnownCustomer.all(of: day, under: KingFinanceTarget<KingFinanceByHTTP>.sampleRules) {
            let isDomestic = customer.country == "NL"
            var record = [
                "NR": customer.number, "ZKSL": customer.code, "NAAM": customer.name, "LAND": customer.country, "BETCOND": "30",
                "BTWPL": isDomestic ? "B" : customer.isMember ? "I" : "U", "SLUITREK": customer.control, "VAL": "EUR", "BLOK": "N",
            ]
            record["BTWNR"] = customer.vatNumber
            record["KVKNR"] = customer.chamberOfCommerce
            administrations[0].records["DEB", default: []].append(record)
        }
        administrations[0].closedPeriods.insert(day.manifest.closedPeriod)
    }
}

/// A customer the books know.
private struct KnownCustomer {
    var number: String
    /// In the trade system.
    var code: String
    var name: String
    var country: String
    var vatNumber: String?
    var chamberOfCommerce: String?

    private static let memberStates: Set = ["BE", "DE", "FR", "PL"]

    var isMember: Bool { Self.memberStates.contains(country) }
    /// The collective account of reference dutch-finance §14.
    var control: String { country == "NL" ? "1300" : isMember ? "1310" : "1320" }

    static func all(of day: TradingDay, under yaml: String, withNew: Bool = false) -> [KnownCustomer] {
        guard let rules = try? MappingRules(yaml: yaml) else { return [] }
        let mapper = Mapper(rules: rules)
        return day.parties.filter { (withNew || !$0.isNew) && $0.kind == .debtor }.compactMap { party in
            guard let number = mapper.number(of: PartyKey(.debtor, party.code)), let name = party.json["name"]?.string else { return nil }
            return KnownCustomer(
                number: number, code: party.code.text, name: name, country: party.json["country"]?.string ?? "NL",
                vatNumber: party.json["vat_number"]?.string,
                chamberOfCommerce: party.json["kvk"]?.string)
        }
    }
}
