import BridgeDomain

/// What is found wrong while one file is read, with the line of the file it stands on.
final class Findings {
    /// A problem and where in the file.
    struct Finding {
        var problem: Problem
        /// The file's line, counted from 1; nil where something is missing.
        var fileLine: Int?
    }

    private(set) var all: [Finding] = []

    var problems: [Problem] { all.map(\.problem) }
    /// Whether the document can be used.
    var isClean: Bool { !all.contains { $0.problem.severity == .error } }

    /// Problems beyond this many are not noted: a file of a million wrong lines says the same a million times.
    static let countMax = 500

    func add(
        _ code: ProblemCode, at place: Place, found: String = "", expected: String? = nil, severity: Severity? = nil, fileLine: Int? = nil
    ) {
        // Only what stops the document must be sure to be noted.
        let problem = Problem(code, at: place, found: found, expected: expected, severity: severity)
        guard all.count < Self.countMax || (isClean && problem.severity == .error) else { return }
        all.append(Finding(problem: problem, fileLine: fileLine))
    }
}
