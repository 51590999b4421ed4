import BridgeDomain
import BridgeJSON
import BridgeSource

extension StatusReport {
    /// The body of `POST /documents/{id}/posting-status` (reference freshportal §4.4). Every key is there, with null where there is nothing
    /// to say: leaving one out is answered with 422 (quirk 6).
    var wireMessage: JSON {
        [
            "target": .string(target),
            "target_administration": .string(targetAdministration.text),
            "status": .string(status.rawValue),
            "target_number": .string(targetNumber),
            "target_id": .string(targetID?.text),
            "journal": .string(daybook?.text),
            "period": .string(period?.description),
            "posted_at": .string(postedAt?.description),
            "document_version": .number(documentVersion),
            "message": .string(message),
        ]
    }
}
