import BridgeHTTP
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct DamageTests {
    private static let requests = [
        "GET /a?b=c HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde",
        "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX: y\r\n\r\n",
    ]

    @Test(arguments: UInt64(0)..<16)
    func `damaged requests are refused or answered, and the next good one is answered`(seed: UInt64) async throws {
        try await withServer(Answering.length, { ($0.headMax, $0.bodyTimeMax) = (200, 200) }) { server, door in
            try await blocking {
                var random = SplitMix(state: seed)
                for _ in 0..<30 {
                    let peer = try RawConnection(door)
                    peer.send(Self.damaged(&random))
                    peer.endSending()
                    let text = try peer.readToEnd()
                    #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 "), "seed \(seed)")
                }
                // On a busy machine the short deadline may cut a good request too, which then comes again.
                let answer = (0..<50).lazy.compactMap { _ -> RawAnswer? in
                    guard let peer = try? RawConnection(door) else { return nil }
                    peer.send(Self.requests[1])
                    return try? peer.readAnswer()
                }.first
                #expect(answer?.status == 200 && answer?.body == "5", "seed \(seed)")
            }
            await server.stop()
            #expect(server.counts.connectionsOpen == 0, "seed \(seed)")
        }
    }

    /// A good request in which some bytes are changed, left out, doubled or cut off.
    private static func damaged(_ random: inout SplitMix) -> [UInt8] {
        var bytes = requests.randomElement(using: &random).map { Array($0.utf8) } ?? []
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
            case 3: bytes.removeSubrange(place...)
            default: bytes.insert(contentsOf: "\r\n".utf8, at: place)
            }
        }
        return bytes
    }
}

/// A small generator whose numbers depend on its seed only.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
