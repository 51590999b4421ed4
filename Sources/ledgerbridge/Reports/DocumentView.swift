import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON

/// What `show` says of one document: as it came, as it was meant, as it is booked, and everything that happened.
struct DocumentView: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let posting: PostingRecord
    let showsRaw: Bool

    struct View: Sendable {
        var json: JSON
        var text: String
    }

    func make() async throws -> View {
        let versions = try await journal.versions(posting.document, bridge: posting.bridge)
        let entry = try await journal.entry(posting.document, version: posting.documentVersion, bridge: posting.bridge)?.entry
        let booked = try await journal.booked(posting.document, bridge: posting.bridge)
        let attempts = try await journal.attempts(posting.document.description, bridge: posting.bridge)
        let history = try await journal.history(
            subject: posting.document.description, bridge: posting.bridge, after: 0, limit: 1_000)
        let rival = try await rival()
        let books: JSON = booked.flatMap { try? JSON(parsing: $0.content) } ?? .null
        let members: [JSON.Member] = [
            JSON.Member("posting", JSON(of: posting)), JSON.Member("versions", .array(versions.map(version(of:)))),
            JSON.Member("entry", JSON(of: entry)), JSON.Member("booked", books), JSON.Member("attempts", JSON(of: attempts)),
            JSON.Member("history", JSON(of: history)), JSON.Member("rival", JSON(of: rival)),
        ]
        let json = JSON.object(members)
        var parts = [head(), problemText()]
        if let rival { parts.append(rivalText(rival, versions.last?.document)) }
        if let document = versions.last?.document { parts.append(documentText(document)) }
        if let entry { parts.append(entryText(entry)) }
        if let booked { parts.append(context.words.pick("In de boeken: ", "In the books: ") + "\(booked.targetNumber) (\(booked.readAt))") }
        if !attempts.isEmpty { parts.append(attemptText(attempts)) }
        parts.append(historyText(history))
        if showsRaw, let raw = versions.last?.raw { parts.append(String(decoding: raw, as: UTF8.self)) }
        return View(json: json, text: parts.filter { !$0.isEmpty }.joined(separator: "\n\n"))
    }

    private func version(of record: DocumentRecord) -> JSON {
        .object([
            .init("version", .number(record.version)), .init("received_at", .string(record.receivedAt.description)),
            .init("content_hash", .string(record.contentHash)), .init("document", record.document.map { JSON(of: $0) } ?? .null),
            .init("problems", .array(record.problems.map { JSON(of: $0) })),
            .init("raw", showsRaw ? .string(String(decoding: record.raw, as: UTF8.self)) : .null),
        ])
    }

    /// The document that was there first, when this one carries its number with other content.
    private func rival() async throws -> PostingRecord? {
        guard posting.problems.contains(where: { $0.code == .numberWithOtherContent }),
            let mark = posting.document.number.text.firstIndex(of: "#")
        else { return nil }
        let number = DocumentNumber(String(posting.document.number.text[..<mark]))
        let key = DocumentKey(posting.document.administration, posting.document.kind, number)
        return try await journal.postings([key], bridge: posting.bridge)[key]
    }

    private func head() -> String {
        let words = context.words
        let amounts = "\(context.amount(posting.net)) + \(context.amount(posting.vat)) = \(context.amount(posting.gross))"
        var lines = [
            [
                "\(words.kind(posting.document.kind)) \(posting.document.number)", context.formatting.date(posting.invoiceDate),
                posting.party?.code.text ?? "–",
            ].joined(separator: ", "),
            amounts, "\(words.state(posting.state))" + (posting.hold.map { ", " + words.hold($0) } ?? ""),
        ]
        if let number = posting.targetNumber {
            lines.append(
                words.pick("boekstuk \(number)", "entry \(number)")
                    + (posting.daybook.map { ", \(words.pick("dagboek", "daybook")) \($0)" } ?? ""))
        }
        switch posting.readBack {
        case .agrees(let at): lines.append(words.pick("teruggelezen en gelijk, \(at)", "read back and equal, \(at)"))
        case .differs(let at, _): lines.append(words.pick("TERUGGELEZEN EN ANDERS, \(at)", "READ BACK AND DIFFERENT, \(at)"))
        case .pending: break
        }
        return lines.joined(separator: "\n")
    }

    private func problemText() -> String {
        var problems = posting.problems
        if case .differs(_, let found) = posting.readBack { problems += found.filter { !problems.contains($0) } }
        return problems.map { "• \($0.message(context.language))\n  → \($0.remedy(context.language))" }.joined(separator: "\n")
    }

    /// The same number twice, side by side.
    private func rivalText(_ rival: PostingRecord, _ document: Document?) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: ""), .init(title: words.pick("eerst gekomen", "came first")),
            .init(title: words.pick("dit document", "this document")),
        ])
        table.rows = [
            ["id", rival.sourceID.text, posting.sourceID.text],
            [words.pick("versie", "version"), String(rival.documentVersion), String(posting.documentVersion)],
            [words.pick("datum", "date"), context.formatting.date(rival.invoiceDate), context.formatting.date(posting.invoiceDate)],
            [words.pick("relatie", "party"), rival.party?.code.text ?? "–", posting.party?.code.text ?? "–"],
            [words.pick("netto", "net"), context.amount(rival.net), context.amount(posting.net)],
            [words.pick("btw", "VAT"), context.amount(rival.vat), context.amount(posting.vat)],
            [words.pick("bruto", "gross"), context.amount(rival.gross), context.amount(posting.gross)],
            [words.pick("stand", "state"), words.state(rival.state), words.state(posting.state)],
        ]
        return table.text()
    }

    private func documentText(_ document: Document) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Regel", "Line"), isNumber: true), .init(title: words.pick("Soort", "Kind")),
            .init(title: words.pick("Omschrijving", "Description"), shrinks: true),
            .init(title: words.pick("Aantal", "Quantity"), isNumber: true),
            .init(title: words.pick("Prijs", "Price"), isNumber: true), .init(title: words.pick("Netto", "Net"), isNumber: true),
            .init(title: words.pick("Btw", "VAT")),
        ])
        table.rows = document.lines.map { line in
            let quantity = line.quantity.map { context.formatting.number($0) } ?? ""
            let price = line.unitPrice.map { context.formatting.number($0, decimalsMin: 2) } ?? ""
            let rate = line.vatRate.map { " " + context.formatting.percentage($0) } ?? ""
            let vat = line.vatCode.map { $0.text + rate } ?? ""
            return [String(line.number), line.kind.rawValue, line.description, quantity, price, context.amount(line.net), vat]
        }
        return words.pick("Zoals het kwam", "As it came") + "\n" + table.text()
    }

    private func entryText(_ entry: Entry) -> String {
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Rekening", "Account")), .init(title: words.pick("Debet", "Debit"), isNumber: true),
            .init(title: words.pick("Credit", "Credit"), isNumber: true), .init(title: words.pick("Btw", "VAT")),
            .init(title: words.pick("Regels", "Lines")), .init(title: words.pick("Omschrijving", "Description"), shrinks: true),
            .init(title: words.pick("Grond", "Rule")),
        ])
        table.rows = entry.lines.map { line in
            let isDebit = !line.amount.isNegative
            return [
                line.account.text, isDebit ? context.amount(line.amount) : "", isDebit ? "" : context.amount(-line.amount),
                line.vatCode?.text ?? "", line.sourceLines.map(String.init).joined(separator: ","), line.description, line.rule.text,
            ]
        }
        let title = words.pick(
            "Zoals het geboekt wordt: dagboek \(entry.daybook), periode \(entry.period), kenmerk \(entry.reference)",
            "As it is booked: daybook \(entry.daybook), period \(entry.period), reference \(entry.reference)")
        return title + "\n" + table.text()
    }

    private func attemptText(_ attempts: [AttemptRecord]) -> String {
        var table = TextTable([
            .init(title: context.words.pick("Poging", "Attempt")), .init(title: context.words.pick("Begonnen", "Started")),
            .init(title: context.words.pick("Duur", "Took"), isNumber: true), .init(title: context.words.pick("Uitkomst", "Verdict")),
            .init(title: context.words.pick("Bijzonderheden", "Details"), shrinks: true),
        ])
        table.rows = attempts.map { attempt in
            [
                attempt.purpose.rawValue, attempt.startedAt.description,
                attempt.endedAt.map { "\($0.milliseconds(since: attempt.startedAt)) ms" } ?? "–", attempt.verdict ?? "–",
                attempt.detail ?? "",
            ]
        }
        return table.text()
    }

    private func historyText(_ history: [HistoryRecord]) -> String {
        history.map { "\($0.entry.at)  \($0.entry.who)  \($0.entry.act)" + ($0.entry.detail.isEmpty ? "" : "  \($0.entry.detail)") }
            .joined(separator: "\n")
    }
}
