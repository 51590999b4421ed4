import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

/// How a bridge's connection stands: what is wrong with it and its books, and what is left of its calls. Read without calling anybody.
public struct ConnectionStanding: Sendable {
    public let bridge: OpenBridge
    public let facts: ConnectionFacts?
    /// What a person is to be told of its consent.
    public let warning: BilingualText?
    public let setup: SetupRecord?
    public let budget: [BudgetWindow]
    public let pause: BridgePause?

    /// True where somebody has to look at it.
    public var needsPerson: Bool {
        warning != nil || !(facts?.isReady ?? true) || facts?.trouble != nil || !(setup?.all.isEmpty ?? true)
    }
}

extension Acts {
    /// How the connection of a bridge stands.
    public func connection(_ bridge: OpenBridge) async throws(JournalError) -> ConnectionStanding {
        ConnectionStanding(
            bridge: bridge, facts: await bridge.desk?.read(), warning: await bridge.consentWarning(),
            setup: try await SetupRecord.kept(of: bridge.id, in: journal), budget: try await budget(bridge),
            pause: try await BridgePause.kept(of: bridge.id, in: journal))
    }

    /// What is left of a connection's calls; nothing where nobody counts them.
    public func budget(_ bridge: OpenBridge) async throws(JournalError) -> [BudgetWindow] {
        guard let connection = bridge.connection else { return [] }
        return try await journal.budget(connection: connection)
    }

    // MARK: Setting up

    /// How the connection is set up, and how far that is; refused where nobody knows.
    public func guide(_ bridge: OpenBridge) async throws -> ConnectionGuide {
        guard let guide = await bridge.desk?.guide() else { throw ActRefusal.doesNotFit }
        return guide
    }

    /// Tries every right that is needed, at both ends, with a line in the history. Costs a few calls; what cannot be tried is told as an outcome.
    public func test(_ bridge: OpenBridge, by who: Who) async throws -> Result<ConnectionTrial, ConnectionFailure> {
        guard let desk = bridge.desk else { throw ActRefusal.doesNotFit }
        let result = await desk.test()
        let detail =
            switch result {
            case .success(let trial): trial.findings.isEmpty ? "nothing found" : "\(trial.findings.count) found"
            case .failure(let failure): failure.text.english
            }
        try await record("tested", detail, bridge, who)
        return result
    }

    // MARK: Consent

    /// Where a person gives consent; refused where none is asked.
    public func consentInvitation(_ bridge: OpenBridge) async throws -> ConnectionDesk.Invitation {
        guard let invitation = await bridge.desk?.invitation() else { throw ActRefusal.doesNotFit }
        return invitation
    }

    /// Takes the address the browser ended at, and makes the consent durable.
    public func giveConsent(_ bridge: OpenBridge, callback: String, by who: Who) async throws {
        guard let desk = bridge.desk else { throw ActRefusal.doesNotFit }
        let typed = callback.filter { !$0.isWhitespace }
        guard let mark = typed.firstIndex(of: "?"), typed.utf8.count <= Self.callbackMax else {
            throw ActRefusal.incomplete(
                "callback", .malformed,
                BilingualText(
                    nl: "Plak het hele adres, met alles achter het vraagteken.",
                    en: "Paste the whole address, with all that stands behind the question mark."))
        }
        do throws(ConnectorError) {
            try await desk.accept(String(typed[typed.index(after: mark)...]), who)
        } catch {
            throw ActRefusal.incomplete("callback", .valueUnknown, error.text)
        }
        try await record("consented", "", bridge, who)
        await bridge.nudge()
    }

    /// Bytes of an address that are taken.
    public static let callbackMax = 4_000

    private func record(_ act: String, _ detail: String, _ bridge: OpenBridge, _ who: Who) async throws(JournalError) {
        let entry = HistoryEntry(at: clock.now(), who: who, bridge: bridge.id, subject: "connection", act: act, detail: detail)
        try await journal.commit(JournalUnit([.record(entry)]))
    }

    // MARK: Pausing

    /// Has a bridge send nothing new. Refused where it is paused already.
    public func pause(_ bridge: OpenBridge, reason: String, by who: Who) async throws {
        let text = try Self.reason(reason)
        let hand = PauseSwitch(bridge.id, in: journal, clock: clock, who: who)
        try await Self.orChanged { () async throws(JournalError) in try await hand.pause(reason: text) ? nil : .doesNotFit }
        await bridge.nudge()
    }

    /// Has it send again. Refused where it is not paused.
    public func resume(_ bridge: OpenBridge, reason: String, by who: Who) async throws {
        let text = Self.line(reason, max: BridgePause.reasonMax)
        let hand = PauseSwitch(bridge.id, in: journal, clock: clock, who: who)
        try await Self.orChanged { () async throws(JournalError) in try await hand.resume(reason: text) ? nil : .doesNotFit }
        await bridge.nudge()
    }
}
