import Testing

@testable import BridgeRuntime

@Suite struct `Pushes that were seen` {
    @Test func `are known again, each once`() {
        var pushes = RecentPushes()
        let seen = ["ev-1", "ev-2", "ev-1"].map { pushes.isNew($0) }
        #expect(seen == [true, true, false])
    }

    @Test func `are forgotten in the order in which they came, and no more are kept than the bound`() {
        var pushes = RecentPushes()
        let count = RecentPushes.countMax
        let all = (0..<3 * count).map { pushes.isNew("ev-\($0)") }
        #expect(!all.contains(false))
        let again = [2 * count, 2 * count - 1].map { pushes.isNew("ev-\($0)") }
        #expect(again == [false, true])
    }
}
