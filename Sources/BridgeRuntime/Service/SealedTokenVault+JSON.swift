import ExactConnector
import FoundationEssentials

extension ExactTokens {
    /// As text, to be sealed.
    var json: String { get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) } }

    /// From sealed text.
    init(json: String) throws { self = try JSONDecoder().decode(ExactTokens.self, from: Data(json.utf8)) }
}
