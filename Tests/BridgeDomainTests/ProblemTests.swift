import Testing

@testable import BridgeDomain

struct ProblemTests {
    @Test(arguments: ProblemCode.allCases)
    func `every code speaks both languages, without a full stop`(code: ProblemCode) {
        let texts = [code.text.what.nl, code.text.what.en, code.text.remedy.nl, code.text.remedy.en]
        for text in texts {
            #expect(
                text.count > 5 && !text.hasSuffix(".") && text.first?.isWhitespace == false && text.last?.isWhitespace == false, "\(text)")
            #expect(text.first?.isUppercase == true, "\(text)")
        }
        #expect(code.text.what.nl != code.text.what.en)
        #expect(code.text.remedy.nl != code.text.remedy.en)
    }

    @Test func `no two codes say the same`() {
        for language in Language.allCases {
            let texts = ProblemCode.allCases.map { $0.text.message(language) }
            #expect(Set(texts).count == texts.count)
        }
    }

    @Test func `a message says what, where, what was found and what was wanted`() {
        let problem = Problem(.lineNetMismatch, at: Place(line: 3, "net"), found: "12.60", expected: "12.61")
        #expect(
            problem.message(.english)
                == "The line's amount differs from quantity × price − discount: line 3, net (found: 12.60, expected: 12.61)")
        #expect(
            problem.message(.dutch) == "Regelbedrag wijkt af van aantal × prijs − korting: regel 3, net (gevonden: 12.60, verwacht: 12.61)")
        #expect(Problem(.noLines, at: Place("lines")).message(.english) == "The document has no lines: lines")
        #expect(Problem(.noLines, at: Place("lines"), expected: "1").message(.dutch).hasSuffix("(verwacht: 1)"))
        #expect(!problem.remedy(.dutch).isEmpty)
    }

    @Test func `what was found is kept within bounds`() {
        #expect(Problem(.malformed, at: Place("x"), found: String(repeating: "a", count: 5000)).found.count == Problem.foundMax)
    }

    @Test func `severity follows the code unless its finder says otherwise`() {
        #expect(Problem(.vatOutsideTolerance, at: Place("x")).severity == .warning)
        #expect(Problem(.netMismatch, at: Place("x")).severity == .error)
        #expect(Problem(.netMismatch, at: Place("x"), severity: .warning).severity == .warning)
        #expect([Problem(.dateOrder, at: Place("x"))].containsError == false)
        #expect([Problem(.noLines, at: Place("x"))].containsError)
    }
}
