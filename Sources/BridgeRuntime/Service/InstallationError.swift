public import BridgeDomain
import BridgeSecrets

/// Why an installation could not be brought to life: one sentence with what to do.
public struct InstallationError: Error, Hashable, Sendable, CustomStringConvertible {
    public var text: BilingualText

    /// A reason.
    public init(_ text: BilingualText) { self.text = text }

    /// A reason in both languages.
    public init(nl dutch: String, en english: String) { text = BilingualText(nl: dutch, en: english) }

    init(_ error: SecretError) { self.init(nl: error.text(.dutch), en: error.text(.english)) }

    /// The reason in English.
    public var description: String { text.english }
}
