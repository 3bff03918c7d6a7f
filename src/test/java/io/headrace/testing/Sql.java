package io.headrace.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into a database by an ordinary session. */
public final class Sql {
    private final String url;

    private Sql(String url) {
        this.url = url;
    }

    /** Sessions of the address. */
    public static Sql in(String url) {
        return new Sql(url);
    }

    /** Runs statements. */
    public Sql run(String... statements) {
        try (Connection session = DriverManager.getConnection(url);
                Statement statement = session.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query, their values as text with blanks between. */
    public List<String> rows(String query) {
        try (Connection session = DriverManager.getConnection(url);
                Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
