import Testing

@testable import BridgeDomain

struct NumberTests {
    /// Reference `dutch-finance` §13; the numbers of GB, CHE and NO and the two departments are not from there, python-stdnum agrees.
    @Test(arguments: [
        "NL004495445B01", "NL123456782B90", "NL000099998B57", "BE0697449992", "BE0428759497", "DE136695976", "FR83404833048",
        "FR61954506077", "ATU13585627", "DK13585628", "ESB58378431", "IT00743110157", "PL8567346215", "PT501964843", "CZ25123891",
        "SK2022749619", "HU12892312", "RO18547290", "BG175074752", "EL094259216", "HR33392005961", "SI50223054", "EE100931558",
        "LV40003521600", "LT119511515", "LU15027442", "FI20774740", "SE556188840401", "IE6433435F", "CY10259033P", "MT11679112",
        "XI980780684", "GB980780684", "CHE107787577IVA", "NO995525828MVA", "GBGD001", "XIHA599",
    ])
    func `good VAT numbers`(text: String) {
        #expect(VATNumber.check(text).number?.text == text)
    }

    @Test(arguments: [
        "NL001234567B02", "NL004495445B02X", "BE1000000042", "DE136695978", "FR84404833048", "ATU13585626", "DK13585627", "ESB58378432",
        "IT00743110158", "PL8567346216", "PT501964842", "CZ25123892", "SK2022749618", "HU12892313", "RO18547291", "BG175074751",
        "EL094259217", "HR33392005962", "SI50223055", "EE100931557", "LV40003521601", "LT119511514", "LU15027443", "FI20774741",
        "SE556188840501", "IE6433435E", "CY10259033Q", "MT11679113", "XI980780685", "GB980780685", "CHE107787578IVA", "NO995525829MVA",
    ])
    func `bad VAT numbers`(text: String) {
        #expect(VATNumber(text) == nil)
    }

    @Test func `the verdict tells what is wrong`() {
        #expect(VATNumber.check("DE136695978") == .checkDigitWrong(VATNumber(prefix: "DE", country: .germany, text: "DE136695978")))
        #expect(VATNumber.check("DE13669597") == .formatWrong(prefix: "DE"))
        #expect(VATNumber.check("NL004495445") == .formatWrong(prefix: "NL"))
        #expect(VATNumber.check("US123456789") == .prefixUnknown)
        for text in ["", "N", "004495445B01", "€", String(repeating: "NL", count: 5000)] {
            #expect(VATNumber.check(text) == .prefixUnknown)
        }
    }

    @Test(arguments: [
        ("nl 0044.95.445.B.01", "NL004495445B01", "NL"), ("GR 094259216", "EL094259216", "GR"), ("EL094259216", "EL094259216", "GR"),
        ("BE 428.759.497", "BE0428759497", "BE"), ("CHE-107.787.577 IVA", "CHE107787577IVA", "CH"),
        ("995 525 828 MVA", "NO995525828MVA", "NO"), ("XI 980 7806 84", "XI980780684", "XI"),
    ])
    func `spellings come to one normal form`(text: String, normal: String, code: String) throws {
        let number = try #require(VATNumber(text))
        #expect(number.text == normal)
        #expect(number.country == country(code))
    }

    @Test(arguments: UInt64(0)..<20)
    func `no text makes a check fail`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let prefixes = Array(VATNumberScheme.all.keys).sorted() + ["", "GR", "é"]
        let alphabet = Array("0123456789ABUMWXYZbé+*. -/")
        for _ in 0..<2000 {
            let length = Int.random(in: 0...14, using: &random)
            let body = String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            let text = prefixes[Int.random(in: 0..<prefixes.count, using: &random)] + body
            if let number = VATNumber(text) { #expect(VATNumber(number.text) == number, "\(text)") }
            _ = (IBAN(text), GLN(text), ChamberOfCommerceNumber(text))
        }
    }

    @Test(arguments: [
        "NL91ABNA0417164300", "DE89370400440532013000", "BE68539007547034", "FR1420041010050500013M02606", "nl91 abna 0417 1643 00",
    ])
    func `good bank accounts`(text: String) {
        #expect(IBAN(text) != nil)
    }

    @Test(arguments: [
        "NL91ABNA0417164301", "BE68539007547035", "NL91ABNA041716430", "US91ABNA0417164300", "", "NL91", "NLABNA0417164300XX",
    ])
    func `bad bank accounts`(text: String) {
        #expect(IBAN(text) == nil)
    }

    @Test func `a bank account is shown in groups of four`() {
        #expect(IBAN("NL91ABNA0417164300")?.description == "NL91 ABNA 0417 1643 00")
        #expect(IBAN("NL91ABNA0417164300")?.countryText == "NL")
    }

    @Test(arguments: [
        ("8712345678906", true), ("8719604107308", false), ("871234567890", false), ("87123456789060", false), ("871234567890x", false),
    ])
    func `GLN has thirteen digits and a check digit`(text: String, isRight: Bool) {
        #expect((GLN(text) != nil) == isRight)
    }

    @Test(arguments: [("12345678", "12345678"), ("01234567", "01234567"), ("1234 5678", "12345678")])
    func `a chamber of commerce number has eight digits`(text: String, normal: String) {
        #expect(ChamberOfCommerceNumber(text)?.text == normal)
    }

    @Test(arguments: ["1234567", "123456789", "1234567a", "00000000", ""])
    func `other texts are no chamber of commerce number`(text: String) {
        #expect(ChamberOfCommerceNumber(text) == nil)
    }
}
