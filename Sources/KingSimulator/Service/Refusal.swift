/// Why the service does not do what it is asked: a Dutch sentence, as there are no codes (reference king §6).
struct Refusal: Error, Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }
}
