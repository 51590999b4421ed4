import BridgeDomain
import BridgeMapping

extension Terms {
    /// What a problem found, for somebody who reads: `line_kind=product, product_group=DRIED`, as rules write it, becomes
    /// `line kind product, product group DRIED`. Anything else stays as it is.
    public func found(_ found: String) -> String {
        var words: [String] = []
        for part in found.split(separator: ",") {
            let sides = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            // A value may hold a comma: then nothing is taken apart.
            guard sides.count == 2, let key = RuleKey(rawValue: String(sides[0])) else { return found }
            words.append("\(key.name(language)) \(key.word(String(sides[1]), language))")
        }
        return words.joined(separator: ", ")
    }

    /// What was found or expected at a place: a rule's keys in words, and the VAT treatments by their names.
    func found(_ text: String, at place: Place) -> String {
        place.field.split(separator: ".").last == "vat_treatment" ? RuleKey.vatTreatment.word(text, language) : found(text)
    }
}
