/// A PDF of one page with a few lines of text: valid, and small enough to read.
enum TinyPDF {
    /// The bytes of the file. Characters outside ASCII become question marks: the built-in font has a code page of its own.
    static func page(lines: [String]) -> [UInt8] {
        let shown = lines.map { "(\(escaped($0))) Tj 0 -18 Td" }.joined(separator: " ")
        let content = "BT /F1 12 Tf 72 770 Td \(shown) ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        // Every entry of the table is exactly twenty bytes.
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets { file += String(String(10_000_000_000 + offset).dropFirst()) + " 00000 n \n" }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }

    private static func escaped(_ text: String) -> String {
        String(
            text.flatMap { character -> [Character] in
                switch character {
                case "(", ")", "\\": ["\\", character]
                case _ where character.isASCII && !character.isNewline: [character]
                default: ["?"]
                }
            })
    }
}
