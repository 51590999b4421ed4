// swift-tools-version: 6.2
import PackageDescription

// The list of targets is the architecture. Arrows point down this list only; see ARCHITECTURE.md.

let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

let package = Package(
    name: "ledgerbridge",
    products: [.executable(name: "ledgerbridge", targets: ["ledgerbridge"])],
    targets: [
        // C libraries of the distribution: a module map and a small header each, nothing else.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Knows no one.
        room("BridgeDomain"),
        room("BridgeHash", ["CSodium", "COpenSSL"]),
        room("BridgeJSON", ["BridgeDomain"]),
        room("BridgeXML", ["BridgeDomain", "CXML2"]),
        room("BridgeText"),
        room("BridgeHTML", ["BridgeDomain"]),
        room("BridgeCSV", ["BridgeText"]),
        room("BridgeYAML", ["BridgeDomain", "CYAML"]),
        room("BridgeZIP", ["BridgeDomain", "CZip"]),
        room("BridgeQR", ["CQREncode"]),

        // Promises: protocols and values.
        room("BridgeHTTP"),
        room("BridgeSource", ["BridgeDomain"]),
        room("BridgeConnector", ["BridgeDomain", "BridgeHTTP"]),
        room("BridgeJournal", ["BridgeDomain", "BridgeHash", "BridgeJSON"]),

        // Decides.
        room("BridgeMapping", ["BridgeDomain", "BridgeYAML"]),
        room(
            "BridgeEngine",
            ["BridgeDomain", "BridgeMapping", "BridgeSource", "BridgeConnector", "BridgeJournal", "BridgeJSON", "BridgeHash"]),
        room(
            "BridgeExchange", ["BridgeDomain", "BridgeConnector", "BridgeJournal", "BridgeJSON", "BridgeHash", "BridgeYAML"]),
        room("BridgeReconciliation", ["BridgeDomain", "BridgeJournal", "BridgeSource", "BridgeConnector"]),

        room(
            "BridgeReports",
            ["BridgeDomain", "BridgeHash", "BridgeJSON", "BridgeJournal", "BridgeEngine", "BridgeMapping", "BridgeReconciliation"]),
        room("BridgeAccess", ["BridgeDomain", "BridgeHash", "BridgeJournal"]),

        room("BridgeWebhooks", ["BridgeAccess", "BridgeDomain", "BridgeHash", "BridgeHTTP", "BridgeJSON", "BridgeJournal"]),

        room(
            "BridgeActs",
            [
                "BridgeAccess", "BridgeWebhooks", "BridgeReports", "BridgeDomain", "BridgeHash", "BridgeJournal", "BridgeEngine",
                "BridgeReconciliation", "BridgeSource", "BridgeConnector", "BridgeMapping", "BridgeYAML",
            ]),

        // Knows one outside thing.
        room("BridgeHTTPClient", ["BridgeHTTP", "CCurl"]),
        room("BridgeHTTPServer", ["BridgeHTTP", "CMicroHTTPD", "CLinux"]),
        room("BridgeSecrets", ["BridgeDomain", "BridgeHash", "CSodium"]),
        room("BridgeJournalSQLite", ["BridgeJournal", "BridgeDomain", "BridgeHash", "BridgeJSON", "CSQLite", "CLinux"]),
        room("BridgeFolder", ["BridgeSource", "BridgeExchange", "BridgeDomain", "BridgeHash", "BridgeJSON", "CLinux"]),
        room(
            "ColumnSource",
            ["BridgeSource", "BridgeDomain", "BridgeCSV", "BridgeText", "BridgeXML", "BridgeYAML", "BridgeZIP", "BridgeHash"]),
        room(
            "FreshPortalSource",
            [
                "BridgeSource", "BridgeDomain", "BridgeHTTP", "BridgeJSON", "BridgeHash", "BridgeText", "BridgeCSV", "BridgeZIP", "CSQLite",
                "CLinux",
            ]),
        room("UBLSource", ["BridgeSource", "BridgeDomain", "BridgeXML", "BridgeHash"]),
        room("ExactConnector", ["BridgeConnector", "BridgeDomain", "BridgeHTTP", "BridgeJSON", "BridgeHash", "BridgeXML"]),
        room("AFASWords", ["BridgeDomain"]),
        room("AFASConnector", ["AFASWords", "BridgeConnector", "BridgeDomain", "BridgeHTTP", "BridgeJSON", "BridgeHash"]),
        room("KingFinanceConnector", ["BridgeConnector", "BridgeDomain", "BridgeHTTP", "BridgeXML"]),
        room(
            "AFASExchange",
            [
                "AFASWords", "BridgeExchange", "BridgeConnector", "BridgeJournal", "BridgeDomain", "BridgeCSV", "BridgeText", "BridgeXML",
                "BridgeYAML",
            ]),
        room(
            "KingERPConnector",
            [
                "BridgeExchange", "BridgeConnector", "BridgeJournal", "BridgeDomain", "BridgeHash", "BridgeHTTP", "BridgeXML", "BridgeYAML",
            ]),
        room("BridgeSFTP", ["BridgeExchange", "BridgeDomain", "CCurl"]),
        room("FreshPortalSimulator", ["BridgeHTTP", "BridgeDomain", "BridgeJSON", "BridgeHash"]),
        room("ExactSimulator", ["BridgeHTTP", "BridgeDomain", "BridgeJSON", "BridgeHash", "BridgeXML"]),
        room("AFASSimulator", ["BridgeHTTP", "BridgeDomain", "BridgeJSON", "BridgeHash"]),
        room("KingSimulator", ["BridgeHTTP", "BridgeDomain", "BridgeJSON"]),

        // Faces: what others see of us.
        room(
            "BridgeAPI",
            [
                "BridgeAccess", "BridgeActs", "BridgeWebhooks", "BridgeReports", "BridgeDomain", "BridgeHash", "BridgeJSON", "BridgeHTTP",
                "BridgeSource", "BridgeConnector", "BridgeJournal", "BridgeEngine", "BridgeMapping", "BridgeReconciliation",
            ]),
        room(
            "BridgeConsole",
            [
                "BridgeAccess", "BridgeActs", "BridgeWebhooks", "BridgeReports", "BridgeHTML", "BridgeDomain", "BridgeHash", "BridgeHTTP",
                "BridgeJournal", "BridgeEngine",
                "BridgeReconciliation", "BridgeSource", "BridgeConnector", "BridgeMapping", "BridgeYAML", "BridgeQR",
            ]),

        // Wires and runs.
        room(
            "BridgeRuntime",
            [
                "BridgeDomain", "BridgeJSON", "BridgeYAML", "BridgeHash", "BridgeHTTP", "BridgeSource", "BridgeConnector",
                "BridgeJournal", "BridgeMapping", "BridgeEngine", "BridgeReconciliation", "BridgeHTTPClient",
                "BridgeHTTPServer", "BridgeSecrets", "BridgeJournalSQLite", "BridgeFolder", "BridgeAPI", "BridgeAccess", "BridgeActs",
                "BridgeConsole",
                "BridgeReports", "BridgeWebhooks",
                "FreshPortalSource", "UBLSource",
                "ColumnSource", "ExactConnector", "AFASConnector", "AFASExchange", "KingERPConnector", "KingFinanceConnector",
                "BridgeExchange",
                "BridgeSFTP", "FreshPortalSimulator", "ExactSimulator", "AFASSimulator", "KingSimulator", "CLinux",
            ]),
        room(
            "BridgeBench",
            [
                "BridgeRuntime", "BridgeDomain", "BridgeJSON", "BridgeHTTP", "BridgeSource", "BridgeConnector", "BridgeJournal",
                "BridgeMapping", "BridgeEngine", "BridgeHTTPClient", "BridgeJournalSQLite", "FreshPortalSource", "FreshPortalSimulator",
                "BridgeXML", "BridgeCSV", "BridgeText", "BridgeZIP", "BridgeFolder", "BridgeAPI", "BridgeHTTPServer", "UBLSource",
                "ColumnSource", "BridgeAccess", "BridgeActs", "BridgeConsole", "BridgeHash",
                "CCurl", "CSQLite",
            ]),
        .executableTarget(
            name: "ledgerbridge",
            dependencies: [
                "BridgeBench", "BridgeRuntime", "BridgeDomain", "BridgeJSON", "BridgeYAML", "BridgeHTTP", "BridgeSource", "BridgeConnector",
                "BridgeJournal", "BridgeJournalSQLite", "BridgeMapping", "BridgeEngine", "BridgeReconciliation", "BridgeHTTPServer",
                "BridgeHTTPClient", "BridgeFolder", "BridgeExchange", "BridgeAPI", "BridgeAccess", "BridgeHash", "BridgeReports",
                "BridgeSecrets", "BridgeWebhooks", "BridgeActs",
                "UBLSource", "ColumnSource",
                "FreshPortalSimulator", "ExactSimulator", "AFASSimulator", "KingSimulator", "CLinux",
            ],
            swiftSettings: house),

        // Test support: targets of their own, never part of the program.
        room("BridgeTesting", ["BridgeDomain", "BridgeHTTP", "BridgeSource", "BridgeConnector", "BridgeJournal", "BridgeMapping"]),
        room("BridgeConnectorTesting", ["BridgeConnector", "BridgeDomain", "BridgeEngine", "BridgeExchange", "BridgeHTTP", "BridgeJSON"]),
        room("BridgeScenarios", ["BridgeDomain", "BridgeMapping"], resources: [.copy("Fixtures")]),
        room(
            "BridgeJournalTesting",
            ["BridgeAccess", "BridgeConnector", "BridgeJournal", "BridgeDomain", "BridgeEngine", "BridgeHash", "BridgeJSON"]),
        room(
            "BridgeSimulation",
            [
                "BridgeDomain", "BridgeJSON", "BridgeHTTP", "BridgeSource", "BridgeConnector", "BridgeJournal", "BridgeJournalTesting",
                "BridgeMapping", "BridgeEngine", "BridgeTesting", "BridgeRuntime", "FreshPortalSource", "FreshPortalSimulator",
                "ExactConnector", "ExactSimulator", "AFASConnector", "AFASExchange", "AFASSimulator", "BridgeExchange",
                "KingERPConnector", "KingFinanceConnector", "KingSimulator", "BridgeJournalSQLite", "CSQLite", "CLinux",
            ]),
        .executableTarget(name: "simulate", dependencies: ["BridgeSimulation"], swiftSettings: house),

        room(
            "BridgeFuzzing",
            [
                "BridgeDomain", "BridgeSource", "BridgeText", "BridgeJSON", "BridgeYAML", "BridgeZIP", "BridgeCSV", "BridgeXML",
                "UBLSource", "ColumnSource", "BridgeAPI",
            ]),

        tests("BridgeFuzzingTests", ["BridgeFuzzing", "BridgeZIP"], resources: [.copy("Corpus"), .copy("Seeds")]),
        tests(
            "FreshPortalSourceTests",
            [
                "FreshPortalSource", "FreshPortalSimulator", "BridgeSource", "BridgeDomain", "BridgeHTTP", "BridgeHTTPClient",
                "BridgeHTTPServer", "BridgeJSON", "BridgeHash", "BridgeZIP", "CCurl", "CLinux",
            ]),
        tests("FreshPortalSimulatorTests", ["FreshPortalSimulator", "BridgeDomain", "BridgeHTTP", "BridgeJSON", "BridgeHash"]),
        tests("SimulationTests", ["BridgeSimulation"]),
        tests(
            "BridgeAPITests",
            [
                "BridgeAPI", "BridgeAccess", "BridgeActs", "BridgeWebhooks", "BridgeReports", "BridgeDomain", "BridgeHash", "BridgeJSON",
                "BridgeHTTP", "BridgeHTTPClient", "BridgeHTTPServer", "BridgeMapping", "BridgeScenarios",
                "BridgeSource", "BridgeConnector", "BridgeJournal", "BridgeJournalTesting", "BridgeJournalSQLite", "BridgeEngine",
                "BridgeTesting",
            ]),
        tests(
            "DemoTests",
            [
                "ledgerbridge", "BridgeRuntime", "BridgeDomain", "BridgeEngine", "BridgeHTTP", "BridgeHTTPClient", "BridgeJournal",
                "BridgeJSON",
                "BridgeJournalSQLite", "BridgeMapping",
            ]),
        tests(
            "LedgerBridgeTests",
            [
                "ledgerbridge", "BridgeRuntime", "BridgeAPI", "BridgeAccess", "BridgeDomain", "BridgeJSON", "BridgeHTTP",
                "BridgeHTTPClient",
                "BridgeJournal", "BridgeZIP", "BridgeReports", "BridgeEngine",
                "ExactSimulator", "FreshPortalSimulator", "KingSimulator", "BridgeConnector", "BridgeHTTPServer", "BridgeTesting",
                "BridgeSecrets",
            ]),
        tests(
            "BridgeBenchTests",
            [
                "BridgeBench", "BridgeRuntime", "BridgeDomain", "BridgeHTTP", "BridgeHTTPClient", "BridgeSource", "FreshPortalSource",
                "ExactSimulator",
            ]),
        tests("BridgeDomainTests", ["BridgeDomain"]),
        tests(
            "BridgeEngineTests",
            [
                "BridgeEngine", "BridgeDomain", "BridgeMapping", "BridgeJournal", "BridgeJournalTesting", "BridgeConnector", "BridgeHTTP",
                "BridgeSource",
                "BridgeTesting",
            ]),
        tests(
            "ExactSimulatorTests",
            ["ExactSimulator", "BridgeDomain", "BridgeHTTP", "BridgeHTTPClient", "BridgeHTTPServer", "BridgeJSON", "BridgeHash"]),
        tests(
            "AFASSimulatorTests",
            ["AFASSimulator", "BridgeDomain", "BridgeHTTP", "BridgeHTTPClient", "BridgeHTTPServer", "BridgeJSON", "BridgeHash"],
            resources: [.copy("Fixtures")]),
        tests("AFASWordsTests", ["AFASWords", "BridgeDomain"]),
        tests(
            "AFASExchangeTests",
            [
                "AFASExchange", "AFASSimulator", "BridgeExchange", "BridgeFolder", "BridgeEngine", "BridgeMapping", "BridgeConnector",
                "BridgeConnectorTesting", "BridgeSource", "BridgeJournal", "BridgeJournalTesting", "BridgeTesting", "BridgeDomain",
                "BridgeJSON", "BridgeText",
                "BridgeScenarios", "BridgeYAML",
            ]),
        tests(
            "KingSimulatorTests", ["KingSimulator", "BridgeDomain", "BridgeHTTP", "BridgeJSON"],
            resources: [.copy("Fixtures")]),
        tests(
            "KingERPConnectorTests",
            [
                "KingERPConnector", "KingSimulator", "BridgeExchange", "BridgeConnector", "BridgeConnectorTesting", "BridgeEngine",
                "BridgeMapping", "BridgeScenarios", "BridgeJournal", "BridgeJournalTesting", "BridgeTesting", "BridgeDomain", "BridgeHTTP",
                "CXML2",
            ]),
        tests(
            "BridgeWebhooksTests",
            [
                "BridgeWebhooks", "BridgeAccess", "BridgeDomain", "BridgeHash", "BridgeHTTP", "BridgeHTTPClient", "BridgeHTTPServer",
                "BridgeJSON", "BridgeJournal", "BridgeJournalSQLite", "BridgeJournalTesting", "BridgeTesting",
            ]),
        tests("BridgeHashTests", ["BridgeHash"]),
        tests("BridgeJSONTests", ["BridgeJSON", "BridgeDomain", "BridgeTesting"]),
        tests("BridgeSecretsTests", ["BridgeSecrets", "BridgeHash", "BridgeDomain"]),
        tests(
            "BridgeRuntimeTests",
            [
                "BridgeRuntime", "BridgeWebhooks", "BridgeAPI", "BridgeAccess", "BridgeDomain", "BridgeJSON", "BridgeYAML", "BridgeHash",
                "BridgeHTTP",
                "BridgeSource",
                "BridgeConnector",
                "BridgeJournal", "BridgeMapping", "BridgeEngine", "BridgeHTTPClient", "BridgeHTTPServer", "BridgeSecrets",
                "BridgeTesting", "BridgeJournalTesting", "BridgeScenarios", "ExactConnector", "ExactSimulator", "FreshPortalSimulator",
                "UBLSource", "BridgeReports", "AFASWords", "AFASSimulator", "KingSimulator",
            ]),
        tests(
            "BridgeAccessTests", ["BridgeAccess", "BridgeDomain", "BridgeHash", "BridgeJournal", "BridgeJournalTesting", "BridgeTesting"]),
        tests(
            "BridgeConsoleTests",
            [
                "BridgeConsole", "BridgeAPI", "BridgeAccess", "BridgeActs", "BridgeWebhooks", "BridgeReconciliation", "BridgeReports",
                "BridgeScenarios", "BridgeHTML",
                "BridgeDomain",
                "BridgeHash", "BridgeHTTP",
                "BridgeHTTPClient",
                "BridgeHTTPServer", "BridgeJournal", "BridgeJournalTesting", "BridgeEngine", "BridgeMapping", "BridgeSource",
                "BridgeConnector",
                "BridgeTesting",
            ]),
        tests("BridgeHTMLTests", ["BridgeHTML", "BridgeDomain"]),
        tests("BridgeZIPTests", ["BridgeZIP", "BridgeDomain"]),
        tests("BridgeQRTests", ["BridgeQR"]),
        tests("BridgeXMLTests", ["BridgeXML", "BridgeDomain"]),
        tests("UBLSourceTests", ["UBLSource", "BridgeSource", "BridgeDomain", "BridgeXML"], resources: [.copy("Fixtures")]),
        tests("BridgeYAMLTests", ["BridgeYAML", "BridgeDomain", "BridgeTesting"]),
        tests("BridgeMappingTests", ["BridgeMapping", "BridgeScenarios", "BridgeDomain", "BridgeYAML"]),
        tests(
            "BridgeJournalTests",
            ["BridgeJournal", "BridgeJournalTesting", "BridgeJournalSQLite", "BridgeDomain", "BridgeHash", "BridgeTesting", "CSQLite"]),
        tests("BridgeCSVTests", ["BridgeCSV", "BridgeText", "BridgeTesting"]),
        tests(
            "ColumnSourceTests",
            ["ColumnSource", "BridgeFolder", "BridgeSource", "BridgeDomain", "BridgeText", "BridgeYAML", "BridgeZIP", "BridgeTesting"],
            resources: [.copy("Fixtures")]),
        tests(
            "BridgeFolderTests",
            ["BridgeFolder", "BridgeExchange", "BridgeSource", "BridgeDomain", "BridgeHash", "BridgeTesting", "CLinux"]),
        tests("BridgeSFTPTests", ["BridgeSFTP", "BridgeExchange", "BridgeDomain"]),
        tests("BridgeHTTPTests", ["BridgeHTTP"]),
        tests("BridgeHTTPServerTests", ["BridgeHTTPServer", "BridgeHTTP", "CLinux"]),
        tests("BridgeHTTPClientTests", ["BridgeHTTPClient", "BridgeHTTPServer", "BridgeHTTP", "CCurl", "CLinux"]),
        tests(
            "ExactConnectorTests",
            [
                "ExactConnector", "ExactSimulator", "BridgeConnector", "BridgeConnectorTesting", "BridgeDomain", "BridgeHTTP",
                "BridgeHTTPClient", "BridgeHTTPServer", "BridgeJSON", "BridgeHash", "BridgeEngine", "BridgeJournal",
                "BridgeJournalTesting", "BridgeMapping", "BridgeScenarios", "BridgeSource", "FreshPortalSource", "FreshPortalSimulator",
            ]),
        tests(
            "KingFinanceConnectorTests",
            [
                "KingFinanceConnector", "KingSimulator", "BridgeConnector", "BridgeConnectorTesting", "BridgeDomain", "BridgeMapping",
                "BridgeScenarios", "BridgeHTTP", "BridgeHTTPClient", "BridgeHTTPServer", "BridgeEngine",
            ]),
        tests(
            "AFASConnectorTests",
            [
                "AFASConnector", "AFASWords", "AFASSimulator", "BridgeConnector", "BridgeConnectorTesting", "BridgeDomain", "BridgeMapping",
                "BridgeScenarios", "BridgeHTTP", "BridgeHTTPClient", "BridgeHTTPServer", "BridgeJSON", "BridgeHash", "BridgeEngine",
                "BridgeJournal", "BridgeJournalTesting", "BridgeSource", "FreshPortalSource", "FreshPortalSimulator",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
