import BridgeDomain
import BridgeHash
import BridgeJournal
import Testing

private let entry = HistoryEntry(
    at: Timestamp(milliseconds: 1_763_480_531_000), who: .person("anna"), bridge: "NL01", subject: "NL01/sales_invoice/2026-1",
    act: "approved",
    detail: "fits the order", contentHash: nil)

private func chain(_ count: Int) -> [HistoryRecord] {
    var records: [HistoryRecord] = []
    for number in 1...count {
        var next = entry
        next.detail = "number \(number)"
        records.append(HistoryChain.record(next, after: records.last))
    }
    return records
}

private func faults(_ records: [HistoryRecord], end: HistoryRecord?) -> [String] {
    var verifier = HistoryVerifier()
    for record in records { verifier.check(record) }
    verifier.end(sequence: end?.sequence ?? 0, hash: end?.hash ?? HistoryChain.beginning.hex)
    return verifier.report(documentsChecked: 0).faults.map(\.message)
}

@Suite struct HistoryChainTests {
    @Test func `the form of a record is a promise: its hash never changes`() {
        let record = HistoryChain.record(entry, after: nil)
        #expect(record.sequence == 1)
        #expect(record.previousHash == String(repeating: "0", count: 64))
        // Worked out by hand from the documentation of HistoryChain, with sha256sum.
        #expect(record.hash == "982183f5ca2c91aed173dafd01a6fc3fa6eb3a225d535a469606f433cd732555")
    }

    @Test func `no part of an entry can move into its neighbour`() {
        var left = entry
        left.subject = "ab"
        left.act = "c"
        var right = entry
        right.subject = "a"
        right.act = "bc"
        #expect(HistoryChain.body(of: left) != HistoryChain.body(of: right))
        var absent = entry
        absent.bridge = nil
        var empty = entry
        empty.bridge = ""
        #expect(HistoryChain.body(of: absent) != HistoryChain.body(of: empty))
    }

    @Test func `an untouched history has no faults`() {
        let records = chain(20)
        #expect(faults(records, end: records.last).isEmpty)
        #expect(faults([], end: nil).isEmpty)
    }

    @Test func `a changed record is named`() {
        var records = chain(5)
        records[2].entry.detail = "something else"
        #expect(faults(records, end: records.last) == ["record 3 was changed after it was written"])
    }

    @Test func `a missing record is named, in the middle and at the end`() {
        var records = chain(5)
        let last = records.last
        records.remove(at: 2)
        #expect(faults(records, end: last) == ["record 3 is missing"])
        #expect(faults(Array(chain(5).dropLast(2)), end: last) == ["records 4 to 5 are missing"])
        #expect(faults([], end: last) == ["records 1 to 5 are missing"])
    }

    @Test func `swapped records are named with the place they were written at`() {
        var records = chain(5)
        records.swapAt(1, 2)
        records[1].sequence = 2
        records[2].sequence = 3
        #expect(
            faults(records, end: records.last) == [
                "record 2 is out of order: it was written as record 3", "record 3 is out of order: it was written as record 2",
            ])
    }

    @Test func `a record rewritten with a fitting hash of its own breaks the chain behind it`() {
        var records = chain(5)
        var forged = records[2].entry
        forged.detail = "forged"
        records[2] = HistoryChain.record(forged, after: records[1])
        #expect(faults(records, end: records.last) == ["record 4 does not follow record 3: one of the two was replaced"])
        #expect(faults(Array(records.prefix(3)), end: chain(3).last) == ["record 3 is not the one the journal wrote last"])
    }

    @Test func `of a thousand faults all are counted and a hundred listed`() {
        var records = chain(1000)
        for place in records.indices { records[place].entry.act = "changed" }
        var verifier = HistoryVerifier()
        for record in records { verifier.check(record) }
        let report = verifier.report(documentsChecked: 0)
        #expect(report.faultsTotal == 1000)
        #expect(report.faults.count == HistoryVerifier.faultsMax)
    }
}
