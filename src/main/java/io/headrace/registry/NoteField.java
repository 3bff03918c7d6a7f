package io.headrace.registry;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** What only a person can say of a model version, by the fields that supervisors ask for (SR 26-2, EU AI Act Annex IV). */
public enum NoteField {
    TIER,
    DEVELOPER,
    INDEPENDENT_VALIDATOR,
    USERS,
    HUMAN_OVERSIGHT,
    REPRESENTATIVENESS,
    DATA_COLLECTION,
    ASSUMPTIONS,
    VALIDATION_REPORT,
    /** One that happened; each note adds one. */
    INCIDENT,
    /** A decision that a person overruled; each note adds one. */
    OVERRULED_DECISION,
    /** A date, as yyyy-MM-dd. */
    NEXT_REVIEW,
    RETENTION;

    /** Whether notes add up; of the others the last one holds. */
    public boolean isList() {
        return this == INCIDENT || this == OVERRULED_DECISION;
    }

    /** The name as it is typed, such as {@code next-review}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The text; refuses one that the field cannot hold. */
    String checked(String text) {
        if (this == NEXT_REVIEW) {
            try {
                LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw RegistryErrors.noDate(this, text, e);
            }
        }
        return text;
    }
}
