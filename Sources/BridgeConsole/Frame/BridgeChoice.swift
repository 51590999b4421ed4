import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP

extension Call {
    /// The bridge a page is about: the one the query names, otherwise the first. Refused as not found where there is none of that name.
    func askedBridge() throws -> Console.Bridge {
        let name = asked("bridge")
        guard let bridge = console.bridges.first(where: { name == nil || $0.id.text == name }) else { throw ConsoleRefusal.notFound }
        return bridge
    }

    /// The bridge a path names; refused as not found where there is none of that name.
    func namedBridge(_ parameters: Router.Parameters) throws -> Console.Bridge {
        guard let bridge = console.bridges.first(where: { $0.id.text == parameters["bridge"] }) else { throw ConsoleRefusal.notFound }
        return bridge
    }

    /// A day of the query.
    func askedDate(_ name: String) -> CalendarDate? { asked(name).flatMap { CalendarDate($0) } }

    /// Links to the same page of every bridge; nothing where there is only one.
    @HTMLBuilder func bridgeChoice(_ shown: Console.Bridge, _ address: (Console.Bridge) -> Address) -> HTML {
        if console.bridges.count > 1 {
            el(.ul, .class("filters"), .label(say(Say.bridges))) {
                for bridge in console.bridges {
                    el(.li) { el(.a, .href(address(bridge)), .current(bridge.id == shown.id)) { bridge.id.text } }
                }
            }
        }
    }
}
