import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

extension Console {
    func addTokens(to router: inout Router) {
        act(&router, "/tokens", .manageAccounts) { call, _ in try await TokensPart.make(call) }
        show(&router, "/tokens/{id}/end", .manageAccounts) { call, parameters in
            TokensPart.confirmEnding(call, try await call.console.acts.token(parameters["id"]))
        }
        act(&router, "/tokens/{id}/end", .manageAccounts) { call, parameters in try await TokensPart.end(call, parameters["id"]) }
    }
}

/// Which programs are let in, as what and until when: a part of *People*.
struct TokensPart: Sendable {
    let call: Call
    let tokens: [TokenSeen]

    private var zone: TimeZoneRule { PeoplePage.zone(call) }

    @HTMLBuilder var html: HTML {
        el(.h2) { call.say(Say.programs) }
        el(.p, .class("quiet")) { call.say(Say.programsHint) }
        if !tokens.isEmpty { table }
        el(.h3) { call.say(Say.makeToken) }
        form
    }

    private var table: HTML {
        Form.table(
            call.say(Say.programs),
            pieces {
                Form.heading(call.say(Say.holder))
                Form.heading(call.say(Say.tokenID), isWide: true)
                Form.heading(call.say(Say.mayDo))
                Form.heading(call.say(Say.bridges), isWide: true)
                Form.heading(call.say(Say.lastUsed), isWide: true)
                Form.heading(call.say(Say.state))
            }, pieces { for token in tokens { row(token) } }, isNamed: false)
    }

    private func row(_ seen: TokenSeen) -> HTML {
        let token = seen.record
        return el(.tr) {
            el(.th, .scope("row")) { token.name }
            Form.cell(isWide: true) { token.id }
            Form.cell(isAny: true) {
                let scopes = token.scopes.map { scope in TokenScope(rawValue: scope).map { call.say(Say.scope($0)) } ?? scope }
                ((token.role.flatMap { Role(rawValue: $0) }.map { [call.say(Say.role($0))] } ?? []) + scopes).joined(separator: ", ")
            }
            Form.cell(isWide: true) { token.bridges.isEmpty ? call.say(Say.all) : token.bridges.map(\.text).joined(separator: ", ") }
            Form.cell(isWide: true) { token.usedAt.map { HTML.moment($0, call.formatting, in: zone) } }
            Form.cell {
                call.say(standing(seen))
                if seen.standing == .inForce {
                    ", "
                    el(.a, .opensDialog, .href(Address("/tokens", [token.id, "end"]))) { call.say(Say.endToken) }
                }
            }
        }
    }

    private func standing(_ seen: TokenSeen) -> BilingualText {
        func moment(_ at: Timestamp?) -> String { at.map { call.formatting.moment($0, in: zone) } ?? "" }
        let token = seen.record
        return switch seen.standing {
        case .inForce: token.expiresAt == nil ? Say.tokenInForce : Say.tokenUntil(moment(token.expiresAt))
        case .revoked: Say.tokenRevoked(moment(token.revokedAt))
        case .ranOut: Say.tokenRanOut(moment(token.expiresAt))
        case .makerGone: Say.tokenMakerGone
        }
    }

    // MARK: Making one

    private var form: HTML {
        Form.post(Address("/tokens"), call, .class("narrow")) {
            Form.field("holder", call.say(Say.holder), value: call.field("holder") ?? "", complete: "off", max: DoorTokens.nameMax)
            choice(
                "token-role", call.say(Say.roleHeading),
                [("", call.say(Say.noRole))] + Role.allCases.map { ($0.rawValue, call.say(Say.role($0))) })
            el(.fieldset) {
                el(.legend) { call.say(Say.mayDo) }
                for scope in TokenScope.allCases {
                    Form.tick(scope.rawValue, call.say(Say.scope(scope)), isOn: call.field(scope.rawValue) != nil)
                }
            }
            choice(
                "token-bridge", call.say(Say.bridges), [("", call.say(Say.all))] + call.console.bridges.map { ($0.id.text, $0.id.text) })
            Form.field("days", call.say(Say.tokenDays), type: "number", value: call.field("days") ?? "\(Acts.tokenDays)", max: 4)
            Form.submit(call.say(Say.makeToken))
        }
    }

    private func choice(_ name: String, _ label: String, _ options: [(value: String, text: String)]) -> HTML {
        el(.div, .class("field")) {
            el(.label, .for(name)) { label }
            el(.select, .id(name), .name(name)) {
                for option in options {
                    el(.option, .value(option.value), .selected(option.value == call.field(name) ?? "")) { option.text }
                }
            }
        }
    }

    static func make(_ call: Call) async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        do {
            let made = try await call.console.acts.makeToken(
                name: call.field("holder"), role: call.field("token-role").flatMap { Role(rawValue: $0) },
                scopes: TokenScope.allCases.filter { call.field($0.rawValue) != nil }.map(\.rawValue),
                bridges: call.field("token-bridge").flatMap { $0.isEmpty ? nil : [$0] } ?? [],
                days: call.field("days").flatMap { Int($0) } ?? 0, by: who)
            return call.response(
                Page(title: call.say(Say.makeToken), part: .people) {
                    el(.p, .class("lead")) { call.say(Say.tokenFor(made.record.name)) }
                    el(.p, .class("notice any")) { el(.code) { made.text } }
                    el(.p) { call.say(Say.tokenOnce) }
                    el(.p) { el(.a, .href(Address("/people"))) { call.say(Say.backToPeople) } }
                })
        } catch let refusal as ActRefusal where refusal.kind == .incomplete {
            return call.response(try await PeoplePage(call).page(status: 422, problem: call.say(refusal.text)))
        }
    }

    // MARK: Ending one

    static func confirmEnding(_ call: Call, _ seen: TokenSeen) -> Page {
        let token = seen.record
        return Page(title: call.say(Say.endToken), part: .people) {
            el(.p, .class("lead")) { "\(token.name) (\(token.id))" }
            if seen.standing != .revoked {
                el(.p) { call.say(Say.endTokenEffect) }
                Form.post(Address("/tokens", [token.id, "end"]), call, .class("narrow")) {
                    Form.hidden("revision", seen.seal)
                    Form.submit(call.say(Say.endToken), isDanger: true)
                }
            } else {
                Form.alert(call.say(Say.refusal(.doesNotFit).text))
            }
            el(.p) { el(.a, .leadsBack, .href(Address("/people"))) { call.say(Say.backToPeople) } }
        }
    }

    static func end(_ call: Call, _ id: String) async throws -> HTTPResponse {
        guard let who = call.session?.who else { throw ConsoleRefusal.signInFirst }
        _ = try await call.console.acts.endToken(id, seal: call.field("revision") ?? "", by: who)
        return call.redirect(Address("/people"))
    }
}
