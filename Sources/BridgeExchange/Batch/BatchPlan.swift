import BridgeConnector
import BridgeDomain
import BridgeHash

/// An entry that is to go with the next batch.
struct Collected: Sendable {
    var order: PostingOrder
    var rows: ExchangeRows
    /// When it was asked for.
    var at: Timestamp

    var reference: EntryReference { order.entry.reference }
}

/// Makes a batch of what was collected: which entry goes into which file, under which name, with which control totals. Pure.
struct BatchPlan {
    let batch: Batch
    /// In the order of the batch's files.
    let contents: [[UInt8]]
    let deliveries: [(EntryReference, Delivery)]

    init(_ number: Int, _ collected: [Collected], settings: ExchangeSettings, format: any ExchangeFormat, now: Timestamp) {
        let names = FileNames(settings: settings, ending: format.fileEnding)
        let parts = Self.parts(collected, settings, format)
        var files: [BatchFile] = []
        var contents: [[UInt8]] = []
        var deliveries: [(EntryReference, Delivery)] = []
        var control = ControlFile(number: number, system: format.capabilities.system, madeAt: now)
        for (place, part) in parts.enumerated() {
            let content = format.file(part.map(\.rows))
            var file = BatchFile(
                name: names.file(number, place + 1, group: part[0].rows.group), hash: SHA256.hash(content).hex, bytes: content.count,
                rows: 0, items: [])
            for item in part {
                file.items.append(BatchItem(reference: item.reference, firstRow: file.rows, rows: item.rows.count))
                file.rows += item.rows.count
                let id = "\(file.name):\(file.items.count)"
                deliveries.append((item.reference, Delivery(item.order, id: id, batch: number, file: place + 1)))
            }
            control.add(file, part.map(\.order.entry))
            files.append(file)
            contents.append(content)
        }
        let controlContent = control.content
        let controlFile = BatchFile(
            name: names.control(number), hash: SHA256.hash(controlContent).hex, bytes: controlContent.count, rows: 0, items: [])
        batch = Batch(number: number, stage: .reserved, reservedAt: now, files: [controlFile] + files)
        self.contents = [controlContent] + contents
        self.deliveries = deliveries
    }

    /// By group, in the order they were asked for, no file larger than allowed.
    private static func parts(_ collected: [Collected], _ settings: ExchangeSettings, _ format: any ExchangeFormat) -> [[Collected]] {
        let groups = Dictionary(grouping: collected) { $0.rows.group }
        let ordered = groups.values.sorted { ($0[0].rows.rank, $0[0].rows.group) < ($1[0].rows.rank, $1[0].rows.group) }
        var parts: [[Collected]] = []
        for group in ordered {
            var (part, bytes): ([Collected], Int) = ([], 0)
            for item in group {
                let size = item.rows.content.count
                if !part.isEmpty, part.count >= format.entriesPerFileMax || bytes + size > settings.fileBytes {
                    parts.append(part)
                    (part, bytes) = ([], 0)
                }
                part.append(item)
                bytes += size
            }
            parts.append(part)
        }
        return parts
    }
}

extension Delivery {
    /// What the books are to hold: the folder cannot be asked, so what was delivered is the only truth there is.
    fileprivate init(_ order: PostingOrder, id: String, batch: Int, file: Int) {
        let entry = order.entry
        let booked = BookedEntry(
            id: TargetID(id), number: entry.reference.text, reference: entry.reference, daybook: entry.daybook, date: entry.date,
            period: entry.period, relation: order.relation,
            lines: entry.lines.map {
                BookedLine(
                    account: $0.account, amount: $0.amount, bookAmount: $0.bookAmount, vatCode: $0.vatCode, costCentre: $0.costCentre,
                    costUnit: $0.costUnit, isParty: $0.role == .party)
            })
        self.init(standing: .awaited, batch: batch, file: file, reasons: [], booked: booked)
    }
}

/// Names of files: each holds the batch's number, so that none ever comes twice.
struct FileNames {
    let settings: ExchangeSettings
    let ending: String

    /// Digits of a batch's number; it may grow beyond.
    private static let digits = 6

    private func number(_ number: Int, digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// `LB-000012-001-20.csv`.
    func file(_ batch: Int, _ place: Int, group: String) -> String {
        let mark = group.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(20)
        return "\(stem(batch))-\(number(place, digits: 3))\(mark.isEmpty ? "" : "-\(mark)")\(ending)"
    }

    /// `LB-000012.control.json`.
    func control(_ batch: Int) -> String { "\(stem(batch)).control.json" }

    /// The list of refused lines of a file.
    func refused(_ name: String) -> String { "\(name.dropLast(ending.count))\(settings.refusedMark)\(ending)" }

    /// The batch a file of ours is of, whatever else its name has; nil for other people's files.
    func batch(of name: String) -> Int? {
        guard name.hasPrefix(settings.prefix) else { return nil }
        return Int(name.dropFirst(settings.prefix.count).prefix { $0.isASCII && $0.isNumber })
    }

    private func stem(_ batch: Int) -> String { "\(settings.prefix)\(number(batch, digits: Self.digits))" }
}
