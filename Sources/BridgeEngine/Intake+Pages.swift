import BridgeDomain
import BridgeJournal
import BridgeSource

// The documents' stream, page by page, with three things going on at once: one page is being written, the next is judged, and the one after
// that is fetched, where the source allows it. Pages become durable in their order, each in one unit with its cursor, and no unit is begun
// before the one before it is durable: a crash leaves whole pages and the cursor behind the last of them, as if they had come one by one.
extension Intake {
    /// Reads up to the turn's number of pages.
    func readDocuments() async throws(Failure) -> Outcome {
        var run = PageRun(cursor: try await cursor(.documents))
        do throws(Failure) {
            try await read(&run)
        } catch {
            // What is being written stays written; how it ends is the journal's to say, and it is asked before anything else is read.
            run.ahead?.cancel()
            if let page = run.writing { try? await page.commit.wait() }
            throw error
        }
        return run.outcome
    }

    private func read(_ run: inout PageRun) async throws(Failure) {
        for place in 1...TurnLimits.sourcePages {
            let page = try await fetched(&run)
            let isLast = !page.hasMore || place == TurnLimits.sourcePages
            if !isLast, parts.source.mayBeReadAhead, parts.worksBeside { run.ahead = fetch(after: page.next) }
            if let writing = run.writing, !page.isIndependent(of: writing) { try await finish(writing, &run) }
            try await write(page, &run)
            run.cursor = page.next
            run.outcome.items += page.items.count
            run.outcome.hasMore = page.hasMore
            // Where the next question is word that this page is durable, it has to be.
            if isLast || !parts.source.mayBeReadAhead, let writing = run.writing { try await finish(writing, &run) }
            if isLast { return }
        }
    }

    private func fetched(_ run: inout PageRun) async throws(Failure) -> SourcePage<SourceDocument> {
        guard let ahead = run.ahead else {
            let cursor = run.cursor
            return try await sourced { () async throws(SourceError) in try await page(after: cursor) }
        }
        run.ahead = nil
        return try await sourced { () async throws(SourceError) in try await ahead.value.get() }
    }

    private func fetch(after cursor: SourceCursor) -> Task<Result<SourcePage<SourceDocument>, SourceError>, Never> {
        Task {
            do throws(SourceError) { return .success(try await page(after: cursor)) } catch { return .failure(error) }
        }
    }

    private func page(after cursor: SourceCursor) async throws(SourceError) -> SourcePage<SourceDocument> {
        try await parts.source.documents(after: cursor, limit: TurnLimits.sourcePage)
    }

    /// Decides what becomes of a page beside the one that is still being written, and begins to write it when that one is durable.
    private func write(_ page: SourcePage<SourceDocument>, _ run: inout PageRun) async throws(Failure) {
        let cursor = run.cursor
        var unit = try await unit(page, after: cursor)
        if let writing = run.writing, try await finish(writing, &run) {
            // The page before came out otherwise than this one was judged beside.
            unit = try await self.unit(page, after: cursor)
        }
        guard !unit.changes.isEmpty else { return }
        run.writing = WritingPage(page, after: cursor, commit: await parts.journal.begin(unit))
    }

    private func unit(_ page: SourcePage<SourceDocument>, after cursor: SourceCursor) async throws(Failure) -> JournalUnit {
        try await journaled { () async throws(JournalError) in try await documentUnit(page, after: cursor) }
    }

    /// Waits until a page is durable. True when someone else was faster with something of it, and it was decided anew.
    @discardableResult
    private func finish(_ writing: WritingPage, _ run: inout PageRun) async throws(Failure) -> Bool {
        run.writing = nil
        do throws(JournalError) {
            try await writing.commit.wait()
            return false
        } catch {
            guard error.code == .conflict else { throw .journal(error) }
        }
        try await journaled { () async throws(JournalError) in
            try await decided(parts.journal) { () async throws(JournalError) in
                try await documentUnit(writing.page, after: writing.cursor)
            }
        }
        return true
    }
}

/// What a turn of reading documents has in hand.
private struct PageRun {
    /// Behind the page that was decided last.
    var cursor: SourceCursor
    /// The page after that, on its way.
    var ahead: Task<Result<SourcePage<SourceDocument>, SourceError>, Never>?
    var writing: WritingPage?
    var outcome = Intake.Outcome()
}

/// A page on its way to the disk.
private struct WritingPage {
    let page: SourcePage<SourceDocument>
    let cursor: SourceCursor
    let commit: PendingCommit
    let keys: Set<DocumentKey>
    let ids: Set<SourceID>

    init(_ page: SourcePage<SourceDocument>, after cursor: SourceCursor, commit: PendingCommit) {
        self.page = page
        self.cursor = cursor
        self.commit = commit
        keys = Set(page.items.map(\.key))
        ids = Set(page.items.map(\.sourceID))
    }
}

extension SourcePage<SourceDocument> {
    /// True when nothing of the page before can matter to any of these: another document, of a kind that takes nothing back, without deposits,
    /// whose balance the journal keeps.
    fileprivate func isIndependent(of other: WritingPage) -> Bool {
        items.allSatisfy { item in
            item.key.kind.original == nil && !item.isWithdrawn && !(item.document?.lines.contains { $0.kind.isDeposit } ?? false)
                && !other.keys.contains(item.key) && !other.ids.contains(item.sourceID)
        }
    }
}
