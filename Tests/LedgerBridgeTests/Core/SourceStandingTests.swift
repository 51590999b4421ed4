import BridgeDomain
import BridgeJSON
import BridgeRuntime
import Testing

@testable import ledgerbridge

/// What people read of a source whose documents arrive in parts.
@Suite struct `How an export stands` {
    private func lines(_ standing: SourceStanding, _ language: Language = .english) -> [String] {
        text(standing, language).lines
    }

    private func text(_ standing: SourceStanding, _ language: Language = .english) -> SourceStandingText {
        SourceStandingText(standing: standing, words: Words(language: language)) { "at \($0.milliseconds)" }
    }

    @Test func `is told with what is waited for, most wanted first, and no list without end`() {
        let missing = (1...7).map { (what: "customer \($0)", documents: 8 - $0) }
        let standing = SourceStanding(
            lastRead: Timestamp(milliseconds: 7), waiting: 9, waitingSince: Timestamp(milliseconds: 3), missing: missing)
        #expect(
            lines(standing) == [
                "Export read: at 7",
                "9 documents wait since at 3 for: customer 1 (7), customer 2 (6), customer 3 (5), customer 4 (4), customer 5 (3), …",
            ])
        #expect(lines(standing, .dutch)[1].hasPrefix("9 documenten wachten sinds at 3 op: customer 1 (7)"))
        #expect(text(standing).json["missing"]?.array?.count == 7)
    }

    @Test func `nothing was read, nothing waits`() {
        #expect(lines(SourceStanding(lastRead: nil, waiting: 0)) == ["No export read yet"])
        #expect(lines(SourceStanding(lastRead: Timestamp(milliseconds: 1), waiting: 0), .dutch) == ["Export gelezen: at 1"])
    }

    @Test(arguments: [(2 as Int64, 1 as Int64?, true), (1, 2, false), (5, nil, true)])
    func `a link that ran out is a trouble until an export came in`(over: Int64, read: Int64?, isTrouble: Bool) {
        let standing = SourceStanding(
            lastRead: read.map { Timestamp(milliseconds: $0) }, linkOverAt: Timestamp(milliseconds: over), waiting: 0)
        #expect(text(standing).isLinkOver == isTrouble)
        #expect(lines(standing).last == "A link had run out before it was used: at \(over); another one was asked for")
    }
}
