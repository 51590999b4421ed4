import Testing

@testable import ExactConnector

@Test(arguments: [("10042", "             10042"), ("C0412", "             C0412")])
func `a relation's code is padded to eighteen positions and back`(code: String, padded: String) {
    #expect(ExactCode.padded(relation: code, .netherlands) == padded)
    #expect(ExactCode.relation(padded, .netherlands) == code)
}
