public import BridgeDomain
public import BridgeEngine

/// One step of setting a connection up, in the words of its system.
public struct ConnectionStep: Hashable, Sendable {
    /// What this step's state follows from.
    public enum Proof: Hashable, Sendable, CaseIterable {
        /// The source can be asked: its address, key and folder are named, and every secret is there.
        case sourceConnects
        /// Something of the source has arrived.
        case sourceReads
        /// The configuration of the books is read, and every secret it names is there.
        case connects
        /// A person's consent is kept.
        case consents
        /// The code lists were read, and nothing blocks.
        case reads
        /// Rules are saved.
        case rules
        /// Only a person knows.
        case person
    }

    public var name: BilingualText
    /// What to do, there or here.
    public var text: BilingualText
    /// What must be done in the file or the terminal, as it is typed.
    public var command: String?
    public var proof: Proof

    /// A step.
    public init(_ name: BilingualText, _ text: BilingualText, command: String? = nil, proof: Proof) {
        self.name = name
        self.text = text
        self.command = command
        self.proof = proof
    }
}

/// What is known of a connection without calling anybody, and how to set it up.
public struct ConnectionGuide: Sendable {
    public var steps: [ConnectionStep]
    /// What of the proofs holds now.
    public var holds: Set<ConnectionStep.Proof>
    /// Why it cannot connect, where it cannot.
    public var trouble: BilingualText?

    /// A guide.
    public init(steps: [ConnectionStep], holds: Set<ConnectionStep.Proof>, trouble: BilingualText?) {
        self.steps = steps
        self.holds = holds
        self.trouble = trouble
    }

    /// The first step that is known not to be done.
    public var next: Int? { steps.firstIndex { $0.proof != .person && !holds.contains($0.proof) } }
}

/// What both ends said when every right that is needed was tried.
public struct ConnectionTrial: Sendable {
    /// Administrations of the source that can be read.
    public var source: [String]
    /// What was tried, at either end, and is allowed.
    public var allowed: [BilingualText]
    /// The books as they call themselves, with how many codes of each list they have; nil where they let nothing through.
    public var books: String?
    public var counts: [(name: BilingualText, count: Int)]
    /// What is not as it is needed, with what to change.
    public var findings: [SetupFinding]

    /// What was said; nothing yet, unless it is given.
    public init(
        source: [String] = [], allowed: [BilingualText] = [], books: String? = nil, counts: [(name: BilingualText, count: Int)] = [],
        findings: [SetupFinding] = []
    ) {
        self.source = source
        self.allowed = allowed
        self.books = books
        self.counts = counts
        self.findings = findings
    }
}
