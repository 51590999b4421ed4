import CQREncode

/// A QR code: a square of dark and light fields (ISO/IEC 18004), made by libqrencode.
public struct QRCode: Sendable {
    /// Fields along one side, without the light margin that belongs around them: 21…177.
    public let side: Int
    /// Light fields that readers want on every side.
    public static let margin = 4
    /// Bytes of text that are taken. The format's own end, at this correction, is 2,331.
    public static let textMax = 2_000

    private let dark: [Bool]

    /// The smallest code of a text, as bytes, that stands 15% of damage (level M). nil for an empty text or one longer than ``textMax``.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= Self.textMax, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            return nil
        }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit says dark; the others say what a field is for.
        dark = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    /// Whether a field is dark; light outside of the square.
    public func isDark(column: Int, row: Int) -> Bool {
        guard 0..<side ~= column, 0..<side ~= row else { return false }
        return dark[row * side + column]
    }

    /// The dark fields of a row, as stretches of columns.
    public func darkStretches(row: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for column in 0..<side where isDark(column: column, row: row) {
            if let last = found.last, last.upperBound == column {
                found[found.count - 1] = last.lowerBound..<column + 1
            } else {
                found.append(column..<column + 1)
            }
        }
        return found
    }
}
