import BridgeHash

/// Where everything lies in and below a folder.
struct FolderLayout {
    let settings: FolderSettings

    /// Our own notes: one record and one list of documents a file.
    var stateFolder: String { "\(settings.path)/.ledgerbridge" }
    /// What the process that works on the folder holds.
    var lock: String { "\(stateFolder)/lock" }
    var doneFolder: String { "\(settings.path)/\(settings.doneFolder)" }
    var repeatsFolder: String { "\(settings.path)/\(settings.repeatsFolder)" }
    var refusedFolder: String { "\(settings.path)/\(settings.refusedFolder)" }

    func incoming(_ name: String) -> String { "\(settings.path)/\(name)" }
    func record(_ content: SHA256Digest) -> String { "\(stateFolder)/\(content.hex).json" }
    func list(_ content: SHA256Digest) -> String { "\(stateFolder)/\(content.hex).documents" }
    func spooledList(_ content: SHA256Digest) -> String { "\(stateFolder)/\(content.hex).documents.tmp" }
    func spooledRejects(_ content: SHA256Digest) -> String { "\(stateFolder)/\(content.hex).rejected.tmp" }
    func folder(_ outcome: TakenFile.Outcome) -> String { outcome == .taken ? doneFolder : refusedFolder }

    /// The name under which a file is kept in a folder: its own, or with a piece of its content's hash when the name is in use there.
    func freeName(_ name: String, _ content: SHA256Digest, in folder: String, _ files: any FileOperations) throws(FolderError) -> String {
        guard try files.facts(of: "\(folder)/\(name)") != nil else { return name }
        let stem = FolderLook.stem(of: name)
        return "\(stem).\(content.hex.prefix(12))\(name.dropFirst(stem.count))"
    }
}
