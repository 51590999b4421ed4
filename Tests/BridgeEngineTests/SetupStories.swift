import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeTesting
import Testing

@Suite struct `The codes of the books` {
    /// The plain translator's codes, as lists of the target.
    private static func lists(_ change: (inout MasterData) -> Void = { _ in }) -> MasterData {
        func codes(_ names: String...) -> [MasterCode] { names.map { MasterCode(code: $0, id: TargetID($0), name: "code \($0)") } }
        var master = TestBridge.master
        master.accounts = codes("1300", "1510", "8000")
        master.vatCodes = codes("V9")
        master.daybooks = codes("70")
        change(&master)
        return master
    }

    @Test(arguments: ["account", "vat code", "daybook"], [true, false])
    func `that vanished or were blocked park what needs them, and let it go when they are back`(list: String, isBlocked: Bool) async throws
    {
        let bridge = TestBridge()
        bridge.books.changeMaster { $0 = Self.lists() }
        bridge.trade.deliver(.florist())
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
        bridge.books.changeMaster { master in
            let path: WritableKeyPath<MasterData, [MasterCode]> =
                list == "account" ? \.accounts : list == "vat code" ? \.vatCodes : \.daybooks
            let place = list == "account" ? 2 : 0
            if isBlocked { master[keyPath: path][place].blocked = true } else { master[keyPath: path][place].code = "gone" }
        }
        try await bridge.settle(hours: 13)
        let posts = bridge.books.calls(.post)
        bridge.trade.approve(.sale("2026-2"))
        try await bridge.settle()
        let posting = try #require(try await bridge.posting("2026-2"))
        #expect(posting.state == .parked && posting.problems.map(\.code) == [isBlocked ? .targetCodeBlocked : .targetCodeUnknown])
        #expect(bridge.books.calls(.post) == posts, "it was never sent")
        bridge.books.changeMaster { $0 = Self.lists() }
        try await bridge.settle(hours: 13)
        #expect(try await bridge.state("2026-2") == .booked)
    }

    @Test func `that are new are found without waiting for the next daily reading`() async throws {
        let bridge = TestBridge()
        bridge.books.changeMaster { $0 = Self.lists { $0.accounts.removeLast() } }
        bridge.trade.deliver(.florist())
        try await bridge.settle()
        bridge.books.changeMaster { $0 = Self.lists() }
        bridge.trade.approve(.sale("2026-1"))
        try await bridge.settle()
        #expect(try await bridge.state("2026-1") == .booked)
    }

    @Test func `are held against the rules: currency, law, codes and today's period, each with what to do`() throws {
        var used = CodesUsed()
        let usd = try #require(Currency(code: "USD"))
        used.accounts = ["8000", "8010", "8020"]
        used.daybooks = ["70"]
        let master = Self.lists {
            $0.currency = usd
            $0.country = "BE"
            $0.accounts[2].blocked = true
            $0.periods[10].closedFor = ["70"]
        }
        let policy = BridgePolicy(bridge: "export", source: "NL01", target: "3456789")
        let findings = SetupCheck(policy: policy, used: used, today: TestBridge.day).findings(master)
        #expect(findings.map(\.isBlocking) == [true, true, false, false, false, false])
        for (finding, word) in zip(findings, ["USD", "law of BE", "8000", "8010", "8020", "2026-11"]) {
            #expect(finding.english.contains(word), "\(finding.english)")
        }
        #expect(SetupCheck(policy: policy, used: CodesUsed(), today: TestBridge.day).findings(Self.lists()) == [])
    }
}
