import BridgeDomain
import BridgeSource
import ColumnSource
import Testing

/// Sums of a day's file found in another way: straight from the bytes, in whole thousandths, without any part of the product.
struct IndependentSum: Equatable {
    var lines = 0
    /// Pennies of invoices less cancellations.
    var net = 0
    var cancellations: Set<String> = []
    var invoices: Set<String> = []

    init(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
            // From the right: the description may hold commas, the columns behind it do not.
            let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            let count = cells.count
            lines += 1
            let number = cells[0]
            let quantity = Int(cells[count - 5]) ?? .max
            let price = cells[count - 3].split(separator: ".")
            let decimals = price.count > 1 ? Int(String((price[1] + "000").prefix(3))) ?? .max : 0
            let thousandths = quantity * ((Int(price[0]) ?? .max) * 1000 + decimals)
            net += (thousandths >= 0 ? thousandths + 5 : thousandths - 5) / 10
            // A file's line of nothing for nobody is a stock count, not a sale.
            if number.hasPrefix("C") {
                cancellations.insert(number)
            } else if !(cells[count - 2].isEmpty && decimals == 0 && price[0] == "0") {
                invoices.insert(number)
            }
        }
    }
}

@Suite struct RetailTests {
    @Test(arguments: Retail.days)
    func `a day's documents add up to what the file's bytes add up to`(day: String) throws {
        let file = try Retail.file(day)
        let sum = IndependentSum(file)
        let reading = read(file, try reader(example("columns-retail.yaml")))
        #expect(reading.refusal == nil)
        #expect(reading.rejected.isEmpty)
        #expect(reading.problems.isEmpty)
        let net = reading.read.reduce(0) { $0 + Int($1.totals.net.minorUnits) * ($1.key.kind.isCredit ? -1 : 1) }
        #expect(net == sum.net)
        #expect(Set(reading.read.filter { $0.key.kind == .salesInvoice }.map(\.key.number.text)) == sum.invoices)
        #expect(Set(reading.read.filter { $0.key.kind == .creditNote }.map(\.key.number.text)) == sum.cancellations)
        #expect(reading.read.count == sum.invoices.count + sum.cancellations.count)
        #expect(reading.read.allSatisfy { $0.totals.gross == $0.totals.net && !$0.totals.net.isNegative })
        let leftOut = reading.ruled.filter { $0.rule == "stock_adjustments" }.count
        #expect(reading.read.reduce(0) { $0 + $1.lines.count } + leftOut == sum.lines)
    }

    @Test func `all eight days together are 20,684 lines`() throws {
        #expect(try Retail.days.reduce(0) { $0 + IndependentSum(try Retail.file($1)).lines } == 20_684)
    }

    @Test func `what is not an ordinary line is handled by a rule that counts it`() throws {
        var counts: [String: Int] = [:]
        var amounts: [String: Int64] = [:]
        for day in Retail.days {
            for place in read(try Retail.file(day), try reader(example("columns-retail.yaml"))).ruled {
                counts[place.rule, default: 0] += 1
                amounts[place.rule, default: 0] += place.amount?.minorUnits ?? 0
            }
        }
        #expect(
            counts == [
                "stock_adjustments": 76, "postage": 59, "discounts": 6, "manual_lines": 15, "marketplace_fees": 2,
                "sales_without_customer": 5175, "credit_without_original": 119,
            ])
        #expect(amounts["stock_adjustments"] == 0)
        #expect(amounts["postage"] == 13_817_27)
    }

    @Test func `documents pass the validator, cancellations included`() throws {
        let validator = DocumentValidator(ownCountry: .unitedKingdom)
        let today = try #require(CalendarDate(year: 2011, month: 12, day: 31))
        for day in Retail.days {
            let reading = read(try Retail.file(day), try reader(example("columns-retail.yaml")))
            for document in reading.read {
                let problems = validator.problems(of: document, today: today)
                #expect(!problems.containsError, "\(document.key): \(problems.map { $0.message(.english) })")
            }
        }
    }

    @Test func `cancellations wait for a person where the policy says so`() throws {
        let yaml = String(decoding: try example("columns-retail.yaml"), as: UTF8.self)
            .replacing("without_original: post", with: "without_original: park")
        let reading = read(try Retail.file("2010-12-01"), try reader(yaml))
        let credits = reading.read.filter { $0.key.kind == .creditNote }
        #expect(!credits.isEmpty)
        let today = try #require(CalendarDate(year: 2010, month: 12, day: 31))
        for credit in credits {
            #expect(DocumentValidator().problems(of: credit, today: today).map(\.code).contains(.originalMissing))
        }
        #expect(!reading.ruled.contains { $0.rule == "credit_without_original" })
    }

    @Test func `customers come by number and country, and the counter's own comes from the settings`() throws {
        let reader = try reader(example("columns-retail.yaml"))
        let reading = read(try Retail.file("2010-12-01"), reader, .parties(.debtor))
        let parties = Dictionary(uniqueKeysWithValues: reading.parties.map { ($0.key.code.text, $0.party) })
        #expect(parties["COUNTER"]??.name == "Sales without customer")
        #expect(parties["17850"]??.name == "Customer 17850")
        #expect(parties["14911"]??.country == "IE")
        #expect(reading.parties.allSatisfy { $0.problems.isEmpty })
        #expect(read(try Retail.file("2010-12-01"), reader, .parties(.creditor)).parties.isEmpty)
    }

    @Test func `reading a file twice gives the same to the byte`() throws {
        let reader = try reader(example("columns-retail.yaml"))
        let file = try Retail.file("2011-02-14")
        #expect(read(file, reader).documents == read(file, reader).documents)
    }
}
