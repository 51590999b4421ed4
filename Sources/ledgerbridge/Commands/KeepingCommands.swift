import BridgeDomain
import BridgeJournal
import BridgeJSON
import BridgeJournalSQLite
import BridgeRuntime

/// Commands that look after the journal.
let keepingCommands: [Command] = [backupCommand, restoreCommand, verifyCommand]

private let backupCommand = Command(
    path: ["backup"], summary: "copy the journal to a file, also while the service runs",
    example: "ledgerbridge backup /backup/books-2026-11-30.sqlite",
    operands: [Operand(name: "FILE", help: "where to; must not exist")]
) { invocation in
    let context = try Context(invocation)
    let journal = try await JournalFile.open(context.configuration.path(context.configuration.journal))
    try await journal.backup(to: invocation.operands[0])
    await journal.close()
    let report = try await verified(invocation.operands[0])
    context.print(JSON(of: report), context.words.pick("Kopie gemaakt en nagekeken: ", "Copied and verified: ") + summary(report, context))
    return report.faultsTotal == 0 ? .success : .proofFailed
}

private let restoreCommand = Command(
    path: ["restore"], summary: "put a backup in place of the journal; stop the service first",
    details:
        "The backup is verified before anything is touched. A journal that is there is kept beside, with .replaced behind its name.",
    example: "ledgerbridge restore /backup/books-2026-11-30.sqlite --replace",
    options: [.flag("replace", "a journal that is there is put aside and replaced")], operands: [Operand(name: "FILE", help: "the backup")]
) { invocation in
    let context = try Context(invocation)
    let path = context.configuration.path(context.configuration.journal)
    try await SQLiteJournal.restore(from: invocation.operands[0], to: path, replacing: invocation.flag("replace"), time: context.clock)
    let report = try await verified(path)
    context.print(JSON(of: report), context.words.pick("Teruggezet en nagekeken: ", "Restored and verified: ") + summary(report, context))
    return report.faultsTotal == 0 ? .success : .proofFailed
}

private let verifyCommand = Command(
    path: ["verify"], summary: "prove that nothing in the journal was changed, removed or moved",
    example: "ledgerbridge verify", operands: [Operand(name: "FILE", help: "a backup to look at instead of the journal", isOptional: true)]
) { invocation in
    let context = try Context(invocation)
    let report = try await verified(invocation.operands.first ?? context.configuration.path(context.configuration.journal))
    let faults = report.faults.map { "• \($0.sequence.map { "#\($0) " } ?? "")\($0.subject): \($0.message)" }
    context.print(JSON(of: report), ([summary(report, context)] + faults).joined(separator: "\n"))
    return report.faultsTotal == 0 ? .success : .proofFailed
}

private func verified(_ path: String) async throws -> VerifyReport {
    let journal = try await JournalFile.openForReading(path)
    let progress = Progress("verify", total: nil)
    let report = try await journal.verify { progress.show(Int($0)) }
    progress.end()
    await journal.close()
    return report
}

private func summary(_ report: VerifyReport, _ context: Context) -> String {
    let words = context.words
    let checked = words.pick(
        "\(report.recordsChecked) regels historie en \(report.documentsChecked) documenten nagekeken",
        "\(report.recordsChecked) history records and \(report.documentsChecked) documents checked")
    let verdict =
        report.faultsTotal == 0
        ? words.pick("niets veranderd", "nothing changed") : words.pick("\(report.faultsTotal) AFWIJKINGEN", "\(report.faultsTotal) FAULTS")
    return "\(checked): \(verdict)"
}
