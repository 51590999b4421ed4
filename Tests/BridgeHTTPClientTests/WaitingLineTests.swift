import Testing

@testable import BridgeHTTPClient

@Suite struct WaitingLineTests {
    @Test func `each host has its own number, and all together another`() {
        var line = WaitingLine<String>(perHostMax: 2, totalMax: 3)
        for number in 1...3 { line.append("a\(number)", host: "a") }
        for number in 1...3 { line.append("b\(number)", host: "b") }
        #expect(Self.drain(&line) == ["a1", "a2", "b1"])
        #expect(line.waiting == 3)
        line.ended(host: "b")
        #expect(Self.drain(&line) == ["b2"])
        line.ended(host: "a")
        #expect(Self.drain(&line) == ["a3"])
        line.ended(host: "a")
        line.ended(host: "a")
        line.ended(host: "b")
        #expect(Self.drain(&line) == ["b3"])
        #expect(line.waiting == 0)
    }

    @Test func `those with room go in the order they came, whatever their host`() {
        var line = WaitingLine<Int>(perHostMax: 1, totalMax: 10)
        for (number, host) in ["a", "a", "c", "b", "c"].enumerated() { line.append(number, host: host) }
        #expect(Self.drain(&line) == [0, 2, 3])
        line.ended(host: "c")
        line.ended(host: "a")
        #expect(Self.drain(&line) == [1, 4])
    }

    @Test func `who is taken out no longer waits and never runs`() {
        var line = WaitingLine<Int>(perHostMax: 1, totalMax: 10)
        for number in 0..<6 { line.append(number, host: number < 3 ? "a" : "b") }
        #expect(Self.drain(&line) == [0, 3])
        #expect(line.remove { $0.isMultiple(of: 2) }.sorted() == [2, 4])
        #expect(line.waiting == 2)
        line.ended(host: "a")
        line.ended(host: "b")
        #expect(Self.drain(&line) == [1, 5])
        #expect(line.remove { _ in true } == [])
    }

    private static func drain<Element>(_ line: inout WaitingLine<Element>) -> [Element] {
        var result: [Element] = []
        while let next = line.next() { result.append(next) }
        return result
    }
}
