import BridgeConnector
import BridgeDomain
import BridgeJSON

/// A party as a message to `KnSalesRelationOrg/Per` or `KnPurchaseRelationOrg/Per` (reference `afas-profit` §8, §11). What the source does not
/// know is left out, and so left as it is.
///
/// **How the organisation is found (`MatchOga`, `MatchPer`).** The service offers to match by chamber of commerce number, name or address
/// itself; but one hit wins over what was asked for, so that an insert changes somebody's organisation unseen, and several hits are an error.
/// So we never let it guess. A new party gets a new organisation (6; persons 7), after matching by link, VAT number, chamber of commerce
/// number and number was done on our side and a person was asked where something matched. A party that is linked gets the number its
/// organisation has (0).
struct AFASRelationMessage {
    /// Which of the two kinds of body it is about.
    enum Body: Hashable, Sendable {
        case organisation
        case person

        /// The end of the connector's name.
        var ending: String { self == .organisation ? "Org" : "Per" }
        var object: String { self == .organisation ? "KnOrganisation" : "KnPerson" }
        var matchField: String { self == .organisation ? "MatchOga" : "MatchPer" }
        var alwaysNew: String { self == .organisation ? "6" : "7" }
        var nameField: String { self == .organisation ? "Nm" : "LaNm" }
        var nameMax: Int { self == .organisation ? 255 : 80 }
    }

    let order: PartyOrder
    let settings: AFASSettings
    let body: Body
    private(set) var problems: [Problem] = []

    private var party: Party { order.party }
    private var kind: PartyKind { party.key.kind }

    init(_ order: PartyOrder, _ settings: AFASSettings, _ body: Body) {
        self.order = order
        self.settings = settings
        self.body = body
    }

    /// The connector, which is also the root object.
    var connector: String { (kind == .debtor ? "KnSalesRelation" : "KnPurchaseRelation") + body.ending }

    /// For a new relation; `of` is the number of an organisation that is there already.
    mutating func insert(of organisation: String? = nil) -> JSON {
        let condition = order.paymentCondition ?? settings.relations.paymentCondition
        let account = order.collectiveAccount ?? (kind == .debtor ? settings.relations.debtorAccount : settings.relations.creditorAccount)
        if condition == nil { problems.append(Problem(.targetFieldMissing, at: Place("party.payment_term_code"), found: party.name)) }
        if account == nil { problems.append(Problem(.collectiveAccountUnmapped, at: Place("party"), found: party.name)) }
        var element = AFASElement(
            key: (keyField, order.number),
            fields: [
                (kind == .debtor ? "IsDb" : "IsCr", true), ("CuId", .string((party.currency ?? settings.bookCurrency).code)),
                ("PaCd", AFASValue.text(condition)), ("ColA", AFASValue.text(account?.text)), ("VaDu", AFASValue.text(vatDuty)),
                ("VaId", AFASValue.text(party.vatNumber)),
                ("InPv", kind == .debtor ? AFASValue.text(settings.relations.issueMethod) : nil),
                ("Krli", kind == .debtor ? party.creditLimit.map { AFASValue.amount($0) } : nil),
            ])
        let below =
            organisation.map { AFASElement(fields: [(body.matchField, "0"), ("BcCo", .string($0))]) }
            ?? details([("PadAdr", true), ("AutoNum", true), (body.matchField, .string(body.alwaysNew))], withAccount: true)
        element.objects = [(body.object, [below])]
        return element.message(root: connector)
    }

    /// For a relation that is linked to the party. Its number, currency and collective account stay: people know it by the one, and its open
    /// items lie on the others.
    mutating func change(_ number: String, organisation: String, withAccount: Bool) -> JSON {
        var element = AFASElement(
            key: (keyField, number), fields: [("PaCd", AFASValue.text(order.paymentCondition)), ("VaId", AFASValue.text(party.vatNumber))])
        element.objects = [
            (body.object, [details([(body.matchField, "0"), ("BcCo", .string(organisation))], withAccount: withAccount)])
        ]
        return element.message(root: connector)
    }

    private var keyField: String { kind == .debtor ? "DbId" : "CrId" }

    private var vatDuty: String? {
        let group = party.countryGroup ?? CountryCode(party.country)?.group(on: CalendarDate(daysSinceEpoch: 20_000))
        return group.flatMap { settings.relations.vatDuties[$0] }
    }

    // MARK: Organisation or person

    private mutating func details(_ head: [(name: String, value: JSON?)], withAccount: Bool) -> AFASElement {
        var element = AFASElement(
            fields: head + [
                ("SeNm", AFASValue.text(searchName)), (body.nameField, AFASValue.cut(party.name, body.nameMax)),
                ("CcNr", body == .organisation ? AFASValue.text(party.chamberOfCommerce) : nil), ("EmAd", AFASValue.text(party.email)),
            ])
        element.objects = [address, withAccount ? account : nil].compactMap(\.self)
        return element
    }

    /// Ten characters people search by: letters and digits of the name, in capitals.
    private var searchName: String { String(party.name.uppercased().filter { $0.isLetter || $0.isNumber }.prefix(10)) }

    private var address: (name: String, elements: [AFASElement])? {
        mutating get {
            let address = party.billingAddress
            guard !address.city.isEmpty || !address.street.isEmpty || !address.postcode.isEmpty else { return nil }
            guard let country = country(address.country.isEmpty ? party.country : address.country) else { return nil }
            let (number, addition) = Self.houseNumber(address.houseNumber, address.addition)
            let isBox = address.street.lowercased().hasPrefix("postbus") || address.street.lowercased().hasPrefix("p.o. box")
            let fields: [(name: String, value: JSON?)] = [
                ("CoId", .string(country)), ("PbAd", .bool(isBox)), ("Ad", AFASValue.cut(address.street, 60)),
                ("HmNr", number.map { .number($0) }),
                ("HmAd", AFASValue.cut(addition, 30)), ("ZpCd", AFASValue.cut(address.postcode, 15)),
                ("Rs", AFASValue.cut(address.city, 50)),
                // The source's address counts, not what the service would make of the postcode.
                ("ResZip", false),
            ]
            return ("KnBasicAddressAdr", [AFASElement(fields: fields)])
        }
    }

    private var account: (name: String, elements: [AFASElement])? {
        mutating get {
            guard let iban = party.iban.map(AFASIBAN.compact), !iban.isEmpty, let country = country(String(iban.prefix(2))) else {
                return nil
            }
            return ("KnBankAccount", [AFASElement(fields: [("CoId", .string(country)), ("IbCk", true), ("Iban", .string(iban))])])
        }
    }

    private mutating func country(_ iso: String) -> String? {
        if let code = AFASCountries.code(iso, settings.relations) { return code }
        problems.append(Problem(.targetCodeUnknown, at: Place("party.country"), found: iso))
        return nil
    }

    /// The house number is a whole number over there: what follows its digits belongs to the addition.
    static func houseNumber(_ number: String, _ addition: String) -> (number: Int?, addition: String) {
        let digits = number.prefix { $0.isASCII && $0.isNumber }
        let rest = String(number.dropFirst(digits.count).drop { $0 == " " })
        guard let value = Int32(digits) else { return (nil, [number, addition].filter { !$0.isEmpty }.joined(separator: " ")) }
        return (Int(value), [rest, addition].filter { !$0.isEmpty }.joined(separator: " "))
    }
}

/// Bank account numbers as they compare.
enum AFASIBAN {
    static func compact(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }
}
