package io.headrace.ingest.values;

/** Whole numbers: {@code 17850}, {@code 17850.0} and {@code 1e3}, but no fraction. */
final class WholeNumberReader implements ValueReader {
    private static final long serialVersionUID = 1L;

    /** So many digits fit a long whatever they are. */
    private static final int SAFE_DIGITS = 18;

    /** No long has more. */
    private static final int MOST_DIGITS = 19;

    private final long least;
    private final long greatest;

    WholeNumberReader(long least, long greatest) {
        this.least = least;
        this.greatest = greatest;
    }

    @Override
    public Object read(String text) {
        String bare = Blanks.stripped(text);
        int length = bare.length();
        int at = length > 0 && (bare.charAt(0) == '-' || bare.charAt(0) == '+') ? 1 : 0;
        if (at == length || length - at > SAFE_DIGITS) {
            return slowly(bare);
        }
        long value = 0;
        for (int i = at; i < length; i++) {
            char c = bare.charAt(i);
            if (!Digits.isDigit(c)) {
                return slowly(bare);
            }
            value = 10 * value + (c - '0');
        }
        return boxed(bare.charAt(0) == '-' ? -value : value);
    }

    private Object boxed(long value) {
        if (value < least || value > greatest) {
            return null;
        }
        return greatest == Integer.MAX_VALUE ? (Object) (int) value : (Object) value;
    }

    private Object slowly(String bare) {
        Digits number = Digits.of(bare);
        if (number == null || !number.isWhole() || number.wholeDigits() > MOST_DIGITS) {
            return null;
        }
        java.math.BigInteger value = number.number().toBigIntegerExact();
        return value.bitLength() > 63 ? null : boxed(value.longValue());
    }

    @Override
    public String reason(String text) {
        Digits number = Digits.of(Blanks.stripped(text));
        if (number == null) {
            return "";
        }
        return number.isWhole() ? "beyond its range" : "it has a fraction";
    }
}
