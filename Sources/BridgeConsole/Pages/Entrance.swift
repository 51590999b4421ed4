import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

// How people come in and go out: the only pages for those who are not signed in.
extension Console {
    func addEntrance(to router: inout Router) {
        router.on(.get, "/sign-in") { request, _ in await answer(request, nil) { call in call.response(call.signInPage()) } }
        router.on(.post, "/sign-in") { request, _ in await answer(request, nil) { call in try await call.signIn() } }
        router.on(.get, Self.firstRunPath) { request, _ in
            await answer(request, nil) { call in
                guard let link = firstRun, try await link.opens(call.asked("key")) else { return call.response(call.deadLinkPage()) }
                return call.response(call.firstRunPage(key: link.token))
            }
        }
        router.on(.post, Self.firstRunPath) { request, _ in await answer(request, nil) { call in try await call.makeFirst() } }
        act(&router, "/sign-out", .keepOwnAccount) { call, _ in
            if let session = call.session { try await signIn.signOut(session) }
            return call.redirect(Address("/sign-in", query: [("out", "1")]), cookie: call.setCookie(nil))
        }
    }
}

extension Call {
    // MARK: Signing in

    func signInPage(status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: say(Say.signInTitle)) {
            Form.alert(problem)
            Form.done(asked("out") == nil ? nil : say(Say.signedOut))
            Form.post(Address("/sign-in"), self, .class("narrow")) {
                Form.hidden("next", asked("next") ?? field("next") ?? "")
                Form.field("name", say(Say.userName), value: field("name") ?? "", complete: "username")
                Form.field("password", say(Say.password), type: "password", complete: "current-password")
                Form.submit(say(Say.signIn))
            }
        }
    }

    func signIn() async throws -> HTTPResponse {
        let outcome = try await console.signIn.signIn(field("name") ?? "", password: field("password") ?? "", address: address)
        switch outcome {
        case .signedIn(let token, _):
            // Never back to a form: what it asked for is asked for again on its page.
            let next = field("next").flatMap { Address(ownPath: $0) } ?? Address("/")
            return redirect(next, cookie: setCookie(token))
        case .codeNeeded(let half): return response(codePage(half: half))
        case .refused: return response(signInPage(status: 403, problem: say(Say.signInRefused)))
        case .lockedOut(let until):
            let minutes = max(1, (until.milliseconds(since: now) + 59_999) / 60_000)
            return response(signInPage(status: 429, problem: say(Say.lockedOut(minutes: minutes))))
        }
    }

    // MARK: The first administrator

    func deadLinkPage() -> Page {
        Page(status: 404, title: say(Say.deadLinkTitle)) {
            el(.p, .class("lead")) { say(Say.deadLink) }
            el(.p) { el(.a, .href(Address("/sign-in"))) { say(Say.signIn) } }
        }
    }

    func firstRunPage(key: String, status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: say(Say.firstRunTitle)) {
            el(.p, .class("lead")) { say(Say.firstRunLead) }
            Form.alert(problem)
            Form.post(Address("/first-run"), self, .class("narrow")) {
                Form.hidden("key", key)
                Form.field("shown", say(Say.yourName), value: field("shown") ?? "", complete: "name")
                Form.field("name", say(Say.userName), value: field("name") ?? "", hint: say(Say.userNameHint), complete: "username")
                Form.field("password", say(Say.password), type: "password", hint: say(Say.passwordHint), complete: "new-password")
                Form.field("again", say(Say.passwordAgain), type: "password", complete: "new-password")
                Form.submit(say(Say.makeAdministrator))
            }
        }
    }

    func makeFirst() async throws -> HTTPResponse {
        guard let link = console.firstRun, let key = field("key"), try await link.opens(key) else { return response(deadLinkPage()) }
        guard let password = field("password"), password == field("again") else {
            return response(firstRunPage(key: key, status: 422, problem: say(Say.passwordsDiffer)))
        }
        do {
            let account = try await link.accept(
                key, id: field("name") ?? "", name: field("shown") ?? "", language: language, password: password)
            return redirect(Address("/"), cookie: setCookie(try await console.signIn.start(account)))
        } catch let problem as AccountProblem {
            return response(firstRunPage(key: key, status: 422, problem: say(problem.text)))
        } catch is FirstRun.Refusal {
            return response(deadLinkPage())
        }
    }
}
