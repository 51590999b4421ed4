import BridgeDomain
import BridgeEngine
import BridgeJournal

// The JSON form of what the door answers. Answers are written beside these tables, and tests hold each of them to the schema made of them.
extension Shape {
    static let verdict = Shape("Verdict", "What became of one item that was pushed.", VerdictField.self)
    static let remark = Shape("Remark", "One thing that is wrong: what, where, why, and what to do.", RemarkField.self)
    static let batchAnswer = Shape("BatchAnswer", "What became of each item, in the order of the batch.", BatchField.self)
    static let counts = Shape("Counts", "How many items have which verdict.", CountField.self)
    static let statusAnswer = Shape("StatusAnswer", "What became of the documents pushed under one identifier.", StatusField.self)
    static let documentStatus = Shape("DocumentState", "Where one document stands.", DocumentStateField.self)
    static let booked = Shape("Booked", "How it stands in the books.", BookedField.self)
    static let problem = Shape("Problem", "A refusal (RFC 9457).", ProblemField.self)
}

/// The verdict on one item.
enum VerdictWord: String, CaseIterable, Sendable {
    case accepted, parked, unchanged, conflict, refused

    init(_ outcome: PushIntake.Verdict.Outcome) {
        self =
            switch outcome {
            case .accepted: .accepted
            case .parked: .parked
            case .unchanged: .unchanged
            case .conflict: .conflict
            }
    }
}

/// The longest text an answer holds.
private let textMax = 4_000

enum VerdictField: Int, ShapeKey {
    case index, verdict, id, document, party, version, problems, status

    var field: Field {
        switch self {
        case .index: Field("index", .whole(0...999), .always, "Its place in the batch, from 0.")
        case .verdict:
            Field(
                "verdict", .word(VerdictWord.allCases.map(\.rawValue)), .always,
                "`accepted`: kept and on its way. `parked`: kept, somebody has to mend what the problems say. `unchanged`: known already. "
                    + "`conflict`: the number is another document's; kept apart. `refused`: not kept.")
        case .id: Field("id", .text(max: 100), "Your own identifier, where it could be read.")
        case .document: Field("document", .text(max: 400), "The key it is kept under: administration, type and number.")
        case .party: Field("party", .text(max: 100), "The key of a party: kind and code.")
        case .version: Field("version", .whole(1...Int64(Int32.max)), "The version that was pushed.")
        case .problems: Field("problems", .list(of: .remark, max: 10_000), .always, "Everything that is wrong; warnings too.")
        case .status: Field("status", .text(max: 400), "Where to ask what became of it.")
        }
    }
}

enum RemarkField: Int, ShapeKey {
    case code, severity, field_, line, found, expected, message, remedy, mender, whereToClick

    var field: Field {
        switch self {
        case .code: Field("code", .word(ProblemCode.allCases.map(\.rawValue)), .always, "What kind of problem, for programs.")
        case .severity: Field("severity", .word(["warning", "error"]), .always, "An error stops the document, a warning does not.")
        case .field_: Field("field", .text(max: textMax), .always, "Where: the member's name, with the objects around it.")
        case .line: Field("line", .whole(Int64(Int32.min)...Int64(Int32.max)), "On which line, by its number.")
        case .found: Field("found", .text(max: textMax), "What stood there.")
        case .expected: Field("expected", .text(max: textMax), "What was wanted.")
        case .message: Field("message", .text(max: textMax), .always, "What is wrong, in a sentence.")
        case .remedy: Field("remedy", .text(max: textMax), .always, "What to do about it.")
        case .mender: Field("mender", .text(max: textMax), "Who can mend it; left out where the sender can.")
        case .whereToClick:
            Field(
                "where_to_click", .text(max: textMax),
                "Where it is mended in the menus of the accounting system or the trade system; left out where nobody knows.")
        }
    }
}

enum BatchField: Int, ShapeKey {
    case bridge, counts, results

    var field: Field {
        switch self {
        case .bridge: Field("bridge", .text(max: 100), .always, "The bridge that took the batch.")
        case .counts: Field("counts", .object(.counts), .always, "How many items have which verdict.")
        case .results: Field("results", .list(of: .verdict, max: 1_000), .always, "A verdict per item.")
        }
    }
}

enum CountField: Int, ShapeKey {
    case accepted, parked, unchanged, conflict, refused

    var word: VerdictWord {
        switch self {
        case .accepted: .accepted
        case .parked: .parked
        case .unchanged: .unchanged
        case .conflict: .conflict
        case .refused: .refused
        }
    }

    var field: Field { Field(word.rawValue, .whole(0...1_000), .always, "Items with that verdict.") }
}

enum StatusField: Int, ShapeKey {
    case id, bridge, documents

    var field: Field {
        switch self {
        case .id: Field("id", .text(max: 400), .always, "Your own identifier.")
        case .bridge: Field("bridge", .text(max: 100), .always, "The bridge that was asked.")
        case .documents:
            Field("documents", .list(of: .documentStatus, max: 10_000), .always, "One, or more where a number came with other content.")
        }
    }
}

enum DocumentStateField: Int, ShapeKey {
    case document, version, state, waitsFor, problems, booked, differs, changedAt

    var field: Field {
        switch self {
        case .document: Field("document", .text(max: 400), .always, "Administration, type and number.")
        case .version: Field("version", .whole(1...Int64(Int32.max)), .always, "The version that is, or was, delivered.")
        case .state: Field("state", .word(PostingState.allCases.map(\.rawValue)), .always, "Where it stands.")
        case .waitsFor: Field("waits_for", .text(max: 400), "What holds it: `approval`, `period:2026-11`, `party:debtor/C0412`, …")
        case .problems: Field("problems", .list(of: .remark, max: 10_000), .always, "What is wrong.")
        case .booked: Field("booked", .object(.booked), "Once it is in the books.")
        case .differs: Field("differs", .truth, .always, "True when the books hold something else than was meant.")
        case .changedAt: Field("changed_at", .moment, .always, "When it last changed.")
        }
    }
}

enum BookedField: Int, ShapeKey {
    case number, id, daybook, period, at

    var field: Field {
        switch self {
        case .number: Field("number", .text(max: 400), .always, "The number of the entry there.")
        case .id: Field("id", .text(max: 400), "Its technical identifier there.")
        case .daybook: Field("daybook", .text(max: 400), "The daybook.")
        case .period: Field("period", .period, "The period.")
        case .at: Field("at", .moment, .always, "When it was booked.")
        }
    }
}

enum ProblemField: Int, ShapeKey {
    case type, title, status, detail, requestID, verdict, errors

    var field: Field {
        switch self {
        case .type: Field("type", .word(DoorProblem.allCases.map(\.type)), .always, "What kind of problem, for programs.")
        case .title: Field("title", .text(max: 200), .always, "The same in a few words.")
        case .status: Field("status", .whole(400...599), .always, "The status of the answer.")
        case .detail: Field("detail", .text(max: textMax), .always, "What happened this time, and what to do.")
        case .requestID: Field("request_id", .text(max: 64), .always, "By it the request is found again.")
        case .verdict: Field("verdict", .object(.verdict), "The verdict on the one item that was pushed.")
        case .errors: Field("errors", .list(of: .remark, max: 1_000), "What is wrong with which parameter or member.")
        }
    }
}
