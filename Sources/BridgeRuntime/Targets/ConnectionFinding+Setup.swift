import BridgeEngine

extension SetupFinding {
    /// A finding of the connection, as it is kept.
    init(_ finding: ConnectionFinding) {
        self.init(finding.text, isBlocking: finding.isBlocking, part: finding.part)
    }
}
