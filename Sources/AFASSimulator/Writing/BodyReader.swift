import BridgeDomain
import BridgeJSON

/// What is to be done with an element.
enum UpdateAction: String, Sendable { case insert, update, delete }

/// An element of a message whose structure was checked: every field is known and has its type.
struct Element: Sendable {
    var action: UpdateAction
    /// Values in canonical text by field id; an empty text clears.
    var values: [String: String] = [:]
    var objects: [(name: String, elements: [Element])] = []

    func text(_ field: String) -> String? { values[field].flatMap { $0.isEmpty ? nil : $0 } }
    func integer(_ field: String) -> Int? { text(field).flatMap { Int($0) } }
    func decimal(_ field: String) -> ExactDecimal? { text(field).flatMap { ExactDecimal($0) } }
    func date(_ field: String) -> CalendarDate? { text(field).flatMap { CalendarDate($0) } }
    func flag(_ field: String) -> Bool { values[field] == "true" }
    func elements(_ name: String) -> [Element] { objects.filter { $0.name == name }.flatMap(\.elements) }
}

/// Reads a message by the grammar of reference §5.2, with everything the vendor's own samples contain, and nothing else.
struct BodyReader: Sendable {
    let behaviour: AFASSandbox.Behaviour
    /// A free field of entry lines; nil: there is none.
    let freeField: String?
    /// Elements of one object at most; a message of 75 MB could hold no more useful ones.
    static let elementsMax = 100_000

    /// The elements below the root object, which must stand alone.
    func read(_ body: JSON, _ schema: ObjectSchema, _ action: UpdateAction) throws(Refusal) -> [Element] {
        guard let members = body.members, members.count == 1, members[0].name == schema.name else {
            throw .functional(Wording.wrongRoot(schema.name))
        }
        return try elements(members[0].value, schema, action)
    }

    private func elements(_ json: JSON, _ schema: ObjectSchema, _ action: UpdateAction) throws(Refusal) -> [Element] {
        guard let members = json.members, members.allSatisfy({ $0.name == "Element" }), let content = members.first?.value else {
            throw .functional(Wording.unknownMember(json.members?.first { $0.name != "Element" }?.name ?? "?", in: schema.name))
        }
        let list = content.array ?? [content]
        guard list.count <= Self.elementsMax else { throw Refusal(status: 413) }
        guard list.count <= 1 || schema.repeats else { throw .functional(Wording.onlyOne(schema.name)) }
        var result: [Element] = []
        for (place, item) in list.enumerated() {
            do throws(Refusal) {
                result.append(try element(item, schema, action))
            } catch {
                throw schema.name == "FiEntries" ? error.onLine(place + 1) : error
            }
        }
        return result
    }

    private func element(_ json: JSON, _ schema: ObjectSchema, _ action: UpdateAction) throws(Refusal) -> Element {
        guard let members = json.members else { throw .functional(Wording.unknownMember(json.description, in: schema.name)) }
        var element = Element(action: action)
        // The action decides how the rest is read, wherever it stands.
        for member in members where member.name == "@Action" { element.action = try self.action(member.value) }
        for member in members {
            switch member.name {
            case "Fields": try read(fields: member.value, schema, into: &element)
            case "Objects": try read(objects: member.value, schema, into: &element)
            case "@Action": continue
            case let name where name.hasPrefix("@") && schema.keys.contains(String(name.dropFirst())):
                try put(String(name.dropFirst()), member.value, schema, into: &element)
            default: throw .functional(Wording.unknownMember(member.name, in: schema.name))
            }
        }
        return element
    }

    private func action(_ json: JSON) throws(Refusal) -> UpdateAction {
        guard let action = UpdateAction(rawValue: json.string ?? "") else { throw .functional(Wording.wrongAction(json.description)) }
        return action
    }

    /// An object; `""` and an array of one also occur in the vendor's samples.
    private func read(fields json: JSON, _ schema: ObjectSchema, into element: inout Element) throws(Refusal) {
        if json == .string("") { return }
        let content = json.array.flatMap { $0.count == 1 ? $0[0] : nil } ?? json
        guard let members = content.members else { throw .functional(Wording.unknownMember("Fields", in: schema.name)) }
        for member in members {
            if member.name == "@Action" {
                element.action = try action(member.value)
            } else {
                try put(member.name, member.value, schema, into: &element)
            }
        }
    }

    private func put(_ name: String, _ json: JSON, _ schema: ObjectSchema, into element: inout Element) throws(Refusal) {
        if name == freeField, schema.name == "FiEntries", let text = FieldType.text.canonical(json) {
            element.values[name] = text
            return
        }
        guard let field = schema.fields[name] else { throw .functional(Wording.unknownMember(name, in: schema.name)) }
        guard var text = field.type.canonical(json) else { throw .functional(Wording.typeMismatch) }
        if field.length > 0, text.unicodeScalars.count > field.length {
            guard behaviour.tooLong == .cut else { throw .functional(Wording.tooLong(field.label, field.length)) }
            text = String(String.UnicodeScalarView(text.unicodeScalars.prefix(field.length)))
        }
        guard text.isEmpty || field.values.isEmpty || field.values.contains(text) else {
            throw .functional(
                Wording.unknown(field.label, key: "KnCode", older: behaviour.olderTexts), number: Wording.missingValueNumber)
        }
        element.values[name] = text
    }

    /// An array of objects with one key each, or one object with several.
    private func read(objects json: JSON, _ schema: ObjectSchema, into element: inout Element) throws(Refusal) {
        if json == .string("") { return }
        for item in json.array ?? [json] {
            guard let members = item.members else { throw .functional(Wording.unknownMember("Objects", in: schema.name)) }
            for member in members {
                guard let below = schema.objects.first(where: { $0.name == member.name }) else {
                    throw .functional(Wording.unknownMember(member.name, in: schema.name))
                }
                guard below.repeats || element.elements(below.name).isEmpty else { throw .functional(Wording.onlyOne(below.name)) }
                element.objects.append((below.name, try elements(member.value, below, element.action)))
            }
        }
    }

    /// What a new element must have and has not, below it included.
    func missing(_ element: Element, _ schema: ObjectSchema, line: Int? = nil) -> [Finding] {
        var findings: [Finding] = []
        if element.action == .insert {
            for id in schema.order {
                guard let field = schema.fields[id], field.isMandatory, element.text(id) == nil else { continue }
                findings.append(
                    Finding(
                        text: Wording.missing(field.label, id, older: behaviour.olderTexts), number: Wording.missingValueNumber, line: line)
                )
            }
        }
        for object in element.objects {
            guard let below = schema.objects.first(where: { $0.name == object.name }) else { continue }
            for (place, element) in object.elements.enumerated() {
                findings += missing(element, below, line: below.name == "FiEntries" ? place + 1 : line)
            }
        }
        return findings
    }
}

extension Refusal {
    /// The same, about that line where a finding names none.
    func onLine(_ line: Int) -> Refusal {
        var copy = self
        for place in copy.findings.indices where copy.findings[place].line == nil { copy.findings[place].line = line }
        return copy
    }
}
