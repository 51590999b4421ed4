import BridgeDomain
import BridgeHTTP
import BridgeSource
import Foundation
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// The export source against the sandbox, over the same trading day as `finance/v1`.
struct ExportStoryTests {
    @Test func `the export gives the same documents as the finance contract, and what waits is told in the end`() async throws {
        let trade = try await ExportTrade(Trade.day)
        let source = trade.source()
        let (first, cursor) = try await ExportTrade.readAll(source)
        let waiting = try await source.standing()
        #expect(waiting.waiting == 2 && waiting.missing.map(\.documents) == [1], "\(waiting)")
        trade.clock.advance(seconds: trade.configuration.parentWait + 1)
        let late = try await ExportTrade.readAll(source, after: cursor).items
        let exported = ExportTrade.newest(first + late)

        let plain = try await SandboxStoryTests.readAll(Trade.source(trade.sandbox))
        #expect(Set(exported.keys) == Set(plain.map(\.sourceID)), "nothing is dropped")
        let broken = Dictionary(uniqueKeysWithValues: Trade.day.manifest.broken.map { ($0.sourceID, $0.brokenness) })
        for item in plain {
            let other = exported[item.sourceID]
            #expect(other?.key == item.key)
            if broken[item.sourceID] == .unknownCustomer {
                #expect(other?.document == nil && other?.problems.map(\.code) == [.partyUnknown])
            } else {
                #expect(other?.document?.asExported == item.document?.asExported, "\(item.key) \(other?.problems ?? [])")
                #expect(other?.problems.map(\.code) == item.problems.map(\.code))
            }
        }
    }

    @Test func `customers and suppliers have the same numbers, names and terms`() async throws {
        let trade = try await ExportTrade()
        let exported = trade.source()
        let plain = Trade.source(trade.sandbox)
        for kind in [PartyKind.debtor, .creditor] {
            let ours = try await exported.parties(kind, after: .start, limit: 1_000)
            let theirs = try await plain.parties(kind, after: .start, limit: 1_000)
            #expect(ours.items.map(\.key).sorted() == theirs.items.map(\.key).sorted() && !ours.hasMore)
            let named = Dictionary(uniqueKeysWithValues: theirs.items.map { ($0.key, $0.party) })
            for item in ours.items {
                let other = try #require(named[item.key] ?? nil)
                let party = try #require(item.party, "\(item.problems)")
                #expect(party.name == other.name && party.country == other.country && party.vatNumber == other.vatNumber)
                #expect(party.paymentTermDays == other.paymentTermDays && party.sourceID == other.sourceID && party.gln == other.gln)
            }
            #expect(try await exported.parties(kind, after: ours.next, limit: 10).items.isEmpty)
        }
    }

    @Test func `a correction is a new version, what is no longer printed is withdrawn`() async throws {
        let trade = try await ExportTrade()
        let source = trade.source()
        let (items, cursor) = try await ExportTrade.readAll(source)
        let good = items.filter { $0.document?.lines.allSatisfy { $0.vatCode != nil } == true }
        let corrected = try #require(good.first.flatMap { Int($0.sourceID.text) })
        let withdrawn = try #require(good.last.flatMap { Int($0.sourceID.text) })
        await trade.sandbox.correct(corrected)
        await trade.sandbox.withdraw(withdrawn)
        trade.waitForNextExport()
        let changes = try await ExportTrade.readAll(source, after: cursor).items
        #expect(changes.map(\.sourceID.text) == ["\(corrected)", "\(withdrawn)"])
        #expect(changes.map(\.version) == [2, 2] && changes.map(\.isWithdrawn) == [false, true])
        let plain = try await Trade.source(trade.sandbox).document(SourceID("\(corrected)"))
        #expect(changes[0].document?.asExported == plain.document?.asExported)
        #expect(try await source.document(SourceID("\(corrected)")) == changes[0])
    }

    @Test func `control totals equal those of the finance contract, with what waits among them`() async throws {
        let trade = try await ExportTrade()
        let source = trade.source()
        _ = try await source.documents(after: .start, limit: 1)
        let days = (from: Trade.date.adding(days: -1), to: Trade.date)
        let ours = try await source.controlTotals(from: days.from, to: days.to)
        let theirs = try await Trade.source(trade.sandbox).controlTotals(from: days.from, to: days.to)
        #expect(Set(ours) == Set(theirs) && !ours.isEmpty)
    }

    @Test func `code lists come out of the exports`() async throws {
        let source = try await ExportTrade().source()
        _ = try await source.documents(after: .start, limit: 1)
        #expect(try await source.codes(.vatCodes).first { $0.code == "L" && $0.rate == 9 } != nil)
        #expect(try await Set(source.codes(.productGroups).map(\.code)).isSuperset(of: ["CUTFLOWER", "PLANT"]))
        for list in [CodeList.packaging, .countries] { #expect(try await !source.codes(list).isEmpty) }
        #expect(try await source.codes(.journals).isEmpty)
    }

    @Test func `only what has been seen of the real export books nothing, and says of every invoice why`() async throws {
        var quirks = SandboxQuirks()
        quirks.observedColumnsOnly = true
        let trade = try await ExportTrade(quirks: quirks)
        let source = trade.source()
        #expect(try await source.documents(after: .start, limit: 10).items.isEmpty)
        trade.clock.advance(seconds: trade.configuration.parentWait + 1)
        let items = try await ExportTrade.readAll(source).items
        #expect(items.count == 88 && items.allSatisfy { $0.document == nil })
        for item in items {
            let codes = Set(item.problems.filter { $0.severity == .error }.map(\.code))
            #expect(codes.isSuperset(of: [.fieldMissing, .partyUnknown, .vatNotPrinted]), "\(item.problems)")
            #expect(item.problems.contains { $0.place.field == "invoice_date" })
        }
    }
}
