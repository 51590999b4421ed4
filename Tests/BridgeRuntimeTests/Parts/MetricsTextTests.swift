import Testing

@testable import BridgeRuntime

@Suite struct `Numbers as text` {
    @Test func `stand under their help and type, with or without labels`() {
        var text = MetricsText()
        text.gauge("late", "Late documents.", [([("bridge", "a")], 3), ([("bridge", "b")], 0)])
        text.counter("pushes_total", "Pushes.", [([], 7)])
        #expect(
            text.lines == [
                "# HELP ledgerbridge_late Late documents.", "# TYPE ledgerbridge_late gauge", "ledgerbridge_late{bridge=\"a\"} 3",
                "ledgerbridge_late{bridge=\"b\"} 0", "# HELP ledgerbridge_pushes_total Pushes.",
                "# TYPE ledgerbridge_pushes_total counter", "ledgerbridge_pushes_total 7",
            ])
    }

    @Test func `cannot be broken by a label's value`() {
        var text = MetricsText()
        text.gauge("late", "Late documents.", [([("bridge", "a\"} 9\nevil{x=\"\\")], 1)])
        #expect(text.lines.last == #"ledgerbridge_late{bridge="a\"} 9\nevil{x=\"\\"} 1"#)
    }
}
