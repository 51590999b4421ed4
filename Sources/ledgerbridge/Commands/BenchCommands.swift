import BridgeBench
import BridgeDomain
import BridgeJSON
import BridgeRuntime
import Glibc

/// Measuring the product on the machine at hand.
let benchCommands: [Command] = [benchCommand]

private let benchCommand = Command(
    path: ["bench"], chapter: .program,
    summary: BilingualText(
        nl: "meet de snelheid op deze machine, elk cijfer naast de grens ervan",
        en: "measure speed on this machine, each figure beside its limit"),
    details: BilingualText(
        nl: """
            Werkt alleen in een eigen map, die daarna leeg achterblijft, en raakt geen journaal of boekhouding aan. Elke verhouding is in één \
            loop gemeten, op dezelfde bytes. Secties: \(sectionList(.dutch)). Een rustige machine geeft de beste cijfers.
            """,
        en: """
            Works in a folder of its own only, which it empties afterwards, and touches no journal and no books. Every ratio is measured in \
            one run, on the same bytes. Sections: \(sectionList(.english)). A quiet machine gives the best figures.
            """),
    example: "ledgerbridge bench --quick",
    options: [
        .flag("quick", nl: "korter dan een minuut; de cijfers springen meer", en: "less than a minute; figures jump about more"),
        .flag("long", nl: "ook met 3,5 miljoen bewaarde documenten; duurt uren", en: "also with 3.5 million stored documents; takes hours"),
        .choice("section", "NAME", BenchSection.allCases.map(\.rawValue), nl: "alleen deze", en: "only this one"),
        .value("directory", "DIR", nl: "waar gemeten wordt; bench", en: "where to measure; bench unless given"),
        .value(
            "document", "FILE", nl: "schrijf de cijfers ook in dit document, tussen zijn merktekens",
            en: "also write the figures into this document, between its marks"),
        .choice(
            "probe", "NAME", BenchProbe.allCases.map(\.rawValue), nl: "een deel van de meting, voor de meting zelf",
            en: "a part of the measurement, for the bench itself"),
        .value("journal", "FILE", nl: "bij --probe: het journaal", en: "with --probe: the journal"),
        .value("answer", "FILE", nl: "bij --probe: waar het antwoord komt", en: "with --probe: where the answer goes"),
    ], readsConfiguration: false
) { invocation in
    if let probe: BenchProbe = invocation.choice("probe") {
        guard let journal = invocation.value("journal"), let answer = invocation.value("answer") else {
            throw CommandFailure(.usage, nl: "--probe wil --journal en --answer", en: "--probe takes --journal and --answer")
        }
        try await probe.run(journal: journal, answer: answer)
        return .success
    }
    return try await BenchRun(invocation).run()
}

private func sectionList(_ language: Language) -> String {
    BenchSection.allCases.map { "\($0.rawValue) (\($0.title[language]))" }.joined(separator: ", ")
}

/// One run of the bench from the command line.
private struct BenchRun {
    let invocation: Invocation
    let words: Words
    let sections: [BenchSection]
    let bench: Bench
    let folder: BenchFolder
    private let children: BenchChildren

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        words = Words(
            language: invocation.surroundings.language(invocation.value("lang").map { ["--lang", $0] } ?? [], configured: nil))
        let chosen = (invocation.options["section"] ?? []).compactMap { BenchSection(rawValue: $0) }
        sections = chosen.isEmpty ? BenchSection.allCases : BenchSection.allCases.filter(chosen.contains)
        if invocation.flag("quick"), invocation.flag("long") {
            throw CommandFailure(.usage, nl: "kies --quick of --long", en: "choose --quick or --long")
        }
        folder = try BenchFolder(invocation.value("directory") ?? "bench")
        children = BenchChildren()
        bench = Bench(
            size: invocation.flag("quick") ? .quick : invocation.flag("long") ? .long : .usual, launcher: children, folder: folder.path)
    }

    func run() async throws -> Exit {
        let signals = StopSignals { [children] in children.children.killAll(thenExit: 130) }
        defer {
            children.children.stopAll()
            folder.empty()
            signals.end()
        }
        var figures: [Figure] = []
        for section in sections {
            invocation.console.say("\(section.rawValue): \(section.title[words.language]) …")
            do {
                figures += try await bench.measure(section) { [console = invocation.console] in console.say("  \($0)") }
            } catch let failure as BenchFailure {
                throw CommandFailure(.failure, failure.text)
            }
            folder.empty()
        }
        if let document = invocation.value("document") { try BenchDocument(path: document).write(figures.map { row($0) }) }
        invocation.console.out(invocation.flag("json") ? json(figures).indentedText : table(figures).text(width: invocation.console.width))
        return .success
    }

    private func json(_ figures: [Figure]) -> JSON {
        .object(
            figures.map { figure in
                var members: [JSON.Member] = [.init("value", .number(Self.text(figure.value))), .init("unit", .string(figure.unit))]
                switch figure.target {
                case .atLeast(let bound)?: members.append(.init("at_least", .number(Self.text(bound))))
                case .atMost(let bound)?: members.append(.init("at_most", .number(Self.text(bound))))
                case nil: break
                }
                if let isMet = figure.isMet { members.append(.init("met", .bool(isMet))) }
                return JSON.Member(figure.name, .object(members))
            })
    }

    private func table(_ figures: [Figure]) -> TextTable {
        var table = TextTable([
            .init(title: words.pick("cijfer", "figure"), shrinks: true), .init(title: words.pick("waarde", "value"), isNumber: true),
            .init(title: words.pick("eenheid", "unit")), .init(title: words.pick("doel", "target"), isNumber: true), .init(title: ""),
        ])
        table.rows = figures.map { row($0) }
        return table
    }

    private func row(_ figure: Figure) -> [String] {
        let target =
            switch figure.target {
            case .atLeast(let bound)?: "≥ \(Self.text(bound))"
            case .atMost(let bound)?: "≤ \(Self.text(bound))"
            case nil: ""
            }
        let verdict = figure.isMet.map { $0 ? words.pick("gehaald", "met") : words.pick("niet gehaald", "missed") } ?? ""
        return [figure.name, Self.text(figure.value), figure.unit, target, verdict]
    }

    /// Whole from a hundred on, three figures below.
    private static func text(_ value: Double) -> String {
        if value >= 100 { return "\(Int(value.rounded()))" }
        let decimals = value >= 10 ? 1 : value >= 1 ? 2 : 3
        let thousandths = Int((value * 1_000).rounded())
        let rest = String(thousandths % 1_000 + 1_000).dropFirst().prefix(decimals)
        return "\(thousandths / 1_000).\(rest)"
    }
}

/// A document that shows the figures of a run: what stands between its marks is written anew.
private struct BenchDocument {
    let path: String
    static let begin = "<!-- figures: written by ledgerbridge bench --document -->"
    static let end = "<!-- end of figures -->"

    func write(_ rows: [[String]]) throws {
        guard let bytes = try TextFile.read(path), case let text = String(decoding: bytes, as: UTF8.self),
            let begin = text.firstRange(of: Self.begin), let end = text.firstRange(of: Self.end), begin.upperBound <= end.lowerBound
        else {
            throw CommandFailure(
                .usage, nl: "\(path) is er niet, of mist de regels '\(Self.begin)' en '\(Self.end)'",
                en: "\(path) is not there, or lacks the lines '\(Self.begin)' and '\(Self.end)'")
        }
        let lines = rows.map { row in "| `\(row[0])` | \(row.dropFirst().joined(separator: " | ")) |" }
        let table = (["| figure | value | unit | target | |", "|---|---:|---|---:|---|"] + lines).joined(separator: "\n")
        try TextFile.write(Array("\(text[..<begin.upperBound])\n\(table)\n\(text[end.lowerBound...])".utf8), to: path)
    }
}

/// The folder that is measured in: made for it, and empty afterwards.
struct BenchFolder {
    let path: String

    init(_ path: String) throws {
        guard mkdir(path, 0o755) == 0 || Self.isEmpty(path) else {
            throw CommandFailure(
                .usage, nl: "\(path) is niet leeg of niet te maken; noem een andere map met --directory",
                en: "\(path) is not empty or cannot be made; name another folder with --directory")
        }
        guard let resolved = realpath(path, nil) else {
            throw CommandFailure(.usage, nl: "\(path) is niet te openen", en: "\(path) cannot be opened")
        }
        defer { free(resolved) }
        self.path = String(cString: resolved)
    }

    /// Takes away what a measurement left.
    func empty() { for name in Self.names(path) { unlink("\(path)/\(name)") } }

    private static func isEmpty(_ path: String) -> Bool { names(path).isEmpty }

    private static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

/// This program as the bench's own children.
struct BenchChildren: BenchLauncher {
    let children = Children()

    func launch(_ words: [String], log: String) throws -> any BenchProcess { try children.start(words, log: log) }
}

extension ChildProcess: BenchProcess {
    var processID: Int32 { pid }
}
