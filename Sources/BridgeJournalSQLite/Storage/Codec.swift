import BridgeDomain
import BridgeJSON
import BridgeJournal
import FoundationEssentials

/// Values that no query asks for, as JSON. Made on the caller's thread, so that the one writing thread only writes.
enum Codec {
    /// A value as compact JSON.
    static func encode(_ value: some Encodable) throws(JournalError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw JournalError(.failed, "a record cannot be written as JSON: \(error)")
        }
    }

    /// Reads what ``encode(_:)`` wrote; `place` says where it stood.
    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8], at place: String) throws(JournalError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw damaged(place, "\(error)")
        }
    }

    /// Problems as text; nil for none, as of nearly every document.
    static func encode(problems: [Problem]) throws(JournalError) -> String? {
        problems.isEmpty ? nil : String(decoding: try encode(problems), as: UTF8.self)
    }

    static func decode(problems text: String?, at place: String) throws(JournalError) -> [Problem] {
        guard let text else { return [] }
        return try decode([Problem].self, Array(text.utf8), at: place)
    }

    /// Numbers of originals as text; nil for none.
    static func encode(originals: [DocumentNumber]) -> String? {
        originals.isEmpty ? nil : JSON.array(originals.map { .string($0.text) }).description
    }

    static func decode(originals text: String?, at place: String) throws(JournalError) -> [DocumentNumber] {
        guard let text else { return [] }
        guard let array = (try? JSON(parsing: text))?.array else { throw damaged(place, "originals") }
        return array.compactMap { $0.string.map { DocumentNumber($0) } }
    }

    static func damaged(_ place: String, _ what: String) -> JournalError {
        JournalError(.damaged, "what the journal holds of \(place) cannot be read (\(what)); restore a backup")
    }
}
