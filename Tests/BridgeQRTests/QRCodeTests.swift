import BridgeQR
import Testing

@Suite("A QR code")
struct QRCodeTests {
    /// The three squares in the corners by which a camera finds the code (ISO/IEC 18004, 6.3.3).
    private static let finder = [
        "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######",
    ]

    private static func text(_ code: QRCode, _ columns: Range<Int>, _ rows: Range<Int>) -> [String] {
        rows.map { row in String(columns.map { code.isDark(column: $0, row: row) ? "#" : "." }) }
    }

    @Test("has its three corners, and light around them") func corners() throws {
        let code = try #require(QRCode("otpauth://totp/LedgerBridge:anna?secret=JBSWY3DPEHPK3PXP&issuer=LedgerBridge"))
        #expect((code.side - 17).isMultiple(of: 4))
        for (column, row) in [(0, 0), (code.side - 7, 0), (0, code.side - 7)] {
            #expect(Self.text(code, column..<column + 7, row..<row + 7) == Self.finder)
        }
        #expect(!code.isDark(column: -1, row: 0) && !code.isDark(column: 0, row: code.side))
        // Every second field between two corners is dark (6.3.5).
        #expect((8..<code.side - 8).allSatisfy { code.isDark(column: $0, row: 6) == $0.isMultiple(of: 2) })
    }

    @Test("grows with its text and is another for another text") func grows() throws {
        let (short, long) = (try #require(QRCode("a")), try #require(QRCode(String(repeating: "a", count: QRCode.textMax))))
        #expect(short.side == 21 && long.side > 150)
        let other = try #require(QRCode("b"))
        #expect(Self.text(short, 0..<21, 0..<21) != Self.text(other, 0..<21, 0..<21))
    }

    @Test("stretches are the dark fields") func stretches() throws {
        let code = try #require(QRCode("grootboek"))
        for row in 0..<code.side {
            let dark = Set(code.darkStretches(row: row).flatMap(\.self))
            #expect(dark == Set((0..<code.side).filter { code.isDark(column: $0, row: row) }))
        }
    }

    @Test("of nothing, or of too much, there is none") func none() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "a", count: QRCode.textMax + 1)) == nil)
    }
}
