import BridgeDomain
import BridgeHTTPClient
import BridgeYAML
import Glibc

extension YAMLForm where Value == String {
    /// Scheme, host and port without a path; in clear text only to this machine, since keys and tokens go there.
    static var origin: YAMLForm {
        .text(
            expected: BilingualText(nl: "een adres als https://host", en: "an address such as https://host"),
            remedy: BilingualText(
                nl: "Schrijf schema en host, zonder pad; http alleen voor 127.0.0.1",
                en: "Write scheme and host without a path; http only for 127.0.0.1")
        ) { text in
            let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
            guard let address = WebAddress(bare), address.isProtected, address.rest.isEmpty else { return nil }
            return bare
        }
    }

    /// A part of the network.
    static var network: YAMLForm {
        .text(
            expected: BilingualText(nl: "een netwerk als 10.1.0.0/16", en: "a network such as 10.1.0.0/16"),
            remedy: BilingualText(
                nl: "Schrijf een adres in cijfers en hoeveel bits ervan tellen",
                en: "Write an address in numbers and how many of its bits count")
        ) { text in NetworkRange(text) == nil ? nil : text }
    }

    /// Where the consent page sends the browser.
    static var callback: YAMLForm {
        .text(
            expected: BilingualText(nl: "een adres als https://host/pad", en: "an address such as https://host/path"),
            remedy: BilingualText(
                nl: "Schrijf het adres zoals het bij de app is geregistreerd; http alleen voor 127.0.0.1",
                en: "Write the address as it is registered with the app; http only for 127.0.0.1")
        ) { text in
            guard text.utf8.count <= 500, let address = WebAddress(text), address.isProtected, !address.rest.contains("#") else {
                return nil
            }
            return text
        }
    }

    /// The page of an entry, with a mark where its identifier or number belongs.
    static var entryPage: YAMLForm {
        .text(
            expected: BilingualText(
                nl: "een https-adres met {id} of {number} erin", en: "an https address with {id} or {number} in it"),
            remedy: BilingualText(
                nl: "Open een boeking in de browser en kopieer het adres, met {id} of {number} op de plaats van de boeking",
                en: "Open an entry in the browser and copy the address, with {id} or {number} in the entry's place")
        ) { text in
            guard text.hasPrefix("https://"), text.utf8.count <= 500, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
                text.contains("{id}") || text.contains("{number}")
            else { return nil }
            return text
        }
    }

    /// A file or folder.
    static var path: YAMLForm {
        .text(
            expected: BilingualText(nl: "een pad van 1 tot 1000 tekens", en: "a path of 1 to 1000 characters"),
            remedy: BilingualText(
                nl: "Schrijf het pad vanaf de map van dit bestand, of vanaf /", en: "Write the path from this file's folder, or from /")
        ) { text in
            (1...1_000).contains(text.utf8.count) && !text.utf8.contains { $0 < 0x20 } ? text : nil
        }
    }

    /// The ending of a file's name.
    static var ending: YAMLForm {
        .text(
            expected: BilingualText(nl: "een uitgang als .ready", en: "an ending such as .ready"),
            remedy: BilingualText(nl: "Schrijf een punt en 1 tot 20 letters of cijfers", en: "Write a point and 1 to 20 letters or digits")
        ) { text in
            let rest = text.dropFirst()
            let isPlain = rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return text.hasPrefix(".") && (1...20).contains(rest.count) && isPlain ? text : nil
        }
    }

    /// A numeric address to listen on.
    static var address: YAMLForm {
        .text(
            expected: BilingualText(nl: "een adres als 127.0.0.1 of ::1", en: "an address such as 127.0.0.1 or ::1"),
            remedy: BilingualText(nl: "Schrijf het adres in cijfers, geen naam", en: "Write the address in numbers, not a name")
        ) { text in
            var four = in_addr()
            var six = in6_addr()
            return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1 ? text : nil
        }
    }
}

/// An http or https address in its parts. Refuses what could lead elsewhere than it seems to: names before the host, blanks, other schemes.
struct WebAddress {
    let isEncrypted: Bool
    let host: String
    /// Path and query.
    let rest: String

    init?(_ text: String) {
        let schemes = [("https://", true), ("http://", false)]
        guard let (scheme, isEncrypted) = schemes.first(where: { text.hasPrefix($0.0) }) else { return nil }
        let after = text.dropFirst(scheme.count)
        let authority = after.prefix { !"/?#".contains($0) }
        guard let host = Self.host(authority), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            return nil
        }
        self.isEncrypted = isEncrypted
        self.host = host
        self.rest = String(after.dropFirst(authority.count))
    }

    /// True when what is sent there cannot be read on the way.
    var isProtected: Bool { isEncrypted || ["127.0.0.1", "localhost", "[::1]"].contains(host) }

    private static func host(_ authority: Substring) -> String? {
        let isBracketed = authority.hasPrefix("[")
        let end = isBracketed ? authority.firstIndex(of: "]").map { authority.index(after: $0) } : authority.firstIndex(of: ":")
        let host = authority[..<(end ?? authority.endIndex)]
        let port = authority[(end ?? authority.endIndex)...]
        guard port.isEmpty || port.first == ":" && UInt16(port.dropFirst()).map({ $0 > 0 }) == true else { return nil }
        let isHost =
            isBracketed
            ? host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." } && host.count > 3
            : !host.isEmpty && host.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || $0 == "-" || $0 == "." }
        return isHost ? String(host) : nil
    }
}
