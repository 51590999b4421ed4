import BridgeHTTPClient
import Testing

@Suite struct `Addresses nobody is sent to` {
    @Test(arguments: [
        ("8.8.8.8", true), ("2a00:1450:400e:80c::200e", true), ("0.0.0.0", false), ("10.1.2.3", false), ("100.64.0.1", false),
        ("127.0.0.1", false), ("localhost", false), ("169.254.169.254", false), ("172.16.0.1", false), ("172.32.0.1", true),
        ("192.168.1.1", false), ("198.51.100.7", false), ("224.0.0.1", false), ("255.255.255.255", false), ("::", false), ("::1", false),
        ("::ffff:10.0.0.1", false), ("::ffff:8.8.8.8", true), ("64:ff9b::a00:1", false), ("fe80::1", false), ("fd00::1", false),
        ("ff02::1", false), ("2001:db8::1", false), ("2001::1", false), ("2002:a00:1::", false), ("example.com", true),
    ])
    func `are all but public ones`(host: String, isAllowed: Bool) {
        #expect(AddressRule().mayTry(host) == isAllowed)
    }

    @Test(arguments: [
        ("10.1.0.0/16", "10.1.2.3", true), ("10.1.0.0/16", "10.2.2.3", false), ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.2", false), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fc00::1", false),
        ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("0.0.0.0/0", "192.168.0.1", true),
    ])
    func `but for ranges somebody named`(range: String, host: String, isAllowed: Bool) throws {
        #expect(AddressRule(allowing: [try #require(NetworkRange(range))]).mayTry(host) == isAllowed)
    }

    @Test(arguments: ["", "10.0.0.0/33", "fd00::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/-1", "example.com/8", "10.0.0.0/8/8"])
    func `are named by whole ranges only`(text: String) { #expect(NetworkRange(text) == nil) }
}
