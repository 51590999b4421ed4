import BridgeDomain
import BridgeHTTP
import BridgeRuntime

// The whole way against sandboxes in processes of their own. Beside it, in the same run and against the same sandbox: a loop that only posts
// the same bytes over one connection and commits the same bytes in groups.
extension Bench {
    /// Documents whose bytes the bare loop commits together.
    private static let bareGroup = 50

    func measureEndToEnd() async throws -> [Figure] {
        var figures: [Figure] = []
        for lines in [5, 15] { figures += try await measureEndToEnd(lines: lines, road: .rest) }
        for lines in [5, 15] { figures += try await measureEndToEnd(lines: lines, road: .xml) }
        return try await figures + measureBesideVisitors()
    }

    private func measureEndToEnd(lines: Int, road: ExactTarget.Road) async throws -> [Figure] {
        let date = TimeZoneRule.amsterdam.date(of: SystemClock().now())
        let text = TradeText(lines: lines, date: date)
        let name = road == .rest ? "end-to-end-\(lines)" : "end-to-end-\(road.rawValue)-\(lines)"
        let bench = try await Sandboxes(self, name: name, date: date, road: road)
        let known = text.customers.count
        try await bench.load(text, 0..<known)
        try await bench.book(known)
        try await bench.load(text, known..<known + size.carried)
        bench.wire.record(true)
        let (source, target) = (ProcessorTime(bench.freshPortal), ProcessorTime(bench.exact))
        let watch = Stopwatch()
        try await bench.book(size.carried)
        let (seconds, busy) = (watch.seconds, watch.busySeconds)
        let (sourceBusy, targetBusy) = (source.seconds, target.seconds)
        bench.wire.record(false)
        let bareTarget = ProcessorTime(bench.exact)
        let (bareSeconds, bareBusy) = try bare(bench.wire.requests, text, known..<known + size.carried, name)
        let bareTargetBusy = bareTarget.seconds
        await bench.close()
        let count = Double(size.carried)
        func each(_ seconds: Double) -> Double { seconds / count * 1e6 }
        return [
            Figure("\(name.underscored).rate", count / seconds, "documents/s", lines == 5 ? .atLeast(5_000) : nil),
            Figure("\(name.underscored).bare_rate", count / bareSeconds, "documents/s"),
            Figure("\(name.underscored).to_bare", bareSeconds / seconds, "ratio", .atLeast(0.5)),
            Figure("\(name.underscored).processor", each(busy), "us/document"),
            Figure("\(name.underscored).processor_source", each(sourceBusy), "us/document"),
            Figure("\(name.underscored).processor_target", each(targetBusy), "us/document"),
            Figure("\(name.underscored).bare_processor", each(bareBusy), "us/document"),
            Figure("\(name.underscored).bare_processor_target", each(bareTargetBusy), "us/document"),
        ]
    }

    private func bare(_ requests: [HTTPRequest], _ text: TradeText, _ places: Range<Int>, _ name: String) throws -> (Double, Double) {
        guard let first = requests.first, requests.count <= places.count else {
            throw BenchFailure(
                nl: "\(requests.count) oproepen voor \(places.count) documenten: de kale lus kan niet hetzelfde doen",
                en: "\(requests.count) calls for \(places.count) documents: the bare loop cannot do the same")
        }
        let documents = places.map { text.document($0) }
        let poster = try BarePoster(url: first.origin + first.target, fields: first.fields.all.map { "\($0.name): \($0.value)" })
        let store = try BareStore(file: file("\(name)-bare.db"), group: Self.bareGroup * 2)
        let watch = Stopwatch()
        var rest = documents[...]
        for (place, request) in requests.enumerated() {
            try poster.post(request.body)
            // As many documents as the call carries, and its bytes once.
            let carried = documents.count * (place + 1) / requests.count - documents.count * place / requests.count
            for document in rest.prefix(carried) { try store.keep(document) }
            rest = rest.dropFirst(carried)
            try store.keep(request.body)
        }
        try store.commit()
        return (watch.seconds, watch.busySeconds)
    }
}

extension String {
    /// `end-to-end-5` as part of a figure's name.
    fileprivate var underscored: String { String(map { $0 == "-" ? "_" : $0 }) }
}
