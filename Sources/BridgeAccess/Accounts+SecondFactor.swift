import BridgeDomain
import BridgeHash
public import BridgeJournal

// The second step of signing in: a code of the person's telephone.
extension Accounts {
    /// Codes for who lost the telephone, made at once.
    public static let recoveryCodes = 10

    /// A key as a person types it into their telephone.
    public struct FactorKey: Hashable, Sendable {
        /// Base32, in groups of four.
        public let groups: String
        /// The same for a program on the telephone (the `otpauth` form).
        public let link: String
    }

    /// Whether keys can be sealed here, and so be kept.
    public var canAskCodes: Bool { sealing != nil }

    /// Makes a key for a person. Nothing is asked of them before ``confirmFactor(of:code:)``.
    public func startFactor(of id: String) async throws -> FactorKey {
        guard let sealing else { throw AccountProblem.noSealing }
        let key = Base32.encode(SecureRandom().bytes(OneTimeCode.keyBytes))
        let box = sealing.seal(key, Self.factorName(id))
        let account = try await change(id, nil, by: .person(id)) { account in
            guard account.secondFactor?.since == nil else { throw AccountProblem.factorThere }
            account.secondFactor = SecondFactor(sealedKey: box)
        }
        return Self.shown(key, account)
    }

    /// The key that was made and not confirmed yet, to be shown once more to its own person; nil when there is none.
    public func pendingFactor(of id: String) async throws(JournalError) -> FactorKey? {
        guard let account = try await open(id), let factor = account.secondFactor, factor.since == nil,
            let key = sealing?.open(factor.sealedKey, Self.factorName(id))
        else { return nil }
        return Self.shown(key, account)
    }

    /// Asks codes of the person from now on, when their telephone made this one. Returns the recovery codes, which nobody is ever shown again.
    public func confirmFactor(of id: String, code typed: String) async throws -> [String] {
        let (now, codes) = (clock.now(), Self.freshRecoveryCodes())
        _ = try await change(id, "second_factor_set", by: .person(id)) { account in
            guard var factor = account.secondFactor, factor.since == nil else { throw AccountProblem.notThere }
            guard let key = sealing?.open(factor.sealedKey, Self.factorName(id)).flatMap({ Base32.decode($0) }) else {
                throw AccountProblem.noSealing
            }
            guard let step = OneTimeCode.step(of: Self.digits(typed), key, now: now, after: factor.lastStep) else {
                throw AccountProblem.wrongCode
            }
            factor.since = now
            factor.lastStep = step
            factor.recoveryHashes = codes.map { Self.recoveryHash($0) }
            account.secondFactor = factor
        }
        return codes
    }

    /// Takes the second step off a person: themselves, or an administrator for who lost everything.
    public func removeFactor(of id: String, seen: Int64? = nil, by who: Who) async throws -> AccountRecord {
        try await change(id, "second_factor_removed", seen: seen, by: who) { account in
            guard account.secondFactor != nil else { throw AccountProblem.noFactor }
            account.secondFactor = nil
        }
    }

    /// The account after a code was used, when it is one that opens now; nil when it is not. Each opens once: the caller commits it.
    func using(_ typed: String, _ account: AccountRecord, now: Timestamp) -> (account: AccountRecord, recovered: Bool)? {
        guard var factor = account.secondFactor, factor.since != nil else { return nil }
        var next = account
        next.revision += 1
        let digits = Self.digits(typed)
        if digits.count == OneTimeCode.digits,
            let key = sealing?.open(factor.sealedKey, Self.factorName(account.id)).flatMap({ Base32.decode($0) }),
            let step = OneTimeCode.step(of: digits, key, now: now, after: factor.lastStep)
        {
            factor.lastStep = step
            next.secondFactor = factor
            return (next, false)
        }
        let hash = Self.recoveryHash(typed)
        guard let place = factor.recoveryHashes.firstIndex(where: { ConstantTime.equal($0, hash) }) else { return nil }
        factor.recoveryHashes.remove(at: place)
        next.secondFactor = factor
        return (next, true)
    }

    private static func factorName(_ id: String) -> String { "account/\(id)/second-factor" }

    private static func shown(_ key: String, _ account: AccountRecord) -> FactorKey {
        var groups: [Substring] = []
        var rest = key[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return FactorKey(
            groups: groups.joined(separator: " "),
            link: "otpauth://totp/LedgerBridge:\(account.id)?secret=\(key)&issuer=LedgerBridge&algorithm=SHA1&digits=6&period=30")
    }

    private static func digits(_ typed: String) -> String { String(typed.filter { !$0.isWhitespace }.prefix(20)) }

    /// What is kept of a recovery code: 79 random bits need no slow hash.
    private static func recoveryHash(_ code: String) -> String {
        let letters = code.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(40)
        return SHA256.hash("recovery\n\(letters)".utf8).hex
    }

    /// Letters and digits that are not mistaken for each other, in groups of four.
    private static func freshRecoveryCodes() -> [String] {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var random = SecureRandom()
        return (0..<recoveryCodes).map { _ in
            (0..<4).map { _ in String((0..<4).map { _ in letters[Int.random(in: letters.indices, using: &random)] }) }
                .joined(separator: "-")
        }
    }
}
