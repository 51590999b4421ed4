import BridgeConnector
import BridgeDomain
import BridgeXML

/// What became of one call.
enum ServiceAnswer: Hashable, Sendable {
    /// Done; the key of what was made.
    case done(String)
    case refused(ServiceRefusal)
    /// The call may have been carried out.
    case lost(String)
}

/// A refusal in the service's own words.
struct ServiceRefusal: Hashable, Sendable {
    let code: Int
    let text: String

    var meaning: KingWebServiceContract.Meaning { KingWebServiceContract.meaning(code) }
    /// As people see it.
    var words: String { "\(code) \(text)" }

    /// As an error of a call that stands by itself.
    var error: ConnectorError {
        switch meaning {
        case .noAccess: ConnectorError(.unauthorised, "King does not let us in: check access code and administration", vendorText: words)
        case .contract:
            ConnectorError(
                .misused, "King does not understand a call as it is assumed here: report this with the text beside it", vendorText: words)
        default:
            ConnectorError(
                .rejected, "King refused what was sent", vendorText: words,
                problems: [Problem(meaning.problemCode, at: Place("record"), found: words)])
        }
    }
}

extension ServiceAnswer {
    /// Bytes of an answer that are read.
    static let bytesMax = 1 << 20

    /// Reads an answer; nil for what is none, such as a page of HTML or half a text.
    init?(_ body: [UInt8]) {
        typealias Contract = KingWebServiceContract.Answer
        guard let tree = try? XMLReader.read(body, Self.vocabulary, limits: XMLLimits(bytesMax: Self.bytesMax)),
            tree.name(of: tree.root) == Self.names[Contract.root]
        else { return nil }
        func text(_ name: String) -> String { Self.names[name].flatMap { tree.first($0, in: tree.root) }.map(tree.string(of:)) ?? "" }
        switch text(Contract.status) {
        case Contract.done: self = .done(text(Contract.key))
        case Contract.failed:
            guard let code = Int(text(Contract.code)) else { return nil }
            self = .refused(ServiceRefusal(code: code, text: text(Contract.text)))
        default: return nil
        }
    }

    private static let vocabulary = XMLVocabulary(
        [
            KingWebServiceContract.Answer.root, KingWebServiceContract.Answer.status, KingWebServiceContract.Answer.key,
            KingWebServiceContract.Answer.code, KingWebServiceContract.Answer.text,
        ].map { XMLVocabulary.Entry("", $0) })
    private static let names = Dictionary(
        vocabulary.entries.enumerated().map { ($0.element.local, XMLName(UInt16($0.offset))) }, uniquingKeysWith: { first, _ in first })
}
