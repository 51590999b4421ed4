import BridgeDomain
import BridgeJSON

/// Commands about the program itself.
let programCommands: [Command] = [completionCommand, versionCommand]

private let completionCommand = Command(
    path: ["completion"], chapter: .program,
    summary: BilingualText(nl: "een aanvulscript voor bash of zsh", en: "a completion script for bash or zsh"),
    details: BilingualText(
        nl: "Zet de voorbeeldregel in ~/.bashrc (of, met zsh, in ~/.zshrc); daarna vult de Tab-toets opdrachten, opties en keuzes aan.",
        en: "Put the example's line into ~/.bashrc (or, with zsh, ~/.zshrc); then the Tab key completes commands, options and choices."),
    example: "source <(ledgerbridge completion bash)",
    operands: [Operand("SHELL", choices: Completion.Shell.allCases.map(\.rawValue), nl: "welke schil", en: "which shell")],
    readsConfiguration: false, printsData: false
) { invocation in
    let shell = Completion.Shell(rawValue: invocation.operands[0]) ?? .bash
    invocation.console.out(Completion(commands: allCommands).script(shell))
    return .success
}

private let versionCommand = Command(
    path: ["version"], chapter: .program, summary: BilingualText(nl: "de versie van het programma", en: "the program's version"),
    example: "ledgerbridge version", readsConfiguration: false
) { invocation in
    let json: JSON = ["name": "ledgerbridge", "version": .string(Version.current)]
    invocation.console.out(invocation.flag("json") ? json.indentedText : "ledgerbridge \(Version.current)")
    return .success
}

/// The program's version, as the changelog has it.
enum Version {
    static let current = "0.1.0"
}
