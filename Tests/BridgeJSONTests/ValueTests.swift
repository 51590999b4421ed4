import BridgeDomain
import BridgeJSON
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("12.50", "12.5"), ("-12.50", "-12.5"), ("1e2", "100"), ("1E+2", "100"), ("1.5e-1", "0.15"),
        ("150e-2", "1.5"),
        ("-2.5e3", "-2500"), ("1e-12", "0.000000000001"), ("10e-13", "0.000000000001"), ("1e18", "1000000000000000000"),
        ("9223372036854775807", "9223372036854775807"), ("0.000000000001", "0.000000000001"), ("\"12.50\"", "12.5"),
        ("1.000000000000000", "1"),
    ])
    func `decimals are exact, exponents included`(text: String, value: String) throws {
        let decimal = try #require(try JSON(parsing: text).decimal)
        #expect(decimal.description == value)
    }

    @Test(arguments: [
        "1e-13", "1e19", "1e25", "9223372036854775808", "1e999999999999999999999", "1e-999999999999999999999", "0.0000000000001", "\"1e2\"",
        "\"1,5\"",
        "\" 1\"", "\"\"", "true", "null", "[1]", "{}",
    ])
    func `what has no exact decimal gives none`(text: String) throws {
        #expect(try JSON(parsing: text).decimal == nil)
    }

    @Test(arguments: [
        ("12", 12 as Int64?), ("-9223372036854775808", .min), ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil), ("\"1\"", nil),
    ])
    func `whole numbers of 64 bits are integers`(text: String, value: Int64?) throws {
        #expect(try JSON(parsing: text).integer == value)
    }

    @Test func `members and elements are found by name and place`() throws {
        let value = try JSON(parsing: #"{"a":[10,{"b":null}],"c":true}"#)
        #expect(value["a"]?[0] == 10)
        #expect(value["a"]?[1]?["b"]?.isNull == true)
        #expect(value["c"]?.bool == true)
        #expect(value["d"] == nil)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value[0] == nil)
        #expect(value["a"]?["b"] == nil)
        #expect(value["a"]?.array?.count == 2)
        #expect(value.members?.map(\.name) == ["a", "c"])
    }

    @Test func `numbers are made of whole numbers and exact decimals`() throws {
        let rate = try #require(ExactDecimal("1.0850"))
        #expect(JSON.number(rate).description == "1.085")
        #expect(JSON.number(Int64.min).description == "-9223372036854775808")
        #expect(JSON.string(nil as String?) == .null)
    }
}
