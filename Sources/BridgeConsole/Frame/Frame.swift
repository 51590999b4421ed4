import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeJournal

/// A page before it is framed.
struct Page: Sendable {
    /// Which entry of the navigation is the shown one.
    enum Part: Hashable, Sendable {
        case today
        case documents
        case parties
        case payments
        case reconcile
        case mapping
        case history
        case connections
        case people
        case account
        case none
    }

    var status = 200
    var title: String
    var part = Part.none
    /// What stands under the heading.
    var content: HTML

    init(status: Int = 200, title: String, part: Part = .none, @HTMLBuilder _ content: () -> HTML) {
        self.status = status
        self.title = title
        self.part = part
        self.content = content()
    }
}

/// What stands around every page: head, link to the content, navigation, who is signed in.
struct Frame: Sendable {
    let call: Call
    let page: Page

    var html: HTML {
        HTML.document(language: call.language.rawValue, head: head, body: body)
    }

    private var head: HTML {
        pieces {
            el(.meta, Attribute("charset", "utf-8"))
            el(.title) { "\(page.title) – LedgerBridge" }
            el(.meta, .name("viewport"), Attribute("content", "width=device-width, initial-scale=1"))
            el(.meta, .name("color-scheme"), Attribute("content", "light dark"))
            el(.link, Attribute("rel", "stylesheet"), .href(Stylesheet.asset.address))
            HTML.script(Script.asset.address)
        }
    }

    private var body: HTML {
        pieces {
            el(.a, .class("skip"), .href(Address(onPage: "content"))) { call.say(Say.skip) }
            el(.header, .class("top")) {
                el(.span, .class("brand")) { "LedgerBridge" }
                if let session = call.session {
                    el(.button, .type("button"), .class("menu other"), Attribute("popovertarget", "menu")) { call.say(Say.menu) }
                    el(.div, .id("menu"), .class("menu"), Attribute("popover", "")) {
                        navigation
                        person(session)
                    }
                }
            }
            el(.main, .id("content"), Attribute("tabindex", "-1")) {
                el(.h1) { page.title }
                page.content
                if let session = call.session { el(.p, .class("printed")) { call.say(Say.printed(moment, session.account.name)) } }
            }
            if call.session != nil { Shortcuts.html(call.language) }
        }
    }

    private var moment: String {
        call.formatting.moment(call.now, in: call.console.bridges.first?.zone ?? .amsterdam)
    }

    /// The navigation, one page a line.
    private static let items: [(part: Page.Part, address: Address, text: BilingualText)] = [
        (.today, Address("/"), Say.today),
        (.documents, Address("/documents"), Say.documents),
        (.parties, Address("/parties"), Say.parties),
        (.payments, Address("/payments"), Say.payments),
        (.mapping, Address("/mapping"), Say.mapping),
        (.reconcile, Address("/reconcile"), Say.reconcile),
        (.history, Address("/history"), Say.history),
        (.connections, Address("/connections"), Say.connections),
    ]

    private var navigation: HTML {
        el(.nav, .label(call.say(Say.pages))) {
            el(.ul) {
                for item in Self.items { entry(item.part, item.address, item.text) }
                if call.may(.manageAccounts) { entry(.people, Address("/people"), Say.people) }
            }
        }
    }

    private func entry(_ part: Page.Part, _ address: Address, _ text: BilingualText) -> HTML {
        el(.li) { el(.a, .href(address), .current(part == page.part)) { call.say(text) } }
    }

    private func person(_ session: Session) -> HTML {
        el(.div, .class("person")) {
            el(.a, .href(Address("/account")), .current(page.part == .account)) { session.account.name }
            el(.span, .class("quiet")) { call.say(Say.role(session.role)) }
            Form.post(Address("/sign-out"), call, .class("inline")) {
                el(.button, .type("submit"), .class("plain")) { call.say(Say.signOut) }
            }
        }
    }
}

extension Call {
    /// A line of a list of facts: what it is, and how it stands.
    func fact(_ name: BilingualText, @HTMLBuilder _ content: () -> HTML) -> HTML {
        pieces {
            el(.dt) { say(name) }
            el(.dd) { content() }
        }
    }
}

/// Forms, fields and notices as every page has them.
enum Form {
    /// A form that carries its session's token.
    static func post(_ address: Address, _ call: Call, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
        .element(
            .form, [Attribute("method", "post"), .action(address)] + attributes,
            pieces {
                if let session = call.session { hidden("token", session.formToken) }
                content()
            })
    }

    static func hidden(_ name: String, _ value: String) -> HTML { el(.input, .type("hidden"), .name(name), .value(value)) }

    /// A field with its label and, where it helps, a line of explanation.
    static func field(
        _ name: String, _ label: String, type: StaticString = "text", value: String = "", hint: String? = nil,
        complete: StaticString? = nil, max: Int = 200,
        isRequired: Bool = true
    ) -> HTML {
        let described = hint == nil ? nil : "\(name)-hint"
        return el(.div, .class("field")) {
            el(.label, .for(name)) { label }
            if let hint { el(.p, .class("hint"), .id("\(name)-hint")) { hint } }
            HTML.element(
                .input,
                [
                    .type(type), .id(name), .name(name), .value(value), Attribute("aria-describedby", described),
                    Attribute("autocomplete", complete.map { "\($0)" }), Attribute("maxlength", "\(max)"),
                ] + (isRequired ? [.required] : []))
        }
    }

    static func submit(_ text: String, isDanger: Bool = false) -> HTML {
        el(.button, .type("submit"), .class(isDanger ? "danger" : nil)) { text }
    }

    /// Something that went wrong, told to everyone at once.
    static func alert(_ text: String?) -> HTML? { text.map { text in el(.p, .class("notice bad"), .role("alert")) { text } } }
    /// Something that was done.
    static func done(_ text: String?) -> HTML? { text.map { text in el(.p, .class("notice good"), .role("status")) { text } } }

    /// A table. Where there is no room for its columns each row becomes a block, in which every cell stands beside the heading of its column;
    /// one that is short (`isCompact`) keeps its columns there, but for the wide ones. It scrolls by itself where even that is too much, and can be
    /// reached by keyboard for it.
    static func table(_ name: String, _ head: HTML, _ rows: HTML, isNamed: Bool = true, isCompact: Bool = false) -> HTML {
        el(.div, .class("scroll"), .role("region"), .label(name), Attribute("tabindex", "0")) {
            el(.table, .class(isCompact ? nil : "stack")) {
                el(.caption, .class(isNamed ? nil : "unseen")) { name }
                el(.thead) { el(.tr) { head } }
                el(.tbody) { isCompact ? rows : HTML.rows(rows, labelledBy: head) }
            }
        }
    }

    /// A box to tick, with what it says beside it: all of the line is there to be hit.
    static func tick(_ name: String, _ label: String, isOn: Bool, isSent: Bool = true) -> HTML {
        el(.p, .class("tick")) {
            el(.label, .for(name)) {
                el(
                    .input, .type("checkbox"), .id(name), Attribute("name", isSent ? name : nil), Attribute("value", isSent ? "1" : nil),
                    .checked(isOn))
                el(.span) { label }
            }
        }
    }

    static func heading(_ text: String, isNumber: Bool = false, isWide: Bool = false) -> HTML {
        el(.th, .scope("col"), .class(classes(isNumber, isWide))) { text }
    }

    /// One with nothing in it says so, everywhere alike. `isAny`: what it holds may be broken anywhere, as an address or a reason may.
    static func cell(isNumber: Bool = false, isWide: Bool = false, isAny: Bool = false, @HTMLBuilder _ content: () -> HTML) -> HTML {
        let content = content()
        return el(.td, .class(classes(isNumber, isWide, isAny: isAny, isNothing: content.isEmpty))) {
            content.isEmpty ? .text("–") : content
        }
    }

    private static func classes(_ isNumber: Bool, _ isWide: Bool, isAny: Bool = false, isNothing: Bool = false) -> String? {
        let names = [isNumber ? "number" : nil, isAny ? "any" : nil, isWide ? "wide" : nil, isNothing ? "nothing" : nil]
        let given = names.compactMap(\.self)
        return given.isEmpty ? nil : given.joined(separator: " ")
    }
}
