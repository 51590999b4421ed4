extension AFASRefusals {
    /// The texts AFAS Profit refuses with, as data. Columns: what it means for the call, the problem it is for us, the place, the text.
    ///
    /// The first row whose text stands in a finding counts; case does not matter, `*` stands for anything. The texts are those of reference
    /// `afas-profit` §2.5 and the same words in the other language; which of them were seen and which only follow is told there.
    ///
    /// - `refused`: examined and refused by rule, nothing was booked;
    /// - `later`: somebody works in the same place, nothing was booked;
    /// - `unknown`: a fault over there, nothing says what was carried out;
    /// - `rights`: the App Connector or its user lacks something;
    /// - `ours`: we asked for something that is not there.
    public static let table = #"""
        # means   problem               place                text
        rights    -                     -                    Connector* not supported for this app or the user is not authorized
        rights    -                     -                    Connector* is not supported or the user is not authorized
        rights    -                     -                    Connector* wordt niet ondersteund
        rights    -                     -                    Connector (definition) is blocked
        rights    -                     -                    Connector (definitie) is geblokkeerd
        rights    -                     -                    No unit available
        rights    -                     -                    Geen administratie beschikbaar

        later     -                     -                    locked by another user
        later     -                     -                    in use by another user
        later     -                     -                    in gebruik door een andere gebruiker
        later     -                     -                    vergrendeld door
        later     -                     -                    too many calls
        later     -                     -                    te veel aanroepen

        unknown   -                     -                    unexpected error
        unknown   -                     -                    onverwachte fout
        unknown   -                     -                    maximum duration
        unknown   -                     -                    maximale tijdsduur
        unknown   -                     -                    timeout expired
        unknown   -                     -                    time-out
        unknown   -                     -                    deadlock

        # The number is taken: by a call of ours whose answer was lost, or by somebody else. A look-up tells.
        unknown   -                     -                    Invoice number * is already used in finance
        unknown   -                     -                    Factuurnummer * is in financieel al gebruikt

        ours      -                     -                    Connector field '*' not found
        ours      -                     -                    Connectorveld '*' niet gevonden
        ours      -                     -                    Invalid Index field
        ours      -                     -                    Out of memory
        ours      -                     -                    Out of String space
        ours      -                     -                    Type mismatch
        ours      -                     -                    journaalpostnummer niet worden opgegeven
        ours      -                     -                    entry number may not be given
        ours      -                     -                    Unknown preparetype
        ours      -                     -                    Onbekend preparetype

        refused   period_closed         period               belongs to a blocked period
        refused   period_closed         period               valt in een geblokkeerde periode
        refused   period_closed         period               period * of the year * is blocked
        refused   period_closed         period               periode * van jaar * geblokkeerd
        refused   period_unknown        period               Period * of the year * does not exist
        refused   period_unknown        period               Periode * van jaar * bestaat niet
        refused   period_unknown        period               does not belong to period
        refused   period_unknown        period               valt niet in periode

        refused   target_field_missing  lines.cost_centre    Allocation code for axis '*' must be filled
        refused   target_field_missing  lines.cost_centre    Code verbijzondering voor as '*' moet gevuld worden
        refused   target_not_allowed    lines.cost_centre    There is no assignment for
        refused   target_not_allowed    lines.cost_centre    Er is geen toewijzing van

        refused   target_not_allowed    lines.vat_code       VAT is not allowed for account
        refused   target_not_allowed    lines.vat_code       Btw is niet toegestaan voor rekening
        refused   target_code_unknown   lines.vat_code       foreignkey does not exist*FieldId=Btw-code
        refused   target_code_unknown   lines.vat_code       value for 'VAT code' does not exist
        refused   target_code_unknown   lines.vat_code       waarde bij 'Btw-code' bestaat niet
        refused   target_not_allowed    lines.vat_code       VAT line of VAT code
        refused   target_not_allowed    lines.vat_code       btw-regel van btw-code
        refused   target_not_allowed    lines.vat_code       more than one VAT line
        refused   target_not_allowed    lines.vat_code       meer dan een btw-regel
        refused   target_field_missing  lines.vat_code       VAT code is missing
        refused   target_field_missing  lines.vat_code       btw-code ontbreekt

        refused   party_blocked         party                Debtor * is blocked
        refused   party_blocked         party                Debiteur * is geblokkeerd
        refused   party_blocked         party                Creditor * is blocked
        refused   party_blocked         party                Crediteur * is geblokkeerd
        refused   target_code_blocked   lines.account        Account * is blocked
        refused   target_code_blocked   lines.account        Rekening * is geblokkeerd
        refused   target_code_blocked   journal              Journal * is blocked
        refused   target_code_blocked   journal              Dagboek * is geblokkeerd

        refused   target_code_unknown   lines.account        value for 'Account number' does not exist
        refused   target_code_unknown   lines.account        waarde bij 'Rekeningnummer' bestaat niet
        refused   target_code_unknown   lines.account        foreignkey does not exist*FieldId=Rekeningnummer
        refused   target_code_unknown   journal              value for 'Journal' does not exist
        refused   target_code_unknown   journal              waarde bij 'Dagboek' bestaat niet
        refused   target_code_unknown   journal              foreignkey does not exist*FieldId=Dagboek
        refused   target_code_unknown   payment_term_code    value for 'Payment condition' does not exist
        refused   target_code_unknown   payment_term_code    waarde bij 'Betalingsconditie' bestaat niet
        refused   target_code_unknown   payment_term_code    foreignkey does not exist*FieldId=Betalingsconditie
        refused   target_code_unknown   currency             value for 'Currency' does not exist
        refused   target_code_unknown   currency             waarde bij 'Valuta' bestaat niet
        refused   target_code_unknown   currency             foreignkey does not exist*FieldId=Valuta
        refused   target_code_unknown   party                value for 'Sales relation' does not exist
        refused   target_code_unknown   party                waarde bij 'Verkooprelatie' bestaat niet
        refused   target_code_unknown   party                value for 'Purchase relation' does not exist
        refused   target_code_unknown   party                waarde bij 'Inkooprelatie' bestaat niet
        refused   target_code_unknown   document             value for '*' does not exist
        refused   target_code_unknown   document             waarde bij '*' bestaat niet
        refused   target_code_unknown   document             foreignkey does not exist
        refused   target_code_unknown   party.iban           Bankrekening * niet gevonden bij rekening
        refused   target_code_unknown   party.iban           Bank account * not found for account
        refused   target_field_missing  document             Enter a value for '*'
        refused   target_field_missing  document             Vul een waarde in bij '*'
        refused   target_field_missing  document             no value entered in mandatory field
        refused   target_not_allowed    document             is longer than * characters
        refused   target_not_allowed    document             is langer dan * tekens

        refused   party_match_proposed  party.number         primary key already exists for field 'Organisatie/persoon'
        refused   party_match_proposed  party.number         duplicate key*AfasKn
        refused   party_match_proposed  party                Several organisations/persons were found
        refused   party_match_proposed  party                meerdere organisaties/personen gevonden
        refused   party_unknown         party                organisation/person was not found
        refused   party_unknown         party                organisatie/persoon is niet gevonden
        refused   iban_invalid          party.iban           IBAN is not valid
        refused   iban_invalid          party.iban           IBAN is niet geldig
        refused   target_rejected       party.iban           primary key already exists for field 'Bankrekening'

        refused   not_balanced          lines                entry does not balance
        refused   not_balanced          lines                niet in evenwicht
        refused   too_many_lines        lines                has more than * lines
        refused   too_many_lines        lines                heeft meer dan * regels
        refused   target_not_allowed    exchange_rate        rate and amount in * do not agree
        refused   target_not_allowed    exchange_rate        koers en bedrag in * passen niet
        """#
}
