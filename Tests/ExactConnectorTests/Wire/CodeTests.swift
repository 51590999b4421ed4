import Testing

@testable import ExactConnector

@Suite struct `Relation codes` {
    @Test(arguments: [("10042", "             10042"), ("C0412", "             C0412"), ("123456789012345678", "123456789012345678")])
    func `are padded to eighteen positions and back`(code: String, padded: String) {
        #expect(ExactCode.padded(relation: code, .netherlands) == padded)
        #expect(ExactCode.relation(padded, .netherlands) == code)
    }

    @Test func `keep leading zeros where the country does not fill with them`() {
        #expect(ExactCode.relation("             00042", .netherlands) == "00042")
    }

    @Test(arguments: [
        ("11", "           0000011"), ("0", "           0000000"), ("C11", "               C11"), ("12345678", "          12345678"),
    ])
    func `are filled with zeros in France`(code: String, padded: String) {
        #expect(ExactCode.padded(relation: code, .france) == padded)
        #expect(ExactCode.relation(padded, .france) == code)
    }
}
