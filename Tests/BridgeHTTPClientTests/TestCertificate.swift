import Glibc

/// A certificate for 127.82.0.1 that nobody trusts, signed by itself, and its key. Made for these tests and used
/// nowhere else; valid until 2126.
struct TestCertificate {
    let certificateFile: String
    let keyFile: String

    /// Writes both into files of their own.
    init() {
        certificateFile = Self.write(Self.certificate)
        keyFile = Self.write(Self.key)
    }

    /// Removes the files.
    func remove() {
        unlink(certificateFile)
        unlink(keyFile)
    }

    private static func write(_ text: String) -> String {
        var path = Array("/tmp/bridge-http-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        let bytes = Array(text.utf8)
        let written = Glibc.write(descriptor, bytes, bytes.count)
        close(descriptor)
        precondition(written == bytes.count, "The test's certificate could not be written.")
        return String(decoding: path.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBkDCCATagAwIBAgIUCStzFpJj/YDsLZgx1v+DIArjpW8wCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMDIyMTc1MVoYDzIxMjYxMDI3
        MjIxNzUxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAReFA4NYmKsGXKfOM2W4+fNzGWd5XaSfVlKHzaeR2hfaQltBKx7g/Jc
        5Ia5ymRNyAx8z/D3WpIqafMTCr/U1te7o2QwYjAdBgNVHQ4EFgQUa2m8PiMaNZ4H
        nceIGJfbCAFNhskwHwYDVR0jBBgwFoAUa2m8PiMaNZ4HnceIGJfbCAFNhskwDwYD
        VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/UgABMAoGCCqGSM49BAMCA0gAMEUC
        IQDXAgezzNUlHg9hLObLpLl1+5s5TAFFuoTVoEux7lh1VgIgGKZH+sodRxoE7br5
        5fCecXIbIMQr24zJF3OagBYZUoA=
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+miPXiy7riENI5e2
        7SNVnGrZVixtEtq7bz6eSpWK86ahRANCAAReFA4NYmKsGXKfOM2W4+fNzGWd5XaS
        fVlKHzaeR2hfaQltBKx7g/Jc5Ia5ymRNyAx8z/D3WpIqafMTCr/U1te7
        -----END PRIVATE KEY-----
        """
}
