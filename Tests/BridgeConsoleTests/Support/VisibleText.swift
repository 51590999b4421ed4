/// What somebody reads on a page: its texts between tags, without what stands there as code, as kept content or as a quotation of others.
struct VisibleText {
    /// Texts in their order; what is bold within a sentence is a text of its own.
    private(set) var texts: [String] = []
    /// Links, with the text they show.
    private(set) var links: [(address: String, text: String)] = []

    /// Elements whose content is somebody else's, or for machines.
    private static let skipped: Set<String> = ["script", "style", "code", "pre", "q", "blockquote", "textarea", "kbd", "samp"]

    init(_ page: String) {
        var rest = Substring(page)
        while let mark = rest.firstIndex(of: "<") {
            add(rest[..<mark])
            guard let end = rest[mark...].firstIndex(of: ">") else { return }
            let tag = rest[rest.index(after: mark)..<end]
            rest = rest[rest.index(after: end)...]
            let name = String(tag.prefix { $0.isLetter || $0.isNumber })
            if Self.skipped.contains(name), let close = rest.firstRange(of: "</\(name)>") { rest = rest[close.upperBound...] }
            if name == "a", let mark = tag.firstRange(of: "href=\""), let close = rest.firstRange(of: "</a>") {
                let address = Self.plain(tag[mark.upperBound...].prefix { $0 != "\"" })
                links.append((address, VisibleText(String(rest[..<close.lowerBound])).texts.joined(separator: " ")))
            }
        }
        add(rest)
    }

    private mutating func add(_ text: Substring) {
        let plain = Self.plain(text)
        if plain.contains(where: { !$0.isWhitespace }) { texts.append(plain) }
    }

    private static func plain(_ text: some StringProtocol) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
            .replacing("&amp;", with: "&")
    }

    /// Pages that the links lead to; files to keep are none.
    var addresses: [String] {
        links.map(\.address).filter { address in
            let path = address.prefix { $0 != "?" && $0 != "#" }
            return address.hasPrefix("/") && !path.contains(".")
        }
    }
}
