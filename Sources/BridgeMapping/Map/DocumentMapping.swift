import BridgeDomain

/// What one call maps, and by which rules. A class, so that the parts of a mapping share the document: copying one costs more than deciding
/// several of its lines. It lives as long as the call.
class DocumentMapping {
    let compiled: CompiledRules
    let document: Document
    let party: Party?
    let context: MappingContext

    init(_ compiled: CompiledRules, _ document: Document, _ party: Party?, _ context: MappingContext) {
        self.compiled = compiled
        self.document = document
        self.party = party
        self.context = context
    }
}
