import BridgeDomain

/// Why KING ERP does not take a record. Codes and texts are assumed (reference king §8.1), but for the first example there.
struct ERPRefusal: Error, Hashable, Sendable {
    let code: Int
    let text: String

    init(_ code: Int, _ text: String) {
        self.code = code
        self.text = text
    }

    static let access = ERPRefusal(1001, "Toegangscode is onjuist")
    static let unreadable = ERPRefusal(1101, "De XML kan niet worden gelezen")
    static let balance = ERPRefusal(1210, "De journaalpost is niet in evenwicht")
    static let batchClosed = ERPRefusal(1302, "De boekingsgang is al afgesloten")
    static let batchEmpty = ERPRefusal(1303, "De boekingsgang bevat geen journaalposten")

    static func administration(_ name: String) -> Self { .init(1002, "Administratie \(name) bestaat niet") }
    static func operation(_ name: String) -> Self { .init(1003, "Opdracht \(name) bestaat niet") }
    static func element(_ name: String) -> Self { .init(1102, "Element \(name) is hier niet toegestaan") }
    static func missing(_ name: String) -> Self { .init(1103, "Element \(name) ontbreekt") }
    static func twice(_ name: String) -> Self { .init(1104, "Element \(name) komt meer dan eens voor") }
    static func value(_ name: String, _ value: String) -> Self { .init(1105, "Waarde '\(value)' van \(name) is ongeldig") }
    static func account(_ text: String) -> Self { .init(1201, "Rekening \(text) bestaat niet") }
    static func blocked(_ text: String) -> Self { .init(1202, "Rekening \(text) is geblokkeerd") }
    static func vatCode(_ code: String) -> Self { .init(1203, "BTW-code \(code) bestaat niet") }
    static func journal(_ code: String) -> Self { .init(1204, "Dagboek \(code) bestaat niet") }
    static func date(_ text: String) -> Self { .init(1205, "Datum \(text) valt buiten de boekjaren") }
    static func currency(_ code: String) -> Self { .init(1206, "Valuta \(code) kan niet worden geboekt") }
    static func negative(_ text: String) -> Self { .init(1207, "Bedrag \(text) mag niet negatief zijn") }
    static func archive(_ id: String) -> Self { .init(1208, "Archiefstuk \(id) bestaat niet") }
    static func dimension(_ number: String) -> Self { .init(1209, "Kostenplaats of kostendrager \(number) bestaat niet") }
    static func openItem(_ invoice: String) -> Self { .init(1211, "Openstaande post \(invoice) bestaat niet") }
    static func condition(_ code: String) -> Self { .init(1212, "Betalingsconditie \(code) bestaat niet") }
    static func country(_ code: String) -> Self { .init(1213, "Land \(code) bestaat niet") }
    static func period(_ period: Period) -> Self { .init(1215, "Periode \(period) is afgesloten") }
    static func searchCode(_ code: String) -> Self { .init(1214, "Zoekcode \(code) bestaat al") }
    static func batch(_ number: String) -> Self { .init(1301, "Boekingsgang \(number) bestaat niet") }
    static func entry(_ number: String) -> Self { .init(1304, "Journaalpost \(number) bestaat niet") }
    static func line(_ number: String) -> Self { .init(1305, "Journaalregel \(number) bestaat al") }
}
