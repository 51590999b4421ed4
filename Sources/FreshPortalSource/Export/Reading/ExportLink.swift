import BridgeHTTP

/// The link of an export: object storage, valid for about ten minutes, no header needed (reference freshportal §2). Who has it, has the
/// data, so it stands in no message.
struct ExportLink {
    let origin: String
    let target: String

    /// Reads an absolute address; nil for anything else, and for one in clear text where the API itself is not.
    init?(_ text: String, apiOrigin: String) {
        let isSecure = text.hasPrefix("https://")
        guard text.utf8.count <= 8_192, isSecure || (text.hasPrefix("http://") && apiOrigin.hasPrefix("http://")) else { return nil }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !host.isEmpty, !host.contains("@"), rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        origin = (isSecure ? "https://" : "http://") + host
        let target = rest.dropFirst(host.count).prefix { $0 != "#" }
        self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    /// True for what object storage says of a link whose time is over.
    static func isOver(_ status: Int) -> Bool { [400, 401, 403, 404, 410].contains(status) }
}
