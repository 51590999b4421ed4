/// The classes of environment the vendor runs, each behind a host of its own (reference `afas-profit` §1.1). Which environment of a class is
/// meant, the token says.
public enum AFASEnvironment: String, Hashable, Sendable, Codable, CaseIterable {
    case live
    case test
    case accept
    case training

    /// The part of the host name between participant and domain.
    var host: String {
        switch self {
        case .live: "rest"
        case .test: "resttest"
        case .accept: "restaccept"
        case .training: "restcursus"
        }
    }

    /// Scheme and host for a participant, without a path.
    public func origin(participant: String) -> String { "https://\(participant).\(host).afas.online" }

    /// The first letter of the environment's id in metainfo (`O12345AA`), where it is known: a live token on a test bridge is noticed by it.
    var idLetter: Character? {
        switch self {
        case .live: "O"
        case .test: "T"
        case .accept: "A"
        case .training: nil
        }
    }
}
