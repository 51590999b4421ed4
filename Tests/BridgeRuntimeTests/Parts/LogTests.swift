import BridgeDomain
import BridgeJSON
import BridgeTesting
import Glibc
import Testing

@testable import BridgeRuntime

@Suite struct `The log` {
    /// A pipe whose reader reads only when told.
    private final class Pipe {
        let ends: (read: Int32, write: Int32)
        let sink: LogSink

        init() throws {
            var pair: [Int32] = [0, 0]
            try #require(pipe(&pair) == 0)
            ends = (pair[0], pair[1])
            _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
            sink = LogSink(descriptor: pair[1])
        }

        deinit {
            close(ends.read)
            close(ends.write)
        }

        /// All lines that are waiting.
        func lines() -> [Substring] {
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(ends.read, &buffer, buffer.count)
                if count <= 0 { break }
                text += buffer[..<count]
            }
            return String(decoding: text, as: UTF8.self).split(separator: "\n")
        }
    }

    private let clock = MovableClock(Timestamp(milliseconds: 1_795_000_000_000))

    private func log(_ pipe: Pipe, _ format: Log.Format) -> Log { Log(label: "export", format: format, clock: clock, sink: pipe.sink) }

    @Test func `says when, how bad, who and what`() throws {
        let pipe = try Pipe()
        log(pipe, .human).warning("something stands in the way", ["reason": "no answer in time", "calls": "3"])
        #expect(pipe.lines() == ["\(clock.now()) warning export: something stands in the way reason=\"no answer in time\" calls=3"])
        log(pipe, .json).info("booked", ["documents": "2"])
        let json = try JSON(parsing: Array(try #require(pipe.lines().first).utf8))
        #expect(json["part"] == "export" && json["level"] == "info" && json["message"] == "booked" && json["documents"] == "2")
    }

    @Test(arguments: Log.Format.allCases)
    func `keeps what came from outside on one line`(format: Log.Format) throws {
        let pipe = try Pipe()
        log(pipe, format).warning(
            "something stands in the way", ["reason": "x\r\n2026-01-01T00:00:00Z info export: booked\u{1B}[2J\u{2028}y"])
        let lines = pipe.lines()
        #expect(lines.count == 1)
        #expect(!lines[0].contains("\u{1B}") && !lines[0].contains("\r"))
        if format == .human { #expect(!lines[0].contains("\u{2028}")) }
    }

    @Test func `cuts what is too long for a line`() throws {
        let pipe = try Pipe()
        log(pipe, .human).info("booked", ["text": String(repeating: "é", count: 5_000)])
        let line = try #require(pipe.lines().first)
        #expect(line.utf8.count < LogSink.lineMax && line.hasSuffix("…"))
    }

    @Test func `stops nobody's work when nobody reads it, and says how much was left out`() throws {
        let pipe = try Pipe()
        let log = log(pipe, .human)
        // A pipe holds 64 KB: far less than this.
        for number in 1...5_000 { log.info("booked", ["documents": "\(number)"]) }
        let kept = pipe.lines().count
        #expect((1..<5_000).contains(kept))
        log.info("stopped in good order")
        let after = pipe.lines()
        #expect(after.first == "(\(5_000 - kept) lines of this log were left out because nobody read them)")
        #expect(after.count == 2)
    }
}
