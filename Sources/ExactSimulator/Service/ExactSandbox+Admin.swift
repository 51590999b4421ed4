import BridgeHTTP

extension ExactSandbox {
    func administer(_ request: HTTPRequest) -> HTTPResponse { HTTPResponse(status: 404) }
}
