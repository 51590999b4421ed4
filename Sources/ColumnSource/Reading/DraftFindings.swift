import BridgeDomain
import BridgeSource

/// What is wrong with a document under reading: as its problems, and as places of the file.
struct DraftFindings {
    private(set) var problems: [Problem] = []
    private(set) var rejected: [RejectedPlace] = []
    private let number: DocumentNumber

    /// Problems kept of one document; all places go to the file's list.
    private static let problemsMax = 200

    init(_ number: String) { self.number = DocumentNumber(number) }

    var isClean: Bool { problems.isEmpty }

    /// A cell that cannot be used, on a line of the file; `position` is the line's place in the document, nil for the head.
    mutating func add(_ fault: CellFault, line: Int, position: Int?) {
        add(
            Problem(fault.code, at: Place(line: position, fault.cell.name), found: fault.found, expected: fault.expected, severity: .error),
            RejectedPlace(line: line, field: fault.cell.name, found: fault.found, document: number, reason: fault.reason))
    }

    mutating func add(_ problem: Problem, _ place: RejectedPlace) {
        if problems.count < Self.problemsMax { problems.append(problem) }
        rejected.append(place)
    }

    /// The places, to be handed over once.
    mutating func takeRejected() -> [RejectedPlace] {
        defer { rejected = [] }
        return rejected
    }

    /// What `read` gives, or nil and a finding.
    mutating func reading<Value>(_ line: Int, _ position: Int?, _ read: () throws(CellFault) -> Value?) -> Value? {
        do throws(CellFault) {
            return try read()
        } catch {
            add(error, line: line, position: position)
            return nil
        }
    }
}
