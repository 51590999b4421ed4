import BridgeDomain
import BridgeJournal

extension MemoryTables {
    func hourTotals(_ bridge: BridgeID, from moment: Timestamp, limit: Int) -> [HourTotal] {
        var hours: [Int64: HourTotal] = [:]
        func change(_ moment: Timestamp, _ body: (inout HourTotal) -> Void) {
            let hour = HourTotal.hour(of: moment)
            body(&hours[hour, default: HourTotal(start: HourTotal.start(of: hour), received: 0, booked: 0)])
        }
        for posting in postings where posting.bridge == bridge {
            change(posting.receivedAt) { $0.received += 1 }
            if posting.state == .booked, let moment = posting.bookedAt { change(moment) { $0.booked += 1 } }
        }
        let first = HourTotal.hour(of: moment)
        return Array(hours.filter { $0.key >= first }.sorted { $0.key < $1.key }.map(\.value).prefix(limit))
    }

    func ageTotals(_ bridge: BridgeID, bounds: [Timestamp]) -> [AgeTotal] {
        let open = postings.filter { $0.bridge == bridge && !$0.state.isSettled }
        var end = Int64.max
        return (bounds.map { HourTotal.hour(of: $0) } + [.min]).map { start in
            let own = open.filter { (start..<max(start, end)).contains(HourTotal.hour(of: $0.receivedAt)) }
            end = start
            let needing = own.count(where: \.state.needsPerson)
            return AgeTotal(waiting: own.count - needing, needsPerson: needing)
        }
    }

    func holdTotals(_ bridge: BridgeID) -> [HoldTotal] {
        var totals: [HoldTotal] = []
        for posting in postings where posting.bridge == bridge {
            guard let blocker = posting.countedBlocker else { continue }
            let place = totals.firstIndex {
                $0.blocker == blocker && $0.kind == posting.document.kind && $0.gross?.currency == posting.currency
            }
            guard let place else {
                let gross = posting.currency.map { currency in posting.gross ?? .zero(currency) }
                totals.append(HoldTotal(blocker: blocker, kind: posting.document.kind, count: 1, gross: gross))
                continue
            }
            totals[place].count += 1
            if let gross = posting.gross, let sum = totals[place].gross { totals[place].gross = sum + gross }
        }
        return totals.sorted(by: HoldTotal.inOrder)
    }
}
