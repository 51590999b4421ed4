import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeFolder
import BridgeJournal
import BridgeMapping
import BridgeRuntime
import BridgeSource
import Glibc

/// Examines an installation, one finding per question.
struct Doctor: Sendable {
    let context: Context

    struct Finding: Sendable {
        var what: String
        var isGood: Bool
        var remedy: String
    }

    /// Less free room than this is worth a word before it is none.
    static let freeBytesMin: UInt64 = 1 << 30

    private var words: Words { context.words }

    func examine() async -> [Finding] {
        var findings = [disk()]
        let journal: any BridgeJournal
        do {
            journal = try await context.openJournal()
            findings.append(good(words.pick("het journaal gaat open: \(context.journalPath)", "the journal opens: \(context.journalPath)")))
        } catch {
            return findings + [
                bad(
                    words.pick("het journaal gaat niet open: ", "the journal does not open: ") + said(error),
                    words.pick("kijk naar het pad, de rechten en de schijfruimte", "look at the path, the rights and the disk space"))
            ]
        }
        for bridge in context.configuration.bridges { findings += await examine(bridge, journal) }
        await journal.close()
        return findings
    }

    private func good(_ what: String) -> Finding { Finding(what: what, isGood: true, remedy: "") }
    private func bad(_ what: String, _ remedy: String) -> Finding { Finding(what: what, isGood: false, remedy: remedy) }
    private func said(_ error: any Error) -> String { CommandFailure(error).message[context.language] }

    private func disk() -> Finding {
        let path = context.journalPath
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else {
            return bad(
                words.pick("de map \(folder) is er niet", "the folder \(folder) is not there"),
                words.pick("maak de map, of noem een andere in de configuratie", "make it, or name another in the configuration"))
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let what = words.pick(
            "\(context.formatting.count(free >> 20)) MB vrij op de schijf van het journaal",
            "\(context.formatting.count(free >> 20)) MB free on the journal's disk")
        return free >= Self.freeBytesMin ? good(what) : bad(what, words.pick("maak ruimte", "make room"))
    }

    private func examine(_ bridge: Configuration.Bridge, _ journal: any BridgeJournal) async -> [Finding] {
        let name = bridge.policy.bridge
        let working: WorkingBridge
        do { working = try await context.installation(journal).bridge(bridge) } catch {
            return [
                bad("\(name): \(said(error))", words.pick("herstel dit, daarna: ledgerbridge check", "mend this, then: ledgerbridge check"))
            ]
        }
        return [mapping(working, name)] + (await folder(working, name)) + parts(of: bridge) + [await source(working, name)]
            + (await consent(bridge, journal)) + (await target(working, name)) + (await setup(name, journal))
    }

    /// Whose consent the connection lives on, and until when.
    private func consent(_ bridge: Configuration.Bridge, _ journal: any BridgeJournal) async -> [Finding] {
        guard let target = context.configuration.target(of: bridge), let installation = try? context.installation(journal) else {
            return []
        }
        let line = await ConnectionLine.line(of: target, installation)
        if let warning = line.warning(context) { return [bad(warning, "ledgerbridge connections")] }
        guard line.asksConsent else { return [] }
        let row = line.row(context)
        return [
            good(words.pick("toestemming van \(row[1]), geldig tot \(row[4])", "consent of \(row[1]), valid until \(row[4])"))
        ]
    }

    /// What the last check of the set-up found.
    private func setup(_ name: BridgeID, _ journal: any BridgeJournal) async -> [Finding] {
        guard let record = try? await SetupRecord.kept(of: name, in: journal) else { return [] }
        let mending = MendingText(context: context, bridge: name)
        return record.examined.map { finding in
            let check = "ledgerbridge connect check --bridge \(name)"
            return bad("\(name): \(finding.text[context.language])", mending.place(of: finding.part).map { "\($0) \(check)" } ?? check)
        }
    }

    private func mapping(_ working: WorkingBridge, _ name: BridgeID) -> Finding {
        let version = working.translator.mappingVersion
        if version > 0 { return good(words.pick("\(name): regels versie \(version)", "\(name): rules version \(version)")) }
        return bad(
            words.pick("\(name): nog geen regels", "\(name): no rules yet"),
            "ledgerbridge map sample > mapping.yaml; ledgerbridge map import mapping.yaml")
    }

    /// The folder a bridge reads: whether it is there, what waits in it, and what lies in it that nobody will take.
    private func folder(_ working: WorkingBridge, _ name: BridgeID) async -> [Finding] {
        guard let folder = working.folder else { return [] }
        let status: FolderStatus
        do { status = try await folder.status() } catch {
            return [
                bad("\(name): \(said(error))", words.pick("maak de map, of verbeter het pad", "make the folder, or correct the path"))
            ]
        }
        let waiting = status.waiting.filter { [.ready, .settling, .unannounced, .unfinished].contains($0.verdict) }.count
        let found = good(
            words.pick("\(name): de map is er, \(waiting) bestanden wachten", "\(name): the folder is there, \(waiting) files wait"))
        return [found]
            + status.troubles.sorted { $0.key < $1.key }.map { file, trouble in
                bad(
                    "\(name): \(file) \(trouble[context.language])",
                    words.pick("haal het weg of zet het waar het hoort", "take it away, or put it where it belongs"))
            }
    }

    /// What a source that brings documents in parts still waits for.
    private func parts(of bridge: Configuration.Bridge) -> [Finding] {
        let name = bridge.policy.bridge
        let standing: SourceStandingText?
        do { standing = try context.standing(of: bridge) } catch {
            return [bad("\(name): \(said(error))", words.pick("kijk naar het pad en de rechten", "look at the path and the rights"))]
        }
        guard let standing else { return [] }
        let said = standing.lines.map { "\(name): \($0)" }
        guard standing.isLinkOver else { return said.map(good) }
        let remedy = words.pick(
            "een link geldt ongeveer tien minuten: kijk waarom het ophalen zo laat begint",
            "a link holds for about ten minutes: see why the download begins so late")
        return said.dropLast().map(good) + [bad(said[said.count - 1], remedy)]
    }

    private func source(_ working: WorkingBridge, _ name: BridgeID) async -> Finding {
        do {
            let found = try await working.parts.source.administrations()
            let wanted = working.parts.policy.source
            if let administration = found.first(where: { $0.code == wanted }) {
                return good(
                    words.pick("\(name): de bron antwoordt", "\(name): the source answers")
                        + ", \(administration.code) \(administration.name)")
            }
            let list = found.map(\.code.text).joined(separator: ", ")
            return bad(
                words.pick("\(name): de bron kent geen administratie \(wanted)", "\(name): the source has no administration \(wanted)"),
                words.pick("kies in de configuratie een van: \(list)", "choose one of these in the configuration: \(list)"))
        } catch {
            return bad(
                "\(name): \(said(error))", words.pick("kijk naar adres en sleutel van de bron", "look at the source's address and key"))
        }
    }

    private func target(_ working: WorkingBridge, _ name: BridgeID) async -> [Finding] {
        let master: MasterData
        do { master = try await working.refreshTarget() } catch {
            return [bad("\(name): \(said(error))", remedy(error, name))]
        }
        let answers = good(
            words.pick("\(name): de boekhouding antwoordt", "\(name): the books answer") + ", \(master.administrationName)")
        guard working.translator.mappingVersion > 0 else { return [answers] }
        let rules = working.translator.mapper.rules
        let missing = working.missing(in: rules, from: master)
        if missing.isEmpty, !working.findingsUntold(of: rules, by: master).isEmpty {
            return [
                good("\(name): " + words.pick("de weg naar de boeken is open", "the way to the books is open")),
                good(
                    "\(name): "
                        + words.pick(
                            "de boeken vertellen hun codes niet: 'ledgerbridge connect check' zegt wat iemand ernaast moet leggen",
                            "the books do not tell their codes: 'ledgerbridge connect check' says what somebody has to compare")),
            ]
        }
        let list = missing.map { "\($0.list.name[context.language]) \($0.code)" }.joined(separator: ", ")
        return [
            answers,
            missing.isEmpty
                ? good(words.pick("\(name): alle codes van de regels bestaan", "\(name): all codes of the rules exist"))
                : bad(
                    words.pick("\(name): codes die niet bestaan: \(list)", "\(name): codes that do not exist: \(list)"),
                    words.pick("maak ze in de boekhouding of pas de regels aan", "make them in the books or change the rules")),
        ]
    }

    private func remedy(_ error: any Error, _ name: BridgeID) -> String {
        switch (error as? ConnectorError)?.code {
        case .unauthorised: "ledgerbridge connect check --bridge \(name)"
        case .throttled, .budgetSpent: words.pick("wacht, en probeer het dan opnieuw", "wait, then try again")
        default:
            words.pick("kijk naar het adres van de boekhouding en het netwerk", "look at the address of the books and the network")
        }
    }
}
