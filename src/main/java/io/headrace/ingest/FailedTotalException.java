package io.headrace.ingest;

/** A total of a job that cannot be summed up. */
final class FailedTotalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String total;
    private final String sql;
    private final String fault;

    /** @param fault why, in Spark's words */
    FailedTotalException(String total, String sql, String fault, Throwable cause) {
        super(cause);
        this.total = total;
        this.sql = sql;
        this.fault = fault;
    }

    String total() {
        return total;
    }

    String sql() {
        return sql;
    }

    String fault() {
        return fault;
    }
}
