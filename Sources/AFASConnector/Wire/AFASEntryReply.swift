import BridgeJSON

/// What a posted entry is answered with; the three published forms differ in wrapper and casing (reference `afas-profit` §6.4).
struct AFASEntryReply: Hashable, Sendable {
    var EnNo: String

    /// Reads any of the forms; nil when it holds no entry number.
    init?(_ body: JSON) {
        let results = AFASVerdict.member("results", of: body) ?? body
        guard let entry = AFASVerdict.member("FiEntryPar", of: results) ?? AFASVerdict.member("FiEntries", of: results) else { return nil }
        switch AFASVerdict.member("EnNo", of: entry) {
        case .string(let text) where !text.isEmpty: EnNo = text
        case .number(let text): EnNo = text
        default: return nil
        }
    }
}
