import BridgeDomain

/// KING Finance's service, the same for both transports.
extension KingSandbox {
    /// Does what is asked, checks in this order: keys, session, one call at a time, the request itself.
    func perform(_ call: Call, struck fault: Fault.Kind?) throws(Refusal) -> Outcome {
        if call.operation == .checkConnection { return .done }
        guard call.partnerKey == settings.partnerKey, let books = finance[call.administration] else { throw Refusal(Wording.wrongKeys) }
        if fault == .sessionKilled { sessions.closeAll(of: call.administration) }
        switch call.operation {
        case .login: return .session(openSession(call.administration))
        case .loginWithUser:
            guard let user = books.administration.user, call.parameters["USERNAME"] == user.name,
                call.parameters["PASSWORD"] == user.password
            else { throw Refusal(Wording.wrongUser) }
            return .session(openSession(call.administration))
        case .version: return .text(settings.version)
        default: break
        }
        guard sessions.use(call.session, for: call.administration, at: now, idleSeconds: settings.limits.idleSeconds) else {
            throw Refusal(Wording.sessionGone)
        }
        if settings.behaviour.oneCallAtATime, (underway[call.administration] ?? 0) > 1 { throw Refusal(Wording.busy) }
        if case .refused(let text) = fault { throw Refusal(text) }
        return try work(call, struck: fault)
    }

    private func openSession(_ administration: String) -> String {
        sessions.open(for: administration, at: now, countMax: settings.limits.sessionsMax, &generator)
    }

    private func work(_ call: Call, struck fault: Fault.Kind?) throws(Refusal) -> Outcome {
        switch call.operation {
        case .keepSession: return .done
        case .logout:
            sessions.close(call.session)
            return .done
        case .timeStamp: return .text(String(now.milliseconds))
        case .select, .administration: return .page(try read(call, isCut: fault == .emptyPage))
        default: return try write(call, struck: fault)
        }
    }

    // MARK: Reading

    private func read(_ call: Call, isCut: Bool) throws(Refusal) -> Page {
        guard let text = call.parameters["SELECTIE"], !text.isEmpty else { throw Refusal(Wording.incomplete("SELECTIE")) }
        let selection = try Selection(try call.document("SELECTIE"), settings)
        guard let books = finance[call.administration] else { throw Refusal(Wording.wrongKeys) }
        let isInfo = call.operation == .administration
        guard let table = isInfo ? Table.info[selection.table] : Table.all[selection.table] else {
            throw Refusal(Wording.unknown("Tabel", selection.table))
        }
        let engine = SelectionEngine(table: table, joined: { books.record($0, $1) }, behaviour: settings.behaviour)
        var page = try engine.page(
            selection, of: isInfo ? books.infoRows(table.name, today: today) : books.rows(table, for: selection.conditions))
        if isCut { page.rows = [] }
        return page
    }

    // MARK: Writing

    private func write(_ call: Call, struck fault: Fault.Kind?) throws(Refusal) -> Outcome {
        guard var books = finance.removeValue(forKey: call.administration) else { throw Refusal(Wording.wrongKeys) }
        // The only copy is changed in place; it goes back whatever happens. What is refused changes nothing.
        defer { finance[call.administration] = books }
        let (writer, hand) = (MasterWriter(settings: settings, today: today), EntryHand(settings: settings, today: today))
        switch call.operation {
        case .create: return .key(try writer.create(try call.document("STAMTABEL"), in: &books))
        case .update: try writer.update(try call.document("MUTATIE"), in: &books)
        case .delete: try writer.delete(try call.document("MUTATIE"), in: &books)
        case .createEntry:
            var booking = EntryBooking(settings: settings, now: now)
            if fault == .warning { booking.extraWarning = Wording.warningTest }
            return .entry(try booking.book(try call.document("JOURNAALPOST"), into: &books))
        case .updateEntry: try hand.update(try key(call), try call.document("JOURNAALPOST"), in: &books)
        default: try hand.delete(try key(call), in: &books)
        }
        return .done
    }

    private func key(_ call: Call) throws(Refusal) -> String {
        guard let key = call.parameters["PRIMARYKEY"], !key.isEmpty else { throw Refusal(Wording.missingParameter("PRIMARYKEY")) }
        return key
    }

    // MARK: What both transports write

    func metadata(_ page: Page) -> XMLElement {
        XMLElement("METADATA", [XMLElement("RECORDCOUNT", String(page.count)), XMLElement("TOTALPAGES", String(page.pages))])
    }

    /// The rows as they were booked: what was sent, the numbers that were given, and warnings.
    func echo(_ booked: EntryBooking.Booked, typedDates: Bool) -> [XMLElement] {
        booked.rows.map { row in
            var cells = Table.entries.fields.compactMap { field in
                row.values[field.name].map { XMLElement(field.name, field.shown($0, typedDates: typedDates)) }
            }
            if !row.warnings.isEmpty { cells.append(XMLElement("BOE_WARNING", row.warnings.joined(separator: "; "))) }
            return XMLElement("BOE", cells)
        }
    }
}
