package io.headrace.ingest.values;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Booleans: true, t, yes, y, 1 and false, f, no, n, 0, in any case. */
final class BooleanReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    private static final Map<String, Boolean> WORDS = words();

    private static Map<String, Boolean> words() {
        Map<String, Boolean> words = new HashMap<>();
        for (String word : new String[] {"true", "t", "yes", "y", "1"}) {
            words.put(word, true);
        }
        for (String word : new String[] {"false", "f", "no", "n", "0"}) {
            words.put(word, false);
        }
        return Map.copyOf(words);
    }

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        Boolean value = WORDS.get(bare);
        return (value == null && bare.length() <= 5) ? WORDS.get(bare.toLowerCase(Locale.ROOT)) : value;
    }

    @Override
    public String reason(String text) {
        return "";
    }
}
