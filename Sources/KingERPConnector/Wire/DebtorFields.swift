/// Elements of `KING_DEBITEUREN` (reference king §7.3). The schema knows more; what is written is what the source has.
enum DebtorFields {
    static let number = KingField("NAW_NUMMER", .whole(JournalFields.number))
    static let searchCode = KingField("NAW_ZOEKCODE", .text(10))
    static let paymentCondition = KingField("NAW_BETALINGSCONDITIE", .whole(999))
    static let vatCode = KingField("NAW_BTWCODE", .whole(999))
    static let group = KingField("NAW_DEBITEURGROEP", .whole(999))
    static let currency = KingField("NAW_VALUTACODE", .text(3))
    static let creditLimit = KingField("NAW_KREDIETLIMIET", .amount)
    static let vatNumber = KingField("NAW_BTWNUMMER", .text(15))
    static let chamberOfCommerce = KingField("NAW_KVKNUMMER", .text(40))

    static let name = KingField("ADR_NAAM1", .text(40))
    static let secondName = KingField("ADR_NAAM2", .text(40))
    static let street = KingField("ADR_STRAAT", .text(40))
    static let houseNumber = KingField("ADR_HUISNUMMER", .text(10))
    static let postcode = KingField("ADR_POSTCODE", .text(40))
    static let city = KingField("ADR_WOONPLAATS", .text(40))
    static let country = KingField("ADR_LAND", .text(3))
    static let email = KingField("ADR_EMAIL", .text(80))
    static let ean = KingField("ADR_EAN", .text(13))

    static let bankAccount = KingField("BANK_REKENINGNUMMER", .text(34))

    static let all = [
        number, searchCode, paymentCondition, vatCode, group, currency, creditLimit, vatNumber, chamberOfCommerce, name, secondName, street,
        houseNumber, postcode, city, country, email, ean, bankAccount,
    ]
}
