import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeSource

/// Brings documents' files to their entries: file from the source, then step by step into the books, each intent durable before its call.
/// One file is in memory at a time.
struct Attacher: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let policy: AttachmentPolicy
    let attaching: any DocumentAttaching
    let files: any DocumentFiles

    /// What became of one file, and what stands in the way of the next.
    struct Outcome: Sendable {
        var calls = 0
        var attached = false
        /// Until when the calls it takes must be left to others: nothing was sent.
        var waitsUntil: Timestamp?
        /// Source or books do not answer now, or a person must act: no sense in trying others.
        var stop: Stop?
    }

    /// Why no file goes on now.
    enum Stop: Sendable {
        case source(SourceError)
        case target(ConnectorError)
    }

    /// Takes one file as far as it goes. Somebody who was faster with it wins: the next round sees what became of it.
    func attach(_ kept: AttachmentRecord) async throws(JournalError) -> Outcome {
        var outcome = Outcome()
        do throws(JournalError) {
            try await work(kept, &outcome)
        } catch {
            guard error.code == .conflict else { throw error }
        }
        return outcome
    }

    private func work(_ kept: AttachmentRecord, _ outcome: inout Outcome) async throws(JournalError) {
        let allowance = AttachmentAllowance(parts: parts, policy: policy, calls: attaching.calls(for: kept.document.kind))
        outcome.waitsUntil = try await allowance.usedUpUntil()
        guard outcome.waitsUntil == nil else { return }
        var machine = AttachmentMachine(
            kept, retry: parts.policy.retry, settlingSeconds: parts.connector.capabilities.settlingSeconds)
        guard let posting = try await booked(kept) else {
            machine.refuse(Self.noEntry, now: parts.clock.now())
            return try await keep(machine.record, "attachment_refused")
        }
        guard let order = try await order(of: posting) else {
            let now = parts.clock.now()
            machine.postpone(until: now.adding(seconds: Self.linkSeconds), Self.noLink, now: now)
            return try await keep(machine.record, nil)
        }
        guard let file = try await file(of: posting, &machine, &outcome) else { return }
        outcome.waitsUntil = try await allowance.take()
        guard outcome.waitsUntil == nil else { return }
        let name = Self.fileName(posting.document, file.form)
        let made = AttachmentOrder(posting: order, booked: posting.targetID ?? TargetID(""), fileName: name, content: file.content)
        machine.begin(name, file.content)
        try await send(made, &machine, &outcome)
    }

    /// The posting; nil when it is not booked under an identity of the books.
    private func booked(_ kept: AttachmentRecord) async throws(JournalError) -> PostingRecord? {
        let posting = try await parts.journal.postings([kept.document], bridge: parts.bridge)[kept.document]
        return posting.flatMap { $0.state == .booked && $0.targetID != nil ? $0 : nil }
    }

    /// The entry as it was posted; nil while its debtor or creditor has no link.
    private func order(of posting: PostingRecord) async throws(JournalError) -> PostingOrder? {
        var orders = OrderReader(parts: parts)
        return try await orders.orders(for: [posting])[posting.document]
    }

    /// Seconds after which a file whose entry lacks a link is looked at again.
    private static let linkSeconds: Int64 = 3_600

    // MARK: The source

    private func file(
        of posting: PostingRecord, _ machine: inout AttachmentMachine, _ outcome: inout Outcome
    ) async throws(JournalError) -> OriginalFile? {
        let versions = try await parts.journal.versions(posting.document, bridge: parts.bridge)
        let raw = versions.first { $0.version == posting.documentVersion }?.raw ?? []
        let bytesMax = min(policy.bytesMax, attaching.bytesMax)
        do throws(SourceError) {
            let answer = try await files.file(of: posting.sourceID, raw: raw, bytesMax: bytesMax)
            switch answer {
            case .file(let file) where file.content.count <= bytesMax: return file
            case .none: machine.leave(now: parts.clock.now())
            case .file, .tooLarge:
                machine.refuse(Self.tooLarge(bytesMax), now: parts.clock.now())
            case .otherForm(let what): machine.refuse(Self.otherForm(what), now: parts.clock.now())
            }
        } catch {
            let now = parts.clock.now()
            if error.isAboutTheDocument {
                machine.refuse(error.text, now: now)
            } else {
                outcome.stop = .source(error)
                let pause = parts.policy.retry.unavailable.seconds(after: machine.record.attempts + 1)
                machine.postpone(until: max(error.retryAt ?? now.adding(seconds: pause), now.adding(milliseconds: 1)), error.text, now: now)
            }
        }
        try await keep(machine.record, machine.record.state == .refused ? "attachment_refused" : nil)
        return nil
    }

    // MARK: The books

    private func send(
        _ order: AttachmentOrder, _ machine: inout AttachmentMachine, _ outcome: inout Outcome
    ) async throws(JournalError) {
        let started = parts.clock.now()
        // Of all its steps, since they are one attempt; kept with its end.
        let recorder = CallRecorder(bytesMax: TurnLimits.fileCallBytes)
        for _ in 0..<Self.stepsMax {
            let now = parts.clock.now()
            machine.send(now: now)
            // The intent of the next step carries what the one before came to.
            try await commit(machine.record, attemptFrom: started, verdict: nil, [])
            outcome.calls += 1
            let (sent, deadline) = (machine, CallDeadline(askedAt: now))
            switch await recorder.hears({ await next(order, sent, before: deadline) }) {
            case .success(let step):
                machine.reach(step, now: parts.clock.now())
                guard step == .done else { continue }
                outcome.attached = true
                return try await commit(machine.record, attemptFrom: started, verdict: "done", recorder.calls, act: "attached")
            case .failure(let error):
                machine.fail(error, now: parts.clock.now())
                if error.stopsTarget { outcome.stop = .target(error) }
                return try await commit(
                    machine.record, attemptFrom: started, verdict: error.code.rawValue, detail: error.message, recorder.calls,
                    act: machine.record.state == .refused ? "attachment_refused" : nil)
            }
        }
        machine.refuse(Self.tooManySteps, now: parts.clock.now())
        try await commit(
            machine.record, attemptFrom: started, verdict: ConnectorError.Code.misused.rawValue, detail: Self.tooManySteps.english,
            recorder.calls, act: "attachment_refused")
    }

    /// The next step, right after its intent: whoever looks it up counts from there.
    private func next(
        _ order: AttachmentOrder, _ machine: AttachmentMachine, before deadline: CallDeadline
    ) async -> Result<AttachmentStep, ConnectorError> {
        do throws(ConnectorError) {
            return .success(
                try await attaching.attach(
                    order, from: AttachmentStep(machine.record.step), lookingUp: machine.looksUp, before: deadline))
        } catch {
            return .failure(error)
        }
    }

    /// Steps one file may take; no system needs more than a few.
    private static let stepsMax = 10

    private func commit(
        _ record: AttachmentRecord, attemptFrom started: Timestamp, verdict: String?, detail: String? = nil, _ calls: [BooksCall],
        act: String? = nil
    ) async throws(JournalError) {
        var attempt = AttemptRecord(
            bridge: parts.bridge, subject: record.subject, number: record.attempts, purpose: .attach, startedAt: started)
        attempt.endedAt = verdict.map { _ in parts.clock.now() }
        attempt.verdict = verdict
        attempt.detail = detail
        try await keep(record, act, attempt, calls)
    }

    private func keep(
        _ record: AttachmentRecord, _ act: String?, _ attempt: AttemptRecord? = nil, _ calls: [BooksCall] = []
    ) async throws(JournalError) {
        var builder = UnitBuilder(parts, who: .machine("attaching"), fence: fence)
        builder.append(.putAttachment(record))
        if let attempt {
            builder.append(.keepAttempt(attempt))
            builder.keep(calls, of: [attempt.name])
        }
        if let act { builder.history(record.document.description, act, record.story) }
        try await parts.journal.commit(builder.unit)
    }

    /// The document's number with the form's ending, without what a file's name cannot hold; always the same for the same document.
    static func fileName(_ document: DocumentKey, _ form: OriginalFile.Form) -> String {
        let number = document.number.text.unicodeScalars.map { scalar in
            let isPlain =
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_".unicodeScalars.contains(scalar))
            return isPlain ? Character(scalar) : "-"
        }
        return "\(String(number.prefix(nameMax))).\(form.ending)"
    }

    /// Characters of a file's name before its ending.
    private static let nameMax = 80
}

// What people are told.
extension Attacher {
    private static let noEntry = BilingualText(
        nl: "de boeking staat er niet meer zoals ze is geboekt; bekijk het document",
        en: "the entry is no longer there as it was booked: look at the document")
    private static let noLink = BilingualText(
        nl: "de debiteur of crediteur van de boeking is niet gekoppeld; koppel die, dan gaat het bestand vanzelf mee",
        en: "the debtor or creditor of the entry has no link: link it, and the file follows by itself")
    private static let tooManySteps = BilingualText(
        nl: "bijvoegen vroeg meer dan \(stepsMax) stappen; meld dit", en: "attaching took more than \(stepsMax) steps: report this")

    private static func tooLarge(_ bytesMax: Int) -> BilingualText {
        BilingualText(
            nl: "het bestand is groter dan \(bytesMax >> 20) MB; verhoog attach_files_megabytes, of voeg het met de hand bij",
            en: "the file is larger than \(bytesMax >> 20) MB: raise attach_files_megabytes, or attach it by hand")
    }

    private static func otherForm(_ what: String) -> BilingualText {
        BilingualText(
            nl: "het bestand is geen PDF maar \(what); voeg het met de hand bij", en: "the file is no PDF but \(what): attach it by hand")
    }
}

extension AttachmentRecord {
    /// For the document's history.
    var story: String {
        let file = [fileName, bytes.map { "\($0) bytes" }, fileHash.map { "SHA-256 \($0)" }].compactMap(\.self).joined(separator: ", ")
        return reason.map { file.isEmpty ? $0.english : "\(file): \($0.english)" } ?? file
    }
}

extension SourceError {
    /// True where the source speaks of this document; otherwise it would say the same of the next.
    fileprivate var isAboutTheDocument: Bool {
        switch code {
        case .notFound, .conflict, .contract: true
        case .unavailable, .throttled, .unauthorised, .forbidden, .cursorExpired: false
        }
    }
}
