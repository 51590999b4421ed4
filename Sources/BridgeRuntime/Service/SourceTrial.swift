public import BridgeDomain
public import BridgeEngine
public import BridgeSource

/// Tries every right that is needed at a source, one small question each: what it lacks of one does not hide what it lacks of another.
public struct SourceTrial: Sendable {
    /// What the source said.
    public struct Outcome: Sendable {
        /// The administrations it names.
        public var administrations: [SourceAdministrationInfo] = []
        /// What was tried and is allowed.
        public var allowed: [BilingualText] = []
        /// What is not, with what to ask for; blocking where no document comes without it.
        public var findings: [SetupFinding] = []
    }

    /// A right, and the question that needs it.
    private struct Right: Sendable {
        var name: BilingualText
        var isNeededForDocuments: Bool
        var ask: @Sendable (any DocumentSource) async throws(SourceError) -> Void

        init(
            _ dutch: String, _ english: String, blocks: Bool,
            _ ask: @escaping @Sendable (any DocumentSource) async throws(SourceError) -> Void
        ) {
            name = BilingualText(nl: dutch, en: english)
            isNeededForDocuments = blocks
            self.ask = ask
        }
    }

    private let source: any DocumentSource
    private let kind: Configuration.SourceKind
    private let bridge: BridgePolicy
    private let today: CalendarDate

    /// A trial of the source of a bridge.
    public init(_ working: WorkingBridge, _ kind: Configuration.SourceKind) {
        source = working.parts.source
        self.kind = kind
        bridge = working.parts.policy
        today = working.parts.zone.date(of: working.parts.clock.now())
    }

    /// Asks. Throws what says nothing of a right: no connection, a key that is not known, a source that wants to be left alone.
    public func run() async throws(SourceError) -> Outcome {
        var outcome = Outcome()
        let name = BilingualText(nl: "administraties noemen", en: "naming administrations")
        do throws(SourceError) {
            outcome.administrations = try await source.administrations()
            outcome.allowed.append(name)
            outcome.findings += missing(in: outcome.administrations)
        } catch {
            outcome.findings.append(try finding(name, blocks: true, error))
        }
        for right in rights {
            do throws(SourceError) {
                try await right.ask(source)
                outcome.allowed.append(right.name)
            } catch {
                // It is too old for what we asked from, which only somebody who may ask is told.
                if error.code == .cursorExpired {
                    outcome.allowed.append(right.name)
                } else {
                    outcome.findings.append(try finding(right.name, blocks: right.isNeededForDocuments, error))
                }
            }
        }
        return outcome
    }

    /// Beside naming administrations. A folder is read from front to end once, an export takes minutes, and who pushes is not asked.
    private var rights: [Right] {
        guard case .freshPortal = kind else { return [] }
        let today = today
        return [
            Right("debiteuren lezen", "reading debtors", blocks: true) { source async throws(SourceError) in
                _ = try await source.parties(.debtor, after: .start, limit: 1)
            },
            Right("crediteuren lezen", "reading creditors", blocks: false) { source async throws(SourceError) in
                _ = try await source.parties(.creditor, after: .start, limit: 1)
            },
            Right("goedgekeurde documenten lezen", "reading approved documents", blocks: true) { source async throws(SourceError) in
                _ = try await source.documents(after: .start, limit: 1)
            },
            Right("codelijsten lezen", "reading code lists", blocks: false) { source async throws(SourceError) in
                _ = try await source.codes(.vatCodes)
            },
            Right("controletotalen lezen", "reading control totals", blocks: false) { source async throws(SourceError) in
                _ = try await source.controlTotals(from: today, to: today)
            },
        ]
    }

    private func missing(in administrations: [SourceAdministrationInfo]) -> [SetupFinding] {
        if administrations.isEmpty || administrations.contains(where: { $0.code == bridge.source }) { return [] }
        let list = administrations.map { "\($0.code)" }.joined(separator: ", ")
        return [
            SetupFinding(
                BilingualText(
                    nl: "het bronsysteem kent geen administratie \(bridge.source): kies in de configuratie een van \(list)",
                    en: "the trade system has no administration \(bridge.source): choose one of \(list) in the configuration"),
                isBlocking: true)
        ]
    }

    private func finding(_ right: BilingualText, blocks: Bool, _ error: SourceError) throws(SourceError) -> SetupFinding {
        switch error.code {
        case .forbidden:
            SetupFinding(
                BilingualText(
                    nl: "de sleutel mag dit niet: \(right.dutch); vraag het recht aan wie het bronsysteem beheert (\(error.message))",
                    en: "the key may not do this: \(right.english); ask whoever runs the trade system for the right (\(error.message))"),
                isBlocking: blocks)
        case .notFound, .contract, .conflict:
            SetupFinding(
                BilingualText(
                    nl: "dit gaat niet zoals afgesproken: \(right.dutch); kijk naar het adres, of vraag wie het bronsysteem levert "
                        + "(\(error.message))",
                    en: "this does not go as agreed: \(right.english); look at the address, or ask who supplies the trade system "
                        + "(\(error.message))"), isBlocking: blocks)
        case .unavailable, .throttled, .unauthorised, .cursorExpired: throw error
        }
    }
}
