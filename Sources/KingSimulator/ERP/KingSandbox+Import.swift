import BridgeDomain

/// The job that empties the import folder.
extension KingSandbox {
    /// Reports of this many files are kept; the oldest go first.
    private static let reportsMax = 10_000

    /// What became of the files so far, oldest first.
    public var importReports: [ImportReport] { imports.reports }

    func runImporter() {
        removeReadFiles()
        guard folder != nil, let interval = settings.importing.interval else { return }
        let last = imports.lastRun ?? now
        if imports.lastRun == nil { imports.lastRun = now }
        guard now >= last.adding(seconds: interval) else { return }
        importFiles()
    }

    /// Reads every file that lies there now and was not read before; returns what became of them.
    @discardableResult
    public func importFiles() -> [ImportReport] {
        imports.lastRun = now
        guard let folder, let names = try? folder.names() else { return [] }
        let reports = names.filter { $0.hasSuffix(".xml") && imports.read[$0] == nil }.compactMap { take($0, from: folder) }
        imports.reports.append(contentsOf: reports)
        imports.reports.removeFirst(max(0, imports.reports.count - Self.reportsMax))
        removeReadFiles()
        return reports
    }

    private func take(_ name: String, from folder: any ImportFolder) -> ImportReport? {
        let wanted = settings.importing.administration ?? settings.erpAdministrations.first?.name ?? ""
        guard let bytes = try? folder.read(name), var books = erp.removeValue(forKey: wanted) else { return nil }
        defer { erp[wanted] = books }
        imports.read[name] = .some(settings.importing.deletesAfter.map { now.adding(seconds: $0) })
        let outcome = Importer(settings: settings.importing, now: now).read(bytes, into: &books)
        var rejectFile: String?
        if !outcome.rejected.isEmpty {
            let file = "\(settings.importing.rejectFolder)/\(name.dropLast(4))\(settings.importing.rejectMark).xml"
            if (try? folder.write(Importer.rejectFile(outcome, bytes), to: file)) != nil { rejectFile = file }
        }
        return ImportReport(
            file: name, moment: now, format: outcome.format, taken: outcome.taken, rejected: outcome.rejected.count,
            entries: outcome.entries,
            rejectFile: rejectFile, error: outcome.rejected.first?.error.text)
    }

    private func removeReadFiles() {
        guard let folder else { return }
        for (name, due) in imports.read {
            guard let due, due <= now else { continue }
            try? folder.remove(name)
            // One that cannot be removed must not be read again, so that it stays known.
            if (try? folder.names().contains(name)) == false { imports.read[name] = nil }
        }
    }
}
