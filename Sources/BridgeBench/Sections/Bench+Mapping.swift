import BridgeDomain
import BridgeMapping
import BridgeRuntime
import BridgeSource
import FreshPortalSource

// Documents already read, mapped on one core; beside it, the same lines merely added up per rate.
extension Bench {
    /// Different documents that are mapped over and over.
    private static let differentDocuments = 600

    func measureMapping() async throws -> [Figure] {
        var figures: [Figure] = []
        let mapper = Mapper(rules: try MappingRules(yaml: MappingSamples.exactFlowerExporter))
        let context = MappingContext(
            mappingVersion: 1, bookCurrency: .eur, ownCountry: .netherlands,
            limits: TextLimits(description: 60, reference: 30, paymentReference: 30, entryLines: 1_000))
        for lines in [5, 15] {
            let work = try await Self.documents(lines: lines, count: Self.differentDocuments)
            let rounds = max(1, size.mapped / Self.differentDocuments)
            let bare = Stopwatch()
            var sum: Int64 = 0
            // Documents lie where they are, as in a group that is judged: copying them would be measured as well.
            work.withUnsafeBufferPointer { work in
                for _ in 0..<rounds { for place in work.indices { sum &+= Self.addedUp(work[place].document) } }
            }
            let bareSeconds = bare.busySeconds
            let watch = Stopwatch()
            var made = 0
            work.withUnsafeBufferPointer { work in
                for _ in 0..<rounds {
                    for place in work.indices
                    where mapper.map(work[place].document, party: work[place].party, context: context).entry != nil { made += 1 }
                }
            }
            let seconds = watch.busySeconds
            guard sum != 0, made == rounds * Self.differentDocuments else {
                throw BenchFailure(nl: "de proefdocumenten geven geen boekingen", en: "the bench's documents make no entries")
            }
            figures.append(
                Figure("mapping.lines_\(lines).rate", Double(made) / seconds, "documents/s", lines == 5 ? .atLeast(100_000) : nil))
            figures.append(Figure("mapping.lines_\(lines).cost_to_adding_up", seconds / max(bareSeconds, 1e-9), "ratio"))
        }
        return figures
    }

    /// What any mapping must do at the least: every line's amount added to its rate's.
    private static func addedUp(_ document: Document) -> Int64 {
        var sums: [SourceVATCode: Int64] = [:]
        let kept = document.lines
        let lines = kept.span
        for place in lines.indices { if let code = lines[place].vatCode { sums[code, default: 0] += lines[place].net.minorUnits } }
        return sums.values.reduce(0, &+)
    }

    /// Documents with their customers, who are known before mapping begins.
    private static func documents(lines: Int, count: Int) async throws -> [(document: Document, party: Party?)] {
        let trade = Trade(TradeText(lines: lines, date: TimeZoneRule.amsterdam.date(of: SystemClock().now())))
        trade.offer(count)
        let source = FreshPortalSource(
            FreshPortalConfiguration(origin: "http://bench", administration: "NL01", apiKey: "bench"), transport: trade,
            time: SystemClock())
        var documents: [Document] = []
        var cursor = SourceCursor.start
        while documents.count < count {
            let page = try await source.documents(after: cursor, limit: 200)
            guard !page.items.isEmpty else { break }
            documents += page.items.compactMap(\.document)
            cursor = page.next
        }
        let parties = try await source.parties(.debtor, after: .start, limit: 200).items.compactMap(\.party)
        let byKey = Dictionary(parties.map { ($0.key, $0) }) { first, _ in first }
        return documents.map { document in (document, document.party.flatMap { byKey[$0.key] }) }
    }
}
