import BridgeDomain
import BridgeJSON

/// Checks values against JSON Schema 2020-12, as much of it as our OpenAPI document uses. Strict: a keyword it does not know is an error of
/// the schema, so nothing is ever taken for checked that was not.
struct SchemaChecker {
    /// The document that references point into.
    let root: JSON

    struct Breach: Error, CustomStringConvertible {
        var description: String
    }

    func check(_ value: JSON, _ schema: JSON, at place: String = "") throws {
        if schema == .bool(true) { return }
        guard schema != .bool(false) else { throw Breach(description: "\(place): nothing may be here") }
        guard let keywords = schema.members else { throw Breach(description: "\(place): \(schema) is no schema") }
        for keyword in keywords { try check(value, keyword, schema, at: place) }
    }

    func isValid(_ value: JSON, _ schema: JSON) -> Bool { (try? check(value, schema)) != nil }

    private func check(_ value: JSON, _ keyword: JSON.Member, _ schema: JSON, at place: String) throws {
        func breach(_ what: String) -> Breach { Breach(description: "\(place): \(what), found \(value.description.prefix(200))") }
        let rule = keyword.value
        switch keyword.name {
        case "description", "then", "else",
            "properties" where value.members == nil:
            break
        case "$ref": try check(value, try target(rule.string ?? ""), at: place)
        case "type":
            let types = rule.array ?? [rule]
            guard types.contains(where: { Self.isOf(value, $0.string ?? "") }) else { throw breach("type \(rule)") }
        case "enum": guard rule.array?.contains(value) ?? false else { throw breach("one of \(rule)") }
        case "const": guard rule == value else { throw breach("\(rule)") }
        case "minLength", "maxLength":
            guard let length = value.string?.unicodeScalars.count, let bound = rule.integer else { return }
            guard keyword.name == "minLength" ? length >= bound : length <= bound else { throw breach("\(keyword.name) \(rule)") }
        case "pattern":
            guard let text = value.string else { return }
            guard try Regex(rule.string ?? "").firstMatch(in: text) != nil else { throw breach("pattern \(rule)") }
        case "format": try checkFormat(value, rule, at: place)
        case "minimum", "maximum":
            guard let number = value.decimal, case .number = value, let bound = rule.decimal else { return }
            guard keyword.name == "minimum" ? number >= bound : number <= bound else { throw breach("\(keyword.name) \(rule)") }
        case "minItems", "maxItems":
            guard let count = value.array?.count, let bound = rule.integer else { return }
            guard keyword.name == "minItems" ? count >= bound : count <= bound else { throw breach("\(keyword.name) \(rule)") }
        case "items":
            for (index, element) in (value.array ?? []).enumerated() { try check(element, rule, at: "\(place)[\(index)]") }
        case "properties":
            for member in value.members ?? [] {
                if let schema = rule[member.name] { try check(member.value, schema, at: "\(place).\(member.name)") }
            }
        case "required":
            guard value.members != nil else { return }
            for name in rule.array ?? [] where value[name.string ?? ""] == nil { throw breach("required \(name)") }
        case "additionalProperties":
            guard rule == .bool(false), let known = schema["properties"] else { throw Breach(description: "\(place): \(keyword)") }
            for member in value.members ?? [] where known[member.name] == nil { throw breach("no member \(member.name)") }
        case "allOf": for part in rule.array ?? [] { try check(value, part, at: place) }
        case "anyOf", "oneOf":
            let fitting = (rule.array ?? []).filter { isValid(value, $0) }.count
            guard keyword.name == "anyOf" ? fitting > 0 : fitting == 1 else { throw breach("\(keyword.name): \(fitting) fit") }
        case "if": if let next = schema[isValid(value, rule) ? "then" : "else"] { try check(value, next, at: place) }
        default: throw Breach(description: "\(place): the checker does not know '\(keyword.name)'")
        }
    }

    private func checkFormat(_ value: JSON, _ rule: JSON, at place: String) throws {
        guard let text = value.string else { return }
        let isRight =
            switch rule.string {
            case "date": CalendarDate(text) != nil
            case "date-time": Timestamp(text) != nil
            default: false
            }
        guard isRight else { throw Breach(description: "\(place): format \(rule), found \(text)") }
    }

    private static func isOf(_ value: JSON, _ type: String) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null), ("number", .number): true
        case ("integer", .number): value.integer != nil
        default: false
        }
    }

    private func target(_ reference: String) throws -> JSON {
        guard reference.hasPrefix("#/") else { throw Breach(description: "\(reference) points elsewhere") }
        var found = root
        for part in reference.dropFirst(2).split(separator: "/") {
            guard let next = found[String(part)] else { throw Breach(description: "\(reference) points at nothing") }
            found = next
        }
        return found
    }
}
