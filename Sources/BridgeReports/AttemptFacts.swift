public import BridgeDomain
public import BridgeJournal
import BridgeJSON

/// One attempt with what was said to the books in it and what they answered: for a terminal, a page or a program.
public struct AttemptFacts: Sendable {
    public var attempt: AttemptRecord
    /// In the order they were made; none where none were kept.
    public var calls: [BooksCall]

    /// An attempt with its calls.
    public init(attempt: AttemptRecord, calls: [BooksCall]) {
        self.attempt = attempt
        self.calls = calls
    }

    /// Reads an attempt; nil where there is none of that name. Cost: two look-ups by key, the first of all
    /// attempts for the subject.
    public static func read(_ name: AttemptName, bridge: BridgeID, journal: any BridgeJournal) async throws(JournalError) -> AttemptFacts? {
        guard let attempt = try await journal.attempts(name.subject, bridge: bridge).first(where: { $0.number == name.number }) else {
            return nil
        }
        return AttemptFacts(attempt: attempt, calls: attempt.calls == 0 ? [] : try await journal.calls(name, bridge: bridge))
    }

    /// What an attempt is called in an address below its document or party: its number, and `file-` before it where a file was to be attached.
    public static func address(_ attempt: AttemptRecord) -> String { (attempt.purpose == .attach ? filePrefix : "") + "\(attempt.number)" }

    /// The attempt that an address names below a document or party; nil where it names none.
    public static func name(_ address: String, of subject: String) -> AttemptName? {
        guard address.hasPrefix(filePrefix) else { return Int(address).map { AttemptName(subject, $0) } }
        return Int(address.dropFirst(filePrefix.count)).map { AttemptName(AttachmentRecord.subject(of: subject), $0) }
    }

    private static let filePrefix = "file-"

    /// Everything as one plain text, whole: for a file that somebody sends to the books' own help desk.
    public func text(_ terms: Terms) -> String {
        calls.map { call in
            let parts = [
                "\(call.startedAt)  \(terms.address(call))",
                terms.pick("VERZOEK", "REQUEST") + "\n" + call.sent.laidOut + terms.left(call.sent),
                terms.pick("ANTWOORD", "ANSWER") + " \(terms.outcome(call))\n" + (call.answer.map { $0.laidOut + terms.left($0) } ?? ""),
            ]
            return parts.joined(separator: "\n\n")
        }.joined(separator: "\n\n" + String(repeating: "-", count: 72) + "\n\n")
    }
}

extension KeptText {
    /// The text with JSON set out over lines; anything else, and JSON that is not whole, as it is.
    public var laidOut: String {
        guard bytesLeft == 0, let first = text.unicodeScalars.first, first == "{" || first == "[", let json = try? JSON(parsing: text)
        else {
            return text
        }
        return json.indentedText
    }

    /// A part of the text for a page.
    public struct Part: Hashable, Sendable {
        public var text: String
        /// Bytes before it that are left out.
        public var before: Int
        /// Bytes after it that are left out, whether they are kept or not.
        public var after: Int
    }

    /// At most so many bytes of it, on whole lines where it has lines: from the beginning, or around the first of `marks` that stands in it
    /// where that lies further on.
    public func part(bytesMax: Int, around marks: [String]) -> Part {
        let text = laidOut
        let bytes = Array(text.utf8)
        guard bytes.count > bytesMax else { return Part(text: text, before: 0, after: bytesLeft) }
        var start = 0
        let place = marks.lazy.compactMap { mark in
            text.range(of: mark).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) }
        }
        .first
        if let place, place > bytesMax * 3 / 4 { start = Self.lineStart(bytes, max(0, min(place - bytesMax / 4, bytes.count - bytesMax))) }
        let end = Self.characterStart(bytes, min(start + bytesMax, bytes.count))
        return Part(text: String(decoding: bytes[start..<end], as: UTF8.self), before: start, after: bytes.count - end + bytesLeft)
    }

    /// The beginning of the line that holds a place, unless that lies far before it.
    private static func lineStart(_ bytes: [UInt8], _ place: Int) -> Int {
        let farthest = max(0, place - lineMax)
        var start = place
        while start > farthest, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return start > farthest || start == 0 ? start : characterStart(bytes, place)
    }

    /// The first byte of the character that holds a place.
    private static func characterStart(_ bytes: [UInt8], _ place: Int) -> Int {
        var start = place
        while start > 0, start < bytes.count, bytes[start] & 0b1100_0000 == 0b1000_0000 { start -= 1 }
        return start
    }

    /// Bytes before a place in which its line's beginning is looked for.
    private static let lineMax = 400
}

extension StringProtocol {
    /// Where another text first stands in this one, byte for byte.
    fileprivate func range(of other: String) -> Range<Index>? {
        let (own, wanted) = (Array(utf8), Array(other.utf8))
        guard !wanted.isEmpty, own.count >= wanted.count else { return nil }
        let place = (0...(own.count - wanted.count)).first { own[$0] == wanted[0] && own[$0..<($0 + wanted.count)].elementsEqual(wanted) }
        return place.map { place in
            let start = utf8.index(startIndex, offsetBy: place)
            return start..<utf8.index(start, offsetBy: wanted.count)
        }
    }
}

extension Terms {
    /// What was called.
    public func address(_ call: BooksCall) -> String {
        call.name == BooksCall.nextBatch ? pick("met het volgende bestand", "with the next file") : call.name
    }

    /// How a call ended: the status of its answer, or why there is none.
    public func outcome(_ call: BooksCall) -> String {
        if let failure = call.failure { return self.failure(failure) }
        if let status = call.status { return "status \(status)" }
        return call.answer == nil ? pick("een bestand antwoordt niet", "a file does not answer") : ""
    }

    /// Why no answer came.
    public func failure(_ failure: BooksCall.Failure) -> String {
        switch failure {
        case .notConnected: pick("geen verbinding; er is niets verzonden", "no connection; nothing was sent")
        case .insecure: pick("geen veilige verbinding; er is niets verzonden", "no secure connection; nothing was sent")
        case .timedOut: pick("geen antwoord binnen de tijd", "no answer in time")
        case .connectionLost: pick("de verbinding brak af voor het antwoord", "the connection broke before the answer")
        case .truncated: pick("het antwoord brak af", "the answer broke off")
        case .tooLarge: pick("het antwoord was te groot", "the answer was too large")
        case .cancelled: pick("er werd niet meer gewacht", "nobody waited any longer")
        }
    }

    /// What of a text is not kept; empty where all of it is.
    fileprivate func left(_ text: KeptText) -> String { text.bytesLeft == 0 ? "" : "\n" + notKept(text.bytesLeft) }

    /// So many bytes that are not there.
    public func notKept(_ bytes: Int) -> String {
        let count = Formatting(language).count(bytes)
        return pick("… en nog \(count) bytes", "… and \(count) bytes more")
    }

    /// So many bytes before what is there.
    public func leftOut(_ bytes: Int) -> String {
        let count = Formatting(language).count(bytes)
        return pick("\(count) bytes hiervoor …", "\(count) bytes before this …")
    }
}
