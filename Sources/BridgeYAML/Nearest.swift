/// The text that was probably meant: the candidate with the fewest typing mistakes, if those are few for its length.
///
/// A mistake is a letter too many, too few, wrong, or swapped with its neighbour. Ties go to the candidate that sorts first.
func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
    let mistakesMax = max(1, text.count / 3)
    let ranked = candidates.map { (mistakes: mistakes(from: text.lowercased(), to: $0.lowercased()), text: $0) }
    guard let best = ranked.min(by: { ($0.mistakes, $0.text) < ($1.mistakes, $1.text) }), best.mistakes <= mistakesMax else { return nil }
    return best.text
}

private func mistakes(from left: String, to right: String) -> Int {
    // Beyond this no suggestion is worth the quadratic work.
    let lengthMax = 64
    let left = Array(left)
    let right = Array(right)
    guard left.count <= lengthMax, right.count <= lengthMax else { return .max }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var best = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other { best = min(best, before[column - 1] + 1) }
            current.append(best)
        }
        before = previous
        previous = current
    }
    return previous[right.count]
}
