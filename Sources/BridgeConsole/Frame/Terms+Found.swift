import BridgeDomain
import BridgeMapping
import BridgeReports

extension Terms {
    /// What a problem found, for somebody who reads: `line_kind=product, product_group=DRIED`, as rules write it, becomes
    /// `line kind product, product group DRIED`. Anything else stays as it is.
    func found(_ found: String) -> String {
        var words: [String] = []
        for part in found.split(separator: ",") {
            let sides = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            // A value may hold a comma: then nothing is taken apart.
            guard sides.count == 2, let key = RuleKey(rawValue: String(sides[0])) else { return found }
            words.append("\(key.name(language)) \(value(String(sides[1]), of: key))")
        }
        return words.joined(separator: ", ")
    }

    private func value(_ text: String, of key: RuleKey) -> String {
        switch key {
        case .documentKind: DocumentKind(rawValue: text).map { kind($0) } ?? text
        case .lineKind: LineKind(rawValue: text).map { kind($0) } ?? text
        case .rate: text + "%"
        default: text
        }
    }
}
