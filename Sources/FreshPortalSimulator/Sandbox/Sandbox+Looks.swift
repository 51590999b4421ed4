import BridgeDomain

/// What a test or a demo asks about and sets.
extension FreshPortalSandbox {
    /// Every status that came back for a document, oldest first.
    public func statuses(of document: Int) -> [SandboxStatus] { state.statuses[document] ?? [] }

    /// The newest status of every document that has one.
    public func lastStatuses() -> [Int: SandboxStatus] { state.statuses.compactMapValues(\.last) }

    /// The payments that came back, as JSON text, oldest first.
    public func payments() -> [String] { state.payments.map(\.text) }

    /// What was paid on a document, in hundredths; nil for one that is not here.
    public func paid(document id: Int) -> Int64? { state.documents.items[id].map { _ in state.paid[id, default: 0] } }

    /// How many requests of each kind were answered: `GET finance/v1/documents/sync/{n}`. Requests to `/_sandbox` do not count.
    public func calls() -> [String: Int] { state.calls }

    /// How many documents the environment holds.
    public func documentCount() -> Int { state.documents.items.count }

    /// The manifest of the day that was loaded; nil when there was none.
    public func manifest() -> TradingManifest? { state.day?.made.manifest }

    /// Switches habits on and off.
    public func setQuirks(_ quirks: SandboxQuirks) { state.quirks = quirks }

    /// Lets faults strike by themselves.
    public func setWeather(_ weather: SandboxWeather) { state.weather = weather }

    /// Lets pushes go astray.
    public func setWebhookTrouble(_ trouble: SandboxWebhookTrouble) { state.webhookTrouble = trouble }

    /// A fault for the next requests of a kind. Rules are tried in the order they were given; beyond a thousand of them, none is added.
    public func inject(_ rule: SandboxFaultRule) {
        if state.faults.count < SandboxState.faultsMax { state.faults.append(rule) }
    }

    /// Forgets all faults that are still to come.
    public func clearFaults() { state.faults = [] }

    /// Ends the life of all tokens.
    public func expireTokens() { state.tokens.removeAll() }

    /// Forgets the streams below a number: asking from there is answered with 410.
    public func forget(below sequence: Int) { state.oldestKept = sequence }
}

extension TradingDay {
    var recipe: SandboxState.Day {
        SandboxState.Day(
            seed: seed, date: date, invoices: invoices, creditNotes: creditNotes, knownCustomers: knownCustomers,
            newCustomers: newCustomers, brokenPerKind: brokenPerKind, administration: administration.text)
    }
}

extension SandboxState.Day {
    /// The day again.
    var made: TradingDay {
        TradingDay.make(
            seed: seed, date: date, invoices: invoices, creditNotes: creditNotes, knownCustomers: knownCustomers,
            newCustomers: newCustomers,
            brokenPerKind: brokenPerKind, administration: SourceAdministration(administration))
    }
}
