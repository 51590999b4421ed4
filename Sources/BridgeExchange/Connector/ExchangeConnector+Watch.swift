import BridgeConnector
import BridgeDomain
import BridgeHash

// What becomes of a batch in the folder: picked up, answered, or neither.
extension ExchangeConnector {
    /// What the folder shows.
    private struct Sight {
        var lying: Set<String>
        var taken: Set<String>?
        /// Lists of refused lines of ours.
        var refused: [String]
    }

    /// Looks into the folder, unless that was done just now; answers which entries were decided.
    func look() async throws(ConnectorError) -> [EntryReference] {
        let now = clock.now()
        if let last = lastLook, last <= now, now < last.adding(seconds: settings.lookSeconds) { return [] }
        let open = try await state.head().open
        let sight = try await sight()
        lastLook = now
        var settled: [EntryReference] = []
        var answered: Set<String> = []
        for name in sight.refused { if let file = try await readList(name, &settled) { answered.insert(file) } }
        for number in open { try await watch(number, sight, answered, &settled) }
        return settled
    }

    private func sight() async throws(ConnectorError) -> Sight {
        let lying = try await names(in: "")
        let taken: [String]? = if let below = settings.takenFolder { try await names(in: below) } else { nil }
        let below = settings.refusedFolder
        let candidates = below.isEmpty ? lying : try await names(in: below)
        func isOurs(_ name: String) -> Bool {
            files.batch(of: name) != nil && !finishedLists.contains(name) && name.hasSuffix(format.fileEnding)
        }
        // Without a mark and a folder of its own, a list could not be told from our own file.
        let refused = settings.refusedMark.isEmpty && below.isEmpty ? [] : candidates.filter(isOurs)
        return Sight(lying: Set(lying), taken: taken.map { Set($0) }, refused: refused.sorted())
    }

    private func watch(
        _ number: Int, _ sight: Sight, _ pending: Set<String>, _ settled: inout [EntryReference]
    ) async throws(ConnectorError) {
        guard let batch = try await state.batch(number), batch.stage == .delivered, let deliveredAt = batch.deliveredAt else { return }
        let now = clock.now()
        var waiting: [String] = []
        for (place, file) in batch.files.enumerated().dropFirst() where file.answeredAt == nil {
            if let pickedUpAt = file.pickedUpAt {
                // A list that is there and not understood says that not everything is well: nothing is taken as booked.
                guard !pending.contains(file.name), now >= pickedUpAt.adding(seconds: settings.answerSeconds) else { continue }
                settled += try await settle(number, place, [], listHash: nil)
            } else if sight.taken.map({ $0.contains(file.name) }) ?? !sight.lying.contains(file.name) {
                try await note(pickedUp: place, of: number)
            } else {
                waiting.append(file.name)
            }
        }
        let isLate = now >= deliveredAt.adding(seconds: settings.pickUpSeconds)
        alarms[number] =
            isLate
            ? waiting.first.map { name in
                sight.lying.contains(name)
                    ? Self.notPickedUp(name, waiting.count, since: deliveredAt) : Self.vanished(name, settings.takenFolder ?? "")
            } : nil
    }

    private func note(pickedUp place: Int, of number: Int) async throws(ConnectorError) {
        let (state, now) = (state, clock.now())
        try await state.change { (changes: inout BatchState.Changes) throws(ConnectorError) in
            guard var batch = try await state.batch(number), batch.files[place].pickedUpAt == nil else { return }
            batch.files[place].pickedUpAt = now
            changes.put(batch)
        }
    }

    /// Works through a list of refused lines once it has stopped changing. Answers our file's name as long as the list is not worked through.
    private func readList(_ name: String, _ settled: inout [EntryReference]) async throws(ConnectorError) -> String? {
        guard let number = files.batch(of: name), let batch = try await state.batch(number),
            let place = batch.files.firstIndex(where: { files.refused($0.name) == name }), place > 0
        else { return nil }
        let file = batch.files[place]
        let list: [UInt8]
        do { list = try await folder.read(name, in: settings.refusedFolder, bytesMax: ExchangeSettings.listBytesMax) } catch {
            alarms[-number] = Self.unreadable(name, error.text)
            return file.name
        }
        let hash = SHA256.hash(list).hex
        guard file.listHash != hash else {
            finishedLists.insert(name)
            return nil
        }
        guard lists.updateValue(hash, forKey: name) == hash else { return file.name }
        let content = try await state.content(of: place, in: number)
        let refusals = format.refusals(in: list, of: content)
        guard let refusals, refusals.strange.isEmpty, !refusals.rows.isEmpty else {
            let strange = refusals?.strange.first ?? ""
            alarms[-number] = Self.strange(name, strange)
            return file.name
        }
        alarms[-number] = nil
        settled += try await settle(number, place, refusals.rows, listHash: hash)
        lists[name] = nil
        finishedLists.insert(name)
        return nil
    }

    /// The refused rows by entry.
    private static func reasons(_ rows: [RefusedRow], in file: BatchFile) -> [EntryReference: [Delivery.Reason]] {
        var reasons: [EntryReference: [Delivery.Reason]] = [:]
        for row in rows {
            guard let item = file.items.last(where: { $0.firstRow <= row.row }) else { continue }
            reasons[item.reference, default: []].append(Delivery.Reason(row: row.row - item.firstRow + 1, text: row.reason))
        }
        return reasons
    }

    /// Decides every debtor and creditor of a file. A newer record than the one in the file is left as it stands.
    private static func settleParties(
        _ file: BatchFile, _ number: Int, _ place: Int, _ rows: [RefusedRow], _ head: inout BatchState.Head,
        _ changes: inout BatchState.Changes, _ state: BatchState
    ) async throws(ConnectorError) {
        for item in file.parties ?? [] {
            guard var known = try await state.party(item.relation), known.batch == number, known.file == place,
                known.standing == .awaited || known.standing == .taken
            else { continue }
            let reasons = rows.filter { (item.firstRow..<item.firstRow + item.rows).contains($0.row) }.map(\.reason)
            known.standing = reasons.isEmpty ? .taken : .refused
            known.reason = reasons.joined(separator: " | ")
            head.refusedParties = (head.refusedParties ?? []).filter { $0 != item.relation } + (reasons.isEmpty ? [] : [item.relation])
            changes.put(known, item.relation)
        }
    }

    /// Decides every entry of a file: given back, in part, or not. Answers which were decided now.
    private func settle(
        _ number: Int, _ place: Int, _ rows: [RefusedRow], listHash: String?
    ) async throws(ConnectorError) -> [EntryReference] {
        let (state, now) = (state, clock.now())
        return try await state.change { (changes: inout BatchState.Changes) throws(ConnectorError) -> [EntryReference] in
            guard var batch = try await state.batch(number) else { return [] }
            var head = try await state.head()
            var settled: [EntryReference] = []
            try await Self.settleParties(batch.files[place], number, place, rows, &head, &changes, state)
            let refused = Self.reasons(rows, in: batch.files[place])
            for item in batch.files[place].items {
                guard var known = try await state.delivery(item.reference), known.batch == number, known.file == place else { continue }
                let wasAwaited = known.standing == .awaited
                guard known.take(refused[item.reference] ?? [], of: item) else { continue }
                try await known.addRefusal(ofPartyIn: head, state)
                changes.put(known, item.reference)
                if wasAwaited {
                    settled.append(item.reference)
                } else {
                    head.late += 1
                    changes.putLate(head.late, item.reference)
                }
            }
            batch.files[place].pickedUpAt = batch.files[place].pickedUpAt ?? now
            batch.files[place].answeredAt = batch.files[place].answeredAt ?? now
            batch.files[place].listHash = listHash ?? batch.files[place].listHash
            if batch.stage == .delivered, batch.entryFiles.allSatisfy({ $0.answeredAt != nil }) {
                batch.stage = .closed
                head.open.removeAll { $0 == number }
            }
            changes.put(batch)
            changes.put(head)
            return settled
        }
    }
}

extension Delivery {
    /// Takes what came back of the entry; false when that changes nothing.
    fileprivate mutating func take(_ refused: [Reason], of item: BatchItem) -> Bool {
        switch standing {
        case .awaited:
            reasons = refused
            standing = refused.isEmpty ? .booked : Set(refused.map(\.row)).count >= item.rows ? .refused : .doubtful
        case .booked:
            if refused.isEmpty { return false }
            reasons = refused
            standing = .doubtful
        case .refused, .doubtful: return false
        }
        if standing == .doubtful { doubt(item) }
        return true
    }

    /// An entry that came back because its party had come back says that too.
    fileprivate mutating func addRefusal(ofPartyIn head: BatchState.Head, _ state: BatchState) async throws(ConnectorError) {
        guard standing == .refused, let relation = booked.relation, head.refusedParties?.contains(relation) == true,
            let party = try await state.party(relation)
        else { return }
        reasons.append(Reason(row: reasons.last?.row ?? 1, text: "\(relation): \(party.reason)"))
    }

    /// What the books may hold of it: the lines that did not come back, as far as lines and rows can be told to be the same.
    private mutating func doubt(_ item: BatchItem) {
        let rows = Set(reasons.map(\.row))
        booked.lines =
            booked.lines.count == item.rows
            ? booked.lines.enumerated().filter { !rows.contains($0.offset + 1) }.map(\.element) : []
        booked.number = "\(booked.id) \(reasons.map { "\($0.row): \($0.text)" }.joined(separator: "; "))"
    }
}

// MARK: - Texts for people

extension ExchangeConnector {
    static func notPickedUp(_ name: String, _ count: Int, since moment: Timestamp) -> BilingualText {
        let (nl, en) = count > 1 ? (" (en nog \(count - 1))", " (and \(count - 1) more)") : ("", "")
        return BilingualText(
            nl: "\(name)\(nl) ligt sinds \(moment) in de uitwisselmap en is niet opgehaald; kijk of de importtaak draait",
            en: "\(name)\(en) has been in the exchange folder since \(moment) and was not picked up; see whether the import job runs")
    }

    private static func vanished(_ name: String, _ below: String) -> BilingualText {
        BilingualText(
            nl: "\(name) is weg uit de uitwisselmap en staat niet in \(below); niets ervan telt als geboekt. Zet het terug, of daar",
            en: "\(name) is gone from the exchange folder and is not in \(below); nothing of it counts as booked. Put it back, or there")
    }

    private static func unreadable(_ name: String, _ text: BilingualText) -> BilingualText {
        BilingualText(
            nl: "de lijst met afgekeurde regels \(name) is niet te lezen: \(text.dutch)",
            en: "the list of refused lines \(name) cannot be read: \(text.english)")
    }

    private static func strange(_ name: String, _ line: String) -> BilingualText {
        let quoted = line.isEmpty ? "" : " (\(line.prefix(120)))"
        return BilingualText(
            nl:
                "de lijst met afgekeurde regels \(name) bevat regels die niet van ons zijn\(quoted); niets van dat bestand telt als geboekt. "
                + "Kijk in de boekhouding wat er is ingelezen en herstel de lijst",
            en: "the list of refused lines \(name) has lines that are not ours\(quoted); nothing of that file counts as booked. "
                + "See in the books what was imported and mend the list")
    }
}
