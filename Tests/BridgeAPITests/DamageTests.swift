import BridgeHTTP
import BridgeJSON
import BridgeJournalTesting
import BridgeTesting
import Testing

/// Bodies that were damaged on the way, or on purpose: the door answers every one of them as described, and stays up.
@Suite(.timeLimit(.minutes(5))) struct `Damaged bodies` {
    @Test(arguments: 1...12) func `are answered as described, never with 5xx`(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let isBatch = seed.isMultiple(of: 2)
        let whole =
            isBatch ? JSON.array([Bodies.invoice(), Bodies.ledgerPosting, Bodies.withdrawal("2026-1", version: 2)]) : Bodies.invoice()
        try await House.with { house in
            for _ in 0..<60 {
                let body = random.next().isMultiple(of: 2) ? Self.bitten(whole.bytes, &random) : Self.swapped(whole, &random).bytes
                let answer = try await house.ask(.post, "/documents?bridge=NL01", body)
                #expect(answer.status < 500, "\(String(decoding: body, as: UTF8.self))")
            }
            #expect(try await house.push(Bodies.invoice("2026-99", id: "last")).status == 202, "the door still works")
        }
    }

    @Test(arguments: [
        "", " ", "null", "true", "12", "\"x\"", "[[]]", "[null]", "[{}]", "{}", "{\"id\":null}", "\u{FEFF}[]", "[1,2",
        String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 1_000),
    ])
    func `what is no document at all is refused`(body: String) async throws {
        try await House.with { house in
            for path in ["/documents?bridge=NL01", "/parties?bridge=NL01"] {
                let answer = try await house.ask(.post, path, Array(body.utf8))
                #expect((400..<500).contains(answer.status) || answer.json["counts"]?["refused"] == 1)
            }
        }
    }

    /// Bytes changed, lost and repeated.
    private static func bitten(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0...3, using: &random) {
            let place = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
            }
            if bytes.isEmpty { bytes = [0x20] }
        }
        return bytes
    }

    /// Values put where they do not belong: still JSON.
    private static func swapped(_ value: JSON, _ random: inout SeededGenerator) -> JSON {
        let odd: [JSON] = [
            nil, true, "", "x", " ", .number("-0"), .number("1e400"), .number("99999999999999999999"), .number("0.0000000000001"), [], [:],
            [nil], "9999-99-99", "\u{0}", .string(String(repeating: "é", count: 5_000)), .number("-9223372036854775808"),
        ]
        guard Int.random(in: 0..<12, using: &random) > 0 else { return odd[Int.random(in: odd.indices, using: &random)] }
        switch value {
        case .array(var elements) where !elements.isEmpty:
            let place = Int.random(in: elements.indices, using: &random)
            elements[place] = swapped(elements[place], &random)
            return .array(elements)
        case .object(var members) where !members.isEmpty:
            let place = Int.random(in: members.indices, using: &random)
            members[place].value = swapped(members[place].value, &random)
            return .object(members)
        default: return odd[Int.random(in: odd.indices, using: &random)]
        }
    }
}
