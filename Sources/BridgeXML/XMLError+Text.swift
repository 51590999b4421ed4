import BridgeDomain

extension XMLError.Kind {
    var what: BilingualText {
        switch self {
        case .empty: BilingualText(nl: "het bestand is leeg", en: "the file is empty")
        case .tooLong(let max): BilingualText(nl: "de tekst is langer dan \(max) bytes", en: "the text is longer than \(max) bytes")
        case .tooDeep(let max): BilingualText(nl: "er zijn meer dan \(max) niveaus genest", en: "more than \(max) levels are nested")
        case .tooManyElements(let max):
            BilingualText(nl: "de tekst heeft meer dan \(max) elementen", en: "the text has more than \(max) elements")
        case .tooManyAttributes(let max):
            BilingualText(nl: "een element heeft meer dan \(max) attributen", en: "an element has more than \(max) attributes")
        case .attributeTooLong(let max):
            BilingualText(nl: "een attribuut is langer dan \(max) bytes", en: "an attribute is longer than \(max) bytes")
        case .textTooLong(let max):
            BilingualText(nl: "de tekst van een element is langer dan \(max) bytes", en: "an element's text is longer than \(max) bytes")
        case .markupTooLong(let max):
            BilingualText(
                nl: "een tag, commentaar of instructie is langer dan \(max) bytes",
                en: "a tag, comment or instruction is longer than \(max) bytes")
        case .documentType:
            BilingualText(
                nl: "een documenttypedeclaratie (DOCTYPE) wordt niet gelezen",
                en: "a document type declaration (DOCTYPE) is not read")
        case .encodingUnknown(let name):
            BilingualText(nl: "de codering \"\(name)\" wordt niet gelezen", en: "the encoding \"\(name)\" is not read")
        case .encodingBroken:
            BilingualText(
                nl: "hier staan bytes die in de opgegeven codering niet bestaan",
                en: "there are bytes here that the stated encoding does not have")
        case .incomplete: BilingualText(nl: "de tekst breekt af", en: "the text breaks off")
        case .tagMismatch:
            BilingualText(nl: "deze eindtag past niet bij het open element", en: "this end tag does not belong to the open element")
        case .undeclaredEntity: BilingualText(nl: "deze entiteit bestaat niet", en: "there is no such entity")
        case .undeclaredPrefix:
            BilingualText(nl: "dit voorvoegsel heeft geen naamruimte", en: "this prefix has no namespace")
        case .duplicateAttribute: BilingualText(nl: "een attribuut staat er twee keer", en: "an attribute is there twice")
        case .contentAfterEnd:
            BilingualText(nl: "er staat iets achter het einde van het document", en: "something stands behind the end of the document")
        case .forbiddenCharacter:
            BilingualText(nl: "hier staat een teken dat in XML niet mag", en: "there is a character here that XML does not allow")
        case .syntax(let number): BilingualText(nl: "dit is geen XML (fout \(number))", en: "this is no XML (error \(number))")
        case .parser: BilingualText(nl: "de XML-lezer kon niet starten", en: "the XML reader could not start")
        }
    }

    var remedy: BilingualText {
        switch self {
        case .tooLong, .tooManyElements:
            BilingualText(nl: "Verdeel de gegevens over meer bestanden", en: "Spread the data over more files")
        case .tooDeep, .tooManyAttributes, .attributeTooLong, .textTooLong, .markupTooLong:
            BilingualText(
                nl: "Laat de afzender nagaan waarmee het bestand is gemaakt", en: "Have the sender check what the file was made with")
        case .documentType:
            BilingualText(
                nl: "Laat de afzender het bestand zonder DOCTYPE maken; e-facturen hebben die niet",
                en: "Have the sender make the file without one; e-invoices have none")
        case .encodingUnknown:
            BilingualText(nl: "Sla het bestand op als UTF-8", en: "Save the file as UTF-8")
        case .encodingBroken:
            BilingualText(
                nl: "Sla het bestand op in de codering die op de eerste regel staat, het liefst UTF-8",
                en: "Save the file in the encoding its first line names, preferably UTF-8")
        case .empty, .incomplete:
            BilingualText(nl: "Lever het bestand opnieuw aan", en: "Deliver the file again")
        case .undeclaredEntity:
            BilingualText(nl: "Schrijf een & als &amp;", en: "Write & as &amp;")
        case .parser: BilingualText(nl: "Probeer het opnieuw als er geheugen vrij is", en: "Try again when there is free memory")
        case .tagMismatch, .undeclaredPrefix, .duplicateAttribute, .contentAfterEnd, .forbiddenCharacter, .syntax:
            BilingualText(
                nl: "Laat de afzender het bestand opnieuw maken; het is geen geldige XML",
                en: "Have the sender make the file again; it is not valid XML")
        }
    }
}
