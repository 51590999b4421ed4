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

/// A debtor or creditor whose record is to go with the next batch.
struct DueParty: Sendable {
    var relation: TargetID
    var delivery: PartyDelivery
}

/// What a batch carries.
private enum Cargo {
    case party(DueParty)
    case entry(Collected)

    var rows: ExchangeRows {
        switch self {
        case .party(let party): party.delivery.record
        case .entry(let entry): entry.rows
        }
    }
}

/// Makes a batch of what was collected: which entry goes into which file, under which name, with which control totals. Pure.
struct BatchPlan {
    let batch: Batch
    /// In the order of the batch's files.
    let contents: [[UInt8]]
    let deliveries: [(EntryReference, Delivery)]
    let parties: [DueParty]

    init(
        _ number: Int, _ collected: [Collected], parties due: [DueParty], settings: ExchangeSettings, format: any ExchangeFormat,
        now: Timestamp
    ) {
        let names = FileNames(settings: settings, ending: format.fileEnding)
        let parts = Self.parts(due.map { .party($0) } + collected.map { .entry($0) }, settings, format)
        var files: [BatchFile] = []
        var contents: [[UInt8]] = []
        var deliveries: [(EntryReference, Delivery)] = []
        var parties: [DueParty] = []
        var control = ControlFile(number: number, system: format.capabilities.system, madeAt: now)
        for (place, part) in parts.enumerated() {
            let name = names.file(number, place + 1, group: part[0].rows.group)
            let content = format.file(part.map(\.rows), named: names.stem(name))
            var file = BatchFile(name: name, hash: SHA256.hash(content).hex, bytes: content.count, rows: 0, items: [])
            var entries: [Entry] = []
            for item in part {
                switch item {
                case .entry(let entry):
                    file.items.append(BatchItem(reference: entry.reference, firstRow: file.rows, rows: item.rows.count))
                    let id = "\(file.name):\(file.items.count)"
                    deliveries.append((entry.reference, Delivery(entry.order, id: id, batch: number, file: place + 1)))
                    entries.append(entry.order.entry)
                case .party(var party):
                    let known = file.parties ?? []
                    file.parties = known + [BatchParty(relation: party.relation, firstRow: file.rows, rows: item.rows.count)]
                    (party.delivery.standing, party.delivery.batch, party.delivery.file) = (.awaited, number, place + 1)
                    parties.append(party)
                }
                file.rows += item.rows.count
            }
            control.add(file, entries)
            files.append(file)
            contents.append(content)
        }
        let controlContent = control.content
        let controlFile = BatchFile(
            name: names.control(number), hash: SHA256.hash(controlContent).hex, bytes: controlContent.count, rows: 0, items: [])
        batch = Batch(number: number, stage: .reserved, reservedAt: now, files: [controlFile] + files)
        self.contents = [controlContent] + contents
        self.deliveries = deliveries
        self.parties = parties
    }

    /// By group, in the order they were asked for, no file larger than allowed.
    private static func parts(_ cargo: [Cargo], _ settings: ExchangeSettings, _ format: any ExchangeFormat) -> [[Cargo]] {
        let groups = Dictionary(grouping: cargo) { $0.rows.group }
        let ordered = groups.values.sorted { ($0[0].rows.rank, $0[0].rows.group) < ($1[0].rows.rank, $1[0].rows.group) }
        var parts: [[Cargo]] = []
        for group in ordered {
            var (part, bytes): ([Cargo], Int) = ([], 0)
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
    fileprivate init(_ order: PostingOrder, id: String, batch: Int, file: Int) {
        let booked = BookedEntry(meantBy: order, id: TargetID(id), number: order.entry.reference.text)
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

    /// A file's name without its ending.
    func stem(_ name: String) -> String { String(name.dropLast(ending.count)) }

    /// `LB-000012.control.json`.
    func control(_ batch: Int) -> String { "\(stem(batch)).control.json" }

    /// The list of refused lines of a file.
    func refused(_ name: String) -> String { "\(stem(name))\(settings.refusedMark)\(ending)" }

    /// The batch a file of ours is of, whatever else its name has; nil for other people's files.
    func batch(of name: String) -> Int? {
        guard name.hasPrefix(settings.prefix) else { return nil }
        return Int(name.dropFirst(settings.prefix.count).prefix { $0.isASCII && $0.isNumber })
    }

    private func stem(_ batch: Int) -> String { "\(settings.prefix)\(number(batch, digits: Self.digits))" }
}
