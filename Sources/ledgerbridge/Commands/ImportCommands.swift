import BridgeDomain
import BridgeJSON
import BridgeRuntime
import BridgeSource
import ColumnSource
import UBLSource

/// Files by hand.
let importCommands: [Command] = [importUBLCommand, importColumnsCommand, importVerdictsCommand]

private let fileOperand = Operand("FILE", repeats: true, nl: "bestanden of mappen", en: "files or folders")

private let importUBLCommand = Command(
    path: ["import", "ubl"], chapter: .files,
    summary: BilingualText(nl: "UBL-facturen in het journaal nemen", en: "take UBL invoices into the journal"),
    details: BilingualText(
        nl: """
            Er gaat niets naar de boekhouding: wat binnenkomt wacht op de volgende ronde van de service of op 'ledgerbridge post'. Wat er al \
            is wordt herkend, dus herhalen mag altijd. De bestanden blijven waar ze zijn. Kijk eerst met 'ledgerbridge preview BESTAND'.
            """,
        en: """
            Nothing goes to the books: what arrives waits for the service's next turn or for 'ledgerbridge post'. What is there already is \
            recognised, so it may always be done again. The files stay where they are. Look first with 'ledgerbridge preview FILE'.
            """),
    example: "ledgerbridge import ubl invoices/", options: [CommonOption.bridge, CommonOption.direction], operands: [fileOperand]
) { invocation in
    try await takeIn(try Context(invocation))
}

private let importColumnsCommand = Command(
    path: ["import", "columns"], chapter: .files,
    summary: BilingualText(
        nl: "tabellen in het journaal nemen, of voorstellen wat de kolommen betekenen",
        en: "take tables into the journal, or propose what their columns mean"),
    details: BilingualText(
        nl: """
            Met --guess: kijkt naar het begin van één bestand en stelt de instellingen voor; wat een mens moet beslissen staat bovenaan. Er \
            is dan geen configuratie nodig. Anders wordt ingenomen zoals bij 'import ubl'; kijk eerst met 'ledgerbridge preview BESTAND'.
            """,
        en: """
            With --guess: looks at the beginning of one file and proposes the settings; what a person must decide stands at their top. No \
            configuration is needed then. Otherwise files are taken in as with 'import ubl'; look first with 'ledgerbridge preview FILE'.
            """),
    example: "ledgerbridge import columns --guess sales.csv > columns.yaml",
    options: [
        .flag("guess", nl: "stel instellingen voor in plaats van in te nemen", en: "propose settings instead of taking anything in"),
        CommonOption.bridge, CommonOption.columns,
    ], operands: [fileOperand]
) { invocation in
    invocation.flag("guess") ? try guess(invocation) : try await takeIn(try Context(invocation))
}

/// The proposal goes to the output, so that it can be kept as a file; what a person must decide is told beside it.
private func guess(_ invocation: Invocation) throws -> Exit {
    let surroundings = invocation.surroundings
    let language = surroundings.language(invocation.value("lang").map { ["--lang", $0] } ?? [], configured: nil)
    guard invocation.operands.count == 1, let path = invocation.operands.first else {
        throw CommandFailure(.usage, nl: "--guess kijkt naar één bestand", en: "--guess looks at one file")
    }
    let proposal: ColumnProposal
    do throws(FileRefusal) {
        let (sample, isWhole) = try FilePath.beginning(of: path, bytesMax: ColumnGuess.sampleBytesMax)
        proposal = try ColumnGuess.propose(sample, isWhole: isWhole, language: language)
    } catch {
        throw CommandFailure(.failure, nl: "\(path): \(error.text(.dutch))", en: "\(path): \(error.text(.english))")
    }
    guard !invocation.flag("json") else {
        let json: JSON = .object([
            .init("yaml", .string(proposal.yaml)), .init("decisions", .array(proposal.decisions.map { .string($0[language]) })),
        ])
        invocation.console.out(json.indentedText)
        return .success
    }
    invocation.console.out(proposal.yaml)
    for decision in proposal.decisions {
        invocation.console.say(TerminalText.wrapped("→ " + decision[language], width: invocation.console.width, indent: 2))
    }
    return .success
}

private func takeIn(_ context: Context) async throws -> Exit {
    let files = try context.namedFiles()
    return try await context.working { bridge in
        let taken = try await TakingFiles(context: context, bridge: bridge).take(files)
        let read = FilesReport(context: context, account: taken.account)
        context.print(.object([.init("read", read.json), .init("taken", taken.json)]), read.text + "\n\n" + taken.text)
        return read.needsPerson || taken.needsPerson ? .needsPerson : .success
    }
}

private let importVerdictsCommand = Command(
    path: ["import", "verdicts"], chapter: .files,
    summary: BilingualText(
        nl: "per UBL-bestand wat ervan zou worden, zonder iets te bewaren", en: "what would become of each UBL file, storing nothing"),
    details: BilingualText(
        nl: """
            Eén regel per bestand: aanvaard, geparkeerd of geweigerd, met soort, bedragen en reden. 'Officieel' is wat de naam van een \
            testbestand van SI-UBL zegt (ok, warning, error). Werkt zonder configuratie; regels en boekhouding spelen hier niet mee.
            """,
        en: """
            One line a file: accepted, parked or refused, with kind, amounts and reason. 'Official' is what the name of a test file of \
            SI-UBL says (ok, warning, error). Works without a configuration; rules and books have no part in it.
            """),
    example: "ledgerbridge import verdicts invoices/",
    options: [
        .choice(
            "direction", "WORD", [UBLSettings.Direction.sales, .purchases].map(\.rawValue), nl: "zijn het verkopen of inkopen; sales",
            en: "whether these are sales or purchases; sales unless given")
    ],
    operands: [fileOperand], readsConfiguration: false
) { invocation in
    let surroundings = invocation.surroundings
    let table = VerdictTable(
        language: surroundings.language(invocation.value("lang").map { ["--lang", $0] } ?? [], configured: nil),
        reader: UBLReader(UBLSettings(administration: "UBL", direction: invocation.choice("direction") ?? .sales)),
        today: TimeZoneRule.amsterdam.date(of: surroundings.clock.now()))
    let verdicts = try table.verdicts(of: try FilePath.files(invocation.operands))
    invocation.console.out(
        invocation.flag("json") ? table.json(verdicts).indentedText : table.text(verdicts, width: invocation.console.width))
    return verdicts.allSatisfy { $0.outcome == .accepted } ? .success : .needsPerson
}
