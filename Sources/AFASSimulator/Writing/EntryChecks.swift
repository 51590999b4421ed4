import BridgeDomain

/// VAT stands in an entry as explicit lines (reference §6.3, rule 2).
struct VATCheck {
    let books: Books
    let behaviour: AFASSandbox.Behaviour

    func findings(_ lines: [AFASSandbox.BookedLine], _ journal: AFASSandbox.Journal) -> [Finding] {
        let perLine = lines.flatMap { line(finding: $0, journal) }
        guard perLine.isEmpty, behaviour.requiresVATLines, isStrict(journal) else { return perLine }
        return Set(lines.compactMap(\.vatCode)).sorted().flatMap { code(finding: $0, lines) }
    }

    private func isStrict(_ journal: AFASSandbox.Journal) -> Bool { journal.kind == .sales || journal.kind == .purchase }

    private func line(finding line: AFASSandbox.BookedLine, _ journal: AFASSandbox.Journal) -> [Finding] {
        guard let code = line.vatCode else {
            let lacksCode =
                behaviour.requiresVATLines && isStrict(journal) && line.kind == .ledger && books.vatAccounts.contains(line.account)
            return lacksCode ? [Finding(text: Wording.vatCodeMissing(line.account), line: line.sequence)] : []
        }
        if line.kind == .ledger, isVATLine(line, code) || books.accounts[line.account]?.vatAllowed ?? false { return [] }
        return [Finding(text: Wording.vatNotAllowed(line.account), line: line.sequence)]
    }

    private func isVATLine(_ line: AFASSandbox.BookedLine, _ code: String) -> Bool {
        guard line.kind == .ledger, let code = books.vatCodes[code] else { return false }
        return line.account == code.account || line.account == code.reclaimAccount
    }

    /// One VAT line for each account of a code whose base gives VAT.
    private func code(finding name: String, _ lines: [AFASSandbox.BookedLine]) -> [Finding] {
        guard let code = books.vatCodes[name] else { return [] }
        let ofCode = lines.filter { $0.vatCode == name }
        let base = Arithmetic.sum(ofCode.filter { !isVATLine($0, name) }.map(\.amount))
        let expected = Arithmetic.percentage(code.percentage, of: base)
        return [code.account, code.reclaimAccount].compactMap { $0 }.compactMap { account in
            let vat = ofCode.filter { $0.account == account }
            if vat.count > 1 { return Finding(text: Wording.vatLineDouble(name), line: vat[1].sequence) }
            guard let line = vat.first else { return expected.isZero ? nil : Finding(text: Wording.vatLineMissing(name)) }
            guard let tolerance = behaviour.vatTolerance else { return nil }
            let off = Arithmetic.difference(line.amount.magnitude, expected.magnitude).magnitude
            return off > ExactDecimal(significand: tolerance, decimals: 2)
                ? Finding(text: Wording.vatAmountOff(name, expected.magnitude), line: line.sequence) : nil
        }
    }
}

/// Allocation codes: required where the account says so, and only codes that are assigned to it.
struct DimensionCheck {
    let books: Books
    /// The call asks to make codes and assignments that are missing.
    let addsCodes: Bool
    let addsAssignments: Bool

    func findings(_ element: Element, _ line: AFASSandbox.BookedLine, _ draft: inout EntryDraft) -> [Finding] {
        var findings = element.elements("FiDimEntries").flatMap { amounts($0, line) }
        guard line.kind == .ledger, let account = books.accounts[line.account] else { return findings }
        for axis in 1...5 {
            let name =
                books.environment.axes.indices.contains(axis - 1)
                ? books.environment.axes[axis - 1] : BilingualText(nl: String(axis), en: String(axis))
            if let code = line.dimensions[axis] {
                if !isAssigned(axis, code, account.code, &draft) {
                    findings.append(Finding(text: Wording.dimensionNotAssigned(name, code, account.code), line: line.sequence))
                }
            } else if account.requiredAxes.contains(axis) {
                findings.append(Finding(text: Wording.dimensionMissing(name, account.code), line: line.sequence))
            }
        }
        return findings
    }

    private func isAssigned(_ axis: Int, _ code: String, _ account: String, _ draft: inout EntryDraft) -> Bool {
        let isNew = !draft.newCodes.contains { $0.axis == axis && $0.code == code }
        if let known = books.dimensionCode(axis, code) {
            if known.isBlocked { return false }
        } else if addsCodes, books.environment.axes.indices.contains(axis - 1) {
            if isNew { draft.newCodes.append(.init(axis, code, code)) }
        } else {
            return false
        }
        let assignment = AFASSandbox.Assignment(account, axis, code)
        if books.state.assignments.contains(assignment) { return true }
        if addsAssignments { draft.newAssignments.append(assignment) }
        return addsAssignments
    }

    /// Amounts may be left out; when they are given they cover the line (reference §6.2).
    private func amounts(_ element: Element, _ line: AFASSandbox.BookedLine) -> [Finding] {
        guard element.text("AmDe") != nil || element.text("AmCr") != nil else { return [] }
        let amount = Arithmetic.difference(element.decimal("AmDe") ?? .zero, element.decimal("AmCr") ?? .zero)
        if amount.isZero { return [Finding(text: Wording.zeroDimension, line: line.sequence)] }
        return amount == line.amount ? [] : [Finding(text: Wording.dimensionAmount(amount.text(decimalsMin: 2)), line: line.sequence)]
    }
}
