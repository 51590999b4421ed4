import BridgeDomain

/// Questions that flags answer before they are asked: the same command at a keyboard, from a pipe and in a script.
struct Dialogue: Sendable {
    let invocation: Invocation
    let words: Words

    /// Asks in the stream beside the data; nil when there is no answer, or an empty one. At the end of the input nothing is asked any more.
    func ask(_ flag: String, _ question: BilingualText) -> String? {
        if let given = invocation.value(flag) { return given.isEmpty ? nil : given }
        return ask(question)
    }

    func ask(_ question: BilingualText) -> String? {
        invocation.console.say(question[words.language])
        invocation.console.write(.status, "> ")
        guard let line = invocation.console.readLine() else {
            // Nobody is there: the prompt must not swallow what is said next.
            invocation.console.say("")
            return nil
        }
        let answer = line.trimmingPrefix { $0.isWhitespace }
        let end = answer.lastIndex { !$0.isWhitespace }
        return end.map { String(answer[...$0]) }
    }
}
