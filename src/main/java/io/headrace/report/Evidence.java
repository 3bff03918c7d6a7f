package io.headrace.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is on record of a model version, in the order in which supervisors ask for it: the practice of model risk management (SR 26-2) and the
 * technical documentation of the EU AI Act, Annex IV.
 *
 * @param sections in order
 */
public record Evidence(List<Section> sections) {
    public Evidence {
        sections = List.copyOf(sections);
    }

    /** The fields that a person has not filled in yet, as {@code section: field}. */
    public List<String> owed() {
        return sections.stream()
                .flatMap(section -> section.fields().stream()
                        .filter(Field::isOwed)
                        .map(field -> section.name() + ": " + field.name()))
                .toList();
    }

    /** As JSON: section to field to its texts; and which fields a person owes. */
    public Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        sections.forEach(section -> {
            Map<String, Object> fields = new LinkedHashMap<>();
            section.fields().forEach(field -> fields.put(field.name(), field.texts()));
            all.put(section.name(), fields);
        });
        all.put("owed", owed());
        return all;
    }

    /**
     * Fields that belong together.
     *
     * @param name lower case, such as {@code data}
     */
    public record Section(String name, List<Field> fields) {
        public Section {
            Objects.requireNonNull(name, "name");
            fields = List.copyOf(fields);
        }

        /** A section without fields. */
        public static Section named(String name) {
            return new Section(name, List.of());
        }

        /** With a fact: none is an answer, such as of a model without a baseline. */
        public Section fact(String field, List<String> texts) {
            return with(new Field(field, texts, false));
        }

        /** With a fact of one text; an empty one is none. */
        public Section fact(String field, String text) {
            return fact(field, text.isEmpty() ? List.of() : List.of(text));
        }

        /** With what only a person can say, and has said where there is a text. */
        public Section word(String field, String text) {
            return words(field, text.isBlank() ? List.of() : List.of(text));
        }

        /** With what only a person can say, and has said where there are texts. */
        public Section words(String field, List<String> texts) {
            return with(new Field(field, texts, texts.isEmpty()));
        }

        private Section with(Field field) {
            List<Field> more = new ArrayList<>(fields);
            more.add(field);
            return new Section(name, more);
        }
    }

    /**
     * A field.
     *
     * @param texts what is on record; empty for nothing
     * @param isOwed whether a person must say it, and has not
     */
    public record Field(String name, List<String> texts, boolean isOwed) {
        boolean isNone() {
            return texts.isEmpty() && !isOwed;
        }

        public Field {
            Objects.requireNonNull(name, "name");
            texts = List.copyOf(texts);
        }
    }
}
