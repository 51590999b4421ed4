import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

// The second step of signing in, and how somebody switches it on and off for themselves.
extension Console {
    func addSecondStep(to router: inout Router) {
        router.on(.post, "/sign-in/code") { request, _ in await answer(request, nil) { call in try await call.giveCode() } }
        act(&router, "/account/code", .keepOwnAccount) { call, _ in try await call.startCodes() }
        act(&router, "/account/code/confirm", .keepOwnAccount) { call, _ in try await call.confirmCodes() }
        act(&router, "/account/code/remove", .keepOwnAccount) { call, _ in try await call.removeCodes() }
    }
}

extension Call {
    // MARK: Signing in

    func codePage(half: String, status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: say(Say.codeTitle)) {
            el(.p, .class("lead")) { say(Say.codeLead) }
            Form.alert(problem)
            Form.post(Address("/sign-in/code"), self, .class("narrow")) {
                Form.hidden("half", half)
                Form.hidden("next", field("next") ?? "")
                Form.field("code", say(Say.code), hint: say(Say.codeHint), complete: "one-time-code", max: 40)
                Form.submit(say(Say.signIn))
            }
            el(.p) { el(.a, .href(Address("/sign-in"))) { say(Say.startOver) } }
        }
    }

    func giveCode() async throws -> HTTPResponse {
        let half = field("half") ?? ""
        switch try await console.signIn.signIn(half: half, code: field("code") ?? "", address: address) {
        case .signedIn(let token, _):
            let next = field("next").flatMap { Address(ownPath: $0) } ?? Address("/")
            return redirect(next, cookie: setCookie(token))
        case .refused: return response(codePage(half: half, status: 403, problem: say(AccountProblem.wrongCode.text)))
        case .lockedOut(let until): return response(signInPage(status: 429, problem: say(lockedOut(until))))
        case .codeNeeded, nil: return response(signInPage(status: 403, problem: say(Say.codeTooLate)))
        }
    }

    func lockedOut(_ until: Timestamp) -> BilingualText {
        Say.lockedOut(minutes: max(1, (until.milliseconds(since: now) + 59_999) / 60_000))
    }

    // MARK: One's own

    @HTMLBuilder var codeSection: HTML {
        let factor = session?.account.secondFactor
        el(.h2) { say(Say.codeHeading) }
        if let factor, let since = factor.since {
            el(.p) { say(Say.codesOn(formatting.moment(since, in: PeoplePage.zone(self)), left: factor.recoveryHashes.count)) }
            Form.post(Address("/account/code/remove"), self, .class("narrow")) {
                Form.field("code-password", say(Say.currentPassword), type: "password", complete: "current-password")
                Form.submit(say(Say.codesOffButton), isDanger: true)
            }
        } else if console.signIn.accounts.canAskCodes {
            el(.p) { say(Say.codesOff) }
            Form.post(Address("/account/code"), self, .class("narrow")) {
                Form.field("code-password", say(Say.currentPassword), type: "password", complete: "current-password")
                Form.submit(say(Say.codesOnButton))
            }
        } else {
            el(.p) { say(AccountProblem.noSealing.text) }
        }
    }

    func startCodes() async throws -> HTTPResponse {
        try await withPassword { session in
            response(keyPage(try await console.signIn.accounts.startFactor(of: session.account.id)))
        }
    }

    private func keyPage(_ key: Accounts.FactorKey, status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: say(Say.codeHeading), part: .account) {
            Form.alert(problem)
            el(.ol) {
                el(.li) {
                    say(Say.keyLead)
                    HTML.qrCode(key.link, label: say(Say.keyPicture))
                    el(.p, .class("notice any")) { el(.code) { key.groups } }
                    el(.p, .class("hint any")) {
                        say(Say.keyLink) + " "
                        el(.code) { key.link }
                    }
                }
                el(.li) { say(Say.keyThen) }
            }
            Form.post(Address("/account/code/confirm"), self, .class("narrow")) {
                Form.field("code", say(Say.code), complete: "one-time-code", max: 20)
                Form.submit(say(Say.save))
            }
            el(.p) { el(.a, .href(Address("/account"))) { say(Say.notNow) } }
        }
    }

    func confirmCodes() async throws -> HTTPResponse {
        guard let session else { throw ConsoleRefusal.signInFirst }
        do {
            let codes = try await console.signIn.accounts.confirmFactor(of: session.account.id, code: field("code") ?? "")
            return response(
                Page(title: say(Say.recoveryTitle), part: .account) {
                    el(.p, .class("lead")) { say(Say.recoveryLead) }
                    el(.ul, .class("notice")) { for code in codes { el(.li) { el(.code) { code } } } }
                    el(.p) { say(Say.recoveryOnce) }
                    el(.p) { el(.a, .href(Address("/account"))) { say(Say.account) } }
                })
        } catch let problem as AccountProblem {
            guard problem == .wrongCode, let key = try await console.signIn.accounts.pendingFactor(of: session.account.id) else {
                return response(accountPage(status: 422, problem: say(problem.text)))
            }
            return response(keyPage(key, status: 422, problem: say(problem.text)))
        }
    }

    func removeCodes() async throws -> HTTPResponse {
        try await withPassword { session in
            _ = try await console.signIn.accounts.removeFactor(of: session.account.id, by: session.who)
            return redirect(Address("/account", query: [("done", "code")]))
        }
    }

    /// Does `then` for who knows the password of their own account; guesses count as they do at the door.
    private func withPassword(_ then: (Session) async throws -> HTTPResponse) async throws -> HTTPResponse {
        guard let session else { throw ConsoleRefusal.signInFirst }
        do {
            switch try await console.signIn.prove(session, password: field("code-password") ?? "", address: address) {
            case .refused: throw AccountProblem.wrongPassword
            case .lockedOut(let until): return response(accountPage(status: 429, problem: say(lockedOut(until))))
            case .signedIn, .codeNeeded: return try await then(session)
            }
        } catch let problem as AccountProblem {
            return response(accountPage(status: 422, problem: say(problem.text)))
        }
    }
}
