import BridgeDomain
import BridgeExchange
import BridgeJSON

/// Files in an exchange folder that the books have not answered: which, with how many entries, and since when.
struct OpenFileTable: Sendable {
    let context: Context

    static func json(_ file: OpenFile) -> JSON {
        .object([
            .init("name", .string(file.name)), .init("batch", .number(file.batch)), .init("entries", .number(file.entries)),
            .init("standing", .string(file.standing.rawValue)), .init("since", .string(file.since.description)),
            .init("late", .bool(file.isLate)),
        ])
    }

    func text(_ files: [OpenFile]) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Bestand in de uitwisselmap", "File in the exchange folder"), shrinks: true),
            .init(title: words.pick("Boekingen", "Entries"), isNumber: true), .init(title: words.pick("Stand", "Standing"), shrinks: true),
        ])
        table.rows = files.map { [$0.name, context.formatting.count($0.entries), standing($0)] }
        return context.text(table)
    }

    private func standing(_ file: OpenFile) -> String {
        let (words, since) = (context.words, context.moment(file.since))
        let late = file.isLate ? words.pick("; kijk of de importtaak draait", "; see whether the import job runs") : ""
        return switch file.standing {
        case .settled: words.pick("nog niet afgeleverd, sinds \(since)", "not delivered yet, since \(since)")
        case .waiting: words.pick("niet opgehaald sinds \(since)", "not picked up since \(since)") + late
        case .taken: words.pick("opgehaald \(since), wacht op afgekeurde regels", "picked up \(since), waits for refused lines")
        }
    }
}
