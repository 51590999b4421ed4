import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

// One's own account: language and password.
extension Console {
    func addAccount(to router: inout Router) {
        show(&router, "/account", .keepOwnAccount) { call, _ in call.accountPage() }
        act(&router, "/account/language", .keepOwnAccount) { call, _ in
            guard let session = call.session, let language = call.field("language").flatMap({ Language(rawValue: $0) }) else {
                throw ConsoleRefusal.notFound
            }
            _ = try await signIn.accounts.setLanguage(of: session.account.id, to: language)
            return call.redirect(Address("/account", query: [("done", "language")]))
        }
        act(&router, "/account/password", .keepOwnAccount) { call, _ in try await call.changePassword() }
    }
}

extension Call {
    func accountPage(status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: say(Say.account), part: .account) {
            if let session {
                el(.p, .class("lead")) { say(Say.signedInAs(session.account.id, Say.role(session.role))) }
            }
            Form.alert(problem)
            Form.done(
                asked("done").map { done in
                    say(done == "password" ? Say.passwordChanged : done == "code" ? Say.codeRemoved : Say.languageChanged)
                })
            el(.h2) { say(Say.languageHeading) }
            Form.post(Address("/account/language"), self, .class("narrow")) {
                el(.div, .class("field")) {
                    el(.label, .for("language")) { say(Say.languageHeading) }
                    el(.select, .id("language"), .name("language")) {
                        for choice in Language.allCases {
                            el(.option, .value(choice.rawValue), .selected(choice == language), .language(choice.rawValue)) {
                                choice == .dutch ? "Nederlands" : "English"
                            }
                        }
                    }
                }
                Form.submit(say(Say.save))
            }
            el(.h2) { say(Say.passwordHeading) }
            el(.p) { say(Say.passwordChangeLead) }
            Form.post(Address("/account/password"), self, .class("narrow")) {
                Form.field("old", say(Say.currentPassword), type: "password", complete: "current-password")
                Form.field("password", say(Say.newPassword), type: "password", hint: say(Say.passwordHint), complete: "new-password")
                Form.field("again", say(Say.passwordAgain), type: "password", complete: "new-password")
                Form.submit(say(Say.save))
            }
            codeSection
        }
    }

    /// Every session of the account ends; this browser gets a new one. A wrong current password is a wrong password: it counts for the lock.
    func changePassword() async throws -> HTTPResponse {
        guard let session else { throw ConsoleRefusal.signInFirst }
        guard let password = field("password"), password == field("again") else {
            return response(accountPage(status: 422, problem: say(Say.passwordsDiffer)))
        }
        do {
            switch try await console.signIn.changePassword(of: session, from: field("old") ?? "", to: password, address: address) {
            case .signedIn(let token, _):
                return redirect(Address("/account", query: [("done", "password")]), cookie: setCookie(token))
            case .refused, .codeNeeded: throw AccountProblem.wrongPassword
            case .lockedOut(let until):
                let minutes = max(1, (until.milliseconds(since: now) + 59_999) / 60_000)
                return response(accountPage(status: 429, problem: say(Say.lockedOut(minutes: minutes))))
            }
        } catch let problem as AccountProblem {
            return response(accountPage(status: 422, problem: say(problem.text)))
        }
    }
}
