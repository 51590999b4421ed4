public import BridgeConnector
import BridgeDomain
import BridgeJSON
import BridgeXML

// The bulk road: many entries in one call, by XML (reference `exact-online` §11).
extension ExactOnlineConnector {
    /// Bytes one upload may have, beyond its envelope. No source states the service's limit (reference §16).
    static let uploadBytesMax = 4 << 20
    /// Seconds for which entries go by REST after an upload was refused as a whole, or not answered for record by record.
    static let bulkClosedSeconds: Int64 = 900
    /// Numbers that are not ours but lie between ours are read along with them, so many at once.
    static let numbersBetweenMax: Int64 = 20

    /// What the bulk road is closed for is not asked.
    var postsTogether: PostingTogether? { bulkIsClosed ? nil : Self.postsTogether(settings) }

    /// How many entries go in one call with these settings: the upload itself, and one question for what the entries are called.
    public static func postsTogether(_ settings: ExactSettings) -> PostingTogether? {
        guard settings.road != .rest else { return nil }
        // A page of ledger rows nearly always begins or ends within an entry, which is then read whole.
        return PostingTogether(entriesMax: settings.uploadEntriesMax, calls: 2, readBackCalls: 2, isAlways: settings.road == .xml)
    }

    /// Where uploads take longer, so does what they leave behind when their answer is lost.
    var settlingSeconds: Int64 {
        settings.road == .rest ? settings.settlingSeconds : settings.settlingSeconds * Int64(ExactSettings.uploadTimes)
    }

    /// Posts the first entries in one upload, as many as follow each other that an upload can carry; where the first is none of these, it goes
    /// alone by REST, so that the order is kept. Two calls, whatever the number; one more for each further range of numbers that the books gave.
    ///
    /// An entry is booked when the service says so and the books show it under our reference. It is refused when the service refuses as many
    /// records as are not found among those it made. Whatever the answer leaves open is looked up like any lost answer.
    public func post(_ orders: [PostingOrder], with master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        let together = postsTogether == nil ? [] : Array(orders.prefix { ExactTransaction.carries($0.entry, with: master) })
        guard !together.isEmpty else {
            guard let first = orders.first else { return [] }
            do throws(ConnectorError) { return [.success(try await post(first, with: master))] } catch { return [.failure(error)] }
        }
        var upload = Upload(orders: together.prefix(settings.uploadEntriesMax), with: master)
        for case .failure(let error)? in upload.verdicts { doubtLists(error) }
        if !upload.sent.isEmpty { await send(&upload, master) }
        return upload.verdicts.map { $0 ?? .failure(ConnectorError(.misused, "an uploaded entry has no verdict: report this")) }
    }

    private func send(_ upload: inout Upload, _ master: MasterData) async {
        do throws(ConnectorError) {
            let call = ExactCall(upload: ExactTransaction.body(upload.bytes), topic: "GLTransactions", in: settings.division)
            guard let answer = try await client.perform(call).upload else {
                throw ConnectorError(.outcomeUnknown, "Exact Online took an upload without saying what became of it")
            }
            if !answer.speaksForEach(of: upload.sent.count) { closeBulk() }
            let found = answer.created.isEmpty ? [:] : try await entries(numbered: answer.created.compactMap(\.key), master)
            upload.judge(answer, found)
            for case .failure(let error)? in upload.verdicts { doubtLists(error) }
        } catch {
            upload.fail(wholly(error))
        }
    }

    /// What a failure of the whole upload means for each of its entries. A refusal of the whole speaks of its form: nothing was booked, and the
    /// entries go by REST for a while, where each is judged for itself.
    private func wholly(_ error: ConnectorError) -> ConnectorError {
        switch error.code {
        // Without the right to uploads, REST may still go; where consent itself is gone, it says so too.
        case .rejected, .misused, .unauthorised:
            closeBulk()
            return ConnectorError(
                .unavailable, "Exact Online refused a whole upload; nothing was booked, and entries go one by one for a while",
                vendorText: error.vendorText, retryAt: clock.now())
        default: return error
        }
    }

    /// What entries with these numbers are called, by the reference they carry: one call per 1,000 rows, of which an entry has two at most. A
    /// failure means that nobody knows: the entries are there.
    private func entries(numbered numbers: [Int64], _ master: MasterData) async throws(ConnectorError) -> [EntryReference: PostedEntry] {
        let ranges = Self.ranges(numbers).map { "(EntryNumber ge \($0.lowerBound) and EntryNumber le \($0.upperBound))" }
        var found: [EntryReference: PostedEntry] = [:]
        let wanted = Set(numbers)
        for range in ranges {
            // The head's row, where there is one, and the first line.
            let rows: [JSON]
            do throws(ConnectorError) {
                rows = try await client.rows(
                    get(
                        "bulk/Financial/TransactionLines",
                        [("$filter", "\(range) and LineNumber le 1"), ("$select", TransactionLine.select)]))
            } catch {
                throw ConnectorError(
                    .outcomeUnknown, "Exact Online took an upload; what it is called there could not be read: \(error.message)",
                    vendorText: error.vendorText)
            }
            for row in rows {
                guard let line = TransactionLine(row, books: master.currency), wanted.contains(line.EntryNumber) else { continue }
                let text = line.`Type` == 90 ? line.Description.split(separator: " ").first.map(String.init) : line.YourRef
                guard let text else { continue }
                found[EntryReference(text)] = PostedEntry(id: TargetID(line.EntryID), number: String(line.EntryNumber))
            }
        }
        return found
    }

    /// Numbers as ranges: one per daybook, unless somebody else booked much in between.
    static func ranges(_ numbers: [Int64]) -> [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = []
        for number in Set(numbers).sorted() {
            if let last = ranges.last, number - last.upperBound <= numbersBetweenMax {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges
    }
}

extension ExactUploadAnswer {
    /// True where each of so many records has a verdict, and each entry a number of its own.
    func speaksForEach(of count: Int) -> Bool {
        created.count + refused.count == count && messages.count == count && Set(created.compactMap(\.key)).count == created.count
    }
}

/// One upload: what goes, and what became of each of its entries.
private struct Upload {
    /// nil until there is a verdict.
    var verdicts: [Result<PostedEntry, ConnectorError>?] = []
    /// Places of the entries that are sent, in their order.
    private(set) var sent: [Int] = []
    /// Their messages.
    private(set) var bytes: [[UInt8]] = []
    private var references: [EntryReference] = []

    /// Writes as many as fit. What the books would surely refuse has its verdict already and is not sent.
    init(orders: ArraySlice<PostingOrder>, with master: MasterData) {
        var size = 0
        for order in orders {
            do throws(ConnectorError) {
                let transaction = try ExactTransaction(order, with: master)
                var writer = XMLWriter(continuing: [])
                transaction.write(to: &writer)
                if !sent.isEmpty, size + writer.bytes.count > ExactOnlineConnector.uploadBytesMax { return }
                size += writer.bytes.count
                sent.append(verdicts.count)
                bytes.append(writer.bytes)
                verdicts.append(nil)
            } catch {
                verdicts.append(.failure(error))
            }
            references.append(order.entry.reference)
        }
    }

    /// The same for all that were sent.
    mutating func fail(_ error: ConnectorError) {
        for place in sent { verdicts[place] = .failure(error) }
    }

    /// What the books show under a reference of ours is booked. What they do not show is refused where the answer accounts for each record, in
    /// the order of the messages; otherwise nobody knows.
    mutating func judge(_ answer: ExactUploadAnswer, _ found: [EntryReference: PostedEntry]) {
        var missing: [Int] = []
        for place in sent {
            if let entry = found[references[place]] { verdicts[place] = .success(entry) } else { missing.append(place) }
        }
        let refused = answer.refused
        guard answer.speaksForEach(of: sent.count), missing.count == refused.count else {
            for place in missing {
                verdicts[place] = .failure(
                    ConnectorError(
                        .outcomeUnknown, "Exact Online did not say of each entry of an upload what became of it: it is looked up"))
            }
            return
        }
        for (place, message) in zip(missing, refused) {
            let problems = ExactRefusals.problems(in: message.text)
            verdicts[place] = .failure(
                ConnectorError(
                    .rejected, "Exact Online refused an entry of an upload", vendorText: message.text,
                    problems: problems.isEmpty ? [Problem(.targetRejected, at: Place("document"), found: message.text)] : problems))
        }
    }
}
