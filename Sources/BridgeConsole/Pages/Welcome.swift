import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

// How somebody who was invited chooses a password.
extension Console {
    func addWelcome(to router: inout Router) {
        router.on(.get, "/welcome") { request, _ in
            await answer(request, nil) { call in
                let link = call.invitation { call.asked($0) }
                guard let link, let account = try await invitations.opens(link) else { return call.response(call.deadInvitation()) }
                return call.response(call.welcomePage(account, link))
            }
        }
        router.on(.post, "/welcome") { request, _ in await answer(request, nil) { call in try await call.choosePassword() } }
    }
}

extension Call {
    func invitation(_ value: (String) -> String?) -> Invitations.Link? {
        guard let who = value("who"), let until = value("until").flatMap({ Int64($0) }), let key = value("key") else { return nil }
        return Invitations.Link(account: who, until: Timestamp(milliseconds: until), key: key)
    }

    func deadInvitation() -> Page {
        Page(status: 404, title: say(Say.deadLinkTitle)) {
            el(.p, .class("lead")) { say(Say.deadInvitation) }
            el(.p) { el(.a, .href(Address("/sign-in"))) { say(Say.signIn) } }
        }
    }

    func welcomePage(_ account: AccountRecord, _ link: Invitations.Link, status: Int = 200, problem: String? = nil) -> Page {
        Page(status: status, title: say(Say.welcome(account.name))) {
            el(.p, .class("lead")) { say(Say.choosePassword(account.id)) }
            Form.alert(problem)
            Form.post(Address("/welcome"), self, .class("narrow")) {
                Form.hidden("who", link.account)
                Form.hidden("until", "\(link.until.milliseconds)")
                Form.hidden("key", link.key)
                Form.field("password", say(Say.newPassword), type: "password", hint: say(Say.passwordHint), complete: "new-password")
                Form.field("again", say(Say.passwordAgain), type: "password", complete: "new-password")
                Form.submit(say(Say.save))
            }
        }
    }

    func choosePassword() async throws -> HTTPResponse {
        guard let link = invitation({ field($0) }), let account = try await console.invitations.opens(link) else {
            return response(deadInvitation())
        }
        guard let password = field("password"), password == field("again") else {
            return response(welcomePage(account, link, status: 422, problem: say(Say.passwordsDiffer)))
        }
        do {
            let account = try await console.invitations.accept(link, password: password)
            // A link proves less than the telephone does: who has a second step takes it at the door.
            guard account.secondFactor?.since == nil else { return redirect(Address("/sign-in")) }
            return redirect(Address("/"), cookie: setCookie(try await console.signIn.start(account)))
        } catch let problem as AccountProblem {
            return response(welcomePage(account, link, status: 422, problem: say(problem.text)))
        } catch is Invitations.Refusal {
            return response(deadInvitation())
        }
    }
}
