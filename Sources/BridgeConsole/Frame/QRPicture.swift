import BridgeHTML
import BridgeQR

extension HTML {
    /// A square for a telephone's camera, dark on light whatever the page's colours are; nothing where the text is too long for one.
    static func qrCode(_ text: String, label: String) -> HTML {
        guard let code = QRCode(text) else { return HTML() }
        let (margin, whole) = (QRCode.margin, code.side + 2 * QRCode.margin)
        let fields = (0..<code.side).flatMap { row in
            code.darkStretches(row: row).map { "M\($0.lowerBound) \(row)h\($0.count)v1h-\($0.count)z" }
        }
        return el(
            .svg, .class("qr"), .role("img"), .label(label), Attribute("viewBox", "\(-margin) \(-margin) \(whole) \(whole)"),
            Attribute("shape-rendering", "crispEdges")
        ) {
            el(
                .rect, Attribute("x", "\(-margin)"), Attribute("y", "\(-margin)"), Attribute("width", "\(whole)"),
                Attribute("height", "\(whole)"), Attribute("fill", "#fff"))
            el(.path, Attribute("d", fields.joined()), Attribute("fill", "#000"))
        }
    }
}
