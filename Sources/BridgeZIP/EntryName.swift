/// What a name must be to be used. We unpack nothing to disk, but others may, and a name that tries says what its sender is after.
enum EntryName {
    /// Why a name is refused; nil when it is plain.
    static func fault(_ name: String, _ bounds: ZIPBounds) -> ZIPError? {
        let bytes = name.utf8
        if bytes.count > bounds.nameMax {
            return ZIPError(.tooLarge, entry: name, "name of \(bytes.count) bytes, at most \(bounds.nameMax)")
        }
        // Names come from outside: said in words, so that nobody has to print them.
        if bytes.isEmpty { return ZIPError(.unsafeName, "an empty name") }
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return ZIPError(.unsafeName, "a name with a control character") }
        if bytes.contains(UInt8(ascii: "\\")) { return ZIPError(.unsafeName, entry: name, "a backslash") }
        if bytes.first == UInt8(ascii: "/") { return ZIPError(.unsafeName, entry: name, "an absolute path") }
        if bytes.contains(UInt8(ascii: ":")) { return ZIPError(.unsafeName, entry: name, "a colon, as of a drive") }
        let isFolder = bytes.last == UInt8(ascii: "/")
        let steps = name.split(separator: "/", omittingEmptySubsequences: false).dropLast(isFolder ? 1 : 0)
        if steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) {
            return ZIPError(.unsafeName, entry: name, "a path that goes up or nowhere")
        }
        if steps.count > bounds.depthMax {
            return ZIPError(.tooLarge, entry: name, "\(steps.count) steps deep, at most \(bounds.depthMax)")
        }
        return nil
    }
}
