@testable import FreshPortalSource
import Testing

struct WireNumberTests {
    @Test(arguments: [
        ("12.50", "12.50"), ("12,50", "12.50"), ("1.234,5", "1234.5"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"), ("1.234", "1.234"), ("1,234", "1.234"), ("-1.234,50", "-1234.50"), (" 7,00 ", "7.00"),
        ("0,3500", "0.3500"),
        ("400", "400"), ("00012", "00012"),
    ])
    func `numbers are read as people write them`(written: String, plain: String) {
        #expect(WireNumber.plain(written) == plain)
    }

    @Test(arguments: [
        "", " ", "12,34,5", "1.2345,6", "1..2", "12,", ",5", "1.234.5,6", "1e5", "12 50", "--1", "€ 12,50", "1,2.3,4", "0x10",
    ])
    func `what is no number stays none`(written: String) {
        #expect(WireNumber.plain(written) == nil)
    }
}
