import BridgeConnector
import BridgeDomain
import BridgeJournal
import FoundationEssentials

/// How a lane stands with the check of its target's set-up.
struct SetupRound {
    /// As the journal keeps it; read once per lease.
    var record: SetupRecord?
    var isRead = false
    /// The lists the record was made of.
    var listsReadAt: Timestamp?
    /// The system could not be asked: not before then again.
    var askAgainAt: Timestamp?
}

// The check of the target's set-up: before the first posting, then daily, and whenever the code lists were read anew.
extension Lane {
    /// Checks what is due; false when something blocks, so that nothing may be made or posted.
    func setupIsGood(_ master: MasterData) async throws(JournalError) -> Bool {
        if !setup.isRead {
            setup.record = try await SetupRecord.kept(of: parts.bridge, in: parts.journal)
            setup.isRead = true
        }
        let now = parts.clock.now()
        let pause = setup.record?.all.contains(where: \.isBlocking) ?? false ? SetupCheck.blockedSeconds : SetupCheck.everySeconds
        let isDue = setup.record.map { now >= $0.checkedAt.adding(seconds: pause) || now < $0.checkedAt } ?? true
        let mayAsk = setup.askAgainAt.map { now >= $0 } ?? true
        if (isDue && mayAsk) || setup.listsReadAt != master.readAt { try await check(master, asks: isDue && mayAsk) }
        guard let record = setup.record else { return false }
        guard let blocking = record.all.first(where: \.isBlocking) else { return true }
        // Questions to the target need not wait for it.
        postingPausedUntil = max(record.checkedAt, now).adding(seconds: SetupCheck.blockedSeconds / 6)
        targetTrouble = ConnectorError(.unavailable, blocking.english, remedy: blocking.text)
        return false
    }

    /// A code that the lists do not have may have been made since they were read.
    func doubtCodes() async throws(JournalError) {
        guard let readAt = master?.readAt else { return }
        let filter = PostingFilter(bridge: parts.bridge, states: [.parked], problem: .targetCodeUnknown)
        let newest = try await parts.journal.list(filter, before: nil, limit: 1).first
        if let newest, newest.changedAt > readAt { codesAreDoubtful = true }
    }

    /// What a person must look at although it stops only some documents: the first few, and how many more `status` lists.
    var setupAlarm: BilingualText? {
        guard let all = setup.record?.all, !all.isEmpty else { return nil }
        let (shown, more) = (all.prefix(SetupCheck.toldMax), all.count - SetupCheck.toldMax)
        return BilingualText(
            nl: (shown.map(\.dutch) + (more > 0 ? ["en nog \(more)"] : [])).joined(separator: "; "),
            en: (shown.map(\.english) + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "; "))
    }

    private func check(_ master: MasterData, asks: Bool) async throws(JournalError) {
        let check = SetupCheck(policy: parts.policy, used: parts.translator.codesUsed, today: parts.today)
        let now = parts.clock.now()
        var record = setup.record ?? SetupRecord(checkedAt: now, findings: [], examined: [])
        record.findings = check.findings(master)
        if asks {
            if let examine = parts.examination {
                do { record.examined = try await examine(master, parts.translator) } catch {
                    setup.askAgainAt = error.retryAt ?? now.adding(seconds: SetupCheck.blockedSeconds / 6)
                    // Before the first posting the answer is waited for; later what was found before holds.
                    if setup.record == nil { return pause(error) }
                }
            }
            record.checkedAt = now
        }
        setup.listsReadAt = master.readAt
        guard record != setup.record, let bytes = try? JSONEncoder.sorted.encode(record) else { return }
        var builder = UnitBuilder(parts, who: .machine("setup"), fence: fence)
        builder.append(.putValue(parts.bridge, name: Names.setup, value: Array(bytes)))
        // By what it says: what else is known of a finding may grow with a version of ours, and nothing was found or mended by that.
        let (before, found) = (Set(setup.record?.all.map(\.english) ?? []), record.all.map(\.english))
        for text in found where !before.contains(text) { builder.history("connection", "setup_found", text) }
        for text in before.subtracting(found).sorted() { builder.history("connection", "setup_mended", text) }
        try await parts.journal.commit(builder.unit)
        setup.record = record
    }
}
