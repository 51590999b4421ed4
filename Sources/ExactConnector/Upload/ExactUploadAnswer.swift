import BridgeXML

/// What the service says of each record of an upload (reference `exact-online` §11). The status of such an answer is 200 even when every
/// record was refused.
struct ExactUploadAnswer: Hashable, Sendable {
    /// One `Message`.
    struct Message: Hashable, Sendable {
        /// What it says of its record.
        enum Verdict: Hashable, Sendable {
            /// Type 2.
            case created
            /// Types 0, 3 and 4.
            case refused
            /// Any other: it decides nothing.
            case other
        }

        var verdict: Verdict
        /// The number the entry has in the books; nil where none is said.
        var key: Int64?
        var text: String
    }

    var messages: [Message]

    var created: [Message] { messages.filter { $0.verdict == .created } }
    var refused: [Message] { messages.filter { $0.verdict == .refused } }

    private enum Word: UInt16, CaseIterable {
        case eExact, Messages, Message, Topic, Data, Description, type, keyAlt

        static let vocabulary = XMLVocabulary(allCases.map { XMLVocabulary.Entry("", "\($0)") })

        var name: XMLName { XMLName(rawValue) }
    }

    /// Messages one answer may have; more are no answer to an upload of ours.
    static let messagesMax = 10_000
    private static let limits = XMLLimits(bytesMax: ExactCall.answerMax, elementsMax: messagesMax * 16)

    /// Reads an answer; nil when it is anything else, a page of HTML or a part of one among them.
    init?(_ body: [UInt8]) {
        guard let tree = try? XMLReader.read(body, Word.vocabulary, limits: Self.limits), tree.name(of: tree.root) == Word.eExact.name,
            let list = tree.first(Word.Messages.name, in: tree.root)
        else { return nil }
        messages = tree.children(of: list).filter { tree.name(of: $0) == Word.Message.name }.map { node in
            let data = tree.first(Word.Topic.name, in: node).flatMap { tree.first(Word.Data.name, in: $0) }
            let verdict: Message.Verdict =
                switch tree.attribute(Word.type.name, of: node) {
                case "2": .created
                case "0", "3", "4": .refused
                default: .other
                }
            return Message(
                verdict: verdict, key: data.flatMap { tree.attribute(Word.keyAlt.name, of: $0) }.flatMap { Int64($0) },
                text: tree.first(Word.Description.name, in: node).map { tree.string(of: $0) } ?? "")
        }
        guard messages.count <= Self.messagesMax else { return nil }
    }
}
