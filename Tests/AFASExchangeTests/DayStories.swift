import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeExchange
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeSource
import BridgeTesting
import Testing

@Suite struct `A day with the exchange folder` {
    @Test func `the evening's run is one file with its control totals, and is booked when Profit took it`() async throws {
        let office = try Office(policy: { policy in
            policy.schedule = .daily([Schedule.TimeOfDay(hour: 18, minute: 0)].compactMap { $0 }, zone: .amsterdam)
        })
        for number in 1...250 { office.trade.approve(.sale("F\(number)", cents: 10_000 + Int64(number))) }
        let process = office.process()
        try await office.work(process, minutes: 30)
        #expect(office.place.names().isEmpty, "nothing leaves before the run")
        #expect(try await office.posting("F1")?.hold == .schedule)

        office.clock.advance(to: Timestamp(Office.day, milliseconds: 17 * 3600 * 1000))
        try await office.work(process, minutes: 2)
        #expect(office.place.names() == ["LB-000001-001-20.csv", "LB-000001.control.json"], "one run, one file")
        #expect(try await office.posting("F1")?.state == .outcomeUnknown)
        #expect(office.trade.reports.isEmpty, "the trade system hears nothing before the books hold it")

        let control = try JSON(parsing: try office.place.text("LB-000001.control.json"))
        #expect(control["entries"]?.integer == 250)
        #expect(control["first"]?.string == "F1")
        #expect(control["debit"] == control["credit"])
        #expect(control["vat"]?[0]?["net"]?.string == "25313.75")
        #expect(control["files"]?[0]?["rows"]?.integer == 750)

        #expect(await office.sandbox.importFiles().map(\.entries.count) == [250])
        try await office.work(process, minutes: 5)
        #expect(try await office.posting("F1")?.state == .outcomeUnknown, "a list of rejected lines may still come")
        try await office.work(process, minutes: 20)
        #expect(await office.booked().count == 250)
        for number in 1...250 { #expect(try await office.posting("F\(number)")?.state == .booked) }
        #expect(office.trade.reports.count == 250)
        #expect(try await office.acts("F1").filter { $0 != "awaited" }.suffix(3) == ["started", "delivered", "adopted"])
        let totals = try await office.process().parts.journal.daybookTotals(.booked, bridge: "export", dates: nil)
        #expect(totals.map(\.net.amountText) == ["25313.75"])
    }

    @Test func `what Profit refuses waits for a person with the line's own text, and only that goes again`() async throws {
        let office = try Office()
        try await office.sandbox.block(account: "8010")
        for number in 1...3 { office.trade.approve(.sale("F\(number)", on: number == 2 ? "8010" : "8000")) }
        let process = office.process()
        try await office.work(process, minutes: 2)
        _ = await office.sandbox.importFiles()
        try await office.work(process, minutes: 2)
        let refused = try #require(try await office.posting("F2"))
        #expect(refused.state == .rejected)
        #expect(refused.state.needsPerson)
        #expect(refused.problems.map(\.code) == [.targetRejected, .targetCodeBlocked, .targetRejected], "read by its words")
        #expect(refused.problems[1].found.contains("8010"), "\(refused.problems.map(\.found))")
        #expect(refused.problems[1].place.line == 2)
        #expect(try await office.posting("F1")?.state == .booked, "what did not come back with the others is booked")
        #expect(office.trade.reports.map(\.status).filter { $0 == .rejected }.count == 1)

        try await office.sandbox.block(account: "8010", false)
        _ = try await process.desk.retry([office.key("F2")])
        try await office.work(process, minutes: 2)
        let files = office.place.names().filter { $0.hasSuffix(".csv") }
        #expect(files == ["LB-000002-001-20.csv"])
        let text = try office.place.text("LB-000002-001-20.csv")
        #expect(text.contains("F2") && !text.contains("F1") && !text.contains("F3"), "only what was refused")
        _ = await office.sandbox.importFiles()
        try await office.work(process, minutes: 20)
        #expect(await office.booked().sorted() == ["F1", "F2", "F3"])
        #expect(try await office.posting("F2")?.state == .booked)
    }

    @Test func `nobody picks a file up: an alarm until somebody does, and other work goes on`() async throws {
        let office = try Office { $0.exchange.pickUpSeconds = 3600 }
        office.trade.approve(.sale("F1"))
        let process = office.process()
        #expect(try await office.work(process, minutes: 55) == nil)
        let trouble = try await office.work(process, minutes: 10)
        #expect(trouble?.english.contains("LB-000001-001-20.csv") ?? false)
        #expect(trouble?.dutch.contains("niet opgehaald") ?? false)
        func open() async throws -> [OpenFile] {
            try await OpenFile.all(of: office.settings.exchange, in: process.parts.journal, now: office.clock.now())
        }
        let file = try #require(try await open().first)
        #expect(file.name == "LB-000001-001-20.csv" && file.entries == 1 && file.standing == .waiting && file.isLate)
        office.trade.approve(.sale("F2"))
        try await office.work(process, minutes: 5)
        #expect(office.place.names().contains("LB-000002-001-20.csv"), "an alarm stops nothing")
        #expect(await office.sandbox.importFiles().count == 2)
        try await office.work(process, minutes: 1)
        #expect(try await open().map(\.standing) == [.taken, .taken])
        #expect(try await office.work(process, minutes: 20) == nil)
        #expect(try await office.posting("F1")?.state == .booked)
        #expect(try await open().isEmpty)
    }

    @Test func `a folder that is away holds batches back, and nothing is lost or told as done`() async throws {
        let office = try Office()
        office.trade.approve(.sale("F1"))
        let away = try TemporaryFolder()
        let process = office.process(folder: AbsentFolder())
        let trouble = try await office.work(process, minutes: 5)
        #expect(trouble != nil)
        #expect(try await office.posting("F1")?.state != .booked)
        #expect(away.names().isEmpty)
        await process.lane.release()
        try await office.work(office.process("second"), minutes: 10)
        #expect(office.place.names().contains("LB-000001-001-20.csv"))
        _ = await office.sandbox.importFiles()
        #expect(await office.booked() == ["F1"])
    }

    @Test func `a credit note follows when its invoice is in the books`() async throws {
        let office = try Office(importing: { $0.interval = 600 })
        office.trade.approve(.sale("C1", cents: 4_000, credits: "F1"))
        office.trade.approve(.sale("F1"))
        try await office.work(office.process(), minutes: 90)
        #expect(await office.booked() == ["F1", "C1"])
        #expect(try await office.posting("C1", .creditNote)?.state == .booked)
        #expect(await office.sandbox.balances()["1300"] == ExactDecimal("65.4"))
    }

    @Test func `part of an entry came back: a person looks, and it is never sent again`() async throws {
        let office = try Office(importing: { $0.rejects = .line })
        office.trade.approve(.sale("F1"))
        let process = office.process()
        try await office.work(process, minutes: 2)
        let file = try office.place.text("LB-000001-001-20.csv")
        let row = try #require(file.split(separator: "\r\n").dropFirst().first)
        try office.place.remove("LB-000001-001-20.csv")
        try office.place.put("afgekeurd/LB-000001-001-20-afgekeurd.csv", "\(row);\"Boekingsdatum ontbreekt\"\r\n")
        try await office.work(process, minutes: 5)
        let posting = try #require(try await office.posting("F1"))
        #expect(posting.state == .parked)
        #expect(posting.problems.contains { $0.code == .foreignEntry && $0.found.contains("Boekingsdatum ontbreekt") })
        _ = try await process.desk.retry([office.key("F1")])
        try await office.work(process, minutes: 30)
        #expect(try await office.posting("F1")?.state == .parked)
        #expect(!office.place.names().contains { $0.hasPrefix("LB-000002") })
    }

    @Test func `a list that comes after everything counted as booked is an alarm on the document`() async throws {
        let office = try Office()
        office.trade.approve(.sale("F1"))
        let process = office.process()
        try await office.work(process, minutes: 2)
        let file = try office.place.text("LB-000001-001-20.csv")
        try office.place.remove("LB-000001-001-20.csv")
        try await office.work(process, minutes: 30)
        #expect(try await office.posting("F1")?.state == .booked)
        try office.place.put("afgekeurd/LB-000001-001-20-afgekeurd.csv", file)
        try await office.work(process, minutes: 90)
        guard case .differs = try await office.posting("F1")?.readBack else {
            Issue.record("the read-back does not say that it differs")
            return
        }
    }

    @Test func `lines that are not ours, or a list under writing, prove nothing`() async throws {
        let office = try Office()
        office.trade.approve(.sale("F1"))
        let process = office.process()
        try await office.work(process, minutes: 2)
        try office.place.remove("LB-000001-001-20.csv")
        try office.place.put("afgekeurd/LB-000001-001-20-afgekeurd.csv", "1;20;2026;3;iets anders\r\n")
        let trouble = try await office.work(process, minutes: 60)
        #expect(trouble?.english.contains("lines that are not ours") ?? false)
        #expect(try await office.posting("F1")?.state == .outcomeUnknown)
    }

    @Test func `with a folder for what was taken, a file that only vanished is not booked`() async throws {
        let office = try Office { settings in
            settings.exchange.takenFolder = "verwerkt"
            settings.exchange.pickUpSeconds = 1800
        }
        office.trade.approve(.sale("F1"))
        let process = office.process()
        try await office.work(process, minutes: 2)
        let file = try office.place.text("LB-000001-001-20.csv")
        try office.place.remove("LB-000001-001-20.csv")
        #expect(try await office.work(process, minutes: 60) != nil)
        #expect(try await office.posting("F1")?.state == .outcomeUnknown)
        try office.place.put("LB-000001-001-20.csv", file)
        _ = await office.sandbox.importFiles()
        try await office.work(process, minutes: 30)
        #expect(try await office.posting("F1")?.state == .booked)
    }

    @Test func `a code the customer's lists do not have parks the document before a file is made`() async throws {
        let office = try Office { settings in
            settings.exchange.codes.accounts = ["8000", "1510"].map { .init(code: $0, id: "", name: "") }
        }
        office.trade.approve(.sale("F1", on: "9999"))
        try await office.work(office.process(), minutes: 5)
        let posting = try #require(try await office.posting("F1"))
        #expect(posting.state == .parked)
        #expect(posting.problems.contains { $0.code == .targetCodeUnknown && $0.found == "9999" })
        #expect(posting.problems.allSatisfy { $0.code == .targetCodeUnknown })
        #expect(office.place.names().isEmpty)
    }

    @Test func `another file under our name is an alarm, and ours comes when it is gone`() async throws {
        let office = try Office()
        let process = office.process(folder: RivalFolder(place: office.place))
        office.trade.approve(.sale("F1"))
        let trouble = try await office.work(process, minutes: 5)
        #expect(trouble?.english.contains("LB-000001") ?? false)
        try office.place.remove("LB-000001-001-20.csv")
        try await office.work(process, minutes: 30)
        #expect(try office.place.text("LB-000001-001-20.csv").contains("F1"))
    }
}
