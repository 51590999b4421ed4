/// Where browsers are sent back to after consent (reference §2.1).
enum Redirect {
    /// `redirect` must be https and lie on the registered host; a registered loopback address may be plain http.
    static func isAllowed(_ redirect: String, registered: String) -> Bool {
        guard let host = host(redirect), let own = Self.host(registered), host == own else { return false }
        return redirect.hasPrefix("https://") || (redirect.hasPrefix("http://") && isLoopback(redirect) && isLoopback(registered))
    }

    static func isLoopback(_ address: String) -> Bool {
        guard let host = host(address) else { return false }
        return host == "127.0.0.1" || host == "localhost" || host == "[::1]"
    }

    /// The host without port, lower case.
    static func host(_ address: String) -> String? {
        guard let start = address.range(of: "://") else { return nil }
        let authority = address[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]).lowercased() }
        return authority.prefix { $0 != ":" }.lowercased()
    }
}

extension String {
    /// The first place of `text`.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            formIndex(after: &start)
        }
        return nil
    }
}
