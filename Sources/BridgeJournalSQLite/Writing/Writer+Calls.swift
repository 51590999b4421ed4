import BridgeDomain
import BridgeJournal

extension Writer {
    /// Keeps the calls one after another, so that an attempt finds all of its own by where the first stands.
    func keep(_ record: AttemptCalls) throws(JournalError) {
        if let same = record.same { return try share(record, same) }
        guard !record.calls.isEmpty else { return }
        let bridge = try tables.makeID(of: record.bridge)
        let first = (try connection.statement(.lastCall).first { $0.number() } ?? 0) + 1
        for (place, call) in record.calls.enumerated() {
            try connection.statement(.keepCall).bind(first + Int64(place)).bind(call.name).bind(call.startedAt).bind(call.milliseconds)
                .bind(call.status).bind(call.failure?.rawValue).bind(call.omitted).bind(call.sent.text).bind(call.sent.bytesLeft)
                .bind(call.answer?.text).bind(call.answer?.bytesLeft).run()
        }
        for attempt in record.attempts {
            try connection.statement(.callsOfAttempt).bind(first).bind(record.calls.count).bind(bridge).bind(attempt.subject)
                .bind(attempt.number).run()
        }
    }

    private func share(_ record: AttemptCalls, _ same: AttemptName) throws(JournalError) {
        let bridge = try tables.makeID(of: record.bridge)
        let kept = try connection.statement(.callsKept).bind(bridge).bind(same.subject).bind(same.number)
            .first { (first: $0.optionalNumber(), count: $0.int()) }
        guard let kept, let first = kept.first else { return }
        for attempt in record.attempts {
            try connection.statement(.callsOfAttempt).bind(first).bind(kept.count).bind(bridge).bind(attempt.subject)
                .bind(attempt.number).run()
        }
    }
}

extension Query {
    fileprivate static let lastCall = Query("SELECT max(id) FROM books_call")
    fileprivate static let keepCall = Query(
        """
        INSERT INTO books_call (id, name, started_at, milliseconds, status, failure, omitted, sent, sent_left, answer, answer_left)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    fileprivate static let callsKept = Query("SELECT first_call, calls FROM attempt WHERE bridge = ? AND subject = ? AND number = ?")
    fileprivate static let callsOfAttempt = Query(
        "UPDATE attempt SET first_call = ?, calls = ? WHERE bridge = ? AND subject = ? AND number = ?")
}
