import BridgeConnector
import BridgeDomain

/// A debtor or creditor as King holds it (reference `king` §3.1): only columns that the source has a value for.
struct KingRelationMessage {
    let order: PartyOrder
    let settings: KingFinanceSettings
    let today: CalendarDate

    private var party: Party { order.party }
    private var kind: PartyKind { party.key.kind }
    var table: String { KingRelationID.table(kind) }
    /// `ZKSL`, by which the source's own code is found.
    var searchKey: String { KingValue.cut(party.key.code.text, KingFinanceContract.referenceMax) }

    static let columns = """
        NR ZKSL NAAM NAAM2 STRAAT HNR HNRTV POSTCD PLAATS LAND EMAIL BTWNR BTWPL KVKNR BETCOND SLUITREK BNKIBAN EANNR BLOK
        """

    /// Every column we keep in line, but number and search key.
    var cells: [KingDocument.Cell] {
        let address = party.billingAddress
        let (number, addition) = Self.houseNumber(address.houseNumber, address.addition)
        let country = address.country.isEmpty ? party.country : address.country
        let cells: [(StaticString, String?, Int)] = [
            ("NAAM", party.name, 50), ("NAAM2", party.secondName, 50), ("STRAAT", address.street, 37), ("HNR", number, 5),
            ("HNRTV", addition, 6), ("POSTCD", address.postcode, 8), ("PLAATS", address.city, 24),
            ("LAND", settings.countryCodes[country] ?? country, 3), ("EMAIL", party.email, 64),
            ("BTWNR", party.vatNumber.map { String($0.filter { $0.isLetter || $0.isNumber }) }, 14), ("BTWPL", duty, 1),
            ("KVKNR", party.chamberOfCommerce, 15), ("BETCOND", order.paymentCondition ?? settings.paymentCondition, 3),
            ("SLUITREK", order.collectiveAccount?.text, 8),
            ("BNKIBAN", party.iban.map { String($0.filter { !$0.isWhitespace }) }, 34), ("EANNR", party.gln, 13),
        ]
        return cells.compactMap { name, text, max in
            guard let text, !text.isEmpty else { return nil }
            return (name, KingValue.cut(text, max))
        }
    }

    /// A new record, with the number the mapping gave.
    var creation: String { KingDocument.create(table, [("NR", order.number), ("ZKSL", searchKey)] + cells) }

    /// The columns that differ from what is there; nil when none does.
    func change(from row: KingRow, number: String) -> String? {
        let changed = cells.filter { row["\($0.name)"] != $0.text }
        guard !changed.isEmpty else { return nil }
        return KingDocument.update(table, where: [KingCondition("NR", .equal, number)], changed)
    }

    private var duty: String {
        let group = party.countryGroup ?? CountryCode(party.country)?.group(on: today) ?? .domestic
        return settings.vatDuties[group] ?? KingFinanceContract.vatDuty(group)
    }

    /// The house number is a whole number over there: what follows its digits belongs to the addition.
    static func houseNumber(_ number: String, _ addition: String) -> (number: String?, addition: String?) {
        let digits = number.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 5 else { return (nil, [number, addition].filter { !$0.isEmpty }.joined(separator: " ")) }
        let rest = String(number.dropFirst(digits.count).drop { $0 == " " || $0 == "-" })
        return (String(digits), [rest, addition].filter { !$0.isEmpty }.joined(separator: " "))
    }
}
