public import BridgeEngine

extension SetupFinding {
    /// A finding of the connection, as it is kept.
    init(_ finding: ConnectionFinding) {
        self.init(finding.text, isBlocking: finding.isBlocking, part: finding.part)
    }
}

extension ConnectionFinding {
    /// What keeps us from the other end, which a person has to mend.
    public init(_ finding: SetupFinding) {
        self.init(text: finding.text, isBlocking: finding.isBlocking, needsPerson: true, part: finding.part)
    }
}
