import BridgeDomain
import BridgeJournal
import BridgeJSON
import BridgeJournalSQLite
import BridgeRuntime
import Glibc

/// Commands that look after the journal.
let keepingCommands: [Command] = [backupCommand, restoreCommand, verifyCommand]

private let backupCommand = Command(
    path: ["backup"], chapter: .journal,
    summary: BilingualText(
        nl: "het journaal naar een bestand kopiëren, ook terwijl de service draait",
        en: "copy the journal to a file, also while the service runs"),
    details: BilingualText(
        nl: "De kopie wordt daarna geheel nagekeken. Bewaar het sleutelbestand apart: zonder dat zijn verzegelde geheimen niet te openen.",
        en: "The copy is then verified as a whole. Keep the key file elsewhere: without it sealed secrets cannot be opened."),
    example: "ledgerbridge backup /backup/books-2026-11-30.sqlite",
    operands: [Operand("FILE", nl: "waarheen; mag nog niet bestaan", en: "where to; must not exist")]
) { invocation in
    let context = try Context(invocation)
    if FileLook.exists(invocation.operands[0]) {
        throw CommandFailure(
            .usage, nl: "\(invocation.operands[0]) bestaat al; een kopie overschrijft niets, noem een ander bestand",
            en: "\(invocation.operands[0]) exists already; a backup overwrites nothing, name another file")
    }
    let journal = try await JournalFile.openForReading(context.journalPath)
    let progress = context.progress(context.words.pick("kopiëren", "copying"), total: 1_000, unit: "‰")
    do {
        try await journal.backup(to: invocation.operands[0]) { progress.show($0) }
        progress.end()
        await journal.close()
    } catch {
        progress.end()
        await journal.close()
        throw error
    }
    let report = try await verified(invocation.operands[0], context)
    context.print(JSON(of: report), context.words.pick("Kopie gemaakt en nagekeken: ", "Copied and verified: ") + summary(report, context))
    return report.faultsTotal == 0 ? .success : .proofFailed
}

private let restoreCommand = Command(
    path: ["restore"], chapter: .journal,
    summary: BilingualText(
        nl: "een reservekopie in de plaats van het journaal zetten; stop eerst de service",
        en: "put a backup in place of the journal; stop the service first"),
    details: BilingualText(
        nl:
            "De kopie wordt nagekeken voordat er iets verandert. Een journaal dat er al is, blijft ernaast staan, met .replaced achter de naam.",
        en: "The backup is verified before anything is touched. A journal that is there is kept beside, with .replaced behind its name."),
    example: "ledgerbridge restore /backup/books-2026-11-30.sqlite --replace",
    options: [
        .flag("replace", nl: "een journaal dat er is, opzij zetten en vervangen", en: "a journal that is there is put aside and replaced")
    ],
    operands: [Operand("FILE", nl: "de reservekopie", en: "the backup")]
) { invocation in
    let context = try Context(invocation)
    try FileLook.mustExist(invocation.operands[0])
    if FileLook.exists(context.journalPath), !invocation.flag("replace") {
        throw CommandFailure(
            .usage, nl: "er is al een journaal: \(context.journalPath); met --replace wordt het opzij gezet",
            en: "there is a journal already: \(context.journalPath); with --replace it is put aside")
    }
    let progress = context.progress(context.words.pick("terugzetten", "restoring"), total: 1_000, unit: "‰")
    let report: VerifyReport
    do {
        report = try await SQLiteJournal.restore(
            from: invocation.operands[0], to: context.journalPath, replacing: invocation.flag("replace"), time: context.clock
        ) { progress.show($0) }
        progress.end()
    } catch {
        progress.end()
        throw error
    }
    context.print(JSON(of: report), context.words.pick("Nagekeken en teruggezet: ", "Verified and restored: ") + summary(report, context))
    return report.faultsTotal == 0 ? .success : .proofFailed
}

private let verifyCommand = Command(
    path: ["verify"], chapter: .journal,
    summary: BilingualText(
        nl: "bewijzen dat in het journaal niets veranderd, verwijderd of verplaatst is",
        en: "prove that nothing in the journal was changed, removed or moved"),
    example: "ledgerbridge verify",
    operands: [
        Operand(
            "FILE", isOptional: true, nl: "een reservekopie in plaats van het journaal", en: "a backup to look at instead of the journal")
    ]
) { invocation in
    let context = try Context(invocation)
    let file = invocation.operands.first ?? context.journalPath
    try FileLook.mustExist(file)
    let report = try await verified(file, context)
    let faults = report.faults.prefix(faultsShown).map { fault in
        context.wrapped("• \(fault.sequence.map { "#\($0) " } ?? "")\(fault.subject): \(fault.message)", indent: 2)
    }
    let more = report.faultsTotal - faults.count
    let rest =
        more > 0 ? [context.words.pick("… en nog \(more); --json noemt er meer", "… and \(more) more; --json names more of them")] : []
    context.print(JSON(of: report), ([summary(report, context)] + faults + rest).joined(separator: "\n"))
    return report.faultsTotal == 0 ? .success : .proofFailed
}

/// Faults that are told one by one.
private let faultsShown = 20

/// Whether files that are named are there.
private enum FileLook {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    static func mustExist(_ path: String) throws {
        guard !exists(path) else { return }
        throw CommandFailure(.usage, nl: "er is geen bestand \(path)", en: "there is no file \(path)")
    }
}

/// Checks a whole journal file, with progress.
private func verified(_ path: String, _ context: Context) async throws -> VerifyReport {
    let journal = try await JournalFile.openForReading(path)
    do {
        let size = try await journal.size()
        let progress = context.progress(
            context.words.pick("nakijken", "verifying"), total: Int(size.historyRecords + size.documents),
            unit: context.words.pick("regels", "records"))
        let report = try await journal.verify { progress.show(Int($0)) }
        progress.end()
        await journal.close()
        return report
    } catch {
        await journal.close()
        throw error
    }
}

private func summary(_ report: VerifyReport, _ context: Context) -> String {
    let words = context.words
    let (records, documents) = (context.formatting.count(report.recordsChecked), context.formatting.count(report.documentsChecked))
    let checked = words.pick(
        "\(records) regels historie en \(documents) documenten nagekeken", "\(records) history records and \(documents) documents checked")
    let verdict =
        report.faultsTotal == 0
        ? words.pick("niets veranderd", "nothing changed") : words.pick("\(report.faultsTotal) AFWIJKINGEN", "\(report.faultsTotal) FAULTS")
    return "\(checked): \(verdict)"
}
