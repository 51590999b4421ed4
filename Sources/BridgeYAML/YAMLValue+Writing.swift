extension YAMLValue {
    /// YAML text in block style: two spaces a level, members in their order, one line break at the end. The same value always gives the same
    /// bytes, and ``YAMLNode/value`` of what is read back is this value again.
    ///
    /// - Parameter comment: lines that stand above the document, each behind `# `.
    /// - Precondition: every ``number(_:)-enum.case`` is a plain decimal number.
    public func text(comment: String = "") -> String {
        var writer = Writer()
        for line in comment.split(separator: "\n", omittingEmptySubsequences: false) where !comment.isEmpty {
            writer.output += line.isEmpty ? "#\n" : "# \(line)\n"
        }
        writer.document(self)
        return writer.output
    }
}

private struct Writer {
    var output = ""

    mutating func document(_ value: YAMLValue) {
        if let inline = inline(value) { output += inline + "\n" } else { block(value, indent: 0, startsLine: true) }
    }

    /// A value that fits behind a key or a dash; nil for lists and mappings that have something in them.
    func inline(_ value: YAMLValue) -> String? {
        switch value {
        case .null: return "null"
        case .bool(let truth): return truth ? "true" : "false"
        case .number(let text):
            precondition(YAMLValue.isNumber(text), "a number is written as a plain decimal")
            return text
        case .string(let text): return quotedWhereNeeded(text)
        case .list(let elements): return elements.isEmpty ? "[]" : nil
        case .mapping(let members): return members.isEmpty ? "{}" : nil
        }
    }

    /// Writes a list or mapping that has something in it. With `startsLine` false its first line goes on behind a dash.
    mutating func block(_ value: YAMLValue, indent: Int, startsLine: Bool) {
        let margin = String(repeating: " ", count: indent)
        var isFirst = !startsLine
        func lead() -> String {
            defer { isFirst = false }
            return isFirst ? "" : margin
        }
        switch value {
        case .list(let elements):
            for element in elements {
                output += lead() + "-"
                follow(element, indent: indent + 2, behindDash: true)
            }
        case .mapping(let members):
            for member in members {
                let key = quotedWhereNeeded(member.key)
                // Readers look for the colon within 1,024 characters; longer keys are announced with a question mark.
                output += lead() + (key.utf8.count <= 900 ? "\(key):" : "? \(key)\n\(margin):")
                follow(member.value, indent: indent + 2, behindDash: false)
            }
        case .null, .bool, .number, .string: preconditionFailure("a scalar is written inline")
        }
    }

    mutating func follow(_ value: YAMLValue, indent: Int, behindDash: Bool) {
        if let inline = inline(value) {
            output += " \(inline)\n"
        } else if behindDash {
            output += " "
            block(value, indent: indent, startsLine: false)
        } else {
            output += "\n"
            block(value, indent: indent, startsLine: true)
        }
    }
}

/// Words that some reader takes for a truth, nothing, or a merge, in whatever case.
private let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nil", "none", "nan", "inf"]

/// Text as a YAML scalar that every reader takes for that text.
private func quotedWhereNeeded(_ text: String) -> String { canStandPlain(text) ? text : quoted(text) }

/// Only what no reader can mistake stands without quotes: a letter first, then letters, digits and harmless marks, and no reserved word.
private func canStandPlain(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, first.properties.isAlphabetic, last != ":", last != " ",
        !words.contains(text.lowercased())
    else { return false }
    for (place, scalar) in scalars.enumerated() {
        switch scalar {
        case "_", "-", ".", "/", "(", ")", "+", " ", "%", ",", "@", "'": continue
        case ":": if scalars[place + 1] == " " { return false }
        default: guard scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) else { return false }
        }
    }
    return true
}

private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case " "..."~", "\u{A1}"..."\u{2027}", "\u{202A}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}", "\u{FF00}"..."\u{FFFD}", "\u{10000}"...:
            result.unicodeScalars.append(scalar)
        default: result += escaped(scalar)
        }
    }
    return result + "\""
}

private func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let width = digits.count <= 2 ? 2 : 4
    return (width == 2 ? "\\x" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
}
