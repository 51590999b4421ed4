import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

@testable import ExactConnector

/// Files that follow entries (reference `exact-online` §6.4, §6.11, §7.25).
@Suite struct `An invoice's file in the books of Exact Online` {
    private static let pdf = Array("%PDF-1.7 the invoice".utf8)

    /// A booked entry and what is to be attached to it.
    private struct Desk {
        let office: Office
        let order: AttachmentOrder
        var attaching: any DocumentAttaching { ExactAttaching(connector: office.connector) }

        init(_ kind: DocumentKind) async throws {
            office = try await Office.open(use: [.sales, .purchases])
            let master = try await office.connector.masterData(known: nil)
            let entry =
                kind.isSale
                ? Trade.all[0].entry
                : Samples.entry(
                    .purchaseInvoice, number: "P1", daybook: "60", condition: nil, reference: "FP-P1",
                    lines: [
                        Samples.line(.party, "1600", "-2180.00"), Samples.line(.amount, "7000", "2000.00", "11"),
                        Samples.line(.vat, "1560", "180.00", "11"),
                    ])
            let posting = PostingOrder(entry: entry, relation: try await office.relation(kind.isSale ? "501" : "551"))
            let posted = try await office.connector.post(posting, with: master)
            order = AttachmentOrder(posting: posting, booked: posted.id, fileName: "2026-1.pdf", content: pdf)
        }

        private var deadline: CallDeadline { CallDeadline(askedAt: office.clock.now()) }

        func next(_ step: AttachmentStep, lookingUp: Bool = false) async throws(ConnectorError) -> AttachmentStep {
            try await attaching.attach(order, from: step, lookingUp: lookingUp, before: deadline)
        }

        /// All steps to the end; after a lost answer the step is asked for again, as the engine would.
        func attach() async throws -> Int {
            var (step, lost) = (AttachmentStep.start, 0)
            var looksUp = false
            for _ in 0..<20 {
                do throws(ConnectorError) {
                    step = try await next(step, lookingUp: looksUp)
                    looksUp = false
                    if step == .done { return lost }
                } catch {
                    guard error.code == .outcomeUnknown else { throw error }
                    (looksUp, lost) = (true, lost + 1)
                }
            }
            Issue.record("no end")
            return lost
        }

        /// What the books show: files by document, and whether their entry points at them.
        func shown() async -> [String] {
            await office.sandbox.documents(in: office.settings.division).map { document in
                "\(document.type) \(document.files) \(document.isLinked ? "linked" : "alone") \(document.entry == order.booked.text)"
            }
        }
    }

    @Test(arguments: [(DocumentKind.salesInvoice, "10", 4), (.purchaseInvoice, "20", 2)])
    func `a document, its attachment and the entry's link: once, byte for byte`(kind: DocumentKind, type: String, calls: Int) async throws {
        let desk = try await Desk(kind)
        let before = desk.office.meter.seen.taken.count
        #expect(try await desk.attach() == 0)
        #expect(desk.office.meter.seen.taken.count - before == calls)
        #expect(desk.attaching.calls(for: kind) == calls, "the price that is told")
        #expect(await desk.shown() == ["\(type) [\"2026-1.pdf\"] linked true"])
        let document = try #require(await desk.office.sandbox.documents(in: desk.office.settings.division).first)
        #expect(await desk.office.sandbox.file("2026-1.pdf", of: document.id, in: desk.office.settings.division) == Self.pdf)
        let account = kind.isSale ? "501" : "551"
        #expect(document.account == account)
        #expect(!document.subject.isEmpty)
    }

    @Test(arguments: [DocumentKind.salesInvoice, .purchaseInvoice], [ExactSandbox.Fault.Kind.loseAnswer, .loseRequest])
    func `whatever is lost at every step, it stands there once`(kind: DocumentKind, fault: ExactSandbox.Fault.Kind) async throws {
        let desk = try await Desk(kind)
        await desk.office.sandbox.plan([
            ExactSandbox.Fault(fault, method: .post, pathContains: "documents/Documents"),
            ExactSandbox.Fault(fault, method: .post, pathContains: "DocumentAttachments"),
            ExactSandbox.Fault(fault, method: .put, pathContains: "Entries"),
        ])
        #expect(try await desk.attach() == (kind.isSale ? 3 : 1))
        #expect(await desk.shown() == ["\(kind.isSale ? 10 : 20) [\"2026-1.pdf\"] linked true"])
    }

    @Test func `what an accountant linked meanwhile is kept, and the file joins it`() async throws {
        let desk = try await Desk(.salesInvoice)
        let client = desk.office.connector.client
        let theirs = try await client.perform(
            ExactCall(.post, "documents/Documents", in: desk.office.settings.division, body: ["Subject": "Scan", "Type": 10]))
        let id = try #require(theirs.row?["ID"]?.string)
        _ = try await client.perform(
            ExactCall(
                .put, "salesentry/SalesEntries", in: desk.office.settings.division,
                key: "(\(ExactFilter.guid(desk.order.booked.text)))", body: ["Document": .string(id)]))
        #expect(try await desk.attach() == 0)
        let documents = await desk.office.sandbox.documents(in: desk.office.settings.division)
        #expect(documents.map(\.subject) == ["Scan"] && documents.map(\.files) == [["2026-1.pdf"]])
    }

    @Test func `another document that came between is not replaced`() async throws {
        let desk = try await Desk(.salesInvoice)
        var step = try await desk.next(.start)
        step = try await desk.next(step)
        let client = desk.office.connector.client
        let theirs = try await client.perform(
            ExactCall(.post, "documents/Documents", in: desk.office.settings.division, body: ["Subject": "Scan", "Type": 10]))
        let id = try #require(theirs.row?["ID"]?.string)
        _ = try await client.perform(
            ExactCall(
                .put, "salesentry/SalesEntries", in: desk.office.settings.division,
                key: "(\(ExactFilter.guid(desk.order.booked.text)))", body: ["Document": .string(id)]))
        let error = await #expect(throws: ConnectorError.self) { try await desk.next(step, lookingUp: true) }
        #expect(error?.code == .rejected && error?.message.contains("another document") == true)
    }

    @Test func `an entry that is gone is said to be gone, and counts as no error of ours`() async throws {
        let desk = try await Desk(.salesInvoice)
        _ = try await desk.office.connector.client.perform(
            ExactCall(
                .delete, "salesentry/SalesEntries", in: desk.office.settings.division,
                key: "(\(ExactFilter.guid(desk.order.booked.text)))"))
        let erred = desk.office.meter.seen.erred.count
        let error = await #expect(throws: ConnectorError.self) { try await desk.next(.start) }
        #expect(error?.code == .rejected && error?.message.contains("no longer in Exact Online") == true)
        #expect(desk.office.meter.seen.erred.count == erred)
        #expect(await desk.shown() == [])
    }

    @Test func `what comes too late is not sent`() async throws {
        let desk = try await Desk(.salesInvoice)
        let deadline = CallDeadline(askedAt: desk.office.clock.now())
        desk.office.clock.move(seconds: CallDeadline.seconds)
        let error = await #expect(throws: ConnectorError.self) {
            try await desk.attaching.attach(desk.order, from: .start, lookingUp: false, before: deadline)
        }
        #expect(error?.code == .unavailable)
        #expect(await desk.shown() == [])
    }
}
