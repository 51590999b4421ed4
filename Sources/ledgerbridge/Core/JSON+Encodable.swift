import BridgeJSON
import FoundationEssentials

extension JSON {
    /// A value as JSON, members in order of name.
    init(of value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(value), let json = try? JSON(parsing: data) else {
            preconditionFailure("our own values always encode")
        }
        self = json
    }
}
