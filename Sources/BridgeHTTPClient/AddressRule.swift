import Glibc

/// A part of the network: an address and how many of its first bits count (`10.1.0.0/16`, `fd00::/8`).
public struct NetworkRange: Hashable, Sendable {
    let bytes: [UInt8]
    let bits: Int

    /// Reads an address with or without a number of bits; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = AddressRule.bytes(of: String(parts[0])) else { return nil }
        let all = bytes.count * 8
        guard parts.count == 1 || Int(parts[1]).map({ (0...all).contains($0) }) == true else { return nil }
        self.bytes = bytes
        bits = parts.count == 1 ? all : Int(parts[1]) ?? all
    }

    func holds(_ address: [UInt8]) -> Bool {
        guard address.count == bytes.count else { return false }
        for place in 0..<bits where (address[place / 8] ^ bytes[place / 8]) & (0x80 >> UInt8(place % 8)) != 0 { return false }
        return true
    }
}

/// Which addresses a transport may connect to, whatever name led there: those of the public network, and ranges somebody named.
///
/// Asked with the address itself, just before a connection is made: a name that leads elsewhere a moment later helps nobody.
public struct AddressRule: Hashable, Sendable {
    private let allowed: [NetworkRange]

    /// The public network and these ranges.
    public init(allowing ranges: [NetworkRange] = []) { allowed = ranges }

    /// Whether a connection may be made. 4 or 16 bytes.
    public func allows(_ address: [UInt8]) -> Bool {
        let address = Self.plain(address)
        if allowed.contains(where: { $0.holds(address) }) { return true }
        switch address.count {
        case 4: return !Self.notPublic4.contains { $0.holds(address) }
        case 16: return Self.public6.contains { $0.holds(address) } && !Self.notPublic6.contains { $0.holds(address) }
        default: return false
        }
    }

    /// The same for a host as it is written: names may be tried, since their addresses are asked about when they are known.
    public func mayTry(_ host: String) -> Bool {
        let host = host == "localhost" ? "127.0.0.1" : host
        return Self.bytes(of: host).map { allows($0) } ?? true
    }

    /// An address of version 4 that is written as one of version 6 is what it is.
    private static func plain(_ address: [UInt8]) -> [UInt8] {
        let isMapped = address.count == 16 && address[..<10].allSatisfy { $0 == 0 } && address[10] == 0xFF && address[11] == 0xFF
        return isMapped ? Array(address[12...]) : address
    }

    static func bytes(of text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
        return inet_pton(AF_INET6, text, &bytes) == 1 ? bytes : nil
    }

    // IANA's registries of special-purpose addresses (RFC 6890 and what followed it).
    private static let notPublic4 = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    ].compactMap { NetworkRange($0) }
    private static let public6 = ["2000::/3"].compactMap { NetworkRange($0) }
    private static let notPublic6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"].compactMap { NetworkRange($0) }
}
