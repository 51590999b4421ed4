import BridgeDomain

/// The job that empties the exchange folder (reference §14.6).
extension AFASSandbox {
    /// Reports of this many files are kept; the oldest go first.
    private static let reportsMax = 10_000

    /// What became of the files so far, oldest first.
    public var importReports: [ImportReport] { imports }

    func runImporter() {
        guard folder != nil, let interval = settings.importing.interval else { return }
        let last = lastImport ?? now
        if lastImport == nil { lastImport = now }
        guard now >= last.adding(seconds: interval) else { return }
        importFiles()
    }

    /// Reads every file that lies there now; returns what became of them.
    @discardableResult
    public func importFiles() -> [ImportReport] {
        lastImport = now
        guard let folder, let names = try? folder.names() else { return [] }
        return names.compactMap { name in
            let matching = settings.importing.definitions.first { name.hasPrefix($0.namePrefix) && name.hasSuffix($0.nameSuffix) }
            guard let definition = matching, !isRejectedFile(name, definition), let bytes = try? folder.read(name) else { return nil }
            return take(name, bytes, definition, folder)
        }
    }

    private func isRejectedFile(_ name: String, _ definition: ImportDefinition) -> Bool {
        name.hasSuffix("\(settings.importing.rejectedMark)\(definition.nameSuffix)")
    }

    private func take(_ name: String, _ bytes: [UInt8], _ definition: ImportDefinition, _ folder: any ExchangeFolder) -> ImportReport? {
        let id = settings.importing.environment ?? settings.environments.first?.id ?? ""
        // The file leaves the folder before it is booked: a job that cannot take it away would read it again at its next run.
        do {
            if case .move(let place) = settings.importing.afterwards { try folder.write(bytes, to: "\(place)/\(name)") }
            try folder.remove(name)
        } catch {
            return nil
        }
        guard books[id] != nil, let outcome = books[id].map({ _ in read(bytes, definition, id) }) else { return nil }
        var rejectedFile: String?
        if !outcome.rejected.isEmpty {
            let file = rejectedName(name, definition)
            if (try? folder.write(rejectedText(outcome, definition), to: file)) != nil { rejectedFile = file }
        }
        let report = ImportReport(
            file: name, moment: now, entries: outcome.entries, rows: outcome.rows, rejectedRows: outcome.rejected.count,
            rejectedFile: rejectedFile, error: outcome.rejected.first?.error)
        imports.append(report)
        if imports.count > Self.reportsMax { imports.removeFirst() }
        return report
    }

    private func read(_ bytes: [UInt8], _ definition: ImportDefinition, _ id: String) -> Importer.Outcome {
        guard var environment = books.removeValue(forKey: id) else { return Importer.Outcome() }
        defer { books[id] = environment }
        return Importer(definition: definition, settings: settings, now: wallNow).read(bytes, into: &environment)
    }

    private func rejectedName(_ name: String, _ definition: ImportDefinition) -> String {
        let folder = settings.importing.rejectedFolder.isEmpty ? "" : settings.importing.rejectedFolder + "/"
        return "\(folder)\(name.dropLast(definition.nameSuffix.count))\(settings.importing.rejectedMark)\(definition.nameSuffix)"
    }

    /// The rejected lines as they stood in the file, under its header; where the definition says so with the text of the error behind.
    private func rejectedText(_ outcome: Importer.Outcome, _ definition: ImportDefinition) -> [UInt8] {
        guard definition.profile != .xml else {
            let parts = outcome.rejected.map { item in
                // A comment may not hold two hyphens.
                "<!-- \(item.error.split(separator: "--", omittingEmptySubsequences: false).joined(separator: "- -")) -->\n\(item.text)"
            }
            return Array(parts.joined(separator: "\n").utf8)
        }
        let mark = String(definition.separator)
        func quoted(_ text: String) -> String {
            "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
        }
        var lines: [String] = []
        if let header = outcome.header { lines.append(definition.writesErrorTexts ? header + mark + "Foutmelding" : header) }
        lines += outcome.rejected.map { definition.writesErrorTexts ? $0.text + mark + quoted($0.error) : $0.text }
        return FileText.encode(lines.joined(separator: "\r\n") + "\r\n", definition.encoding)
    }
}
